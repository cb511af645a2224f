"""Pages of local plans: all units side by side, one unit's plan, beginning and reviewing it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.plans.web.presenters import plan_line
from folkmoot.strategy.queries import list_aims
from folkmoot.workforce.models import Unit
from folkmoot.workforce.plans import operations, queries
from folkmoot.workforce.plans.models import UnitPlan
from folkmoot.workforce.plans.rules import FEWEST_ACTIONS, Part
from folkmoot.workforce.plans.web.forms import PlanReviewForm, UnitPlanForm
from folkmoot.workforce.queries import units

MISSING = {
    Part.ACTIONS: _("fewer than three actions"), Part.OWNERS: _("actions nobody owns"), Part.AIM: _("no aim of the strategy named"),
    Part.REVIEWED: _("due to be looked at"), Part.CURRENT: _("its period is over"),
}  # fmt: skip


@may("workforce.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    found = queries.side_by_side(viewer, today)
    lines = [
        (one, plan_line(one.line, today) if one.line else None, [MISSING[part] for part in one.missing], _may(request, one.unit))
        for one in found
    ]
    context = {
        "lines": lines, "held": sum(one.held is not None for one in found), "complete": sum(one.complete for one in found),
        "fewest": FEWEST_ACTIONS, "may_write": viewer.may("workforce.write"),
    }  # fmt: skip
    return render(request, "workforce/plans.html", context)


@may("workforce.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _in_sight(request, pk), timezone.localdate(request.at)
    line = next((one for one in queries.side_by_side(request.viewer, today) if one.held == row), None)
    context = {
        "row": row, "progress": plan_line(line.line, today) if line and line.line else None, "reviews": row.reviews.all(),
        "missing": [MISSING[part] for part in line.missing] if line else [], "may_write": _may(request, row.unit),
        "may_see_actions": request.viewer.may("actions.read"),
    }  # fmt: skip
    return render(request, "workforce/plan.html", context)


@may("workforce.plans")
def begin(request: HttpRequest, unit: int) -> HttpResponse:
    row, viewer, today = units(request.viewer).filter(pk=unit).first(), request.viewer, timezone.localdate(request.at)
    if row is None or not _may(request, row):
        raise Http404
    owners = people_who_may("actions.write", row.area_id, today=today)
    first = started(owner=viewer.account_id, starts_on=today, title=str(_("Diversity and inclusion plan of %(unit)s") % {"unit": row.name}))
    form = UnitPlanForm(request.POST or None, initial=first, owners=owners, aims=list_aims(viewer))

    def do(values: dict[str, Any]) -> str:
        return reverse("workforce:unit_plan", args=[operations.begin_unit_plan(by=viewer, at=request.at, unit=row, **values).pk])

    done = _("The plan was begun. Add its first action.")
    return form_page(request, form, title=_("Begin the local plan"), lead=row.name, back=reverse("workforce:plans"), do=do, done=done)


@may("workforce.plans")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    if not _may(request, row.unit):
        raise Http404
    back = reverse("workforce:unit_plan", args=[pk])
    form = PlanReviewForm(request.POST or None, initial=started(version=row.version))

    def do(values: dict[str, Any]) -> str:
        operations.review_unit_plan(by=request.viewer, at=request.at, unit_plan=row, seen_version=values.pop("version"), **values)
        return back

    return form_page(request, form, title=_("Look at the plan again"), lead=str(row), back=back, do=do, done=_("The review was recorded."))


def _in_sight(request: HttpRequest, pk: int) -> UnitPlan:
    try:
        return queries.get_unit_plan(request.viewer, pk)
    except UnitPlan.DoesNotExist:
        raise Http404 from None


def _may(request: HttpRequest, unit: Unit) -> bool:
    return all(request.viewer.sight(capability).holds(unit.area_id) for capability in (queries.WRITE, "actions.write"))
