"""The home of the workforce, its units, and the questions that staff are asked."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.characteristics.models import Category
from folkmoot.workforce import operations
from folkmoot.workforce.headcounts.queries import days
from folkmoot.workforce.headcounts.words import questions
from folkmoot.workforce.models import Unit
from folkmoot.workforce.queries import every_unit, units
from folkmoot.workforce.representation.side_by_side import side_by_side
from folkmoot.workforce.signals.queries import of_targets
from folkmoot.workforce.targets import queries
from folkmoot.workforce.targets.models import Target
from folkmoot.workforce.web.forms import UnitForm
from folkmoot.workforce.web.presenters import column_words, needs, shown, unit_rows


@may("workforce.read")
def home(request: HttpRequest) -> HttpResponse:
    """What needs attention, every target as a card, and the units beside one another."""
    viewer, unit, today = request.viewer, chosen_unit(request), timezone.localdate(request.at)
    cards, there = queries.cards(viewer, unit), days(viewer)
    signals = of_targets(viewer)
    represented = [shown(card, signals.get(card.target.key)) for card in cards if card.target.kind != Target.Kind.DECLARE]
    declared = [shown(card) for card in cards if card.target.kind == Target.Kind.DECLARE and card.as_of]
    beside = None if unit else side_by_side(viewer, [card.target for card in cards])
    context = {
        "cards": represented, "declared": declared, "days": there, "unit": unit,
        "units": list(units(viewer)), "may_write": viewer.sight("workforce.write").national,
        "needs": needs(viewer, cards, queries.reviews(viewer), there[0] if there else None, today) if there else [],
        "beside": unit_rows(beside) if beside else [], "beside_as_of": beside.as_of if beside else None,
        "columns": [column_words(one) for one in beside.targets] if beside else [],
    }  # fmt: skip
    return render(request, "workforce/home.html", context)


def chosen_unit(request: HttpRequest) -> Unit | None:
    """The unit that the address asks for, where it is in sight."""
    asked = request.GET.get("unit", "")
    return units(request.viewer).filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None


@may("workforce.read")
def listing(request: HttpRequest) -> HttpResponse:
    context = {"units": every_unit(request.viewer), "may_write": request.viewer.sight("workforce.write").national}
    return render(request, "workforce/units.html", context)


@may("workforce.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = every_unit(request.viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    back = reverse("workforce:units")
    first = {"name": row.name, "kind": row.kind, "area": row.area_id, "parent": row.parent_id, "version": row.version}
    form = UnitForm(request.POST or None, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_unit(by=request.viewer, at=request.at, unit=row, seen_version=seen, **values)
        return back

    return form_page(request, form, title=_("Change the unit"), lead=row.name, back=back, do=do, done=_("The unit was saved."))


@may("workforce.read")
def asked(request: HttpRequest) -> HttpResponse:
    """The question behind every characteristic, its answers in English and Welsh, and where they come from."""
    schemes = [one.scheme for one in questions().values()]
    answers: dict[str, list[Category]] = {scheme: [] for scheme in schemes}
    for category in Category.objects.filter(scheme__code__in=schemes, withdrawn_on__isnull=True).select_related("scheme").order_by("order"):
        if category.kind != Category.Kind.DOES_NOT_APPLY:
            answers[category.scheme.code].append(category)
    rows = [(one, answers[one.scheme]) for one in questions().values()]
    return render(request, "workforce/questions.html", {"rows": rows})
