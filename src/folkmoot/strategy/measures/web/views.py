"""Pages of measures: what shows that a commitment is met, and what is known of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, chosen_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.strategy.measures import operations, queries
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.web.forms import CorrectionForm, MeasureForm, ObservationForm
from folkmoot.strategy.measures.web.presenters import Card, card_of, lines_of, picture_of
from folkmoot.strategy.models import Aim, Commitment
from folkmoot.strategy.queries import list_aims, list_commitments

STATED = ("name_en", "name_cy", "definition", "unit", "direction", "source", "frequency", "target", "target_on", "wanted")


@may("reference.read")
def listing(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    rows = list(queries.measures(request.viewer))
    latest = queries.latest_two(request.viewer, [row.pk for row in rows])
    cards = [card_of(row, latest.get(row.pk, []), today) for row in rows]
    known = [card for card in cards if card.latest]
    context = {
        "groups": _by_strategy(cards), "number": len(cards), "known": len(known), "late": sum(card.late for card in cards),
    }  # fmt: skip
    return render(request, "strategy/measures.html", context)


def _by_strategy(cards: list[Card]) -> list[tuple[Any, list[Card]]]:
    groups: dict[Any, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.measure.strategy, []).append(card)
    return list(groups.items())


@may("reference.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    measure, viewer, today = _in_sight(request, pk), request.viewer, timezone.localdate(request.at)
    own = measure.strategy.area
    with_figures = queries.areas_with_figures(viewer, measure)
    areas = [] if own else [area for area in areas_for(viewer, queries.CAPABILITY, today=today) if area.pk in with_figures]
    area = own or chosen_area(request.GET, areas)
    history = list(queries.history(viewer, measure, area.pk if area else None))
    lines = lines_of(measure, history)
    current = [line.row for line in lines if not line.replaced]
    context = {
        "measure": measure, "area": area, "areas": areas, "own": own, "card": card_of(measure, current[:2], today), "lines": lines,
        "picture": picture_of(measure, history), "may_write": viewer.may("strategy.write"),
        "may_follow": viewer.may("actions.read"), "may_change": viewer.sight("strategy.write").holds(measure.strategy.area_id),
        "may_correct": viewer.sight("strategy.write").holds(area.pk if area else None),
    }  # fmt: skip
    return render(request, "strategy/measure.html", context)


@may("strategy.write")
def new(request: HttpRequest) -> HttpResponse:
    above = _above(request)
    if not request.viewer.sight("strategy.write").holds(above.strategy.area_id):
        raise Http404
    under: dict[str, Any] = {"aim": above} if isinstance(above, Aim) else {"commitment": above}
    form = MeasureForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.add_measure(by=request.viewer, at=request.at, **under, **values))

    title, back = _("Add a measure"), reverse("strategy:measures")
    return form_page(request, form, title=title, lead=str(above), back=back, do=do, done=_("The measure was added."))


@may("strategy.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _in_sight(request, pk)
    if not request.viewer.sight("strategy.write").holds(measure.strategy.area_id):
        raise Http404
    form = MeasureForm(request.POST or None, initial=started(**{name: getattr(measure, name) for name in (*STATED, "version")}))

    def do(values: dict[str, Any]) -> str:
        operations.change_measure(by=request.viewer, at=request.at, measure=measure, seen_version=values.pop("version"), **values)
        return _address(measure)

    title = _("Say how it is counted")
    return form_page(request, form, title=title, lead=measure.name, back=_address(measure), do=do, done=_("The measure was changed."))


@may("strategy.write")
def observe(request: HttpRequest, pk: int) -> HttpResponse:
    measure, title, today = _in_sight(request, pk), _("Enter a figure"), timezone.localdate(request.at)
    national = measure.strategy.area_id is None
    place = place_of_form(request, "strategy.write", today=today, national_too=national)
    if place is None:
        return choose_area(request, "strategy.write", title=title, back=_address(measure), today=today, national_too=national)
    form = ObservationForm(request.POST or None, initial=started(source=measure.source))

    def do(values: dict[str, Any]) -> str:
        operations.observe(by=request.viewer, at=request.at, measure=measure, area=place.area, **values)
        return _address(measure, place.area.code if place.area else "")

    lead = f"{measure.name} ({place.words})"
    return form_page(request, form, title=title, lead=lead, back=_address(measure), do=do, done=_("The figure was saved."))


@may("strategy.write")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    row = _figure(request, pk)
    measure, names = row.measure, ("as_of", "value", "lower", "upper", "base", "source")
    form = CorrectionForm(request.POST or None, initial=started(**{name: getattr(row, name) for name in names}))

    def do(values: dict[str, Any]) -> str:
        operations.observe(by=request.viewer, at=request.at, measure=measure, area=row.area, replaces=row, **values)
        return _address(measure, row.area.code if row.area else "")

    title, done = _("Correct the figure"), _("The corrected figure was saved; the earlier one is kept beside it.")
    return form_page(request, form, title=title, lead=measure.name, back=_address(measure), do=do, done=done)


def _in_sight(request: HttpRequest, pk: int) -> Measure:
    try:
        return queries.get_measure(request.viewer, pk)
    except Measure.DoesNotExist:
        raise Http404 from None


def _figure(request: HttpRequest, pk: int) -> Observation:
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


def _address(measure: Measure, area: str = "") -> str:
    address = reverse("strategy:measure", args=[measure.pk])
    return f"{address}?area={area}" if area else address
