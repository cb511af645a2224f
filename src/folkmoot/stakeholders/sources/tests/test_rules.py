from datetime import date

import pytest

from folkmoot.stakeholders.sources.rules import TRANSITIONS, State, due_on, receipt_problem, source_problems, state_of

TODAY = date(2026, 3, 10)
FIRST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, FIRST), (date(2025, 11, 16), FIRST), (date(2025, 11, 17), date(2026, 4, 1)), (date(2026, 1, 20), date(2026, 4, 1)),
        (date(2026, 3, 28), date(2026, 7, 1)), (date(2027, 1, 1), date(2027, 4, 1)),
    ],
)  # fmt: skip
def test_what_came_answers_the_day_due_that_it_is_nearest_to(last, due):
    assert due_on(last=last, first_due_on=FIRST, every_months=3) == due


def test_the_end_of_a_month_does_not_creep():
    assert due_on(last=date(2026, 3, 1), first_due_on=date(2026, 1, 31), every_months=1) == date(2026, 3, 31)


def test_overdue_from_the_day_after():
    assert state_of(due=TODAY, ended_on=None, today=TODAY) is State.EXPECTED
    assert state_of(due=date(2026, 3, 9), ended_on=None, today=TODAY) is State.OVERDUE
    assert state_of(due=date(2026, 3, 9), ended_on=TODAY, today=TODAY) is State.ENDED
    assert {start for start, _verb, _end in TRANSITIONS} == set(State)


def test_what_is_refused_is_named():
    good = {"name": "Police figures", "tells": "Hate crime by month", "every_months": 3, "first_due_on": FIRST}
    assert source_problems(**good) == {}
    for field, bad in (("name", ""), ("tells", "Crime"), ("every_months", 25), ("every_months", None), ("first_due_on", None)):
        assert list(source_problems(**{**good, field: bad})) == [field]
    assert receipt_problem(TODAY, TODAY) is None
    assert receipt_problem(date(2026, 3, 11), TODAY)
    assert receipt_problem(date(1926, 3, 11), TODAY)


def test_words_that_are_too_few_are_told_from_none():
    def told(tells):
        return source_problems(name="Police", tells=tells, every_months=3, first_due_on=FIRST).get("tells")

    assert "at least 3 words" in told("Monthly counts")[0]
    assert "at least" not in told(" ")[0]
    assert told("Monthly counts recorded") is None
