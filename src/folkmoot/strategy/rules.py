"""How the lines of a strategy are ordered and grouped: values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

# What a line of a strategy is: something promised, a sign that it worked, or how it is overseen.
KINDS = ("commitment", "success_measure", "governance")


@dataclass(frozen=True)
class AimLine:
    code: str
    parent: str | None


def under(aim: str, aims: Iterable[AimLine]) -> list[str]:
    """The code of an aim and of the sub-aims below it, so that activity and commitments add up by aim."""
    return [aim, *(line.code for line in aims if line.parent == aim)]


def top_of(aim: str, aims: Iterable[AimLine]) -> str:
    """The code of the aim that a sub-aim serves; an aim serves itself."""
    return next((line.parent for line in aims if line.code == aim and line.parent), aim)


def in_period(starts: date | None, ends: date | None, on: date) -> bool:
    """Whether a strategy may govern on a day. A blank date is not known and bars nothing."""
    return (starts is None or starts <= on) and (ends is None or on <= ends)


# Where a commitment may be said to stand, and what each report must carry.
LEVELS = ("not_started", "in_progress", "substantial", "achieved", "cannot_be_met")
EVIDENCE_WORDS, REASON_WORDS = 2, 2


def standing_problems(*, level: str, evidence: str, reason: str, on: date, today: date) -> dict[str, list[str]]:
    """Why a report of where a commitment stands may not be stored, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if level not in LEVELS:
        problems["level"] = [_("Choose where it stands.")]
    if on > today:
        problems["on"] = [_("A report cannot be dated in the future.")]
    if level in {"substantial", "achieved"} and len(evidence.split()) < EVIDENCE_WORDS:
        problems["evidence"] = [_("Say what shows it, for example “Guidance issued to all Areas on 3 March 2026”.")]
    if level == "cannot_be_met" and len(reason.split()) < REASON_WORDS:
        problems["reason"] = [_("Say why it cannot be met.")]
    return problems


def end_problems(*, ended_on: date | None, on: date, reason: str, today: date) -> dict[str, list[str]]:
    """Why a strategy or a commitment may not be ended so, by field; empty when it may."""
    if ended_on:
        return {"": [_("It has ended already.")]}
    problems: dict[str, list[str]] = {}
    if on > today:
        problems["on"] = [_("The day it ended cannot be in the future.")]
    if len(reason.split()) < REASON_WORDS:
        problems["reason"] = [_("Say why, in a few words, for example “Replaced by the strategy to 2030”.")]
    return problems


def correction_problems(*, was: str, now: str, reason: str) -> dict[str, list[str]]:
    """Why published words may not be corrected so, by field; empty when they may."""
    problems: dict[str, list[str]] = {}
    if not now.strip():
        problems["now"] = [_("Give the words as they were published. Words that no longer hold are withdrawn, not emptied.")]
    elif now.strip() == was:
        problems["now"] = [_("These are the words that stand there already.")]
    if len(reason.split()) < REASON_WORDS:
        problems["reason"] = [_("Say what was wrong, for example “A word was left out when it was typed”.")]
    return problems
