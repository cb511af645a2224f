"""Real files: published tables are read right, and malformed ones give a table or one plain error."""

import csv

import pytest

from folkmoot.foundation.tables.reading import read_table, read_top
from folkmoot.foundation.tables.table import Limits, TableError


def outcome(path):
    """Why the file was refused, or "read" for a table that keeps to its own rules; any other exception fails the test."""
    try:
        table = read_table(path)
    except TableError as error:
        return error.problem if error.file == path.name else f"another file is named: {error}"
    sound = 0 < len(table.columns) <= Limits().columns and len(table.rows) <= Limits().rows
    return "read" if sound and all(len(row.values) == len(table.columns) for row in table.rows) else "unsound"


def test_every_malformed_spreadsheet_is_a_table_or_one_error(shared_data):
    files = sorted(path for path in (shared_data / "hostile" / "spreadsheets").iterdir() if path.suffix != ".md")
    outcomes = {path.name: outcome(path) for path in files}
    assert len(outcomes) > 100
    assert not [why for why in outcomes.values() if why == "unsound" or "started" in why or "another file" in why]
    assert list(outcomes.values()).count("read") > 50


@pytest.mark.parametrize("name", ["pass_protected.ods", "pass_protected.xlsb", "pass_protected.xlsx"])
def test_password_protected_workbooks_say_so(shared_data, name):
    with pytest.raises(TableError, match=f"{name}: this file is protected by a password"):
        read_table(shared_data / "hostile" / "spreadsheets" / name)


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsb", "xlsx"])
def test_the_same_workbook_in_four_formats(shared_data, kind):
    table = read_table(shared_data / "hostile" / "spreadsheets" / f"any_sheets.{kind}")
    about = "This workbook contains 4 sheets: Visible, Hidden, VeryHidden and Chart"
    assert (table.columns, table.sheet) == (("1", "2"), "Visible")
    assert [(row.number, *row.values) for row in table.rows] == [(2, "3", "4"), (3, "5", "6"), (5, about, "")]
    assert any("hidden" in note for note in table.notes)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("organisations", "councils.csv"),
        ("organisations", "uk_local_authorities.csv"),
        ("organisations", "febrl_dataset1.csv"),
        ("census-2021", "ethnicity21_ltla21.csv"),
        ("census-2021", "lgbt_map_final.csv"),
        ("census-2011", "force-demographics.csv"),
        ("stop-and-search", "2020-02-merseyside-stop-and-search.csv"),
    ],
)
def test_published_text_tables_are_read_cell_for_cell(shared_data, folder, name):
    path = next((shared_data / folder).rglob(name))
    table = read_table(path)
    with path.open(encoding="utf-8-sig", newline="") as source:
        expected = list(csv.reader(source))
    assert table.columns == tuple(expected[0])
    assert [row.values for row in table.rows] == [tuple(row) for row in expected[1:] if any(row)]


def test_people_survey_with_headings_in_row_five(shared_data):
    path = shared_data / "people-survey" / "2020" / "Civil-Service-People-Survey-2020-results-by-gender-v2.ods"
    table = read_table(path, sheet="Trend", header_row=5)
    assert table.columns[:3] == ("Year", "Response [1]", "Count")
    assert (table.rows[0].number, table.rows[0].values[:4]) == (6, ("2020", "Male", "130549", "63.917"))
    organisations = read_table(path, sheet="Organisations", header_row=5)
    assert sum(value == "[c]" for row in organisations.rows for value in row.values) > 100


def test_people_survey_of_2019_in_a_workbook(shared_data):
    path = shared_data / "people-survey" / "2019" / "Civil-Service-People-Survey-2019-results-by-gender.xlsx"
    assert read_top(path, sheet="Trend").sheets[:2] == ("Contents", "Trend")
    table = read_table(path, sheet="Trend", header_row=2, name_headings=True)
    assert table.columns[:4] == ("Column A", "Column B", "2017 (N=573)", "2018 (N=775)")
    assert (table.rows[0].number, table.rows[0].values[2]) == (4, "0.44")


def test_a_spreadsheet_under_the_name_of_csv(shared_data):
    table = read_table(shared_data / "people-survey" / "csps2020_org_scores.csv", sheet="Table_2")
    assert (table.columns[:4], len(table.rows)) == (("Department group", "Organisation code", "Organisation", "B01"), 111)
    assert table.rows[3].values[1:5] == ("CPS", "Crown Prosecution Service", "0.95", "0.9")


def test_outcome_tables_without_a_first_heading(shared_data):
    path = next((shared_data / "cps-outcomes").rglob("*_march_2015.csv"))
    with pytest.raises(TableError, match=r"row 1, column A: this column has no heading"):
        read_table(path)
    table = read_table(path, name_headings=True)
    assert (table.columns[0], len(table.columns), len(table.rows)) == ("Column A", 51, 43)
    assert table.rows[0].values[0] == "National"
