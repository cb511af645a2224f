"""The pages of plans of improvement: the list, one with its readings and steps, opening it, and the action that follows."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.actions.web.raising import raising_page
from folkmoot.casework.quality import operations, plans
from folkmoot.casework.quality.models import ImprovementPlan
from folkmoot.casework.quality.rules import State
from folkmoot.casework.quality.web.forms import PlanFilter, PlanForm, StepForm
from folkmoot.casework.quality.web.presenters import STATE_COLOURS, STATE_WORDS, share
from folkmoot.casework.quality.web.views import address_of_field, field_of, opened, place_of
from folkmoot.foundation import audit
from folkmoot.webkit.dates import month_words
from folkmoot.webkit.paging import Pages

A_PAGE = 30


@may("quality.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = PlanFilter(request.GET, areas_for(viewer, "quality.read", today=today))
    asked = filters.chosen
    page = Pages(plans.list_plans(viewer, today=today, **asked), A_PAGE).get_page(request.GET.get("page"))
    lines = [(one, STATE_WORDS[one.state], STATE_COLOURS[one.state], _shares(one)) for one in page]
    return render(request, "casework/quality_plans.html", {"filters": filters, "asked": asked, "page": page, "lines": lines})


def _shares(standing: plans.Standing) -> dict[str, str]:
    row, latest = standing.row, standing.latest
    return {"before": share(row.baseline), "target": share(row.target), "now": share(latest.share) if latest else "–"}


@may("quality.read")
@transaction.atomic
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer, today = _in_sight(request, pk), request.viewer, timezone.localdate(request.at)
    audit.consulted(by=viewer, at=request.at, rows=[row], route=request.path)
    standing = plans.standing_of(row, today)
    raised = list(actions_from(viewer, plans.ORIGIN, pk)) if viewer.may("actions.read") else []
    context = {
        "row": row, "standing": standing, "words": STATE_WORDS[standing.state], "colour": STATE_COLOURS[standing.state],
        "shares": _shares(standing),
        "readings": [(month_words(one.month), share(one.share) if one.share is not None else "[c]") for one in standing.readings],
        "steps": list(reversed(row.steps.all())), "actions": [line_of_action(one, state_of_row(one, today), today) for one in raised],
        "may_write": viewer.may("quality.review", row.area_id), "may_act": viewer.may("actions.write", row.area_id),
        "baseline_month": month_words(row.baseline_month),
    }  # fmt: skip
    return render(request, "casework/quality_plan.html", context)


@may("quality.review")
def new(request: HttpRequest, source: int) -> HttpResponse:
    """Open a plan for the field, the Area and the force that the address names."""
    opening, viewer, today = opened(request, source), request.viewer, timezone.localdate(request.at)
    name, (area, force) = field_of(request, opening), place_of(request, opening)
    place = opening.area_of(area)
    if place is None or not force:
        raise Http404
    viewer.require_for("quality.review", place.pk)
    owners = people_who_may("quality.review", place.pk, today=today)
    form = PlanForm(request.POST or None, owners=owners, initial=started(owner=viewer.account_id))
    back = address_of_field(source, name, area=area, force=force)

    def do(values: dict[str, Any]) -> str:
        plan = operations.open_plan(
            by=viewer, at=request.at, source=opening.source, field=name, area=area, force=force,
            **(values | {"target": values["target"] / 100}),
        )  # fmt: skip
        return address_of(plan)

    return form_page(
        request, form, title=_("Agree an improvement with %(force)s") % {"force": force}, lead=opening.shape.title(name), back=back, do=do,
        done=_("The plan was opened. Its share is read from the data every month."),
    )  # fmt: skip


@may("quality.review")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _in_sight(request, pk), timezone.localdate(request.at)
    request.viewer.require_for("quality.review", row.area_id)
    form = StepForm(request.POST or None, initial=started(on=today, kind="meeting"))
    finished = plans.standing_of(row, today).state is State.FINISHED
    form.fields["kind"].choices = [one for one in form.fields["kind"].choices if (one[0] == "reopened") is finished]

    def do(values: dict[str, Any]) -> str:
        operations.add_step(by=request.viewer, at=request.at, plan=row, **values)
        return address_of(row)

    return form_page(
        request, form, title=_("Record what was done"), lead=str(row), back=address_of(row), do=do, done=_("It was recorded.")
    )  # fmt: skip


@may("actions.write")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    return raising_page(
        request, origin_kind=plans.ORIGIN, origin_id=pk, area=row.area, title=_("Raise an action from this plan"), back=address_of(row),
        lead=str(row),
    )  # fmt: skip


def _in_sight(request: HttpRequest, pk: int) -> ImprovementPlan:
    try:
        return plans.get_plan(request.viewer, pk)
    except ImprovementPlan.DoesNotExist:
        raise Http404 from None


def address_of(row: ImprovementPlan) -> str:
    return reverse("casework:improvement", args=[row.pk])
