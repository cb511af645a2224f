"""Who may judge a case and when, what a judgement and a joint view need, and where an assessment stands. No database, no clock.

Members review alone first and the panel scores afterwards (Hertfordshire, out-of-court resolutions panel); what cannot be concluded is
discussed and scored again at the next panel (Cleveland); police and presenting staff watch and do not vote (Devon and Cornwall).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.scrutiny.assessment.questions.rules import WORDS, Asked, answer_problem

NEVER_JUDGE = frozenset({"observer", "service"})  # positions, whatever the terms of reference say
SENTENCE_WORDS = 3


class State(StrEnum):
    ALONE = "alone"
    SHOWN = "shown"
    CONCLUDED = "concluded"
    NOT_CONCLUDED = "not_concluded"
    SET_ASIDE = "set_aside"


# What an assessment can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.ALONE, "every member has locked, or the chair opens it at the meeting", State.SHOWN),
    (State.SHOWN, "the joint view is recorded", State.CONCLUDED),
    (State.SHOWN, "the panel cannot conclude and says what is missing", State.NOT_CONCLUDED),
    (State.NOT_CONCLUDED, "a new round at a later meeting", State.ALONE),
    (State.CONCLUDED, "recorded anew with the reason", State.CONCLUDED),
    (State.ALONE, "the case should not have been read", State.SET_ASIDE),
    (State.SHOWN, "the case should not have been read", State.SET_ASIDE),
    (State.CONCLUDED, "the case should not have been read", State.SET_ASIDE),
)


def state_of(*, set_aside: bool, shown: bool, concluded: bool | None) -> State:
    """Where an assessment stands; `concluded` of the joint view that holds, None without one."""
    if set_aside:
        return State.SET_ASIDE
    if concluded is not None:
        return State.CONCLUDED if concluded else State.NOT_CONCLUDED
    return State.SHOWN if shown else State.ALONE


def may_judge(position: str, voting: Sequence[str]) -> bool:
    """Whether a position judges: one that the terms let vote, and never an observer or somebody from the service."""
    return position in voting and position not in NEVER_JUDGE


def judging_problem(*, judges: bool, stands_aside: bool, set_aside: bool, shown: bool, viewed: bool, reading_problem: str) -> str:
    """Why a member may not answer about a case, in one sentence, or "". `viewed`: the panel's joint view is recorded."""
    if not judges:
        return _("Only members who vote judge cases. You may read and listen as far as the terms of reference say.")
    if stands_aside:
        return _("You stand aside from this case, so you neither judge it nor take part when the panel talks about it.")
    if set_aside:
        return _("This case was set aside: it should not have come before the panel. What was answered counts for nothing.")
    if viewed:
        return _("The panel has agreed its view of this case. Nobody can answer after that.")
    if shown:
        return _("What members answered has been shown to the panel. Nobody can answer after that.")
    return reading_problem


