"""Totals among the detail of a table: known for what they are, checked against their parts, and taken out where they can be worked out.

A line is a total where the file has the same group by unit or by grade as well: of the whole service beside units, of all grades beside
grades, of a unit beside its parts. “Ethnic minority” beside the groups it is made of is one of those. No database, no clock.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import comb

from folkmoot.stats.workforce.headcounts import NOBODY, Headcount
from folkmoot.workforce.headcounts.reading import Line
from folkmoot.workforce.headcounts.words import ALL_LEVELS, COUNTED_TOGETHER, TOGETHER, WHOLE, Group

MOST_REMARKS = 12
MOST_PARTS = 6  # of so many units at most is one looked for as their sum
_TRIES = 50_000
_Family = tuple[date | None, str, str]  # day, measure, characteristic


@dataclass(frozen=True)
class Parted:
    """`detail` and `totals` of a file, and remarks on sums that differ."""

    detail: tuple[Line, ...]
    totals: tuple[Line, ...]
    remarks: tuple[str, ...]


def parted(lines: Sequence[Line], within: Mapping[str, str]) -> Parted:
    """`within`: the unit that a unit is part of, by name."""
    families: dict[_Family, list[Line]] = defaultdict(list)
    for line in lines:
        families[line.day, line.measure, line.group.characteristic].append(line)
    detail: list[Line] = []
    totals: list[Line] = []
    remarks: list[str] = []
    within = implied(lines, within)
    for family in families.values():
        here = list(_with_groups_together(family))
        places = {(line.unit, line.level) for line in here}
        coarse = {place for place in places if any(_finer(other, place, within) for other in places)}
        fine = [line for line in here if (line.unit, line.level) not in coarse and line.group.kind != TOGETHER]
        detail += fine
        for line in here:
            if (line.unit, line.level) in coarse or line.group.kind == TOGETHER:
                totals.append(line)
                remarks += _difference(line, fine, within)
    if totals:
        remarks.insert(0, f"Totals among the detail were recognised, and are worked out from their parts: {len(totals):,}.")
    return Parted(tuple(detail), tuple(totals), tuple(remarks[:MOST_REMARKS]))


def implied(lines: Sequence[Line], within: Mapping[str, str]) -> dict[str, str]:
    """`within`, and the units of a file that nobody declared to be parts of another, but whose counts add up to it in every group.

    Taken for units of their own, the one would give away a small count of the other by subtracting.
    """
    by_unit: dict[str, dict[tuple[object, ...], int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        if line.unit != WHOLE and line.count.low == line.count.high and line.group.kind != TOGETHER:
            by_unit[line.unit][line.day, line.measure, line.level, line.group] += line.count.low
    found = dict(within)
    for unit, counts in by_unit.items():
        others = {name: of for name, of in by_unit.items() if name != unit and _fits(of, counts) and name not in found}
        parts = _adding_up(counts, others) if len([one for one in counts.values() if one]) > 1 else ()
        found |= dict.fromkeys(parts, unit)
    return found


def _fits(part: Mapping[tuple[object, ...], int], counts: Mapping[tuple[object, ...], int]) -> bool:
    return any(part.values()) and all(number <= counts.get(place, 0) for place, number in part.items())


def _adding_up(
    counts: Mapping[tuple[object, ...], int], others: Mapping[str, Mapping[tuple[object, ...], int]]
) -> tuple[str, ...]:  # fmt: skip
    """Some of the others, at least two, that add up to the counts in every place; none where no few do."""
    for number in range(2, MOST_PARTS + 1):
        if comb(len(others), number) > _TRIES:
            break
        for names in combinations(others, number):
            if all(sum(others[name].get(place, 0) for name in names) == count for place, count in counts.items()):
                return names
    return ()


def _with_groups_together(family: Sequence[Line]) -> Iterator[Line]:
    """A group that stands for several others of its place is a sum of them."""
    name, members = COUNTED_TOGETHER.get(family[0].group.characteristic, ("", frozenset[str]()))
    split = {(line.unit, line.level) for line in family if line.group.group in members}
    for line in family:
        if name and line.group.group == name and (line.unit, line.level) in split:
            yield replace(line, group=Group(line.group.characteristic, name, TOGETHER))
        else:
            yield line


def _finer(other: tuple[str, str], place: tuple[str, str], within: Mapping[str, str]) -> bool:
    """Whether a place counts some of the people of another, and not all of them."""
    unit = other[0] == place[0] or place[0] == WHOLE or _is_within(other[0], place[0], within)
    level = other[1] == place[1] or place[1] == ALL_LEVELS
    return unit and level and other != place


def _is_within(unit: str, wider: str, within: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while unit in within and unit not in seen:
        seen.add(unit)
        unit = within[unit]
        if unit == wider:
            return True
    return False


def _difference(total: Line, fine: Sequence[Line], within: Mapping[str, str]) -> list[str]:
    """A sentence where the parts cannot add up to the total."""
    place = (total.unit, total.level)
    _, members = COUNTED_TOGETHER.get(total.group.characteristic, ("", frozenset[str]()))
    together = total.group.kind == TOGETHER
    parts = [
        line.count for line in fine
        if ((line.unit, line.level) == place or _finer((line.unit, line.level), place, within))
        and (line.group.group in members if together else line.group == total.group)
    ]  # fmt: skip
    both = sum(parts, NOBODY)
    if not parts or _meet(both, total.count):
        return []
    if all(one.low == one.high for one in (total.count, *parts)):  # as counted: from a sum of its parts a small one could be had
        return [f"Row {total.row} gives another total of {total.group.words} than its parts add up to: the parts were kept."]
    return [
        f"Row {total.row} gives {said(total.count)} as the total of {total.group.words}, and its parts add up to {said(both)}: "
        "the parts were kept."
    ]


def _meet(one: Headcount, other: Headcount) -> bool:
    return one.low <= other.high and other.low <= one.high


def said(count: Headcount) -> str:
    """A headcount in a remark. A small one is not said."""
    if count.low == count.high and count.low >= 5:
        return f"{count.low:,}"
    return f"{count.low:,} to {count.high:,}" if count.low >= 5 else f"at most {max(4, count.high):,}"
