"""Agreement among assessors: published coefficients and standard errors, other programs as referees, and the edges."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats import inter_rater

from folkmoot.stats.agreement.coefficients import (
    WILSON_PAIRS,
    WILSON_UNANIMOUS,
    Reason,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
    t_interval,
)
from folkmoot.stats.agreement.krippendorff import Level, krippendorff_alpha
from folkmoot.stats.agreement.ratings import (
    UnreadableRatings,
    Weighting,
    ratings,
    ratings_of_counts,
    ratings_of_table,
    weight_matrix,
)
from folkmoot.stats.intervals import wilson

# Fleiss (1971): 30 patients, 6 psychiatrists, 5 diagnoses.
PSYCHIATRIC = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
]  # fmt: skip

# Gwet, Handbook of Inter-Rater Reliability, 4th edition (2014), page 120: 12 units, 4 raters, grades 1 to 5, some missing.
_ = None
FOUR_RATERS = [
    [1, 1, _, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [_, 5, 5, 5], [_, _, 1, 1], [_, _, 3, _],
]  # fmt: skip

# Gwet (2014): 100 pregnancies, two abstractors; ectopic, abnormal intrauterine, normal intrauterine.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]

# Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), part C: 4 observers, 12 units.
OBSERVERS = [
    [1, 1, _, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [_, 5, 5, 5], [_, _, 1, 1], [_, 3, _, _],
]  # fmt: skip


def test_fleiss_kappa_reproduces_the_psychiatric_diagnoses():
    found = fleiss_kappa(ratings_of_counts(PSYCHIATRIC))
    assert found.value == pytest.approx(0.430, abs=5e-4)
    assert (found.items, found.assessors) == (30, 6)
    assert found.value == pytest.approx(inter_rater.fleiss_kappa(np.array(PSYCHIATRIC)), abs=1e-12)


@pytest.mark.parametrize(
    ("coefficient", "weights", "value", "error", "low", "high"),
    [
        (gwet_ac, Weighting.IDENTITY, 0.77544, 0.14295, 0.46081, 1),
        (fleiss_kappa, Weighting.IDENTITY, 0.76117, 0.15302, 0.42438, 1),
        (gwet_ac, Weighting.LINEAR, 0.85874, 0.11733, 0.600, 1),
        (gwet_ac, Weighting.QUADRATIC, 0.91400, 0.10396, 0.685, 1),
        (gwet_ac, Weighting.ORDINAL, 0.89894, 0.10690, 0.664, 1),
    ],
)
def test_four_raters_reproduce_gwets_coefficients_errors_and_intervals(coefficient, weights, value, error, low, high):
    """Printed by irrCAC, Gwet's own program, for the table of page 120."""
    found = coefficient(ratings(FOUR_RATERS), weights)
    assert (found.value, found.standard_error) == pytest.approx((value, error), abs=1e-5)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=5e-4)
    assert found.items == 11


def test_two_abstractors_reproduce_gwets_table():
    """irrCAC's own printout for contingency tables, whose variance divides by items where that for raw data divides by items - 1."""
    given = ratings_of_table(ABSTRACTORS)
    ac1, ac2 = gwet_ac(given), gwet_ac(given, Weighting.QUADRATIC)
    assert (ac1.value, ac1.standard_error * math.sqrt(0.99)) == pytest.approx((0.8493305, 0.04321747), abs=1e-7)
    assert (ac2.value, ac2.standard_error * math.sqrt(0.99)) == pytest.approx((0.94024, 0.01792), abs=1e-5)
    kappa = cohen_kappa(given)
    assert (kappa.value, kappa.standard_error) == pytest.approx((0.7964094, 0.05891072), abs=1e-7)
    assert (kappa.interval.low, kappa.interval.high) == pytest.approx((0.680, 0.913), abs=5e-4)
    assert percent_agreement(given).value == pytest.approx(0.89)


def test_ac1_is_the_formula_of_the_paper_for_two_assessors():
    """Gwet (2008): for two grades chance is 2 pi (1 - pi), pi the mean share of the first. Kappa is below 0 although 118 of 125 agree."""
    table = [[118, 5], [2, 0]]
    share = (118 + 5 + 118 + 2) / 250
    expected = 2 * share * (1 - share)
    found = gwet_ac(ratings_of_table(table))
    assert found.value == pytest.approx((118 / 125 - expected) / (1 - expected), abs=1e-12)
    assert found.value > 0.9 > 0 > cohen_kappa(ratings_of_table(table)).value


def test_cohens_weighted_kappa_of_1968():
    """200 cases in three diagnostic categories; kappa .492, weighted kappa .348 with his disagreement weights 0, 1, 3 and 6."""
    given = ratings_of_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    disagreement = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    agreement = [[1 - weight / 6 for weight in row] for row in disagreement]
    assert cohen_kappa(given).value == pytest.approx(0.492, abs=5e-4)
    assert cohen_kappa(given, agreement).value == pytest.approx(0.348, abs=5e-4)


