"""Funnels: limits, overdispersion, and no order inside the limits."""

import csv
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.counts import Counts
from folkmoot.stats.funnel import (
    Funnel,
    ImpossibleTarget,
    NothingToCompare,
    Position,
    StandardisedRatio,
    check_national,
    dispersion,
    funnel,
    ratio_funnel,
    relative_rate_funnel,
)
from folkmoot.stats.funnel.limits import exact_limits, expected_at_limit, few_expected, normal_limits, poisson_limits

# Proportion limits of 303 primary care trusts, in per cent: lower and upper 95%, lower 99.8% where published.
TRUSTS = 0.80642448
TRUST_LIMITS = [
    (1, 3.204264, 100, 0),
    (5, 46.011039, 100, 26.039864),
    (10, 56.154344, 100, 42.032590),
    (18, 62.390093, 98.894803, 51.864359),
    (20, 63.326743, 97.958152, 53.341156),
    (24, 64.835445, 96.449451, 55.719892),
]
# Observed, level, and the expected numbers at which it sits on the upper and the lower limit.
POISSON_LIMITS = [
    (1, 0.95, 5.571645, 0.025318),
    (1, 0.998, 9.233410, 0.0010005),
    (10, 0.95, 18.390358, 4.795388),
    (10, 0.998, 24.133972, 2.960520),
]
SHMI = {
    f"Trust {place}": StandardisedRatio(observed, expected)
    for place, (observed, expected) in enumerate(zip([100, 150, 180, 80, 120, 225], [108, 112, 165, 95, 100, 220], strict=True))
}
# CPS outcomes by Area, March 2018: target, beyond 95% and 99.8% unadjusted, phi and tau² untrimmed, beyond with it, phi and tau²
# winsorised.
CPS_MARCH_2018 = {
    "Offences Against The Person": (0.790986, 9, 5, 4.547088, 0.00346044, 3, 0, 2.462697, 0.00144053),
    "Public Order Offences": (0.862365, 6, 1, 2.323590, 0.00474949, 0, 0, 1.665364, 0.00242929),
    "Motoring Offences": (0.854221, 11, 4, 5.124369, 0.00542125, 2, 1, 2.376839, 0.00183051),
    "Burglary": (0.863558, 4, 2, 2.802630, 0.01741642, 4, 0, 2.086880, 0.01059123),
    "Drugs Offences": (0.927516, 3, 1, 2.588511, 0.00515401, 5, 0, 2.031341, 0.00337294),
}
AREAS = st.dictionaries(
    st.text(min_size=1, max_size=6),
    st.integers(0, 400).flatmap(lambda base: st.integers(0, base).map(lambda had: Counts(base, had))),
    min_size=1,
    max_size=14,
).filter(lambda areas: any(counts.base for counts in areas.values()))
ADJUSTMENTS = st.sampled_from(["winsorised", "truncated", "untrimmed", "none"])


@pytest.fixture(scope="module")
def cps_rows(shared_data):
    path = shared_data.parent / "domain" / "vectors" / "cps_march2018_area_outcomes.csv"
    if not path.is_file():
        pytest.skip(f"CPS outcomes by Area not found at {path}")
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def outcomes(rows, offence):
    """Counts by Area, with the national row among them. A dash stands for no case."""

    def number(row, result):
        text = row[f"Number of {offence} {result}"].replace(",", "")
        return 0 if text == "-" else int(text)

    cells = [(row["area"], number(row, "Convictions"), number(row, "Unsuccessful")) for row in rows]
    return {area: Counts(convicted + not_convicted, convicted) for area, convicted, not_convicted in cells}


def beyond(scores, limit):
    return sum(abs(score) > limit for score in scores)


@pytest.mark.parametrize(("base", "low95", "high95", "low998"), TRUST_LIMITS)
def test_normal_limits_reproduce_the_published_ones(base, low95, high95, low998):
    limits = normal_limits(TRUSTS, base, 0.95)
    assert (limits.low * 100, limits.high * 100) == pytest.approx((low95, high95), abs=1e-6)
    assert normal_limits(TRUSTS, base, 0.998).low * 100 == pytest.approx(low998, abs=1e-6)


@pytest.mark.parametrize(("observed", "level", "high", "low"), POISSON_LIMITS)
def test_exact_poisson_limits_reproduce_the_published_ones(observed, level, high, low):
    limits = expected_at_limit(observed, level)
    assert (limits.low, limits.high) == pytest.approx((low, high), abs=1e-5)


