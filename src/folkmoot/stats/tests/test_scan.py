"""The subgroup scan: its score, its search beside an exhaustive one, and what chance finds."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.cells import CellTable, Factor, cell_table
from folkmoot.stats.counts import Counts
from folkmoot.stats.scan import SEARCH_LABEL, Direction, NothingToScan, bernoulli_score, subgroup_scan
from folkmoot.stats.scan.score import LARGEST_THETA, ManyRates


def random_table(seed, sizes, most=60, spread=(3, 4)):
    """One cell for every combination, of up to `most` cases, with a rate of its own."""
    rng = np.random.default_rng(seed)
    keys = list(itertools.product(*([f"{name}{value}" for value in range(size)] for name, size in zip("abcde", sizes, strict=False))))
    bases = rng.integers(1, most, len(keys))
    had = rng.binomial(bases, rng.beta(*spread, len(keys)))
    cells = [(key, int(base), int(with_outcome)) for key, base, with_outcome in zip(keys, bases, had, strict=True)]
    return cell_table(tuple("abcde"[: len(sizes)]), cells)


def overall(table):
    return np.full(len(table.base), table.with_outcome.sum() / table.base.sum())


def exhaustive(table, expected, penalty, direction):
    """The best penalised score of all subgroups, each scored by itself."""
    sets = [
        [each for size in range(1, len(factor.levels) + 1) for each in itertools.combinations(range(len(factor.levels)), size)]
        for factor in table.factors
    ]
    best = 0.0
    for chosen in itertools.product(*sets):
        inside = np.logical_and.reduce([np.isin(factor.codes, codes) for factor, codes in zip(table.factors, chosen, strict=True)])
        if not inside.any():
            continue
        found = bernoulli_score(table.base[inside].astype(float), expected[inside], int(table.with_outcome[inside].sum()))
        named = sum(len(codes) for codes, factor in zip(chosen, table.factors, strict=True) if len(codes) < len(factor.levels))
        if (found.q > 1) == (direction is Direction.MORE):
            best = max(best, found.value - penalty * named)
    return best


def penalised(subgroup):
    return subgroup.penalised if subgroup else 0.0


def test_the_score_reproduces_the_published_one():
    found = bernoulli_score(np.array([100.0]), np.array([0.3]), 45)
    assert (found.q, found.value) == pytest.approx((1.909091, 4.982017), abs=1e-6)
    assert found.value == pytest.approx(100 * (0.45 * math.log(0.45 / 0.3) + 0.55 * math.log(0.55 / 0.7)))


@given(st.lists(st.tuples(st.integers(1, 500), st.floats(0.01, 0.99)), min_size=1, max_size=6), st.data())
@settings(deadline=None)
def test_the_score_is_the_largest_log_likelihood_ratio(cells, data):
    from scipy.optimize import minimize_scalar

    base, expected = (np.array(column, dtype=float) for column in zip(*cells, strict=True))
    had = data.draw(st.integers(0, int(base.sum())))
    found = bernoulli_score(base, expected, had)
    limit = math.log(1000)
    direct = minimize_scalar(
        lambda theta: (base * np.log1p(expected * math.expm1(theta))).sum() - had * theta, bounds=(-limit, limit), method="bounded"
    )
    assert found.value >= -direct.fun - 1e-6
    assert 1 / 1001 < found.q < 1001


def test_the_series_of_a_mixture_is_its_curve():
    rng = np.random.default_rng(2)
    rates = np.concatenate([rng.random(300), 10.0 ** -rng.uniform(0, 9, 300), 1 - 10.0 ** -rng.uniform(0, 9, 300)])
    theta = rng.uniform(0, LARGEST_THETA, len(rates))
    curves = ManyRates(np.ones(len(rates)), rates, np.arange(len(rates)), len(rates))
    assert curves.value(curves.columns, theta) == pytest.approx(np.log1p(rates * np.expm1(theta)), abs=1e-8)
    assert curves.slope(curves.columns, theta) == pytest.approx(rates * np.exp(theta) / (1 - rates + rates * np.exp(theta)), abs=1e-6)


@given(st.integers(0, 10**6), st.integers(1, 7), st.sampled_from([0.0, 0.5, 1.0, 3.0]), st.booleans())
@settings(deadline=None, max_examples=40)
def test_one_characteristic_is_searched_to_the_optimum(seed, size, penalty, given_rates):
    table = random_table(seed, [size])
    expected = np.random.default_rng(seed).uniform(0.2, 0.7, len(table.base)) if given_rates else overall(table)
    found = subgroup_scan(table, "a", seed=1, expected=expected if given_rates else None, penalty=penalty, restarts=1, permutations=0)
    for direction, subgroup in ((Direction.MORE, found.more), (Direction.FEWER, found.fewer)):
        assert penalised(subgroup) == pytest.approx(exhaustive(table, expected, penalty, direction), abs=1e-6)


@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.5, 1.0, 2.0]), st.booleans())
@settings(deadline=None, max_examples=12)
def test_three_small_characteristics_are_searched_to_the_optimum(seed, penalty, given_rates):
    table = random_table(seed, [3, 2, 3])
    expected = np.random.default_rng(seed).uniform(0.2, 0.7, len(table.base)) if given_rates else overall(table)
    found = subgroup_scan(table, "abc", seed=1, expected=expected if given_rates else None, penalty=penalty, permutations=0)
    for direction, subgroup in ((Direction.MORE, found.more), (Direction.FEWER, found.fewer)):
        best = exhaustive(table, expected, penalty, direction)
        assert 0.9999 * best - 1e-6 <= penalised(subgroup) <= best + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_where_not_every_start_can_be_tried_random_ones_come_close(seed):
    table = random_table(seed, [4, 4, 3])
    found = subgroup_scan(table, "abc", seed=seed, restarts=40, permutations=0)
    for direction, subgroup in ((Direction.MORE, found.more), (Direction.FEWER, found.fewer)):
        assert penalised(subgroup) >= 0.9999 * exhaustive(table, overall(table), 1.0, direction) - 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_what_is_reported_can_be_counted_again(seed):
    table = random_table(seed, [4, 3, 5])
    expected = np.random.default_rng(seed).uniform(0.3, 0.5, len(table.base))
    found = subgroup_scan(table, "abc", seed=1, expected=expected, permutations=0)
    for subgroup in (found.more, found.fewer):
        inside = np.ones(len(table.base), dtype=bool)
        for name, values in subgroup.values.items():
            factor = table.factor(name)
            inside &= np.isin(factor.codes, [factor.levels.index(value) for value in values])
        assert subgroup.counts == Counts(int(table.base[inside].sum()), int(table.with_outcome[inside].sum()))
        assert subgroup.expected == pytest.approx(table.base[inside] @ expected[inside])
        score = bernoulli_score(table.base[inside].astype(float), expected[inside], subgroup.counts.with_outcome)
        assert (subgroup.q, subgroup.score) == (score.q, score.value)
        assert subgroup.penalised == pytest.approx(score.value - sum(map(len, subgroup.values.values())))
        assert (subgroup.rate > subgroup.expected_rate) == (subgroup.direction is Direction.MORE)


def planted(seed, rate_inside, fewer=False):
    """600 a cell at 30%; in the women of b1 or b2 at another rate."""
    rng = np.random.default_rng(seed)
    cells = []
    for key in itertools.product(["men", "women"], ["b0", "b1", "b2", "b3"], ["c0", "c1", "c2"]):
        rate = rate_inside if key[0] == "women" and key[1] in ("b1", "b2") else 0.3
        cells.append((key, 600, int(rng.binomial(600, rate))))
    return cell_table(("sex", "b", "c"), cells)


@pytest.mark.parametrize(("rate", "direction"), [(0.42, Direction.MORE), (0.2, Direction.FEWER)])
def test_a_planted_subgroup_is_found(rate, direction):
    table = planted(3, rate)
    found = subgroup_scan(table, ["sex", "b", "c"], seed=1, expected=np.full(len(table.base), 0.3), penalty=2.0, permutations=49)
    subgroup = found.more if direction is Direction.MORE else found.fewer
    assert subgroup.values == {"sex": ("women",), "b": ("b1", "b2")}
    assert subgroup.rate == pytest.approx(rate, abs=0.02)
    assert subgroup.p_value == 0.02
    assert subgroup.label == SEARCH_LABEL
    other = found.fewer if direction is Direction.MORE else found.more
    assert other is None or other.p_value > 0.1


def test_a_planted_subgroup_is_found_beside_the_overall_rate():
    found = subgroup_scan(planted(4, 0.45), ["sex", "b", "c"], seed=1, penalty=2.0, permutations=19)
    assert found.more.values == {"sex": ("women",), "b": ("b1", "b2")}
    assert found.more.p_value == 0.05


@pytest.mark.parametrize("given_rates", [False, True])
def test_where_there_is_nothing_p_values_are_spread_evenly(given_rates):
    rng = np.random.default_rng(20)
    keys = list(itertools.product("xyz", "uvw"))
    p_values = []
    for seed in range(40):
        rates = rng.uniform(0.2, 0.5, 9) if given_rates else np.full(9, 0.3)
        table = cell_table("ab", [(key, 80, int(rng.binomial(80, rate))) for key, rate in zip(keys, rates, strict=True)])
        order = [
            keys.index((table.factors[0].levels[a], table.factors[1].levels[b]))
            for a, b in zip(table.factors[0].codes, table.factors[1].codes, strict=True)
        ]
        found = subgroup_scan(table, "ab", seed=seed, expected=rates[order] if given_rates else None, penalty=0.2, permutations=19)
        p_values += [subgroup.p_value if subgroup else 1.0 for subgroup in (found.more, found.fewer)]
    assert sum(p <= 0.05 for p in p_values) <= 10  # 4 of 80 to be expected
    assert 0.4 < np.mean(p_values) < 0.6
    assert 0.35 < np.mean(np.array(p_values) <= 0.5) < 0.65


def test_the_same_seed_gives_the_same_scan_and_order_does_not_matter():
    table = random_table(8, [4, 3, 3])
    first = subgroup_scan(table, ["a", "b", "c"], seed=5, permutations=9)
    assert first == subgroup_scan(table, ["a", "b", "c"], seed=5, permutations=9)
    turned = subgroup_scan(table, ["c", "a", "b"], seed=5, permutations=9)
    assert turned.more.values == first.more.values
    assert turned.more.score == pytest.approx(first.more.score)


def test_more_without_the_outcome_is_fewer_with_it():
    table = random_table(9, [5, 4])
    turned = CellTable(table.factors, table.base, table.base - table.with_outcome, "not", table.eligible)
    more, fewer = (subgroup_scan(each, "ab", seed=1, permutations=0) for each in (table, turned))
    assert (more.more.values, more.fewer.values) == (fewer.fewer.values, fewer.more.values)
    assert more.more.score == pytest.approx(fewer.fewer.score)
    assert more.more.q == pytest.approx(1 / fewer.fewer.q)


@pytest.mark.parametrize(("penalty", "named"), [(0.0, ("w", "x")), (3.0, ("w",)), (50.0, None)])
def test_a_penalty_makes_subgroups_simpler(penalty, named):
    table = cell_table("a", [(("w",), 100, 55), (("x",), 100, 50), (("y",), 100, 30), (("z",), 100, 25)])
    found = subgroup_scan(table, "a", seed=1, penalty=penalty, permutations=0)
    assert (found.more and found.more.values["a"]) == named


def test_cases_with_a_characteristic_not_recorded_are_left_out_and_counted():
    cells = [(("x", "m"), 100, 30), (("y", "m"), 100, 60), ((None, "m"), 50, 50), (("y", None), 40, 0), (("y", "n"), 0, 0)]
    found = subgroup_scan(cell_table("ab", cells), "ab", seed=1, permutations=0)
    assert found.searched == Counts(200, 90)
    assert found.not_recorded == Counts(90, 50)
    assert found.more.values == {"a": ("y",)}
    assert found.fewer.values == {"a": ("x",)}


@pytest.mark.parametrize("had", [0, 100])
def test_where_all_are_alike_nothing_stands_out(had):
    found = subgroup_scan(cell_table("a", [(("x",), 100, had), (("y",), 100, had)]), "a", seed=1, permutations=9)
    assert (found.more, found.fewer) == (None, None)


def test_where_everybody_departs_the_subgroup_is_everybody():
    table = cell_table("a", [(("x",), 1000, 500), (("y",), 1000, 500)])
    found = subgroup_scan(table, "a", seed=1, expected=np.array([0.3, 0.3]), permutations=19)
    assert found.more.values == {}
    assert found.more.counts == Counts(2000, 1000)
    assert (found.more.p_value, found.fewer) == (0.05, None)


def test_rates_rounded_to_certainty_and_huge_counts_do_no_harm():
    table = cell_table("a", [(("x",), 10**9, 10**9), (("y",), 10**9, 3 * 10**8), (("z",), 10**9, 10**8)])
    found = subgroup_scan(table, "a", seed=1, expected=np.array([1.0, 0.3, 0.05]), permutations=3)
    assert found.more.values == {"a": ("z",)}
    assert found.more.q == pytest.approx((0.1 / 0.9) / (0.05 / 0.95))
    plain = subgroup_scan(table, "a", seed=1, permutations=3)
    assert plain.more.values == {"a": ("x",)}
    assert plain.more.p_value == 0.25


def test_a_hundred_thousand_cells_are_collapsed_to_what_is_scanned():
    rng = np.random.default_rng(6)
    cells, sizes = 100_000, (2, 6, 5, 4, 3)
    codes = [rng.integers(0, size, cells).astype(np.int32) for size in sizes]
    factors = tuple(
        Factor(name, tuple(f"{name}{value}" for value in range(size)), code) for name, size, code in zip("abcde", sizes, codes, strict=True)
    )
    base = rng.integers(1, 20, cells)
    rates = np.where((codes[0] == 1) & (codes[1] == 2), 0.5, 0.4)
    table = CellTable(
        (*factors, Factor("cell", tuple(map(str, range(cells))), np.arange(cells, dtype=np.int32))), base, rng.binomial(base, rates), "o", 0
    )
    found = subgroup_scan(table, "abcde", seed=1, penalty=3.0, permutations=19)
    assert found.more.values == {"a": ("a1",), "b": ("b2",)}
    assert found.more.p_value == 0.05


def test_nothing_to_scan_is_said():
    nobody = cell_table("a", [((None,), 10, 5), (("x",), 0, 0)])
    with pytest.raises(NothingToScan, match="recorded: a"):
        subgroup_scan(nobody, "a", seed=1)
    table = cell_table("a", [(("x",), 10, 5), (("y",), 10, 5)])
    for rates in ([0.5, np.nan], [0.5, 1.2], [-0.1, 0.5]):
        with pytest.raises(NothingToScan, match="not between 0 and 1"):
            subgroup_scan(table, "a", seed=1, expected=np.array(rates))
    with pytest.raises(ValueError, match="one expected rate for each cell"):
        subgroup_scan(table, "a", seed=1, expected=np.array([0.5]))
    with pytest.raises(KeyError):
        subgroup_scan(table, "b", seed=1)


@pytest.mark.parametrize("wrong", [{"characteristics": []}, {"penalty": -1.0}, {"restarts": 0}, {"permutations": -1}])
def test_settings_that_cannot_be_are_refused(wrong):
    table = cell_table("a", [(("x",), 10, 5), (("y",), 10, 5)])
    with pytest.raises(ValueError, match="at least one start"):
        subgroup_scan(table, **({"characteristics": "a", "seed": 1} | wrong))
