"""Who validates whom, what may be said at each step, and what is settled. No database, no clock."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

LEAST_WORDS = 5
LEAST_AREAS = 3
ACCEPTS, STANDS = "accepts", "stands"


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    TO_MODERATE = "to_moderate"
    SETTLED = "settled"


TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "submitted by the Area, and frozen", State.SUBMITTED),
    (State.SUBMITTED, "validated by another Area, which agrees throughout", State.SETTLED),
    (State.SUBMITTED, "validated by another Area, which sees another level", State.VALIDATED),
    (State.VALIDATED, "answered by the Area, which accepts throughout", State.SETTLED),
    (State.VALIDATED, "answered by the Area, which stands by a level", State.TO_MODERATE),
    (State.TO_MODERATE, "the last difference is moderated, with reasons", State.SETTLED),
)


@dataclass(frozen=True)
class Said:
    """What was said under one criterion by each side; None and "" where nothing was yet."""

    criterion: str
    level: int | None = None
    words: str = ""
    validator_level: int | None = None
    validator_reasons: str = ""
    reply: str = ""
    reply_words: str = ""
    moderated_level: int | None = None


def state_of(*, submitted: bool, validated: bool, answered: bool, settled: bool) -> State:
    """Where an assessment stands, from what was done."""
    if settled:
        return State.SETTLED
    if answered:
        return State.TO_MODERATE
    if validated:
        return State.VALIDATED
    return State.SUBMITTED if submitted else State.DRAFT


def possible_turns(areas: int) -> list[int]:
    """By how many places the circle of so many Areas may be turned so that none validates itself and no two validate each other."""
    return [turn for turn in range(1, areas) if 2 * turn % areas]


def rotation(areas: Sequence[int], held_before: int) -> dict[int, int]:
    """Who validates whom: Area -> its validator. `areas` in a fixed order; `held_before`: rounds before this one.

    The Areas stand in a circle that is turned a step further each round. Empty where fewer than three take part.
    """
    turns = possible_turns(len(areas))
    if not turns:
        return {}
    turn = turns[held_before % len(turns)]
    return {area: areas[(place + turn) % len(areas)] for place, area in enumerate(areas)}


def validator_problem(area: int, validator: int, pairs: Mapping[int, int]) -> str:
    """Why an Area may not be validated by another, or "". `pairs`: Area -> validator of the whole round as it stands."""
    if validator == area:
        return _("An Area never validates itself. Choose another Area.")
    if validator not in pairs:
        return _("That Area does not take part in this round. Choose one that does.")
    if pairs.get(validator) == area:
        return _("These two Areas would validate each other. Choose another, or change the other one first.")
    return ""


def days_problems(*, opens: date, self_due: date, validation_due: date, reply_due: date, moderation_due: date) -> dict[str, list[str]]:
    """Why the days of a round may not be so, by field."""
    days = {"self_due": self_due, "validation_due": validation_due, "reply_due": reply_due, "moderation_due": moderation_due}
    problems, before = {}, opens
    for field, day in days.items():
        if day <= before:
            problems[field] = [_("This day is not after the step before it. Give each step some time after the last.")]
        before = day
    return problems


def submitting_problems(said: Sequence[Said], supported: Collection[str]) -> list[str]:
    """Why an assessment may not be submitted. `supported`: criteria with evidence, or with figures that are pulled."""
    problems = []
    for one in said:
        if one.level is None or len(one.words.split()) < LEAST_WORDS:
            problems.append(_("“%(name)s” has no level with its reasons yet. Choose one and say why.") % {"name": one.criterion})
        elif one.level > 1 and one.criterion not in supported:
            problems.append(
                _("“%(name)s” stands above the lowest level without evidence. Link what shows it, or lower the level.")
                % {"name": one.criterion}
            )
    return problems


def validating_problems(*, level: int | None, own: int | None, reasons: str) -> dict[str, list[str]]:
    """Why a validator's line may not be stored, by field."""
    if level is None:
        return {"level": [_("Choose the level you see in the evidence: the Area’s own, or another.")]}
    if level != own and len(reasons.split()) < LEAST_WORDS:
        return {"reasons": [_("Another level needs reasons that the Area can work with. Say in a whole sentence what you miss or see.")]}
    return {}


def replying_problems(*, reply: str, words: str) -> dict[str, list[str]]:
    """Why an Area's answer to another level may not be stored, by field."""
    if reply not in {ACCEPTS, STANDS}:
        return {"reply": [_("Choose whether you accept the other Area’s level or stand by your own.")]}
    if reply == STANDS and len(words.split()) < LEAST_WORDS:
        return {"words": [_("Say in a whole sentence why you stand by it: headquarters reads both sides.")]}
    return {}


def moderating_problems(*, level: int | None, reasons: str) -> dict[str, list[str]]:
    """Why a moderation may not be stored, by field."""
    problems = {} if level else {"level": [_("Choose the level that is settled.")]}
    if len(reasons.split()) < LEAST_WORDS:
        problems["reasons"] = [_("Say in a whole sentence why: both Areas read it, and it stays.")]
    return problems


def differs(one: Said) -> bool:
    """Whether the validator sees another level than the Area."""
    return one.validator_level is not None and one.validator_level != one.level


def settled_level(one: Said) -> int | None:
    """The level that is settled, or None while a side still has to speak."""
    if one.validator_level is None:
        return None
    if not differs(one) or one.reply == ACCEPTS:
        return one.validator_level
    return one.moderated_level


def moved(before: int | None, now: int | None) -> str:
    """How a level compares with the one settled before: "up", "down", "same", "new" or "" where there is none now."""
    if now is None:
        return ""
    if before is None:
        return "new"
    return "same" if before == now else ("up" if now > before else "down")


def fingerprint_of(record: object) -> str:
    """SHA-256 of what was frozen, as canonical JSON."""
    return hashlib.sha256(json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