@given(st.integers(0, 60), st.floats(0.01, 80))
@settings(deadline=None)
def test_poisson_limits_and_the_interval_of_the_observed_agree_on_who_is_outside(observed, expected):
    around_observed = expected_at_limit(observed, 0.95)
    if min(abs(expected / around_observed.high - 1), abs(around_observed.low / expected - 1)) > 1e-6:
        inside = around_observed.low <= expected <= around_observed.high
        assert poisson_limits(expected, 0.95).hold(observed / expected) == inside


@given(st.integers(1, 3000), st.floats(1e-6, 1 - 1e-6), st.sampled_from([0.95, 0.998]))
@settings(deadline=None)
def test_exact_limits_are_the_binomial_quantiles(base, target, level):
    from scipy.stats import binom

    limits = exact_limits(target, base, level)
    quantiles = binom.ppf([(1 - level) / 2, (1 + level) / 2], base, target)
    assert [limits.low * base, limits.high * base] == pytest.approx(list(quantiles), abs=1e-6)


@pytest.mark.parametrize("target", [0.0, 1.0, 1e-12, 1 - 1e-9])
def test_exact_limits_hold_at_the_ends(target):
    limits = exact_limits(target, 10**6, 0.998)
    assert 0 <= limits.low <= limits.high <= 1


def test_standardised_ratios_reproduce_the_published_dispersion():
    logs = ratio_funnel(SHMI, adjust="untrimmed")
    assert logs.phi == pytest.approx(2.948033, abs=1e-6)
    assert logs.tau2 == pytest.approx(0.01947753, abs=1e-8)
    assert ratio_funnel(SHMI, adjust="truncated").phi == pytest.approx(2.948033, abs=1e-6)  # six are too few to lose one
    assert ratio_funnel(SHMI, scale="square root").phi == pytest.approx(2.327178, abs=1e-6)


def test_truncating_leaves_out_the_first_and_the_last_tenth_by_rank():
    scores = [-9.0, *[0.5] * 8, 9.0]
    assert dispersion(scores, [0.1] * 10, "truncated").phi == pytest.approx(0.25)
    assert dispersion([*scores, 20.0], [0.1] * 11, "truncated").phi == pytest.approx((8 * 0.25 + 81) / 9)


def test_adjusted_limits_of_a_ratio_follow_their_formula():
    found = ratio_funnel(SHMI, adjust="untrimmed")
    point = found.areas[1]
    half = 1.959963985 * math.sqrt(1 / 112 + found.tau2)
    assert (point.limits95.low, point.limits95.high) == pytest.approx((math.exp(-half), math.exp(half)))
    rooted = ratio_funnel(SHMI, scale="square root", adjust="untrimmed")
    half = 3.090232306 * math.sqrt(1 / 448 + rooted.tau2)
    limits = rooted.areas[1].limits998
    assert (limits.low, limits.high) == pytest.approx(((1 - half) ** 2, (1 + half) ** 2))


def test_a_ratio_with_no_event_is_judged_by_exact_limits():
    found = ratio_funnel({"A": StandardisedRatio(0, 3.0), "B": StandardisedRatio(0, 40.0), "C": StandardisedRatio(0, 0.5)}, adjust="none")
    assert [point.position for point in found.areas] == [Position.INSIDE, Position.BEYOND_998, Position.TOO_FEW]
    assert found.areas[0].ratio.high == pytest.approx(3.688879 / 3, abs=1e-6)  # -ln 0.025 of 3
    assert found.curve([3.0])[0][1] == found.areas[0].limits95


@pytest.mark.parametrize(("observed", "expected"), [(-1, 2.0), (1, 0.0), (1, math.nan), (1, math.inf)])
def test_a_ratio_that_cannot_be_is_refused(observed, expected):
    with pytest.raises(ValueError, match="expected must be above 0"):
        StandardisedRatio(observed, expected)


@pytest.mark.parametrize("offence", CPS_MARCH_2018)
def test_cps_areas_reproduce_scores_and_dispersion(cps_rows, offence):
    areas = outcomes(cps_rows, offence)
    del areas["National"]
    target, plain95, plain998, phi, tau2, adjusted95, adjusted998, phi_winsorised, tau2_winsorised = CPS_MARCH_2018[offence]
    untrimmed, winsorised = funnel(areas, adjust="untrimmed"), funnel(areas)
    assert len(untrimmed.areas) == 42
    assert (untrimmed.target, untrimmed.phi) == pytest.approx((target, phi), abs=1e-6)
    assert untrimmed.tau2 == pytest.approx(tau2, abs=1e-8)
    assert (winsorised.phi, winsorised.tau2) == pytest.approx((phi_winsorised, tau2_winsorised), abs=1e-6)
    scores = [point.z for point in untrimmed.areas]
    assert (beyond(scores, 1.959964), beyond(scores, 3.090232)) == (plain95, plain998)
    scores = [point.z_adjusted for point in untrimmed.areas]
    assert (beyond(scores, 1.959964), beyond(scores, 3.090232)) == (adjusted95, adjusted998)


