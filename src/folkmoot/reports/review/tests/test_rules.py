from datetime import date, timedelta

import pytest

from folkmoot.reports.review.rules import (
    TRANSITIONS,
    Said,
    State,
    answering_problem,
    days_to_answer,
    opening_problems,
    review_open,
    section_problem,
    state_of,
    unanswered_problem,
    words_problem,
)

DAY = date(2026, 7, 5)


def test_states_come_from_the_table():
    found = {
        state_of(outcome=outcome, late=late, taken_up=taken)
        for outcome in ("", "accepted", "not_accepted") for late in (True, False) for taken in (True, False)
    }  # fmt: skip
    assert found == {state for start, _, end in TRANSITIONS for state in (start, end)} == set(State)


def test_a_review_is_open_on_its_last_day_and_not_after():
    assert review_open(last_day=DAY, ended=False, today=DAY)
    assert not review_open(last_day=DAY, ended=False, today=DAY + timedelta(days=1))
    assert not review_open(last_day=DAY, ended=True, today=DAY)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"signed": True}, ""), ({"restated": True}, ""), ({"asked": 0}, "reviewers"), ({"last_day": DAY - timedelta(days=1)}, "last_day"),
        ({"last_day": DAY + timedelta(days=93)}, "last_day"),
    ],
)  # fmt: skip
def test_why_a_draft_is_not_opened(over, field):
    values = {"last_day": DAY + timedelta(days=14), "today": DAY, "signed": False, "restated": False, "asked": 1} | over
    assert list(opening_problems(**values)) == [field]


def test_a_draft_is_opened():
    assert opening_problems(last_day=DAY, today=DAY, signed=False, restated=False, asked=1) == {}


def test_only_challenges_block_and_not_late_ones():
    waiting = Said(challenge=True, late=False, answered=False)
    fine = [Said(False, False, False), Said(True, False, True), Said(True, True, False)]
    assert unanswered_problem(fine) is None
    assert unanswered_problem([*fine, waiting]) == "1 challenge has no answer yet. Answer it, then sign."
    assert "2 challenges have no answer" in unanswered_problem([waiting, waiting])


def test_small_rules():
    assert words_problem("too short")
    assert words_problem("long enough now") == ""
    assert answering_problem(by_id=None, said_by_id=1)
    assert answering_problem(by_id=1, said_by_id=1)
    assert answering_problem(by_id=2, said_by_id=1) == ""
    assert section_problem("", []) == ""
    assert section_problem("voice", ["voice"]) == ""
    assert section_problem("nowhere", ["voice"])
    assert days_to_answer(DAY, DAY + timedelta(days=3)) == 3
    assert days_to_answer(DAY, None) is None
