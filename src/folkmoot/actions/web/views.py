"""The pages of actions."""

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
from folkmoot.actions import operations, queries
from folkmoot.actions.models import Action
from folkmoot.actions.rules import State
from folkmoot.actions.web.forms import ActionForm, ChangeActionForm, EvidenceForm, ProgressForm
from folkmoot.actions.web.origins import origin_of
from folkmoot.actions.web.presenters import STATE_WORDS, history_of, line_of
from folkmoot.strategy.trends.queries import trends, trends_for
from folkmoot.webkit.paging import Pages

A_PAGE = 50


@may("actions.read")
def listing(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    areas = areas_for(request.viewer, "actions.read", today=today)
    area = chosen_area(request.GET, areas)
    area_id = area.pk if area else None
    asked = request.GET.get("state", "")
    state = State(asked) if asked in set(State) else None
    mine = request.GET.get("mine") == "1"
    rows = queries.list_actions(
        request.viewer, today=today, state=state, area_id=area_id, owner_id=request.viewer.account_id if mine else None
    )
    page = Pages(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = queries.count_by_state(request.viewer, today=today, area_id=area_id)
    return render(
        request,
        "actions/list.html",
        {
            "page": page,
            "lines": [line_of(action, queries.state_of_row(action, today), today) for action in page],
            "states": [(one, STATE_WORDS[one], counts[one]) for one in queries.URGENCY],
            "total": sum(counts.values()),
            "state": state,
            "mine": mine,
            "areas": areas,
            "area": area,
            "may_write": request.viewer.may("actions.write"),
        },
    )


@may("actions.read")
def detail(request: HttpRequest, action_id: int) -> HttpResponse:
    action = _in_sight(request, action_id)
    today = timezone.localdate(request.at)
    state = queries.state_of_row(action, today)
    return render(
        request,
        "actions/detail.html",
        {
            "action": action,
            "line": line_of(action, state, today),
            "achieved": state is State.ACHIEVED,
            "origin": origin_of(request.viewer, action.origin_kind, action.origin_id, action.area_id),
            "history": history_of(action),
            "trends": trends(request.viewer).filter(pk__in=action.trends.values("pk")),
            "may_write": _may_write(request, action),
        },
    )


@may("actions.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    place = place_of_form(request, "actions.write", today=today, national_too=True)
    if place is None:
        return choose_area(
            request, "actions.write", title=_("Plan an action"), back=reverse("actions:list"), today=today, national_too=True
        )
    owners = people_who_may("actions.write", place.area_id, today=today)
    initial, answers = started(owner=viewer.account_id), trends_for(viewer, place.area_id)
    form = ActionForm(request.POST or None, initial=initial, owners=owners, trends=answers)

    def do(values: dict[str, Any]) -> str:
        action = operations.raise_action(by=viewer, at=request.at, area=place.area, origin_kind="plan", origin_id=None, **values)
        return _address(action)

    return form_page(
        request, form, title=_("Plan an action"), lead=place.words, back=reverse("actions:list"), do=do, done=_("The action was saved.")
    )


@may("actions.write")
def change(request: HttpRequest, action_id: int) -> HttpResponse:
    action = _in_sight(request, action_id)
    owners = people_who_may("actions.write", action.area_id, today=timezone.localdate(request.at))
    now = {name: getattr(action, name) for name in ("title", "measure", "owner", "agency", "due_on", "version")}
    answered = list(action.trends.values_list("pk", flat=True))
    answers = trends_for(request.viewer, action.area_id, also=answered)
    form = ChangeActionForm(request.POST or None, initial=started(**now, trends=answered), owners=owners, trends=answers)

    def do(values: dict[str, Any]) -> str:
        operations.change_action(by=request.viewer, at=request.at, action=action, seen_version=values.pop("version"), **values)
        return _address(action)

    return form_page(request, form, title=_("Change the action"), back=_address(action), do=do, done=_("The action was changed."))


@may("actions.write")
def progress(request: HttpRequest, action_id: int) -> HttpResponse:
    action = _in_sight(request, action_id)
    form = ProgressForm(request.POST or None, initial=started(on=timezone.localdate(request.at), level="in_progress"))

    def do(values: dict[str, Any]) -> str:
        operations.record_progress(by=request.viewer, at=request.at, action=action, **values)
        return _address(action)

    return form_page(
        request, form, title=_("Record progress"), lead=action.title, back=_address(action), do=do, done=_("The progress was recorded.")
    )


@may("actions.write")
def evidence(request: HttpRequest, action_id: int) -> HttpResponse:
    action = _in_sight(request, action_id)
    form = EvidenceForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.add_evidence(by=request.viewer, at=request.at, action=action, **values)
        return _address(action)

    return form_page(
        request, form, title=_("Add evidence"), lead=action.title, back=_address(action), do=do, done=_("The evidence was added.")
    )


def _in_sight(request: HttpRequest, action_id: int) -> Action:
    try:
        return queries.get_action(request.viewer, action_id)
    except Action.DoesNotExist:
        raise Http404 from None


def _address(action: Action) -> str:
    return reverse("actions:detail", args=[action.pk])


def _may_write(request: HttpRequest, action: Action) -> bool:
    """Showing a button is no permission: the operation asks again."""
    return bool(request.viewer.sight("actions.write").holds(action.area_id))
