"""Pages of one target with its versions, and of declaration with its reviews."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.workforce.headcounts.queries import latest, units_of
from folkmoot.workforce.headcounts.words import levels, questions
from folkmoot.workforce.representation.web.sheets import FORMATS, send
from folkmoot.workforce.signals.queries import of_targets
from folkmoot.workforce.targets import operations, queries
from folkmoot.workforce.targets.models import Target
from folkmoot.workforce.targets.web.forms import ReviewForm, TargetForm
from folkmoot.workforce.targets.web.presenters import declaration_rows, declaration_sheets, standing_rows
from folkmoot.workforce.web.presenters import shown
from folkmoot.workforce.web.views import chosen_unit


@may("workforce.read")
def target(request: HttpRequest, key: str) -> HttpResponse:
    """The card, the words of the document, every day and unit counted, and earlier versions."""
    viewer = request.viewer
    versions = list(queries.versions(viewer, key))
    if not versions:
        raise Http404
    row, counted = versions[0], latest(viewer)
    units = units_of(viewer, counted[0]) if counted else []
    card = shown(queries.card_of(row, counted[::-1]), of_targets(viewer).get(key)) if row.ended_on is None else None
    context = {
        "row": row, "versions": versions, "shown": card,
        "may_write": viewer.sight("workforce.write").national, "levels": [levels().get(level, level) for level in row.levels],
        "over_time": standing_rows(queries.standings(row, counted)) if row.kind != Target.Kind.DECLARE else [],
        "by_unit": standing_rows(queries.standings(row, counted[:1], units)) if row.kind != Target.Kind.DECLARE else [],
    }  # fmt: skip
    return render(request, "workforce/target.html", context)


@may("workforce.write")
def change(request: HttpRequest, key: str) -> HttpResponse:
    row = queries.versions(request.viewer, key).filter(ended_on__isnull=True).first()
    if row is None:
        raise Http404
    back = reverse("workforce:target", args=[key])
    percent = round(row.share * 100, 6)
    first = {"percent": percent, "by_on": row.by_on, "words": row.words, "source": row.source, "version": row.version}
    form = TargetForm(request.POST or None, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        share, seen = round(values.pop("percent") / 100, 6), values.pop("version")
        operations.change_target(by=request.viewer, at=request.at, target=row, share=share, seen_version=seen, **values)
        return back

    return form_page(request, form, title=_("Change the target"), lead=row.name, back=back, do=do, done=_("The target was changed."))


@may("workforce.read")
def declaration(request: HttpRequest) -> HttpResponse:
    """Both definitions of declaration, by characteristic, unit and quarter, and when each was looked at."""
    viewer, unit = request.viewer, chosen_unit(request)
    counted = latest(viewer)
    cards = {card.target.characteristic: card for card in queries.cards(viewer, unit) if card.target.kind == Target.Kind.DECLARE}
    units = units_of(viewer, counted[0]) if counted else []
    context = {
        "rows": declaration_rows(counted, cards, {row.characteristic: row for row in queries.reviews(viewer)}, units, unit),
        "unit": unit, "units": units, "may_write": viewer.sight("workforce.write").national, "today": timezone.localdate(request.at),
        "counted": bool(counted), "formats": FORMATS, "history": queries.all_reviews(viewer)[:20],
        "names": {key: one.name for key, one in questions().items()},
    }  # fmt: skip
    return render(request, "workforce/declaration.html", context)


@may("workforce.read")
@transaction.atomic
def download(request: HttpRequest, ending: str) -> HttpResponse:
    """Declaration of every characteristic by unit and quarter as a file."""
    viewer, unit = request.viewer, chosen_unit(request)
    counted = latest(viewer)
    if ending not in FORMATS or not counted:
        raise Http404
    cards = {card.target.characteristic: card for card in queries.cards(viewer, unit) if card.target.kind == Target.Kind.DECLARE}
    units = [] if unit else units_of(viewer, counted[0])
    sheets = declaration_sheets(declaration_rows(counted, cards, {}, units, unit), unit, counted[0].as_of)
    return send(request, sheets, ending, f"declaration-{counted[0].as_of}", "declaration")


@may("workforce.write")
def review(request: HttpRequest) -> HttpResponse:
    form = ReviewForm(request.POST or None, initial=started(characteristic=request.GET.get("characteristic")))
    back = reverse("workforce:declaration")

    def do(values: dict[str, Any]) -> str:
        operations.review_declaration(by=request.viewer, at=request.at, **values)
        return back

    return form_page(request, form, title=_("Look at declaration"), back=back, do=do, done=_("The review was recorded."))
