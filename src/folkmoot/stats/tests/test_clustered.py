"""Shares within groups: another program as referee, the case without groups, and the edges."""

import numpy as np
import pytest
from statsmodels.api import OLS

from folkmoot.stats.agreement.coefficients import CLUSTER_VARIANCE, Reason, gwet_ac
from folkmoot.stats.agreement.krippendorff import krippendorff_alpha
from folkmoot.stats.agreement.ratings import UnreadableRatings, Weighting, ratings
from folkmoot.stats.clustered import clustered_share, difference_of
from folkmoot.stats.intervals import newcombe_difference, wilson
from folkmoot.stats.tests.test_agreement import FOUR_RATERS

CASES = [(3, 4), (1, 5), (4, 4), (0, 3), (2, 6), (5, 5)]


def test_the_standard_error_is_that_of_a_regression_with_groups():
    """statsmodels' cluster-robust error of a mean; without its correction for few groups, which is ours to compare."""
    values = np.array([1.0 if unit < have else 0.0 for have, units in CASES for unit in range(units)])
    groups = np.array([group for group, (_have, units) in enumerate(CASES) for _unit in range(units)])
    fit = OLS(values, np.ones_like(values)).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    found = clustered_share(CASES).estimate
    from scipy.stats import t

    half = t.ppf(0.975, 5) * float(fit.bse[0]) * (6 / 5) ** 0.5
    assert (found.value, found.low, found.high) == pytest.approx((15 / 27, 15 / 27 - half, 15 / 27 + half), abs=1e-12)


def test_answers_that_hang_together_make_the_interval_wider():
    apart = clustered_share([(value, 1) for value in (1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0)]).estimate
    together = clustered_share([(3, 3), (0, 3), (3, 3), (0, 3)]).estimate
    assert together.high - together.low > apart.high - apart.low


def test_no_spread_and_too_few_groups_are_not_shown_as_certain():
    unanimous = clustered_share([(4, 4)] * 5).estimate
    assert (unanimous.value, unanimous.high) == (1, 1)
    assert unanimous.low == pytest.approx(wilson(5, 5).low)
    assert clustered_share([(1, 2), (2, 2)]).estimate is None
    assert clustered_share([(0, 0), (1, 2), (2, 2)]).groups == 2
    with pytest.raises(ValueError, match="more units"):
        clustered_share([(3, 2)])


def test_the_difference_is_newcombes_where_both_sides_are_wilsons():
    found = difference_of(wilson(56, 70), wilson(48, 80))
    newcombe = newcombe_difference(56, 70, 48, 80)
    assert (found.value, found.low, found.high) == pytest.approx((newcombe.value, newcombe.low, newcombe.high), abs=1e-12)


@pytest.mark.parametrize("weights", [Weighting.IDENTITY, Weighting.ORDINAL])
def test_each_item_its_own_group_is_gwets_own_error(weights):
    given = ratings(FOUR_RATERS)
    plain, grouped = gwet_ac(given, weights), gwet_ac(given, weights, clusters=list(range(12)))
    assert (grouped.value, grouped.standard_error) == pytest.approx((plain.value, plain.standard_error), abs=1e-14)
    assert grouped.method == CLUSTER_VARIANCE


def test_saying_everything_twice_adds_nothing_once_it_is_grouped():
    twice = ratings([row for row in FOUR_RATERS for _ in range(2)])
    groups = [case for case in range(12) for _ in range(2)]
    once, naive, grouped = gwet_ac(ratings(FOUR_RATERS)), gwet_ac(twice), gwet_ac(twice, clusters=groups)
    assert grouped.standard_error == pytest.approx(once.standard_error, abs=1e-14)
    assert naive.standard_error < 0.75 * once.standard_error
    alpha = krippendorff_alpha(ratings(FOUR_RATERS), seed=7)
    of_groups, of_items = krippendorff_alpha(twice, seed=7, clusters=groups), krippendorff_alpha(twice, seed=7)
    assert of_groups.interval.high - of_groups.interval.low > of_items.interval.high - of_items.interval.low
    assert of_groups.interval.low == pytest.approx(alpha.interval.low, abs=0.05)


def test_few_groups_give_no_alpha_interval_and_wrong_groups_are_refused():
    given = ratings(FOUR_RATERS)
    assert krippendorff_alpha(given, seed=1, clusters=[0] * 6 + [1] * 6).reason is Reason.TOO_FEW_ITEMS
    assert gwet_ac(given, clusters=[0] * 12).reason is Reason.TOO_FEW_ITEMS
    with pytest.raises(UnreadableRatings, match="12 items"):
        gwet_ac(given, clusters=[0, 1])
