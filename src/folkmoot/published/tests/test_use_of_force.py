"""Use of force by force: nested rows whose sums are checked, made and real."""

from collections import defaultdict

import pytest

from folkmoot.published import tactics
from folkmoot.published.errors import PublishedError
from folkmoot.published.model import Kind, Level
from folkmoot.published.reading import read, read_all
from folkmoot.published.report import Said
from folkmoot.published.tests.making import csv_bytes, force_table, xlsx_bytes

NAME = "by-ethnicity-force_2018-19.csv"
ETHNICITIES = ("White", "Black (or Black British)", "Asian (or Asian British)", "Not reported")


def test_only_details_are_added_up():
    published = read(csv_bytes(force_table(ETHNICITIES)), NAME)
    assert published.kind is Kind.USE_OF_FORCE
    assert {row.level for row in published.rows} == {Level.DETAIL}
    assert "England and Wales" not in {row.force for row in published.rows}
    kent = {row.tactic: row.count for row in published.rows if row.force == "Kent" and row.group == "White"}
    assert kent == {
        "Compliant handcuffing": 4, "Non-compliant handcuffing": 3, "Ground restraint": 4, "Total Firearms": 4, "Total Not reported": 2,
        "Tactical communication": 9,
    }  # fmt: skip
    assert published.report.about(Said.TOTAL_AGREES)
    assert not published.report.grave


def test_rows_broken_down_and_totals_without_detail_are_said():
    report = read(csv_bytes(force_table(ETHNICITIES)), NAME).report
    assert [remark.values["rows"] for remark in report.about(Said.PART_OF_ANOTHER)] == ["43"]
    assert {remark.values["name"] for remark in report.about(Said.TOTAL_WITHOUT_DETAIL)} == {"Total Firearms", "Total Not reported"}


@pytest.mark.parametrize(
    ("tactic", "name"), [("*Total Restraint", "Kent, Total Restraint"), ("Handcuffing, of which", "Kent, Handcuffing, of which")]
)
def test_a_sum_that_is_wrong_is_said_with_its_cell(tactic, name):
    table = force_table(ETHNICITIES)
    place = next(at for at, row in enumerate(table) if row[0] == "Kent" and row[2] == tactic)
    table[place][3] = float(table[place][3]) + 1
    remarks = read(csv_bytes(table), NAME).report.about(Said.TOTAL_DIFFERS)
    nested = next(remark for remark in remarks if remark.values["name"] == name and remark.places[0].column == "D")
    assert nested.places[0].row == place + 1


def test_a_force_missing_from_the_detail_does_not_add_up_to_england_and_wales():
    table = [row for row in force_table(ETHNICITIES) if row[0] != "Kent"]
    report = read(csv_bytes(table), NAME).report
    assert [remark.values["names"] for remark in report.about(Said.MISSING_PLACES)] == ["Kent"]
    assert report.about(Said.TOTAL_DIFFERS)


def test_a_force_that_is_there_twice_is_refused():
    table = force_table(ETHNICITIES)
    again = [row for row in table if row[0] == "Kent"]
    with pytest.raises(PublishedError, match="“Kent”, Total"):
        read(csv_bytes([*table, *again]), NAME)


def test_columns_that_disappear_break_the_series():
    earlier = read(csv_bytes(force_table(("White", "Black (or Black British)", "Chinese", "Don't know", "Not reported"))), NAME)
    later = read(
        csv_bytes(force_table(("White", "Black (or Black British)", "Not reported"))), "uof_2019-20.csv", beside=[earlier.fingerprint]
    )
    (remark,) = later.report.about(Said.CHANGED_COLUMNS)
    assert remark.values["gone"] == "perceived ethnicity: Chinese; perceived ethnicity: Don't know"


