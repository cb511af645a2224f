"""Rows of a survey: what is read, what is refused and where, and groups too small to be shown."""

from decimal import Decimal

import pytest

from folkmoot.foundation.importing.matching import suggest
from folkmoot.foundation.tables.table import Row, Table
from folkmoot.strategy.surveys.matching import SPEC, problems_of
from folkmoot.strategy.surveys.rules import LEAST_SHOWN, Read, plan_results, protected

HEADINGS = ("Ethnic group", "Per cent", "Unweighted base", "Margin of error", "Deff")
FIELDS = ("group", "value", "base", "margin", "design_effect")


def table(*rows, headings=HEADINGS):
    listed = tuple(Row(number, tuple(row)) for number, row in enumerate(rows, start=2))
    return Table(headings, listed, "Table 3", ("Table 3",), "", "", ())


def plan(*rows, unit="percent", unbased=False, headings=HEADINGS, fields=FIELDS):
    return plan_results(table(*rows, headings=headings), "csew.xlsx", fields, unit=unit, unbased=unbased)


def test_columns_are_known_by_the_words_publishers_use():
    assert suggest(SPEC, HEADINGS) == FIELDS
    assert suggest(SPEC, ("Community", "%", "N", "Lower CI", "Upper CI")) == ("group", "value", "base", "lower", "upper")


def test_a_survey_is_read_with_base_margin_and_design_effect():
    found = plan(("All adults", "59%", "43,748", "±0.5", ""), ("Black", "47", "812", "", "1.3"), ("Asian", "55.5", "900", "", ""))
    assert found.faults == []
    everybody, black, asian = found.results
    assert (everybody.group, everybody.value, everybody.lower, everybody.upper, everybody.base) == (
        "",
        59,
        Decimal("58.5"),
        Decimal("59.5"),
        43748,
    )
    assert everybody.design_effect is None  # its interval says it
    assert (black.group, black.design_effect) == ("Black", Decimal("1.3"))
    assert asian.design_effect == Decimal("1.2")
    assert any("planning value of 1.2" in remark for remark in found.remarks)


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        (("Black", "47", "", "", ""), "row 3, column C (Unweighted base)", "there is no base"),
        (("Black", "147", "800", "", ""), "row 3, column B (Per cent)", "between 0 and 100"),
        (("Black", "about half", "800", "", ""), "row 3, column B (Per cent)", "“about half” is not a number"),
        (("Black", "NaN", "800", "", ""), "row 3, column B (Per cent)", "is not a number"),
        (("Black", "", "800", "", ""), "row 3, column B (Per cent)", "it is blank"),
        (("Black", "47", "80.5", "", ""), "row 3, column C (Unweighted base)", "a whole number of people"),
        (("Black", "47", "800", "-1", ""), "row 3, column D (Margin of error)", "not below 0"),
        (("Black", "47", "800", "", "0"), "row 3, column E (Deff)", "above 0"),
        (("all", "47", "800", "", ""), "row 3, column A (Ethnic group)", "stands in row 2 already"),
    ],
)
def test_a_fault_names_file_sheet_row_and_column(row, place, words):
    found = plan(("All", "59", "1000", "", ""), row)
    assert len(found.faults) == 1
    assert found.faults[0].startswith(f"csew.xlsx, sheet “Table 3”, {place}: ")
    assert words in found.faults[0]


def test_without_a_base_only_where_somebody_vouches_for_it():
    headings, fields = ("Group", "Per cent"), ("group", "value")
    assert "No column holds the base" in problems_of(headings, fields, unbased=False)[0]
    assert problems_of(headings, fields, unbased=True) == []
    assert "(there is none)" in plan(("All", "59"), headings=headings, fields=fields).faults[0]
    found = plan(("All", "59"), headings=headings, fields=fields, unbased=True)
    assert (found.faults, found.results[0].base) == ([], None)
    assert "shown and never judged" in found.remarks[0]


def test_an_interval_must_hold_its_value_and_be_whole():
    headings, fields = ("Group", "Score", "Base", "Lower", "Upper"), ("group", "value", "base", "lower", "upper")
    assert "both ends" in plan(("All", "59", "90", "55", ""), headings=headings, fields=fields).faults[0]
    assert "between the two ends" in plan(("All", "59", "90", "60", "65"), headings=headings, fields=fields).faults[0]
    assert plan(("All", "159", "90", "150", "165"), headings=headings, fields=fields, unit="score").faults == []


def result(group, base, value="50"):
    return Read("Ethnic group", group, Decimal(value), None, None, base, None, "")


def test_a_group_too_small_is_withheld_with_another_so_that_it_cannot_be_subtracted():
    kept = protected([result("A", LEAST_SHOWN - 1), result("B", 40), result("C", 300)])
    assert [one.group for one in kept if one.withheld] == ["A", "B"]
    assert all(one.base is None for one in kept if one.withheld)
    assert not any(one.withheld for one in protected([result("A", LEAST_SHOWN), result("B", 40)]))


def test_the_check_of_withholding_sees_a_leak(monkeypatch):
    """Control: with the least base set to nothing the very same rows are all shown."""
    monkeypatch.setattr("folkmoot.strategy.surveys.rules.LEAST_SHOWN", 0)
    assert not any(one.withheld for one in protected([result("A", 3), result("B", 40)]))


def test_what_the_publisher_withholds_stays_withheld():
    found = plan(("All", "59", "1000", "", ""), ("Roma", "[c]", "[c]", "", ""))
    assert found.faults == []
    assert found.withheld[0].group == "Roma"
