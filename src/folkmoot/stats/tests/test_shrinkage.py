"""Small groups: shrunk rates and relative rates beside the raw ones."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.counts import Counts
from folkmoot.stats.shrinkage import log_ratio, random_effects, shrink_rates, shrink_relative_rates
from folkmoot.stats.shrinkage.beta_binomial import fit_by_likelihood, fit_by_moments

COUNTS = st.integers(1, 300).flatmap(lambda base: st.integers(0, base).map(lambda had: Counts(base, had)))
GROUPS = st.lists(COUNTS, min_size=3, max_size=12).map(lambda found: {f"Group {place}": each for place, each in enumerate(found)})
METHODS = st.sampled_from(["likelihood", "moments"])


def drawn(seed, alpha, beta, groups, smallest=20, largest=400):
    rng = np.random.default_rng(seed)
    bases = rng.integers(smallest, largest, groups)
    had = rng.binomial(bases, rng.beta(alpha, beta, groups))
    return [Counts(int(base), int(with_outcome)) for base, with_outcome in zip(bases, had, strict=True)]


def log_likelihood(groups, alpha, beta):
    from scipy.stats import betabinom

    return sum(betabinom.logpmf(counts.with_outcome, counts.base, alpha, beta) for counts in groups)


@pytest.mark.parametrize(("seed", "alpha", "beta"), [(1, 6, 14), (2, 0.6, 0.4), (3, 300, 100), (4, 1, 60)])
def test_the_likelihood_fit_is_the_maximum_found_directly(seed, alpha, beta):
    from scipy.optimize import minimize

    groups = drawn(seed, alpha, beta, 40)
    prior = fit_by_likelihood(groups)
    direct = minimize(
        lambda logs: -log_likelihood(groups, *np.exp(logs)), np.log([alpha, beta]), method="Nelder-Mead", options={"xatol": 1e-9}
    )
    assert log_likelihood(groups, prior.alpha, prior.beta) >= -direct.fun - 1e-9
    assert [prior.alpha, prior.beta] == pytest.approx(list(np.exp(direct.x)), rel=1e-3)


@pytest.mark.parametrize("fit", [fit_by_likelihood, fit_by_moments])
def test_both_fits_recover_what_the_groups_were_drawn_from(fit):
    prior = fit(drawn(7, 12, 28, 3000))
    assert prior.mean == pytest.approx(0.3, abs=0.005)
    assert prior.precision == pytest.approx(40, rel=0.1)


def test_the_moments_follow_kleinman():
    """By hand: 10 of 20, 30 of 40, 5 of 20; p = 45/80, S = 3.4375, room = 80 - 2400/80 - 2 = 48."""
    prior = fit_by_moments([Counts(20, 10), Counts(40, 30), Counts(20, 5)])
    spread = 20 * (0.5 - 0.5625) ** 2 + 40 * (0.75 - 0.5625) ** 2 + 20 * (0.25 - 0.5625) ** 2
    correlation = (spread / (0.5625 * 0.4375) - 2) / 48
    assert prior.mean == 0.5625
    assert prior.precision == pytest.approx(1 / correlation - 1)


@given(GROUPS, METHODS)
@settings(deadline=None, max_examples=60)
def test_shrunk_lies_between_the_raw_and_the_common_rate(groups, method):
    found = shrink_rates(groups, method)
    assert not found.refused
    for rate in found.rates:
        assert rate.counts == groups[rate.group]
        low, high = sorted([rate.raw.value, found.prior.mean])
        assert low - 1e-9 <= rate.shrunk.value <= high + 1e-9
        assert 0 <= rate.shrunk.low <= rate.shrunk.high <= 1


@given(GROUPS, METHODS, st.integers(2, 9))
@settings(deadline=None, max_examples=40)
def test_a_smaller_group_with_the_same_rate_is_shrunk_more(groups, method, times):
    small = Counts(8, 7)
    found = shrink_rates(groups | {"small": small, "large": Counts(small.base * times, small.with_outcome * times)}, method)
    shrunk = {rate.group: abs(rate.shrunk.value - rate.raw.value) for rate in found.rates}
    assert shrunk["large"] <= shrunk["small"] + 1e-12


def test_the_posterior_is_the_beta_one():
    from scipy.stats import beta

    groups = {str(place): counts for place, counts in enumerate(drawn(11, 6, 14, 12))}
    found = shrink_rates(groups, level=0.9)
    for rate in found.rates:
        posterior = beta(rate.counts.with_outcome + found.prior.alpha, rate.counts.without_outcome + found.prior.beta)
        assert rate.shrunk.value == pytest.approx(posterior.mean())
        assert (rate.shrunk.low, rate.shrunk.high) == pytest.approx(tuple(posterior.interval(0.9)))


@pytest.mark.parametrize("method", ["likelihood", "moments"])
@pytest.mark.parametrize(
    "groups",
    [
        [Counts(100, 30)] * 5,
        [Counts(40, 0)] * 4,
        [Counts(40, 40)] * 4,
        [Counts(1, 0), Counts(1, 1), Counts(1, 1)],
        [Counts(10**9, 3 * 10**8)] * 4,
    ],
)
def test_groups_that_do_not_vary_take_the_common_rate(groups, method):
    found = shrink_rates({str(place): counts for place, counts in enumerate(groups)}, method)
    assert found.pooled
    common = sum(counts.with_outcome for counts in groups) / sum(counts.base for counts in groups)
    assert [rate.shrunk.value for rate in found.rates] == pytest.approx([common] * len(groups))
    assert all(rate.shrunk.low < rate.shrunk.high for rate in found.rates)


@pytest.mark.parametrize("method", ["likelihood", "moments"])
def test_groups_at_opposite_ends_are_hardly_shrunk(method):
    found = shrink_rates({"a": Counts(500, 0), "b": Counts(500, 500), "c": Counts(400, 0), "d": Counts(450, 450)}, method)
    assert all(abs(rate.shrunk.value - rate.raw.value) < 1e-3 for rate in found.rates)


def test_huge_counts_are_shrunk_to_themselves():
    groups = {str(place): Counts(10**9, had) for place, had in enumerate([10**8, 3 * 10**8, 5 * 10**8])}
    for method in ("likelihood", "moments"):
        assert all(rate.shrunk.value == pytest.approx(rate.raw.value, rel=1e-6) for rate in shrink_rates(groups, method).rates)


@pytest.mark.parametrize("groups", [{}, {"a": Counts(50, 5)}, {"a": Counts(50, 5), "b": Counts(60, 9), "c": Counts(0, 0)}])
def test_too_few_groups_are_refused_with_the_reason_and_the_raw_rates(groups):
    found = shrink_rates(groups)
    assert "at least 3" in found.refused
    assert found.prior is None
    assert not found.pooled
    assert [rate.shrunk for rate in found.rates] == [None] * len(groups)
    assert [rate.raw.value for rate in found.rates if rate.raw] == [
        counts.with_outcome / counts.base for counts in groups.values() if counts.base
    ]


def test_a_group_with_nobody_at_risk_is_given_no_rate():
    found = shrink_rates({"a": Counts(50, 5), "b": Counts(60, 9), "c": Counts(70, 30), "d": Counts(0, 0)})
    assert (found.rates[3].raw, found.rates[3].shrunk) == (None, None)
    assert found.rates[0].shrunk


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(0.001, 2)), min_size=2, max_size=15))
@settings(deadline=None)
def test_random_effects_agree_with_a_referee(effects):
    from statsmodels.stats.meta_analysis import combine_effects

    values, variances = (np.array(column) for column in zip(*effects, strict=True))
    found = random_effects(list(values), list(variances))
    if found.q <= 1.01 * found.df:  # the referee divides by zero, or by a negative variance, where areas are alike
        assert found.tau2 == pytest.approx(0, abs=0.05)
        return
    referee = combine_effects(values, variances, method_re="chi2")
    assert (found.q, found.tau2, found.i2) == pytest.approx((referee.q, referee.tau2, referee.i2))
    assert (found.fixed, found.fixed_error) == pytest.approx((referee.mean_effect_fe, referee.sd_eff_w_fe), abs=1e-9)
    assert (found.pooled, found.pooled_error) == pytest.approx((referee.mean_effect_re, referee.sd_eff_w_re), abs=1e-9)
    assert found.p_value == pytest.approx(referee.test_homogeneity().pvalue, abs=1e-12)


def test_areas_no_further_apart_than_chance_have_no_variance_between_them():
    found = random_effects([0.1, 0.12, 0.11], [0.04, 0.05, 0.06])
    assert (found.tau2, found.i2) == (0.0, 0.0)
    assert (found.pooled, found.pooled_error) == (found.fixed, found.fixed_error)


def test_one_area_has_no_heterogeneity():
    found = random_effects([0.3], [0.04])
    assert (found.q, found.df, found.p_value, found.i2, found.tau2) == (0.0, 0, 1.0, 0.0, 0.0)
    assert (found.fixed, found.pooled, found.pooled_error) == pytest.approx((0.3, 0.3, 0.2))


PAIRS = st.lists(st.tuples(COUNTS, COUNTS), min_size=3, max_size=10).map(
    lambda found: {f"Area {place}": each for place, each in enumerate(found)}
)


@given(PAIRS)
@settings(deadline=None, max_examples=60)
def test_shrunk_relative_rates_lie_between_the_raw_and_the_common_one(areas):
    found = shrink_relative_rates(areas)
    usable = [ratio for ratio in found.ratios if ratio.raw]
    assert (found.effects is None) == (len(usable) < 3) == bool(found.refused)
    for ratio in usable if found.effects else []:
        low, high = sorted([ratio.raw.value, math.exp(found.effects.pooled)])
        assert low * (1 - 1e-9) <= ratio.shrunk.value <= high * (1 + 1e-9)


def test_relative_rates_of_areas_alike_become_the_common_one_with_its_own_interval():
    areas = {f"Area {place}": (Counts(200 * place, 60 * place), Counts(100 * place, 20 * place)) for place in range(1, 6)}
    found = shrink_relative_rates(areas)
    assert found.effects.tau2 == 0
    total = log_ratio(Counts(3000, 900), Counts(1500, 300)).ratio()
    for ratio in found.ratios:
        assert (ratio.shrunk.value, ratio.shrunk.low, ratio.shrunk.high) == pytest.approx((1.5, total.low, total.high))


def test_relative_rates_of_too_few_areas_are_refused_with_the_raw_ones():
    found = shrink_relative_rates({"a": (Counts(50, 5), Counts(50, 10)), "b": (Counts(50, 0), Counts(50, 0))})
    assert "Only 1" in found.refused
    assert found.ratios[0].raw.value == pytest.approx(0.5)
    assert [ratio.shrunk for ratio in found.ratios] == [None, None]


def test_nothing_heavy_is_imported_for_it():
    """scipy.stats takes longer to import than all of the work."""
    code = """
import sys
from folkmoot.stats.cells import cell_table
from folkmoot.stats.counts import Counts
from folkmoot.stats.funnel import StandardisedRatio, funnel, ratio_funnel, relative_rate_funnel
from folkmoot.stats.scan import subgroup_scan
from folkmoot.stats.shrinkage import shrink_rates
from folkmoot.stats.trends import laney_chart
assert "numpy" not in sys.modules and "scipy" not in sys.modules
groups = {str(n): Counts(n, n // 3) for n in (9, 40, 80, 200)}
funnel(groups), ratio_funnel({"a": StandardisedRatio(3, 2.5)}), shrink_rates(groups), laney_chart(list(groups), list(groups.values()))
relative_rate_funnel({"a": (Counts(50, 5), Counts(50, 9))})
subgroup_scan(cell_table(("a",), [(("x",), 50, 5), (("y",), 50, 20)]), ("a",), seed=1)
assert "scipy.special" in sys.modules
assert "scipy.stats" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
