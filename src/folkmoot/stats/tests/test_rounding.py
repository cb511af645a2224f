"""Rounding: stable, unbiased where it says so, and with the band that whoever computes rates again must allow for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.stats.rounding import (
    BY_CHANCE,
    LOW,
    NOT_A_CONTROL,
    KeyTooShort,
    Rounded,
    band_of,
    by_chance,
    chance,
    rate_band,
    to_nearest,
)

KEY = b"a key of the organisation's own"
counts, bases = st.integers(0, 10_000), st.integers(2, 25)


def cell(name):
    return {"population": "2026-27", "by": ["ethnicity"], "group": name}


def per_cent(band):
    return tuple(round(100 * share, 1) for share in band)


def test_the_published_bands():
    """Equality data, section 4.1: senior civil servants of a prosecution service in 2023, headcounts to the nearest 5."""
    seen_five = to_nearest(5, smallest_shown=5)  # below 5 is withheld, so that a printed 5 means 5 to 7
    assert band_of(to_nearest(10)) == (8, 12)
    assert per_cent(rate_band(band_of(to_nearest(10)), band_of(to_nearest(75)))) == (9.4, 14.1)
    assert per_cent(rate_band(band_of(seen_five), band_of(to_nearest(75)))) == (6.1, 8.8)
    withheld = (0, 3 * 4)  # three groups of 0 to 4
    low, high = band_of(seen_five)
    assert per_cent(rate_band((low + withheld[0], high + withheld[1]), band_of(to_nearest(80)))) == (5.7, 19.6)


def test_the_published_example_of_conventional_rounding_has_an_error():
    """The Handbook rounds a 32 to 35 in one place; to the nearest 5 it is 30."""
    assert to_nearest(32).value == 30


def test_what_rounds_to_zero_and_is_not_is_marked():
    assert [str(to_nearest(count)) for count in range(8)] == ["0", LOW, LOW, "5", "5", "5", "5", "5"]
    assert to_nearest(2) == Rounded(0, 5, 1, 2, low=True)
    assert str(to_nearest(1_234)) == "1,235"


def test_what_each_way_is_worth_is_said():
    assert "not a disclosure control by itself" in NOT_A_CONTROL.format(base=5)
    assert "fixed for each cell" in BY_CHANCE.format(base=5)


@given(counts, bases)
def test_the_nearest_multiple(count, base):
    rounded = to_nearest(count, base)
    assert rounded.value % base == 0
    assert 2 * abs(rounded.value - count) <= base
    assert rounded.least <= count <= rounded.most
    assert all(to_nearest(other, base) == rounded for other in (rounded.least, rounded.most))
    assert to_nearest(rounded.most + 1, base) != rounded


@given(counts, bases, st.text())
def test_by_chance_up_or_down_and_always_alike(count, base, name):
    rounded = by_chance(count, KEY, cell(name), base)
    assert rounded.value in (count // base * base, -(-count // base) * base)
    assert rounded.least <= count <= rounded.most
    assert rounded == by_chance(count, KEY, dict(reversed(cell(name).items())), base)
    assert by_chance(count + 1, KEY, cell(name), base).value >= rounded.value


@given(counts, bases)
def test_a_multiple_stays_what_it_is(count, base):
    assert by_chance(count * base, KEY, cell("x"), base).value == to_nearest(count * base, base).value == count * base


def test_rounding_by_chance_has_no_bias():
    """13 becomes 15 for three cells in five: over 4,000 cells the mean is 13 to within four standard errors (2.45 / sqrt(4000))."""
    rounded = [by_chance(13, KEY, cell(str(number))).value for number in range(4_000)]
    assert set(rounded) == {10, 15}
    assert abs(sum(rounded) / 4_000 - 13) < 4 * 2.45 / 4_000**0.5


def test_the_chance_belongs_to_the_cell_and_the_key():
    assert chance(KEY, cell("Black")) == chance(KEY, cell("Black"))
    assert chance(KEY, cell("Black")) != chance(KEY, cell("White"))
    assert chance(KEY, cell("Black")) != chance(KEY[::-1], cell("Black"))
    assert 0 <= chance(KEY, cell("Black")) < 1


def test_a_key_that_could_be_guessed_is_refused():
    with pytest.raises(KeyTooShort, match="Use at least 16 bytes"):
        by_chance(3, b"short", cell("x"))


def test_what_cannot_be_rounded_is_refused():
    with pytest.raises(ValueError, match="a count from 0"):
        to_nearest(-1)
    with pytest.raises(ValueError, match="a base from 2"):
        by_chance(3, KEY, cell("x"), 1)


@given(st.tuples(counts, counts), st.sampled_from([5, 10]))
def test_the_true_rate_lies_in_its_band(pair, base):
    group, rest = pair
    low, high = rate_band(band_of(to_nearest(group, base)), band_of(to_nearest(rest, base)))
    assert 0 <= low <= high <= 1
    if group + rest:
        assert low <= group / (group + rest) <= high
    chances = by_chance(group, KEY, cell("g"), base), by_chance(rest, KEY, cell("r"), base)
    assert rate_band(*map(band_of, chances))[0] <= (group / (group + rest) if group + rest else 0)


def test_nobody_at_all_has_any_rate():
    assert rate_band((0, 0), (0, 0)) == (0.0, 1.0)
