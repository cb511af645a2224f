"""Adjusted analysis: cases left out, outcomes that follow from the columns, columns that cannot be told apart, and plain errors."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from folkmoot.stats.adjusted import Control, ModelProblem, adjust, unadjusted
from folkmoot.stats.adjusted.problems import MOST_PARAMETERS
from folkmoot.stats.cells import cell_table

OFFENCE = Control("offence")


def table(*cells, by=("group", "offence")):
    return cell_table(by, cells, outcome="charged")


ORDINARY = [
    (("White", "theft"), 200, 120),
    (("White", "drugs"), 100, 70),
    (("Black", "theft"), 80, 56),
    (("Black", "drugs"), 90, 71),
]


def codes(result):
    return [note.code for note in result.notes]


def used_and_left_out(result):
    return result.cases.base + sum(each.rows for each in result.left_out)


def same_figures(result, other):
    for name, group in other.groups.items():
        if group.odds_ratio is not None:
            assert result.groups[name].odds_ratio.value == pytest.approx(group.odds_ratio.value, rel=1e-8)
            assert result.groups[name].odds_ratio.high == pytest.approx(group.odds_ratio.high, rel=1e-8)
        if group.standardised_rate is not None:
            assert result.groups[name].standardised_rate.value == pytest.approx(group.standardised_rate.value, rel=1e-8)


def test_cases_with_something_not_recorded_are_left_out_and_counted_once():
    cells = table(*ORDINARY, ((None, "theft"), 7, 3), ((None, None), 2, 1), (("Black", None), 5, 5), (("Asian", None), 4, 2))
    result = adjust(cells, "group", [OFFENCE], reference="White")
    assert [(each.reason, each.column, each.rows) for each in result.left_out] == [
        ("'group' not recorded", "group", 9),
        ("'offence' not recorded", "offence", 9),
    ]
    assert used_and_left_out(result) == cells.total.base
    same_figures(result, adjust(table(*ORDINARY), "group", [OFFENCE], reference="White"))
    assert result.groups["Asian"].standardised_rate is None
    assert [(note.code, note.levels, note.rows) for note in result.notes] == [("nobody_left", ("Asian",), 4)]


def test_what_is_not_a_number_is_left_out_of_a_linear_control():
    cells = [((group, age), 40, had) for group, age, had in [("a", "20", 10), ("a", "3e1", 15), ("b", " 40.5", 22), ("b", "25", 18)]]
    odd = [(("a", text), 1, 1) for text in ("unknown", "1,5", "nan", "inf", "1_0", "٣", "", "1e300")]
    by = ("group", "age")
    result = adjust(table(*cells, *odd, by=by), "group", [Control("age", linear=True)], reference="a")
    assert [(each.reason, each.rows) for each in result.left_out] == [("'age' not a number", len(odd))]
    same_figures(result, adjust(table(*cells, by=by), "group", [Control("age", linear=True)], reference="a"))


def test_unadjusted_on_the_same_cases_as_the_adjusted():
    cells = table(*ORDINARY, (("Black", None), 50, 50))
    assert unadjusted(cells, "group", reference="White").cases.base == 520
    beside = unadjusted(cells, "group", reference="White", same_cases_as=[OFFENCE])
    assert (beside.cases.base, beside.controls, [each.rows for each in beside.left_out]) == (470, (), [50])
    assert beside.groups["Black"].standardised_rate.value == pytest.approx(127 / 170)


@pytest.mark.parametrize(("had", "who"), [(6, "Everyone"), (0, "No one")])
def test_a_group_in_which_everyone_or_no_one_had_the_outcome_gets_no_ratio(had, who):
    cells = table(*ORDINARY, (("Asian", "theft"), 6, had))
    result = adjust(cells, "group", [OFFENCE], reference="White")
    asian = result.groups["Asian"]
    assert (asian.odds_ratio, asian.p_value, asian.average_marginal_effect, asian.standardised_rate) == (None,) * 4
    assert result.notes[0].text == (
        f"{who} for whom 'group' is 'Asian' had the outcome, so the model cannot give a ratio; 6 cases are left out of it."
    )
    assert (result.left_out[0].code, result.left_out[0].rows) == ("separation", 6)
    assert used_and_left_out(result) == cells.total.base
    same_figures(result, adjust(table(*ORDINARY), "group", [OFFENCE], reference="White"))
    term = next(term for term in result.terms if term.level == "Asian")
    assert (term.coefficient, term.standard_error, term.why_none) == (None, None, "separation")


def test_a_level_of_a_control_in_which_everyone_had_the_outcome_is_left_out_with_its_cases():
    cells = table(*ORDINARY, (("White", "fraud"), 5, 5), (("Black", "fraud"), 3, 3))
    result = adjust(cells, "group", [OFFENCE], reference="White", references={"offence": "fraud"})
    same_figures(result, adjust(table(*ORDINARY), "group", [OFFENCE], reference="White"))
    assert codes(result) == ["separation", "other_reference"]
    assert "measured against 'theft'" in result.notes[1].text
    assert result.left_out[0].rows == 8


def test_leaving_one_level_out_can_leave_another_without_variation():
    more = [(("Black", "fraud"), 3, 3), (("Asian", "fraud"), 4, 4), (("Asian", "theft"), 4, 0)]
    result = adjust(table(*ORDINARY, *more), "group", [OFFENCE], reference="White")
    assert [note.levels for note in result.notes if note.code == "separation"] == [("fraud",), ("Asian",)]
    assert result.groups["Asian"].odds_ratio is None
    same_figures(result, adjust(table(*ORDINARY), "group", [OFFENCE], reference="White"))


def test_separation_by_two_columns_together_is_found_while_fitting():
    """No level is decided, but where Asian and fraud do not meet, Asian suspects are all charged and frauds never."""
    more = [(("Asian", "theft"), 8, 8), (("Asian", "fraud"), 9, 4), (("White", "fraud"), 6, 0)]
    cells = table(*ORDINARY, *more)
    result = adjust(cells, "group", [OFFENCE], reference="White")
    asian = result.groups["Asian"]
    assert (asian.cases.base, asian.odds_ratio, asian.average_marginal_effect, asian.standardised_rate) == (9, None, None, None)
    assert [(each.code, each.reason, each.rows) for each in result.left_out] == [
        ("separation", "the outcome follows from 'group' ('Asian') and 'offence' ('fraud')", 14)
    ]
    assert used_and_left_out(result) == cells.total.base
    assert result.averaged_over == result.cases.base - 9
    same_figures(result, adjust(table(*ORDINARY), "group", [OFFENCE], reference="White"))
    without = {(term.term, term.level): term.why_none for term in result.terms if term.coefficient is None}
    assert without == {("group", "Asian"): "separation", ("offence", "fraud"): "cannot_tell_apart"}
    assert result.notes[0].text.startswith("For 14 cases the outcome follows without exception from 'group' ('Asian')")
    assert not any("What the model says of 'group'" in note.text for note in result.notes)


def test_a_common_outcome_in_one_group_and_a_rare_one_in_another_are_fitted():
    """From the rate of all, Newton's method would leap past the small group's rate to where nothing leads back."""
    result = unadjusted(table((("White",), 8560, 8555), (("Black",), 114, 1), by=("group",)), "group", reference="White")
    assert result.groups["Black"].odds_ratio.value == pytest.approx((1 / 113) / (8555 / 5))


small = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), st.sampled_from("12"), st.integers(1, 3), st.integers(0, 3)),
    min_size=5,
    max_size=14,
)


def runaway(design, base, had):
    """The columns whose coefficients have no finite value, by linear programming over every direction that never lowers the likelihood."""
    towards = np.where(had == base, 1.0, np.where(had == 0, -1.0, 0.0))
    pure, mixed = towards != 0, towards == 0
    found = set()
    for column in range(design.shape[1]):
        for sign in (1, -1):
            aim = np.zeros(design.shape[1])
            aim[column] = -sign
            answer = linprog(
                aim,
                A_ub=-(towards[:, None] * design)[pure] if pure.any() else None,
                b_ub=np.zeros(pure.sum()) if pure.any() else None,
                A_eq=design[mixed] if mixed.any() else None,
                b_eq=np.zeros(mixed.sum()) if mixed.any() else None,
                bounds=[(-1, 1)] * design.shape[1],
            )
            if -answer.fun > 1e-7:
                found.add(column)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(small)
def test_groups_without_a_ratio_are_those_that_linear_programming_finds(rows):
    counted = {}
    for group, one, two, base, had in rows:
        before = counted.get((group, one, two), (0, 0))
        counted[group, one, two] = (before[0] + base, before[1] + min(had, base))
    by = ("group", "one", "two")
    cells = cell_table(by, [(key, *counts) for key, counts in counted.items()])
    try:
        result = adjust(cells, "group", [Control("one"), Control("two")], reference="A")
    except ModelProblem:
        return
    names = [("group", level) for level in sorted({key[0] for key in counted}) if level != "A"]
    names += [(name, level) for at, name in ((1, "one"), (2, "two")) for level in sorted({key[at] for key in counted})[1:]]
    design = np.array([[1.0, *(float(key[by.index(name)] == level) for name, level in names)] for key in counted])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return  # columns that cannot be told apart from the start
    base, had = np.array(list(counted.values())).T
    without = {names[column - 1] for column in runaway(design, base, had) if column}
    assert {name for name, group in result.groups.items() if group.odds_ratio is None} - {"A"} == {
        level for name, level in without if name == "group"
    }
    assert used_and_left_out(result) == cells.total.base


def test_a_control_that_follows_from_another_is_dropped_and_said():
    by = ("group", "offence", "family")
    family = {"theft": "property", "drugs": "public", "arson": "property"}
    cells = [*ORDINARY, (("White", "arson"), 30, 11), (("Black", "arson"), 30, 9)]
    doubled = table(*(((*key, family[key[1]]), base, had) for key, base, had in cells), by=by)
    result = adjust(doubled, "group", [OFFENCE, Control("family")], reference="White")
    same_figures(result, adjust(table(*cells), "group", [OFFENCE], reference="White"))
    assert codes(result) == ["cannot_tell_apart"]
    assert result.notes[0].text.startswith("The effect of 'family' cannot be told apart from that of 'offence'")
    assert "What the model says of 'group'" not in result.notes[0].text
    dropped = [term for term in result.terms if term.why_none]
    assert [(term.term, term.why_none) for term in dropped] == [("family", "cannot_tell_apart")]
    assert result.parameters == 4


def test_a_control_that_follows_from_the_characteristic_is_dropped_and_the_figures_are_said_to_be_of_both():
    by = ("group", "offence", "broad")
    doubled = table(*(((*key, "majority" if key[0] == "White" else "minority"), base, had) for key, base, had in ORDINARY), by=by)
    result = adjust(doubled, "group", [OFFENCE, Control("broad")], reference="White")
    same_figures(result, adjust(table(*ORDINARY), "group", [OFFENCE], reference="White"))
    assert result.notes[0].text.endswith("What the model says of 'group' may therefore as well be the effect of 'broad'.")


def test_some_levels_that_cannot_be_told_apart_are_named():
    by = ("group", "force", "area")
    places = [("n1", "North"), ("n2", "North"), ("s", "South"), ("s", "East"), ("e", "East")]
    cells = [((group, *place), 50 + at, had) for at, place in enumerate(places) for group, had in (("a", 20), ("b", 26))]
    controls = [Control("force"), Control("area")]
    result = adjust(table(*cells, by=by), "group", controls, reference="a", references={"force": "n1", "area": "North"})
    assert (result.notes[0].code, result.notes[0].column, result.notes[0].levels) == ("cannot_tell_apart", "area", ("South",))
    assert result.parameters == 6


@pytest.mark.parametrize("linear", [False, True])
def test_a_control_of_one_value_has_no_term_and_changes_nothing(linear):
    cells = table(*(((*key, "2023"), base, had) for key, base, had in ORDINARY), by=("group", "offence", "year"))
    result = adjust(cells, "group", [OFFENCE, Control("year", linear=linear)], reference="White")
    same_figures(result, adjust(table(*ORDINARY), "group", [OFFENCE], reference="White"))
    assert codes(result) == ["one_value"]
    assert "2023" in result.notes[0].text


def by_force(forces):
    """Cells of two groups in so many forces."""
    return [((group, f"force {force}"), 60, 20 + 7 * force % 11 + more) for force in range(forces) for group, more in (("a", 0), ("b", 5))]


def clustered(cells):
    return adjust(table(*cells, by=("group", "force")), "group", [], reference="a", cluster="force")


def test_few_clusters_are_said():
    assert codes(clustered(by_force(10))) == []
    result = clustered(by_force(9))
    assert codes(result) == ["few_clusters"]
    assert "only 9 values of 'force'" in result.notes[0].text


def test_a_group_of_one_cluster_is_said():
    result = clustered([*by_force(12), (("c", "force 3"), 40, 9)])
    assert [(note.code, note.levels) for note in result.notes] == [("group_in_one_cluster", ("c",)), ("no_interval", ("c",))]
    assert (result.groups["c"].standardised_rate.low, result.groups["c"].standardised_rate.high) == (0, 1)


DECIDED = [(("White", "x"), 9, 0), (("White", "y"), 9, 9)]


def many(levels):
    return cell_table(("group", "case"), [((group, str(level)), 4, 2) for level in range(levels) for group in "ab"])


@pytest.mark.parametrize(
    ("cells", "asked", "said"),
    [
        (table(*ORDINARY), {"controls": [Control("ofence")]}, "no column 'ofence'"),
        (table(*ORDINARY), {"characteristic": "ethnicity"}, "no column 'ethnicity'"),
        (table(*ORDINARY), {"cluster": "force"}, "no column 'force'"),
        (table(*ORDINARY), {"controls": [OFFENCE, OFFENCE]}, "given twice"),
        (table(*ORDINARY), {"controls": [Control("group")]}, "cannot also be a control"),
        (table(*ORDINARY), {"cluster": "group"}, "cannot also be a control or the cluster"),
        (table(*ORDINARY), {"reference": "Whyte"}, "The reference 'Whyte' is not among the values of 'group'"),
        (table(*ORDINARY), {"references": {"offence": "arson"}}, "The reference 'arson' is not among the values of 'offence'"),
        (table(*ORDINARY[:2]), {}, "All cases the model can use are of one group"),
        (table(*((key, base, 0) for key, base, _ in ORDINARY)), {}, "Nobody among the cases"),
        (table(*((key, base, base) for key, base, _ in ORDINARY)), {}, "Everyone among the cases"),
        (table(((None, "theft"), 5, 2), (("White", None), 6, 1)), {}, "No case is left"),
        (table(), {}, "No case is left"),
        (table(*ORDINARY), {"controls": [Control("offence", linear=True)]}, "none of its values is one"),
        (table((("White", "x"), 9, 0), (("Black", "x"), 9, 4)), {}, "Nobody in the reference group 'White'"),
        (table(*DECIDED, (("Black", "x"), 2, 0), (("Black", "y"), 3, 3)), {}, "follows from 'offence'"),
        (table(*DECIDED, (("Black", "x"), 2, 1), (("Asian", "y"), 3, 1)), {}, "For all cases of the reference group 'White'"),
        (table(*DECIDED, (("Black", "y"), 2, 2), (("Black", "z"), 4, 1)), {}, "For all cases of the reference group 'White'"),
        (many(MOST_PARAMETERS), {"characteristic": "group", "controls": [Control("case")], "reference": "a"}, "2,001 coefficients"),
        (table(*by_force(1), by=("group", "force")), {"controls": [], "reference": "a", "cluster": "force"}, "cannot be clustered"),
    ],
)
def test_plain_errors(cells, asked, said):
    given_ = {"characteristic": "group", "controls": [OFFENCE], "reference": "White"} | asked
    with pytest.raises(ModelProblem) as caught:
        adjust(cells, given_.pop("characteristic"), given_.pop("controls"), **given_)
    assert said in str(caught.value)
    assert caught.value.do


def test_an_error_names_no_small_group():
    cells = table(*ORDINARY, (("Sentinelese", "theft"), 4, 2))
    with pytest.raises(ModelProblem) as caught:
        adjust(cells, "group", [OFFENCE], reference="nobody")
    assert "Black; White." in str(caught.value)
    assert "Sentinelese" not in str(caught.value)
