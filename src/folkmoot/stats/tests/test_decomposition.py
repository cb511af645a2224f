"""Why two rates differ: published decompositions, and the identities that hold for any."""

import math
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from folkmoot.stats.cells import cell_table
from folkmoot.stats.decomposition import INTERVAL_NOTE, CannotDecompose, decompose, product_effects


def column(*values):
    """Factors that are single numbers: one cell each."""
    return np.array(values, float).reshape(len(values), -1)


# Das Gupta (1993), examples 2.1 to 2.4 and 4.3: the factors of both populations, and the published effect of each.
SCALARS = [
    ((0.3, 0.45), (0.6, 0.5), (-0.1425, -0.0225)),
    ((16591, 0.825974), (10930, 0.717892), (4369.913, 1487.262)),
    ((84.90502, 0.75756, 0.51065), (51.78746, 0.45919, 0.52638), (10.4340333, 10.5608476, -0.6670084)),
    ((32.7, 0.290, 0.473, 0.986), (25.3, 0.214, 0.279, 0.949), (0.6889411, 0.8125381, 1.3829055, 0.1047547)),
    (
        (0.72, 0.97, 0.97, 0.56, 16.158),
        (0.58, 0.76, 0.84, 0.66, 16.573),
        (1.0909785, 1.2298438, 0.7278399, -0.8398707, -0.1290187),
    ),
]
BIRTHS_1970 = [
    [488, 452, 338, 156, 63, 22, 3],
    [0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
    [0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019],
]
BIRTHS_1960 = [
    [393, 407, 369, 274, 184, 90, 16],
    [0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800],
    [0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018],
]


@pytest.mark.parametrize(("first", "second", "effects"), SCALARS)
def test_products_of_two_to_five_factors_reproduce_das_gupta(first, second, effects):
    found = product_effects(column(*first), column(*second))[:, 0]
    assert found == pytest.approx(effects, rel=1e-6, abs=5e-7)
    assert found.sum() == pytest.approx(math.prod(first) - math.prod(second))


def test_the_shares_of_the_first_example():
    found = product_effects(column(0.3, 0.45), column(0.6, 0.5))[:, 0]
    assert found / found.sum() * 100 == pytest.approx([86.36, 13.64], abs=5e-3)


def test_factors_that_vary_by_age_reproduce_das_gupta():
    found = product_effects(np.array(BIRTHS_1970, float), np.array(BIRTHS_1960, float)).sum(axis=1)
    assert found == pytest.approx([-7.285632, -2.720633, -1.565181], abs=5e-7)
    assert found.sum() == pytest.approx(-11.571446, abs=5e-7)


# Das Gupta (1993), example 5.3: population (thousands) and death rate per thousand by race and age, United States 1985 and 1970.
SIZE = [
    3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472, 707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236,
    2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315, 535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117,
]  # fmt: skip
RATE = [
    9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570,
    17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161,
    18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837,
    36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205,
]  # fmt: skip


def deaths():
    keys = product(["1985", "1970"], ["1", "2"], [f"age {number}" for number in range(1, 12)])
    return cell_table(
        ["year", "race", "age"],
        [(key, size * 10**6, size * round(rate * 1000)) for key, size, rate in zip(keys, SIZE, RATE, strict=True)],
    )


@pytest.mark.parametrize("order", [["age", "race"], ["race", "age"]])
def test_composition_by_two_factors_reproduces_das_gupta(order):
    found = decompose(deaths(), "year", "1985", "1970", order)
    factors = {part.name: part.effect.value * 1000 for part in found.factors}
    assert factors == {"age": pytest.approx(1.5217347, abs=1e-6), "race": pytest.approx(0.0197749, abs=1e-6)}
    assert found.rates.effect.value * 1000 == pytest.approx(-2.2277254, abs=1e-6)
    assert found.composition.effect.value * 1000 == pytest.approx(1.5415096, abs=1e-6)
    assert found.gap * 1000 == pytest.approx(-0.6862158, abs=1e-6)
    assert [part.share * 100 for part in (found.rates, found.composition)] == pytest.approx([324.64, -224.64], abs=5e-3)


BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}