def test_the_textbook_example_of_fifty_grant_applications():
    found = cohen_kappa(ratings_of_table([[20, 5], [10, 15]]))
    assert (found.value, found.observed, found.expected) == pytest.approx((0.4, 0.7, 0.5))


@pytest.mark.parametrize(("level", "alpha"), [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)])
def test_alpha_reproduces_krippendorffs_example(level, alpha):
    found = krippendorff_alpha(ratings(OBSERVERS), level, seed=1)
    assert found.value == pytest.approx(alpha, abs=5e-4)
    assert found.interval.low < found.value < found.interval.high <= 1


TABLES = (
    st.integers(2, 4)
    .flatmap(lambda q: st.lists(st.lists(st.integers(0, 12), min_size=q, max_size=q), min_size=q, max_size=q))
    .filter(lambda table: sum(map(sum, table)) > 2)
)


@given(TABLES, st.sampled_from([(Weighting.IDENTITY, None), (Weighting.LINEAR, "linear"), (Weighting.QUADRATIC, "quadratic")]))
@settings(max_examples=60, deadline=None)
def test_kappa_and_its_error_agree_with_statsmodels(table, weights):
    ours, theirs = weights
    found = cohen_kappa(ratings_of_table(table), ours)
    if found.reason is Reason.ONE_GRADE:
        return
    with np.errstate(all="ignore"):
        referee = inter_rater.cohens_kappa(np.array(table), wt=theirs)
    value, error = (referee.kappa, referee.std_kappa)
    assert found.value == pytest.approx(value, abs=1e-9)
    assert (found.standard_error or 0.0) == pytest.approx(0.0 if math.isnan(error) else error, abs=1e-6)


ROWS = st.integers(2, 4).flatmap(
    lambda assessors: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=assessors, max_size=assessors), min_size=0, max_size=14
    )
)


@given(ROWS, st.sampled_from(list(Weighting)))
@settings(max_examples=120, deadline=None)
def test_whatever_the_ratings_each_coefficient_is_a_number_with_an_interval_or_says_why_not(rows, weights):
    given_ratings = ratings(rows, grades=(1, 2, 3, 4))
    everything = [coefficient(given_ratings, weights) for coefficient in (percent_agreement, fleiss_kappa, gwet_ac)]
    everything += [krippendorff_alpha(given_ratings, level, seed=3, draws=50) for level in Level]
    for found in everything:
        assert (found.value is None or found.interval is None) == (found.reason is not None)
        assert found.value is None or found.value <= 1 + 1e-9  # with assessments missing, kappa may lie below -1
        if found.interval:
            assert found.interval.low <= found.value + 1e-12
            assert found.value <= found.interval.high + 1e-9


@given(ROWS)
@settings(max_examples=80, deadline=None)
def test_alpha_agrees_with_the_definition_by_pairs(rows):
    """A second route: every pair of values within units, and every pair of all values, one by one."""
    units = [[value for value in row if value is not None] for row in rows]
    units = [unit for unit in units if len(unit) >= 2]
    values = [value for unit in units for value in unit]
    within = sum((a - b) ** 2 / (len(unit) - 1) for unit in units for a in unit for b in unit)
    between = sum((a - b) ** 2 for a in values for b in values)
    found = krippendorff_alpha(ratings(rows, grades=(1, 2, 3, 4)), Level.INTERVAL, seed=1, draws=10)
    if between == 0:
        assert found.value is None
    else:
        assert found.value == pytest.approx(1 - (len(values) - 1) * within / between, abs=1e-9)


@given(ROWS.filter(lambda rows: len(rows) > 1))
@settings(max_examples=40, deadline=None)
def test_renaming_the_assessors_changes_nothing(rows):
    turned = [list(reversed(row)) for row in rows]
    for coefficient in (percent_agreement, fleiss_kappa, gwet_ac):
        first, second = coefficient(ratings(rows, (1, 2, 3, 4))), coefficient(ratings(turned, (1, 2, 3, 4)))
        assert first.reason is second.reason
        assert (first.value or 0) == pytest.approx(second.value or 0)


def test_all_one_grade_leaves_kappa_and_alpha_undefined_and_ac1_at_one():
    given_ratings = ratings([["appropriate"] * 3] * 12, grades=("appropriate", "appropriate with observations", "inappropriate"))
    for found in (fleiss_kappa(given_ratings), krippendorff_alpha(given_ratings, seed=1)):
        assert found.value is None
        assert found.reason is Reason.ONE_GRADE
    two = ratings([["appropriate"] * 2] * 12)
    assert cohen_kappa(two).reason is Reason.ONE_GRADE
    assert gwet_ac(given_ratings).value == gwet_ac(two).value == 1
    assert gwet_ac(given_ratings).reason is Reason.NO_SPREAD  # no interval that pretends to be certain


