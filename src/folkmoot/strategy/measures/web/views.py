"""Pages of measures: what shows that a commitment is met, and what is known of it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.choices import areas_for, choose_area, chosen_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.strategy.measures import operations, queries
from folkmoot.strategy.measures.cards import card as measure_card
from folkmoot.strategy.measures.cards import cards_of
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.web.forms import CorrectionForm, MeasureForm, ObservationForm
from folkmoot.strategy.measures.web.presenters import Both, both_of, card_of, groups_of, judged_of, lines_of, picture_of
from folkmoot.strategy.models import Aim, Commitment
from folkmoot.strategy.queries import list_aims, list_commitments
from folkmoot.strategy.surveys.queries import surveys

CORRECTED = ("as_of", "value", "lower", "upper", "base", "design_effect", "unbased", "source")
STATED = (
    "name_en", "name_cy", "definition", "why", "how", "unit", "direction", "source", "frequency", "target", "target_on", "owner", "wanted",
)  # fmt: skip


@may("reference.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = list(areas_for(viewer, queries.CAPABILITY, today=today))
    area = chosen_area(request.GET, areas)
    place = area.pk if area else None
    rows = queries.measures_of_place(viewer, place)
    latest = queries.latest_two_of_place(viewer, [row.pk for row in rows], place, on=today)
    cards = cards_of(viewer, rows, area=area, on=today)
    shown = [both_of(card_of(row, latest.get(row.pk, []), today), card) for row, card in zip(rows, cards, strict=True)]
    context = {
        "seven": [one for one in shown if one.card.of_the_seven],
        "groups": _by_strategy([one for one in shown if not one.card.of_the_seven]),
        "number": len(shown), "known": sum(one.card.latest is not None for one in shown), "late": sum(one.card.late for one in shown),
        "area": area, "areas": areas, "may_take_in": viewer.sight("strategy.write").holds(place),
    }  # fmt: skip
    return render(request, "strategy/measures.html", context)


def _by_strategy(shown: list[Both]) -> list[tuple[Any, list[Both]]]:
    groups: dict[Any, list[Both]] = {}
    for one in shown:
        groups.setdefault(one.plain.measure.strategy, []).append(one)
    return list(groups.items())


@may("reference.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    measure, viewer, today = in_sight(request, pk), request.viewer, timezone.localdate(request.at)
    own = measure.strategy.area
    with_figures = queries.areas_with_figures(viewer, measure)
    areas = [] if own else [area for area in areas_for(viewer, queries.CAPABILITY, today=today) if area.pk in with_figures]
    area = own or chosen_area(request.GET, areas)
    history = list(queries.history(viewer, measure, area.pk if area else None))
    lines = lines_of(measure, history)
    current = [line.row for line in lines if not line.replaced]
    full = measure_card(viewer, measure, area=area, on=today)
    writes = viewer.sight("strategy.write")
    context = {
        "measure": measure, "area": area, "areas": areas, "own": own, "card": card_of(measure, current[:2], today), "lines": lines,
        "full": full, "judged": judged_of(full.judgement, full.judgement_words), "groups": groups_of(full),
        "picture": picture_of(full, name=measure.name), "may_write": viewer.may("strategy.write"),
        "may_follow": viewer.may("actions.read"), "may_change": writes.holds(measure.strategy.area_id),
        "may_correct": writes.holds(area.pk if area else None), "may_survey": viewer.sight("surveys.load").holds(area.pk if area else None),
        "surveys": surveys(viewer, taken_back_too=True).filter(measure=measure, area=area),
    }  # fmt: skip
    return render(request, "strategy/measure.html", context)


@may("strategy.write")
def new(request: HttpRequest) -> HttpResponse:
    above = _above(request)
    if not request.viewer.sight("strategy.write").holds(above.strategy.area_id):
        raise Http404
    under: dict[str, Any] = {"aim": above} if isinstance(above, Aim) else {"commitment": above}
    form = MeasureForm(request.POST or None, initial=started(), owners=owners_for(request, above.strategy.area_id))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return address_of(operations.add_measure(by=request.viewer, at=request.at, **under, **values))

    title, back = _("Add a measure"), reverse("strategy:measures")
    return form_page(request, form, title=title, lead=str(above), back=back, do=do, done=_("The measure was added."))


@may("strategy.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    measure = in_sight(request, pk)
    if not request.viewer.sight("strategy.write").holds(measure.strategy.area_id):
        raise Http404
    owners = owners_for(request, measure.strategy.area_id)
    form = MeasureForm(
        request.POST or None, owners=owners, initial=started(**{name: getattr(measure, name) for name in (*STATED, "version")})
    )

    def do(values: dict[str, Any]) -> str:
        operations.change_measure(by=request.viewer, at=request.at, measure=measure, seen_version=values.pop("version"), **values)
        return address_of(measure)

    title = _("Say how it is counted")
    return form_page(request, form, title=title, lead=measure.name, back=address_of(measure), do=do, done=_("The measure was changed."))


@may("strategy.write")
def observe(request: HttpRequest, pk: int) -> HttpResponse:
    measure, title, today = in_sight(request, pk), _("Enter a figure"), timezone.localdate(request.at)
    national = measure.strategy.area_id is None
    place = place_of_form(request, "strategy.write", today=today, national_too=national)
    if place is None:
        return choose_area(request, "strategy.write", title=title, back=address_of(measure), today=today, national_too=national)
    form = ObservationForm(request.POST or None, initial=started(source=measure.source))

    def do(values: dict[str, Any]) -> str:
        operations.observe(by=request.viewer, at=request.at, measure=measure, area=place.area, **values)
        return address_of(measure, place.area.code if place.area else "")

    lead = f"{measure.name} ({place.words})"
    return form_page(request, form, title=title, lead=lead, back=address_of(measure), do=do, done=_("The figure was saved."))


@may("strategy.write")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    row = figure_in_sight(request, pk)
    measure, names = row.measure, CORRECTED
    form = CorrectionForm(request.POST or None, initial=started(**{name: getattr(row, name) for name in names}))

    def do(values: dict[str, Any]) -> str:
        operations.observe(by=request.viewer, at=request.at, measure=measure, area=row.area, replaces=row, **values)
        return address_of(measure, row.area.code if row.area else "")

    title, done = _("Correct the figure"), _("The corrected figure was saved; the earlier one is kept beside it.")
    return form_page(request, form, title=title, lead=measure.name, back=address_of(measure), do=do, done=done)


def owners_for(request: HttpRequest, area_id: int | None) -> QuerySet[Account]:
    """Who may own a measure: people in whose role it is to read measures there."""
    return people_who_may(queries.CAPABILITY, area_id, today=timezone.localdate(request.at))


def in_sight(request: HttpRequest, pk: int) -> Measure:
    try:
        return queries.get_measure(request.viewer, pk)
    except Measure.DoesNotExist:
        raise Http404 from None


def figure_in_sight(request: HttpRequest, pk: int) -> Observation:
    """A figure that stands and that this viewer may correct; for any other the page does not exist."""
    rows = queries.observations(request.viewer).select_related("measure__commitment__strategy", "measure__aim__strategy")
    row = rows.filter(pk=pk).first()
    if row is None or not request.viewer.sight("strategy.write").holds(row.area_id):
        raise Http404
    return row


def _above(request: HttpRequest) -> Aim | Commitment:
    """The commitment or the aim that the address names."""
    viewer, asked = request.viewer, request.GET
    found = list_commitments(viewer).filter(code=asked.get("commitment", "")).first()
    above = found or list_aims(viewer).filter(code=asked.get("aim", "")).first()
    if above is None:
        raise Http404
    return above


def address_of(measure: Measure, area: str = "") -> str:
    address = reverse("strategy:measure", args=[measure.pk])
    return f"{address}?area={area}" if area else address
