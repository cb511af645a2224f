"""Reading actions. Every query starts from the viewer's scope."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.models import Action, Evidence, Progress
from folkmoot.actions.rules import State, state_of

# The order in which a person needs to see them.
URGENCY = (State.OVERDUE, State.IN_PROGRESS, State.PLANNED, State.ACHIEVED)


def actions(viewer: Viewer) -> QuerySet[Action]:
    """The actions in sight, each with `latest_level` (None where nothing was recorded) and `has_evidence`, from which the state follows."""
    latest = Progress.objects.filter(action=OuterRef("pk")).order_by("-on", "-pk").values("level")[:1]
    known = Action.objects.select_related("owner", "area").annotate(
        latest_level=Subquery(latest), has_evidence=Exists(Evidence.objects.filter(action=OuterRef("pk")))
    )
    return within(viewer, known, "actions.read")


def get_action(viewer: Viewer, action_id: int) -> Action:
    """One action in sight. Raises Action.DoesNotExist for one out of sight, as for one that does not exist."""
    return actions(viewer).get(pk=action_id)


def list_actions(
    viewer: Viewer, *, today: date, state: State | None = None, area_id: int | None = None, owner_id: int | None = None
) -> QuerySet[Action]:
    """The actions in sight with their `state`, the overdue first and then by due date."""
    rows = _with_state(actions(viewer), today)
    chosen = {"state": state, "area_id": area_id, "owner_id": owner_id}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value is not None})
    urgency = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(URGENCY)))
    return rows.order_by(urgency, "due_on", "pk")


def count_by_state(viewer: Viewer, *, today: date, area_id: int | None = None) -> dict[State, int]:
    """How many actions in sight are in each state, zero included."""
    rows: QuerySet[Any, Any] = list_actions(viewer, today=today, area_id=area_id).order_by()
    counted = dict(rows.values("state").annotate(number=Count("pk")).values_list("state", "number"))
    return {state: counted.get(state, 0) for state in URGENCY}


def count_overdue_by_area(viewer: Viewer, *, today: date) -> dict[int | None, int]:
    """How many actions in sight are overdue, by Area; None stands for actions of the whole service."""
    rows = list_actions(viewer, today=today, state=State.OVERDUE).order_by().values("area_id").annotate(number=Count("pk"))
    return dict(rows.values_list("area_id", "number"))


def actions_from(viewer: Viewer, origin_kind: str, origin_id: int) -> QuerySet[Action]:
    """The actions in sight that one thing gave rise to, with their progress and evidence."""
    rows = actions(viewer).filter(origin_kind=origin_kind, origin_id=origin_id)
    return rows.prefetch_related("progress", "evidence")


def raised_times(origin_kind: str, origin: str) -> QuerySet[Action, Any]:
    """For a Subquery: when actions were raised from a row of the outer query, the earliest first. `origin` names its column."""
    return Action.objects.filter(origin_kind=origin_kind, origin_id=OuterRef(origin)).order_by("raised_at").values("raised_at")


def achieved_days(origin_kind: str, origin: str) -> QuerySet[Progress, Any]:
    """For a Subquery: the days on which actions from a row of the outer query were achieved with evidence, the latest first.

    Only an action whose latest step says achieved counts: one that slipped back has changed nothing.
    """
    later = Progress.objects.filter(action=OuterRef("action")).filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    )
    shown = Evidence.objects.filter(action=OuterRef("action"))
    steps = Progress.objects.filter(level=Progress.Level.ACHIEVED, action__origin_kind=origin_kind, action__origin_id=OuterRef(origin))
    return steps.filter(Exists(shown), ~Exists(later)).order_by("-on").values("on")


def state_of_row(action: Action, today: date) -> State:
    """The state of an action read by `actions` (it carries the latest level and whether there is evidence)."""
    levels = [action.latest_level] if action.latest_level else []  # type: ignore[attr-defined]
    return state_of(levels=levels, has_evidence=action.has_evidence, due_on=action.due_on, today=today)  # type: ignore[attr-defined]


def _with_state(rows: QuerySet[Action], today: date) -> QuerySet[Action]:
    """The rule `rules.state_of` said in SQL; a test walks every combination and compares the two."""
    nothing_done = Q(latest_level__isnull=True) | Q(latest_level=Progress.Level.NOT_PROGRESSED)
    state = Case(
        When(Q(latest_level=Progress.Level.ACHIEVED) & Q(has_evidence=True), then=Value(State.ACHIEVED.value)),
        When(due_on__lt=today, then=Value(State.OVERDUE.value)),
        When(nothing_done, then=Value(State.PLANNED.value)),
        default=Value(State.IN_PROGRESS.value),
        output_field=CharField(),
    )
    return rows.annotate(state=state)
