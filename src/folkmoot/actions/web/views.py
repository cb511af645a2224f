"""The pages of actions: the list, one action, raising and changing it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import within
from folkmoot.accounts.web.choices import Place, areas_for, choose_area, chosen_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions import operations, queries
from folkmoot.actions.models import Action
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.plans.queries import get_plan, weighed_of
from folkmoot.actions.rules import State, review_due_on
from folkmoot.actions.web import sheets
from folkmoot.actions.web.figures import figures_around
from folkmoot.actions.web.filters import Filters
from folkmoot.actions.web.forms import ChangeActionForm
from folkmoot.actions.web.origins import origin_of
from folkmoot.actions.web.presenters import STATE_WORDS, history_of, line_of, redated_in_words
from folkmoot.actions.web.raising import offered, raising_page
from folkmoot.actions.words import weighed_in_words
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.trends.queries import trends
from folkmoot.webkit.paging import Pages

A_PAGE = 50


@may("actions.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "actions.read", today=today)
    area = chosen_area(request.GET, areas)
    area_id = area.pk if area else None
    filters = Filters(request, area_id)
    rows = queries.list_actions(viewer, today=today, area_id=area_id, **filters.lookups)
    page = Pages(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = queries.count_by_state(viewer, today=today, area_id=area_id)
    return render(
        request,
        "actions/list.html",
        {
            "page": page,
            "lines": [line_of(action, State(action.state), today) for action in page],
            "states": [(one, STATE_WORDS[one], counts[one]) for one in queries.URGENCY],
            "total": sum(counts.values()),
            "ownerless": queries.list_actions(viewer, today=today, area_id=area_id, ownerless=True).count(),
            "reviews": queries.reviews_due(viewer, today=today, area_id=area_id).count(),
            "filters": filters,
            "state": filters.state,
            "mine": filters.mine,
            "areas": areas,
            "area": area,
            "may_write": viewer.may("actions.write"),
            "formats": list(sheets.FORMATS) if viewer.may("exports.run") else [],
        },
    )


@may("exports.run")
def as_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The list as a file, narrowed as the page is: only Areas whose rows the viewer may take out. Recorded as a disclosure."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "exports.run", today=today)
    area = chosen_area(request.GET, areas)
    if ending not in sheets.FORMATS or (request.GET.get("area") and area is None):
        raise Http404
    area_id = area.pk if area else None
    found = queries.list_actions(viewer, today=today, area_id=area_id, **Filters(request, area_id).lookups)
    rows = list(queries.for_a_file(within(viewer, found, "exports.run")))
    data = sheets.as_file(ending, rows)
    operations.take_out(by=viewer, at=request.at, rows=len(rows), ending=ending, area_id=area_id, route=request.get_full_path())
    named = {"Content-Disposition": f'attachment; filename="actions.{ending}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=sheets.FORMATS[ending], headers=named)


@may("actions.read")
def detail(request: HttpRequest, action_id: int) -> HttpResponse:
    action = in_sight(request, action_id)
    viewer, today = request.viewer, timezone.localdate(request.at)
    state = State(action.state)
    parts = list(queries.list_actions(viewer, today=today, parent_id=action.pk).order_by("due_on", "pk"))
    weighed = weighed_of(parts, tops_only=False)
    achieved = state is State.ACHIEVED
    return render(
        request,
        "actions/detail.html",
        {
            "action": action,
            "line": line_of(action, state, today),
            "achieved": achieved,
            "is_open": state not in queries.CLOSED,
            "origin": origin_of(viewer, action.origin_kind, action.origin_id, action.area_id),
            "history": history_of(action),
            "trends": trends(viewer).filter(pk__in=action.trends.values("pk")),
            "commitments": action.commitments.all(),
            "parts": [line_of(part, State(part.state), today) for part in parts],
            "parts_words": weighed_in_words(weighed) if weighed else "",
            "redated": redated_in_words(action.redated),
            "review_on": review_day(action) if achieved else None,
            "today": today,
            "figures": figures_around(viewer, action) if action.moves_id else None,
            "last_asked": action.askings.filter(is_reply=False).last() if action.agency != "cps" else None,
            "last_reply": action.askings.filter(is_reply=True).last() if action.agency != "cps" else None,
            "may_write": may_write(request, action),
        },
    )


def review_day(action: Action) -> Any:
    """When an achieved action is asked whether it worked; None once that is answered."""
    return review_due_on(achieved_on=action.latest_on, reviews=list(action.reviews.values_list("on", "verdict")))


@may("actions.write")
def new(request: HttpRequest) -> HttpResponse:
    """Plan an action; `?plan=`, `?part_of=` and `?commitment=` say what it belongs to."""
    parent = in_sight(request, int(part)) if (part := request.GET.get("part_of", "")).isdecimal() else None
    plan, commitment = _plan_asked(request), _commitment_asked(request)
    title, back = _("Plan an action"), _back(parent, plan)
    place: Action | Plan | Place | None = parent
    if place is None:
        place = _place_in_plan(plan) or place_of_form(request, "actions.write", today=timezone.localdate(request.at), national_too=True)
    if place is None:
        return choose_area(request, "actions.write", title=title, back=back, today=timezone.localdate(request.at), national_too=True)
    kind, row_id = ("strategy.commitment", commitment.pk) if commitment else ("plan", plan.pk if plan else None)
    return raising_page(
        request, origin_kind=kind, origin_id=row_id, area=place.area, title=_("Add a sub-action") if parent else title, back=back,
        lead=parent.title if parent else (place.area.name if place.area else _("England and Wales")), parent=parent,
        then=None if parent or plan else address_of,
        first={"plan": plan.pk if plan else None, "commitments": [commitment.pk] if commitment else None},
    )  # fmt: skip


def _place_in_plan(plan: Plan | None) -> Plan | None:
    """A plan of one Area says where its actions are; in a plan of the whole service each action has a place of its own."""
    return plan if plan and plan.area_id else None


def _plan_asked(request: HttpRequest) -> Plan | None:
    asked = request.GET.get("plan", "")
    if not asked.isdecimal():
        return None
    try:
        return get_plan(request.viewer, int(asked))
    except Plan.DoesNotExist:
        raise Http404 from None


def _commitment_asked(request: HttpRequest) -> Commitment | None:
    return Commitment.objects.filter(code=request.GET.get("commitment", ""), withdrawn_on__isnull=True).first()


def _back(parent: Action | None, plan: Plan | None) -> str:
    if parent:
        return address_of(parent)
    return reverse("actions:plan", args=[plan.pk]) if plan else reverse("actions:list")


@may("actions.write")
def change(request: HttpRequest, action_id: int) -> HttpResponse:
    action = in_sight(request, action_id)
    names = ("title", "measure", "moves", "baseline", "target", "owner", "agency", "partner_name", "resources", "due_on", "plan", "weight")
    now = {name: getattr(action, name) for name in (*names, "version")}
    chosen = {name: list(getattr(action, name).values_list("pk", flat=True)) for name in ("trends", "commitments")}
    form = ChangeActionForm(
        request.POST or None, initial=started(**now, **chosen), is_part=action.parent_id is not None,
        **offered(request, action.area_id, with_plans=action.parent_id is None, also=action),
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        values["weight"] = values.get("weight") or action.weight
        operations.change_action(by=request.viewer, at=request.at, action=action, seen_version=values.pop("version"), **values)
        return address_of(action)

    return form_page(
        request, form, title=_("Change the action"), back=address_of(action), do=do, done=_("The action was changed."),
        template="actions/raise.html",
    )  # fmt: skip


@may("actions.write")
def again(request: HttpRequest, action_id: int) -> HttpResponse:
    """A new action after one that did not work, which stays as it was."""
    action = in_sight(request, action_id)
    commitments = list(action.commitments.values_list("pk", flat=True))
    first: dict[str, object] = {"plan": action.plan_id, "moves": action.moves_id, "commitments": commitments}
    return raising_page(
        request, origin_kind="actions.action", origin_id=action.pk, area=action.area, title=_("Plan a new action"), lead=action.title,
        back=address_of(action), then=address_of, first=first,
    )  # fmt: skip


def in_sight(request: HttpRequest, action_id: int) -> Action:
    """The action with its state, as a row of `list_actions`. Raises Http404 out of sight."""
    action = queries.list_actions(request.viewer, today=timezone.localdate(request.at), pk=action_id).first()
    if action is None:
        raise Http404
    return action


def address_of(action: Action) -> str:
    return reverse("actions:detail", args=[action.pk])


def may_write(request: HttpRequest, action: Action) -> bool:
    """Showing a button is no permission: the operation asks again."""
    return bool(request.viewer.sight("actions.write").holds(action.area_id))
