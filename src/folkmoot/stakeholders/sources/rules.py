"""When something from a source is due, and what may not be stored. No database, no clock."""

from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.foundation.periods import months_before

EARLIEST = date(2000, 1, 1)
LEAST_WORDS = 3


class State(StrEnum):
    EXPECTED = "expected"
    OVERDUE = "overdue"
    ENDED = "ended"


TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.EXPECTED, "day due passes", State.OVERDUE),
    (State.EXPECTED, "receipt logged", State.EXPECTED),
    (State.OVERDUE, "receipt logged", State.EXPECTED),
    (State.EXPECTED, "no longer expected", State.ENDED),
    (State.OVERDUE, "no longer expected", State.ENDED),
    (State.ENDED, "expected again", State.EXPECTED),
)


def due_on(*, last: date | None, first_due_on: date, every_months: int) -> date:
    """The day by which the next is due, in steps from the first: a late one does not move the rhythm.

    What came answers the day due that it is nearest to: from half a step before that day on.
    """
    if last is None:
        return first_due_on
    step, due, half = 0, first_due_on, timedelta(days=15 * every_months)
    while due - half <= last:
        step += 1
        due = months_before(first_due_on, -every_months * step)
    return due


def state_of(*, due: date, ended_on: date | None, today: date) -> State:
    if ended_on:
        return State.ENDED
    return State.OVERDUE if due < today else State.EXPECTED


def source_problems(*, name: str, tells: str, every_months: int | None, first_due_on: date | None) -> dict[str, list[str]]:
    """Why a source may not be stored as it is, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not name.strip():
        problems["name"] = [_("Give it a name, for example “Norfolk police hate crime figures”.")]
    if len(tells.split()) < LEAST_WORDS:
        few = _("That is too short. Give at least %(words)d words, for example “%(example)s”.") % {
            "words": LEAST_WORDS, "example": _("Hate crimes recorded by the police each month"),
        }  # fmt: skip
        problems["tells"] = [few if tells.strip() else _("Say what it tells you, so that whoever follows you knows why it is wanted.")]
    if every_months is None or not 1 <= every_months <= 24:
        problems["every_months"] = [_("Enter how often it is expected, from every 1 to every 24 months.")]
    if first_due_on is None or first_due_on < EARLIEST:
        problems["first_due_on"] = [_("Give the day on which the first is due.")]
    return problems


def receipt_problem(on: date | None, today: date) -> str | None:
    """Why a receipt may not carry this day, or None."""
    if on is None or on > today:
        return _("Give the day it came; it cannot be in the future.")
    return _("Check the year.") if on < EARLIEST else None
