"""Learning without a database: where it stands, what is refused, and what two draws show."""

from datetime import date

import pytest

from folkmoot.scrutiny.learning.letter import Found, letter_of
from folkmoot.scrutiny.learning.rules import (
    OPEN,
    TRANSITIONS,
    CaseOf,
    State,
    compared,
    finishing_problems,
    is_late,
    link_problem,
    making_problems,
    reply_day,
    reply_missing,
    reply_problems,
    resample_problems,
    sentence_problem,
    state_of,
    telling_problems,
)
from folkmoot.scrutiny.learning.themes import STAGES, choices, themes

DAY = date(2026, 3, 10)


def making(**over):
    given = {
        "words": "Take the statement of the victim early.", "kind": "learning", "theme": "letters", "known_themes": themes(),
        "audiences": ["staff"], "to": "unit", "to_whom": "Rape unit", "meeting_held": True, "case": CaseOf(), "identifying": [],
        "vouched": False,
    }  # fmt: skip
    return making_problems(**(given | over))


def test_the_state_follows_from_replies_and_steps():
    assert state_of(outcome="", steps=[]) is State.UNANSWERED
    assert state_of(outcome="nothing", steps=[]) is State.ANSWERED
    assert state_of(outcome="disagrees", steps=["progress"]) is State.ANSWERED
    assert state_of(outcome="will_act", steps=[]) is State.ACCEPTED
    assert state_of(outcome="will_act", steps=["progress", "finished"]) is State.FINISHED
    assert state_of(outcome="will_act", steps=["finished", "reopened"]) is State.IN_PROGRESS
    assert {state for before, _, after in TRANSITIONS for state in (before, after)} == set(State)
    assert State.ANSWERED not in OPEN


def test_the_reply_is_due_before_the_panel_meets_again():
    assert reply_day(made_on=DAY, next_on=date(2026, 6, 9)) == date(2026, 6, 8)
    assert reply_day(made_on=DAY, next_on=DAY) == DAY
    assert reply_day(made_on=DAY, next_on=None) == date(2026, 6, 2)
    assert is_late(State.UNANSWERED, reply_due=DAY, due_on=None, today=date(2026, 3, 11))
    assert not is_late(State.UNANSWERED, reply_due=DAY, due_on=None, today=DAY)
    assert is_late(State.IN_PROGRESS, reply_due=DAY, due_on=DAY, today=date(2026, 3, 11))


def test_what_is_recorded_is_one_sentence_for_somebody_of_a_theme():
    assert making() == {}
    assert set(making(words="Too short.", theme="nonsense", audiences=[], to_whom="")) == {"words_en", "theme", "audiences", "to_whom"}
    assert sentence_problem("word " * 61)
    assert "" in making(meeting_held=False)
    assert set(making(audiences=["everybody"])) == {"audiences"}
    assert "names_nobody" in making(identifying=["Mr Adeyemi"])
    assert making(identifying=["Mr Adeyemi"], vouched=True) == {}


@pytest.mark.parametrize(
    ("case", "to", "field"),
    [
        (None, "prosecutor", "pack"),
        (CaseOf(recalled="an appeal was lodged"), "unit", "pack"),
        (CaseOf(of_this_meeting=False), "unit", "pack"),
        (CaseOf(calibration=True), "prosecutor", "to"),
    ],
)
def test_what_a_case_forbids(case, to, field):
    assert set(making(case=case, to=to, to_whom="A unit")) == {field}


def test_a_calibration_round_may_teach_a_unit_and_several_cases_teach_together():
    assert making(case=CaseOf(calibration=True)) == {}
    assert making(case=None) == {}


