"""Cells as values and back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.foundation.importing import cells
from folkmoot.foundation.importing.columns import CellProblem, Column, Reads

CHOICES = (("email", "E-mail"), ("in_person", "In person"))


def column(reads=Reads.TEXT, **over):
    return Column("field", "Field", reads, **over)


@pytest.mark.parametrize(
    "text", ["2026-03-07", "2026-03-07 00:00:00", "07/03/2026", "7/3/2026", "7.3.26", "07-03-2026", "7 March 2026", "7th Mar 2026"]
)
def test_days_as_people_write_them(text):
    assert cells.read(column(Reads.DAY), text) == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/2026", "not a real date"),
        ("2026-02-30", "not a real date"),
        ("04/25/2026", "no month 25"),
        ("spring", "not a date"),
        ("7 Ma 2026", "not a date"),
        ("45000", "not a date"),
        ("0000-01-01", "not a real date"),
    ],
)
def test_days_that_are_none_are_refused(text, words):
    with pytest.raises(CellProblem) as found:
        cells.read(column(Reads.DAY), text)
    assert words in found.value.what
    assert found.value.do


@pytest.mark.parametrize(("text", "doubtful"), [("03/04/2026", True), ("03/03/2026", False), ("13/04/2026", False), ("2026-04-03", False)])
def test_a_day_that_could_be_meant_the_other_way_round_is_noticed(text, doubtful):
    assert (cells.day_first(text) is not None) is doubtful


@pytest.mark.parametrize(
    ("reads", "text", "value"),
    [
        (Reads.COUNT, "1,200", 1200),
        (Reads.COUNT, "40.0", 40),
        (Reads.POUNDS, "£1,250.50", 125050),
        (Reads.HOURS, "1.5", 6),
        (Reads.HOURS, "1:45", 7),
    ],
)
def test_numbers(reads, text, value):
    assert cells.read(column(reads), text) == value


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        (Reads.COUNT, "about 30"), (Reads.COUNT, "2.5"), (Reads.COUNT, "-1"), (Reads.COUNT, "NaN"), (Reads.COUNT, "1e999999999"),
        (Reads.COUNT, "12,34"), (Reads.POUNDS, "1.005"), (Reads.POUNDS, "ten"), (Reads.HOURS, "1.3"), (Reads.HOURS, "1:75"),
    ],
)  # fmt: skip
def test_numbers_that_are_none_are_refused(reads, text):
    with pytest.raises(CellProblem):
        cells.read(column(reads), text)


@pytest.mark.parametrize("text", ["in_person", "In person", "IN-PERSON"])
def test_a_choice_by_its_word_or_its_label(text):
    assert cells.read(column(Reads.CHOICE, choices=CHOICES), text) == "in_person"


def test_an_unknown_choice_names_the_words_allowed():
    with pytest.raises(CellProblem) as found:
        cells.read(column(Reads.CHOICE, choices=CHOICES), "pigeon")
    assert "E-mail, In person" in found.value.do


def test_invisible_characters_are_refused():
    with pytest.raises(CellProblem):
        cells.read(column(), "a\x00b")


@given(st.lists(st.text().map(str.strip).filter(bool), unique=True))
def test_names_come_back_from_the_cell_they_were_joined_in(names):
    assert sorted(cells.split_names(cells.join_names(names))) == sorted(names)


@given(st.integers(0, cells.MOST))
def test_pence_and_quarter_hours_come_back(value):
    for reads in (Reads.POUNDS, Reads.HOURS):
        shown = format(Decimal(cells.written(column(reads), value)), "f")
        assert cells.read(column(reads), shown) == value or Decimal(shown) > cells.MOST


def test_line_ends_and_spaces_at_the_ends_do_not_make_a_difference():
    assert cells.same("a\r\nb ", "a\nb")
    assert not cells.same("a b", "a\nb")
    assert not cells.same(0, None)
