"""What a point has become, what may be done with it next, and what in free text may identify a person. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.actions.rules import State as ActionState


class State(StrEnum):
    RAISED = "raised"
    ANSWERED = "answered"
    CHANGED = "changed"
    TOLD = "told"


class Standing(StrEnum):
    """What the service may truthfully say it does about a point: never typed, always read off the answer and the actions."""

    WAITING = "waiting"
    NEEDS_MORE = "needs_more"
    THANKED = "thanked"
    NOTHING_PLANNED = "nothing_planned"
    PLANNED = "planned"
    DONE = "done"
    CANNOT = "cannot"


# A point that has waited longer than this for an answer is overdue: four weeks, the longest gap between two monthly meetings.
RESPONSE_DAYS = 28
MOST_WORDS = 4000  # characters of one point

# What a point can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.RAISED, "answered, or an action raised from it", State.ANSWERED),
    (State.ANSWERED, "a later answer needs more, and no action was raised", State.RAISED),
    (State.ANSWERED, "an action from it achieved, with evidence", State.CHANGED),
    (State.ANSWERED, "those who said it told", State.TOLD),
    (State.CHANGED, "those who said it told", State.TOLD),
    (State.CHANGED, "the action slipped back", State.ANSWERED),
    (State.CHANGED, "the action slipped back, and they had been told of the answer", State.TOLD),
    (State.TOLD, "a later answer needs more, and no action was raised", State.RAISED),
    (State.TOLD, "a new answer nobody was told of", State.ANSWERED),
    (State.TOLD, "a change, or a new answer after one, nobody was told of", State.CHANGED),
)


@dataclass(frozen=True)
class Facts:
    """The days that decide a point's state.

    `answered_on`: see the function of that name; `changed_on`: the latest day an action from it was achieved with evidence;
    `told_on`: the latest telling.
    """

    answered_on: date | None = None
    changed_on: date | None = None
    told_on: date | None = None

    @property
    def to_tell_since(self) -> date | None:
        """The day from which a telling counts: of the answer, or of the change that came after it."""
        if self.answered_on is None:
            return None
        return max(self.answered_on, self.changed_on or self.answered_on)


def answered_on(*, latest_outcome: str | None, latest_answer_on: date | None, acted_on: date | None) -> date | None:
    """The day from which a point counts as answered, or None: by an answer that does not need more, or by an action raised from it.

    `acted_on` is the day the first action was raised. Where there are both, the latest answer is the one to be told of.
    """
    counts = latest_outcome is not None and latest_outcome != "needs_more"
    return (latest_answer_on or acted_on) if counts or acted_on else None


def state_of(facts: Facts) -> State:
    """A telling counts only on or after what there was to tell: an answer or a change nobody heard of leaves the loop open."""
    since = facts.to_tell_since
    if since is None:
        return State.RAISED
    if facts.told_on and facts.told_on >= since:
        return State.TOLD
    return State.CHANGED if facts.changed_on else State.ANSWERED


def broken_link(facts: Facts, *, said_on: date, today: date) -> str | None:
    """What is missing in the loop, as a sentence; None where it closed."""
    state = state_of(facts)
    if state is State.TOLD:
        return None
    if state is State.RAISED:
        return _waiting_words(days_waiting(said_on, today))
    happened = _("answered %(day)s") if state is State.ANSWERED else _("something changed %(day)s")
    since = facts.to_tell_since
    missing = _("nobody has been told") if facts.told_on is None else _("nobody has been told since")
    return f"{happened % {'day': said_day(since, today)}}; {missing}" if since else None


def said_day(day: date, today: date) -> str:
    """“7 March” within this year, “7 March 2025” otherwise."""
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def _waiting_words(days: int) -> str:
    if days == 0:
        return _("nobody has answered yet")
    words = ngettext("nobody has answered for %(days)d day", "nobody has answered for %(days)d days", days) % {"days": days}
    if days <= RESPONSE_DAYS:
        return words
    return _("%(words)s; an answer is due within %(due)d") % {"words": words, "due": RESPONSE_DAYS}


def days_waiting(said_on: date, today: date) -> int:
    return (today - said_on).days


def overdue(said_on: date, today: date) -> bool:
    """Whether an unanswered point has waited too long."""
    return days_waiting(said_on, today) > RESPONSE_DAYS


def overdue_before(today: date) -> date:
    """Points said before this day and not answered are overdue."""
    return today - timedelta(days=RESPONSE_DAYS)


def standing_of(outcome: str | None, action_states: Sequence[ActionState]) -> Standing:
    """*Planned*, *done* or *cannot*: from the outcome of the latest answer (None: not answered) and the states of the actions."""
    if action_states:
        return Standing.DONE if all(state is ActionState.ACHIEVED for state in action_states) else Standing.PLANNED
    by_outcome = {None: Standing.WAITING, "needs_more": Standing.NEEDS_MORE, "thanked": Standing.THANKED, "not_accepted": Standing.CANNOT}
    return by_outcome.get(outcome, Standing.NOTHING_PLANNED)


def point_problem(*, words: str, said_on: date, today: date) -> tuple[str, str] | None:
    """The field at fault and why this point may not be recorded, or None."""
    if not words.strip():
        return "words", _("Write what was said, in the words it was said.")
    if len(words) > MOST_WORDS:
        return "words", _("This is longer than two pages. Record each thing that was said as a point of its own.")
    if said_on > today:
        return "said_on", _("A point cannot have been said in the future.")
    return None


def answer_problem(*, outcome: str, words: str, reason: str, on: date, nature: str, said_on: date, today: date) -> tuple[str, str] | None:
    """The field at fault and why this answer may not be given, or None."""
    if not words.strip():
        return "words", _("Write what we answer, in words the person who said it would understand.")
    if outcome == "thanked" and nature != "praise":
        return "outcome", _("Thanks alone answer praise. A concern, a question or an idea needs an answer to what was said.")
    if outcome == "not_accepted" and not reason.strip():
        return "reason", _("Give the reason: people are owed one when we do not accept what they said.")
    if on > today:
        return "on", _("An answer cannot be dated in the future.")
    if on < said_on:
        return "on", _("The answer is dated before the point was raised (%(day)s).") % {"day": date_format(said_on, "j F Y")}
    return None


def telling_problem(*, facts: Facts, on: date, who: str, words: str, said_on: date, today: date) -> tuple[str, str] | None:
    """The field at fault and why this telling may not be recorded, or None."""
    if facts.answered_on is None:
        return "", _("There is nothing to tell yet: answer the point, or raise an action from it, first.")
    if on > today:
        return "on", _("A telling cannot be dated in the future.")
    if on < said_on:
        return "on", _("The telling is dated before the point was raised (%(day)s).") % {"day": date_format(said_on, "j F Y")}
    if on < facts.answered_on:
        return "on", _("The telling is dated before the answer (%(day)s).") % {"day": date_format(facts.answered_on, "j F Y")}
    if not who.strip():
        return "who", _("Say which person or group was told.")
    return ("words", _("Write what they were told.")) if not words.strip() else None
