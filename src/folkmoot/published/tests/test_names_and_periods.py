"""Names of forces, months and quarters as they are written, and numbers as they are published."""

import csv
import re
from pathlib import Path

import pytest

import folkmoot
from folkmoot.published.errors import PublishedError
from folkmoot.published.forces import FORCES, MET_AND_CITY, OUTCOME_AREAS, force_of, is_total
from folkmoot.published.numbers import agrees, count_of, percentage_of
from folkmoot.published.periods import Period, financial_year_in, month_in_name, quarter_in, require_month


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("GreaterManchester", "Greater Manchester"), ("Dyfed Powys", "Dyfed-Powys"), ("Metropolitan and City", MET_AND_CITY),
        ("Avon & Somerset", "Avon and Somerset"), ("DEVON & CORNWALL", "Devon and Cornwall"), ("Metropolitan", "Metropolitan Police"),
        ("London, City of", "City of London"), ("city of london", "City of London"), ("Essex Police", "Essex"), ("CPS Kent", "Kent"),
        ("West Mercia Constabulary", "West Mercia"), ("btp", "British Transport Police"), ("*Cumbria", "Cumbria"),
    ],
)  # fmt: skip
def test_names_that_mean_a_force(written, name):
    assert force_of(written).name == name
    assert force_of(written).known


def test_a_name_nobody_knows_is_kept_as_it_is_written():
    assert force_of(" Wessex  South ").name == "Wessex South"
    assert not force_of("Wessex South").known


def test_forces_are_called_as_in_the_reference_tables():
    with (Path(folkmoot.__path__[0]) / "areas" / "data" / "forces.csv").open(encoding="utf-8", newline="") as stream:
        names = {row["name_en"] for row in csv.DictReader(stream)}
    assert set(FORCES) == names
    assert len(OUTCOME_AREAS) == 42


@pytest.mark.parametrize(
    "name", ["National", "Total", "Grand total", "Total England and Wales", "England & Wales", "All areas", "*Total North East "]
)
def test_names_of_totals(name):
    assert is_total(name)


@pytest.mark.parametrize("name", ["Wales", "Nationality", "North Wales", "Totnes", "Allerdale"])
def test_names_that_only_look_like_totals(name):
    assert not is_total(name)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("principal_offence_category_january_2014.csv", "2014-01"), ("2017__principal_offence_category_Sep.csv", "2017-09"),
        ("2015__principal_offence_category_december_2015.csv", "2015-12"), ("march-2018/Principal_Offence_Category_Mar.csv", "2018-03"),
        ("Dataset - Assignment/2017/principal_offence_category_Jul.csv", "2017-07"), ("oct2015.csv", "2015-10"),
        ("march2018.csv", "2018-03"), ("outcomes mar-18.csv", "2018-03"), ("2019-12-essex-stop-and-search.csv", "2019-12"),
        ("outcomes_201712.csv", "2017-12"), ("2018\\principal_offence_category_Feb.csv", "2018-02"),
        ("principal_offence_category_march_2018 (1).csv", "2018-03"), ("may_2016.xlsx", "2016-05"),
    ],
)  # fmt: skip
def test_months_in_file_names(name, month):
    assert month_in_name(name) == Period(month, month)


@pytest.mark.parametrize(
    "name",
    [
        "outcomes.csv", "principal_offence_category_Sep.csv", "outcomes_2017.csv", "march_2017_and_april_2017.csv", "march_2017_2018.csv",
        "summary_market_2017.csv", "2018-05-01.csv", "report_march_2018_made_2018-05.csv", "",
    ],
)  # fmt: skip
def test_a_month_that_cannot_be_told_is_not_guessed(name):
    assert month_in_name(name) is None
    with pytest.raises(PublishedError, match="which month"):
        require_month(name)


def test_a_month_that_is_given_is_checked():
    assert require_month("outcomes.csv", "2018-03") == Period("2018-03", "2018-03")
    with pytest.raises(PublishedError, match="no month"):
        require_month("outcomes.csv", "2018-13")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Q2 22/23", "2022-07", "2022-09"), ("Q4 2019/20", "2020-01", "2020-03"), ("20/21-Q3", "2020-10", "2020-12"),
        ("Quarter 1 2021-2022", "2021-04", "2021-06"), ("Q1 24/25 (April to June)", "2024-04", "2024-06"),
    ],
)  # fmt: skip
def test_quarters_of_the_financial_year(text, first, last):
    assert quarter_in(text) == Period(first, last)


def test_a_rolling_year_ends_with_its_quarter():
    assert quarter_in("Q2 22/23 RYTD") == Period("2021-10", "2022-09", rolling=True)
    assert quarter_in("RYTD Q4 2019/20").words == "the year to March 2020"


@pytest.mark.parametrize("text", ["Q2", "Q5 22/23", "22/23", "Q2 and Q3 22/23", "Q2 22/24", "Q2 22/23 and Q2 21/22", ""])
def test_what_is_no_quarter(text):
    assert quarter_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "by-ethnicity-force_2018-19.csv",
        "police-use-of-force-apr2018-mar2019-tables.ods",
        "april2018-march2019",
        "year ending 31 March 2019",
    ],
)
def test_financial_years(text):
    assert financial_year_in(text) == Period("2018-04", "2019-03")


def test_what_is_no_financial_year():
    assert financial_year_in("2018-20") is None
    assert financial_year_in("2018/19 and 2019/20") is None


def test_periods_in_words():
    assert Period("2022-07", "2022-09").words == "2022/23 Q2"
    assert Period("2020-01", "2020-03").words == "2019/20 Q4"
    assert Period("2018-04", "2019-03").words == "2018/19"
    assert Period("2018-05", "2018-06").words == "May 2018 to June 2018"


@pytest.mark.parametrize(
    ("text", "count"), [("9,662", 9662), ("9999", 9999), ("630793.0", 630793), (" 0 ", 0), ("-", None), ("", None), ("[c]", None)]
)
def test_counts(text, count):
    assert count_of(text) == count


@pytest.mark.parametrize("text", ["12.5", "-3", "1,23", "75.5%", "two", "1e3", "٣", "9,662,1"])
def test_what_is_no_count(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        count_of(text)


def test_percentages_against_their_counts():
    assert agrees("74.1%", 7805, 10527)
    assert agrees("100%", 3, 3)
    assert agrees("0.741", 7805, 10527)
    assert agrees("-", 0, 0)
    assert agrees("0", 0, 0)
    assert not agrees("76.1%", 7805, 10527)
    assert not agrees("-", 3, 4)
    assert percentage_of("75.5 %") == (pytest.approx(75.5), True)
