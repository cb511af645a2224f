"""When a decision may be made ready and taken, and what stands after it was. No database, no clock."""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

EARLIEST = date(1986, 10, 1)  # the day the Crown Prosecution Service began its work
LEAST_OPTIONS = 2
SENTENCE_WORDS = 4


class State(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    TAKEN = "taken"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


# What a decision can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "options and evidence complete", State.READY),
    (State.READY, "taken back to be changed", State.DRAFT),
    (State.READY, "taken by the decider in their own name", State.TAKEN),
    (State.READY, "entered from a paper record", State.TAKEN),
    (State.DRAFT, "withdrawn, with reason", State.WITHDRAWN),
    (State.READY, "withdrawn, with reason", State.WITHDRAWN),
    (State.TAKEN, "a later decision was taken in its place", State.SUPERSEDED),
)


def state_of(*, ready: bool, taken: bool, superseded: bool, withdrawn: bool) -> State:
    """Where a decision stands, derived from what was done with it."""
    if taken:
        return State.SUPERSEDED if superseded else State.TAKEN
    if withdrawn:
        return State.WITHDRAWN
    return State.READY if ready else State.DRAFT


def writing_problem(state: State) -> str | None:
    """Why nothing in a decision may be changed now, or None. After it was taken there is no way back: only later notes."""
    if state in (State.TAKEN, State.SUPERSEDED):
        return _("This decision has been taken: what it says and what was considered stay as they were. Add a later note or a correction.")
    if state is State.WITHDRAWN:
        return _("This decision was withdrawn. Begin a new one.")
    if state is State.READY:
        return _("This decision is ready for the decider. Take it back first, then change it.")
    return None


def wording_problems(*, title: str, question: str) -> dict[str, list[str]]:
    """Why a decision may not be stored with these words, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not title.strip():
        problems["title"] = [_("Give it a title.")]
    if len(question.split()) < SENTENCE_WORDS:
        problems["question"] = [_("Say in a sentence what is to be decided, for example “Should letters go out in Easy Read?”.")]
    return problems


def ready_problems(*, options: int, unreasoned: int, considered: int) -> list[str]:
    """Why a decision is not ready for its decider; empty when it is."""
    problems = []
    if options < LEAST_OPTIONS:
        problems.append(_("Give at least two options; to leave things as they are is one."))
    if unreasoned:
        problems.append(
            ngettext(
                "One option has no reasons for or against.", "%(number)d options have no reasons for or against.", unreasoned
            ) % {"number": unreasoned}
        )  # fmt: skip
    if not considered:
        problems.append(_("Choose what is to be considered: points, findings, consultations, documents."))
    return problems


def taking_problems(
    *, state: State, is_decider: bool, prepared_it: bool, outcome: str, reasons: str, chosen: bool, unweighed: int, assessed: bool,
    no_assessment_why: str, on: date | None, on_paper: str, today: date,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a decision may not be taken so, by field; empty when it may.

    Taken in the product it bears today's date (`on` None). From a paper record it bears the day of the paper, and says where
    the paper is kept.
    """
    if state is not State.READY:
        return {"": [_("Only a decision that is ready can be taken.")]}
    problems: dict[str, list[str]] = {}
    problem = signing_problem(is_decider=is_decider, prepared_it=prepared_it, on_paper=on_paper)
    if problem:
        problems[""] = [problem]
    if not chosen:
        problems["chosen"] = [_("Choose the option that was decided on.")]
    if len(outcome.split()) < SENTENCE_WORDS:
        problems["outcome"] = [_("Say in a sentence what is decided.")]
    if len(reasons.split()) < SENTENCE_WORDS:
        problems["reasons"] = [_("Give the reasons in a sentence at least.")]
    if unweighed:
        problems["together"] = [
            ngettext(
                "One concern was not weighed. Say in a sentence how it was.",
                "%(number)d concerns were not weighed. Say in a sentence how each was, or how they were together.", unweighed,
            ) % {"number": unweighed}
        ]  # fmt: skip
    if not assessed and len(no_assessment_why.split()) < SENTENCE_WORDS:
        problems["no_assessment_why"] = [
            _("No equality impact assessment was signed before this decision. Have one signed first, or say why none is needed.")
        ]
    return problems | _day_problems(on, on_paper, today)


def signing_problem(*, is_decider: bool, prepared_it: bool, on_paper: str) -> str | None:
    """Why this person may not take the decision, or enter it from a paper record for its decider, or None."""
    if is_decider:
        return None
    if not on_paper.strip():
        return _("Only the person named as decider can take this decision.")
    if prepared_it:
        return _("You prepared this decision: its decider, or somebody else who may sign decisions, enters it from the paper record.")
    return None


def _day_problems(on: date | None, on_paper: str, today: date) -> dict[str, list[str]]:
    if on is None:
        return {"on": [_("Give the day that the paper record bears.")]} if on_paper.strip() else {}
    if not EARLIEST <= on < today:
        return {"on": [_("A paper record bears a day in the past. A decision taken today is taken here.")]}
    return {} if on_paper.strip() else {"on_paper": [_("Say where the paper record is kept: without one, a decision bears today’s date.")]}


def evidence_problems(*, known: bool, title: str, sha256: str, left_out: bool, why: str) -> dict[str, list[str]]:
    """Why something may not be put before a decision so, by field. `known` says that it is a row of the product."""
    problems: dict[str, list[str]] = {}
    if not known and not title.strip():
        problems["title"] = [_("Give the title of the document.")]
    if sha256 and (len(sha256) != 64 or set(sha256.lower()) - set("0123456789abcdef")):
        problems["sha256"] = [_("A SHA-256 fingerprint has 64 characters, from 0 to 9 and a to f.")]
    if left_out and len(why.split()) < SENTENCE_WORDS:
        problems["why"] = [_("Say in a sentence why it is not considered.")]
    return problems


def later_problem(*, taken: bool, words: str) -> str | None:
    """Why a later note may not be added, or None."""
    if not taken:
        return _("The decision has not been taken yet: change it, or add what is known to what is considered.")
    return None if len(words.split()) >= SENTENCE_WORDS else _("Say in a sentence what is to be known.")


def withdrawal_problem(*, state: State, reason: str) -> str | None:
    if state not in (State.DRAFT, State.READY):
        return _("Only a decision that has not been taken can be withdrawn.")
    return None if len(reason.split()) >= SENTENCE_WORDS else _("Say in a sentence why it is withdrawn.")


def digest(value: Any) -> str:
    """SHA-256 of a value as canonical JSON: keys in order, no spaces, UTF-8. Numbers in it are whole; days are ISO 8601 words."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def differing(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """The names of the facts that are no longer as they were, in order."""
    return sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))


def withhold(text: str, found: Iterable[str], whole_words: Iterable[str] = ()) -> str:
    """The text without what may identify a person; the longest first, so that no part of one is left.

    `whole_words` are withheld only where they stand alone: “Ann” and not the beginning of “Annual”.
    """
    for each in sorted(set(found), key=len, reverse=True):
        text = text.replace(each, "[…]")
    for each in sorted(set(whole_words), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "[…]", text)
    return text
