"""Numbers of editions, periods, marks of revision, and what is left of a whole once its parts are taken away."""

from dataclasses import replace
from datetime import date

import pytest

from folkmoot.casework.tables import rules
from folkmoot.casework.tables.grid import Column, Grid, Line
from folkmoot.casework.tables.handed import small_rows
from folkmoot.casework.tables.marks import marked, revised
from folkmoot.casework.tables.protocol import GivenRow, Range
from folkmoot.casework.tables.rules import OPEN, SHOWN, State
from folkmoot.casework.tables.slices import left_over, sliced
from folkmoot.casework.tables.tests.factories import Grades
from folkmoot.stats.attacker import SeenRow
from folkmoot.stats.register import Population, Record

TODAY = date(2026, 3, 10)
FILE = frozenset({"aa" * 32})


def test_every_state_is_reached_and_what_was_published_is_left_by_withdrawal_alone():
    assert {end for _start, _verb, end in rules.TRANSITIONS} == set(State)
    assert {verb for start, verb, _end in rules.TRANSITIONS if start in SHOWN} == {"withdraw"}
    assert set(OPEN) | set(SHOWN) == set(State)
    for state in State:
        for verb in {verb for _start, verb, _end in rules.TRANSITIONS}:
            assert bool(rules.transition_problem(state, verb)) is not rules.may_do(state, verb)


def test_editions_are_numbered():
    assert rules.next_number((1, 0), minor=True) == (1, 1)
    assert rules.next_number((1, 4), minor=False) == (2, 0)


@pytest.mark.parametrize("slug", ["", "register", "goals", "taken"])
def test_an_address_that_cannot_be(slug):
    assert rules.slug_problem(slug, {"taken"})


def test_months_of_a_period():
    assert rules.months_of(date(2024, 11, 5), date(2025, 2, 1)) == {"2024-11", "2024-12", "2025-01", "2025-02"}


def test_periods_that_cannot_be():
    assert "period_last" in rules.period_problems(first=date(2026, 2, 1), last=date(2026, 1, 1), today=TODAY, next_on=None)
    assert "period_last" in rules.period_problems(first=date(2026, 2, 1), last=date(2026, 4, 1), today=TODAY, next_on=None)
    assert "next_on" in rules.period_problems(first=date(2025, 2, 1), last=date(2025, 4, 1), today=TODAY, next_on=TODAY)
    assert not rules.period_problems(first=date(2025, 2, 1), last=TODAY, today=TODAY, next_on=date(2026, 9, 1))


def grid(*cells, group="White", key="one", period="2025"):
    columns = (Column("n", "At risk", "COUNT"), Column("k", "With the outcome", "COUNT"))
    return Grid(key, "A table", ("Ethnicity",), "charged", "", columns, (Line((group,), cells),), period=period)


def test_a_figure_that_differs_is_marked_and_one_that_is_not_is_not():
    (now,) = marked([grid(100, 61)], [grid(100, 60)], provisional=False)
    assert now.lines[0].marks == ("[r]",)
    assert now.lines[0].revised == ("k",)
    assert revised([now]) == 1


def test_a_figure_that_is_withheld_now_is_revised_too():
    (now,) = marked([grid(100, "[c]")], [grid(100, 60)], provisional=True)
    assert now.lines[0].marks == ("[p]", "[r]")


@pytest.mark.parametrize("before", [grid(100, 60, key="other"), grid(100, 60, period="2024"), grid(100, 60, group="Black")])
def test_other_tables_periods_and_groups_are_not_compared(before):
    (now,) = marked([grid(100, 61)], [before], provisional=False)
    assert now.lines[0].marks == ()


def record(place, *, by=("Ethnicity",), **groups):
    rows = {tuple(name.split("_")) if len(by) > 1 else (name,): SeenRow(*counts) for name, counts in groups.items()}
    people = Population(FILE, places=frozenset({place}) if place else None)
    return Record(people, "2026-03-01", 5, by, "charged", rows, SeenRow(0, 0), SeenRow(None, None))


def test_a_whole_less_two_parts_tells_the_third():
    parts = [record("a", Chinese=(12, 6)), record("b", Chinese=(15, 7))]
    (found,) = [one for one in left_over([record("", Chinese=(30, 20)), *parts], 5) if one.kind == "how many there are"]
    assert found.key == ("Chinese",)
    assert "2 parts" in found.sentence


def test_one_part_is_left_to_the_comparison_of_two_and_a_withheld_part_protects():
    whole = record("", Chinese=(30, 20))
    assert not left_over([whole, record("a", Chinese=(27, 18))], 5)
    hidden = record("b", Chinese=(None, None))
    assert not left_over([whole, record("a", Chinese=(12, 6)), hidden], 5)


def test_a_part_that_left_twice_is_taken_away_once():
    parts = [record("a", Chinese=(12, 6)), record("a", Chinese=(12, 6)), record("b", Chinese=(12, 6))]
    assert not left_over([record("", Chinese=(30, 18)), *parts], 5)


def test_parts_of_other_people_are_no_parts():
    parts = [record("a", Chinese=(12, 6)), record("b", Chinese=(15, 7))]
    others = [replace(one, population=replace(one.population, sources=frozenset({"bb" * 32}))) for one in parts]
    assert not left_over([record("", Chinese=(30, 20)), *others], 5)


def test_a_table_by_places_is_read_off_place_by_place():
    whole = record("", by=("Ethnicity", "Area"), White_North=(40, 20), White_South=(30, 12), Chinese_South=(9, 5))
    found = list(sliced(whole, "Area", {"North": "north", "South": "south"}, {("South",): SeenRow(39, 17)}))
    assert [sorted(one.population.places) for one in found] == [["north"], ["south"]]
    assert found[1].rows == {("White",): SeenRow(30, 12), ("Chinese",): SeenRow(9, 5)}
    assert found[1].overall == SeenRow(39, 17)


@pytest.mark.parametrize(
    ("base", "had", "small"),
    [((100, 100), (3, 3), True), ((100, 100), (98, 98), True), ((100, 100), (0, 0), False), ((100, 100), (1, 4), True),
     ((100, 100), (0, 5), False), ((100, 100), (12, 12), False), ((4, 4), (0, 0), True)],
)  # fmt: skip
def test_small_counts_and_ranges_that_tell_them_are_withheld(base, had, small):
    row = GivenRow(("Senior",), Range(*base), Range(*had))
    table = Grades([row], GivenRow(("",), Range(500, 500), Range(90, 90)))
    assert (("Senior",) in small_rows(table, 5)) is small