def test_berkeley_admissions_are_a_matter_of_composition():
    cells = [((sex, dept), a + b, a) for dept, (m, n, f, g) in BERKELEY.items() for sex, a, b in (("M", m, n), ("F", f, g))]
    found = decompose(cell_table(["sex", "dept"], cells), "sex", "M", "F", ["dept"])
    assert (found.gap, found.composition.effect.value, found.rates.effect.value) == pytest.approx((0.141645, 0.177674, -0.036028), abs=1e-6)
    assert found.factors[0].effect == found.composition.effect
    assert found.one_sided.cells == 0
    assert found.interval_note == INTERVAL_NOTE
    assert "composition" in INTERVAL_NOTE


groups = st.lists(
    st.tuples(st.sampled_from("GR"), st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from(["1", "2", None]), st.integers(1, 40)),
    min_size=1,
    max_size=24,
)


def table_of(drawn, seed):
    chance = np.random.default_rng(seed)
    return cell_table(["group", "one", "two", "three"], [(tuple(key), base, int(chance.integers(base + 1))) for *key, base in drawn])


@given(groups, st.integers(0, 1000), st.permutations(["one", "two", "three"]), st.integers(1, 3))
@settings(deadline=None)
def test_the_parts_add_up_and_no_order_matters(drawn, seed, factors, size):
    assume({group for group, *_ in drawn} == {"G", "R"})
    table, factors = table_of(drawn, seed), factors[:size]
    found = decompose(table, "group", "G", "R", factors)
    assert found.rates.effect.value + found.composition.effect.value == pytest.approx(found.gap, abs=1e-12)
    assert sum(part.effect.value for part in found.factors) == pytest.approx(found.composition.effect.value, abs=1e-12)
    assert found.gap == pytest.approx(found.group.with_outcome / found.group.base - found.reference.with_outcome / found.reference.base)
    turned = decompose(table, "group", "R", "G", factors[::-1])
    ours, theirs = ({part.name: part.effect for part in each.factors} for each in (found, turned))
    for name in factors:
        assert (ours[name].low, ours[name].high) == pytest.approx((-theirs[name].high, -theirs[name].low), abs=1e-12)


@given(groups, st.integers(0, 1000))
@settings(deadline=None, max_examples=40)
def test_three_factors_agree_with_every_order_written_out(drawn, seed):
    assume({group for group, *_ in drawn} == {"G", "R"})
    table = table_of(drawn, seed)
    found = decompose(table, "group", "G", "R", ["one", "two", "three"])
    expected = written_out(table.counts(["group", "one", "two", "three"]).cells)
    assert [part.effect.value for part in found.factors] == pytest.approx(expected, abs=1e-10)


def written_out(cells):
    """Das Gupta's composition effects from the definition: geometric means over all orders, exchanged in all orders."""
    keys = {key[1:] for key in cells}

    def people(group, key, places):
        return sum(counts.base for other, counts in cells.items() if other[0] == group and all(other[1 + p] == key[p] for p in places))

    def share(group, key, before, place):
        whole = people(group, key, before)
        other = "R" if group == "G" else "G"
        return people(group, key, [*before, place]) / whole if whole else share(other, key, before, place)

    def term(group, key, place):
        orders = list(permutations(range(3)))
        return math.prod(share(group, key, order[: order.index(place)], place) ** (1 / len(orders)) for order in orders)

    def rate(key):
        both = [cells[group, *key] for group in "GR" if (group, *key) in cells]
        return sum(counts.with_outcome / counts.base for counts in both) / len(both)

    effects = [0.0] * 3
    for key in keys:
        terms = {group: [term(group, key, place) for place in range(3)] for group in "GR"}
        for order in permutations(range(3)):
            now = list(terms["R"])
            for place in order:
                before = math.prod(now)
                now[place] = terms["G"][place]
                effects[place] += rate(key) * (math.prod(now) - before) / 6
    return effects


