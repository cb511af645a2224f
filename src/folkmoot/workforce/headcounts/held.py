"""All headcounts of one day and measure in memory, summed as asked: places, levels and groups together.

A place that was counted as such (the whole service, all grades of a unit) is taken as it was counted; where its parts were counted too,
as narrow as both allow. No database.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from folkmoot.stats.workforce.headcounts import NOBODY, Headcount
from folkmoot.stats.workforce.representation import Declaration, Representation, Workforce, declaration, representation
from folkmoot.workforce.headcounts.words import ALL_LEVELS, COUNTED_TOGETHER, TOGETHER, UNDECLARED, UNKNOWN, Group

_Counts = dict[Group, Headcount]
_SERVICE = 0  # stands for the unit that is the whole service


class Kept(Protocol):
    """A headcount as it was kept."""

    unit_id: int
    level: str
    characteristic: str
    group: str
    kind: str
    low: int
    high: int
    printed: int | None


@dataclass(frozen=True)
class Standing:
    """How figures were made: where two days differ in it, their difference may come from that. `kinds`: what the numbers are."""

    sources: frozenset[str]
    kinds: frozenset[str]
    units: frozenset[int]


@dataclass(frozen=True)
class Held:
    """Everything counted on a day of one measure. `service`: the unit that stands for the whole service; `within`: the parent of a unit."""

    as_of: date
    rows: tuple[Kept, ...]
    service: int = 0
    within: Mapping[int, int] | None = None
    standings: Mapping[str, Standing] | None = None

    @cached_property
    def characteristics(self) -> list[str]:
        return list(self._by_place)

    @cached_property
    def levels(self) -> list[str]:
        return list(dict.fromkeys(row.level for row in self.rows))

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(row.unit_id for row in self.rows)

    @cached_property
    def _by_place(self) -> dict[str, dict[tuple[int, str], _Counts]]:
        found: dict[str, dict[tuple[int, str], _Counts]] = {}
        for row in self.rows:
            unit = _SERVICE if row.unit_id == self.service else row.unit_id
            counts = found.setdefault(row.characteristic, {}).setdefault((unit, row.level), {})
            counts[Group(row.characteristic, row.group, row.kind)] = Headcount(row.low, row.high, row.printed)
        return found

    @cached_property
    def _worked_out(self) -> dict[tuple[str, int, str], _Counts]:
        return {}

    @cached_property
    def _found_above(self) -> dict[int, frozenset[int]]:
        return {}

    def standing(self, characteristic: str) -> Standing | None:
        return (self.standings or {}).get(characteristic)

    def workforce(
        self, characteristic: str, *, unit: int | None = None, levels: Iterable[str] | None = None, together: Collection[str] = ()
    ) -> Workforce | None:
        """The workforce of a unit (None: the whole service) at some levels (None: all); None where nothing was counted there.

        Groups of `together` that were counted as one stand as one, under the name of `words.COUNTED_TOGETHER`.
        """
        wanted = [ALL_LEVELS] if levels is None else list(dict.fromkeys(levels))
        counts = _added(self._of(characteristic, unit or _SERVICE, level) for level in wanted)
        return _workforce(counts, frozenset(together), characteristic) if counts else None

    def representation(
        self, characteristic: str, groups: Sequence[str], *, unit: int | None = None, levels: Iterable[str] | None = None
    ) -> Representation | None:
        """The share of groups together; None where none of them was counted there."""
        workforce = self.workforce(characteristic, unit=unit, levels=levels, together=groups)
        if workforce is None:
            return None
        name, members = COUNTED_TOGETHER.get(characteristic, ("", frozenset[str]()))
        as_one = bool(name) and name in workforce.groups and members <= set(groups)
        wanted = [name] if as_one else [group for group in groups if group in workforce.groups]
        return representation(workforce, wanted) if wanted else None

    def declaration(self, characteristic: str, *, unit: int | None = None, levels: Iterable[str] | None = None) -> Declaration | None:
        """None where nothing was counted, or not how many declined or never answered, so that nobody can tell who declared."""
        workforce = self.workforce(characteristic, unit=unit, levels=levels) if self.says_who_is_not_known(characteristic) else None
        return declaration(workforce) if workforce else None

    def says_who_is_not_known(self, characteristic: str) -> bool:
        """Whether those who declined or never answered were counted at all."""
        places = self._by_place.get(characteristic, {}).values()
        return any(group.kind in (UNDECLARED, UNKNOWN) for counts in places for group in counts)

    def _of(self, characteristic: str, unit: int, level: str) -> _Counts:
        key = (characteristic, unit, level)
        if key not in self._worked_out:
            places = self._by_place.get(characteristic, {})
            own = places.get((unit, level), {})
            if own:
                self._worked_out[key] = _narrower(own, [places[part] for part in self._parts(places, unit, level)])
            else:
                self._worked_out[key] = _added(self._of(characteristic, *part) for part in self._steps(places, unit, level))
        return self._worked_out[key]

    def _within(self, places: Collection[tuple[int, str]], unit: int, level: str) -> list[tuple[int, str]]:
        return [part for part in places if part != (unit, level) and self._is_in(part[0], unit) and level in (ALL_LEVELS, part[1])]

    def _parts(self, places: Collection[tuple[int, str]], unit: int, level: str) -> list[tuple[int, str]]:
        """The finest places that a place is made of."""
        inner = self._within(places, unit, level)
        divided = {place for part in inner for place in self._around(part)}
        return [part for part in inner if part not in divided]

    def _steps(self, places: Collection[tuple[int, str]], unit: int, level: str) -> list[tuple[int, str]]:
        """What to add up for a place that was not counted as such: its levels where there are any, or else its largest units."""
        inner = self._within(places, unit, level)
        levels = sorted({part[1] for part in inner} - {ALL_LEVELS}) if level == ALL_LEVELS else []
        if levels:
            undivided = [part for part in self._parts(places, unit, level) if part[1] == ALL_LEVELS]
            return [*((unit, one) for one in levels), *undivided]
        there = set(inner)
        return [part for part in inner if there.isdisjoint(self._around(part))]

    def _is_in(self, unit: int, wider: int) -> bool:
        if wider in (_SERVICE, unit):
            return True
        return wider in self._above(unit)

    def _above(self, unit: int) -> frozenset[int]:
        """Every unit that a unit is part of."""
        if unit not in self._found_above:
            above, seen = self.within or {}, set()
            place = unit
            while place in above and above[place] not in seen:
                seen.add(place := above[place])
            self._found_above[unit] = frozenset(seen)
        return self._found_above[unit]

    def _around(self, place: tuple[int, str]) -> set[tuple[int, str]]:
        """Every other place that takes a place in."""
        unit, level = place
        return {(wider, at) for wider in (unit, _SERVICE, *self._above(unit)) for at in (level, ALL_LEVELS)} - {place}


def breaks(before: Standing | None, after: Standing | None) -> tuple[str, ...]:
    """What of "source", "numbers" and "units" differs between two days."""
    if before is None or after is None:
        return ()
    pairs = {"source": (before.sources, after.sources), "numbers": (before.kinds, after.kinds), "units": (before.units, after.units)}
    return tuple(name for name, (one, other) in pairs.items() if one != other)


def since_break(counted: Sequence[Held], characteristic: str) -> Sequence[Held]:
    """Of days in order, those since the source or the kind of the numbers last changed: between others no change can be read."""
    changed = [
        place for place, (one, other) in enumerate(pairwise(counted), 1)
        if {"source", "numbers"} & set(breaks(one.standing(characteristic), other.standing(characteristic)))
    ]  # fmt: skip
    return counted[changed[-1] :] if changed else counted


def _added(several: Iterable[_Counts]) -> _Counts:
    found: dict[Group, Headcount] = defaultdict(lambda: NOBODY)
    lists = [counts for counts in several if counts]
    for counts in lists:
        for group, count in counts.items():
            if group.kind != TOGETHER or all(group in other for other in lists):
                found[group] += count
    return dict(found)


def _narrower(own: _Counts, parts: Sequence[_Counts]) -> _Counts:
    """Each count as it was counted, and no wider than its parts allow, where all of them name the group."""
    sums = _added(parts)
    return {
        group: _meeting(count, sums[group]) if parts and all(group in part for part in parts) else count for group, count in own.items()
    }


def _meeting(count: Headcount, other: Headcount) -> Headcount:
    if max(count.low, other.low) > min(count.high, other.high):
        return count
    return Headcount(max(count.low, other.low), min(count.high, other.high), count.printed)


def _workforce(counts: _Counts, wanted: frozenset[str], characteristic: str) -> Workforce:
    """`wanted` groups that were counted as one stand as one; otherwise every group stands for itself and none for several."""
    name, members = COUNTED_TOGETHER.get(characteristic, ("", frozenset[str]()))
    one = next((count for group, count in counts.items() if group.kind == TOGETHER), None) if members and members <= wanted else None
    split = any(group.group in members for group in counts)
    groups: dict[str, Headcount] = {}
    for group, count in counts.items():
        as_one = group.group in members if one is not None else group.group == name and split
        if group.kind not in (UNDECLARED, UNKNOWN, TOGETHER) and not as_one:
            groups[group.group] = count
    if one is not None:
        groups[name] = one
    apart = {group.kind: count for group, count in counts.items()}
    return Workforce(groups, apart.get(UNDECLARED, NOBODY), apart.get(UNKNOWN, NOBODY))
