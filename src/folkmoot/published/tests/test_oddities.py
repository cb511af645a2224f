"""What spoils a table: dates for groups, percentages, totals among the detail, changed groups."""

from decimal import Decimal

import pytest

from folkmoot.foundation.tables.table import Row
from folkmoot.published.oddities import changed_groups, dated_groups, dated_in, percentages_in, percentages_off, totals_in, turned_into_date
from folkmoot.published.sheets import Sheet

AGES = ("10-17", "18-24", "25-34", "35-59", "60+")


def sheet(*rows):
    return Sheet("ages.xlsx", "Ages", 1, tuple(Row(number, tuple(map(str, row))) for number, row in enumerate(rows, 1)), is_text=False)


@pytest.mark.parametrize(
    ("value", "bands"),
    [
        ("24-Oct-2018", ("18-24",)), ("2018-02-24", ("18-24",)), ("18-Feb", ("18-24",)), ("Oct-17", ("10-17",)), ("17-Oct", ("10-17",)),
        ("2017-10-01", ("10-17",)), ("01/10/2017", ("10-17",)), ("2017-10-01 00:00:00", ("10-17",)),
    ],
)  # fmt: skip
def test_dates_and_the_known_bands_they_were(value, bands):
    assert turned_into_date(value, AGES).bands == bands


def test_without_known_bands_every_pair_of_rising_numbers_is_named():
    assert turned_into_date("10-Dec").bands == ("10-12",)


@pytest.mark.parametrize("value", ["18-24", "60+", "Under 18", "2018-24-02", "May be", "", "Not stated", "10-17 years"])
def test_groups_that_are_no_dates(value):
    assert turned_into_date(value, AGES) is None


def test_a_column_of_nothing_but_dates_is_one_of_dates():
    assert dated_groups(["2018-02-24", "2018-02-25"]) == ()
    assert [one.value for one in dated_groups(["2018-02-24", "25-34"])] == ["2018-02-24"]


def test_dates_among_bands_are_found_by_sheet_row_and_column():
    found = dated_in(sheet(["Seen on", "Age"], ["2018-02-24", "18-24"], ["2018-02-25", "10-Dec"], ["2018-02-26", "25-34"]), 1)
    assert [(one.place.words, one.what) for one in found] == [("ages.xlsx, sheet “Ages”, row 3, column B", ("10-Dec", "10-12"))]


@pytest.mark.parametrize(
    ("cells", "added"),
    [
        (["51%", "51%"], Decimal(102)), (["33.3%", "33.3%", "33.3%"], None), (["33%", "33%", "33%"], None),
        (["50.0%", "50.5%"], Decimal("100.5")),
        (["0.51", "0.51"], Decimal(102)), (["20%", "30%"], None), (["50%", "-"], None), (["100%"], None), (["yes", "no"], None),
    ],
)  # fmt: skip
def test_percentages_that_mean_to_be_whole(cells, added):
    assert percentages_off(cells) == (None if added is None else pytest.approx(added))


def test_percentages_are_found_by_row_and_by_column():
    table = sheet(["Area", "Charged", "Not"], ["Kent", "51%", "51%"], ["Essex", "48%", "52%"], ["Total", "50%", "50%"])
    assert [(one.place.row, one.place.column) for one in percentages_in(table, 1)] == [(2, ""), (None, "C")]


def test_totals_are_found_by_name_and_by_sum():
    rows = [["Area", "Charged"], ["Kent", 5], ["Essex", 7], ["Surrey", 9], ["South", 21]]
    (by_sum,) = totals_in(sheet(*rows), 1)
    assert (by_sum.place.row, by_sum.what) == (5, ("South", "by sum"))
    (by_name,) = totals_in(sheet(*rows[:4], ["England and Wales", 21]), 1)
    assert by_name.what == ("England and Wales", "by name")


def test_one_large_row_among_few_is_no_total_by_chance():
    assert totals_in(sheet(["Area", "Charged"], ["Kent", 5], ["Essex", 7], ["Surrey", 12]), 1) == ()
    assert totals_in(sheet(["Area", "Charged"], ["Kent", 0], ["Essex", 0], ["Surrey", 12], ["Sussex", 12]), 1) == ()


def test_groups_that_went_came_and_were_renamed():
    (change,) = changed_groups(
        {"ethnicity": ["White", "Chinese", "Black & Black British"], "sex": ["Male"]},
        {"ethnicity": ["white", "Roma", "Black and Black British"], "age": ["18-24"]},
    )
    assert (change.gone, change.new) == (("Chinese",), ("Roma",))
    assert change.renamed == (("Black & Black British", "Black and Black British"),)
    assert changed_groups({"sex": ["Male"]}, {"sex": ["MALE "]}) == ()