def test_a_reply_that_promises_has_an_owner_and_a_day():
    given = {
        "state": State.UNANSWERED, "outcome": "will_act", "words": "We will change the letter.", "from_whom": "The unit", "owned": True,
        "to": "unit", "due_on": DAY, "on": DAY, "made_on": DAY, "today": DAY,
    }  # fmt: skip
    assert reply_problems(**given) == {}
    assert set(reply_problems(**(given | {"owned": False, "due_on": None}))) == {"owner", "due"}
    assert "owner_words" in reply_problems(**(given | {"owned": False, "to": "force"}))
    assert reply_problems(**(given | {"outcome": "disagrees", "owned": False, "due_on": None})) == {}
    assert "" in reply_problems(**(given | {"state": State.FINISHED}))


def test_nothing_is_finished_without_evidence():
    given = {"state": State.ACCEPTED, "words": "All the letters were changed.", "on": DAY, "replied_on": DAY, "today": DAY}
    assert "evidence" in finishing_problems(**given, evidence=0)[""][0]
    assert finishing_problems(**given, evidence=1) == {}


def test_telling_the_panel_needs_a_meeting_and_telling_others_a_way():
    given = {"audiences": ["staff"], "replied": True, "meeting_fits": False, "how": "", "on": DAY, "made_on": DAY, "today": DAY}
    assert set(telling_problems(whom="panel", **given)) == {"meeting"}
    assert set(telling_problems(whom="staff", **given)) == {"how"}
    assert set(telling_problems(whom="community", **(given | {"how": "By letter"}))) == {"whom"}
    assert reply_missing(state=State.UNANSWERED, told=False, met_since=True) == "reply"
    assert reply_missing(state=State.ANSWERED, told=False, met_since=True) == "telling"
    assert reply_missing(state=State.UNANSWERED, told=False, met_since=False) == ""


def test_looking_again_is_planned_for_later_and_once():
    given = {"has_case": True, "after": date(2026, 9, 1), "made_on": DAY, "why": "Whether statements come earlier", "open_already": False}
    assert resample_problems(**given) == {}
    assert "" in resample_problems(**(given | {"open_already": True}))
    assert "" in resample_problems(**(given | {"has_case": False}))
    assert set(resample_problems(**(given | {"after": DAY, "why": "So"}))) == {"after", "why"}
    linked = {"drawn": True, "same_panel": True, "same_draw": False, "after": DAY, "drawn_on": DAY, "done": False}
    assert link_problem(**linked) == ""
    assert all(link_problem(**(linked | over)) for over in ({"done": True}, {"same_draw": True}, {"drawn_on": date(2026, 3, 9)}))


def test_two_draws_are_compared_with_intervals_and_never_judged():
    found = compared(earlier=(12, 9), later=(12, 1))
    assert found.finding == "fewer"
    assert found.gap.high < 0
    assert found.earlier.rate.low < 0.75 < found.earlier.rate.high
    assert compared(earlier=(6, 3), later=(6, 2)).finding == "no_difference"
    assert compared(earlier=(12, 1), later=(12, 10)).finding == "more"
    few = compared(earlier=(4, 4), later=(12, 0))
    assert (few.finding, few.gap, few.earlier.rate) == ("too_few", None, None)


def test_the_themes_that_ship_have_a_source_and_a_stage():
    assert {theme.stage for theme in themes().values()} == set(STAGES)
    assert all(theme.source for theme in themes().values())
    assert sum(len(group) for _, group in choices()) == len(themes())


def test_a_letter_says_what_was_good_first_and_blames_nobody():
    words = letter_of(
        case="C-003", panel="The panel", met_on=DAY, good=[Found("The letter was clear.", "Letters")],
        learning=[Found("Ask early.", "Statement")], reply_by=date(2026, 6, 2), to_unit=False,
    )  # fmt: skip
    assert words.index("done well") < words.index("learn from it")
    assert "C-003" in words
    assert "no complaint" in words
    assert "2 June 2026" in words
    assert "recorded no good practice" in letter_of(
        case="C-003", panel="The panel", met_on=DAY, good=[], learning=[], reply_by=None, to_unit=True
    )
