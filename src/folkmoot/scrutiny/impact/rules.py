"""Where a community impact statement stands, what may stand in it, and for what it may be used. No database, no clock.

A statement is a witness statement under section 9, compiled and owned by the police, generic or specific; it is not usable for the
evidential test, may inform the public interest, sentence and out-of-court resolutions, and is served on all parties (Crown Prosecution
Service, legal guidance on community impact statements). Generic ones are usually refreshed each quarter (Annex G). What must not stand
in one: the description of the crime, other offences, views on the defendant or the sentence (guidance of Northern Ireland).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from folkmoot.foundation.reference.files import Column, Table, one_of, read_table

FOLDER = Path(__file__).parent / "data"
KINDS = ("crime", "other_offences", "defendant", "sentence")
TABLE = Table(
    "forbidden.csv",
    (
        Column("kind", one_of(KINDS)), Column("words", required=True), Column("language", one_of(("en", "cy"))),
        Column("source", required=True),
    ),
    ("words",),
)  # fmt: skip
A_QUARTER = timedelta(days=92)
LONGEST_LIFE = timedelta(days=366)
LEAST_WORDS = 20
NOT_USED = "not_used"


class State(StrEnum):
    REQUESTED = "requested"
    DRAFT = "draft"
    SUPPLIED = "supplied"
    REVIEW_DUE = "review_due"
    WITHDRAWN = "withdrawn"


# What a statement can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.REQUESTED, "begun in the layout of Annex B", State.DRAFT),
    (State.DRAFT, "supplied by the police, signed, with a day of review", State.SUPPLIED),
    (State.SUPPLIED, "day of review passes", State.REVIEW_DUE),
    (State.SUPPLIED, "a new version supplied", State.SUPPLIED),
    (State.REVIEW_DUE, "a new version supplied", State.SUPPLIED),
    (State.REQUESTED, "withdrawn, with reason", State.WITHDRAWN),
    (State.DRAFT, "withdrawn, with reason", State.WITHDRAWN),
    (State.SUPPLIED, "withdrawn, with reason", State.WITHDRAWN),
    (State.REVIEW_DUE, "withdrawn, with reason", State.WITHDRAWN),
)


def state_of(*, withdrawn: bool, has_draft: bool, review_on: date | None, today: date) -> State:
    """Derive the state; `review_on` is that of the version supplied last, None where none was."""
    if withdrawn:
        return State.WITHDRAWN
    if review_on is None:
        return State.DRAFT if has_draft else State.REQUESTED
    return State.REVIEW_DUE if review_on < today else State.SUPPLIED


@dataclass(frozen=True)
class Forbidden:
    """Words that look as if they do not belong in a statement: `kind` of KINDS, `text` as written."""

    kind: str
    text: str


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((line.text("kind"), _pattern(line.text("words"))) for line in read_table(FOLDER, TABLE))


def _pattern(words: str) -> re.Pattern[str]:
    """Each word as it is, one that ends in * with any ending; between two words anything blank."""
    parts = [re.escape(word.removesuffix("*")) + (r"\w{0,12}" if word.endswith("*") else "") for word in words.split()]
    return re.compile(r"\b" + r"\s{1,3}".join(parts) + r"\b", re.IGNORECASE)


def forbidden_in(texts: Iterable[str]) -> list[Forbidden]:
    """What in these texts looks as if it describes the crime, other offences, or a view on defendant or sentence; each once.

    A list of words finds what people commonly write and no more: it does not replace a reader.
    """
    whole = "\n".join(texts)
    found = [Forbidden(kind, " ".join(match.group().split())) for kind, pattern in _patterns() for match in pattern.finditer(whole)]
    return list(dict.fromkeys(found))


def request_problems(
    *, kind: str, case_kind: str, affected: bool, requested_by: str, force: str, on: date | None, wanted_by: date | None, reference: str,
    identifying: Sequence[str], today: date,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a request may not be recorded, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if len(case_kind.split()) < 2:
        problems["case_kind"] = [_("Say the kind of case in a few words, for example “racially aggravated damage to a place of worship”.")]
    if identifying:
        problems["case_kind"] = [
            _("This may identify a person or a case: %(what)s. Say only the kind of case.") % {"what": "; ".join(identifying)}
        ]
    if not affected:
        problems["community_words"] = [_("Say which community: choose one that is known, or write it.")]
    if not requested_by.strip():
        problems["requested_by"] = [_("Say who asked for it: a unit or an office.")]
    if not force.strip():
        problems["force"] = [_("Name the police force: the police compile and own the statement.")]
    if on is None or on > today:
        problems["requested_on"] = [_("Give the day on which it was asked for, not in the future.")]
    elif wanted_by is not None and wanted_by < on:
        problems["wanted_by"] = [_("It cannot be wanted before it was asked for.")]
    if kind == "generic" and reference.strip():
        problems["reference"] = [_("A generic statement is of no single case. Leave the reference out, or make it a specific one.")]
    return problems


def version_problems(
    *, sources: str, impact: str, found: Sequence[Forbidden], vouched_why: str, identifying: Sequence[str], names_nobody: bool
) -> dict[str, list[str]]:
    """Why a draft may not be kept, by field; empty when it may. What looks forbidden needs a person's reason."""
    problems: dict[str, list[str]] = {}
    if len(impact.split()) < LEAST_WORDS:
        problems["impact"] = [_("Say in some sentences what the crime does to the community, best with what people said themselves.")]
    if not re.search(r"\d", sources):
        problems["sources"] = [
            _("Say where the community said it and how many took part, for example “a meeting of 14 people on 3 March”.")
        ]
    if found and not vouched_why.strip():
        listed = "; ".join(f"“{each.text}”" for each in found)
        problems["vouched_why"] = [
            _(
                "This looks as if it describes the crime, other offences, or a view on defendant or sentence: %(what)s."
                " Take it out, or say why it belongs in the statement."
            )
            % {"what": listed}
        ]
    if identifying and not names_nobody:
        problems["names_nobody"] = [
            _("This may identify a person: %(what)s. Take it out, or confirm that it identifies nobody.") % {"what": "; ".join(identifying)}
        ]
    return problems


