"""The published workbooks themselves, of 2019 and 2020; and of any other year where somebody has put them beside the tests."""

import os
from pathlib import Path

import pytest

from folkmoot.published.survey.figures import Said, SheetKind, Whose
from folkmoot.published.survey.reading import read, read_file
from folkmoot.published.survey.tests.building import figure, remarks

SERVICE = "Crown Prosecution Service"


@pytest.fixture
def surveys(shared_data):
    return shared_data / "people-survey"


def test_2020_by_ethnicity(surveys):
    file = read_file(surveys / "2020" / "Civil-Service-People-Survey-2020-results-by-ethnicity-v2.ods")
    assert (file.year, file.kind, file.characteristics) == (2020, "ods", ("ethnicity",))
    assert len(file.organisations) == 106
    found = figure(file, organisation=SERVICE, group="minority", item="E01")
    assert (found.base, found.low, found.high, found.place.row) == (552, 10.5255, 10.5265, 9)
    assert figure(file, organisation=SERVICE, group="white", item="EES").base == 3028
    assert figure(file, organisation="Attorney General's Office", group="minority", item="EES").mark == "c"
    assert figure(file, whose=Whose.MEAN, year=2019, group="white", item="EES").base == 241195
    kinds = {one.name: one.kind for one in file.sheets}
    assert kinds["White"] is SheetKind.CROSSED
    assert kinds["Organisations"] is SheetKind.ORGANISATIONS


def test_2020_by_health_and_gender(surveys):
    health = read_file(surveys / "2020" / "Civil-Service-People-Survey-2020-results-by-health-v2.ods")
    assert figure(health, organisation=SERVICE, group="yes", item="E01").base == 612
    gender = read_file(surveys / "2020" / "Civil-Service-People-Survey-2020-results-by-gender-v2.ods")
    assert figure(gender, organisation=SERVICE, group="another", item="E01").mark == "c"
    assert figure(gender, organisation=SERVICE, group="female", item="E01").base == 2411


def test_2019_by_ethnicity_over_eleven_years(surveys):
    file = read_file(surveys / "2019" / "Civil-Service-People-Survey-2019-results-by-ethnicity.xlsx")
    assert (file.year, file.years, file.characteristics) == (2019, tuple(range(2009, 2020)), ("ethnicity",))
    found = figure(file, organisation=SERVICE, year=2019, group="minority", item="E01")
    assert (found.base, found.low, found.high) == (462, 15.5, 16.5)
    early = figure(file, organisation=SERVICE, year=2013, group="white", item="EES")
    assert early.base_rounded
    assert not remarks(file, Said.TWO_FIGURES)


def test_2019_socio_economic_tables_beyond_the_fiftieth_column(surveys):
    file = read_file(surveys / "2019" / "Civil-Service-People-Survey-2019-results-by-socio-economic-background.xlsx")
    assert figure(file, organisation=SERVICE, characteristic="school", group="fees", item="EES").base == 246
    assert figure(file, organisation=SERVICE, characteristic="background", group="lower", item="E01").base == 838


def test_the_workbook_that_is_called_a_text_file(surveys):
    path = surveys / "csps2020_org_scores.csv"
    file = read(path.read_bytes(), path.name)
    assert (file.kind, file.year) == ("ods", 2020)
    assert remarks(file, Said.NOT_ITS_NAME)
    assert remarks(file, Said.OVER_100)[0].what == ("Government Property Agency", "1.02")
    assert figure(file, organisation=SERVICE, item="EES").low == pytest.approx(69.5)


def test_the_same_scores_from_the_workbook_and_from_the_text_file(surveys):
    first, second = (
        read_file(surveys / "2019" / f"Civil-Service-People-Survey-2019-All-Organisation-Scores-{end}")
        for end in ("Excel.xlsx", "CSV-format.csv")
    )
    wanted = [{(one.key, one.low, one.high) for one in file.figures if one.organisation == SERVICE} for file in (first, second)]
    assert wanted[0] == wanted[1]
    assert len(wanted[0]) == 15


@pytest.fixture
def other_years():
    """A folder laid out as csps-data/raw-data, one folder a year."""
    folder = Path(os.environ.get("FOLKMOOT_CSPS_DATA", "csps-data"))
    if not folder.is_dir():
        pytest.skip("workbooks of other years not found; set FOLKMOOT_CSPS_DATA to a copy of csps-data/raw-data to run this test")
    return folder


@pytest.mark.parametrize(
    ("year", "name", "group", "base", "low"),
    [
        (2024, "Civil-Service-People-Survey-2024-results-by-ethnicity.ods", "minority", 416, 12.7395),
        (2024, "Civil-Service-People-Survey-2024-results-by-long-term-health-status.ods", "yes", 737, 16.5535),
        (2024, "Civil-Service-People-Survey-2024-results-by-sexual-orientation.ods", "lgbo", 205, 13.6585),
        (2023, "Civil-Service-People-Survey-2023-results-by-ethnicity.ods", "minority", 626, None),
        (2022, "Civil-Service-People-Survey-2022-results-by-ethnicity.ods", "minority", 670, None),
        (2021, "Civil-Service-People-Survey-2021-results-by-ethnicity.ods", "minority", 583, None),
        (2014, "csps2014_bme_detailedresults.xlsx", "minority", 370, 15.5),
    ],
)
def test_other_years(other_years, year, name, group, base, low):
    file = read_file(other_years / str(year) / name)
    found = figure(file, organisation=SERVICE, year=year, group=group, item="E01")
    assert (file.year, found.base) == (year, base)
    assert low is None or found.low == pytest.approx(low)


def test_demographic_results_of_2013(other_years):
    file = read_file(other_years / "2013" / "csps2013_demographic_results.xlsx")
    assert figure(file, characteristic="ethnicity", group="minority", item="EES").base == 22776
