"""What may be said of a draft and when, what blocks its signature, and when a challenge was answered. No database, no clock."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONGEST_REVIEW = 92  # days; a draft that waits longer speaks of a half-year that nobody remembers
FEWEST_WORDS = 3


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


class State(StrEnum):
    """How a comment stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    KEPT = "kept"


# What becomes of a comment, and by what.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.WAITING, "accepted, saying what changes", State.ACCEPTED),
    (State.WAITING, "not accepted, saying why", State.NOT_ACCEPTED),
    (State.ACCEPTED, "answered anew: not accepted", State.NOT_ACCEPTED),
    (State.NOT_ACCEPTED, "answered anew: accepted", State.ACCEPTED),
    (State.KEPT, "taken up by the next report", State.WAITING),
    (State.KEPT, "accepted, saying what changes", State.ACCEPTED),
    (State.KEPT, "not accepted, saying why", State.NOT_ACCEPTED),
)


@dataclass(frozen=True)
class Said:
    """What is counted of a comment: whether it is a challenge, whether it came too late, and whether it has an answer."""

    challenge: bool
    late: bool
    answered: bool


def state_of(*, outcome: str, late: bool, taken_up: bool) -> State:
    """`outcome` is that of the answer that stands, "" where there is none."""
    if outcome:
        return State(outcome)
    return State.KEPT if late and not taken_up else State.WAITING


def review_open(*, last_day: date, ended: bool, today: date) -> bool:
    """A review is open up to and including its last day, unless somebody ended it before."""
    return not ended and today <= last_day


def opening_problems(*, last_day: date, today: date, signed: bool, restated: bool, asked: int) -> dict[str, list[str]]:
    """Why a draft cannot be opened for review like this, by field."""
    found: dict[str, list[str]] = {}
    if signed:
        found[""] = [_("This report is signed. A review belongs before the signature: open the next draft for review.")]
    elif restated:
        found[""] = [_("A later report restates this one. Open the later one for review.")]
    if last_day < today:
        found["last_day"] = [_("The last day has passed. Choose today or a later day.")]
    elif (last_day - today).days > LONGEST_REVIEW:
        found["last_day"] = [_("Choose a day within three months, so that the figures are still known when the review ends.")]
    if not asked:
        found["reviewers"] = [_("Nobody was chosen. Choose at least one person who is to comment.")]
    return found


def words_problem(words: str) -> str:
    """Why these words do not do for a comment or an answer; empty where they do."""
    return (
        "" if len(words.split()) >= FEWEST_WORDS else _("Write it in a sentence: it stands in the report, and the other side answers it.")
    )


def answering_problem(*, by_id: int | None, said_by_id: int) -> str:
    """Why this person may not answer a comment; empty where they may."""
    if by_id is None:
        return _("An answer is given by a person, by name.")
    return _("Nobody answers their own comment. Ask somebody else.") if by_id == said_by_id else ""


def unanswered_problem(comments: Iterable[Said]) -> str | None:
    """Why the report cannot be signed for want of an answer, or None. Late comments belong to the next report and block nothing here."""
    waiting = sum(one.challenge and not one.late and not one.answered for one in comments)
    if not waiting:
        return None
    return ngettext(
        "%(number)d challenge has no answer yet. Answer it, then sign.",
        "%(number)d challenges have no answer yet. Answer them, then sign.", waiting,
    ) % {"number": waiting}  # fmt: skip


def days_to_answer(said_on: date, answered_on: date | None) -> int | None:
    """Whole days from the comment to its first answer; None while there is none."""
    return (answered_on - said_on).days if answered_on else None


def section_problem(section: str, sections: Collection[str]) -> str:
    """Why a comment may not be on this part; empty where it may. "" is the whole report."""
    return "" if not section or section in sections else _("The report has no such part. Choose one of its parts, or the whole report.")
