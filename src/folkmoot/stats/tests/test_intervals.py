"""Published and independently computed numbers, reproduced."""

import pytest

from folkmoot.stats.intervals import katz_ratio, newcombe_difference, score_ratio, wilson

# a, A, b, B, ratio, Katz low, Katz high: Youth Justice Statistics 2024-25, tables 5.8 and 6.1 (reference White).
YOUTH_JUSTICE = [
    (55, 536, 444, 6526, 1.508211, 1.155984, 1.967760),
    (252, 1933, 444, 6526, 1.916164, 1.655846, 2.217408),
    (181, 1466, 444, 6526, 1.814716, 1.541306, 2.136626),
    (50, 351, 444, 6526, 2.093760, 1.595245, 2.748062),
    (68, 846, 645, 11111, 1.384624, 1.089272, 1.760061),
    (202, 2183, 645, 11111, 1.594010, 1.370305, 1.854236),
    (86, 1256, 645, 11111, 1.179512, 0.949139, 1.465800),
    (26, 304, 645, 11111, 1.473307, 1.012457, 2.143926),
    (9, 85, 210, 3636, 1.833277, 0.974864, 3.447564),
    (38, 731, 217, 3808, 0.912228, 0.652255, 1.275820),
]


@pytest.mark.parametrize(("a", "whole_a", "b", "whole_b", "ratio", "low", "high"), YOUTH_JUSTICE)
def test_katz_reproduces_youth_justice_relative_rates(a, whole_a, b, whole_b, ratio, low, high):
    found = katz_ratio(a, whole_a, b, whole_b)
    assert (found.value, found.low, found.high) == pytest.approx((ratio, low, high), abs=1e-6)
    assert score_ratio(a, whole_a, b, whole_b).value == pytest.approx(ratio, abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((762, 1000, 696, 1000), 1.037827, 1.155689), ((26, 304, 645, 11111), 1.0095, 2.1245)],
)
def test_score_ratio_reproduces_statsmodels(counts, low, high):
    found = score_ratio(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5 if counts[0] == 26 else 6e-7)


def test_score_ratio_without_events():
    assert score_ratio(5, 20, 0, 20) is None
    none_in_group = score_ratio(0, 20, 5, 20)
    assert none_in_group.value == none_in_group.low == 0 < none_in_group.high < 1
    assert score_ratio(20, 20, 20, 20).low < 1 < score_ratio(20, 20, 20, 20).high
    assert katz_ratio(0, 20, 5, 20) is None


def test_swapping_the_groups_inverts_the_score_interval():
    there, back = score_ratio(9, 85, 210, 3636), score_ratio(210, 3636, 9, 85)
    assert (there.low, there.high) == pytest.approx((1 / back.high, 1 / back.low))


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (1, 100, 0.001767, 0.054486),
        (5, 100, 0.021544, 0.111750),
        (20, 100, 0.133367, 0.288829),
        (65, 100, 0.552544, 0.736358),
        (1045, 5000, 0.197955, 0.220491),
        (222, 3215, 0.060792, 0.078340),
    ],
)
def test_wilson_reproduces_published_intervals(x, n, low, high):
    found = wilson(x, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=2e-6)


@pytest.mark.parametrize(("x", "n", "low", "high"), [(0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718), (81, 263, 0.2553, 0.3662)])
def test_wilson_reproduces_intervals_published_to_four_places(x, n, low, high):
    found = wilson(x, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_wilson_at_another_level():
    found = wilson(65, 100, level=0.998)
    assert (found.low, found.high) == pytest.approx((0.495495, 0.778354), abs=1e-6)


@pytest.mark.parametrize(("counts", "low", "high"), [((762, 1000, 696, 1000), 0.02705, 0.10469), ((56, 70, 48, 80), 0.0524, 0.3339)])
def test_newcombe_difference_reproduces_published_intervals(counts, low, high):
    found = newcombe_difference(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_a_level_outside_0_and_1_is_refused():
    with pytest.raises(ValueError, match="confidence level"):
        wilson(1, 10, level=95)