def locking_problems(
    *, questions: Sequence[Asked], answers: Mapping[str, str], has_scale: bool, graded: bool, concludes: bool, better: str, missing: str,
    read: bool, identifying: Sequence[str], vouched: bool,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a judgement cannot be locked, by field (a question's code, or a field); empty when it can. `read`: they opened the pack."""
    problems: dict[str, list[str]] = {}
    if not read:
        problems[""] = [_("You have not opened the case yet. Read it first.")]
    for asked in questions:
        value = answers.get(asked.code, "")
        if asked.kind != WORDS and not value:
            problems[asked.code] = [_("Choose an answer. “The pack does not say” is one.")]
        elif problem := answer_problem(asked, value):
            problems[asked.code] = [problem]
    if has_scale and not graded:
        problems["grade"] = [_("Choose a grade.")]
    if graded and not concludes and not missing.strip():
        problems["missing"] = [_("Say what you would need to know to conclude.")]
    return problems | naming_problem(identifying, vouched)


def naming_problem(identifying: Sequence[str], vouched: bool) -> dict[str, list[str]]:
    """`identifying`: what in the words looks like personal data. `vouched`: somebody read them and says they identify nobody."""
    if not identifying or vouched:
        return {}
    words = _("This may identify a person: %(what)s. Take it out, or confirm that it identifies nobody.")
    return {"names_nobody": [words % {"what": "; ".join(identifying)}]}


def showing_problem(*, state: State, waiting: int, locked: int, meeting_goes_on: bool, why: str) -> dict[str, list[str]]:
    """Why the answers may not be put side by side, by field. `waiting`: members who have not locked, `locked` those who have."""
    if state is not State.ALONE:
        return {"": [_("They have been shown already, or the case was set aside.")]}
    if not locked:
        return {"": [_("Nobody has locked a judgement yet, so there is nothing to show.")]}
    if not waiting:
        return {}
    if not meeting_goes_on:
        words = ngettext(
            "%(number)d member has not locked a judgement. Before the meeting goes on, answers stay with those who gave them.",
            "%(number)d members have not locked a judgement. Before the meeting goes on, answers stay with those who gave them.",
            waiting,
        )
        return {"": [words % {"number": waiting}]}
    if len(why.split()) < SENTENCE_WORDS:
        return {"why": [_("Say in a few words why it is opened now: whoever has not locked can no longer answer.")]}
    return {}


def view_problems(
    *, state: State, held: bool, chair_apart: bool, taking_part: int, strangers: int, absent: int, quorum: int, concluded: bool,
    has_scale: bool, graded: bool, grade_concludes: bool, reasons: str, missing: str, anew: bool, why_anew: str,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a joint view may not be recorded, by field. `chair_apart`: whoever chaired this case stands aside from it.

    `strangers`: named who may not judge the case; `absent`: named who were not at the meeting. `anew`: one was recorded before.
    """
    if state in (State.ALONE, State.SET_ASIDE):
        return {"": [_not_yet(state)]}
    problems: dict[str, list[str]] = {}
    if not held:
        problems[""] = [_("The panel agrees its view at a meeting. Open the meeting first.")]
    if chair_apart:
        problems["chaired_by"] = [
            _("Whoever chairs this case must not stand aside from it. Let the deputy or another member take the chair.")
        ]
    if strangers:
        problems["took_part"] = [_("Name only members who vote and do not stand aside from this case.")]
    elif absent:
        problems["took_part"] = [_("The attendance says that somebody named here was not at the meeting. Correct one or the other.")]
    elif concluded and taking_part < quorum:
        words = _("The panel has no quorum for this case: %(number)d of %(quorum)d. Take it to the next meeting.")
        problems["took_part"] = [words % {"number": taking_part, "quorum": quorum}]
    problems |= _conclusion_problems(concluded, has_scale, graded, grade_concludes, reasons, missing)
    if anew and len(why_anew.split()) < SENTENCE_WORDS:
        problems["why_anew"] = [_("Say why it is recorded anew. The earlier view stays and is shown as superseded.")]
    return problems


def _not_yet(state: State) -> str:
    if state is State.SET_ASIDE:
        return _("This case was set aside.")
    return _("Put the members’ answers side by side first: the joint view comes after the members’ own.")


def _conclusion_problems(
    concluded: bool, has_scale: bool, graded: bool, grade_concludes: bool, reasons: str, missing: str
) -> dict[str, list[str]]:
    if not concluded:
        return {} if len(missing.split()) >= SENTENCE_WORDS else {"missing": [_("Say what the panel would need to know: it is asked for.")]}
    problems: dict[str, list[str]] = {}
    if has_scale and not (graded and grade_concludes):
        problems["grade"] = [_("Choose the grade that the panel agreed, or say that it could not conclude.")]
    if len(reasons.split()) < SENTENCE_WORDS:
        problems["reasons"] = [_("Give the panel’s reasons in a sentence: whoever handled the case reads them.")]
    return problems


def dissent_problems(*, holds: bool, took_part: bool, concluded: bool, words: str, again: bool) -> dict[str, list[str]]:
    """Why a dissent may not be kept. `holds`: the view was not superseded; `took_part`: the member did."""
    if not holds:
        return {"": [_("This view was superseded. Dissent from the one that holds.")]}
    if not concluded:
        return {"": [_("The panel did not conclude, so there is nothing to dissent from yet.")]}
    if not took_part:
        return {"": [_("Only members who took part in the joint view can dissent from it.")]}
    if again:
        return {"": [_("Your dissent is kept already. It stays as it was written.")]}
    return {} if len(words.split()) >= SENTENCE_WORDS else {"words": [_("Say in a sentence in what you differ.")]}


def returning_problem(*, state: State, meeting_over: bool, same_panel: bool, later: bool, taken: bool) -> str:
    """Why a case may not be taken to a meeting, or "". `meeting_over`: the meeting it was for is closed or cancelled.

    `later`: the meeting named is still ahead or goes on; `taken`: the case is judged there already.
    """
    if state is State.ALONE and not meeting_over:
        return _("The meeting it is for is still ahead.")
    if state not in (State.ALONE, State.NOT_CONCLUDED):
        return _("The panel has begun to talk about it, or has concluded. Only a case that is not concluded is taken to a later meeting.")
    if not same_panel or not later:
        return _("Choose a meeting of this panel that is still ahead.")
    return _("The case is judged at that meeting already.") if taken else ""


def reply_due(agreed_on: date, days: int) -> date:
    """The last day for the reply to an escalated grade."""
    return agreed_on + timedelta(days=days)


def reply_problems(*, replied: bool, words: str, replied_by: str) -> dict[str, list[str]]:
    if replied:
        return {"": [_("A reply was recorded, and it stays as it was given.")]}
    problems = {} if len(words.split()) >= SENTENCE_WORDS else {"reply": [_("Give the reply in the unit’s own words.")]}
    return problems if replied_by.strip() else problems | {"replied_by": [_("Say which office replied.")]}
