"""Where a learning point stands, which follows from replies and steps and is never typed; and what may be recorded of it.

No database, no clock. Panels split learning between the prosecution service and the wider system, feed it back to prosecutors and
police, and report follow-up at the next meeting; good practice is recorded with the same weight as failings.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.stats.intervals import Estimate, newcombe_difference, wilson

SENTENCE_WORDS = 5
MOST_WORDS = 60
SENTENCES = 1
REPLY_DAYS = 84  # where the panel has not called its next meeting yet
LEAST_COMPARED = 5  # cases of a draw, below which nothing is compared
WILL_ACT, FINISHED, REOPENED = "will_act", "finished", "reopened"
OF_THE_SERVICE = frozenset({"prosecutor", "unit", "guidance"})
NEEDS_A_NAME = frozenset({"unit", "force", "courts", "partner"})
AUDIENCES = ("community", "staff", "system")


class State(StrEnum):
    UNANSWERED = "unanswered"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    ANSWERED = "answered"


OPEN = frozenset({State.UNANSWERED, State.ACCEPTED, State.IN_PROGRESS})
# What a learning point can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.UNANSWERED, "replied: something will be done, with an owner and a day", State.ACCEPTED),
    (State.UNANSWERED, "replied: nothing more is to be done, with reasons", State.ANSWERED),
    (State.ACCEPTED, "progress recorded", State.IN_PROGRESS),
    (State.ACCEPTED, "finished, with evidence", State.FINISHED),
    (State.IN_PROGRESS, "finished, with evidence", State.FINISHED),
    (State.ACCEPTED, "replied anew: nothing more is to be done, with reasons", State.ANSWERED),
    (State.IN_PROGRESS, "replied anew: nothing more is to be done, with reasons", State.ANSWERED),
    (State.ANSWERED, "replied anew: something will be done", State.ACCEPTED),
    (State.FINISHED, "taken up again, with the reason", State.IN_PROGRESS),
)


def state_of(*, outcome: str, steps: Sequence[str]) -> State:
    """Derive the state: `outcome` of the reply that holds ("" for none), `steps` the kinds of what was done, in order."""
    if not outcome:
        return State.UNANSWERED
    if outcome != WILL_ACT:
        return State.ANSWERED
    turns = [kind for kind in steps if kind in (FINISHED, REOPENED)]
    if turns and turns[-1] == FINISHED:
        return State.FINISHED
    return State.IN_PROGRESS if steps else State.ACCEPTED


def is_late(state: State, *, reply_due: date, due_on: date | None, today: date) -> bool:
    """Whether the reply, or what it promised, was due by a day that has passed."""
    if state is State.UNANSWERED:
        return reply_due < today
    return state in (State.ACCEPTED, State.IN_PROGRESS) and due_on is not None and due_on < today


def reply_day(*, made_on: date, next_on: date | None) -> date:
    """The last day for a reply: the day before the panel meets again; where no meeting is called yet, twelve weeks on."""
    return max(made_on, next_on - timedelta(days=1)) if next_on else made_on + timedelta(days=REPLY_DAYS)


@dataclass(frozen=True)
class CaseOf:
    """What matters of the case from which something was learned. `recalled`: the pack was taken back, with its reason."""

    of_this_meeting: bool = True
    calibration: bool = False
    recalled: str = ""


def making_problems(
    *, words: str, kind: str, theme: str, known_themes: Collection[str], audiences: Sequence[str], to: str, to_whom: str,
    meeting_held: bool, case: CaseOf | None, identifying: Sequence[str], vouched: bool,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a learning point may not be recorded, by field; empty when it may. `identifying`: what in it looks like personal data."""
    problems: dict[str, list[str]] = {}
    if not meeting_held:
        problems[""] = [_("A panel learns at a meeting. Open the meeting first, then record what it learned.")]
    if sentence := sentence_problem(words):
        problems["words_en"] = [sentence]
    if theme not in known_themes:
        problems["theme"] = [_("Choose a theme: by it the same learning is found again elsewhere.")]
    if not audiences or not set(audiences) <= set(AUDIENCES):
        problems["audiences"] = [_("Say for whom it is worth knowing: one or more of them.")]
    if to in NEEDS_A_NAME and not to_whom.strip():
        problems["to_whom"] = [_("Say which: what is for nobody in particular is answered by nobody.")]
    problems |= _case_problems(case, to)
    if identifying and not vouched:
        problems["names_nobody"] = [
            _("This may identify a person: %(what)s. Learning is published. Take it out, or confirm that it identifies nobody.")
            % {"what": "; ".join(identifying)}
        ]
    return problems


