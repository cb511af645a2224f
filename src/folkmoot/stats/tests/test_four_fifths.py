"""The four-fifths rule in whole numbers."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.counts import Counts
from folkmoot.stats.four_fifths import Answer, Favourable, below_four_fifths, four_fifths


def answers(groups, favourable=Favourable.OUTCOME, **asked):
    counted = {group: Counts(*counts) for group, counts in groups.items()}
    return {found.group: found for found in four_fifths(counted, favourable=favourable, **asked)}


@pytest.mark.parametrize(("part", "highest"), [(8, 10), (16, 20), (36, 45), (60, 75)])
def test_four_pairs_that_floating_point_would_flag(part, highest):
    assert (part / 100) / (highest / 100) < 0.8  # floating point falls short
    assert not below_four_fifths(part, 100, highest, 100)
    assert answers({"A": (100, part), "B": (100, highest)})["A"].answer is Answer.WITHIN


def test_the_worked_example_of_the_equal_employment_opportunity_commission():
    found = answers({"White": (100, 60), "American Indian": (100, 45), "Hispanic": (100, 48), "Black": (100, 51)})
    assert {group: float(row.ratio) for group, row in found.items()} == {
        "White": 1,
        "American Indian": 0.75,
        "Hispanic": 0.8,
        "Black": 0.85,
    }
    assert [group for group, row in found.items() if row.answer is Answer.BELOW] == ["American Indian"]
    assert found["White"].answer is Answer.HIGHEST


# Suspects charged of 1,000, at the percentages published for 2023.
CPS_2023 = {
    "White British": (1000, 696),
    "White and Black Caribbean": (1000, 813),
    "White and Black African": (1000, 795),
    "Mixed": (1000, 791),
    "White and Asian": (1000, 784),
    "Caribbean": (1000, 775),
    "Black": (1000, 762),
    "Asian": (1000, 731),
}


def test_the_side_called_favourable_decides_so_it_must_be_declared():
    not_charged = answers(CPS_2023, Favourable.NO_OUTCOME)
    below = {group for group, row in not_charged.items() if row.answer is Answer.BELOW}
    assert below == set(CPS_2023) - {"White British", "Asian"}
    assert float(not_charged["Black"].ratio) == pytest.approx(0.7829, abs=5e-5)
    assert not_charged["Asian"].answer is Answer.WITHIN
    charged = answers(CPS_2023, Favourable.OUTCOME)
    assert not [group for group, row in charged.items() if row.answer is Answer.BELOW]
    with pytest.raises(TypeError, match="favourable"):
        four_fifths({"A": Counts(10, 5)})


def test_small_groups_are_neither_assessed_nor_compared_with():
    found = answers({"A": (980, 490), "B": (19, 19), "C": (1, 0)})
    assert found["B"].answer is found["C"].answer is Answer.NOT_ASSESSED
    assert found["B"].ratio is None
    assert found["A"].answer is Answer.HIGHEST
    assert answers({"A": (980, 490), "B": (20, 20)})["B"].answer is Answer.HIGHEST  # 2 % exactly


def test_shares_may_be_those_of_another_population():
    found = answers({"A": (980, 490), "B": (10, 2)}, shares_of={"A": 900, "B": 100})
    assert found["B"].share == Fraction(1, 10)
    assert found["B"].answer is Answer.BELOW
    assert answers({"A": (980, 490), "B": (10, 2)}, shares_of={"A": 900})["B"].answer is Answer.NOT_ASSESSED
    assert answers({"A": (980, 490)}, shares_of={})["A"].answer is Answer.NOT_ASSESSED


def test_no_favourable_outcome_at_all_and_nobody_at_risk():
    found = answers({"A": (100, 0), "B": (50, 0), "C": (0, 0)})
    assert set(found) == {"A", "B"}
    assert all(row.answer is Answer.HIGHEST and row.ratio is None for row in found.values())
    assert answers({}) == {}


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.tuples(st.integers(1, 10**12), st.integers(0, 10**12)), min_size=1))
@settings(deadline=None)
def test_the_answer_is_that_of_exact_fractions(groups):
    counted = {group: (base, min(base, had)) for group, (base, had) in groups.items()}
    found = answers(counted)
    best = max((Fraction(counted[group][1], counted[group][0]) for group, row in found.items() if row.answer is not Answer.NOT_ASSESSED))
    for group, row in found.items():
        if row.answer is not Answer.NOT_ASSESSED:
            rate = Fraction(counted[group][1], counted[group][0])
            assert (row.answer is Answer.BELOW) == (rate < Fraction(4, 5) * best)
            assert row.ratio is None or row.ratio == rate / best
