"""Two groups within strata."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from folkmoot.stats.cells import cell_table
from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import katz_ratio, odds_ratio
from folkmoot.stats.stratified import (
    Stratum,
    breslow_day,
    mantel_haenszel_test,
    pooled_odds_ratio,
    pooled_risk_difference,
    pooled_risk_ratio,
    strata_of,
    stratified,
)

# University of California, Berkeley, 1973: men admitted and not, women admitted and not, by department.
BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}


def strata(tables):
    return [Stratum((str(key),), Counts(a + b, a), Counts(c + d, c)) for key, (a, b, c, d) in tables]


def referee(tables):
    from statsmodels.stats.contingency_tables import StratifiedTable

    return StratifiedTable([np.array([[a, b], [c, d]], float) for _, (a, b, c, d) in tables])


def test_berkeley_admissions_turn_round_within_departments():
    found = stratified(strata(BERKELEY.items()))
    assert odds_ratio(found.crude[0].with_outcome, found.crude[0].base, found.crude[1].with_outcome, found.crude[1].base).value > 1.84
    assert found.odds_ratio.value == pytest.approx(0.9046968, abs=1e-7)
    assert (found.test.statistic, found.test.p_value) == pytest.approx((1.426946, 0.232263), abs=1e-6)
    assert mantel_haenszel_test(strata(BERKELEY.items()), corrected=False).statistic == pytest.approx(1.524607, abs=1e-6)
    homogeneity = breslow_day(strata(BERKELEY.items()))
    assert homogeneity.statistic == pytest.approx(18.8255, abs=5e-5)
    assert homogeneity.p_value == pytest.approx(0.00207, abs=5e-6)
    assert homogeneity.degrees == 5
    assert found.homogeneity == breslow_day(strata(BERKELEY.items()), tarone=True)


def test_strata_come_from_a_table_of_cells():
    cells = [((sex, dept), a + b, a) for dept, (m, n, f, g) in BERKELEY.items() for sex, a, b in (("M", m, n), ("F", f, g))]
    table = cell_table(["sex", "dept"], [*cells, (("M", None), 10, 4)])
    found = stratified(strata_of(table, "sex", "M", "F", ["dept"]))
    assert found.odds_ratio.value == pytest.approx(0.9046968, abs=1e-7)
    assert found.left_out == Counts(10, 4)
    assert len(found.strata) == 6
    assert found.crude[0] == Counts(2701, 1202)
    with pytest.raises(KeyError):
        strata_of(table, "sex", "M", "F", ["year"])


def test_one_stratum_is_the_plain_table():
    one = strata([("A", (40, 60, 20, 80))])
    woolf, katz = odds_ratio(40, 100, 20, 100), katz_ratio(40, 100, 20, 100)
    assert pooled_odds_ratio(one).value == pytest.approx(woolf.value)
    assert (pooled_odds_ratio(one).low, pooled_odds_ratio(one).high) == pytest.approx((woolf.low, woolf.high))
    assert (pooled_risk_ratio(one).low, pooled_risk_ratio(one).high) == pytest.approx((katz.low, katz.high))
    assert pooled_risk_difference(one).value == pytest.approx(0.2)
    assert breslow_day(one) is None


def test_the_interval_of_the_difference_is_near_that_of_large_strata():
    """Greenland and Robins's variance, which holds for few large strata; Sato's holds for many small ones as well."""
    tables = list(BERKELEY.items())
    weight = sum((a + b) * (c + d) / (a + b + c + d) for _, (a, b, c, d) in tables)
    large = sum((a * b * (c + d) ** 3 + c * d * (a + b) ** 3) / ((a + b) * (c + d) * (a + b + c + d) ** 2) for _, (a, b, c, d) in tables)
    found = pooled_risk_difference(strata(tables))
    assert (found.high - found.low) / 2 == pytest.approx(1.959964 * math.sqrt(large) / weight, rel=0.02)


tables = st.lists(st.tuples(*[st.integers(0, 60)] * 4), min_size=2, max_size=6).map(lambda found: list(enumerate(found)))


@given(tables)
@settings(deadline=None, max_examples=80)
def test_pooled_figures_agree_with_the_referee(drawn):
    assume(all(a + b and c + d and a + c and b + d for _, (a, b, c, d) in drawn))
    assume(sum(a * d for _, (a, b, c, d) in drawn) and sum(b * c for _, (a, b, c, d) in drawn))
    ours, theirs = stratified(strata(drawn)), referee(drawn)
    assert ours.odds_ratio.value == pytest.approx(theirs.oddsratio_pooled, rel=1e-9)
    assert (ours.odds_ratio.low, ours.odds_ratio.high) == pytest.approx(theirs.oddsratio_pooled_confint(), rel=1e-9)
    plain, with_half = mantel_haenszel_test(strata(drawn), corrected=False), theirs.test_null_odds(correction=False)
    assert (plain.statistic, plain.p_value) == pytest.approx((with_half.statistic, with_half.pvalue), rel=1e-9, abs=1e-12)
    if abs(ours.odds_ratio.value - 1) < 1e-3:
        return  # the referee divides by what is left of 1
    for tarone in (False, True):
        homogeneity, other = breslow_day(strata(drawn), tarone), theirs.test_equal_odds(adjust=tarone)
        assert (homogeneity.statistic, homogeneity.p_value) == pytest.approx((other.statistic, other.pvalue), rel=1e-6, abs=1e-8)
    if ours.risk_ratio:
        assert ours.risk_ratio.value == pytest.approx(theirs.riskratio_pooled, rel=1e-9)


@given(tables)
@settings(deadline=None)
def test_swapping_the_groups_turns_every_figure_round(drawn):
    there = stratified(strata(drawn))
    back = stratified(strata([(key, (c, d, a, b)) for key, (a, b, c, d) in drawn]))
    if there.odds_ratio:
        assert there.odds_ratio.low == pytest.approx(1 / back.odds_ratio.high)
    if there.risk_ratio:
        assert there.risk_ratio.low == pytest.approx(1 / back.risk_ratio.high)
    if there.risk_difference:
        assert (there.risk_difference.value, there.risk_difference.low) == pytest.approx(
            (-back.risk_difference.value, -back.risk_difference.high), abs=1e-9
        )
    assert (there.test and there.test.statistic) == pytest.approx(back.test and back.test.statistic, abs=1e-9)


@given(tables)
@settings(deadline=None)
def test_the_difference_of_the_other_side_of_the_outcome_is_the_same_the_other_way(drawn):
    there = pooled_risk_difference(strata(drawn))
    back = pooled_risk_difference(strata([(key, (b, a, d, c)) for key, (a, b, c, d) in drawn]))
    if there and back:
        assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-9)


@given(tables)
@settings(deadline=None)
def test_nothing_drawn_breaks_a_figure(drawn):
    found = stratified(strata(drawn))
    if found.risk_difference:
        assert -1 <= found.risk_difference.low <= found.risk_difference.value <= found.risk_difference.high <= 1
    assert found.homogeneity is None or 0 <= found.homogeneity.p_value <= 1


def test_strata_that_cannot_tell_count_no_degree_of_freedom():
    drawn = [*BERKELEY.items(), ("nobody", (0, 50, 0, 40)), ("everybody", (50, 0, 40, 0)), ("men only", (5, 5, 0, 0))]
    assert breslow_day(strata(drawn)).degrees == 5
    assert breslow_day(strata(drawn)).statistic == pytest.approx(18.8255, abs=5e-5)
    assert pooled_odds_ratio(strata(drawn)).value == pytest.approx(0.9046968, abs=1e-7)


def test_strata_that_are_all_alike_are_homogeneous():
    alike = strata((key, (4, 3, 29, 55)) for key in "ABC")  # in floating point the sum comes out below 0
    for tarone in (False, True):
        assert (breslow_day(alike, tarone).statistic, breslow_day(alike, tarone).p_value) == pytest.approx((0.0, 1.0), abs=1e-12)


def test_nothing_to_compare():
    found = stratified([])
    assert (found.odds_ratio, found.risk_ratio, found.risk_difference, found.test, found.homogeneity) == (None,) * 5
    apart = stratified(strata([("A", (5, 5, 0, 0)), ("B", (0, 0, 5, 5))]))
    assert apart.odds_ratio is None
    assert apart.left_out == Counts(20, 10)


def test_half_a_billion_in_a_stratum():
    scaled = [(key, tuple(count * 10**5 for count in counts)) for key, counts in BERKELEY.items()]
    found = stratified(strata(scaled))
    assert found.odds_ratio.value == pytest.approx(0.9046968, abs=1e-7)
    assert breslow_day(strata(scaled)).statistic == pytest.approx(18.8255137e5, rel=1e-6)
    rare = [("A", (5, 5 * 10**8, 9, 5 * 10**8)), ("B", (5 * 10**8, 7, 5 * 10**8, 4))]
    assert breslow_day(strata(rare)).statistic == pytest.approx(0.0, abs=0.01)
    assert pooled_odds_ratio(strata(rare)).value == pytest.approx((5 + 4) / (9 + 7), rel=1e-6)
