"""Where a plan of improvement stands, which follows from its readings and steps, and what may be recorded. No database, no clock."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

SENTENCE_WORDS = 5
FINISHED, REOPENED = "finished", "reopened"


class State(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    LATE = "late"
    FINISHED = "finished"


# What a plan can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.OPEN, "the latest share reaches the target", State.REACHED),
    (State.OPEN, "its day passes without the target", State.LATE),
    (State.LATE, "the latest share reaches the target", State.REACHED),
    (State.REACHED, "a later month falls below the target", State.OPEN),
    (State.REACHED, "a later month falls below the target, past its day", State.LATE),
    (State.REACHED, "finished", State.FINISHED),
    (State.OPEN, "finished without the figure, with the reason", State.FINISHED),
    (State.LATE, "finished without the figure, with the reason", State.FINISHED),
    (State.FINISHED, "taken up again, with the reason", State.OPEN),
)


def state_of(*, steps: Sequence[str], latest: float | None, target: float, by_on: date, today: date) -> State:
    """Derive the state: `steps` are the kinds of what was done, in order; `latest` is the last share that could be read."""
    turns = [kind for kind in steps if kind in (FINISHED, REOPENED)]
    if turns and turns[-1] == FINISHED:
        return State.FINISHED
    if latest is not None and latest >= target:
        return State.REACHED
    return State.LATE if by_on < today else State.OPEN


def opening_problems(
    *, baseline: float | None, target: float | None, by_on: date | None, today: date, agreed: str, identifying: Sequence[str],
    numbers: Sequence[str] = (),
) -> dict[str, list[str]]:  # fmt: skip
    """Why a plan may not be opened, by field; empty when it may. `identifying`: what looks like a person's name; `numbers`: those in
    the words that are neither shares nor dates."""
    problems: dict[str, list[str]] = {}
    if baseline is None:
        problems[""] = [_("The share recorded now is withheld or cannot be read, so there is nothing to measure against.")]
    if target is None or not 0 < target <= 1 or (baseline is not None and target <= baseline):
        problems["target"] = [_("Give a share above the one recorded now, and of 100% at most.")]
    if by_on is None or by_on <= today:
        problems["by_on"] = [_("Give a day to come.")]
    if len(agreed.split()) < SENTENCE_WORDS:
        problems["agreed"] = [_("Say in a whole sentence what the force and the service will do.")]
    elif numbers:
        words = _("The force reads these words, and only shares and dates may stand there. Take out: %(numbers)s.")
        problems["agreed"] = [words % {"numbers": "; ".join(numbers)}]
    if identifying:
        problems["contact"] = [_("Name an office at the force, not a person: %(what)s.") % {"what": "; ".join(identifying)}]
    return problems


def step_problems(*, state: State, kind: str, words: str, on: date | None, today: date) -> dict[str, list[str]]:
    """Why a step may not be recorded, by field; empty when it may. Finishing needs the figure or a reason."""
    problems: dict[str, list[str]] = {}
    if on is None or on > today:
        problems["on"] = [_("Give the day it was, not one to come.")]
    if state is State.FINISHED and kind != REOPENED:
        problems["kind"] = [_("It is finished. Take it up again first, with the reason.")]
    if state is not State.FINISHED and kind == REOPENED:
        problems["kind"] = [_("It is not finished.")]
    whole = len(words.split()) >= SENTENCE_WORDS
    if kind == FINISHED and state is not State.REACHED and not whole:
        problems["words"] = [_("The target is not reached. Say in a whole sentence why the plan ends all the same.")]
    elif not whole and not (kind == FINISHED and words.strip()):
        problems["words"] = [_("Say in a whole sentence what was done or said.")]
    return problems


# ----------------------------------------------------------------------------------------------------------- the sheet for a force

_NUMBER = re.compile(r"\d[\d,.]*%?")
_DATES = re.compile(r"\b(?:\d{1,2} [A-Z][a-zû]+ \d{4}|[A-Z][a-zû]+ \d{4}|\d{4}-\d{2}(?:-\d{2})?)\b")


def more_than_shares(lines: Sequence[str], names: Mapping[str, str] | Sequence[str] = ()) -> list[str]:
    """The numbers in a text that are neither a share in per cent nor part of a date; `names` (of forces, fields) may hold numbers."""
    found: list[str] = []
    for line in lines:
        plain = _DATES.sub(" ", _without(line, list(names)))
        found += [number for number in _NUMBER.findall(plain) if not re.fullmatch(r"\d{1,3}%", number.rstrip(",."))]
    return found


def _without(line: str, names: Sequence[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        line = line.replace(name, " ") if name else line
    return line