def test_what_the_columns_are_by_is_told_from_them_and_the_name():
    disability = csv_bytes(force_table(("Mental", "Physical", "Physical and mental", "None", "Not reported")))
    assert read(disability, "by-disability_2018-19.csv").characteristics == ("perceived disability",)
    assert read(disability, "by-health-condition_2019-20.csv").characteristics == ("perceived health condition",)
    age = csv_bytes(force_table(("Under 11 years", "11 - 17 years", "18 - 34 years", "65 and over", "Not reported")))
    assert read(age, "uof_2019-20.csv").characteristics == ("perceived age",)


def test_columns_by_something_else_are_refused():
    with pytest.raises(PublishedError, match="by what these columns"):
        read(csv_bytes(force_table(("Red", "Green", "Blue"))), NAME)


def test_a_year_that_cannot_be_told_is_refused_unless_it_is_given():
    data = csv_bytes(force_table(ETHNICITIES))
    with pytest.raises(PublishedError, match="which year"):
        read(data, "use-of-force.csv")
    assert read(data, "use-of-force.csv", period="2018-19").periods[0].words == "2018/19"


def test_several_sheets_of_a_workbook_are_read_each_by_its_own_groups():
    title = [["Table 16. Year ending 31 March 2019"], ["Contents"], []]
    sheets = {
        "Cover_sheet": [["Police use of force"]],
        "Table_16": [*title, *force_table(ETHNICITIES)],
        "Table_15": [*title, *force_table(("Male", "Female", "Other", "Not reported"))],
    }
    published = read(xlsx_bytes(sheets), "tables.ods")
    assert set(published.characteristics) == {"perceived ethnicity", "perceived gender"}
    assert published.periods[0].words == "2018/19"


def test_the_parts_of_a_row_are_those_that_name_its_tactic():
    names = ("*Total Other", "Dog use, of which", "Dog deployed", "Dog bite", "Not stated dog", "Other / improvised")
    assert tactics.levels(names) == (Level.TOTAL, Level.OF_WHICH, Level.DETAIL, Level.DETAIL, Level.DETAIL, Level.DETAIL)
    assert tactics.parents(names) == (None, None, 1, 1, 1, None)
    assert tactics.parents(("CED of which", "CED non-discharge", "AEP, of which", "AEP drawn")) == (None, 0, None, 2)


@pytest.fixture(scope="session")
def real_force(shared_data):
    files = sorted((shared_data / "use-of-force").glob("*.csv"))
    return read_all((path.read_bytes(), path.name) for path in files)


def headline(published):
    """Details of all forces without those two types that the published total leaves out, by group."""
    sums = defaultdict(int)
    for row in published.rows:
        if row.type_of_force.casefold() not in tactics.LEFT_OUT_OF_GRAND:
            sums[row.group] += row.count
    return sums


def test_real_details_add_up_to_the_published_total_of_england_and_wales(real_force):
    (ethnicity,) = (one for one in real_force.used if one.name == NAME)
    sums = headline(ethnicity)
    assert (sums["White"], sums["Black (or Black British)"], sums["Asian (or Asian British)"]) == (447_337, 94_222, 35_817)
    assert sum(sums.values()) == 630_793
    (disability,) = (one for one in real_force.used if "disability" in one.name)
    assert sum(headline(disability).values()) == 630_793
    assert headline(disability)["Mental"] == 88_428


def test_every_total_in_the_real_tables_agrees(real_force):
    assert len(real_force.used) == 3
    for published in real_force.used:
        assert published.report.about(Said.TOTAL_AGREES)
        assert not published.report.about(Said.TOTAL_DIFFERS)
        assert len({row.force for row in published.rows}) == 43


def test_the_real_break_in_the_series_is_said(real_force):
    (later,) = (one for one in real_force.used if "2019-20" in one.name)
    (remark,) = later.report.about(Said.CHANGED_COLUMNS)
    assert "Chinese" in remark.values["gone"]
    assert remark.values["other"] == NAME


def test_adding_everything_up_would_count_three_times(real_force):
    (ethnicity,) = (one for one in real_force.used if one.name == NAME)
    everything = sum(row.count for row in (*ethnicity.rows, *ethnicity.apart) if row.force != "England and Wales")
    assert everything > 2.5 * 630_793
