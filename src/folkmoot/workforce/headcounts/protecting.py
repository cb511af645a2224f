"""What may be kept of exact headcounts, so that no count below 5 can be had from it by subtracting.

Whoever knows how many staff every unit and grade has, and everything kept, is left with every number from 0 to 4 for each small count:

- a count below 5 is kept as 0 to 4; the largest count beside it as the nearest 5, give or take 6, so that it can move by 4 either way;
- a part of fewer than 10 staff, or one without a group of 9 beside its small ones, is kept only as ranges from 0;
- totals are kept as well. One that the small count enters, or its neighbour, is kept to the nearest 5, give or take 6; but where the
  same small group of several units can change places with one another (they are 5 or more together, and could be 5 more), the total
  over those units stays as it is.

A move is a small count that changes by at most 4, the count beside it by as much the other way, and the same backwards in other units
where totals over units are exact: every total changes by 4 at most, and every total that changes has at least that room. Counts of
different days are not held against each other. No database, no clock.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from folkmoot.stats.workforce.headcounts import NOBODY, Headcount, withheld
from folkmoot.workforce.headcounts.reading import Line
from folkmoot.workforce.headcounts.words import ALL_LEVELS, COUNTED_TOGETHER, TOGETHER, WHOLE, Group

LEAST = 5  # fewer are small
FEW_STAFF = 10
_BESIDE = 9  # a count beside a small one must be able to fall by 4 and not be small
_NEAR, _ROOM = 5, 6
_Place = tuple[str, str]  # unit, level
_Cell = tuple[str, str, Group]
_Counts = dict[_Cell, Headcount]


@dataclass(frozen=True)
class Protected:
    """`lines` as they may be kept, totals among them (row 0), and how many counts were kept as what."""

    lines: tuple[Line, ...]
    small: int
    near: int
    few: int
    totals: int

    @property
    def remarks(self) -> list[str]:
        said = [
            (self.small, "Counts below 5, kept as 0 to 4"),
            (self.near, "Counts and totals from which a smaller one could be had by subtracting, kept to the nearest 5, give or take 6"),
            (self.few, f"Counts of parts with fewer than {FEW_STAFF} staff or of small groups only, kept as ranges from 0"),
            (self.totals, "Totals over units and grades, worked out before small counts were withheld"),
        ]
        return [f"{words}: {number:,}." for number, words in said if number]


def protected(lines: Sequence[Line]) -> Protected:
    """What may be kept of the detail of one file. Counts that the file withholds already are as small as any."""
    families: dict[tuple[date | None, str], list[Line]] = defaultdict(list)
    for line in lines:
        families[line.day, line.measure].append(line)
    kept: list[Line] = []
    tally = [0, 0, 0, 0]
    for (day, measure), together in families.items():
        few = _few_staff(together)
        for characteristic in dict.fromkeys(line.group.characteristic for line in together):
            here = [line for line in together if line.group.characteristic == characteristic]
            one = _OneTable({(line.unit, line.level, line.group): line.count for line in here}, few, characteristic)
            rows = {(line.unit, line.level, line.group): line.row for line in here}
            kept += [Line(*cell[:2], measure, cell[2], count, rows.get(cell, 0), day) for cell, count in one.kept().items()]
            tally = [before + more for before, more in zip(tally, one.tally, strict=True)]
    return Protected(tuple(kept), *tally)


def _few_staff(lines: Iterable[Line]) -> frozenset[_Place]:
    """The places with fewer than 10 staff by every characteristic."""
    sums: dict[_Place, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        sums[line.unit, line.level][line.group.characteristic] += line.count.high
    return frozenset(place for place, of in sums.items() if max(of.values()) < FEW_STAFF)


def is_small(count: Headcount) -> bool:
    return count.low < LEAST


def near(count: Headcount) -> Headcount:
    """To the nearest 5, with room to move by 4 either way: 13 is 9 to 21, printed as 15. Below 5, 0 to 9."""
    if count.high < LEAST:
        return withheld(FEW_STAFF)
    if count.low != count.high:
        return Headcount(max(0, count.low - _ROOM), count.high + _ROOM, None)
    middle = _NEAR * round(count.low / _NEAR)
    return Headcount(max(0, middle - _ROOM), middle + _ROOM, middle)


@dataclass
class _OneTable:
    """The counts of one day, measure and characteristic by unit, level and group."""

    counts: Mapping[_Cell, Headcount]
    few: frozenset[_Place]
    characteristic: str
    detail: _Counts = field(default_factory=dict)
    beside: dict[_Cell, Group] = field(default_factory=dict)  # of a small count: the group that moves with it
    hidden: set[_Place] = field(default_factory=set)
    touched: set[_Cell] = field(default_factory=set)
    tally: tuple[int, ...] = ()

    def kept(self) -> _Counts:
        for place, family in self._families().items():
            self._keep_family(place, family)
        totals = dict(self._totals())
        self._touch(totals)
        kept = self.detail | {cell: near(count) if cell in self.touched else count for cell, count in totals.items()}
        together = dict(self._together({**self.counts, **totals}, totals.keys()))
        self.tally = self._tally(totals)
        return kept | together

    def _families(self) -> dict[_Place, dict[Group, Headcount]]:
        found: dict[_Place, dict[Group, Headcount]] = defaultdict(dict)
        for (unit, level, group), count in self.counts.items():
            found[unit, level][group] = count
        return found

    def _keep_family(self, place: _Place, family: Mapping[Group, Headcount]) -> None:
        small = [group for group, count in family.items() if is_small(count)]
        largest = max(family, key=lambda group: family[group].low)
        if place in self.few:
            self._hide(place, family, FEW_STAFF)
        elif small and len(family) > 1 and family[largest].low < _BESIDE:
            self._hide(place, family, FEW_STAFF + 5)
        else:
            self.detail |= {(*place, group): count for group, count in family.items()}
            for group in small:
                self.detail[*place, group] = withheld() if family[group].high < LEAST else family[group]
                self.beside[*place, group] = largest
            if small and largest not in small:
                self.detail[*place, largest] = near(family[largest])

    def _hide(self, place: _Place, family: Mapping[Group, Headcount], below: int) -> None:
        self.hidden.add(place)
        self.detail |= {(*place, group): withheld(max(below, count.high + 1)) for group, count in family.items()}

    def _totals(self) -> Iterator[tuple[_Cell, Headcount]]:
        """Over units at each level, over levels of each unit, and over everything; only where something is added up."""
        places = {(unit, level) for unit, level, _ in self.counts}
        units, levels = {unit for unit, _ in places}, {level for _, level in places}
        wanted = [(unit, ALL_LEVELS) for unit in sorted(units - {WHOLE}) if len(_of(places, unit=unit)) > 1]
        wanted += [(WHOLE, level) for level in sorted(levels) if len(_of(places, level=level)) > 1]
        wanted += [(WHOLE, ALL_LEVELS)] if len(levels) > 1 else []
        for place in wanted:
            parts = places if place == (WHOLE, ALL_LEVELS) and len(levels) > 1 else _of(places, *place)
            for group in dict.fromkeys(group for _, _, group in self.counts):
                counts = [self.counts[*part, group] for part in parts if (*part, group) in self.counts]
                if counts:
                    yield (*place, group), sum(counts, NOBODY)

    def _touch(self, totals: Mapping[_Cell, Headcount]) -> None:
        """Mark every total that a move of a small count would change."""
        swapped = self._change_places()
        for (unit, level, group), beside in self.beside.items():
            for each in (group, beside):
                self.touched.add((unit, ALL_LEVELS, each))
                if (unit, level, group) not in swapped:
                    self.touched |= {(WHOLE, level, each), (WHOLE, ALL_LEVELS, each)}
        for level in {level for _, level in self.hidden}:
            self._touch_hidden(level)
        self.touched |= {(WHOLE, ALL_LEVELS, group) for unit, _, group in self.touched if unit == WHOLE}
        self.touched &= totals.keys()

    def _change_places(self) -> set[_Cell]:
        """The small counts that can take any number from 0 to 4 while others of their group and level, beside the same group, give way."""
        classes: dict[tuple[str, Group, Group], list[_Cell]] = defaultdict(list)
        for cell, beside in self.beside.items():
            if cell[0] != WHOLE:
                classes[cell[1], cell[2], beside].append(cell)
        found: set[_Cell] = set()
        for cells in classes.values():
            counts = [self.counts[cell] for cell in cells]
            together = sum(count.low for count in counts)
            known = all(count.low == count.high for count in counts)
            if known and LEAST <= together <= (LEAST - 1) * (len(cells) - 1):
                found |= set(cells)
        return found

    def _touch_hidden(self, level: str) -> None:
        """Of parts kept as ranges only: totals over units stay exact where units can change places in every group."""
        places = [place for place in self.hidden if place[1] == level]
        groups: dict[Group, Headcount] = defaultdict(lambda: NOBODY)
        staff: dict[_Place, int] = defaultdict(int)
        for place in places:
            for group in [group for unit, each, group in self.counts if (unit, each) == place]:
                self.touched.add((place[0], ALL_LEVELS, group))
                groups[group] += self.counts[*place, group]
                staff[place] += self.counts[*place, group].high
        largest = max(groups, key=lambda group: groups[group].low)
        most, everyone = max(staff.values()), sum(staff.values())
        listed = len(groups) * len(places) == len([cell for cell in self.counts if cell[:2] in places])
        for group, count in groups.items():
            free = count.low == count.high >= LEAST and most + count.high <= everyone
            if not (free and listed) or any(unit == WHOLE for unit, _ in places):
                self.touched |= {(WHOLE, level, group), (WHOLE, level, largest)}

    def _together(self, counts: Mapping[_Cell, Headcount], totals: Iterable[_Cell]) -> Iterator[tuple[_Cell, Headcount]]:
        """The groups that are counted as one as well, where that says more than their parts and gives no small one away."""
        name, members = COUNTED_TOGETHER.get(self.characteristic, ("", frozenset[str]()))
        for place in dict.fromkeys((unit, level) for unit, level, _ in [*self.counts, *totals]):
            parts = [cell for cell in counts if cell[:2] == place and cell[2].group in members]
            both = sum((counts[cell] for cell in parts), NOBODY)
            if len(parts) < 2 or place in self.hidden or both.low < _BESIDE:
                continue
            changes = any(cell in self.touched for cell in parts) or self._moves_out(place, members)
            yield (*place, Group(self.characteristic, name, TOGETHER)), near(both) if changes else both

    def _moves_out(self, place: _Place, members: frozenset[str]) -> bool:
        """Whether a small count of a place moves against a group on the other side."""
        return any((cell[2].group in members) != (beside.group in members) for cell, beside in self.beside.items() if cell[:2] == place)

    def _tally(self, totals: Mapping[_Cell, Headcount]) -> tuple[int, ...]:
        few = [cell for cell in self.counts if cell[:2] in self.hidden]
        near_by = {(*cell[:2], beside) for cell, beside in self.beside.items() if beside != cell[2]} | self.touched
        return len(self.beside), len(near_by), len(few), len(totals)


def _of(places: Iterable[_Place], unit: str = WHOLE, level: str = ALL_LEVELS) -> set[_Place]:
    """The places of a unit (the whole service: of every unit) at a level (all: at every level)."""
    return {place for place in places if unit in (WHOLE, place[0]) and level in (ALL_LEVELS, place[1])}