def test_combinations_of_one_group_only_are_composition_and_are_reported():
    cells = [(("G", "a"), 60, 30), (("G", "b"), 40, 36), (("R", "a"), 80, 20), (("R", "c"), 20, 0)]
    found = decompose(cell_table(["group", "offence"], cells), "group", "G", "R", ["offence"])
    assert found.one_sided.cells == 2
    assert (found.one_sided.group_share, found.one_sided.reference_share) == pytest.approx((0.4, 0.2))
    assert found.rates.effect.value == pytest.approx((0.6 + 0.8) / 2 * (30 / 60 - 20 / 80))
    assert found.rates.effect.value + found.composition.effect.value == pytest.approx(0.66 - 0.20)


def test_groups_with_nothing_in_common_differ_by_composition_alone():
    found = decompose(cell_table(["group", "offence"], [(("G", "a"), 10, 5), (("R", "b"), 10, 1)]), "group", "G", "R", ["offence"])
    assert found.rates.effect.value == 0
    assert found.composition.share == pytest.approx(1.0)
    assert (found.one_sided.group_share, found.one_sided.reference_share) == (1.0, 1.0)


def test_no_gap_has_no_shares():
    cells = [(("G", "a"), 10, 5), (("R", "a"), 20, 10)]
    found = decompose(cell_table(["group", "offence"], cells), "group", "G", "R", ["offence"])
    assert (found.gap, found.rates.share, found.composition.share) == (0.0, None, None)


def test_others_and_the_not_recorded_are_in_neither_group():
    cells = [(("G", "a"), 10, 5), (("R", "a"), 20, 5), (("R", "b"), 20, 15)]
    alone = decompose(cell_table(["group", "offence"], cells), "group", "G", "R", ["offence"])
    more = [*cells, (("S", "a"), 500, 3), ((None, "c"), 70, 70), (("R", "d"), 0, 0)]
    assert decompose(cell_table(["group", "offence"], more), "group", "G", "R", ["offence"]) == alone


def test_what_cannot_be_decomposed_is_said():
    table = cell_table(["group", "offence"], [(("G", "a"), 10, 5), (("R", "a"), 0, 0)])
    with pytest.raises(CannotDecompose, match="no cases in which group is 'R'"):
        decompose(table, "group", "G", "R", ["offence"])
    with pytest.raises(CannotDecompose, match="no cases in which group is 'Roma'"):
        decompose(table, "group", "Roma", "G", ["offence"])
    with pytest.raises(CannotDecompose, match="not by 0"):
        decompose(table, "group", "G", "R", [])
    with pytest.raises(KeyError):
        decompose(table, "group", "G", "R", ["year"])


def test_the_interval_of_a_large_single_cell_is_that_of_the_difference():
    cells = [(("G", "a"), 10000, 3000), (("R", "a"), 20000, 5000)]
    found = decompose(cell_table(["group", "offence"], cells), "group", "G", "R", ["offence"]).rates.effect
    half = 1.959964 * math.sqrt(0.3 * 0.7 / 10000 + 0.25 * 0.75 / 20000)
    assert (found.low, found.high) == pytest.approx((0.05 - half, 0.05 + half), abs=1e-6)


def test_intervals_of_sparse_cells_hold_the_true_parts_as_often_as_they_say():
    """Cells of one to four cases, where a plug-in variance would be nothing in most of them."""
    chance = np.random.default_rng(20)
    sizes = {group: chance.integers(1, 5, 60) for group in "GR"}
    true = {"G": chance.uniform(0.2, 0.6, 60), "R": chance.uniform(0.1, 0.5, 60)}
    weights = {group: sizes[group] / sizes[group].sum() for group in "GR"}
    rates = ((weights["G"] + weights["R"]) / 2 * (true["G"] - true["R"])).sum()
    composition = ((weights["G"] - weights["R"]) * (true["G"] + true["R"]) / 2).sum()
    held = [0, 0]
    for _ in range(400):
        drawn = [((g, str(c)), int(sizes[g][c]), int(chance.binomial(sizes[g][c], true[g][c]))) for g in "GR" for c in range(60)]
        found = decompose(cell_table(["group", "offence"], drawn), "group", "G", "R", ["offence"])
        held[0] += found.rates.effect.low <= rates <= found.rates.effect.high
        held[1] += found.composition.effect.low <= composition <= found.composition.effect.high
    assert all(0.92 <= count / 400 <= 0.99 for count in held), held
