"""What a plan must say. No database, no clock."""

from datetime import date

from django.utils.translation import gettext as _

LONGEST_YEARS = 10


def plan_problems(*, title: str, purpose: str, starts_on: date, ends_on: date) -> dict[str, list[str]]:
    """Why a plan may not be saved, by field; empty when it may."""
    problems = {
        "title": _("Give the plan a title of at least two words.") if len(title.split()) < 2 else "",
        "purpose": "" if purpose.strip() else _("Say in a sentence what the plan is for."),
        "ends_on": _end_problem(starts_on, ends_on),
    }
    return {field: [sentence] for field, sentence in problems.items() if sentence}


def _end_problem(starts_on: date, ends_on: date) -> str:
    if ends_on < starts_on:
        return _("The last day is before the first day.")
    if ends_on.year - starts_on.year > LONGEST_YEARS:
        return _("A plan runs for ten years at most.")
    return ""
