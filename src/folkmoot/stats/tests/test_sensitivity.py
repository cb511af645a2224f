"""E-values."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.intervals import Estimate, katz_ratio, odds_ratio
from folkmoot.stats.sensitivity import WARNING, common_outcome, e_value, e_values


@pytest.mark.parametrize(
    ("risk_ratio", "published", "places"),
    [
        (10.72978, 20.9473, 4),
        (8.017457, 15.5183, 4),
        (3.9, 7.263, 3),
        (1.8, 3.0, 4),
        (0.8, 1.809, 3),
        (0.91, 1.4286, 4),
        (1.1365, 1.530, 3),  # charge rates of 2023: Mixed beside White British
        (1.0948, 1.417, 3),  # and Black
    ],
)
def test_published_e_values(risk_ratio, published, places):
    assert e_value(risk_ratio) == pytest.approx(published, abs=0.6 * 10**-places)


def test_from_counts_to_the_e_value_of_the_ratio_and_of_its_limit():
    found = katz_ratio(397, 397 + 78557, 51, 51 + 108778)
    assert (found.value, found.low, found.high) == pytest.approx((10.729780, 8.017457, 14.359688), abs=1e-6)
    both = e_values(found)
    assert (both.point, both.limit) == pytest.approx((20.9473, 15.5183), abs=5e-5)


def test_a_common_outcome_takes_the_root_of_the_odds_ratio():
    risk = common_outcome(Estimate(0.86, 0.75, 0.99))
    both = e_values(risk)
    assert (both.point, both.limit) == pytest.approx((1.36895, 1.07619), abs=5e-6)
    assert common_outcome(odds_ratio(60, 100, 40, 100)).value == pytest.approx(1.5)  # odds ratio 2.25


def test_an_interval_that_holds_one_needs_nothing_to_explain_it():
    assert e_values(Estimate(1.2, 0.9, 1.6)).limit == 1.0
    assert e_values(Estimate(1.2, 1.0, 1.6)).limit == 1.0
    assert e_values(Estimate(0.5, 0.2, 0.8)).limit == e_value(0.8)
    assert e_values(Estimate(0.0, 0.0, 0.5)).point == math.inf


def test_the_warning_comes_with_every_e_value_and_claims_nothing():
    assert e_values(Estimate(1.2, 1.1, 1.6)).warning == WARNING
    assert "no reason to set a finding aside" in WARNING
    assert "bias" not in WARNING


def test_a_ratio_below_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 0"):
        e_value(-0.5)
    assert e_value(1.0) == 1.0


@given(st.floats(1.0, 1e12))
@settings(deadline=None)
def test_a_ratio_and_its_reciprocal_need_the_same_and_more_needs_more(ratio):
    assert e_value(1 / ratio) == pytest.approx(e_value(ratio), rel=1e-6)
    assert e_value(ratio) >= ratio
    assert e_value(ratio * 1.01) > e_value(ratio)


@given(st.floats(1.0, 1e6))
@settings(deadline=None)
def test_a_confounder_of_that_strength_twice_over_just_explains_the_ratio(ratio):
    """The bound of Ding and VanderWeele (2016): the most that two associations of strength E can produce is the ratio itself."""
    e = e_value(ratio)
    assert e * e / (2 * e - 1) == pytest.approx(ratio, rel=1e-9)
