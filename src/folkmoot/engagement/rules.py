"""What may be done with an activity, what its state is, and where there is reach to gain. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

EARLIEST = date(2000, 1, 1)
RECORD_WITHIN_DAYS = 7


class State(StrEnum):
    PLANNED = "planned"
    RECORDED = "recorded"
    CLOSED = "closed"
    CANCELLED = "cancelled"


# What an activity can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.PLANNED, "record", State.RECORDED),
    (State.PLANNED, "cancel", State.CANCELLED),
    (State.RECORDED, "close", State.CLOSED),
    (State.CLOSED, "reopen", State.RECORDED),
)


@dataclass(frozen=True)
class Obstacle:
    """Why an activity cannot be closed yet: an empty `field`, or an unanswered point (`point_id` where the viewer may read it)."""

    words: str
    point_id: int | None = None
    field: str = ""


def state_of(*, held_on: date | None, closed: bool, cancelled: bool) -> State:
    """Derive the state from what has happened."""
    if cancelled:
        return State.CANCELLED
    if closed:
        return State.CLOSED
    return State.RECORDED if held_on else State.PLANNED


def may_do(state: State, what: str) -> bool:
    """Whether the table lets this be done from this state."""
    return any(start is state and verb == what for start, verb, _end in TRANSITIONS)


def may_change(state: State) -> bool:
    return state in (State.PLANNED, State.RECORDED)


def may_take_points(state: State) -> bool:
    """Points are raised in what was held; a closed activity must be opened again first, or the point would stay unanswered unseen."""
    return state is State.RECORDED


def transition_problem(state: State, what: str) -> str | None:
    """Why this may not be done, or None."""
    if may_do(state, what):
        return None
    return {
        "record": _("Only a planned activity can be recorded."),
        "cancel": _("Only a planned activity can be cancelled. What was held stays on record."),
        "close": _("Only a recorded activity can be closed."),
        "reopen": _("Only a closed activity can be opened again."),
    }[what]


def planning_problems(*, objective: str, measure: str, planned_for: date | None, today: date) -> dict[str, list[str]]:
    """Why a plan is not SMART, by field; empty when it is. Dates in the past are refused: what was held is recorded."""
    problems: dict[str, list[str]] = {}
    if len(objective.split()) < 3:
        problems["objective"] = [_("Say what you want to achieve, for example “Deaf people in Ely know how to report hate crime”.")]
    if len(measure.split()) < 2:
        problems["measure"] = [_("Say how you will know, for example “20 people come and 3 join the panel”.")]
    if planned_for is None:
        problems["planned_for"] = [_("Give the day it is planned for.")]
    elif planned_for < today:
        problems["planned_for"] = [_("This day has passed. If it was held, log it instead.")]
    elif (planned_for - today).days > 2 * 366:
        problems["planned_for"] = [_("This is more than two years away. Check the year.")]
    return problems


def recording_problem(*, held_on: date | None, today: date) -> str | None:
    """Why an activity may not be recorded for this day, or None. Late is shown, not refused."""
    if held_on is None:
        return _("Give the day it was held.")
    if held_on > today:
        return _("It cannot have been held in the future. Plan it instead.")
    if held_on < EARLIEST:
        return _("Check the year.")
    return None


@dataclass(frozen=True)
class ToClose:
    """What of an activity matters for closing it. `planned`: it had an objective, so that it must be said whether that was met."""

    outcome: str
    headcount: int | None
    purpose: str
    aims: int
    communities: int
    follow_up: str
    planned: bool = False
    result: str = ""


def closing_problems(activity: ToClose, *, unanswered: Sequence[Obstacle]) -> list[Obstacle]:
    """What stands in the way of closing, each as a sentence; empty when nothing does."""
    missing = [
        (not activity.outcome.strip(), "outcome", _("Say what came of it.")),
        (activity.headcount is None, "headcount", _("Say how many people it reached.")),
        (not activity.purpose, "purpose", _("Say what its purpose was.")),
        (not activity.aims, "aims", _("Choose at least one aim that it served.")),
        (not activity.communities, "communities", _("Choose at least one community that it reached.")),
        (activity.planned and not activity.result, "result", _("Say whether it achieved what was planned.")),
        (not activity.follow_up, "follow_up", _("Decide what follows, even if nothing more is needed.")),
    ]
    return [*(Obstacle(words, field=field) for is_missing, field, words in missing if is_missing), *unanswered]


def days_late(held_on: date, recorded_on: date) -> int:
    """Days from the activity to its recording."""
    return max(0, (recorded_on - held_on).days)


def quarters_of(hours: Decimal) -> int | None:
    """Hours as quarter hours; None where they are not whole quarters."""
    quarters = hours * 4
    return int(quarters) if quarters == quarters.to_integral_value() else None


def hours_of(quarters: int | None) -> Decimal | None:
    return None if quarters is None else Decimal(quarters) / 4
