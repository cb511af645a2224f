"""Whether a partnership is alive, and what may not be stored. No database, no clock."""

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.foundation.periods import months_before

EARLIEST = date(1986, 10, 1)  # the day the Crown Prosecution Service began its work
SENTENCE_WORDS, REASON_WORDS = 4, 2


class State(StrEnum):
    CURRENT = "current"
    LAPSED = "lapsed"
    ENDED = "ended"


TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.CURRENT, "no contact in its time", State.LAPSED),
    (State.LAPSED, "contact recorded", State.CURRENT),
    (State.CURRENT, "ended, with reason", State.ENDED),
    (State.LAPSED, "ended, with reason", State.ENDED),
    (State.ENDED, "taken up again", State.CURRENT),
)


def due_on(*, last: date | None, starts: date, every_months: int) -> date:
    """The last day on which contact still comes in time: so many months after the last contact, or after it began."""
    return months_before(max(last, starts) if last else starts, -every_months)


def state_of(*, due: date, ended_on: date | None, today: date) -> State:
    if ended_on:
        return State.ENDED
    return State.LAPSED if due < today else State.CURRENT


def partnership_problems(
    *, title: str, purpose: str, starts: date | None, agreed_on: date | None, agreed_until: date | None,
    every_months: int | None, today: date,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a partnership may not be stored as it is, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not title.strip():
        problems["title"] = [_("Give it a name.")]
    if len(purpose.split()) < SENTENCE_WORDS:
        short = _too_short(SENTENCE_WORDS, _("To hear of hate crime that nobody reports"))
        problems["purpose"] = [short if purpose.strip() else _("Say in a sentence what it is for.")]
    if starts is None or starts > today or starts < EARLIEST:
        problems["starts"] = [_("Give the day it began; it cannot be in the future.")]
    if agreed_on and agreed_until and agreed_until < agreed_on:
        problems["agreed_until"] = [_("The agreement cannot run out before it was made.")]
    if every_months is None or not 1 <= every_months <= 36:
        problems["review_every_months"] = [_("Enter how often you expect contact, from every 1 to every 36 months.")]
    return problems


def _too_short(least: int, example: str) -> str:
    """What is said of words that are there and too few: how many are wanted."""
    return _("That is too short. Give at least %(words)d words, for example “%(example)s”.") % {"words": least, "example": example}


def dated_problem(on: date | None, starts: date, today: date) -> str | None:
    """Why a contact or an outcome may not carry this day, or None."""
    if on is None or on > today:
        return _("Give the day; it cannot be in the future.")
    if on < starts:
        return _("That is before the partnership began.")
    return None


def end_problem(*, ended_on: date | None, on: date, starts: date, reason: str, today: date) -> str | None:
    """Why it may not be ended so, or None."""
    if ended_on:
        return _("It is ended already.")
    if on > today or on < starts:
        return _("It ended on a day since it began, and not in the future.")
    if len(reason.split()) < REASON_WORDS:
        return _too_short(REASON_WORDS, _("The forum was dissolved")) if reason.strip() else _("Say why it ended.")
    return None
