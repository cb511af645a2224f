"""Where a seat stands, how long what is known of past members is kept, and when somebody must think of the next chair."""

from datetime import date, timedelta

import pytest

from folkmoot.panels.members.rules import KEPT_MONTHS, TRANSITIONS, State, kept_months, office_problems, state_of, succession_words

DAY = date(2026, 3, 10)


def state(today, **over):
    values = {"starts": DAY, "ends": DAY + timedelta(days=30), "ended_on": None, "ended_how": ""} | over
    return state_of(today=today, **values)


def test_both_ends_of_a_seat_are_days_on_which_it_is_held():
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=30), DAY + timedelta(days=31)]
    assert [state(day) for day in days] == [State.COMING, State.HELD, State.HELD, State.OVER]
    left = {"ended_on": DAY + timedelta(days=3), "ended_how": "resigned"}
    assert [state(DAY + timedelta(days=number), **left) for number in (2, 3)] == [State.HELD, State.LEFT]
    assert state(DAY - timedelta(days=1), ended_on=DAY - timedelta(days=5), ended_how="moved") is State.LEFT
    assert {target for _, _, target in TRANSITIONS} == {State.HELD, State.OVER, State.LEFT}


def test_the_person_goes_last_and_nothing_is_kept_under_a_word_nobody_knows():
    assert kept_months({}) == KEPT_MONTHS
    assert kept_months({"undertakings": 120})["person"] == 120
    for wrong in ({"names": 3}, {"checks": 0}):
        with pytest.raises(ValueError, match=r"kept of past members|less than a month"):
            kept_months(wrong)


def test_a_vacant_chair_is_said_before_it_cancels_a_meeting():
    def said(**over):
        values = {"chairs": ["chair"], "chair_ends": DAY + timedelta(days=400), "deputies": 1, "rule": "elected", "today": DAY} | over
        return succession_words(**values)

    assert said() == ""
    assert "nobody could open the next meeting" in said(chairs=[], deputies=0)
    assert "The deputy can open" in said(chairs=[])
    soon = DAY + timedelta(days=60)
    assert "no deputy" in said(chair_ends=soon, deputies=0)
    assert "before the next meeting" in said(chair_ends=soon, next_meeting=soon + timedelta(days=1))
    assert "ended on 9 March 2026" in said(chair_ends=DAY - timedelta(days=1))


def test_the_service_takes_the_chair_only_where_the_terms_say_so():
    def fields(**over):
        values = {"position": "chair", "how": "appointed", "on": DAY, "rule": "service", "holds": "service", "votes_for": None} | over
        return sorted(office_problems(votes_against=None, voters=5, today=DAY, **values))

    assert fields() == []
    assert fields(rule="appointed") == ["to"]
    assert fields(rule="elected", holds="member", how="acting") == []
    assert fields(holds="observer", on=DAY + timedelta(days=1)) == ["on", "to"]
    assert fields(rule="elected", holds="member", how="elected", votes_for=6) == ["votes_for"]
