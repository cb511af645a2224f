"""Workbooks of different years, told apart by what they hold: headings in other rows, groups across or down, marks, labels, errors."""

import pytest

from folkmoot.foundation.tables.table import TableError
from folkmoot.published.survey.figures import Said, SheetKind, SurveyError, Whose
from folkmoot.published.survey.reading import read
from folkmoot.published.survey.tests.building import (
    HEADINGS,
    SERVICE,
    csv,
    figure,
    ods,
    organisations_2019,
    organisations_2021,
    remarks,
    sheet,
    xlsx,
)

MINORITY = [SERVICE, "SOC", "Law", "", "Ethnic Minority", 583, "72.625", "78.957", "9.091"]
WHITE = [SERVICE, "SOC", "Law", "", "White", 3304, "71.219", "81.766", "5.236"]


def test_a_sheet_with_one_row_of_headings_below_words():
    file = read(ods(organisations_2021(MINORITY, WHITE)), "results.ods")
    assert (file.kind, file.year, file.organisations, file.characteristics) == ("ods", 2021, (SERVICE,), ("ethnicity",))
    found = figure(file, group="minority", item="E01")
    assert (found.base, found.low, found.high, found.decimals) == (583, 9.0905, 9.0915, 3)
    assert (found.place.sheet, found.place.row, found.place.column[:1]) == ("Organisations", 6, "I")


def test_groups_may_stand_in_any_order_and_columns_too():
    turned = [7, 5, 4, 0, 1, 2, 3, 8, 6]
    rows = [[row[at] for at in turned] for row in (WHITE, MINORITY)]
    file = read(ods(organisations_2021(*rows, headings=[HEADINGS[at] for at in turned])), "results.ods")
    straight = read(ods(organisations_2021(MINORITY, WHITE)), "results.ods")
    assert {(one.key, one.base, one.low) for one in file.figures} == {(one.key, one.base, one.low) for one in straight.figures}


def test_withheld_within_numbers_is_no_number():
    trans = [SERVICE, "SOC", "Law", "", "Ethnic Minority", 70, "62.5", "70.1", "[c]"]
    file = read(ods(organisations_2021(trans, WHITE, ["Tiny", "T", "Law", "", "White", "[c]", "[c]", "[c]", "[c]"])), "results.ods")
    one = figure(file, organisation=SERVICE, group="minority", item="E01")
    assert (one.base, one.low, one.high, one.mark) == (70, None, None, "c")
    assert figure(file, organisation="Tiny", item="EES").base is None


def test_exchanged_headings_are_found_out():
    headings = ["Organisation name", "Organisation code", "Organisation group", *HEADINGS[3:]]
    exchanged = [
        ["Law", "SOC", SERVICE, *WHITE[3:]],
        ["Law", "SOC", SERVICE, *MINORITY[3:]],
        ["Law", "OTH", "Other Office", *WHITE[3:]],
        ["Law", "THI", "Third Office", *WHITE[3:]],
    ]
    file = read(ods(organisations_2021(*exchanged, headings=headings)), "results.ods")
    assert SERVICE in file.organisations
    assert remarks(file, Said.NAMES_SWAPPED)


def test_groups_side_by_side_as_until_2019():
    row = [SERVICE, "", 2865, "0.67", "0.8", "0.1", "", 462, "0.7", "0.76", "0.16", "", "3", "-4", "6"]
    tiny = ["Tiny Office1", "", 95, "0.64", "0.71", "0", "", "<10", "..", "..", "..", "", "..", "..", ".."]
    file = read(
        xlsx(organisations_2019(row, tiny, ["", ""], ["Notes"], ["1. Whatever stands here is no organisation", "", 3])), "by-ethnicity.xlsx"
    )
    found = figure(file, organisation=SERVICE, group="white", item="MW")
    assert (found.base, found.low, found.high, found.decimals) == (2865, 79.5, 80.5, 0)  # printed 0.8, known as 0.80
    assert figure(file, organisation="Tiny Office", group="minority", item="E01").mark == "c"
    assert figure(file, organisation="Tiny Office", group="white", item="E01").low == 0.0
    assert remarks(file, Said.DIFFERENCES_NOT_READ)
    assert remarks(file, Said.FRACTIONS)


