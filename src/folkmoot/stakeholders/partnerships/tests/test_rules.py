from datetime import date

import pytest

from folkmoot.stakeholders.partnerships.rules import TRANSITIONS, State, dated_problem, due_on, end_problem, partnership_problems, state_of

TODAY = date(2026, 3, 10)
GOOD = {
    "title": "Norfolk mental health board", "purpose": "Agree how vulnerable witnesses are supported.", "starts": date(2025, 1, 31),
    "agreed_on": None, "agreed_until": None, "every_months": 6,
}  # fmt: skip


@pytest.mark.parametrize(
    ("last", "due"),
    [(None, date(2025, 7, 31)), (date(2025, 8, 31), date(2026, 2, 28)), (date(2024, 12, 1), date(2025, 7, 31))],
)
def test_contact_is_due_so_many_months_after_the_last_or_after_it_began(last, due):
    assert due_on(last=last, starts=date(2025, 1, 31), every_months=6) == due


def test_it_lapses_the_day_after_contact_was_due():
    assert state_of(due=TODAY, ended_on=None, today=TODAY) is State.CURRENT
    assert state_of(due=date(2026, 3, 9), ended_on=None, today=TODAY) is State.LAPSED
    assert state_of(due=date(2026, 3, 9), ended_on=TODAY, today=TODAY) is State.ENDED
    assert {start for start, _verb, _end in TRANSITIONS} == set(State)


@pytest.mark.parametrize(
    ("field", "bad", "named"),
    [
        ("title", " ", "title"), ("purpose", "To talk", "purpose"), ("starts", date(2026, 3, 11), "starts"), ("starts", None, "starts"),
        ("every_months", 0, "review_every_months"), ("every_months", None, "review_every_months"),
    ],
)  # fmt: skip
def test_what_is_refused_is_named(field, bad, named):
    assert partnership_problems(**GOOD, today=TODAY) == {}
    assert list(partnership_problems(**{**GOOD, field: bad}, today=TODAY)) == [named]


def test_an_agreement_does_not_run_out_before_it_was_made():
    bad = GOOD | {"agreed_on": date(2026, 1, 2), "agreed_until": date(2026, 1, 1)}
    assert list(partnership_problems(**bad, today=TODAY)) == ["agreed_until"]


def test_days_lie_since_it_began_and_not_in_the_future():
    assert dated_problem(TODAY, date(2025, 1, 1), TODAY) is None
    assert dated_problem(date(2026, 3, 11), date(2025, 1, 1), TODAY)
    assert dated_problem(date(2024, 12, 31), date(2025, 1, 1), TODAY)
    assert end_problem(ended_on=None, on=TODAY, starts=date(2025, 1, 1), reason="Funding ended", today=TODAY) is None
    assert end_problem(ended_on=None, on=TODAY, starts=date(2025, 1, 1), reason="Over", today=TODAY)


def test_words_that_are_too_few_are_told_from_none():
    def told(purpose):
        day = date(2026, 3, 10)
        return partnership_problems(
            title="Forum", purpose=purpose, starts=day, agreed_on=None, agreed_until=None, every_months=6, today=day
        )["purpose"][0]

    assert "at least 4 words" in told("Hate crime")
    assert "too short" not in told("")
