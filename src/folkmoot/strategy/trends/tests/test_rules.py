from datetime import date, timedelta

import pytest

from folkmoot.strategy.trends.rules import TRANSITIONS, State, end_problem, review_problem, state_of, trend_problems

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("review_on", "ended_on", "state"),
    [(TODAY, None, State.CURRENT), (TODAY - timedelta(days=1), None, State.REVIEW_DUE), (TODAY - timedelta(days=1), TODAY, State.ENDED)],
)
def test_state_follows_from_the_days(review_on, ended_on, state):
    assert state_of(review_on=review_on, ended_on=ended_on, today=TODAY) is state


def test_every_state_is_left_and_reached():
    assert {start for start, _verb, _end in TRANSITIONS} == set(State) == {end for _start, _verb, end in TRANSITIONS} | {State.REVIEW_DUE}


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False), (732, False), (733, True)])
def test_the_next_review_lies_ahead_and_within_two_years(days, refused):
    assert bool(review_problem(TODAY + timedelta(days=days), TODAY)) is refused


def test_a_trend_without_evidence_is_refused():
    good = {"title": "Hate crime rises", "words": "It has doubled since spring.", "evidence": "Police figures, March", "since": None}
    assert trend_problems(**good, today=TODAY) == {}
    for field, bad in (("title", "Crime"), ("words", "It rises"), ("evidence", "Rumour"), ("since", TODAY + timedelta(days=1))):
        assert list(trend_problems(**{**good, field: bad}, today=TODAY)) == [field]


def test_ending_needs_a_reason_and_a_day_that_has_come():
    assert end_problem(ended_on=None, on=TODAY, reason="Figures fell back", today=TODAY) is None
    assert end_problem(ended_on=TODAY, on=TODAY, reason="Figures fell back", today=TODAY)
    assert end_problem(ended_on=None, on=TODAY + timedelta(days=1), reason="Figures fell back", today=TODAY)
    assert end_problem(ended_on=None, on=TODAY, reason="Fell", today=TODAY)


def test_words_that_are_too_few_are_told_from_none():
    few = trend_problems(title="Crime", words="More families", evidence="Figures", since=None, today=date(2026, 3, 10))
    assert [name for name, said in few.items() if "That is too short" in said[0]] == ["title", "words", "evidence"]
    assert "at least 4 words" in few["words"][0]
    none = trend_problems(title="", words=" ", evidence="", since=None, today=date(2026, 3, 10))
    assert len(none) == 3
    assert not any("too short" in said[0] for said in none.values())