def test_earlier_labels_stand_for_the_same_groups():
    row = [SERVICE, "", 2500, "0.57", "0.7", "0.11", "", 290, "0.56", "0.7", "0.16", "", "-1", "0", "5"]
    others = [[f"Office {number}", "", 100 * number, *row[3:7], 10 * number, *row[8:]] for number in range(1, 12)]
    file = read(xlsx(organisations_2019(row, *others, year=2015, groups=("White", "BME"))), "x.xlsx")
    found = figure(file, organisation=SERVICE, group="minority", item="EES")
    assert (found.year, found.base, found.base_rounded) == (2015, 290, True)
    assert [one.what[0] for one in remarks(file, Said.RENAMED)] == ["BME"]
    assert remarks(file, Said.BASES_ROUNDED)


def test_a_trend_with_its_bases_in_the_headings():
    upper = ["Civil Service People Survey 2019: results by sex over time", "", "Man", "", "", "", "Woman", "", ""]
    years = ["2017\r\n(n=77,720)", "2018 (n=72,857)", "2019 (N=68,329 )"]
    lower = ["", "", *years, "", *years]
    rows = [["Employee engagement index 2", "", "0.5", "0.51", "0.52", "", "0.53", "0.54", "0.55"], ["My work", *[""] * 8],
            ["B01. I am interested in my work", "", *["0.8"] * 3, "", *["0.8"] * 3],
            ["E01. During the past 12 months have you personally experienced discrimination at work?", "", "..", "0.1", "0.1", "",
             "..", "0.12", "0.13"], ["W99 whatever", "", *["0.8"] * 3, "", *["0.8"] * 3], ["Notes"]]  # fmt: skip
    file = read(xlsx(sheet("Trend", upper, lower, [""], *rows)), "trend.xlsx")
    found = figure(file, year=2017, group="male", item="EES")
    assert (found.base, found.low, found.whose) == (77720, 49.5, Whose.MEAN)
    assert figure(file, year=2017, group="female", item="E01").mark == "c"
    assert file.years == (2017, 2018, 2019)
    assert remarks(file, Said.QUESTIONS_NOT_KEPT)


def test_headings_in_two_rows_and_one_that_names_a_theme_over_its_questions():
    upper = ["Organisation", "", "My work", "", "", "Discrimination", ""]
    lower = ["", "", "B01", "B02", "B03", "E01", "E03"]
    rows = [["Civil Service", *[""] * 6], ["Civil Service Benchmark (median)", "", "0.9", "0.8", "0.8", "0.07", "0.11"],
            [SERVICE, "", "0.9", "0.8", "0.8", "0.12", "0.13"],
            ["Other Office", "", "0.9", "0.8", "0.8", "0.05", "0.06"], ["Notes"], ["1. A note", "", "", "", "", "", ""]]  # fmt: skip
    file = read(
        xlsx(
            sheet("Table 2", ["CIVIL SERVICE PEOPLE SURVEY 2019"], ["Table 2"], ["Civil Service People Survey 2019"], upper, lower, *rows)
        ),
        "s.xlsx",
    )
    assert figure(file, organisation=SERVICE, item="E01").low == pytest.approx(11.5)
    assert figure(file, whose=Whose.MEDIAN, item="E03").base_mark == "x"


def test_medians_over_the_years_in_a_text_file():
    rows = [["EES", "Employee engagement index (B47-B51)", "0.61", "0.62", "0.63"],
            ["E01", "E01. Discriminated against? (% yes)", "0.10", "0.11", "NA"],
            ["E01", "E01. Discriminated against? (% no)", "0.81", "0.80", "0.82"],
            ["mw_ts", "My work theme score", "0.76", "0.76", "0.77"]]  # fmt: skip
    file = read(csv(["Measure", "Label", "2017", "2018", "2019"], *rows), "2009-to-2019-Median-Benchmark-Scores.csv")
    assert (file.kind, file.year, {one.whose for one in file.figures}) == ("text", 2019, {Whose.MEDIAN})
    assert figure(file, year=2018, item="E01").high == pytest.approx(11.5)
    assert not [one for one in file.figures if one.year == 2019 and one.item == "E01"]
    assert not remarks(file, Said.TWO_FIGURES)


def test_a_workbook_with_the_ending_of_a_text_file():
    file = read(ods(organisations_2021(MINORITY, WHITE)), "scores.csv")
    assert [one.what for one in remarks(file, Said.NOT_ITS_NAME)] == [(".csv", "ods")]


def test_prefer_not_to_say_is_a_group_of_its_own():
    file = read(ods(organisations_2021(MINORITY, WHITE, [*WHITE[:4], "Prefer not to say", 120, "60.1", "70.2", "15.833"])), "r.ods")
    assert figure(file, group="pnts", item="E01").base == 120
    assert figure(file, group="white", item="E01").base == 3304


