"""Published and independently computed numbers, reproduced."""

import json
from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.intervals import (
    DIFFERENCE_METHODS,
    RATIO_METHODS,
    UnknownMethod,
    agresti_caffo_difference,
    byar,
    count_interval,
    difference,
    exact_poisson,
    exact_ratio,
    katz_ratio,
    newcombe_difference,
    odds_ratio,
    ratio,
    score_ratio,
    wald_difference,
    wilson,
    z_value,
)
from folkmoot.stats.significance import chi_squared_p, fisher_p, two_proportion_p, two_proportion_z

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


# a, A, b, B, ratio, exact low, exact high: as published (reference White). None where no interval is published.
YOUTH_JUSTICE_EXACT = [
    (55, 536, 444, 6526, 1.508211, 1.118254, 1.999228),
    (252, 1933, 444, 6526, 1.916164, 1.635148, 2.241532),
    (181, 1466, 444, 6526, 1.814716, 1.518127, 2.161924),
    (50, 351, 444, 6526, 2.093760, 1.530569, 2.809148),
    (68, 846, 645, 11111, 1.384624, 1.062141, 1.779741),
    (202, 2183, 645, 11111, 1.594010, 1.354201, 1.869751),
    (86, 1256, 645, 11111, 1.179512, 0.930649, 1.479044),
    (26, 304, 645, 11111, 1.473307, 0.955047, 2.178914),
    (20, 294, 210, 3636, 1.177843, None, None),
    (78, 889, 210, 3636, 1.519139, None, None),
    (21, 460, 210, 3636, 0.790435, None, None),
    (9, 85, 210, 3636, 1.833277, 0.826768, 3.547330),
    (23, 255, 218, 3667, 1.517197, None, None),
    (86, 563, 218, 3667, 2.569475, 1.978125, 3.312511),
    (33, 367, 218, 3667, 1.512524, None, None),
    (7, 103, 218, 3667, 1.143182, 0.454235, 2.395655),
    (25, 297, 217, 3808, 1.477137, None, None),
    (38, 731, 217, 3808, 0.912228, 0.628518, 1.292217),
    (32, 429, 217, 3808, 1.308971, None, None),
    (10, 116, 217, 3808, 1.512792, None, None),
    (3045, 663825, 36923, 4161949, 0.517051, 0.498132, 0.536533),
    (5200, 333587, 36923, 4161949, 1.757090, 1.706491, 1.808902),
    (3606, 330389, 36923, 4161949, 1.230269, None, None),
    (908, 145406, 36923, 4161949, 0.703888, None, None),
    (5125, 663825, 53593, 4161949, 0.599555, None, None),
    (10326, 333587, 53593, 4161949, 2.403874, 2.353544, 2.455096),
    (4418, 330389, 53593, 4161949, 1.038458, None, None),
    (1546, 145406, 53593, 4161949, 0.825688, None, None),
]


@pytest.mark.parametrize(("a", "whole_a", "b", "whole_b", "value", "low", "high"), YOUTH_JUSTICE_EXACT)
def test_the_exact_ratio_reproduces_youth_justice_relative_rates(a, whole_a, b, whole_b, value, low, high):
    found = ratio("exact", a, whole_a, b, whole_b)
    assert found.value == pytest.approx(value, abs=1e-6)
    assert all(RATIO_METHODS[name](a, whole_a, b, whole_b, 0.95).value == pytest.approx(value, abs=1e-6) for name in RATIO_METHODS)
    if low is not None:
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)


