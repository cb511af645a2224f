"""What a round, a reading and a settlement need, and where each stands. No database, no clock.

Answers and their order are those of the panels' assessments: yes, no, does not apply, the file does not say.
"""

import csv
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

SENTENCE_WORDS = 5
MOST_QUESTIONS, MOST_CASES, LEAST_CASES = 20, 300, 2
MOST_FACTS, MOST_VALUES, VALUE_CHARS = 3, 20, 60
YES, NO, NOT_APPLICABLE, NOT_SAID = "yes", "no", "na", "unsaid"
ANSWERS = (YES, NO, NOT_APPLICABLE, NOT_SAID)
_KEY = re.compile(r"[a-z][a-z0-9_]{1,59}\Z")


@dataclass(frozen=True)
class Question:
    """One question. `equality`: its results are looked at by group. `source`: where it comes from, in words."""

    key: str
    words: str
    help: str = ""
    equality: bool = False
    source: str = ""

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def questions_from(plain: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The questions that `plain` wrote."""
    return tuple(Question(**one) for one in plain)


def first_questions() -> tuple[Question, ...]:
    """The set that ships, each question with its source."""
    with (Path(__file__).parent / "data" / "questions.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(Question(**(line | {"equality": line["equality"] == "yes"})) for line in csv.DictReader(stream))


class State(StrEnum):
    """Where a round stands."""

    READING = "reading"
    TO_SETTLE = "to_settle"
    SETTLED = "settled"
    CLOSED = "closed"


# What a round can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.READING, "the last reading is locked, and two differ", State.TO_SETTLE),
    (State.READING, "the last reading is locked, and none differ", State.SETTLED),
    (State.TO_SETTLE, "the last difference is settled, with reasons", State.SETTLED),
    (State.SETTLED, "closed", State.CLOSED),
    (State.READING, "closed before every case was read, with the reason", State.CLOSED),
    (State.TO_SETTLE, "closed before every difference was settled, with the reason", State.CLOSED),
)


class CaseState(StrEnum):
    FREE = "free"  # fewer than two have taken it
    BEING_READ = "being_read"
    DIFFERS = "differs"
    DONE = "done"


def case_state(*, taken: int, locked: int, differing: Collection[str], settled: bool) -> CaseState:
    if settled or (locked == 2 and not differing):
        return CaseState.DONE
    if locked == 2:
        return CaseState.DIFFERS
    return CaseState.FREE if taken < 2 else CaseState.BEING_READ


def round_state(cases: Sequence[CaseState], *, closed: bool) -> State:
    if closed:
        return State.CLOSED
    if any(case in (CaseState.FREE, CaseState.BEING_READ) for case in cases):
        return State.READING
    return State.TO_SETTLE if CaseState.DIFFERS in cases else State.SETTLED


def differing(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    """The keys of the questions that two readings answer differently."""
    return [key for key in first if first[key] != second.get(key)]


def question_problems(questions: Sequence[Question], *, why: str, before: Sequence[Question]) -> dict[str, list[str]]:
    """Why a set may not be issued, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    keys = [one.key for one in questions]
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        problems[""] = [_("A set has between 1 and %(most)d questions.") % {"most": MOST_QUESTIONS}]
    elif len(set(keys)) < len(keys) or not all(_KEY.match(key) for key in keys):
        problems[""] = [_("Each question needs a key of its own, of small letters, figures and underscores.")]
    elif not any(one.equality for one in questions):
        problems[""] = [_("Mark at least one question as about equality: a review that asks none finds nothing.")]
    elif any(len(one.words.split()) < 3 for one in questions):
        problems[""] = [_("Write every question as a whole question.")]
    elif tuple(questions) == tuple(before):
        problems[""] = [_("Nothing has changed.")]
    if len(why.split()) < 3:
        problems["why"] = [_("Say why the questions change: results on both sides will not compare.")]
    return problems


def round_problems(
    *, title: str, from_on: date | None, to_on: date | None, today: date, wanted: int | None, listed: int
) -> dict[str, list[str]]:
    """Why a round may not be drawn, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not title.strip():
        problems["title"] = [_("Give the round a title.")]
    if from_on is None or to_on is None or not from_on <= to_on <= today:
        problems["to_on"] = [_("Give the days from which and to which the decisions were made, neither to come.")]
    if wanted is None or not LEAST_CASES <= wanted <= min(MOST_CASES, listed):
        words = _("Draw between %(least)d and %(most)d cases; the list holds %(listed)s.")
        problems["number"] = [words % {"least": LEAST_CASES, "most": MOST_CASES, "listed": f"{listed:,}"}]
    return problems


def fact_problem(column: str, values: Collection[str]) -> str:
    """Why a column cannot be kept as a fact of a case, or "": it must be coarse, so that it says nothing of who somebody is."""
    if len(values) > MOST_VALUES:
        words = _("The column “%(column)s” holds %(number)s different values. Only coarse facts of at most %(most)d values may be kept.")
        return words % {"column": column, "number": f"{len(values):,}", "most": MOST_VALUES}
    if any(len(value) > VALUE_CHARS for value in values):
        return _("The column “%(column)s” holds long texts. Only coarse facts may be kept.") % {"column": column}
    return ""


def taking_problem(*, places: int, mine: bool, closed: bool, declared: bool) -> str:
    """Why somebody may not take a case to read, or ""."""
    if closed:
        return _("The round is closed.")
    if mine:
        return _("You have this case already. Nobody reads a case twice.")
    if places >= 2:
        return _("Two people have this case already.")
    if not declared:
        return _("Say that you had no part in the decision. Whoever had one does not review it.")
    return ""


def answer_problems(
    questions: Sequence[Question], answers: Mapping[str, str], remarks: Mapping[str, str], *, locked: bool, identifying: Sequence[str]
) -> dict[str, list[str]]:
    """Why answers may not be locked, by the key of the question; empty when they may."""
    if locked:
        return {"": [_("Your answers are locked and stay as they are.")]}
    problems: dict[str, list[str]] = {
        one.key: [_("Answer every question.")] for one in questions if answers.get(one.key) not in ANSWERS
    }  # fmt: skip
    for one in questions:
        if answers.get(one.key) == NO and one.equality and len(remarks.get(one.key, "").split()) < SENTENCE_WORDS:
            problems.setdefault(one.key, []).append(_("Say in a sentence what was missing, naming nobody."))
    if identifying:
        problems[""] = [_("This may identify a person: %(what)s. Take it out.") % {"what": "; ".join(identifying)}]
    return problems


def settling_problems(
    *, state: CaseState, how: str, is_reader: bool, differing: Sequence[str], answers: Mapping[str, str], reasons: str,
    identifying: Sequence[str],
) -> dict[str, list[str]]:  # fmt: skip
    """Why a difference may not be settled so, by field; empty when it may."""
    if state is not CaseState.DIFFERS:
        return {"": [_("There is no difference to settle in this case.")]}
    problems: dict[str, list[str]] = {}
    if how == "third" and is_reader:
        problems["how"] = [_("You read this case. A third person settles it, or the two of you agree.")]
    if how == "agreed" and not is_reader:
        problems["how"] = [_("Only one of the two who read it can record that they agreed.")]
    if any(answers.get(key) not in ANSWERS for key in differing):
        problems[""] = [_("Answer every question on which they differ.")]
    if len(reasons.split()) < SENTENCE_WORDS:
        problems["reasons"] = [_("Give reasons in a whole sentence.")]
    if identifying:
        problems["reasons"] = [_("This may identify a person: %(what)s. Take it out.") % {"what": "; ".join(identifying)}]
    return problems


def closing_problems(state: State, words: str) -> dict[str, list[str]]:
    """Why a round may not be closed; one that is not finished needs a reason."""
    if state is State.CLOSED:
        return {"": [_("It is closed already.")]}
    if len(words.split()) < SENTENCE_WORDS:
        return {"words": [_("Say in a whole sentence what the round found or, where it is not finished, why it ends.")]}
    return {}


ASSESSMENT_PARTS = ("sampling", "coverage", "reviewers", "agreement", "changed", "findings")


def assessment_problems(
    parts: Mapping[str, str], *, from_on: date | None, to_on: date | None, next_on: date | None, today: date
) -> dict[str, list[str]]:
    """Why an assessment of the process may not be recorded, by field; empty when it may."""
    problems = {
        name: [_("Write at least a whole sentence.")] for name in ASSESSMENT_PARTS if len(parts.get(name, "").split()) < SENTENCE_WORDS
    }
    if from_on is None or to_on is None or not from_on < to_on <= today:
        problems["to_on"] = [_("Give the first and the last day that are assessed, not to come.")]
    elif next_on is None or not to_on < next_on or (next_on - today).days > 400:
        problems["next_on"] = [_("Give the day by which it is assessed again, within a year or so.")]
    return problems
