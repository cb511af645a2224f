"""Significance, multiple comparisons, missing data bounds and the declared rule."""

import pytest

from folkmoot.stats.counts import Counts
from folkmoot.stats.judgement import Finding, Rule, finding
from folkmoot.stats.missing import ratio_bounds
from folkmoot.stats.significance import benjamini_hochberg, two_proportion_p

BENJAMINI_HOCHBERG_1995 = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_two_proportion_p_reproduces_published_values():
    assert two_proportion_p(762, 1000, 696, 1000) == pytest.approx(0.00090, abs=5e-6)
    assert two_proportion_p(26, 304, 645, 11111) == pytest.approx(0.0445, abs=5e-5)
    assert two_proportion_p(0, 10, 0, 20) == 1.0


def test_benjamini_hochberg_reproduces_the_paper():
    adjusted = benjamini_hochberg(BENJAMINI_HOCHBERG_1995)
    assert sum(p <= 0.05 for p in adjusted) == 4
    assert adjusted[:6] == pytest.approx([0.0015, 0.003, 0.0095, 0.0356, 0.0603, 0.0639], abs=5e-5)
    assert benjamini_hochberg([0.5, 0.01]) == pytest.approx([0.5, 0.02])
    assert benjamini_hochberg([]) == []


def test_missing_data_bounds_are_attained_by_moving_the_missing():
    bounds = ratio_bounds(Counts(1000, 762), Counts(1000, 696), Counts(100, 72))
    assert (bounds.low, bounds.high) == pytest.approx((1.034655, 1.149093), abs=1e-6)
    assert bounds.low == pytest.approx((762 / 1028) / (768 / 1072))


def test_bounds_without_an_upper_limit():
    assert ratio_bounds(Counts(10, 1), Counts(10, 0), Counts(2, 1)).high is None


@pytest.mark.parametrize(
    ("group", "reference", "p", "complete", "expected"),
    [
        ((1000, 762), (1000, 696), 0.001, True, Finding.DIFFERENCE),
        ((1000, 762), (1000, 696), 0.06, True, Finding.NO_DIFFERENCE),
        ((1000, 762), (1000, 696), 0.001, False, Finding.MISSING_DATA),
        ((29, 20), (1000, 696), 0.001, True, Finding.TOO_FEW),
        ((100, 9), (10000, 890), 0.001, True, Finding.TOO_FEW),
        ((500, 0), (1000, 400), 0.001, True, Finding.DIFFERENCE),  # 200 were to be expected: not too few to judge
        ((100000, 62000), (100000, 60000), 0.001, True, Finding.DIFFERENCE),  # 0.62 - 0.60 is 0.02, whatever a float says
        ((100000, 61999), (100000, 60000), 0.001, True, Finding.NO_DIFFERENCE),
        ((0, 0), (1000, 10), 0.001, True, Finding.TOO_FEW),
    ],
)
def test_the_rule_gives_four_answers(group, reference, p, complete, expected):
    assert finding(Counts(*group), Counts(*reference), p, complete, Rule()) is expected


def test_no_label_speaks_of_bias():
    assert Finding.DIFFERENCE.label == "difference found: needs review"
    assert not any("bias" in answer.label for answer in Finding)