def test_unknown_columns_labels_and_sheets_are_said():
    headings = [*HEADINGS, "Hope index", "B27. I feel valued for the work I do"]
    rows = [[*MINORITY, "50.1", "60.2"], [*WHITE, "50.1", "60.2"]]
    other = sheet("Poems", ["A poem", "", ""], ["by somebody", "", ""])
    file = read(ods(organisations_2021(*rows, headings=headings), other), "r.ods")
    (column,) = remarks(file, Said.UNKNOWN_COLUMN)
    assert (column.what, column.place.column) == (("Hope index",), "J (Hope index)")
    assert [one.what for one in remarks(file, Said.QUESTIONS_NOT_KEPT)] == [("B27", "B27")]
    assert [one.kind for one in file.sheets] == [SheetKind.ORGANISATIONS, SheetKind.UNKNOWN]
    martian = read(ods(organisations_2021(MINORITY, WHITE, [*WHITE[:4], "Martian", *WHITE[5:]]), sheet("Cover", ["x"])), "r.ods")
    assert [one.what for one in remarks(martian, Said.UNKNOWN_LABEL)] == [("Martian", "ethnicity")]
    assert {one.group for one in martian.figures} == {"minority", "white"}


@pytest.mark.parametrize(("cell", "words"), [("abc", "is not a figure"), ("100.5", "no score"), ("-3", "no score")])
def test_a_cell_that_is_no_score_is_named_with_its_place(cell, words):
    with pytest.raises(SurveyError, match=words) as caught:
        read(ods(organisations_2021(MINORITY, [*WHITE[:8], cell])), "wrong.ods")
    for part in ("wrong.ods", "sheet “Organisations”", "row 7", "column I"):
        assert part in str(caught.value)


def test_a_base_that_is_no_number_of_people():
    with pytest.raises(SurveyError, match="no number of people"):
        read(ods(organisations_2021(MINORITY, [*WHITE[:5], "3304.5", *WHITE[6:]])), "wrong.ods")


def test_answers_that_make_102_are_said():
    headings = [*HEADINGS[:8], "E01_yes. Discriminated against? (% yes)", "E01_no. Discriminated against? (% no)",
                "E01_pnts. Discriminated against? (% prefer not to say)"]  # fmt: skip
    file = read(
        ods(organisations_2021([*WHITE[:8], "10.0", "84.0", "8.0"], [*MINORITY[:8], "10.0", "84.0", "6.0"], headings=headings)), "r.ods"
    )
    (sums,) = remarks(file, Said.DOES_NOT_ADD_UP)
    assert (sums.what, sums.count, sums.place.row) == (("E01_yes", "102.0"), 1, 6)


def test_a_response_rate_above_100_is_said_and_left_out():
    rows = [["Law", "SOC", SERVICE, "0.7", "0.7", "0.81", "0.9", "0.8"], ["Law", "GPA", "Office", "1.02", "0.62", "0.8", "0.9", "0.8"]]
    headings = [
        "Department group",
        "Organisation code",
        "Organisation",
        "Response rate",
        "Engagement index",
        "My work",
        "My team",
        "My manager",
    ]
    file = read(csv(headings, *rows), "csps2020_org_scores.csv")
    (rate,) = remarks(file, Said.OVER_100)
    assert rate.what == ("Office", "1.02")
    assert figure(file, organisation=SERVICE, item="EES").low == pytest.approx(69.5)
    assert not [one for one in file.figures if one.organisation == "Office" and one.item == "RR"]


def test_two_sheets_that_contradict_each_other():
    other = organisations_2021([*WHITE[:6], "50.000", *WHITE[7:]], MINORITY)
    file = read(ods(organisations_2021(MINORITY, WHITE), sheet("Again", *[list(other.columns), *other.rows])), "r.ods")
    (two,) = remarks(file, Said.TWO_FIGURES)
    assert two.what[0] == "EES"
    assert len([one for one in file.figures if one.item == "EES"]) == 2


def test_a_file_with_nothing_of_the_survey_and_one_that_is_no_table():
    with pytest.raises(SurveyError, match="no result of the People Survey"):
        read(csv(["Name", "Town"], ["Ada", "Neath"]), "2024 people.csv")
    with pytest.raises(TableError):
        read(b"%PDF-1.7 nothing", "survey.ods")


def test_the_year_may_have_to_be_said():
    rows = [["Law", "SOC", SERVICE, "0.7", "0.81", "0.9"]]
    headings = ["Department group", "Organisation code", "Organisation", "Engagement index", "My work", "My team"]
    with pytest.raises(SurveyError, match="year of the survey is not known"):
        read(csv(headings, *rows), "scores.csv")
    assert read(csv(headings, *rows), "scores.csv", year=2018).years == (2018,)
