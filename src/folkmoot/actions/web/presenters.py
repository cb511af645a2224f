"""Actions in words: states, due dates, and what happened, in order."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.models import Action
from folkmoot.actions.rules import State

STATE_WORDS: dict[State, Promise] = {
    State.OVERDUE: _("Overdue"),
    State.IN_PROGRESS: _("In progress"),
    State.PLANNED: _("Planned"),
    State.ACHIEVED: _("Achieved"),
}
STATE_COLOURS = {State.OVERDUE: "orange", State.IN_PROGRESS: "light-blue", State.PLANNED: "grey", State.ACHIEVED: "turquoise"}


def due_in_words(due_on: date, today: date) -> str:
    """“due today”, “due in 5 days”, “12 days late”."""
    days = (due_on - today).days
    if days == 0:
        return gettext("due today")
    if days > 0:
        return ngettext("due in %(number)d day", "due in %(number)d days", days) % {"number": days}
    return ngettext("%(number)d day late", "%(number)d days late", -days) % {"number": -days}


@dataclass(frozen=True)
class Line:
    """One action as a line of the list. `due_words` is empty for an action that was achieved."""

    action: Action
    state_words: Promise
    state_colour: str
    due_words: str


def line_of(action: Action, state: State, today: date) -> Line:
    due_words = "" if state is State.ACHIEVED else due_in_words(action.due_on, today)
    return Line(action, STATE_WORDS[state], STATE_COLOURS[state], due_words)


@dataclass(frozen=True)
class Happening:
    """One dated thing on an action's timeline. `by` is empty where the product itself wrote it."""

    on: date
    heading: str | Promise
    words: str
    kept_at: str
    by: str


def history_of(action: Action) -> list[Happening]:
    """Progress and evidence, the newest first."""
    steps = [Happening(step.on, step.get_level_display(), step.note, "", _name(step.by)) for step in action.progress.select_related("by")]
    shown = [Happening(one.on, gettext("Evidence"), one.title, one.kept_at, _name(one.by)) for one in action.evidence.select_related("by")]
    return sorted([*shown, *steps], key=lambda happening: happening.on, reverse=True)


def _name(who: object | None) -> str:
    return str(who) if who else ""
