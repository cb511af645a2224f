"""Keeping a card: its target, its baseline, its breaks; taking figures in from the rooms; and the rule by which it is judged."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, chosen_area
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.stats.design_effect import DESIGN_EFFECT
from folkmoot.strategy.measures import operations, queries
from folkmoot.strategy.measures.judgement import LEAST_BASE, MATTERS_PART, MATTERS_POINTS
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.measures.taking import take_in
from folkmoot.strategy.measures.web.forms import BaselineForm, BreakForm, TargetForm
from folkmoot.strategy.measures.web.views import address_of, in_sight
from folkmoot.strategy.measures.words import day, figure
from folkmoot.strategy.surveys.rules import LEAST_SHOWN

WRITE = "strategy.write"


@may("reference.read")
def rule(request: HttpRequest) -> HttpResponse:
    context = {
        "least_base": LEAST_BASE, "least_shown": LEAST_SHOWN, "points": f"{MATTERS_POINTS:g}", "part": f"{MATTERS_PART:.0%}",
        "design_effect": DESIGN_EFFECT,
    }  # fmt: skip
    return render(request, "strategy/measure_rule.html", context)


@may("strategy.write")
def target(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _to_change(request, pk)
    form = TargetForm(request.POST or None, initial=started(target=measure.target, target_on=measure.target_on, version=measure.version))

    def do(values: dict[str, Any]) -> str:
        operations.change_measure(by=request.viewer, at=request.at, measure=measure, seen_version=values.pop("version"), **values)
        return address_of(measure)

    title = _("Set the target")
    return form_page(request, form, title=title, lead=measure.name, back=address_of(measure), do=do, done=_("The target was saved."))


@may("strategy.write")
def baseline(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose among the figures of one place that stand; where there is none, the page of the measure says what would give one."""
    measure = in_sight(request, pk)
    area = _place(request, measure)
    rows = {row.pk: row for row in queries.history(request.viewer, measure, area.pk if area else None)}
    replaced = {row.replaces_id for row in rows.values()}
    figures = [
        (row.pk, f"{day(row.as_of)}: {figure(row.value, measure.unit)} ({row.source})") for row in rows.values() if row.pk not in replaced
    ]
    back = address_of(measure, area.code if area else "")
    if not figures:
        messages.info(request, gettext("There is no figure yet that could be the baseline. Enter one first."))
        return redirect(back)
    form = BaselineForm(request.POST or None, initial=started(), figures=figures)

    def do(values: dict[str, Any]) -> str:
        operations.choose_baseline(by=request.viewer, at=request.at, observation=rows[values["figure"]], why=values["why"])
        return back

    title = _("Choose the baseline")
    return form_page(request, form, title=title, lead=measure.name, back=back, do=do, done=_("The baseline was saved."))


@may("strategy.write")
def note_break(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _to_change(request, pk)
    form = BreakForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.note_break(by=request.viewer, at=request.at, measure=measure, **values)
        return address_of(measure)

    title, done = _("Note a break in the series"), _("The break was noted. Figures before and after it are not compared.")
    return form_page(request, form, title=title, lead=measure.name, back=address_of(measure), do=do, done=done)


@may("strategy.write")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take in what the rooms say today and what was published before, of one Area or of the whole service."""
    areas = areas_for(request.viewer, WRITE, today=timezone.localdate(request.at))
    area = chosen_area(request.POST, areas)
    if area is None and (request.POST.get("area") or not request.viewer.sight(WRITE).national):
        raise Http404
    taken = take_in(by=request.viewer, at=request.at, area=area, published=True)
    messages.success(request, gettext("Figures of the rooms were taken in: %(words)s") % {"words": taken.words})
    for words in taken.left:
        messages.info(request, words)
    place = reverse("strategy:measures")
    return redirect(f"{place}?area={area.code}" if area else place)


def _to_change(request: HttpRequest, pk: int) -> Measure:
    measure = in_sight(request, pk)
    if not request.viewer.sight(WRITE).holds(measure.strategy.area_id):
        raise Http404
    return measure


def _place(request: HttpRequest, measure: Measure) -> Area | None:
    """Of which place: the Area of the measure's own strategy, or the one in the address; none for the whole service."""
    own = measure.strategy.area
    areas = areas_for(request.viewer, WRITE, today=timezone.localdate(request.at))
    area = own or chosen_area(request.GET, areas)
    if not request.viewer.sight(WRITE).holds(area.pk if area else None):
        raise Http404
    return area
