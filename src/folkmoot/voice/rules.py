"""What a point has become, by when it is answered, and what may be done with it next. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.actions.rules import State as ActionState
from folkmoot.stats.intervals import Estimate, wilson


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
# Where an answer is owed sooner, or by a rule of its own: by where the point came from, in days.
RESPONSE_DAYS_OF: dict[str, int] = {
    "complaint": 28,  # twenty working days, as complaints are answered
    "social": 14,  # a post that is answered after a month is no longer a conversation
}
REMIND_DAYS = 7  # those who answer are reminded this long before an answer is due
MOST_WORDS = 4000  # characters of a point shown on every page; what is longer is kept whole beside it
LONGEST = 1_500_000  # characters of the longest point that is kept: some 250,000 words

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


def broken_link(facts: Facts, *, said_on: date, today: date, due: date | None = None) -> str | None:
    """What is missing in the loop, as a sentence; None where it closed. `due`: by when an answer is owed (`due_on`)."""
    state = state_of(facts)
    if state is State.TOLD:
        return None
    if state is State.RAISED:
        return _waiting_words(days_waiting(said_on, today), ((due or due_on(said_on)) - said_on).days)
    happened = _("answered %(day)s") if state is State.ANSWERED else _("something changed %(day)s")
    since = facts.to_tell_since
    missing = _("nobody has been told") if facts.told_on is None else _("nobody has been told since")
    return f"{happened % {'day': said_day(since, today)}}; {missing}" if since else None


def said_day(day: date, today: date) -> str:
    """“7 March” within this year, “7 March 2025” otherwise."""
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def _waiting_words(days: int, within: int) -> str:
    if days == 0:
        return _("nobody has answered yet")
    words = ngettext("nobody has answered for %(days)d day", "nobody has answered for %(days)d days", days) % {"days": days}
    if days <= within:
        return words
    return _("%(words)s; an answer is due within %(due)d") % {"words": words, "due": within}


def days_waiting(said_on: date, today: date) -> int:
    return (today - said_on).days


def due_on(said_on: date, origin_kind: str = "", promise_due: date | None = None) -> date:
    """By when an answer is owed: by the source, or for a promise by the day it was promised for."""
    return promise_due or said_on + timedelta(days=RESPONSE_DAYS_OF.get(origin_kind, RESPONSE_DAYS))


def overdue(said_on: date, today: date, origin_kind: str = "", promise_due: date | None = None) -> bool:
    """Whether an unanswered point has waited too long."""
    return today > due_on(said_on, origin_kind, promise_due)


def overdue_before(today: date, days: int = RESPONSE_DAYS) -> date:
    """Points said before this day and not answered are overdue, where an answer is owed within `days`."""
    return today - timedelta(days=days)


class Step(StrEnum):
    """What the clock of an unanswered point asks for."""

    QUIET = "quiet"
    REMIND = "remind"
    ESCALATE = "escalate"


def step_of(due: date, today: date) -> Step:
    """From a week before an answer is due those who answer are reminded; once it is overdue the Area's leads hear of it."""
    if today > due:
        return Step.ESCALATE
    return Step.REMIND if today >= due - timedelta(days=REMIND_DAYS) else Step.QUIET


def promise_late(*, nature: str, promise_due: date | None, changed_on: date | None, today: date) -> bool:
    """Whether a promise is past its day and nothing shows that it was kept."""
    return nature == "promise" and promise_due is not None and promise_due < today and changed_on is None


def plan_missing(outcome: str | None, actions: int) -> bool:
    """Whether the latest answer accepts what was said, and nothing was planned."""
    return outcome in ("accepted", "partly") and not actions


@dataclass(frozen=True)
class Share:
    """Of `base` concerns `changed` led to a change; `estimate` is the share with its 95% interval (Wilson), None without any."""

    changed: int
    base: int

    @property
    def estimate(self) -> Estimate | None:
        return wilson(self.changed, self.base) if self.base else None


def beginning_of(words: str) -> str:
    """The beginning of long words, at most MOST_WORDS characters, cut between two words where there is a gap."""
    if len(words) <= MOST_WORDS:
        return words
    cut = words[: MOST_WORDS - 1]
    gap = max(cut.rfind(" "), cut.rfind("\n"))
    return (cut[:gap] if gap > MOST_WORDS // 2 else cut).rstrip() + "…"


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
    if len(words) > LONGEST:
        return "words", _("This is longer than a book. Keep it where documents are kept, and record each thing that was said as a point.")
    if said_on > today:
        return "said_on", _("A point cannot have been said in the future.")
    return None


def reply_problem(*, reply_by: str, reply_address: str) -> tuple[str, str] | None:
    """The field at fault and why people cannot be told in this way, or None."""
    if reply_by == "email":
        try:
            validate_email(reply_address.strip())
        except ValidationError:
            return "reply_address", _("Give the e-mail address at which they want to be told.")
    if reply_address.strip() and not reply_by:
        return "reply_by", _("Say how they want to be told at this address.")
    return None


def promise_problem(*, nature: str, owned: bool, promise_due: date | None, said_on: date) -> tuple[str, str] | None:
    """The field at fault and why a promise may not be kept so, or None. A promise recorded in haste may lack both, and then shows it."""
    if nature != "promise":
        if owned or promise_due:
            return "nature", _("Only a promise has a keeper and a day: choose “Promise we made”, or leave both empty.")
        return None
    if promise_due and promise_due < said_on:
        return "promise_due", _("The promise falls due before it was made (%(day)s).") % {"day": date_format(said_on, "j F Y")}
    if owned != (promise_due is not None):
        field = "promise_due" if owned else "promise_owner"
        return field, _("A promise has both: a person who keeps it, and the day by which it is kept.")
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
