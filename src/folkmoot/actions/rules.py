"""What may be done with an action, and what its state is. No database, no clock."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _


class State(StrEnum):
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    OVERDUE = "overdue"
    ACHIEVED = "achieved"


LEVELS = ("not_progressed", "in_progress", "substantial", "achieved")
LONGEST_DAYS = 3 * 366

# What an action can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.PLANNED, "progress recorded", State.IN_PROGRESS),
    (State.PLANNED, "due date passes", State.OVERDUE),
    (State.PLANNED, "achieved, with evidence", State.ACHIEVED),
    (State.IN_PROGRESS, "recorded as not progressed", State.PLANNED),
    (State.IN_PROGRESS, "due date passes", State.OVERDUE),
    (State.IN_PROGRESS, "achieved, with evidence", State.ACHIEVED),
    (State.OVERDUE, "due date moved, nothing done yet", State.PLANNED),
    (State.OVERDUE, "due date moved, under way", State.IN_PROGRESS),
    (State.OVERDUE, "achieved, with evidence", State.ACHIEVED),
    (State.ACHIEVED, "recorded as not progressed", State.PLANNED),
    (State.ACHIEVED, "progress recorded at a lower level", State.IN_PROGRESS),
    (State.ACHIEVED, "progress recorded at a lower level, past its due date", State.OVERDUE),
)


def state_of(*, levels: Sequence[str], has_evidence: bool, due_on: date, today: date) -> State:
    """Derive the state from the levels recorded (oldest first), evidence and the due date."""
    latest = levels[-1] if levels else "not_progressed"
    if latest == "achieved" and has_evidence:
        return State.ACHIEVED
    if due_on < today:
        return State.OVERDUE
    return State.PLANNED if latest == "not_progressed" else State.IN_PROGRESS


def smart_problems(*, title: str, measure: str, starts_on: date, due_on: date | None) -> dict[str, list[str]]:
    """Why an action is not SMART, by field; empty when it is. (Specific, measurable, assigned, realistic, timed.)"""
    problems: dict[str, list[str]] = {}
    if len(title.split()) < 3:
        problems["title"] = [_("Say what will be done in a few words, for example “Brief all hate crime prosecutors on special measures”.")]
    if len(measure.split()) < 2:
        problems["measure"] = [_("Say how we will know it worked, for example “30 prosecutors briefed, checked by attendance list”.")]
    due = _due_problem(starts_on, due_on)
    return problems | ({"due_on": [due]} if due else {})


def _due_problem(starts_on: date, due_on: date | None) -> str | None:
    if due_on is None:
        return _("Give the day by which it will be done.")
    if due_on < starts_on:
        return _("The due date is before the action starts (%(day)s).") % {"day": date_format(starts_on, "j F Y")}
    if (due_on - starts_on).days > LONGEST_DAYS:
        return _("The due date is more than three years away. Split the action into steps that can be followed.")
    return None


def progress_problem(*, level: str, note: str, has_evidence: bool, on: date, starts_on: date, today: date) -> tuple[str, str] | None:
    """The field at fault and why this progress may not be recorded, or None."""
    if level not in LEVELS:
        return "level", _("Choose one of the four levels of progress.")
    if not note.strip():
        return "note", _("Say what was done, in a sentence.")
    if on > today:
        return "on", _("Progress cannot be dated in the future.")
    if on < starts_on:
        return "on", _("Progress cannot be dated before the action started (%(day)s).") % {"day": date_format(starts_on, "j F Y")}
    if level == "achieved" and not has_evidence:
        return "level", _("An action is achieved only with evidence: add the evidence first, then record it as achieved.")
    return None


def evidence_problem(*, title: str, on: date, today: date) -> tuple[str, str] | None:
    """The field at fault and why this evidence may not be added, or None."""
    if not title.strip():
        return "title", _("Say what shows that it was done.")
    if on > today:
        return "on", _("Evidence cannot be dated in the future.")
    return None
