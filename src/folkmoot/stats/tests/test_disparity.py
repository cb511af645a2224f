"""Disparity tables from counts."""

import pytest

from folkmoot.stats.counts import Counts, CountsTable
from folkmoot.stats.disclosure import SUPPRESSED
from folkmoot.stats.disparity import ReferenceNotFound, Settings, disparity_table, disparity_tables, is_not_stated, reading_order
from folkmoot.stats.judgement import Finding, Rule
from folkmoot.stats.released import release


class Cases:
    """Counts that are already by the one characteristic asked for."""

    def __init__(self, cells, eligible=None):
        self.cells = {(group,): Counts(*counts) for group, counts in cells.items()}
        self.eligible = eligible

    def counts(self, by, outcome):
        total = sum(counts.base for counts in self.cells.values())
        return CountsTable(by, outcome, self.cells, self.eligible or total)


# CPS 2023 percentages at 1,000 suspects each: charged, relative rate, relative rate of not being charged, gap in points.
CPS_2023 = {
    "White and Black Caribbean": (813, 1.1681, 0.6151, 11.7),
    "White and Black African": (795, 1.1422, 0.6743, 9.9),
    "Mixed": (791, 1.1365, 0.6875, 9.5),
    "White and Asian": (784, 1.1264, 0.7105, 8.8),
    "Caribbean": (775, 1.1135, 0.7401, 7.9),
    "Black": (762, 1.0948, 0.7829, 6.6),
    "Asian": (731, 1.0503, 0.8849, 3.5),
}


def row(table, group):
    return next(found for found in table.rows if found.group == group)


def test_both_framings_and_the_gap_reproduce_the_published_percentages():
    cells = {group: (1000, figures[0]) for group, figures in CPS_2023.items()} | {"White British": (1000, 696)}
    table = disparity_table(Cases(cells), "ethnicity", "charged", reference="white british")
    assert table.reference == "White British"
    for group, (_, charged, not_charged, points) in CPS_2023.items():
        found = row(table, group)
        assert found.relative_rate.value == pytest.approx(charged, abs=5e-5)
        assert found.relative_rate_without.value == pytest.approx(not_charged, abs=5e-5)
        assert found.difference.value * 100 == pytest.approx(points, abs=1e-9)
    assert row(table, "Black").finding is Finding.DIFFERENCE


def test_berkeley_admissions_reproduce_the_crude_relative_rate():
    table = disparity_table(Cases({"Male": (2691, 1198), "Female": (1835, 557)}), "sex", "admitted", reference="Female")
    assert row(table, "Male").relative_rate.value == pytest.approx(1.466642, abs=2e-6)


def test_one_year_of_few_events_is_not_judged():
    table = disparity_table(Cases({"White": (3667, 218), "Other": (103, 7)}), "ethnicity", "custody")
    assert row(table, "Other").finding is Finding.TOO_FEW


def test_the_default_reference_is_the_largest_group_that_names_one():
    cells = {"Not stated": (900, 90), "Other ethnic group - Not stated": (800, 90), "White": (500, 50), "Black": (100, 20)}
    table = disparity_table(Cases(cells), "ethnicity", "charged")
    assert [found.group for found in table.rows] == ["White", "Black", "Not stated", "Other ethnic group - Not stated"]


def test_not_stated_is_a_group_and_not_recorded_is_not():
    cells = {"White": (500, 50), "Not stated": (100, 30), None: (400, 100)}
    table = disparity_table(Cases(cells), "ethnicity", "charged")
    not_stated = row(table, "Not stated")
    assert (not_stated.finding, not_stated.difference, not_stated.p_value) == (Finding.NOT_COMPARED, None, None)
    assert not_stated.rate.value == 0.3
    assert table.comparisons == 0
    assert table.not_recorded.shown.base == 400
    assert table.not_recorded.finding is None
    assert table.share_recorded == 0.5  # "Prefer not to say" is an answer, and says no group


def test_not_stated_is_counted_among_no_comparisons():
    cells = {"White": (500, 50), "Black": (500, 80), "Not stated": (100, 30), "Other: prefer not to say": (100, 30)}
    table = disparity_table(Cases(cells), "ethnicity", "charged")
    assert table.comparisons == 1
    assert row(table, "Black").p_adjusted == row(table, "Black").p_value
    without = disparity_table(Cases({"White": (500, 50), "Black": (500, 80)}), "ethnicity", "charged")
    assert row(table, "Black") == row(without, "Black")


def test_a_withheld_not_stated_says_only_that_it_is_withheld():
    table = release(disparity_table(Cases({"White": (500, 50), "Black": (500, 80), "Not stated": (50, 2)}), "ethnicity", "charged"))
    assert row(table, "Not stated").rate is SUPPRESSED
    assert row(table, "Not stated").finding is SUPPRESSED


def test_either_side_of_an_intersection_may_name_no_group():
    assert is_not_stated("Black · Not stated")
    assert is_not_stated("Other - Not stated · Male")
    assert not is_not_stated("Black · Male")


def test_too_much_missing_is_never_a_finding():
    cells = {"White": (500, 50), "Black": (500, 250), None: (700, 100)}
    table = disparity_table(Cases(cells), "ethnicity", "charged")
    assert row(table, "Black").finding is Finding.MISSING_DATA


def test_comparisons_made_together_are_adjusted_together():
    tables = [Cases({"A": (1000, 300), "B": (1000, 345)}).counts(("x",), "y") for _ in range(4)]
    tables[0] = Cases({"A": (1000, 300), "B": (1000, 342)}).counts(("x",), "y")
    alone = disparity_tables(tables[:1], Settings())[0]
    beside = disparity_tables([tables[0], Cases({"A": (1000, 300), "B": (1000, 300)}).counts(("x",), "y")], Settings())[0]
    assert alone.comparisons == 1
    assert beside.comparisons == 2
    assert alone.rows[1].finding is Finding.DIFFERENCE
    assert beside.rows[1].p_adjusted == pytest.approx(2 * alone.rows[1].p_adjusted)
    assert beside.rows[1].finding is Finding.NO_DIFFERENCE


def test_an_unknown_reference_names_the_groups_that_are_large_enough():
    with pytest.raises(ReferenceNotFound) as error:
        disparity_table(Cases({"White": (50, 5), "Roma": (4, 1)}), "ethnicity", "charged", reference="Wite")
    assert "White" in str(error.value)
    assert "Roma" not in str(error.value)


def test_an_outcome_that_never_happens_leaves_ratios_undefined():
    table = disparity_table(Cases({"A": (100, 0), "B": (50, 0)}), "x", "y")
    assert row(table, "B").relative_rate is None
    assert row(table, "B").relative_rate_without.value == 1.0
    assert row(table, "B").bounds.high is None


def test_everyone_of_no_recorded_group():
    table = disparity_table(Cases({None: (100, 10)}), "x", "y")
    assert table.rows == ()
    assert table.share_recorded == 0.0


def test_other_rules_are_stored_with_the_result():
    rule = Rule(min_gap=0.2)
    table = disparity_table(Cases({"A": (1000, 300), "B": (1000, 400)}), "x", "y", rule=rule)
    assert table.settings.rule == rule
    assert table.rows[1].finding is Finding.NO_DIFFERENCE


def test_reading_order_is_alphabetical_with_other_and_not_stated_last():
    groups = ["Other ethnic group", "Not stated", "White", "asian"]
    assert sorted(groups, key=reading_order) == ["asian", "White", "Other ethnic group", "Not stated"]


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="between 0 and the base"):
        Counts(3, 4)
