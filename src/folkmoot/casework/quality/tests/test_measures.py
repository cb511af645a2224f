"""How well a field is recorded, and that no small number can be found from what is shown of it."""

from itertools import product

import pytest

from folkmoot.casework.quality.measures import (
    Part,
    Parts,
    Quality,
    labels_that_fit_nothing,
    parts_by,
    released,
    shares_only,
    together,
    whole,
)
from folkmoot.casework.quality.tests.factories import cube_of
from folkmoot.engines.cube import ValuesRead
from folkmoot.stats.disclosure import SUPPRESSED, Suppressed

MANY = Parts(2000, missing=400, not_stated=100, unfitting=40)


def test_not_stated_is_an_answer_and_missing_is_none():
    parts = parts_by(cube_of({("White", "Kent"): 60, ("Not stated", "Kent"): 20, ("", "Kent"): 15, ("Wite", "Kent"): 5}), "ethnicity")[()]
    assert parts == Parts(100, missing=15, not_stated=20, unfitting=5)
    assert parts.usable == 60


def test_by_force_and_the_forces_together_are_everybody():
    cube = cube_of({("White", "Kent"): 600, ("", "Kent"): 300, ("White", "Essex"): 900, ("", "Essex"): 100})
    by_force = parts_by(cube, "ethnicity", ("force",))
    assert by_force[("Kent",)] == Parts(900, missing=300)
    assert together(by_force, ()) == {(): parts_by(cube, "ethnicity")[()]}
    shown = released(by_force, together(by_force, ())[()])
    assert [(key, one.records, one.completeness) for key, one in shown.items()] == [(("Essex",), 1000, 0.9), (("Kent",), 900, 0.67)]


def test_shares_of_every_part():
    shown = whole(MANY)
    assert (shown.completeness, shown.missing, shown.not_stated, shown.unfitting, shown.usable) == (0.8, 0.2, 0.05, 0.02, 0.73)
    assert shown.validity == pytest.approx(0.97, abs=0.006)  # 1,560 of the 1,600 recorded


def test_nothing_recorded_at_all_has_no_validity():
    shown = whole(Parts(500, missing=500))
    assert (shown.completeness, shown.validity) == (0.0, None)


def test_a_small_part_takes_what_is_left_with_it():
    shown = whole(Parts(100, missing=3))
    assert isinstance(shown.missing, Suppressed)
    assert isinstance(shown.completeness, Suppressed)
    assert isinstance(shown.usable, Suppressed)
    assert shown.not_stated == 0.0


def test_a_place_of_few_is_never_alone():
    found = {("Kent",): Parts(12), ("Essex",): Parts(40), ("Surrey",): Parts(4000)}
    shown = released(found, together(found, ())[()])
    assert [key for key, one in shown.items() if one.records is SUPPRESSED] == [("Essex",), ("Kent",)]


def test_where_all_together_are_few_a_part_withheld_once_is_withheld_everywhere():
    found = {("Kent",): Parts(60, missing=3), ("Essex",): Parts(60, missing=20)}
    shown = released(found, together(found, ())[()])
    assert all(isinstance(one.missing, Suppressed) for one in shown.values())
    assert shown[("Essex",)].not_stated == 0.0


def pinned(release, records: int) -> list[tuple[Parts, Part]]:
    """Every number of one to four that somebody finds who tries all the counts that give what is shown."""
    behind: dict[Quality, list[Parts]] = {}
    for missing, not_stated in product(range(records + 1), repeat=2):
        for unfitting in range(records + 1 - missing - not_stated):
            parts = Parts(records, missing, not_stated, unfitting)
            behind.setdefault(release(parts), []).append(parts)
    return [
        (every[0], part)
        for every in behind.values()
        for part in Part
        if len({one.of(part) for one in every}) == 1 and 0 < every[0].of(part) < 5
    ]


@pytest.mark.parametrize("records", [30, 41])
def test_no_small_number_can_be_found(records):
    assert pinned(whole, records) == []


def test_the_search_finds_what_a_weaker_rule_would_give_away():
    def every_part_by_itself(parts: Parts) -> Quality:
        shown = [None if 0 < parts.of(part) < 5 else round(parts.of(part) / parts.records, 2) for part in Part]
        return Quality((), parts.records, shown[0], None, *shown)

    assert pinned(every_part_by_itself, 30) != []


def test_labels_are_named_only_where_many_have_them():
    values = ValuesRead({"W1 - British": 40, "Jane Doe": 1, "White British": 60, "x" * 80: 50})
    assert labels_that_fit_nothing(values) == (["White British", "W1 - British"], 2)


def test_months_of_one_force_come_without_their_numbers():
    found = {("2026-01",): MANY}
    assert shares_only(released(found, MANY))[("2026-01",)].records is SUPPRESSED
