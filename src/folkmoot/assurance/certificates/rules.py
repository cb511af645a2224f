"""When a certificate is due, what its lines need, and who may sign it. No database, no clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.foundation.periods import HalfYear

DUE_DAYS = 31  # after the last day of the half-year
LEAST_WORDS = 5
NOTHING, EXCEPTION = "nothing", "exception"


class State(StrEnum):
    MISSING = "missing"
    PREPARED = "prepared"
    SIGNED = "signed"


TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.MISSING, "begun, with the lines that ship", State.PREPARED),
    (State.PREPARED, "a line answered", State.PREPARED),
    (State.PREPARED, "signed by the named lead, and fixed", State.SIGNED),
)


@dataclass(frozen=True)
class Line:
    """A line as it stands: its answer, and what the records said ("late") when it was answered and say now."""

    asks: str
    answer: str
    words: str
    late_now: bool = False


def due_day(period: HalfYear) -> date:
    """The last day on which the certificate of a half-year is in time."""
    return period.last + timedelta(days=DUE_DAYS)


def beginning_problem(period: HalfYear, today: date) -> str:
    """Why a certificate may not be begun, or "": it is made of a half-year that is nearly over or over."""
    if today < period.last - timedelta(days=DUE_DAYS):
        return _("That half-year has more than a month to go. Its certificate is begun when it is nearly over.")
    return ""


def answering_problems(
    *, answer: str, words: str, doing: str, has_owner: bool, by_on: date | None, late: bool, today: date
) -> dict[str, list[str]]:
    """Why a line's answer may not be stored, by field. `late`: the records show something late, missing or taken back."""
    if answer not in {NOTHING, EXCEPTION}:
        return {"answer": [_("Say that there is nothing to report, or report an exception. A line is never left open.")]}
    problems: dict[str, list[str]] = {}
    if answer == NOTHING:
        if late and len(words.split()) < LEAST_WORDS:
            problems["words"] = [_("The records show something late here. Say in a whole sentence why there is nothing to report.")]
        return problems
    if len(words.split()) < LEAST_WORDS:
        problems["words"] = [_("Say in a whole sentence what the exception is, without naming anybody it happened to.")]
    if len(doing.split()) < LEAST_WORDS:
        problems["doing"] = [_("Say in a whole sentence what is done about it.")]
    if not has_owner:
        problems["owner"] = [_("Choose the one person who does it.")]
    if by_on is None:
        problems["by_on"] = [_("Give the day by which it is done.")]
    elif by_on < today:
        problems["by_on"] = [_("This day has passed. Give the day by which it will be done.")]
    return problems


def following_problems(*, became: str, words: str, known: Collection[str]) -> dict[str, list[str]]:
    """Why what became of an exception may not be stored, by field."""
    problems: dict[str, list[str]] = {}
    if became not in known:
        problems["became"] = [_("Say whether it was put right, is under way, or was not put right.")]
    if len(words.split()) < LEAST_WORDS:
        problems["words"] = [_("Say in a whole sentence what was done, or what stands in the way.")]
    return problems


def signing_problems(lines: Sequence[Line], *, followed: bool, is_lead: bool, had_a_hand: bool, signed: bool) -> list[str]:
    """Why a certificate may not be signed by this person now. `followed`: every exception of the last one was spoken to."""
    if signed:
        return [_("It was signed already, and stays as it was.")]
    problems = []
    if not is_lead:
        problems.append(_("Only the lead named in it signs. If that has changed, name the lead anew first."))
    if had_a_hand:
        problems.append(_("You prepared part of it, and nobody signs what they prepared. Name another lead, or let others prepare it."))
    if any(not line.answer for line in lines):
        number = sum(not line.answer for line in lines)
        problems.append(
            _("%(number)d lines have no answer yet. Each says “nothing to report” or reports an exception.") % {"number": number}
        )
    if not followed:
        problems.append(_("It does not say yet what became of the last certificate’s exceptions."))
    problems += [
        _("“%(line)s” says there is nothing to report, and the records now show something late. Answer it again.") % {"line": line.asks}
        for line in lines if line.answer == NOTHING and line.late_now and not line.words.strip()
    ]  # fmt: skip
    return problems


def state_of(*, begun: bool, signed: bool) -> State:
    if signed:
        return State.SIGNED
    return State.PREPARED if begun else State.MISSING


def is_late(*, due_on: date, signed_on: date | None, today: date) -> bool:
    """Whether it was signed after its day, or is not signed and its day has passed."""
    return (signed_on or today) > due_on
