"""Reading actions. Every query starts from the viewer's scope."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from folkmoot.accounts.models import RoleGrant
from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.models import Action, DueMove, Evidence, Progress, Review
from folkmoot.actions.rules import State, review_asks_back_to, state_of
from folkmoot.actions.weighing import Part
from folkmoot.areas.models import Area

# The order in which a person needs to see them.
URGENCY = (State.OVERDUE, State.IN_PROGRESS, State.PLANNED, State.ACHIEVED, State.ENDED)
CLOSED = (State.ACHIEVED, State.ENDED)


def actions(viewer: Viewer) -> QuerySet[Action]:
    """The actions in sight, each with what its state follows from: `latest_level` and `latest_on` (None where nothing was
    recorded) and `has_evidence`.
    """
    return within(viewer, with_latest(Action.objects.select_related("owner", "area", "plan", "parent")), "actions.read")


def with_latest(rows: QuerySet[Action]) -> QuerySet[Action]:
    latest = Progress.objects.filter(action=OuterRef("pk")).order_by("-on", "-pk")
    return rows.annotate(
        latest_level=Subquery(latest.values("level")[:1]), latest_on=Subquery(latest.values("on")[:1]),
        has_evidence=Exists(Evidence.objects.filter(action=OuterRef("pk"))),
    )  # fmt: skip


def held(action: Action) -> Action:
    """The action as it is stored now, kept from change until the transaction ends: for an operation that decides by its state."""
    Action.objects.select_for_update().filter(pk=action.pk).values_list("pk").get()
    return with_latest(Action.objects.all()).get(pk=action.pk)


def parts_of(action: Action) -> list[Part]:
    """The sub-actions of an action for weighing; those that will not be done are left out."""
    rows = with_latest(Action.objects.filter(parent=action.pk, ended_on__isnull=True))
    return [part_of_row(row) for row in rows]


def part_of_row(action: Action) -> Part:
    """The step an action counts with: recorded as achieved without evidence counts as substantial progress."""
    level, shown = action.latest_level, action.has_evidence  # type: ignore[attr-defined]
    return Part("substantial" if level == "achieved" and not shown else level, action.weight)


def get_action(viewer: Viewer, action_id: int) -> Action:
    """One action in sight. Raises Action.DoesNotExist for one out of sight, as for one that does not exist."""
    return actions(viewer).get(pk=action_id)


def list_actions(
    viewer: Viewer, *, today: date, state: State | None = None, area_id: int | None = None, owner_id: int | None = None,
    ownerless: bool | None = None, **others: Any,
) -> QuerySet[Action]:  # fmt: skip
    """The actions in sight with their `state`, whether they are `ownerless`, and how many times they were `redated`.

    The overdue first and then by due date. `others` are lookups of further fields, such as plan_id, agency or origin_kind.
    """
    rows = _with_state(actions(viewer), today).annotate(ownerless=_ownerless(today), redated=_redated())
    chosen = {"state": state, "area_id": area_id, "owner_id": owner_id, "ownerless": ownerless, **others}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value is not None})
    if ownerless:
        rows = rows.exclude(state__in=CLOSED)  # type: ignore[misc]  # `state` is annotated
    urgency = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(URGENCY)))
    return rows.order_by(urgency, "due_on", "pk")


def reviews_due(viewer: Viewer, *, today: date, area_id: int | None = None, owner_id: int | None = None) -> QuerySet[Action]:
    """The achieved actions in sight of which it is time to ask whether they worked: the rule `rules.review_due_on` said in SQL."""
    back_to = review_asks_back_to(today)
    since = Review.objects.filter(action=OuterRef("pk"), on__gte=OuterRef("latest_on"))
    answered = since.exclude(verdict=Review.Verdict.CANNOT_TELL)
    asked_lately = since.filter(on__gt=back_to)
    rows = list_actions(viewer, today=today, state=State.ACHIEVED, area_id=area_id, owner_id=owner_id, latest_on__lte=back_to)
    rows = rows.filter(~Exists(answered), ~Exists(asked_lately))
    return rows.order_by("latest_on", "pk")  # type: ignore[misc]  # annotated


def waiting_for_evidence(viewer: Viewer, *, today: date, area_id: int | None = None, owner_id: int | None = None) -> QuerySet[Action]:
    """The open actions in sight that are all but done, and that nothing shows to be done."""
    rows = list_actions(viewer, today=today, area_id=area_id, owner_id=owner_id).exclude(state__in=CLOSED)  # type: ignore[misc]
    return rows.filter(latest_level__in=("substantial", "achieved"), has_evidence=False)  # type: ignore[misc]  # annotated


def for_a_file(rows: QuerySet[Action]) -> QuerySet[Action]:
    """Rows of `list_actions` with everything that stands with them, in a constant number of queries."""
    with_whom = ("progress", "evidence", "due_moves", "handovers__to_owner", "askings", "reviews", "commitments", "trends")
    return rows.select_related("owner", "area", "plan", "parent", "moves").prefetch_related(*with_whom)


@dataclass(frozen=True)
class DueDay:
    """One action as a line of a calendar, on the day it is due. `href` is its page."""

    day: date
    words: str
    href: str
    row: Action
    state: State


def dates(viewer: Viewer, area: Area | None, first: date, last: date, *, today: date | None = None) -> list[DueDay]:
    """The actions in sight that are due between two days (both included), by day; without an Area of all Areas in sight."""
    rows = list_actions(viewer, today=today or first, area_id=area.pk if area else None, due_on__range=(first, last))
    rows = rows.exclude(state=State.ENDED).order_by("due_on", "pk")  # type: ignore[misc]  # annotated
    return [DueDay(row.due_on, row.title, reverse("actions:detail", args=[row.pk]), row, State(row.state)) for row in rows]  # type: ignore[attr-defined]


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
    has_evidence = action.has_evidence  # type: ignore[attr-defined]
    return state_of(levels=levels, has_evidence=has_evidence, due_on=action.due_on, today=today, ended=action.ended_on is not None)


def _with_state(rows: QuerySet[Action], today: date) -> QuerySet[Action]:
    """The rule `rules.state_of` said in SQL; a test walks every combination and compares the two."""
    nothing_done = Q(latest_level__isnull=True) | Q(latest_level=Progress.Level.NOT_PROGRESSED)
    state = Case(
        When(ended_on__isnull=False, then=Value(State.ENDED.value)),
        When(Q(latest_level=Progress.Level.ACHIEVED) & Q(has_evidence=True), then=Value(State.ACHIEVED.value)),
        When(due_on__lt=today, then=Value(State.OVERDUE.value)),
        When(nothing_done, then=Value(State.PLANNED.value)),
        default=Value(State.IN_PROGRESS.value),
        output_field=CharField(),
    )
    return rows.annotate(state=state)


def _ownerless(today: date) -> Case:
    """Nobody, somebody whose account is closed, or somebody without a role in force where the action is."""
    in_force = Q(ended_at=None, starts__lte=today) & (Q(ends=None) | Q(ends__gte=today))
    here = Q(national=True) | Q(areas=OuterRef("area_id"))
    held_here = RoleGrant.objects.filter(in_force, here, account=OuterRef("owner_id"), account__is_active=True)
    return Case(When(Exists(held_here), then=Value(False)), default=Value(True))


def _redated() -> Coalesce:
    moves = DueMove.objects.filter(action=OuterRef("pk")).order_by().values("action").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(moves), 0)