def test_every_row_of_the_published_file_is_reproduced(shared_data):
    file = shared_data.parent / "domain" / "vectors" / "vectors.json"
    if not file.is_file():
        pytest.skip(f"published vectors not found at {file}")
    rows = json.loads(file.read_text())["rri_counts"]["rows"]
    assert len(rows) == len(YOUTH_JUSTICE_EXACT)
    for row in rows:
        counts = (row["a"], row["A"], row["b"], row["B"])
        exact, katz = ratio("exact", *counts), ratio("katz", *counts)
        assert exact.value == pytest.approx(row["rri"], abs=1e-6)
        published = [(row["exact_lo"], exact.low), (row["exact_hi"], exact.high), (row["katz_lo"], katz.low), (row["katz_hi"], katz.high)]
        assert all(found == pytest.approx(value, abs=1e-6) for value, found in published if value is not None)


def test_at_a_high_base_rate_the_exact_interval_is_the_wrong_one():
    found = {name: ratio(name, 762, 1000, 696, 1000) for name in RATIO_METHODS}
    assert (found["katz"].low, found["katz"].high) == pytest.approx((1.037644, 1.155163), abs=1e-6)
    assert (found["score"].low, found["score"].high) == pytest.approx((1.037827, 1.155689), abs=1e-6)
    assert (found["exact"].low, found["exact"].high) == pytest.approx((0.986604, 1.215073), abs=1e-6)
    assert found["exact"].low < 1 < found["score"].low


def test_the_method_can_decide_the_verdict():
    counts = (26, 304, 645, 11111)
    assert ratio("katz", *counts).low > 1
    assert ratio("score", *counts).low > 1
    assert (ratio("exact", *counts).low, ratio("exact", *counts).high) == pytest.approx((0.9550, 2.1789), abs=5e-5)
    assert fisher_p(*counts) == pytest.approx(0.0482, abs=5e-5)
    assert two_proportion_p(*counts) == pytest.approx(0.0445, abs=5e-5)


def test_single_years_of_small_counts_swing_and_their_pool_does_not():
    years = [(78, 889, 210, 3636), (86, 563, 218, 3667), (38, 731, 217, 3808)]
    assert [round(ratio("score", *year).value, 4) for year in years] == [1.5191, 2.5695, 0.9122]
    pooled = [sum(column) for column in zip(*years, strict=True)]
    assert pooled == [202, 2183, 645, 11111]
    assert ratio("exact", *pooled).value == pytest.approx(1.594010, abs=1e-6)


def test_a_method_that_is_not_known_is_refused():
    with pytest.raises(UnknownMethod, match="score, katz, exact"):
        ratio("fieller", 1, 2, 1, 2)
    with pytest.raises(UnknownMethod, match="newcombe"):
        difference("score", 1, 2, 1, 2)


def test_the_exact_ratio_without_events():
    assert exact_ratio(3, 10, 0, 10) is None
    none_in_group = exact_ratio(0, 10, 3, 10)
    assert none_in_group.value == none_in_group.low == 0 < none_in_group.high < 3
    assert ratio("katz", 0, 20, 5, 20) is None


def test_woolf_odds_ratio():
    found = odds_ratio(397, 78954, 51, 108829)  # E-value paper: 397 / 78557 and 51 / 108778
    assert found.value == pytest.approx(397 * 108778 / (78557 * 51))
    assert odds_ratio(1198, 2691, 557, 1835).value == pytest.approx(1.84108, abs=5e-6)  # Berkeley admissions, men beside women
    zero_cells = [(0, 5, 2, 5), (5, 5, 2, 5), (2, 5, 0, 5), (2, 5, 5, 5)]
    assert all(odds_ratio(*counts) is None for counts in zero_cells)


@pytest.mark.parametrize(("o", "low", "high"), [(65, 50.163188, 82.849139), (1045, 982.593202, 1110.331213)])
def test_byar_reproduces_published_intervals(o, low, high):
    assert (byar(o).low, byar(o).high) == pytest.approx((low, high), abs=1e-6)
    assert count_interval(o) == byar(o)


def test_counts_below_ten_are_exact():
    assert count_interval(9) == exact_poisson(9)
    assert count_interval(10) == byar(10)
    assert exact_poisson(0).low == 0
    assert exact_poisson(0).high == pytest.approx(3.688879, abs=1e-6)  # -log(0.025)
    assert byar(0).low == 0 < byar(0).high


