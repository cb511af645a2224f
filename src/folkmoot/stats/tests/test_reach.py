"""Reach: shares of contact beside shares of the population, groups without contact, and what is not recorded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats import proportion

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import newcombe_difference, score_ratio, wilson
from folkmoot.stats.judgement import Finding
from folkmoot.stats.reach import Counted, ReachRule, beside_population, highest_if_none, reach

POPULATION = {"Asian": 2000, "Black": 1000, "Mixed": 500, "Other": 500, "White": 16000}


def rows(**wanted):
    return {row.group: row for row in reach(**{"population": POPULATION, **wanted}).rows}


def test_shares_ratios_and_differences_of_one_group():
    found = rows(contacts={"Asian": 30, "Black": 20, "Mixed": 10, "Other": 10, "White": 130})["Asian"]
    expected = wilson(30, 200)
    assert found.share == expected
    assert found.population_share == 0.1
    assert (found.ratio.value, found.ratio.low, found.ratio.high) == pytest.approx((1.5, expected.low / 0.1, expected.high / 0.1))
    assert (found.difference.value, found.difference.low) == pytest.approx((0.05, expected.low - 0.1))


@given(st.integers(1, 500), st.data())
@settings(max_examples=80, deadline=None)
def test_the_test_is_the_score_test_and_agrees_with_its_interval(n, data):
    x, share = data.draw(st.integers(0, n)), data.draw(st.integers(1, 99))
    found = beside_population(Counts(n, x), Counts(100, share))
    z, p_value = proportion.proportions_ztest(x, n, share / 100, prop_var=share / 100)
    assert found.p_value == pytest.approx(p_value, abs=1e-12)
    if abs(abs(z) - 1.959964) > 1e-4:
        assert (found.p_value > 0.05) == (found.share.low <= share / 100 <= found.share.high)
        assert (found.p_value > 0.05) == (found.ratio.low <= 1 <= found.ratio.high)


def test_a_sampled_population_has_an_interval_of_its_own():
    counts, sample = Counts(200, 30), Counts(500, 50)
    found = beside_population(counts, sample, sampled=True)
    assert found.ratio == score_ratio(30, 200, 50, 500)
    assert found.difference == newcombe_difference(30, 200, 50, 500)
    known = beside_population(counts, sample)
    assert found.ratio.low < known.ratio.low < known.ratio.high < found.ratio.high
    assert found.p_value == pytest.approx(proportion.proportions_ztest([30, 50], [200, 500])[1])
    assert found.sampled
    assert not known.sampled


def test_a_group_without_contact_is_named_with_what_could_have_stayed_unseen():
    found = rows(contacts={"Asian": 30, "White": 270})
    assert [group for group, row in found.items() if row.not_reached] == ["Black", "Mixed", "Other"]
    assert found["Black"].highest == pytest.approx(3 / 300, rel=0.01)  # the rule of three
    assert found["Black"].ratio.value == 0
    assert found["Black"].finding is Finding.DIFFERENCE  # 15 were to be expected
    assert found["White"].highest is None


@pytest.mark.parametrize("n", [1, 10, 100, 5000])
def test_the_highest_share_unseen_is_clopper_and_pearsons(n):
    referee = stats.binomtest(0, n, alternative="less").proportion_ci(0.95, method="exact").high
    assert highest_if_none(n) == pytest.approx(referee)
    assert stats.binom.pmf(0, n, highest_if_none(n)) == pytest.approx(0.05)


def test_groups_stand_in_the_order_of_the_population_and_are_not_ranked():
    found = reach({"White": 100, "Roma": 8, "Asian": 2}, POPULATION)
    assert [row.group for row in found.rows] == [*POPULATION, "Roma"]


def test_the_four_answers():
    found = rows(contacts={"Asian": 20, "Black": 30, "Mixed": 1, "White": 149})
    assert found["Asian"].finding is Finding.NO_DIFFERENCE
    assert found["Black"].finding is Finding.DIFFERENCE
    few = rows(contacts={"Asian": 2, "Black": 9, "White": 15})
    assert {row.finding for row in few.values()} == {Finding.TOO_FEW}
    unrecorded = rows(contacts={"Asian": 20, "Black": 30, "Mixed": 1, "White": 149}, not_recorded=200)
    assert unrecorded["Black"].finding is Finding.MISSING_DATA
    population_unrecorded = rows(contacts={"Asian": 20, "Black": 30, "Mixed": 1, "White": 149}, population_not_recorded=20000)
    assert population_unrecorded["Black"].finding is Finding.MISSING_DATA
    no_population = rows(contacts={"Asian": 20, "Roma": 30, "White": 149})
    assert no_population["Roma"].finding is Finding.MISSING_DATA
    assert no_population["Roma"].share.value == pytest.approx(30 / 199)
    assert no_population["Roma"].ratio is None


def test_few_to_be_expected_is_too_few_to_judge():
    population = {"Small": 1, "Large": 99}
    found = {row.group: row for row in reach({"Small": 0, "Large": 200}, population).rows}
    assert found["Small"].finding is Finding.TOO_FEW
    lenient = reach({"Small": 0, "Large": 400}, population, rule=ReachRule(min_events=4))
    assert lenient.rows[0].finding is Finding.DIFFERENCE
    assert lenient.rule.min_events == 4


def test_a_difference_needs_a_ratio_that_matters():
    contacts = {"Asian": 10800, "White": 89200}
    population = {"Asian": 100, "White": 900}
    found = reach(contacts, population).rows[0]
    assert found.p_value < 1e-10
    assert found.finding is Finding.NO_DIFFERENCE
    assert reach(contacts, population, rule=ReachRule(highest_ratio=1.05)).rows[0].finding is Finding.DIFFERENCE


def test_what_is_not_recorded_gives_bounds():
    found = rows(contacts={"Asian": 30, "White": 70}, not_recorded=20)["Asian"]
    assert (found.bounds.low, found.bounds.high) == pytest.approx((30 / 120, 50 / 120))
    assert (found.ratio_bounds.low, found.ratio_bounds.high) == pytest.approx((2.5, 50 / 12))
    both = rows(contacts={"Asian": 30, "White": 70}, not_recorded=20, population_not_recorded=5000)["Asian"]
    assert both.ratio_bounds.low == pytest.approx((30 / 120) / (7000 / 25000))
    assert both.ratio_bounds.high == pytest.approx((50 / 120) / (2000 / 25000))


def test_bounds_of_a_group_the_population_does_not_count_have_no_upper_end():
    found = reach({"a": 5, "b": 5}, {"a": 0, "b": 10}).rows[0]
    assert found.ratio is None
    assert found.ratio_bounds.high is None


def test_people_counted_more_than_once_widen_the_intervals():
    contacts = {"Asian": 60, "Black": 60, "White": 280}
    once = reach(contacts, POPULATION)
    often = reach(contacts, POPULATION, counted=Counted.CONTACTS, people=100)
    assert often.deff == 4
    assert often.rows[0].share.value == once.rows[0].share.value
    fewer = wilson(15, 100)
    assert (often.rows[0].share.low, often.rows[0].share.high) == pytest.approx((fewer.low, fewer.high))
    assert often.rows[0].p_value > once.rows[0].p_value
    unknown = reach(contacts, POPULATION, counted=Counted.CONTACTS)
    assert unknown.deff is None
    assert {row.finding for row in unknown.rows} == {Finding.TOO_FEW}
    few = reach(contacts, POPULATION, counted=Counted.CONTACTS, people=25)
    assert {row.finding for row in few.rows} == {Finding.TOO_FEW}


def test_no_contacts_and_impossible_numbers():
    empty = reach({}, POPULATION)
    assert {(row.share, row.finding) for row in empty.rows} == {(None, Finding.TOO_FEW)}
    assert (empty.contacts, empty.completeness) == (0, 0)
    nobody_here = reach({"Asian": 40}, {})
    assert nobody_here.rows[0].finding is Finding.MISSING_DATA
    with pytest.raises(ValueError, match="not negative"):
        reach({"Asian": -1}, POPULATION)
    with pytest.raises(ValueError, match="10 contacts"):
        reach({"Asian": 10}, POPULATION, counted=Counted.CONTACTS, people=11)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 10**9), max_size=6),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 10**9), max_size=6),
    st.integers(0, 10**6),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_whatever_the_numbers_every_group_has_one_row_and_one_answer(contacts, population, not_recorded, sampled):
    found = reach(contacts, population, not_recorded=not_recorded, sampled=sampled)
    assert sorted(row.group for row in found.rows) == sorted({*contacts, *population})
    assert sum(row.contacts for row in found.rows) == found.contacts
    for row in found.rows:
        assert row.finding in (Finding.DIFFERENCE, Finding.NO_DIFFERENCE, Finding.TOO_FEW, Finding.MISSING_DATA)
        if row.bounds and row.share:
            assert row.bounds.low <= row.share.value <= row.bounds.high + 1e-12
        if row.finding is Finding.DIFFERENCE:
            assert row.p_adjusted <= found.rule.q
