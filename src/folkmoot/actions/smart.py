"""Whether an action is SMART: specific, measurable, assigned, realistic, timed. No database, no clock."""

from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

LONGEST_DAYS = 3 * 366


class Letter(StrEnum):
    SPECIFIC = "S"
    MEASURABLE = "M"
    ASSIGNED = "A"
    REALISTIC = "R"
    TIMED = "T"


# The field of an action that each letter asks for.
FIELDS: dict[Letter, str] = {
    Letter.SPECIFIC: "title",
    Letter.MEASURABLE: "measure",
    Letter.ASSIGNED: "owner",
    Letter.REALISTIC: "resources",
    Letter.TIMED: "due_on",
}


def smart_problems(
    *, title: str, measure: str, starts_on: date, due_on: date | None, resources: str | None = None, has_owner: bool = True
) -> dict[str, list[str]]:
    """Which letters are missing, by the field that would give them; empty when the action is SMART.

    `resources` None: what it takes was not asked (records made before it was, and files from elsewhere); "" is an answer, and none.
    """
    missing: dict[str, str | None] = {
        "title": missing_words(Letter.SPECIFIC) if len(title.split()) < 3 else None,
        "measure": missing_words(Letter.MEASURABLE) if len(measure.split()) < 2 else None,
        "owner": None if has_owner else missing_words(Letter.ASSIGNED),
        "resources": missing_words(Letter.REALISTIC) if resources is not None and len(resources.split()) < 2 else None,
        "due_on": _due_problem(starts_on, due_on),
    }
    return {field: [sentence] for field, sentence in missing.items() if sentence}


def missing_words(letter: Letter) -> str:
    """Which letter is missing and what to write, with an example."""
    return {
        Letter.SPECIFIC: _(
            "Specific is missing. Say what will be done in a few words, for example “Brief all hate crime prosecutors on special measures”."
        ),
        Letter.MEASURABLE: _(
            "Measurable is missing. Say how we will know it worked, for example “30 prosecutors briefed, checked by attendance list”."
        ),
        Letter.ASSIGNED: _("Assigned is missing. Choose the one person who owns it."),
        Letter.REALISTIC: _(
            "Realistic is missing. Say what it takes and that it is there, for example “two half days of a trainer, agreed with the unit”."
        ),
        Letter.TIMED: _("Timed is missing. Give the day by which it will be done."),
    }[letter]


def _due_problem(starts_on: date, due_on: date | None) -> str | None:
    if due_on is None:
        return missing_words(Letter.TIMED)
    if due_on < starts_on:
        return _("The due date is before the action starts (%(day)s).") % {"day": date_format(starts_on, "j F Y")}
    if (due_on - starts_on).days > LONGEST_DAYS:
        return _("The due date is more than three years away. Split the action into steps that can be followed.")
    return None