def sentence_problem(words: str) -> str:
    """Why words are not one sentence that others can learn from, or ""."""
    number = len(words.split())
    if number < SENTENCE_WORDS:
        return _("Write one whole sentence, so that somebody who was not there can learn from it.")
    if number > MOST_WORDS:
        return _("Write one sentence of at most %(most)d words. Several things learned are several learning points.") % {"most": MOST_WORDS}
    return ""


def _case_problems(case: CaseOf | None, to: str) -> dict[str, list[str]]:
    if case is None:
        return {"pack": [_("Say from which case: what is for the prosecutor of a case needs the case.")]} if to == "prosecutor" else {}
    if case.recalled:
        why = _("Its pack was recalled (%(why)s). What was seen in it is kept apart, and nothing is learned from it.")
        return {"pack": [why % {"why": case.recalled}]}
    if not case.of_this_meeting:
        return {"pack": [_("Choose a case that was before this meeting.")]}
    if case.calibration and to == "prosecutor":
        return {"to": [_("The case was read in a calibration round. Nothing found in such a round is told of a prosecutor.")]}
    return {}


def reply_problems(
    *, state: State, outcome: str, words: str, from_whom: str, owned: bool, to: str, due_on: date | None, on: date | None, made_on: date,
    today: date,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a reply may not be recorded, by field; empty when it may. `owned`: somebody is named who answers for it being done."""
    if state is State.FINISHED:
        return {"": [_("It was finished. Take it up again first, saying why; then record the new reply.")]}
    problems: dict[str, list[str]] = {}
    if len(words.split()) < SENTENCE_WORDS:
        problems["words_en"] = [_("Give the panel the reply in a whole sentence, with reasons whichever way it goes.")]
    if not from_whom.strip():
        problems["from_whom"] = [_("Say who replied: an office or a unit.")]
    if on is None or not made_on <= on <= today:
        problems["on"] = [_("Give the day of the reply: since it was learned, and not in the future.")]
    if outcome != WILL_ACT:
        return problems
    if not owned:
        problems["owner" if to in OF_THE_SERVICE else "owner_words"] = [_("Name who answers for it: what is nobody's is not done.")]
    if due_on is None or due_on < (on or made_on):
        problems["due"] = [_("Give the day by which it will be done, not before the day of the reply.")]
    return problems


def step_problems(*, state: State, words: str, on: date | None, replied_on: date | None, today: date) -> dict[str, list[str]]:
    """Why progress may not be recorded, by field; empty when it may."""
    refused = {
        State.UNANSWERED: _("There is no reply yet. Record the reply first."),
        State.ANSWERED: _("The reply was that nothing more is to be done. Where something is done after all, record a new reply first."),
        State.FINISHED: _("It was finished. Take it up again first, saying why."),
    }.get(state)
    if refused:
        return {"": [refused]}
    problems: dict[str, list[str]] = {}
    if len(words.split()) < SENTENCE_WORDS - 1:
        problems["words"] = [_("Say in a sentence what was done, so that the panel can judge it.")]
    if on is None or on > today or (replied_on is not None and on < replied_on):
        problems["on"] = [_("Give a day since the reply, and not in the future.")]
    return problems


def finishing_problems(
    *, state: State, words: str, on: date | None, replied_on: date | None, today: date, evidence: int
) -> dict[str, list[str]]:
    """As `step_problems`, and refused without evidence. `evidence`: how many pieces since it was last taken up."""
    problems = step_problems(state=state, words=words, on=on, replied_on=replied_on, today=today)
    if not problems and not evidence:
        return {"": [_("There is no evidence that anything changed. Add evidence first: the panel is shown what it is told.")]}
    return problems


def reopening_problems(*, state: State, why: str) -> dict[str, list[str]]:
    if state is not State.FINISHED:
        return {"": [_("Only what was finished can be taken up again.")]}
    return {} if len(why.split()) >= SENTENCE_WORDS - 1 else {"why": [_("Say in a sentence why it is taken up again.")]}


def evidence_problems(*, state: State, what: str, places: int) -> dict[str, list[str]]:
    """`places`: in how many ways it says where the evidence is (file, address, where the paper lies, an action)."""
    if state in (State.UNANSWERED, State.ANSWERED):
        return {"": [_("Evidence shows that something was done. Record a reply that something will be done first.")]}
    problems = {} if what.strip() else {"what": [_("Say what it shows.")]}
    if not places:
        problems["address"] = [_("Say where it can be seen: a file, an address, where the paper lies, or an action that was achieved.")]
    return problems


def telling_problems(
    *, whom: str, audiences: Collection[str], replied: bool, meeting_fits: bool, how: str, on: date | None, made_on: date, today: date
) -> dict[str, list[str]]:
    """Why it cannot be recorded that somebody was told, by field; empty when it may. `meeting_fits`: held, of the panel, not before."""
    problems: dict[str, list[str]] = {}
    if whom == "panel":
        if not replied:
            problems["whom"] = [_("There is no reply yet to tell the panel.")]
        if not meeting_fits:
            problems["meeting"] = [_("Choose a meeting of this panel that was held since: the panel is told when it meets.")]
        return problems
    if whom not in audiences:
        problems["whom"] = [_("It is not for them. The audiences stand on the learning point.")]
    if not how.strip():
        problems["how"] = [_("Say how they were told, for example “in training of 4 March”.")]
    if on is None or not made_on <= on <= today:
        problems["on"] = [_("Give the day they were told: since it was learned, and not in the future.")]
    return problems


def reply_missing(*, state: State, told: bool, met_since: bool) -> str:
    """What the panel is owed though it has met since: "reply", "telling", or ""."""
    if not met_since:
        return ""
    if state is State.UNANSWERED:
        return "reply"
    return "" if told else "telling"


def resample_problems(*, has_case: bool, after: date | None, made_on: date, why: str, open_already: bool) -> dict[str, list[str]]:
    """Why looking again may not be planned, by field; empty when it may."""
    if not has_case:
        return {"": [_("It was not learned from a case that was drawn, so there is no draw to compare with.")]}
    if open_already:
        return {"": [_("The panel looks at this again already. Link the draw, or say why it is not done.")]}
    problems: dict[str, list[str]] = {}
    if after is None or after <= made_on:
        problems["after"] = [_("Give a day after it was learned: cases finalised before could not show a change.")]
    if len(why.split()) < SENTENCE_WORDS - 1:
        problems["why"] = [_("Say in a sentence what the later cases are to show.")]
    return problems


def link_problem(*, drawn: bool, same_panel: bool, same_draw: bool, after: date, drawn_on: date | None, done: bool) -> str:
    """Why a later draw cannot be the one that looks again, or ""."""
    if done:
        return _("It is linked or dropped already.")
    if not drawn or not same_panel or same_draw:
        return _("Choose another draw of the same panel from which cases were drawn.")
    return _("That draw was made before the day after which to look again.") if drawn_on is None or drawn_on < after else ""


@dataclass(frozen=True)
class Share:
    """Of how many cases that were looked at how many led to learning of the theme, with the 95% interval; None where too few to say."""

    cases: int
    with_theme: int
    rate: Estimate | None


@dataclass(frozen=True)
class Compared:
    """The same theme in two draws. `gap` (later minus earlier) is None where either has too few cases; `finding` is never a verdict."""

    earlier: Share
    later: Share
    gap: Estimate | None
    finding: str


def compared(*, earlier: tuple[int, int], later: tuple[int, int]) -> Compared:
    """Compare (cases looked at, cases with learning of the theme) of two draws.

    `finding`: "too_few", "no_difference" (the interval holds 0), "fewer" or "more". Intervals: Wilson 1927; Newcombe 1998, method 10.
    """
    first, second = _share(*earlier), _share(*later)
    if first.rate is None or second.rate is None:
        return Compared(first, second, None, "too_few")
    gap = newcombe_difference(second.with_theme, second.cases, first.with_theme, first.cases)
    finding = "fewer" if gap.high < 0 else "more" if gap.low > 0 else "no_difference"
    return Compared(first, second, gap, finding)


def _share(cases: int, with_theme: int) -> Share:
    return Share(cases, with_theme, wilson(with_theme, cases) if cases >= LEAST_COMPARED else None)
