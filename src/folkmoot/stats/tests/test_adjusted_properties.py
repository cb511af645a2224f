"""Adjusted analysis: what may not change the figures, and what must."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.adjusted import Control, adjust
from folkmoot.stats.cells import cell_table

BY = ("group", "offence", "age", "force")
CONTROLS = [Control("offence"), Control("age", linear=True)]


@st.composite
def case_files(draw):
    """Cells in which every group meets every offence with some of each outcome, so that all figures exist."""
    cells = {}
    for group in "ABC":
        for offence in "xyz":
            for age in ("18", "33.5", "70"):
                base = draw(st.integers(2, 40))
                cells[group, offence, age, draw(st.sampled_from("1234"))] = (base, draw(st.integers(1, base - 1)))
    return cells


def fitted(cells, **asked):
    table = cell_table(BY, [(key, *counts) for key, counts in cells.items()])
    return adjust(table, "group", CONTROLS, **{"reference": "A", "references": {"offence": "x"}} | asked)


def figures(group):
    found = [group.odds_ratio, group.average_marginal_effect, group.standardised_rate, group.standardised_relative_rate]
    return [part for estimate in found if estimate is not None for part in (estimate.value, estimate.low, estimate.high)]


@settings(max_examples=40, deadline=None)
@given(case_files(), st.sampled_from([None, "force"]))
def test_names_and_order_of_levels_change_nothing(cells, cluster):
    names = {"A": "zebra", "B": "apple", "C": "Mango", "x": "9", "y": "5", "z": "7"}
    renamed = {(names[group], names[offence], *rest): counts for (group, offence, *rest), counts in reversed(cells.items())}
    if cluster and len({key[3] for key in cells}) < 2:
        return
    before = fitted(cells, cluster=cluster)
    after = fitted(renamed, cluster=cluster, reference="ZEBRA", references={"offence": "9"})
    assert after.deviance == pytest.approx(before.deviance, rel=1e-10)
    for name, group in before.groups.items():
        assert figures(after.groups[names[name]]) == pytest.approx(figures(group), rel=1e-6, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(case_files())
def test_cells_split_by_a_column_that_is_not_asked_for_change_nothing(cells):
    split = {}
    for key, (base, had) in cells.items():
        split[*key, "early"] = (base // 2, min(had, base // 2))
        split[*key, "late"] = (base - base // 2, had - min(had, base // 2))
    table = cell_table((*BY, "period"), [(key, *counts) for key, counts in split.items()])
    after = adjust(table, "group", CONTROLS, reference="A", references={"offence": "x"})
    before = fitted(cells)
    assert (after.groups, after.terms) == (before.groups, before.terms)
    assert (after.deviance, after.cell_deviance, after.cell_degrees_of_freedom) == (
        before.deviance,
        before.cell_deviance,
        before.cell_degrees_of_freedom,
    )


@settings(max_examples=40, deadline=None)
@given(case_files(), st.integers(2, 10**6))
def test_more_of_the_same_narrows_intervals_and_moves_nothing(cells, times):
    before, after = fitted(cells), fitted({key: (base * times, had * times) for key, (base, had) in cells.items()})
    for name, group in before.groups.items():
        assert after.groups[name].standardised_rate.value == pytest.approx(group.standardised_rate.value, rel=1e-7)
    for one, other in zip(before.terms, after.terms, strict=True):
        assert other.coefficient == pytest.approx(one.coefficient, rel=1e-6, abs=1e-8)
        if one.standard_error is not None:
            assert other.standard_error * math.sqrt(times) == pytest.approx(one.standard_error, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(case_files(), st.sampled_from([1e-6, 0.5, 1000.0]), st.sampled_from([0.0, -40.0, 2000.0]))
def test_the_unit_of_a_linear_control_changes_its_own_coefficient_only(cells, scale, shift):
    written = {key: (*key[:2], repr(float(key[2]) * scale + shift * scale), key[3]) for key in cells}
    before, after = fitted(cells), fitted({written[key]: counts for key, counts in cells.items()})
    for name, group in before.groups.items():
        assert figures(after.groups[name]) == pytest.approx(figures(group), rel=1e-5, abs=1e-8)
    ages = [next(term for term in result.terms if term.term == "age") for result in (before, after)]
    assert ages[1].coefficient * scale == pytest.approx(ages[0].coefficient, rel=1e-5, abs=1e-9)
    assert ages[1].standard_error * scale == pytest.approx(ages[0].standard_error, rel=1e-5)


@settings(max_examples=40, deadline=None)
@given(case_files(), st.sampled_from([None, "force"]))
def test_the_other_reference_turns_ratios_and_signs_round(cells, cluster):
    if cluster and len({key[3] for key in cells}) < 2:
        return
    one, other = fitted(cells, cluster=cluster), fitted(cells, cluster=cluster, reference="B")
    there, back = one.groups["B"], other.groups["A"]
    assert back.odds_ratio.value == pytest.approx(1 / there.odds_ratio.value, rel=1e-7)
    assert back.p_value == pytest.approx(there.p_value, rel=1e-5, abs=1e-12)
    assert back.average_marginal_effect.value == pytest.approx(-there.average_marginal_effect.value, abs=1e-9)
    assert back.average_marginal_effect.high == pytest.approx(-there.average_marginal_effect.low, abs=1e-7)
    assert back.standardised_relative_rate.value == pytest.approx(1 / there.standardised_relative_rate.value, rel=1e-7)
    for name in "ABC":
        assert other.groups[name].standardised_rate.value == pytest.approx(one.groups[name].standardised_rate.value, rel=1e-8)


@settings(max_examples=40, deadline=None)
@given(case_files())
def test_the_complement_of_the_outcome_turns_ratios_round(cells):
    before, after = fitted(cells), fitted({key: (base, base - had) for key, (base, had) in cells.items()})
    for name, group in before.groups.items():
        assert after.groups[name].standardised_rate.value == pytest.approx(1 - group.standardised_rate.value, abs=1e-9)
        if group.odds_ratio is not None:
            assert after.groups[name].odds_ratio.value == pytest.approx(1 / group.odds_ratio.value, rel=1e-7)


@settings(max_examples=40, deadline=None)
@given(case_files())
def test_estimates_lie_in_their_intervals_and_intervals_in_their_range(cells):
    for group in fitted(cells).groups.values():
        rate = group.standardised_rate
        assert 0 <= rate.low <= rate.value <= rate.high <= 1
        for estimate, least, most in ((group.odds_ratio, 0, math.inf), (group.average_marginal_effect, -1, 1)):
            if estimate is not None:
                assert least <= estimate.low <= estimate.value <= estimate.high <= most


@settings(max_examples=30, deadline=None)
@given(st.integers(10**9, 10**15), st.integers(1, 5))
def test_rare_outcomes_among_huge_numbers(base, had):
    result = adjust(cell_table(("group",), [(("A",), base, had), (("B",), base, base - had)]), "group", [], reference="A")
    assert math.log(result.groups["B"].odds_ratio.value) == pytest.approx(2 * math.log((base - had) / had), rel=1e-9)
    assert result.groups["A"].standardised_rate.value == pytest.approx(had / base, rel=1e-6)


def test_a_group_is_asked_for_in_any_case_and_the_largest_level_of_a_control_is_its_reference():
    cells = cell_table(("group", "offence"), [((group, offence), 10 + len(offence), 5) for group in ("A", "B") for offence in ("x", "yyy")])
    result = adjust(cells, "group", [Control("offence")], reference="a")
    assert result.reference == "A"
    assert [(term.term, term.level) for term in result.terms if term.is_reference] == [("group", "A"), ("offence", "yyy")]
    assert (result.groups["A"].odds_ratio, result.groups["A"].p_value) == (None, None)
