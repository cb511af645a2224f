"""Which facts a summary answers, in which order, and what may not stand in one. No database, no clock."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What panels asked of cases (published learning points of scrutiny panels): personal statements taken early, flags, uplifts sought and
# recorded, hearing records, special measures, letters to victims, joint working.
FIELDS: tuple[tuple[str, Promise], ...] = (
    ("kind_of_case", gettext_lazy("Kind of case")),
    ("relationship", gettext_lazy("How the people in it were connected")),
    ("happened", gettext_lazy("What happened")),
    ("flags", gettext_lazy("How the case was flagged")),
    ("known_then", gettext_lazy("What the prosecutor knew when deciding")),
    ("decision", gettext_lazy("What was decided")),
    ("charge", gettext_lazy("Charges, and whether hostility was part of them")),
    ("reasons", gettext_lazy("Reasons given for the decision")),
    ("stages", gettext_lazy("Stages, in days from the report")),
    ("vps", gettext_lazy("Victim Personal Statement")),
    ("special_measures", gettext_lazy("Special measures")),
    ("impact_statement", gettext_lazy("Community Impact Statement")),
    ("outcome", gettext_lazy("Outcome")),
    ("uplift", gettext_lazy("Sentence uplift: sought, announced, recorded")),
    ("hearing_record", gettext_lazy("What the hearing record says")),
    ("letters", gettext_lazy("What the victim was told, when and how")),
    ("missing", gettext_lazy("What the file does not say")),
)
FEWEST_PEOPLE = 100  # in the Area: fewer people with all of somebody's traits, and a neighbour knows who is meant
NEEDED = ("kind_of_case", "happened", "decision", "outcome")
_DAY = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rare:
    """Traits of one person that together so few people of the Area are expected to have. `people` is an estimate, None where unknown."""

    called: str
    traits: tuple[str, ...]
    people: float | None
    kept_why: str = ""


def summary_problems(values: Mapping[str, str]) -> dict[str, list[str]]:
    """Why a summary may not be kept, by field: what is missing, and days of the calendar, by which cases are found in newspapers."""
    problems: dict[str, list[str]] = {}
    for name in NEEDED:
        if not values.get(name, "").strip():
            problems[name] = [_("Fill this in: the panel cannot judge the case without it.")]
    for name, words in values.items():
        if _DAY.search(words):
            problems.setdefault(name, []).append(
                _("A day of the calendar finds the case in a newspaper. Count from the report instead, such as “day 12”.")
            )
    return problems


def facts_of(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """What members read of a summary: the name of a field and its words, in order; nothing for one left blank."""
    return [(name, values[name].strip()) for name, _label in FIELDS if values.get(name, "").strip()]


def rare_unexplained(found: Sequence[Rare]) -> list[Rare]:
    """The rare combinations that nobody gave a reason for."""
    return [one for one in found if len(one.kept_why.split()) < 3]
