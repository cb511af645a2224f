"""What is wrong with a file is said with its name, row and column, and nothing of it is stored."""

import re
from datetime import date

import pytest

from folkmoot.census.models import Count, PublishedTable
from folkmoot.census.recognition import BadTable
from folkmoot.census.tests.factories import authority, load_text, open_text, schemes, sex_table
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db
CODES = ("E07000008", "E07000010")
GOOD = sex_table({"E07000008": (70, 75), "E07000010": (51, 49)})


@pytest.fixture(autouse=True)
def places():
    schemes()
    authority("E07000008", "Cambridge")
    authority("E07000010", "Fenland")
    authority("E07000205", "Suffolk Coastal", ends=date(2019, 3, 31))
    authority("E06000063", "Cumberland", starts=date(2023, 4, 1))


def test_the_good_table_is_read(tmp_path):
    assert load_text(tmp_path, GOOD).table.year == 2021


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("E07000010", "E07000999", "row 3, column C .geography code.*no local authority that is known"),
        ("E07000010", "E07000205", "row 3.*Suffolk Coastal.*ended on 31 March 2019, before the boundaries.*another release"),
        ("E07000010", "E07000008", "row 3.*E07000008 stands already in row 2"),
        ("E07000010", "E01012345", "small area or ward, not a local authority.*ltla"),
        ("E07000010", "E12000006", "region, county or nation"),
        ("E07000010", "E92000001", "region, county or nation"),
        ("E07000010", "S12000033", "outside England and Wales"),
        (",51,", ",-51,", "row 3, column E .Sex: Female.*below nought"),
        (",100,51,", ",200,51,", "row 3, column D.*add up to 100, and the total is 200"),
        (",51,", ",51.5,", "row 3, column E.*not a whole number.*share"),
        (",51,", ",51%,", "is a share, not a count"),
        (",51,", ",,", "blank"),
        (",51,", ",c,", "is not a number"),
        ("2021,Somewhere,E07000010", "2011,Somewhere,E07000010", "row 3, column A .date.*says “2011”"),
        ("Sex: Male", "Sex: Martian", "row 1, column F.*“Martian” is no category"),
        ("Sex: Male", "Sex: Female", "row 1, column F.*“Female.*is no category"),
        ("2021,Somewhere,E07000010,100,51,49\n", "", "not complete.*Fenland"),
    ],
)  # fmt: skip
def test_a_fault_is_named_and_nothing_is_stored(tmp_path, before, after, said):
    events = AuditEvent.objects.count()
    broken = GOOD.replace(before, after)
    assert broken != GOOD
    with pytest.raises(Exception, match=f"(?s){said}") as caught:
        load_text(tmp_path, broken, name="sent.csv")
    assert "sent.csv" in str(caught.value)
    assert not PublishedTable.objects.exists()
    assert not Count.objects.exists()
    assert AuditEvent.objects.count() == events


def test_authorities_of_two_sets_of_boundaries_do_not_stand_in_one_table(tmp_path):
    authority("E07000026", "Allerdale", ends=date(2023, 3, 31))
    mixed = {"E07000008": (1, 1), "E07000010": (1, 1), "E07000026": (1, 1), "E06000063": (1, 1)}
    with pytest.raises(BadTable, match=r"row 5.*Cumberland.*began on 1 April 2023, after the boundaries"):
        open_text(tmp_path, sex_table(mixed))


def test_a_file_of_unknown_headings_says_which_it_has(tmp_path):
    with pytest.raises(BadTable, match=r"none of the published tables.*“shoe”, “size”.*Ethnic group.*Religion.*folkmoot census sources"):
        open_text(tmp_path, "shoe,size\n1,2\n")


def test_a_table_of_everybody_alone_is_none_of_the_tables(tmp_path):
    text = "ltla21_code,ltla21_name,total_population\nE07000008,Cambridge,145700.0\nE07000010,Fenland,102500.0\n"
    with pytest.raises(BadTable, match=r"pop.csv is none of.*“ltla21_code”, “ltla21_name”, “total_population”.*folkmoot census sources"):
        open_text(tmp_path, text, name="pop.csv")


def test_an_unknown_source_is_refused(tmp_path):
    with pytest.raises(BadTable, match="No published table is called “ts999”"):
        open_text(tmp_path, GOOD, source="ts999")


def test_a_table_named_as_another_says_which_it_is(tmp_path):
    with pytest.raises(BadTable, match=r"is not the table “Religion, census 2021 \(TS030\)”.*Sex, census 2021"):
        open_text(tmp_path, GOOD, source="census-2021-ts030")


LONG = "ltla21_code,ltla21_name,ethnic_group,value\n"


def test_a_long_table_without_one_category_of_an_authority_is_refused(tmp_path):
    from folkmoot.characteristics.models import Category

    names = Category.objects.filter(scheme__code="ethnicity-census-2021", kind="answer").values_list("name_en", flat=True)
    rows = [f'{code},X,"{name} (number)",5\n' for code in CODES for name in names]
    assert load_text(tmp_path, LONG + "".join(rows)).table.cells == 38
    with pytest.raises(BadTable, match=f"E07000010 has no row for: {re.escape(names.last())}\\."):
        open_text(tmp_path, LONG + "".join(rows[:-1]))
    with pytest.raises(BadTable) as cut:
        open_text(tmp_path, LONG + "".join(rows[:-10]))
    assert "and 2 more" in str(cut.value)
    assert not re.search(r"for: \d|; \d|, \d", str(cut.value))
    with pytest.raises(BadTable, match="stands twice for E07000010"):
        open_text(tmp_path, LONG + "".join([*rows, rows[-1]]))
    with pytest.raises(BadTable, match="whether it is a number or a share"):
        open_text(tmp_path, LONG + rows[0].replace(" (number)", ""))


@pytest.mark.parametrize(
    ("column", "value"), [("measure", "Percentage"), ("period", "2011-03-27"), ("geography", "Ward"), ("unit", "Households")]
)
def test_a_part_of_another_measure_day_or_place_is_refused(tmp_path, column, value):
    cells = {
        "area_code": "E07000008", "area_name": "Cambridge", "geography": "Local authority", "period": "2021-03-21", "indicator": "x",
        "religion": "Christian", "measure": "Count", "unit": "Persons", "value": "5",
    } | {column: value}  # fmt: skip
    with pytest.raises(BadTable, match=f"column .*{column}.*It says “{value}”"):
        open_text(tmp_path, ",".join(cells) + "\n" + ",".join(cells.values()) + "\n")
