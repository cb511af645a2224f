"""What a local plan needs to be complete, and what a review of it must say. No database, no clock.

Source: strategy S000 asks every Area, Division and Directorate for a local diversity and inclusion plan (M35); what makes an action
SMART is in `actions.smart`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

SENTENCE_WORDS = 4
FEWEST_ACTIONS = 3


class Part(StrEnum):
    """What a complete plan has."""

    ACTIONS = "actions"
    OWNERS = "owners"
    AIM = "aim"
    REVIEWED = "reviewed"
    CURRENT = "current"


@dataclass(frozen=True)
class Facts:
    """What is known of a plan: its actions, those without an owner, whether it names an aim, when it ends and is looked at next."""

    actions: int
    ownerless: int
    aim: bool
    ends_on: date
    review_on: date


def missing_of(facts: Facts, today: date) -> tuple[Part, ...]:
    """The parts a plan lacks; none where it is complete."""
    lacking = {
        Part.ACTIONS: facts.actions < FEWEST_ACTIONS,
        Part.OWNERS: facts.ownerless > 0,
        Part.AIM: not facts.aim,
        Part.REVIEWED: facts.review_on < today,
        Part.CURRENT: facts.ends_on < today,
    }
    return tuple(part for part, lacks in lacking.items() if lacks)


def review_problems(*, words: str, next_on: date, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if len(words.split()) < SENTENCE_WORDS:
        problems["words"] = [_("Say in a sentence what was found, so that it can be read next year.")]
    if next_on <= today:
        problems["next_on"] = [_("Give a day still to come.")]
    return problems
