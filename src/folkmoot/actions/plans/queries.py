"""Reading plans: those in sight, how far each has come, and what one holds in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.models import Action
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.queries import list_actions, part_of_row
from folkmoot.actions.rules import State
from folkmoot.actions.weighing import Weighed, weigh


def plans(viewer: Viewer) -> QuerySet[Plan]:
    """The plans in sight: those of the viewer's Areas, and those of the whole service for everyone who reads actions."""
    return within(viewer, Plan.objects.select_related("area", "owner", "aim"), "actions.read", national_rows=True)


def get_plan(viewer: Viewer, plan_id: int) -> Plan:
    """One plan in sight. Raises Plan.DoesNotExist."""
    return plans(viewer).get(pk=plan_id)


def plans_for(viewer: Viewer, area_id: int | None, *, today: date, also: int | None = None) -> QuerySet[Plan]:
    """The plans that an action of an Area may stand in today; `also` one that has ended."""
    here = Q(area_id=None) | Q(area_id=area_id) if area_id else Q(area_id=None)
    return plans(viewer).filter(here & (Q(ends_on__gte=today) | Q(pk=also)))


@dataclass(frozen=True)
class PlanLine:
    """A plan and how far it has come (None: no action yet), with how many of its actions are overdue and ownerless."""

    plan: Plan
    weighed: Weighed | None
    overdue: int
    ownerless: int


def list_plans(viewer: Viewer, *, today: date, area_id: int | None = None, kind: str | None = None) -> list[PlanLine]:
    """The plans in sight with their progress, those of today first. Three queries."""
    rows = plans(viewer)
    if area_id is not None:
        rows = rows.filter(Q(area_id=area_id) | Q(area_id=None))
    if kind:
        rows = rows.filter(kind=kind)
    found = rows.order_by("-ends_on", "title", "pk")
    inside: dict[int, list[Action]] = {}
    for action in list_actions(viewer, today=today, plan__in=found.order_by().values("pk")):
        inside.setdefault(action.plan_id or 0, []).append(action)
    return [_line(plan, inside.get(plan.pk, [])) for plan in found]


def _line(plan: Plan, rows: list[Action]) -> PlanLine:
    overdue = sum(row.state == State.OVERDUE for row in rows)  # type: ignore[attr-defined]
    return PlanLine(plan, weighed_of(rows), overdue, sum(is_open(row) and row.ownerless for row in rows))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Branch:
    """An action of a plan with its sub-actions; `weighed` None where it has none."""

    action: Action
    parts: list[Action]
    weighed: Weighed | None


def branches(viewer: Viewer, plan: Plan, *, today: date) -> list[Branch]:
    """What a plan holds in the viewer's sight, by due date, each action with its sub-actions."""
    rows = list(list_actions(viewer, today=today).filter(Q(plan=plan) | Q(parent__plan=plan)).order_by("due_on", "pk"))
    return as_branches(rows)


def as_branches(rows: Iterable[Action]) -> list[Branch]:
    given = list(rows)
    known = {row.pk for row in given}
    below: dict[int, list[Action]] = {}
    for row in given:
        if row.parent_id in known:
            below.setdefault(row.parent_id or 0, []).append(row)
    tops = [row for row in given if row.parent_id not in known]
    return [Branch(row, below.get(row.pk, []), weighed_of(below.get(row.pk, []), tops_only=False)) for row in tops]


def weighed_of(rows: Iterable[Action], *, tops_only: bool = True) -> Weighed | None:
    """How far actions have come together by weight; ended ones are left out.

    Of a plan only the actions at the top count, each with the step that its sub-actions have brought it to.
    """
    open_or_done = [row for row in rows if row.ended_on is None]
    known = {row.pk for row in open_or_done}
    return weigh(part_of_row(row) for row in open_or_done if not (tops_only and row.parent_id in known))


def is_open(row: Action) -> bool:
    """Of a row of `list_actions`."""
    return row.state not in (State.ACHIEVED, State.ENDED)  # type: ignore[attr-defined]
