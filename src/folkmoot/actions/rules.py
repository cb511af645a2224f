"""What may be done with an action, and what its state is. No database, no clock."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _


class State(StrEnum):
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    OVERDUE = "overdue"
    ACHIEVED = "achieved"
    ENDED = "ended"


VERDICTS = ("worked", "partly", "no", "cannot_tell")
LEVELS = ("not_progressed", "in_progress", "substantial", "achieved")
REVIEW_MONTHS = 3  # after an action was achieved it is asked whether it worked, and again after “cannot tell yet”

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
    (State.ACHIEVED, "reopened with a reason, nothing done yet", State.PLANNED),
    (State.ACHIEVED, "reopened with a reason", State.IN_PROGRESS),
    (State.ACHIEVED, "reopened with a reason, past its due date", State.OVERDUE),
    (State.PLANNED, "ended, with a reason", State.ENDED),
    (State.IN_PROGRESS, "ended, with a reason", State.ENDED),
    (State.OVERDUE, "ended, with a reason", State.ENDED),
)


def state_of(*, levels: Sequence[str], has_evidence: bool, due_on: date, today: date, ended: bool = False) -> State:
    """Derive the state from the levels recorded (oldest first), evidence, the due date and whether it was ended undone."""
    latest = levels[-1] if levels else "not_progressed"
    if ended:
        return State.ENDED
    if latest == "achieved" and has_evidence:
        return State.ACHIEVED
    if due_on < today:
        return State.OVERDUE
    return State.PLANNED if latest == "not_progressed" else State.IN_PROGRESS


def closed_problem(state: State) -> str | None:
    """Why nothing may be altered in an action any more, or None while it is open."""
    if state is State.ACHIEVED:
        return _("This action is achieved, and what was recorded is locked. To go on with it, reopen it and say why.")
    if state is State.ENDED:
        return _("This action was ended. Raise a new one if it is to be done after all.")
    return None


def moving_problem(*, reason: str) -> str | None:
    """Why a due date may not be moved, or None."""
    return None if reason.strip() else _("Say why the due date is moved. The earlier date and the reason stay with the action.")


def ending_problem(*, state: State, reason: str) -> tuple[str, str] | None:
    """The field at fault and why an action may not be ended undone, or None."""
    if closed := closed_problem(state):
        return "", closed
    return None if reason.strip() else ("reason", _("Say why it will not be done. The reason stays with the action."))


def reopening_problem(*, state: State, level: str, reason: str, on: date, last_on: date | None, today: date) -> tuple[str, str] | None:
    """The field at fault and why an achieved action may not be taken up again, or None. `last_on`: the day of its latest step."""
    if state is not State.ACHIEVED:
        return "", _("Only an achieved action can be reopened.")
    if level not in LEVELS[:-1]:
        return "level", _("Choose how far it has really got: one of the three levels below achieved.")
    if not reason.strip():
        return "reason", _("Say why it is reopened. The reason stays with the action.")
    if on > today:
        return "on", _("It cannot be reopened in the future.")
    if last_on and on < last_on:
        return "on", _("It cannot be reopened before it was achieved (%(day)s).") % {"day": date_format(last_on, "j F Y")}
    return None


def family_problem(*, parent_is_part: bool, has_parts: bool, same_area: bool, is_itself: bool) -> str | None:
    """Why an action may not be part of another, or None. One level of sub-actions is kept."""
    if is_itself:
        return _("An action cannot be part of itself.")
    if parent_is_part or has_parts:
        return _("Sub-actions have no sub-actions of their own. Make it part of the action at the top.")
    return None if same_area else _("A sub-action is of the same Area as the action it is part of.")


def partner_problem(*, agency: str, partner_name: str) -> str | None:
    """Why the partner is not named well enough, or None."""
    return _("Name the partner organisation that will do it.") if agency == "partner" and not partner_name.strip() else None


def plan_problem(*, plan_area: int | None, area: int | None) -> str | None:
    """Why an action may not stand in a plan, or None: a plan of the whole service takes any, an Area's only its own."""
    return None if plan_area is None or plan_area == area else _("This plan belongs to another Area.")


def handover_problem(*, is_same: bool, on: date, starts_on: date, today: date) -> tuple[str, str] | None:
    """The field at fault and why an action may not be handed over, or None."""
    if is_same:
        return "to", _("This person owns it already.")
    if on > today:
        return "on", _("It cannot be handed over in the future. Record it on the day.")
    if on < starts_on:
        return "on", _("It cannot be handed over before it started (%(day)s).") % {"day": date_format(starts_on, "j F Y")}
    return None


def months_later(day: date, months: int) -> date:
    """The same day some months on; the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def review_due_on(*, achieved_on: date, reviews: Sequence[tuple[date, str]]) -> date | None:
    """When to ask whether it worked: three months after it was achieved, and after each “cannot tell yet”; None once answered.

    `reviews`: day and verdict of each, the oldest first; those from before it was (again) achieved do not count.
    """
    since = [(on, verdict) for on, verdict in reviews if on >= achieved_on]
    if any(verdict != "cannot_tell" for _on, verdict in since):
        return None
    return months_later(since[-1][0] if since else achieved_on, REVIEW_MONTHS)


def review_asks_back_to(today: date) -> date:
    """The latest day from which three months have passed by today."""
    day = months_later(today, -REVIEW_MONTHS)
    while months_later(day + timedelta(days=1), REVIEW_MONTHS) <= today:
        day += timedelta(days=1)
    return day


def review_problem(*, state: State, verdict: str, after: str, source: str, words: str, on: date, achieved_on: date | None, today: date) -> (
    tuple[str, str] | None
):  # fmt: skip
    """The field at fault and why this review may not be recorded, or None. A verdict rests on a figure and its source."""
    if state is not State.ACHIEVED or achieved_on is None:
        return "", _("Whether an action worked is asked once it is achieved.")
    if verdict not in VERDICTS:
        return "verdict", _("Choose whether it worked.")
    if verdict != "cannot_tell" and not after.strip():
        return "after", _("Give the figure afterwards. Without one, choose “We cannot tell yet”.")
    if after.strip() and not source.strip():
        return "source", _("Say where the figures come from.")
    if not words.strip():
        return "words", _("Say in a sentence what was learned, or why we cannot tell yet.")
    if on > today:
        return "on", _("A review cannot be dated in the future.")
    if on < achieved_on:
        return "on", _("A review cannot be dated before the action was achieved (%(day)s).") % {"day": date_format(achieved_on, "j F Y")}
    return None


def asking_problem(*, agency: str, words: str, on: date, today: date) -> tuple[str, str] | None:
    """The field at fault and why asking a partner may not be recorded, or None."""
    if agency == "cps":
        return "", _("Only an action of a partner is followed up by asking.")
    if not words.strip():
        return "words", _("Write what was asked, or what they replied.")
    return ("on", _("This cannot be dated in the future.")) if on > today else None


def progress_problem(
    *, level: str, note: str, has_evidence: bool, on: date, starts_on: date, today: date, last_on: date | None = None
) -> tuple[str, str] | None:
    """The field at fault and why this progress may not be recorded, or None. `last_on`: the day of the latest step."""
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
    if level == "achieved" and last_on and on < last_on:
        return "on", _("It was not achieved before its latest step (%(day)s).") % {"day": date_format(last_on, "j F Y")}
    return None


def evidence_problem(*, title: str, on: date, today: date) -> tuple[str, str] | None:
    """The field at fault and why this evidence may not be added, or None."""
    if not title.strip():
        return "title", _("Say what shows that it was done.")
    if on > today:
        return "on", _("Evidence cannot be dated in the future.")
    return None
