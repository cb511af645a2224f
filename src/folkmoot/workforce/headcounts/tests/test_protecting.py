"""Small counts cannot be had from what is kept: attacked by whole-number programmes that know the staff of every unit and grade."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from folkmoot.stats.workforce.headcounts import Headcount, exact, withheld
from folkmoot.workforce.headcounts import protecting
from folkmoot.workforce.headcounts.protecting import FEW_STAFF, near, protected
from folkmoot.workforce.headcounts.reading import Line
from folkmoot.workforce.headcounts.words import ALL_LEVELS, TOGETHER, WHOLE, Group
from folkmoot.workforce.tests.attack import ranges

UNITS, LEVELS = ("East", "North", "South", "West"), ("eo", "g7_g6", "scs")
USUAL = {"White": 30, "Asian": 6, "Black": 3, "Mixed": 2}


def line(unit, level, group, number, characteristic="ethnicity", kind="group") -> Line:
    return Line(unit, level, "in_post", Group(characteristic, group, kind), exact(number), 1)


def some_workforce(seed: int) -> list[Line]:
    """Units and grades of every size, tiny ones among them."""
    chance = random.Random(seed)
    found = []
    for unit in UNITS[: chance.randint(1, 4)]:
        for level in LEVELS[: chance.randint(1, 3)]:
            size = chance.choice([0.1, 0.3, 1, 2])
            groups = list(USUAL.items())[: 2 + seed % 3]
            found += [line(unit, level, group, max(0, round(chance.gauss(usual * size, usual * size / 2)))) for group, usual in groups]
    return found


def over_units(*small: int) -> list[Line]:
    pairs = list(zip(UNITS, small, strict=True))
    return [one for unit, number in pairs for one in (line(unit, "scs", "White", 40), line(unit, "scs", "Asian", number))]


def exposed(lines: list[Line], kept: list[Line]) -> list[tuple]:
    """Small counts of which somebody can tell more than that they are small. A part of fewer staff bounds its counts by itself."""
    staff: dict[tuple[str, str], int] = {}
    for one in lines:
        staff[one.unit, one.level] = staff.get((one.unit, one.level), 0) + one.count.low
    small = [(one.unit, one.level, one.group) for one in lines if one.count.low < 5]
    found = ranges(lines, kept, small)
    return [(cell, ends) for cell, ends in found.items() if ends[0] > 0 or ends[1] < min(4, staff[cell[:2]])]


@pytest.mark.parametrize("seed", range(24))
def test_every_small_count_can_still_be_anything_small(seed):
    lines = some_workforce(seed)
    assert exposed(lines, list(protected(lines).lines)) == []


def test_the_control_totals_as_they_are_give_small_counts_away(monkeypatch):
    """Without the room that totals are given, the same attack finds small counts."""
    monkeypatch.setattr(protecting, "near", lambda count: count)
    assert any(exposed(lines, list(protected(lines).lines)) for lines in map(some_workforce, range(6)))


def test_the_control_without_the_count_beside_it_the_small_one_is_found():
    lines = [line("Digital", "eo", group, number) for group, number in (("White", 60), ("Asian", 13), ("Black", 2))]
    kept = {one.group.group: one for one in protected(lines).lines}
    assert (kept["Black"].count, kept["White"].count, kept["Asian"].count) == (withheld(), Headcount(54, 66, 60), exact(13))
    careless = [replace(kept["White"], count=exact(60)), kept["Asian"], kept["Black"]]
    assert exposed(lines, list(kept.values())) == []
    assert [ends for _, ends in exposed(lines, careless)] == [(2, 2)]


def test_a_total_over_units_stays_exact_where_units_can_change_places():
    lines = over_units(*(3, 2, 4, 1))
    kept = {(one.unit, one.level, one.group.group): one.count for one in protected(lines).lines}
    assert kept[WHOLE, "scs", "Asian"] == exact(10)
    assert kept["East", "scs", "Asian"] == withheld()
    assert exposed(lines, list(protected(lines).lines)) == []


def test_a_total_that_would_settle_its_parts_does_not_stay_exact():
    lines = over_units(*(1, 0, 1, 0))
    kept = {(one.unit, one.level, one.group.group): one.count for one in protected(lines).lines}
    assert kept[WHOLE, "scs", "Asian"] == withheld(FEW_STAFF)
    assert kept[WHOLE, "scs", "White"].low <= 156 <= 164 <= kept[WHOLE, "scs", "White"].high


def test_a_part_of_few_staff_is_kept_only_as_such():
    counts = (("scs", "White", 5), ("scs", "Asian", 3), ("eo", "White", 60), ("eo", "Asian", 20))
    lines = [line("East", *one) for one in counts]
    kept = {(one.level, one.group.group): one.count for one in protected(lines).lines if one.unit == "East"}
    assert kept["scs", "White"] == kept["scs", "Asian"] == withheld(FEW_STAFF)
    assert kept["eo", "Asian"] == exact(20)
    assert kept[ALL_LEVELS, "Asian"].low != kept[ALL_LEVELS, "Asian"].high


def test_groups_counted_together_keep_what_their_parts_lose():
    lines = [line("East", "eo", group, number) for group, number in (("White", 60), ("Asian", 30), ("Black", 3), ("Mixed", 12))]
    together = next(one for one in protected(lines).lines if one.group.kind == TOGETHER)
    assert (together.group.group, together.count) == ("Ethnic minority", Headcount(39, 51, 45))


@pytest.mark.parametrize("people", range(9, 60))
def test_a_count_that_gives_way_has_room_on_both_sides(people):
    kept = near(exact(people))
    assert kept.low <= people - 4
    assert kept.high >= people + 4
    assert kept.printed is not None
    assert abs(kept.printed - people) <= 2


def test_what_was_done_is_said():
    lines = [line("Digital", "eo", group, number) for group, number in (("White", 60), ("Asian", 13), ("Black", 2))]
    assert protected(lines).remarks == [
        "Counts below 5, kept as 0 to 4: 1.",
        "Counts and totals from which a smaller one could be had by subtracting, kept to the nearest 5, give or take 6: 1.",
    ]
    assert protected([line("Digital", "eo", "White", 60), line("Digital", "eo", "Asian", 13)]).remarks == []


def test_equal_files_are_kept_alike():
    lines = some_workforce(7)
    first, second = protected(lines), protected(list(reversed(lines)))
    assert {(one.place, one.count) for one in first.lines} == {(one.place, one.count) for one in second.lines}
    assert all(before.row >= 0 and after.row >= 0 for before, after in pairwise(first.lines))
