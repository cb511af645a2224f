from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from folkmoot.errors import FolkmootError
from folkmoot.foundation.periods import HalfYear, half_year_of, months_before, parse_half_year


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2026-H1", date(2026, 1, 1), date(2026, 6, 30)), ("2026H2", date(2026, 7, 1), date(2026, 12, 31)),
     (" 2025-h2 ", date(2025, 7, 1), date(2025, 12, 31))],
)  # fmt: skip
def test_a_half_year_is_read_and_knows_its_days(text, first, last):
    half = parse_half_year(text)
    assert (half.first, half.last) == (first, last)


@pytest.mark.parametrize("text", ["", "2026", "2026-H3", "H1-2026", "2026-Q1", "26-H1"])
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(FolkmootError, match="2026-H1"):
        parse_half_year(text)


@given(some.dates())
def test_every_day_lies_in_exactly_the_half_year_named(day):
    half = half_year_of(day)
    assert half.holds(day)
    assert parse_half_year(f"{half.year:04d}-H{half.half}") == half


def test_the_half_year_before():
    assert HalfYear(2026, 1).previous == HalfYear(2025, 2)
    assert HalfYear(2026, 2).previous == HalfYear(2026, 1)
    assert sorted([HalfYear(2026, 1), HalfYear(2025, 2)]) == [HalfYear(2025, 2), HalfYear(2026, 1)]


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [(date(2026, 3, 31), 1, date(2026, 2, 28)), (date(2024, 3, 31), 1, date(2024, 2, 29)), (date(2026, 1, 15), 1, date(2025, 12, 15)),
     (date(2026, 12, 31), 6, date(2026, 6, 30)), (date(2026, 3, 10), 12, date(2025, 3, 10)), (date(2026, 3, 10), 0, date(2026, 3, 10)),
     (date(2026, 1, 31), 2, date(2025, 11, 30)), (date(2026, 1, 31), 1, date(2025, 12, 31))],
)  # fmt: skip
def test_months_before(day, months, earlier):
    assert months_before(day, months) == earlier
