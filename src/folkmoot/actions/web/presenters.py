"""Actions in words: states, due dates, and what happened, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.models import Action, DueMove, Review
from folkmoot.actions.queries import CLOSED
from folkmoot.actions.rules import State

STATE_WORDS: dict[State, Promise] = {
    State.OVERDUE: _("Overdue"),
    State.IN_PROGRESS: _("In progress"),
    State.PLANNED: _("Planned"),
    State.ACHIEVED: _("Achieved"),
    State.ENDED: _("Ended, not done"),
}
STATE_COLOURS = {
    State.OVERDUE: "orange", State.IN_PROGRESS: "light-blue", State.PLANNED: "grey", State.ACHIEVED: "turquoise", State.ENDED: "grey",
}  # fmt: skip


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
    """One action as a line of the list. `due_words` is empty for an action that was achieved or ended.

    Where nobody owns it, or its date was moved, the line says so unasked.
    """

    action: Action
    state_words: Promise
    state_colour: str
    due_words: str
    ownerless: bool = False
    redated_words: str = ""


def line_of(action: Action, state: State, today: date) -> Line:
    """Of a row of `actions`; a row of `list_actions` says as well whether anybody owns it and how often its date was moved."""
    closed = state in CLOSED
    due_words = "" if closed else due_in_words(action.due_on, today)
    ownerless = not closed and getattr(action, "ownerless", action.owner_id is None)
    return Line(action, STATE_WORDS[state], STATE_COLOURS[state], due_words, ownerless, redated_in_words(getattr(action, "redated", 0)))


def redated_in_words(times: int) -> str:
    """“date moved 3 times”; nothing for a date that was never moved."""
    return ngettext("date moved once", "date moved %(number)d times", times) % {"number": times} if times else ""


def owner_in_words(action: Action) -> str:
    return str(action.owner) if action.owner_id else gettext("nobody has taken it on")


@dataclass(frozen=True)
class Happening:
    """One dated thing on an action's timeline. `by` is empty where the product itself wrote it."""

    on: date
    heading: str | Promise
    words: str
    kept_at: str
    by: str


def history_of(action: Action) -> list[Happening]:
    """All that was recorded on an action, the newest first; of one day the latest kept first."""
    happened = [
        *_steps(action),
        *(Happening(one.on, gettext("Evidence"), one.title, one.kept_at, _name(one.by)) for one in action.evidence.select_related("by")),
        *(Happening(one.on, gettext("Date moved"), _moved(one), "", _name(one.by)) for one in action.due_moves.select_related("by")),
        *_handed_over(action),
        *_asked(action),
        *(Happening(one.on, one.get_verdict_display(), _reviewed(one), "", _name(one.by)) for one in action.reviews.select_related("by")),
    ]
    if action.ended_on:
        happened.append(Happening(action.ended_on, STATE_WORDS[State.ENDED], action.ended_why, "", ""))
    return sorted(happened, key=lambda happening: happening.on)[::-1]


def _steps(action: Action) -> Iterator[Happening]:
    for step in action.progress.select_related("by"):
        heading = step.get_level_display()
        if step.reopens:
            heading = gettext("Reopened: %(level)s") % {"level": heading}
        elif step.rolled_up:
            heading = gettext("%(level)s, from its sub-actions") % {"level": heading}
        yield Happening(step.on, heading, step.note, "", _name(step.by))


def _moved(move: DueMove) -> str:
    days = {"was": date_format(move.was_due_on, "j F Y"), "now": date_format(move.now_due_on, "j F Y"), "reason": move.reason}
    return gettext("From %(was)s to %(now)s: %(reason)s") % days


def _handed_over(action: Action) -> Iterator[Happening]:
    for one in action.handovers.select_related("from_owner", "to_owner", "by"):
        words = gettext("From %(was)s to %(now)s.") if one.from_owner else gettext("%(now)s took it on.")
        said = words % {"was": one.from_owner, "now": one.to_owner}
        yield Happening(one.on, gettext("Handed over"), f"{said} {one.note}".strip(), "", _name(one.by))


def _asked(action: Action) -> Iterator[Happening]:
    for one in action.askings.select_related("by"):
        yield Happening(
            one.on, gettext("The partner replied") if one.is_reply else gettext("The partner was asked"), one.words, "", _name(one.by)
        )


def _reviewed(review: Review) -> str:
    figures = [
        gettext("Before: %(figure)s.") % {"figure": review.before} if review.before else "",
        gettext("After: %(figure)s.") % {"figure": review.after} if review.after else "",
        gettext("Source: %(source)s.") % {"source": review.source} if review.source else "",
    ]
    return " ".join(one for one in (review.words, *figures) if one)


def _name(who: object | None) -> str:
    return str(who) if who else ""
