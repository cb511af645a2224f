"""Where a recommendation stands, which follows from what was answered and done and is never typed; and what may be recorded of it.

No database, no clock. A panel recommends, and is told the results and the actions that were taken (Crown Prosecution Service, Yorkshire
and Humberside, Community Involvement Panel); action points are followed up at the next meeting (Crown Prosecution Service, Wiltshire,
annual report 2008-09).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

SENTENCE_WORDS = 4
SERVICE = "service"
REJECTED, FINISHED, REOPENED = "rejected", "finished", "reopened"


class State(StrEnum):
    UNANSWERED = "unanswered"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    REJECTED = "rejected"


OPEN = frozenset({State.UNANSWERED, State.ACCEPTED, State.IN_PROGRESS})
# What a recommendation can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.UNANSWERED, "accepted, or accepted in part, with an owner and a day", State.ACCEPTED),
    (State.UNANSWERED, "rejected, with reasons", State.REJECTED),
    (State.ACCEPTED, "progress recorded", State.IN_PROGRESS),
    (State.ACCEPTED, "finished, with evidence", State.FINISHED),
    (State.IN_PROGRESS, "finished, with evidence", State.FINISHED),
    (State.ACCEPTED, "answered anew: rejected, with reasons", State.REJECTED),
    (State.IN_PROGRESS, "answered anew: rejected, with reasons", State.REJECTED),
    (State.REJECTED, "answered anew: accepted, or accepted in part", State.ACCEPTED),
    (State.FINISHED, "taken up again, with the reason", State.IN_PROGRESS),
)


def state_of(*, outcome: str, steps: Sequence[str]) -> State:
    """Derive the state: `outcome` of the answer that holds ("" for none), `steps` the kinds of what was done, in order."""
    if not outcome:
        return State.UNANSWERED
    if outcome == REJECTED:
        return State.REJECTED
    turns = [kind for kind in steps if kind in (FINISHED, REOPENED)]
    if turns and turns[-1] == FINISHED:
        return State.FINISHED
    return State.IN_PROGRESS if steps else State.ACCEPTED


def is_late(state: State, due_on: date | None, today: date) -> bool:
    """Whether it was to be done by a day that has passed."""
    return state in (State.ACCEPTED, State.IN_PROGRESS) and due_on is not None and due_on < today


def making_problems(
    *, words: str, to: str, to_whom: str, meeting_held: bool, item_elsewhere: bool, identifying: Sequence[str], vouched: bool
) -> dict[str, list[str]]:
    """Why a recommendation may not be recorded, by field; empty when it may. `identifying`: what in it looks like personal data."""
    problems: dict[str, list[str]] = {}
    if not meeting_held:
        problems[""] = [_("A panel recommends at a meeting. Open the meeting first, then record what it recommended.")]
    if len(words.split()) < SENTENCE_WORDS:
        problems["words_en"] = [_("Write the recommendation in the panel's own words, as a whole sentence: it cannot be edited later.")]
    if to != SERVICE and not to_whom.strip():
        problems["to_whom"] = [_("Say which force, court or partner: a recommendation to nobody in particular is answered by nobody.")]
    if item_elsewhere:
        problems["item"] = [_("Choose an item on the agenda of this meeting.")]
    if identifying and not vouched:
        problems["names_nobody"] = [
            _("This may identify a person: %(what)s. Recommendations are published. Take it out, or confirm that it identifies nobody.")
            % {"what": "; ".join(identifying)}
        ]
    return problems


def answer_problems(
    *, state: State, outcome: str, reason: str, owned: bool, to: str, due_on: date | None, on: date | None, made_on: date, today: date
) -> dict[str, list[str]]:
    """Why an answer may not be recorded, by field; empty when it may. `owned`: somebody is named who answers for it being done."""
    if state is State.FINISHED:
        return {"": [_("It was finished. Take it up again first, saying why; then answer it anew.")]}
    problems: dict[str, list[str]] = {}
    if len(reason.split()) < SENTENCE_WORDS:
        problems["reason"] = [_("Give the panel reasons in a whole sentence, whichever way it is answered.")]
    if on is None or not made_on <= on <= today:
        problems["on"] = [_("Give the day it was answered: since the recommendation was made, and not in the future.")]
    if outcome == REJECTED:
        return problems
    if not owned:
        problems["owner" if to == SERVICE else "owner_words"] = [_("Name who answers for it being done: what is nobody's is not done.")]
    if due_on is None or due_on < (on or made_on):
        problems["due"] = [_("Give the day by which it will be done, not before the day it was answered.")]
    return problems


def step_problems(*, state: State, words: str, on: date | None, answered_on: date | None, today: date) -> dict[str, list[str]]:
    """Why progress may not be recorded, by field; empty when it may."""
    if state is State.UNANSWERED:
        return {"": [_("It has not been answered yet. Record the answer first.")]}
    if state is State.REJECTED:
        return {"": [_("It was rejected. Where something is done after all, answer it anew first.")]}
    if state is State.FINISHED:
        return {"": [_("It was finished. Take it up again first, saying why.")]}
    problems: dict[str, list[str]] = {}
    if len(words.split()) < SENTENCE_WORDS:
        problems["words"] = [_("Say in a sentence what was done, so that the panel can judge it.")]
    if on is None or on > today or (answered_on is not None and on < answered_on):
        problems["on"] = [_("Give a day since it was answered, and not in the future.")]
    return problems


def finishing_problems(
    *, state: State, words: str, on: date | None, answered_on: date | None, today: date, evidence: int
) -> dict[str, list[str]]:
    """As `step_problems`, and refused without evidence. `evidence`: how many pieces since it was last taken up."""
    problems = step_problems(state=state, words=words, on=on, answered_on=answered_on, today=today)
    if not problems and not evidence:
        return {"": [_("There is no evidence that it was done. Add evidence first: the panel is shown what it is told.")]}
    return problems


def reopening_problems(*, state: State, why: str) -> dict[str, list[str]]:
    if state is not State.FINISHED:
        return {"": [_("Only what was finished can be taken up again.")]}
    return {} if len(why.split()) >= SENTENCE_WORDS else {"why": [_("Say in a sentence why it is taken up again.")]}


def evidence_problems(*, state: State, what: str, places: int) -> dict[str, list[str]]:
    """`places`: in how many ways it says where the evidence is (file, address, where the paper lies)."""
    if state in (State.UNANSWERED, State.REJECTED):
        return {"": [_("Evidence shows that an accepted recommendation was done. This one was not accepted.")]}
    problems = {} if what.strip() else {"what": [_("Say what it shows.")]}
    if not places:
        problems["address"] = [_("Say where it can be seen: a file, an address, or where the paper lies.")]
    return problems


def telling_problem(*, answered: bool, same_panel: bool, held: bool, before: bool, told_already: bool) -> str:
    """Why it cannot be recorded that the panel was told at a meeting, or ""."""
    if not answered:
        return _("There is no answer yet to tell the panel.")
    if not same_panel or before:
        return _("Choose a meeting of the panel that made the recommendation, not before the one at which it was made.")
    if not held:
        return _("The meeting has not been opened yet: the panel is told when it meets.")
    return _("The panel was told this at that meeting already.") if told_already else ""


def reply_missing(*, state: State, told: bool, met_since: bool) -> str:
    """What the panel is owed though it has met since: "answer", "telling", or ""."""
    if not met_since:
        return ""
    if state is State.UNANSWERED:
        return "answer"
    return "" if told else "telling"