def supplying_problems(
    *, police_owner: str, on: date | None, asked_on: date, review_on: date | None, generic: bool, today: date
) -> dict[str, list[str]]:
    """Why a draft may not become what the police supplied, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not police_owner.strip():
        problems["police_owner"] = [_("Say who owns it in the police: a statement that nobody owns cannot be served.")]
    if on is None or not asked_on <= on <= today:
        problems["on"] = [_("Give the day it was supplied: since it was asked for, and not in the future.")]
    if review_on is None or (on is not None and review_on <= on):
        problems["review_on"] = [_("Give a later day by which it is reviewed; a generic statement is usually renewed each quarter.")]
    elif generic and on is not None and review_on > on + LONGEST_LIFE:
        problems["review_on"] = [_("A generic statement has a fixed life of at most a year. It is usually renewed each quarter.")]
    return problems


def use_problems(
    *, state: State, supplied: bool, generic: bool, purpose: str, purposes: Sequence[str], on: date | None, today: date
) -> dict[str, list[str]]:
    """Why a version may not be put into a case, by field; empty when it may."""
    if purpose not in purposes:
        return {"purpose": [never_evidence()]}
    if state is State.WITHDRAWN:
        return {"": [_("It was withdrawn.")]}
    if not supplied:
        return {"": [_("The police have not supplied it yet. Only a signed statement can be put into a case.")]}
    if generic and state is State.REVIEW_DUE:
        return {"": [_("Its day of review has passed. Have a new version supplied before it is used again.")]}
    return {} if on is not None and on <= today else {"on": [_("Give the day, not in the future.")]}


def never_evidence() -> str:
    return _(
        "A community impact statement is never evidence for a charge. It may inform sentence, public interest or a resolution out of court."
    )


def service_problems(*, put_in_on: date, on: date | None, all_parties: bool, served_already: bool, today: date) -> dict[str, list[str]]:
    """Why service may not be recorded, by field; empty when it may."""
    if served_already:
        return {"": [_("It is recorded already when it was served.")]}
    problems: dict[str, list[str]] = {}
    if on is None or not put_in_on <= on <= today:
        problems["on"] = [_("Give the day it was served: since it was put into the case, and not in the future.")]
    if not all_parties:
        problems["all_parties"] = [_("It must be served on all parties, the defence too, before it can be used.")]
    return problems


def outcome_problems(
    *, used: str, words: str, served_on: date | None, put_in_on: date, on: date | None, done: bool, today: date
) -> dict[str, list[str]]:
    """Why it may not be recorded how it was used, by field; empty when it may."""
    if done:
        return {"": [_("It is recorded already how it was used.")]}
    problems: dict[str, list[str]] = {}
    if used != NOT_USED and served_on is None:
        problems["used"] = [_("It cannot have been used before it was served on all parties. Record first when it was served.")]
    if used == NOT_USED and not words.strip():
        problems["words"] = [_("Say why it was not used: those who gave it will ask.")]
    if on is None or not (served_on or put_in_on) <= on <= today:
        problems["on"] = [_("Give the day of the sentence or decision, not before it was served, and not in the future.")]
    return problems