def test_five_cases_all_agreed_are_not_shown_as_certain():
    found = percent_agreement(ratings([["a", "a", "a"], ["b", "b", "b"], ["a", "a", "a"], ["b", "b", "b"], ["a", "a", "a"]]))
    assert found.method == WILSON_UNANIMOUS
    assert (found.value, found.interval.low) == pytest.approx((1, wilson(5, 5).low))
    assert found.interval.low < 0.6


def test_two_assessors_have_the_wilson_interval():
    found = percent_agreement(ratings_of_table(ABSTRACTORS))
    assert found.method == WILSON_PAIRS
    assert (found.interval.low, found.interval.high) == pytest.approx((wilson(89, 100).low, wilson(89, 100).high))


def test_without_pairs_nothing_is_computed():
    alone = ratings([["a", None], [None, "b"]])
    for found in (percent_agreement(alone), fleiss_kappa(alone), gwet_ac(alone), cohen_kappa(alone), krippendorff_alpha(alone, seed=1)):
        assert found.value is None
        assert found.reason is Reason.NO_PAIRS
    for nothing in (ratings([]), ratings_of_counts([]), ratings_of_table([]), ratings([[None, None]])):
        assert percent_agreement(nothing).reason is gwet_ac(nothing).reason is Reason.NO_PAIRS
        assert krippendorff_alpha(nothing, seed=1).reason is Reason.NO_PAIRS


def test_one_item_has_no_interval():
    one = ratings([["a", "b", "a"]])
    assert fleiss_kappa(one).interval is gwet_ac(one).interval is None
    assert gwet_ac(one).reason is Reason.TOO_FEW_ITEMS


def test_the_same_seed_gives_the_same_interval_and_few_items_give_none():
    given_ratings = ratings(OBSERVERS)
    assert krippendorff_alpha(given_ratings, seed=7) == krippendorff_alpha(given_ratings, seed=7)
    assert krippendorff_alpha(given_ratings, seed=7).interval != krippendorff_alpha(given_ratings, seed=8).interval
    few = krippendorff_alpha(ratings(OBSERVERS[:9]), seed=7)
    assert few.value is not None
    assert few.interval is None
    assert few.reason is Reason.TOO_FEW_ITEMS


def test_the_bootstrap_interval_is_near_gwets_analytic_one():
    """60 items, where both approximations should serve: alpha and Fleiss kappa then differ little, and so do their intervals."""
    twice = ratings_of_counts(PSYCHIATRIC * 2)
    alpha, kappa = krippendorff_alpha(twice, seed=11), fleiss_kappa(twice)
    assert alpha.value == pytest.approx(kappa.value, abs=0.005)
    assert (alpha.interval.low, alpha.interval.high) == pytest.approx((kappa.interval.low, kappa.interval.high), abs=0.03)


@pytest.mark.parametrize("coefficient", [fleiss_kappa, gwet_ac])
def test_intervals_cover_as_often_as_they_say(coefficient):
    """Assessments at random agree no more than chance: about 95 of 100 intervals hold 0 (rather fewer in 50 items)."""
    random = np.random.default_rng(5)
    panels = [coefficient(ratings(random.integers(1, 4, size=(50, 4)).tolist())) for _ in range(300)]
    covered = sum(found.interval.low <= 0 <= found.interval.high for found in panels)
    assert 0.88 <= covered / 300 <= 0.98


def test_weights_one_step_apart():
    """Printed in irrCAC's guide to weights for three grades: linear .5, quadratic .75, ordinal .667 one step apart."""
    assert [
        float(weight_matrix(weights, 3)[0, 1]) for weights in (Weighting.LINEAR, Weighting.QUADRATIC, Weighting.ORDINAL)
    ] == pytest.approx([0.5, 0.75, 2 / 3])
    with pytest.raises(ValueError, match="symmetric"):
        weight_matrix([[1, 0.5], [0, 1]], 2)


def test_errors_say_what_is_wrong():
    with pytest.raises(UnreadableRatings, match="two assessors"):
        cohen_kappa(ratings(FOUR_RATERS))
    with pytest.raises(UnreadableRatings, match="not on the scale: x"):
        ratings([["a", "x"]], grades=("a", "b"))
    with pytest.raises(UnreadableRatings, match="different numbers"):
        ratings([["a", "b"], ["a"]])
    with pytest.raises(UnreadableRatings, match="below 0"):
        ratings_of_counts([[1, -1]])
    with pytest.raises(ValueError, match="not numbers"):
        krippendorff_alpha(ratings([["a", "b"]]), Level.INTERVAL, seed=1)


def test_the_interval_stays_within_its_limits():
    assert t_interval(0.9, 0.5, 3, 0.95).high == 1
    assert t_interval(-0.5, 0.5, 3, 0.95).low == -1
    assert t_interval(-1.5, 0.5, 3, 0.95).low < -1.5
