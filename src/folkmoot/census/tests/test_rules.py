"""Arithmetic of published counts."""

from decimal import Decimal

import pytest

from folkmoot.census.rules import NotACount, allowance, change, check_number, check_percent, decimal, share, whole


@pytest.mark.parametrize(("text", "people"), [("0", 0), ("1,234", 1234), (" 317.0 ", 317), ("1,234,567", 1_234_567)])
def test_a_count_is_read_as_it_is_published(text, people):
    assert whole(text) == people


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "blank"), ("  ", "blank"), ("12%", "share"), ("0.103", "not a whole number"), ("-3", "negative"), ("[c]", "not a number"),
        ("NaN", "not a number"), ("Infinity", "not a number"), ("1e12", "more than any"), ("1,23", "not a number"),
    ],
)  # fmt: skip
def test_what_is_no_count_is_refused_with_its_reason(text, why):
    with pytest.raises(NotACount, match=why):
        whole(text)


def test_scores_keep_their_decimals_and_are_never_negative():
    assert decimal("45.038551297784") == Decimal("45.038551297784")
    with pytest.raises(NotACount, match="negative"):
        decimal("-0.1")


def test_what_perturbation_allows_grows_with_the_root_of_the_counts_added():
    assert allowance(1) == 10
    assert allowance(6289) == 90
    assert allowance(4 * 6289) == pytest.approx(2 * 90, abs=1)


def test_a_figure_outside_what_is_allowed_fails():
    assert check_number(59_597_542, 59_597_578, 6289).holds
    assert not check_number(59_597_542, 59_597_642, 6289).holds
    assert not check_number(56_075_912, 56_075_913, 0).holds


def test_a_share_may_differ_by_half_of_its_last_printed_figure():
    assert check_percent(81.7, 81_749, 100_000, 0).holds
    assert not check_percent(81.7, 81_751, 100_000, 0).holds
    assert check_percent(81.7, 81_751, 100_000, 100).holds


def test_change_is_of_people_and_of_shares_and_knows_what_perturbation_may_do():
    moved = change(100, 150, 1000, 1000, cells_before=0, cells_after=1)
    assert (moved.people, moved.share_before, moved.share_after, moved.points) == (50, 10.0, 15.0, 5.0)
    assert moved.unsure == 1.0
    assert moved.beyond_perturbation
    assert not change(100, 105, 1000, 1000, cells_before=0, cells_after=1).beyond_perturbation


def test_nothing_has_a_share_of_nobody():
    assert share(0, 0) is None
    assert change(0, 0, 0, 10, cells_before=0, cells_after=0).points is None