@given(st.integers(0, 10**6), st.sampled_from([0.9, 0.95, 0.998]))
@settings(deadline=None)
def test_the_exact_count_interval_agrees_with_the_chi_squared_quantiles(count, level):
    from scipy.stats import chi2

    tail = (1 - level) / 2
    found = exact_poisson(count, level)
    assert found.low == pytest.approx(chi2.ppf(tail, 2 * count) / 2 if count else 0, rel=1e-9)
    assert found.high == pytest.approx(chi2.isf(tail, 2 * count + 2) / 2, rel=1e-9)


two_groups = st.tuples(st.integers(2, 400), st.integers(2, 400)).flatmap(
    lambda bases: st.tuples(st.integers(1, bases[0] - 1), st.just(bases[0]), st.integers(1, bases[1] - 1), st.just(bases[1]))
)
any_two_groups = st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)).flatmap(
    lambda bases: st.tuples(st.integers(0, bases[0]), st.just(bases[0]), st.integers(0, bases[1]), st.just(bases[1]))
)


@given(two_groups)
@settings(deadline=None, max_examples=40)
def test_intervals_agree_with_the_referee(counts):
    from statsmodels.stats.contingency_tables import Table2x2
    from statsmodels.stats.proportion import confint_proportions_2indep

    x1, n1, x2, n2 = counts
    pairs = [
        (katz_ratio(*counts), {"compare": "ratio", "method": "log"}),
        (newcombe_difference(*counts), {"compare": "diff", "method": "newcomb"}),
        (wald_difference(*counts), {"compare": "diff", "method": "wald"}),
        (agresti_caffo_difference(*counts), {"compare": "diff", "method": "agresti-caffo"}),
    ]
    for found, asked in pairs:
        low, high = confint_proportions_2indep(*counts, **asked)
        if asked["method"] == "agresti-caffo":
            low, high = max(low, -1.0), min(high, 1.0)
        assert (found.low, found.high) == pytest.approx((low, high), rel=1e-7)
    table = Table2x2([[x1, n1 - x1], [x2, n2 - x2]])
    assert (odds_ratio(*counts).low, odds_ratio(*counts).high) == pytest.approx(table.oddsratio_confint(), rel=1e-9)


@given(two_groups)
@settings(deadline=None, max_examples=60)
def test_the_score_limits_are_where_the_score_statistic_meets_its_critical_value(counts):
    """Worked out anew in forty digits from the likelihood itself, for counts as they are and far larger."""
    for scale in (1, 10**6):
        x1, n1, x2, n2 = (count * scale for count in counts)
        found = score_ratio(x1, n1, x2, n2)
        for limit in (found.low, found.high):
            assert float(score_statistic(x1, n1, x2, n2, limit)) == pytest.approx(z_value(0.95) ** 2, rel=1e-5)


def score_statistic(x1, n1, x2, n2, theta):
    with localcontext() as context:
        context.prec = 60
        theta, n = Decimal(theta), n1 + n2
        b = n1 * theta + x1 + n2 + x2 * theta
        p2 = (b - (b * b - 4 * n * theta * (x1 + x2)).sqrt()) / (2 * n * theta)
        p1 = theta * p2
        variance = (p1 * (1 - p1) / n1 + theta * theta * p2 * (1 - p2) / n2) * n / (n - 1)
        return (Decimal(x1) / n1 - theta * Decimal(x2) / n2) ** 2 / variance


@pytest.mark.parametrize(
    "counts", [(1, 8, 1, 654_881_278), (1, 654_881_278, 1, 8), (7, 8, 654_881_277, 654_881_278), (3, 3, 563_646_050, 563_646_056)]
)
def test_a_handful_beside_hundreds_of_millions(counts):
    found = score_ratio(*counts)
    for limit in (found.low, found.high):
        assert float(score_statistic(*counts, limit)) == pytest.approx(z_value(0.95) ** 2, rel=1e-5)


