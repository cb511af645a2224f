"""Where a signal stands, which follows from what was added to it, and what each addition needs. Silence closes nothing.

No database, no clock.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

SENTENCE_WORDS = 5
ACCEPTED, EXPLAINED, REOPENED, CLOSED = "accepted", "explained", "reopened", "closed"
OPENING = {"casework": "casework.{}", "workforce": "workforce.{}"}
RETEST_WITHIN_DAYS = 730


class State(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    EXPLAINED = "explained"
    CLOSED = "closed"


# What a signal can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.OPEN, "accepted, with reasons, an owner and a re-test date", State.ACCEPTED),
    (State.OPEN, "explained, with reasons, a tested hypothesis and evidence", State.EXPLAINED),
    (State.ACCEPTED, "explained, with reasons, a tested hypothesis and evidence", State.EXPLAINED),
    (State.EXPLAINED, "accepted after all, with reasons, an owner and a re-test date", State.ACCEPTED),
    (State.ACCEPTED, "opened again, or a second person disagrees, with the reason", State.OPEN),
    (State.EXPLAINED, "opened again, or a second person disagrees, with the reason", State.OPEN),
    (State.ACCEPTED, "closed by a person, after a re-test that no longer saw it", State.CLOSED),
    (State.EXPLAINED, "closed by a person, after a re-test that no longer saw it", State.CLOSED),
    (State.CLOSED, "opened again with the reason, or seen again by a run", State.OPEN),
)


class Waits(StrEnum):
    """What has to happen next to a signal."""

    OWNER = "owner"
    ANSWER = "answer"
    REVIEW = "review"
    RETEST = "retest"
    AFTER_RETEST = "after_retest"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Figures:
    """The figures of a group beside its reference, as they may be shown, for a signal or a reading.

    Rates and gaps on the scale 0 to 1 with the interval of `level`; `ratio` relative to the reference, `ratio_high` None where the data
    set no upper limit. Counts are None where only shares are published. `window_first` and `window_last` are months such as “2026-03”.
    """

    group: str
    reference: str
    outcome: str
    by: tuple[str, ...]
    rate: float
    rate_low: float
    rate_high: float
    reference_rate: float
    gap: float
    gap_low: float
    gap_high: float
    base: int | None = None
    with_outcome: int | None = None
    reference_base: int | None = None
    reference_with: int | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    level: float = 0.95
    completeness: float | None = None
    as_of: date | None = None
    window_first: str = ""
    window_last: str = ""

    def numbers(self) -> dict[str, float | int | None]:
        """The figures that a signal and a reading both keep, by the names of their fields."""
        told = {"group", "reference", "outcome", "by", "level", "as_of", "window_first", "window_last"}
        return {name: value for name, value in asdict(self).items() if name not in told}


@dataclass(frozen=True)
class Left:
    """What is left of a gap, with its limits on the scale 0 to 1, once `controls` are taken into account."""

    gap: float
    low: float
    high: float
    controls: tuple[str, ...]


def capability(subject: str, verb: str) -> str:
    """What opens a signal of a subject: `verb` is “read”, “write” or “review”. Raises KeyError."""
    return OPENING[subject].format(verb)


def identity_of(*parts: object) -> str:
    """One short text for what a signal is of, so that the same difference is listed once."""
    return hashlib.sha256(json.dumps([str(part) for part in parts], ensure_ascii=False).encode()).hexdigest()


def state_of(outcomes: Sequence[str], *, disagreed: bool = False) -> State:
    """Derive the state from the answers in order. `disagreed`: a second person did not agree with the last of them."""
    last = outcomes[-1] if outcomes else REOPENED
    return State.OPEN if last == REOPENED or disagreed else State(last)


def waits_for(
    *, state: State, owned: bool, reviewed: bool, retest_on: date | None, tested_since: bool, today: date
) -> Waits:  # fmt: skip
    """What comes next. `retest_on`: of the re-test that is still to be made; `tested_since`: one was made after the last answer."""
    if state is State.OPEN:
        return Waits.ANSWER if owned else Waits.OWNER
    if not reviewed:
        return Waits.REVIEW
    if state is State.CLOSED:
        return Waits.NOTHING
    if retest_on is not None:
        return Waits.RETEST if retest_on <= today else Waits.NOTHING
    return Waits.AFTER_RETEST if tested_since else Waits.NOTHING


@dataclass(frozen=True)
class Given:
    """An answer as somebody gives it, with what the signal has: tested hypotheses, an owner, a re-test to come, actions, and whether the
    last re-test no longer saw it."""

    outcome: str
    reasons: str
    evidence: str = ""
    way: str = ""
    tested: int = 0
    owned: bool = False
    retest_on: date | None = None
    acted: bool = False
    not_seen: bool = False


def answer_problems(state: State, given: Given, today: date) -> dict[str, list[str]]:
    """Why an answer may not be recorded, by field; empty when it may."""
    if given.outcome not in (ACCEPTED, EXPLAINED, REOPENED, CLOSED):
        return {"outcome": [_("Say whether it is accepted or explained.")]}
    problems = _of_outcome(state, given)
    if len(given.reasons.split()) < SENTENCE_WORDS:
        problems["reasons"] = [_("Give reasons in a whole sentence, so that somebody else can judge them.")]
    if given.outcome == EXPLAINED:
        problems |= _of_explanation(given)
    if given.outcome == ACCEPTED:
        problems |= _of_acceptance(given, today)
    return problems


def _of_outcome(state: State, given: Given) -> dict[str, list[str]]:
    if given.outcome == state or (given.outcome == REOPENED and state is State.OPEN):
        return {"outcome": [_("It stands so already. Record another answer, or leave it.")]}
    if given.outcome == CLOSED and (state is State.OPEN or not given.not_seen):
        return {"outcome": [_("It can be closed only once it was answered and a re-test no longer saw it. Until then it stays.")]}
    return {}


def _of_explanation(given: Given) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if len(given.evidence.split()) < SENTENCE_WORDS:
        problems["evidence"] = [_("Say what shows the explanation and where it lies. Without evidence it is not explained: it stays open.")]
    if not given.tested:
        problems["outcome"] = [_("Test at least one hypothesis first: an explanation that nobody tested is a guess.")]
    return problems


def _of_acceptance(given: Given, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if given.way not in ("action", "panel"):
        problems["way"] = [_("Say how it is acted on: by an action, or by bringing its cases before a panel.")]
    if given.way == "action" and not given.acted:
        problems["way"] = [_("Raise the action from the page of the signal first, then accept it.")]
    if not given.owned:
        problems["owner"] = [_("Name who answers for it.")]
    return problems | retest_problems(given.retest_on, today)


def retest_problems(due_on: date | None, today: date) -> dict[str, list[str]]:
    """Why a re-test may not be set for a day, by field."""
    if due_on is None:
        return {"retest_on": [_("Give the day from which it is tested again.")]}
    if due_on <= today:
        return {"retest_on": [_("The re-test lies in the future: the data of today have been looked at.")]}
    if (due_on - today).days > RETEST_WITHIN_DAYS:
        return {"retest_on": [_("The re-test lies within two years.")]}
    return {}


def review_problems(*, author: int | None, reviewer: int | None, agreed: bool, remarks: str, reviewed: bool) -> dict[str, list[str]]:
    """Why a review may not be recorded, by field. `author` and `reviewer` are numbers of accounts."""
    if reviewed:
        return {"": [_("This answer was reviewed already.")]}
    if reviewer is not None and reviewer == author:
        return {"": [_("Somebody else reviews an answer, not whoever gave it.")]}
    if not agreed and len(remarks.split()) < SENTENCE_WORDS:
        return {"remarks": [_("Say in a whole sentence what is missing, so that the answer can be given anew.")]}
    return {}


def hypothesis_problems(words: str, known: Sequence[str]) -> dict[str, list[str]]:
    """Why a hypothesis may not be added, by field."""
    if len(words.split()) < SENTENCE_WORDS:
        return {"words": [_("Write the hypothesis as a whole sentence that can turn out to be wrong.")]}
    if words.strip().casefold() in {each.casefold() for each in known}:
        return {"words": [_("This hypothesis stands on the list already.")]}
    return {}


def hypothesis_test_problems(*, finding: str, words: str, evidence: str) -> dict[str, list[str]]:
    """Why a test of a hypothesis may not be recorded, by field."""
    problems: dict[str, list[str]] = {}
    if finding not in ("supported", "not_supported", "cannot_tell"):
        problems["finding"] = [_("Say what was found.")]
    if len(words.split()) < SENTENCE_WORDS:
        problems["words"] = [_("Say in a whole sentence how it was tested and what was seen.")]
    if len(evidence.split()) < 2:
        problems["evidence"] = [_("Say what shows it and where it lies: a table, a view of the workbench, a review of cases.")]
    return problems


def raising_problem(*, needs_review: bool, raised_already: bool) -> str:
    """Why no signal can be raised for a group, or ""."""
    if raised_already:
        return _("A signal was raised for this group of this table already.")
    return "" if needs_review else _("This group does not meet the rule for review, so there is no signal to raise.")
