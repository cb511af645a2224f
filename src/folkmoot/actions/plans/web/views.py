"""The pages of plans."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.choices import areas_for, choose_area, chosen_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.models import DueMove
from folkmoot.actions.plans import operations, queries
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.plans.web.forms import ChangePlanForm, PlanForm
from folkmoot.actions.plans.web.presenters import branch_line, drawn, plan_line
from folkmoot.strategy.queries import list_aims


@may("actions.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "actions.read", today=today)
    area = chosen_area(request.GET, areas)
    asked = request.GET.get("kind", "")
    kind = asked if asked in Plan.Kind.values else ""
    found = queries.list_plans(viewer, today=today, area_id=area.pk if area else None, kind=kind or None)
    context = {
        "lines": [plan_line(one, today) for one in found], "areas": areas, "area": area, "kinds": Plan.Kind.choices, "kind": kind,
        "may_write": viewer.may("actions.write"),
    }  # fmt: skip
    return render(request, "actions/plans.html", context)


@may("actions.read")
def detail(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan, viewer, today = _in_sight(request, plan_id), request.viewer, timezone.localdate(request.at)
    branches = queries.branches(viewer, plan, today=today)
    rows = [row for branch in branches for row in (branch.action, *branch.parts)]
    earlier: dict[int, list[date]] = {}
    for action_id, day in DueMove.objects.filter(action__in=rows).values_list("action", "was_due_on"):
        earlier.setdefault(action_id, []).append(day)
    weighed = queries.weighed_of([branch.action for branch in branches])
    context = {
        "plan": plan, "line": plan_line(queries.PlanLine(plan, weighed, 0, 0), today),
        "branches": [branch_line(branch, earlier, today) for branch in branches], "charts": drawn(plan, branches, earlier, today),
        "may_write": viewer.sight("actions.write").holds(plan.area_id),
    }  # fmt: skip
    return render(request, "actions/plan.html", context)


@may("actions.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today, title = request.viewer, timezone.localdate(request.at), _("Begin a plan")
    place = place_of_form(request, "actions.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "actions.write", title=title, back=reverse("actions:plans"), today=today, national_too=True)
    owners = people_who_may("actions.write", place.area_id, today=today)
    first = started(owner=viewer.account_id, starts_on=today, kind="area" if place.area else "national")
    form = PlanForm(request.POST or None, initial=first, owners=owners, aims=list_aims(viewer))

    def do(values: dict[str, Any]) -> str:
        return _address(operations.make_plan(by=viewer, at=request.at, area=place.area, **values))

    done = _("The plan was saved. Add its first action.")
    return form_page(request, form, title=title, lead=place.words, back=reverse("actions:plans"), do=do, done=done)


@may("actions.write")
def change(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan, viewer = _in_sight(request, plan_id), request.viewer
    names = ("title", "kind", "division", "purpose", "owner", "starts_on", "ends_on", "aim", "version")
    owners = people_who_may("actions.write", plan.area_id, today=timezone.localdate(request.at))
    first = started(**{name: getattr(plan, name) for name in names})
    form = ChangePlanForm(request.POST or None, initial=first, owners=owners, aims=list_aims(viewer))

    def do(values: dict[str, Any]) -> str:
        operations.change_plan(by=viewer, at=request.at, plan=plan, seen_version=values.pop("version"), **values)
        return _address(plan)

    return form_page(request, form, title=_("Change the plan"), back=_address(plan), do=do, done=_("The plan was changed."))


def _in_sight(request: HttpRequest, plan_id: int) -> Plan:
    try:
        return queries.get_plan(request.viewer, plan_id)
    except Plan.DoesNotExist:
        raise Http404 from None


def _address(plan: Plan) -> str:
    return reverse("actions:plan", args=[plan.pk])
