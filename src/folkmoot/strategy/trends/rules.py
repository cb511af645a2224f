"""When a trend is due to be looked at again, and what may not be stored. No database, no clock."""

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

EARLIEST = date(1990, 1, 1)
LONGEST_DAYS = 2 * 366
TITLE_WORDS, SENTENCE_WORDS, EVIDENCE_WORDS, REASON_WORDS = 2, 4, 2, 2


class State(StrEnum):
    CURRENT = "current"
    REVIEW_DUE = "review_due"
    ENDED = "ended"


TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.CURRENT, "day of review passes", State.REVIEW_DUE),
    (State.CURRENT, "reviewed", State.CURRENT),
    (State.REVIEW_DUE, "reviewed", State.CURRENT),
    (State.CURRENT, "ended, with reason", State.ENDED),
    (State.REVIEW_DUE, "ended, with reason", State.ENDED),
    (State.ENDED, "taken up again", State.CURRENT),
)


def state_of(*, review_on: date, ended_on: date | None, today: date) -> State:
    """The state, from the days alone. The day of review itself is not yet late."""
    if ended_on:
        return State.ENDED
    return State.REVIEW_DUE if review_on < today else State.CURRENT


def review_problem(review_on: date | None, today: date) -> str | None:
    """Why the next review may not be on this day, or None."""
    if review_on is None or review_on <= today:
        return _("Give a day to come on which it is looked at again.")
    if (review_on - today).days > LONGEST_DAYS:
        return _("Look at it again within two years.")
    return None


def trend_problems(*, title: str, words: str, evidence: str, since: date | None, today: date) -> dict[str, list[str]]:
    """Why a trend may not be stored as it is, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if len(title.split()) < TITLE_WORDS:
        blank = _("Give it a title of a few words, for example “Hate crime against Polish shopkeepers”.")
        problems["title"] = [_too_short(TITLE_WORDS, _("Hate crime against Polish shopkeepers")) if title.strip() else blank]
    if len(words.split()) < SENTENCE_WORDS:
        blank = _("Say in a sentence what is seen and why it matters.")
        short = _too_short(SENTENCE_WORDS, _("More families ask for help after attacks at school, and few report them"))
        problems["words"] = [short if words.strip() else blank]
    if len(evidence.split()) < EVIDENCE_WORDS:
        blank = _("Say what shows it and where that comes from, for example “Police hate crime figures, Norfolk, March 2026”.")
        short = _too_short(EVIDENCE_WORDS, _("Police hate crime figures, Norfolk, March 2026"))
        problems["evidence"] = [short if evidence.strip() else blank]
    if since and since > today:
        problems["since"] = [_("It cannot have been seen since a day in the future.")]
    elif since and since < EARLIEST:
        problems["since"] = [_("Check the year.")]
    return problems


def _too_short(least: int, example: str) -> str:
    """What is said of words that are there and too few: how many are wanted."""
    return _("That is too short. Give at least %(words)d words, for example “%(example)s”.") % {"words": least, "example": example}


def end_problem(*, ended_on: date | None, on: date, reason: str, today: date) -> str | None:
    """Why it may not be ended so, or None."""
    if ended_on:
        return _("It is ended already.")
    if on > today:
        return _("The day it ended cannot be in the future.")
    if len(reason.split()) < REASON_WORDS:
        return _too_short(REASON_WORDS, _("Reports fell to none")) if reason.strip() else _("Say why it is no longer so.")
    return None
