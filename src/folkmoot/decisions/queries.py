"""Reading decisions, and from any row the decisions that considered it.

A decision of the whole service is seen by everyone who may read decisions, once it is taken; while it is prepared, nationally.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from folkmoot.accounts.scope import Viewer, within
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.queries import signed_for
from folkmoot.decisions.models import Considered, Decision, LaterNote
from folkmoot.decisions.rules import State, state_of
from folkmoot.voice.queries import list_points

CAPABILITY = "decisions.read"
ORIGIN = "decisions.decision"


def decisions(viewer: Viewer) -> QuerySet[Decision]:
    """The decisions in sight, each with its `state` and `considered_count`."""
    over = Decision.objects.filter(supersedes=OuterRef("pk"), taken_at__isnull=False)
    state = Case(
        When(Q(taken_at__isnull=False) & Exists(over), then=Value(State.SUPERSEDED.value)),
        When(taken_at__isnull=False, then=Value(State.TAKEN.value)),
        When(withdrawn_on__isnull=False, then=Value(State.WITHDRAWN.value)),
        When(ready_at__isnull=False, then=Value(State.READY.value)),
        default=Value(State.DRAFT.value), output_field=CharField(),
    )  # fmt: skip
    rows = Decision.objects.select_related("area", "decider").annotate(
        state=state, considered_count=Count("considered", filter=Q(considered__left_out=False), distinct=True)
    )
    seen = within(viewer, rows, CAPABILITY, national_rows=True)
    if viewer.sight(CAPABILITY).national:
        return seen
    return seen.filter(Q(area__isnull=False) | Q(taken_at__isnull=False))


def get_decision(viewer: Viewer, decision_id: int) -> Decision:
    """One decision in sight with all that belongs to it. Raises Decision.DoesNotExist for one out of sight."""
    notes = Prefetch("later_notes", LaterNote.objects.select_related("by"))
    things = Prefetch("considered", Considered.objects.select_related("area"))
    rows = (
        decisions(viewer)
        .select_related("taken_by", "prepared_by", "supersedes")
        .prefetch_related("options", things, notes, "superseded_by")
    )
    return rows.get(pk=decision_id)


def list_decisions(
    viewer: Viewer, *, area_id: int | None = None, kind: str = "", state: str = "", words: str = "", mine: bool = False
) -> QuerySet[Decision]:
    """Decisions in sight: those to be taken first, then the latest. With an Area: its own. `mine`: those the viewer is to take."""
    chosen = {"area_id": area_id, "kind": kind, "state": state, "decider_id": viewer.account_id if mine else None}
    asked: dict[str, Any] = {name: value for name, value in chosen.items() if value not in (None, "")}
    rows = decisions(viewer).filter(**asked)
    if words.strip():
        rows = rows.filter(Q(title__icontains=words.strip()) | Q(question__icontains=words.strip()))
    open_first = Case(When(state__in=(State.READY, State.DRAFT), then=Value(0)), default=Value(1))
    return rows.order_by(open_first, "-taken_on", "planned_on", "-pk")


def may_supersede(viewer: Viewer, area_id: int | None, *, apart_from: int | None = None) -> QuerySet[Decision]:
    """The decisions in force of the same Area (or of the whole service) that a new one could take the place of."""
    return _in_state(viewer, State.TAKEN).filter(Q(area_id=area_id)).exclude(pk=apart_from or 0).order_by("-taken_on", "-pk")


@dataclass(frozen=True)
class Trace:
    """That a decision looked at a row: considered, known and left out, or noted later."""

    decision: Decision
    how: str  # "considered", "left_out" or "later"


def decisions_about(viewer: Viewer, kind: str, row_id: int) -> list[Trace]:
    """The decisions in sight that looked at one row, the latest first: the trace backwards. Three queries."""
    things = Considered.objects.filter(kind=kind, row_id=row_id).values_list("decision_id", "left_out")
    noted = LaterNote.objects.filter(about_kind=kind, about_id=row_id).values_list("decision_id", flat=True)
    how = dict.fromkeys(noted, "later") | {pk: "left_out" if left_out else "considered" for pk, left_out in things}
    rows = decisions(viewer).filter(pk__in=how).order_by("-taken_on", "-pk")
    return [Trace(row, how[row.pk]) for row in rows]


def signed_before(decision: Decision, day: date) -> list[Assessment]:
    """The assessments and screenings-out of a decision that were signed by the day on which it was taken."""
    return [each for each in signed_for(decision) if each.signed_at and timezone.localdate(each.signed_at) <= day]


def standing_of(decision: Decision) -> State:
    """Where a decision stands for whoever would write it (whether a later one took its place does not matter to that)."""
    return state_of(
        ready=decision.ready_at is not None,
        taken=decision.taken_at is not None,
        superseded=False,
        withdrawn=decision.withdrawn_on is not None,
    )


def has_prepared(viewer: Viewer, decision: Decision) -> bool:
    """Whether the viewer began a decision, or put something before it."""
    if viewer.account_id is None:
        return False
    return decision.prepared_by_id == viewer.account_id or decision.considered.filter(added_by_id=viewer.account_id).exists()


def concerns_known(viewer: Viewer, decision: Decision, *, on: date) -> int:
    """How many concerns were raised in the year to a day where the decision holds: what the considered ones are read beside."""
    first = on.replace(year=on.year - 1) if (on.month, on.day) != (2, 29) else on.replace(year=on.year - 1, day=28)
    return list_points(viewer, area_id=decision.area_id, nature="concern", first=first, last=on).order_by().count()


def waiting(viewer: Viewer) -> QuerySet[Decision]:
    """The decisions that are ready and that the viewer is to take, the soonest planned first."""
    return _in_state(viewer, State.READY).filter(Q(decider_id=viewer.account_id)).order_by("planned_on", "pk")


def _in_state(viewer: Viewer, state: State) -> QuerySet[Decision]:
    asked: dict[str, Any] = {"state": state}
    return decisions(viewer).filter(**asked)
