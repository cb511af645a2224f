"""Pages of engagement."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.filters import number_choice
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.choices import community_choices
from folkmoot.communities.web.consultation import shown
from folkmoot.engagement import operations, queries
from folkmoot.engagement.models import Activity
from folkmoot.engagement.rules import State, may_change, may_do, may_take_points
from folkmoot.engagement.web.asked import asked_in_address
from folkmoot.engagement.web.detail import detail_page
from folkmoot.engagement.web.filters import ActivityFilter, listed
from folkmoot.engagement.web.forms import PlanForm, PointForm, ReasonForm, RecordForm, initial_of
from folkmoot.engagement.web.presenters import line_of
from folkmoot.foundation.once import only_once
from folkmoot.foundation.typed import is_day, number
from folkmoot.stakeholders.queries import organisations
from folkmoot.strategy.queries import list_aims
from folkmoot.webkit.paging import Pages

A_PAGE, A_FEW = 50, 5


@may("engagement.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = _filters(request)
    asked = filters.chosen
    rows, order = listed(viewer, asked, today)
    page = Pages(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": [line_of(each, today) for each in page], "order": order,
        "boxes": [] if set(asked) - {"area_id"} or page.number > 1 else _boxes(request, today, asked.get("area_id")),
        "may_write": viewer.may("engagement.write"), "today": today,
    }  # fmt: skip
    return render(request, "engagement/list.html", context)


def _boxes(request: HttpRequest, today: date, area_id: int | None) -> list[tuple[Any, ...]]:
    """What waits, each kind as (heading, page of its button, words of its button, the first rows, how many, address of all)."""
    viewer = request.viewer
    waiting = [
        (_("To be recorded"), "engagement:record", _("Record it"), queries.waiting_to_be_recorded(viewer, today, area_id),
         {"state": "late"}),
        (_("To be closed"), "engagement:detail", _("See what is missing"), queries.waiting_to_be_closed(viewer, area_id),
         {"state": "recorded"}),
        (_("Planned next"), "engagement:detail", _("See the plan"), queries.planned_next(viewer, today, area_id),
         {"state": "planned", "first": today.isoformat()}),
    ]  # fmt: skip
    area = {"area": request.GET["area"]} if area_id else {}
    return [
        (*head, rows[:A_FEW], Pages(rows, A_FEW), reverse("engagement:list", query=query | area, fragment="all-activity"))
        for *head, rows, query in waiting
    ]


@may("engagement.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, _in_sight(request, pk))


@may("engagement.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Plan a contact"), reverse("engagement:list")
    place = place_of_form(request, "engagement.write", today=today)
    if place is None or place.area is None:
        return choose_area(request, "engagement.write", title=title, back=back, today=today)
    area, day = place.area, request.GET.get("planned_for", "")
    initial = started(**asked_in_address(request), planned_for=day if is_day(day) else None)
    form = PlanForm(request.POST or None, viewer=viewer, area=area, today=today, initial=initial)

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.plan_activity(by=viewer, at=request.at, area=area, **values))

    return _logged(request, form, form_page(
        request, form, title=title, lead=area.name, back=back, template="engagement/form.html", do=do, done=_("The plan was saved.")
    ))  # fmt: skip


@may("engagement.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _to_write(request, pk, lambda state: may_change(state))
    today = timezone.localdate(request.at)
    made: dict[str, Any] = {"viewer": request.viewer, "area": activity.area, "today": today, "activity": activity}
    which = PlanForm if queries.state_of_row(activity) is State.PLANNED else RecordForm
    form = which(request.POST or None, initial=started(**initial_of(activity, request.at)), **made)

    def do(values: dict[str, Any]) -> str:
        operations.change_activity(by=request.viewer, at=request.at, activity=activity, seen_version=values.pop("version"), **values)
        return _address(activity)

    return _logged(request, form, form_page(
        request, form, title=_("Change the activity"), lead=activity.title, back=_address(activity), template="engagement/form.html",
        do=do, done=_("The activity was changed."),
    ))  # fmt: skip


@may("engagement.write")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _to_write(request, pk, lambda state: may_do(state, "record"))
    made: dict[str, Any] = {"viewer": request.viewer, "area": activity.area, "today": timezone.localdate(request.at), "activity": activity}
    form = RecordForm(request.POST or None, initial=started(**initial_of(activity, request.at)), **made)

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.record_activity(by=request.viewer, at=request.at, activity=activity, seen_version=seen, **values)
        return _address(activity)

    return _logged(request, form, form_page(
        request, form, title=_("Record that it was held"), lead=activity.title, back=_address(activity), template="engagement/form.html",
        do=do, done=_("The activity was recorded. Now add what was said."),
    ))  # fmt: skip


@may("engagement.write")
def point(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _to_write(request, pk, may_take_points)
    form = PointForm(request.POST or None, communities=activity.communities.all(), initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.add_point(by=request.viewer, at=request.at, activity=activity, **values)
        return _address(activity)

    return form_page(
        request, form, title=_("Add what was said"), lead=activity.title, back=_address(activity), do=do, done=_("The point was added.")
    )


@may("engagement.write")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _to_write(request, pk, lambda state: may_do(state, "close") or state is State.CLOSED)

    def do() -> str:
        operations.close_activity(by=request.viewer, at=request.at, activity=activity)
        return _address(activity)

    try:
        return redirect(only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=do))
    except operations.CannotClose as refused:
        return detail_page(request, activity, refused.obstacles)


@may("engagement.write")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _to_write(request, pk, lambda state: may_do(state, "cancel"))
    return _with_reason(request, activity, operations.cancel_activity, _("Cancel this activity"), _("The activity was cancelled."))


@may("engagement.write")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _to_write(request, pk, lambda state: may_do(state, "reopen") and request.viewer.sight("engagement.write").national)
    return _with_reason(request, activity, operations.reopen_activity, _("Open this activity again"), _("The activity is open again."))


def _with_reason(request: HttpRequest, activity: Activity, operation: Callable[..., None], title: Any, done: Any) -> HttpResponse:
    form = ReasonForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operation(by=request.viewer, at=request.at, activity=activity, reason=values["reason"])
        return _address(activity)

    return form_page(request, form, title=title, lead=activity.title, back=_address(activity), do=do, done=done)


def _filters(request: HttpRequest) -> ActivityFilter:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = list(areas_for(viewer, "engagement.read", today=today))
    known = request.GET.get("organisation", "")
    more: dict[str, forms.Field] = {
        "aim": number_choice(_("Aim"), ((aim.pk, aim.name) for aim in list_aims(viewer))),
        **community_choices(request, areas, community=_("Community")),
    }
    if number(known):
        more["organisation"] = number_choice(_("Organisation"), organisations(viewer).filter(pk=int(known)).values_list("pk", "name"))
    return ActivityFilter(request.GET, areas, **more)


def _address(activity: Activity) -> str:
    return reverse("engagement:detail", args=[activity.pk])


def _in_sight(request: HttpRequest, pk: int) -> Activity:
    try:
        return queries.get_activity(request.viewer, pk)
    except Activity.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int, may_now: Callable[[State], bool]) -> Activity:
    """An activity that this viewer may write and whose state allows it; for any other the page does not exist."""
    activity = _in_sight(request, pk)
    if not request.viewer.may("engagement.write", activity.area_id) or not may_now(queries.state_of_row(activity)):
        raise Http404
    return activity


def _logged(request: HttpRequest, form: Any, answer: HttpResponse) -> HttpResponse:
    """Log the people whose names the form showed."""
    if answer.status_code != 302:
        shown(request, form.people_asked)
    return answer