def test_cps_areas_stand_where_their_scores_say_where_enough_are_expected(cps_rows):
    areas = outcomes(cps_rows, "Offences Against The Person")
    del areas["National"]
    plain = {point.area: point for point in funnel(areas, adjust="none").areas}
    published = {
        "Metropolitan and City": (1790, -7.9560, Position.BEYOND_998),
        "Northumbria": (332, -3.5914, Position.BEYOND_998),
        "West Yorkshire": (586, -2.4909, Position.BEYOND_95),
        "Lincolnshire": (143, 3.2678, Position.BEYOND_998),
        "Humberside": (188, 3.2815, Position.BEYOND_998),
        "Cheshire": (291, 4.0113, Position.BEYOND_998),
    }
    for area, (base, z, position) in published.items():
        assert (plain[area].counts.base, plain[area].position) == (base, position)
        assert plain[area].z == pytest.approx(z, abs=1e-4)
    assert sum(point.z**2 for point in plain.values()) == pytest.approx(183.1725, abs=1e-4)
    adjusted = funnel(areas, adjust="untrimmed")
    assert not [point for point in adjusted.areas if point.position is Position.BEYOND_998]
    assert [point.area for point in adjusted.beyond] == ["Cheshire", "Lincolnshire", "Wiltshire"]


def test_small_areas_at_100_per_cent_need_exact_limits(cps_rows):
    """Drugs, March 2018: the arcsine scores put five areas beyond 95%, most of them small ones in which everybody was convicted."""
    areas = outcomes(cps_rows, "Drugs Offences")
    del areas["National"]
    found = funnel(areas, adjust="untrimmed")
    assert beyond([point.z_adjusted for point in found.areas], 1.959964) == 5
    assert found.beyond == ()
    everybody = [point for point in found.areas if point.rate.value == 1]
    assert everybody
    assert all(point.exact for point in everybody)
    assert sum(point.exact for point in found.areas) == 26


@pytest.mark.parametrize("offence", CPS_MARCH_2018)
def test_the_national_row_is_the_sum_of_its_areas(cps_rows, offence):
    areas = outcomes(cps_rows, offence)
    national = areas.pop("National")
    assert check_national(national, areas).agrees
    lost = areas.pop("Cheshire")
    check = check_national(national, areas)
    assert not check.agrees
    assert (check.base_gap, check.outcome_gap) == (lost.base, lost.with_outcome)