@pytest.mark.parametrize("counts", [(10, 5 * 10**8, 30, 5 * 10**8), (5 * 10**8 - 10, 5 * 10**8, 5 * 10**8 - 30, 5 * 10**8)])
def test_half_a_billion_with_ten_events_or_all_but_ten(counts):
    x1, n1, x2, n2 = counts
    found = score_ratio(*counts)
    assert found.low < found.value < found.high
    for limit in (found.low, found.high):
        assert float(score_statistic(x1, n1, x2, n2, limit)) == pytest.approx(z_value(0.95) ** 2, rel=1e-6)
    assert (katz_ratio(*counts).low, katz_ratio(*counts).high) == pytest.approx((found.low, found.high), rel=0.06)


@given(any_two_groups, st.sampled_from(sorted(RATIO_METHODS)))
@settings(deadline=None)
def test_a_ratio_of_any_size_lies_in_its_interval(counts, method):
    found = ratio(method, *counts)
    if found is None:
        assert not counts[2] or (method == "katz" and not counts[0])
        return
    assert found.value == pytest.approx(counts[0] * counts[3] / (counts[1] * counts[2]), rel=1e-12)
    assert 0 <= found.low <= found.value * (1 + 1e-12)
    assert found.high >= found.value * (1 - 1e-12)


@given(any_two_groups, st.sampled_from(sorted(DIFFERENCE_METHODS)))
@settings(deadline=None)
def test_a_difference_of_any_size_lies_in_its_interval(counts, method):
    found = difference(method, *counts)
    if method != "agresti-caffo":  # its middle is not the difference seen
        assert found.low - 1e-12 <= found.value <= found.high + 1e-12
    assert found.value == pytest.approx(counts[0] / counts[1] - counts[2] / counts[3], abs=1e-12)


@given(any_two_groups)
@settings(deadline=None)
def test_swapping_the_groups_inverts_every_ratio(counts):
    x1, n1, x2, n2 = counts
    for method in RATIO_METHODS:
        there, back = ratio(method, x1, n1, x2, n2), ratio(method, x2, n2, x1, n1)
        if there is not None and back is not None and x1 and x2:
            assert (there.low, there.high) == pytest.approx((1 / back.high, 1 / back.low), rel=1e-6)


@given(
    st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
        lambda bases: st.tuples(st.integers(0, bases[0]), st.just(bases[0]), st.integers(0, bases[1]), st.just(bases[1]))
    )
)
@settings(deadline=None, max_examples=60)
def test_the_exact_test_agrees_with_the_referee(counts):
    from scipy.stats import fisher_exact

    x1, n1, x2, n2 = counts
    assert fisher_p(*counts) == pytest.approx(fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue, rel=1e-9)


def test_the_exact_test_of_large_counts_meets_the_z_test():
    counts = (2 * 10**8, 5 * 10**8, 2 * 10**8 + 30_000, 5 * 10**8)
    assert fisher_p(*counts) == pytest.approx(two_proportion_p(*counts), rel=1e-3)
    assert fisher_p(0, 3, 0, 3) == fisher_p(3, 3, 3, 3) == 1.0
    assert fisher_p(3, 3, 0, 3) == pytest.approx(0.1)


def test_p_values_far_out_are_small_and_not_zero():
    z = two_proportion_z(500, 1000, 900, 1000)
    assert z < -19
    assert 1e-90 < two_proportion_p(500, 1000, 900, 1000) < 1e-80
    assert chi_squared_p(z * z, 1) == pytest.approx(two_proportion_p(500, 1000, 900, 1000), rel=1e-9)
    assert two_proportion_z(5, 5, 7, 7) == two_proportion_z(0, 5, 0, 7) == 0.0
