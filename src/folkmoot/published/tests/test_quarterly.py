"""Quarterly worksheets of a demographic by outcome, in the layouts that may come; no published workbook is at hand."""

import pytest

from folkmoot.published.errors import PublishedError
from folkmoot.published.model import Kind, Outcome
from folkmoot.published.reading import read, recognise
from folkmoot.published.report import Said
from folkmoot.published.tests.making import csv_bytes, xlsx_bytes

NAME = "prosecutions-demographics.xlsx"
GROUPS = (("White", 810, 190), ("Black", 70, 30), ("Not known", 20, 5))


def sheet(title="Table 1.3: Prosecutions by ethnicity, Q2 22/23", groups=GROUPS, label="Ethnicity"):
    rows = [[title], [], [label, "Convictions", "Non-convictions", "Total", "% Convictions"]]
    for name, convicted, other in (*groups, ("Total", sum(one[1] for one in groups), sum(one[2] for one in groups))):
        rows.append([name, convicted, other, convicted + other, f"{100 * convicted / (convicted + other):.1f}%"])
    return [*rows, ["Note 1: provisional management information"]]


def counts(published):
    return {(row.group, row.outcome): row.count for row in published.rows}


def test_a_worksheet_is_read_with_its_total_apart_and_checked():
    published = read(xlsx_bytes({"Cover": [["CPS"]], "1.3": sheet()}), NAME)
    assert published.kind is Kind.OUTCOMES_QUARTERLY
    assert published.periods[0].words == "2022/23 Q2"
    assert published.characteristics == ("ethnicity",)
    assert counts(published)[("Black", Outcome.UNSUCCESSFUL)] == 30
    assert sum(counts(published).values()) == 1_125
    assert published.report.about(Said.TOTAL_AGREES)
    assert not published.report.grave


def test_several_worksheets_hold_everybody_once_each():
    sheets = {
        "1.3": sheet(),
        "1.4": sheet("Prosecutions by sex Q2 22/23", (("Male", 800, 200), ("Female", 100, 25)), "Sex"),
        "Other": [["a"], ["b"]],
    }
    published = read(xlsx_bytes(sheets), NAME)
    assert published.characteristics == ("ethnicity", "sex")
    assert [remark.places[0].sheet for remark in published.report.about(Said.SHEET_NOT_READ)] == ["Other"]


def test_quarters_over_the_headings_and_a_rolling_year_are_kept_apart():
    rows = [
        ["Defendants by age"],
        ["", "Q1 22/23", "", "Q2 22/23", "", "Q2 22/23 RYTD", ""],
        ["Age", *["Convictions", "Non-convictions"] * 3],
        ["10-17", 5, 2, 6, 3, 20, 9],
        ["18-24", 50, 20, 60, 30, 200, 90],
    ]
    published = read(xlsx_bytes({"2.1": rows}), NAME)
    assert [period.words for period in published.periods] == ["2022/23 Q1", "2022/23 Q2"]
    assert sum(row.count for row in published.rows) == 176
    assert {row.period.rolling for row in published.apart} == {True}
    assert published.report.about(Said.ROLLING_KEPT_APART)


def test_quarters_within_the_headings():
    rows = [["Ethnicity", "Convictions Q1 22/23", "Non-convictions Q1 22/23"], ["White", 10, 2], ["Black", 3, 1]]
    published = read(xlsx_bytes({"1.3": rows}), NAME)
    assert published.months == ("2022-04", "2022-05", "2022-06")


def test_a_long_table_with_a_column_of_outcomes():
    rows = [["Quarter", "Area", "Ethnicity", "Outcome", "Count"]]
    rows += [
        [f"Q{quarter} 22/23", "Kent", group, outcome, 10]
        for quarter in (1, 2)
        for group in ("White", "Black")
        for outcome in ("Conviction", "Non-conviction")
    ]
    published = read(csv_bytes(rows), "demographics.csv")
    assert published.kind is Kind.OUTCOMES_QUARTERLY
    assert len(published.rows) == 8
    assert {row.place for row in published.rows} == {"Kent"}


def test_totals_and_percentages_that_do_not_agree_are_said():
    rows = sheet()
    rows[6][1] = 999
    rows[3][4] = "99.0%"
    report = read(xlsx_bytes({"1.3": rows}), NAME).report
    assert {remark.values["name"] for remark in report.about(Said.TOTAL_DIFFERS)} == {"Total", "Total, all outcomes"}
    assert report.about(Said.PERCENTAGE_DIFFERS)[0].places[0].words == f"{NAME}, sheet “1.3”, row 4, column E"


def test_suppressed_cells_are_said_and_in_no_sum():
    rows = sheet()
    rows[5][2] = "[c]"
    published = read(xlsx_bytes({"1.3": rows}), NAME)
    assert ("Not known", Outcome.UNSUCCESSFUL) not in counts(published)
    assert published.report.about(Said.NO_COUNT)[0].values["mark"] == "[c]"


def test_a_quarter_that_cannot_be_told_is_refused_unless_it_is_given_or_named():
    data = xlsx_bytes({"1.3": sheet("Prosecutions by ethnicity")})
    with pytest.raises(PublishedError, match=r"sheet “1\.3”, row 4, column B: it cannot be told which quarter"):
        read(data, NAME)
    assert read(data, NAME, period="Q3 21/22").periods[0].words == "2021/22 Q3"
    assert read(data, "demographics Q2_22-23.xlsx").periods[0].words == "2022/23 Q2"


def test_a_group_that_is_there_twice_and_a_cell_that_is_no_count_are_refused():
    with pytest.raises(PublishedError, match="row 7, column A: “white” stands in row 4 too"):
        read(xlsx_bytes({"1.3": sheet(groups=(*GROUPS, ("white", 1, 1)))}), NAME)
    rows = sheet()
    rows[4][1] = "about 70"
    with pytest.raises(PublishedError, match=r"sheet “1\.3”, row 5, column B: “about 70” is no count"):
        read(xlsx_bytes({"1.3": rows}), NAME)


def test_an_age_band_that_became_a_date_is_said():
    ages = (("Oct-17", 5, 2), ("18-24", 50, 20), ("25-59", 70, 20))
    report = read(xlsx_bytes({"1.4": sheet("Prosecutions by age Q2 22/23", ages, "Age")}), NAME).report
    assert report.about(Said.DATED_BAND)[0].sentence.endswith("may have made it of “10-17”.")


@pytest.mark.parametrize(
    "rows",
    [
        [["Ethnicity", "Cases", "Rate"], ["White", 10, 2]],
        [["Ethnicity", "Convictions"], ["White", 10]],
        [["Case", "Ethnicity", "Outcome", "Count"], ["1", "White", "Conviction", 1]],
        [["Quarter", "Ethnicity", "Outcome", "Count"], ["Q1 22/23", "White", "Charged", 1]],
    ],
)
def test_other_tables_are_not_taken_for_one(rows):
    assert recognise(csv_bytes(rows), "table.csv") is None