@given(AREAS, ADJUSTMENTS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_areas_makes_no_difference(areas, adjust, random):
    names = list(areas)
    random.shuffle(names)
    first, second = funnel(areas, adjust=adjust), funnel({name: areas[name] for name in names}, adjust=adjust)
    assert [point.area for point in first.areas] == sorted(areas, key=lambda name: (name.casefold(), name))
    assert [(point.area, point.position) for point in first.areas] == [(point.area, point.position) for point in second.areas]
    assert first.tau2 == pytest.approx(second.tau2)


@given(AREAS, ADJUSTMENTS)
@settings(deadline=None)
def test_every_funnel_holds_together(areas, adjust):
    found = funnel(areas, adjust=adjust)
    assert found.phi >= 0
    assert found.tau2 >= 0
    for point in found.areas:
        assert (point.rate is None) == (point.counts.base == 0)
        assert (point.position is Position.TOO_FEW) == (point.counts.base < 10)
        if point.rate:
            assert point.limits998.low <= point.limits95.low <= found.target + 1e-9
            assert found.target - 1e-9 <= point.limits95.high <= point.limits998.high
            assert found.curve([point.counts.base])[0].limits95 == point.limits95


@given(AREAS)
@settings(deadline=None)
def test_variation_between_areas_never_makes_limits_narrower(areas):
    plain, wider = funnel(areas, adjust="truncated"), funnel(areas, adjust="untrimmed")
    if wider.tau2 >= plain.tau2:
        assert {point.area for point in wider.beyond} <= {point.area for point in plain.beyond}


def test_a_funnel_offers_no_ranking():
    offered = [name for name in dir(Funnel) if not name.startswith("_")]
    assert not [name for name in offered if any(word in name for word in ("rank", "sort", "top", "worst", "best", "order"))]
    found = funnel({"b": Counts(50, 10), "A": Counts(500, 490), "c": Counts(500, 20)})
    assert [point.area for point in found.areas] == ["A", "b", "c"]
    assert [point.area for point in found.beyond] == sorted(point.area for point in found.beyond)


def test_a_set_target_is_kept_and_an_impossible_one_refused():
    areas = {"A": Counts(400, 200), "B": Counts(400, 205)}
    found = funnel(areas, target=0.6, adjust="none")
    assert (found.target, found.target_set) == (0.6, True)
    assert [point.position for point in found.areas] == [Position.BEYOND_998] * 2
    assert found.expected_beyond_95 == pytest.approx(0.1)
    with pytest.raises(ImpossibleTarget, match="leave it out"):
        funnel(areas, target=1.0)


@pytest.mark.parametrize("areas", [{}, {"A": Counts(0, 0)}])
def test_nothing_to_compare_is_said(areas):
    with pytest.raises(NothingToCompare, match="No area has any cases"):
        funnel(areas)
    with pytest.raises(NothingToCompare):
        relative_rate_funnel({area: (counts, counts) for area, counts in areas.items()})
    with pytest.raises(NothingToCompare):
        ratio_funnel({})


@pytest.mark.parametrize("had", [0, 1])
def test_areas_all_alike_are_inside_whatever_the_rate(had):
    found = funnel({"A": Counts(50, 50 * had), "B": Counts(10**9, 10**9 * had)}, adjust="none")
    assert [point.position for point in found.areas] == [Position.INSIDE] * 2
    assert [point.z for point in found.areas] == [0.0, 0.0]


def test_few_expected_looks_at_both_sides():
    assert few_expected(0.02, 200)
    assert few_expected(0.98, 200)
    assert not few_expected(0.5, 10)


def test_relative_rates_by_area_agree_with_a_referee():
    import numpy as np
    from statsmodels.stats.meta_analysis import combine_effects

    rng = np.random.default_rng(5)
    areas = {}
    for place in range(14):
        rate, ratio = rng.uniform(0.2, 0.5), math.exp(rng.normal(0.1, 0.3))
        n1, n2 = (int(n) for n in rng.integers(80, 900, 2))
        areas[f"Area {place:02}"] = (Counts(n1, int(rng.binomial(n1, min(0.95, rate * ratio)))), Counts(n2, int(rng.binomial(n2, rate))))
    found = relative_rate_funnel(areas)
    logs = [math.log((a.with_outcome / a.base) / (b.with_outcome / b.base)) for a, b in areas.values()]
    variances = [1 / a.with_outcome - 1 / a.base + 1 / b.with_outcome - 1 / b.base for a, b in areas.values()]
    referee = combine_effects(np.array(logs), np.array(variances), method_re="chi2")
    assert (found.effects.q, found.effects.tau2, found.effects.i2) == pytest.approx((referee.q, referee.tau2, referee.i2))
    assert (found.target, found.effects.pooled) == pytest.approx((math.exp(referee.mean_effect_fe), referee.mean_effect_re))
    assert found.effects.p_value == pytest.approx(referee.test_homogeneity().pvalue)
    assert found.effects.tau2 > 0
    plain = relative_rate_funnel(areas, adjust=False)
    assert len(plain.areas) == 14
    assert {point.area for point in found.areas if point.position is Position.BEYOND_95} < {
        point.area for point in plain.areas if point.position is not Position.INSIDE
    }


def test_relative_rates_that_cannot_be_are_not_judged():
    areas = {
        "empty": (Counts(0, 0), Counts(50, 5)),
        "no event": (Counts(50, 0), Counts(60, 0)),
        "one side": (Counts(50, 0), Counts(60, 6)),
        "everybody": (Counts(50, 50), Counts(60, 60)),
        "small": (Counts(5, 2), Counts(60, 10)),
        "plain": (Counts(500, 100), Counts(600, 130)),
    }
    points = {point.area: point for point in relative_rate_funnel(areas).areas}
    assert [points[area].position for area in ("empty", "no event", "small")] == [Position.TOO_FEW] * 3
    assert points["empty"].ratio is points["no event"].ratio is None
    assert points["one side"].corrected
    assert points["one side"].ratio.value == pytest.approx((0.5 / 51) / (6.5 / 61))
    assert points["everybody"].ratio.value == pytest.approx(1, abs=0.01)
    assert not points["plain"].corrected
    assert points["plain"].ratio.value == pytest.approx(0.2 / (130 / 600))
