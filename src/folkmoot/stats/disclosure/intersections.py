"""Several characteristics: which combinations to withhold, given what is shown of tables by fewer of them.

A combination is shown whole or not at all. Those with a small count, and those of a group withheld in a margin, are withheld; then the
fewest others such that (1) every line through a small count leaves something publishable when the shown cells are subtracted, as if
all tables with one characteristic less were known, and (2) an attacker who sets up every sum of the margins that are shown, and of the
total, can still not bring any small count below `threshold` + 1 possible values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.stats.counts import NONE_COUNTED, Counts, CountsTable, Key
from folkmoot.stats.disclosure.rule import SMALL_GROUPS, Cells, Withheld, cells_of, is_small, sensitive
from folkmoot.stats.suppression import Cell, Limits, Need, Relation, Table, Unit, suppress

By = tuple[str, ...]
_MISSING_ROW = "the row of everyone for whom something is not recorded"
_PARTS = ("with", "without")
_EXACT = Limits(units=150, nodes=2_000, rounds=60, seconds=20.0)


def of_several(
    tables: Sequence[CountsTable], margins: Mapping[By, Withheld], threshold: int, also: frozenset[Key] = frozenset()
) -> Withheld:
    """What to withhold of tables by several characteristics, beside the given plans of tables by fewer of them."""
    if any(margin.everything for margin in margins.values()):
        return Withheld(everything=True)
    work = _Work(tables[0].by, cells_of(tables), margins, threshold)
    forced = work.small() | work.of_withheld_margins() | {key for key in also if key in work.cells}
    answer = suppress(work.table(), work.protect(forced), forced=forced, needs=work.lines(forced), limits=_EXACT)
    if answer.unprotected:
        return Withheld(everything=True)
    missing = _MISSING_ROW in answer.withheld
    keys = frozenset(unit for unit in answer.withheld if isinstance(unit, tuple))
    return Withheld(keys, keys, missing_base=missing, missing_outcome=missing)


@dataclass(frozen=True)
class _Work:
    by: By
    cells: Cells
    margins: Mapping[By, Withheld]
    threshold: int

    @property
    def outcomes(self) -> range:
        return range(len(next(iter(self.cells.values()), ())))

    @property
    def recorded(self) -> list[Key]:
        return [key for key in self.cells if None not in key]

    @property
    def unrecorded(self) -> list[Key]:
        return [key for key in self.cells if None in key]

    def small(self) -> frozenset[Unit]:
        """Combinations with a small count, and the row of those not recorded if it is small."""
        found: set[Unit] = {key for key in self.recorded if self._is_small(self.cells[key])}
        return frozenset(found | ({_MISSING_ROW} if self._is_small(self._sum(self.unrecorded)) else set()))

    def _is_small(self, row: Iterable[Counts]) -> bool:
        return any(is_small(counts.base, self.threshold) or sensitive(counts, self.threshold) for counts in row)

    def _sum(self, keys: Iterable[Key]) -> list[Counts]:
        chosen = list(keys)
        return [sum((self.cells[key][place] for key in chosen), NONE_COUNTED) for place in self.outcomes]

    def of_withheld_margins(self) -> frozenset[Unit]:
        """A group withheld in a table of fewer characteristics cannot be added up from this one."""
        found: set[Unit] = set()
        for subset, margin in self.margins.items():
            hidden = margin.bases | margin.outcomes | margin.merged
            found |= {key for key in self.recorded if _projected(key, self.by, subset) in hidden}
        return frozenset(found)

    def lines(self, forced: frozenset[Unit]) -> list[Need]:
        """For every line with a small count: enough withheld people of that kind, where the line has them at all."""
        needs: list[Need] = []
        for line in _lines(self.cells, len(self.by)):
            open_keys = [key for key in line if None not in key and key not in forced]
            if open_keys:
                needs += [
                    self._need(line, open_keys, place, part) for place in self.outcomes for part in _PARTS if self._asks(line, place, part)
                ]
        return [need for need in needs if need.at_least > 0]

    def _asks(self, line: Sequence[Key], place: int, part: str) -> bool:
        return any(is_small(_count(self.cells[key][place], part), self.threshold) for key in line)

    def _need(self, line: Sequence[Key], open_keys: Sequence[Key], place: int, part: str) -> Need:
        counts = {key: _count(self.cells[key][place], part) for key in line}
        weights: dict[Unit, int] = {key: counts[key] for key in open_keys if counts[key]}
        given = sum(counts.values()) - sum(weights.values())
        return Need(weights, min(self.threshold - given, sum(weights.values())))

    def protect(self, forced: frozenset[Unit]) -> dict[Cell, int]:
        """Every small count, of those not recorded too, and the range it must keep."""
        found: dict[Cell, int] = {}
        for key, row in self.cells.items():
            for place, counts in enumerate(row):
                small = [part for part in _PARTS if is_small(_count(counts, part), self.threshold)]
                found |= {(place, part, key): self.threshold for part in small}
                if is_small(counts.base, self.threshold):
                    found[place, "base", key] = self.threshold
        return found

    def table(self) -> Table:
        """All sums an attacker can set up: cells to margins, margins to totals, with and without the outcome to the base."""
        values: dict[Cell, int] = {}
        relations: list[Relation] = []
        never: set[Cell] = set()
        for place in self.outcomes:
            self._add_cells(place, values, relations)
            self._add_sums(place, values, relations, never)
        units: dict[Unit, tuple[Cell, ...]] = {
            key: tuple((place, part, key) for place in self.outcomes for part in ("base", *_PARTS) if (place, part, key) in values)
            for key in self.recorded
        }
        units[_MISSING_ROW] = tuple((place, part, _MISSING_ROW) for place in self.outcomes for part in _PARTS)
        never |= {cell for cell in values if isinstance(cell, tuple) and isinstance(cell[2], tuple) and None in cell[2]}
        sizes: dict[Unit, int] = {key: max(counts.base for counts in self.cells[key]) for key in self.recorded}
        return Table(values, tuple(relations), units, frozenset(never), {**sizes, _MISSING_ROW: 0})

    def _add_cells(self, place: int, values: dict[Cell, int], relations: list[Relation]) -> None:
        for key, row in self.cells.items():
            values |= {(place, part, key): _count(row[place], part) for part in _PARTS}
            if is_small(row[place].base, self.threshold):
                values[place, "base", key] = row[place].base
                relations.append(Relation((place, "base", key), tuple((place, part, key) for part in _PARTS)))

    def _add_sums(self, place: int, values: dict[Cell, int], relations: list[Relation], never: set[Cell]) -> None:
        everyone, unrecorded = list(self.cells), self.unrecorded
        sums: list[tuple[object, list[Key], bool, bool]] = [("everyone", everyone, True, True), (_MISSING_ROW, unrecorded, True, True)]
        for subset, margin in self.margins.items():
            sums += self._margin_sums(subset, margin)
        for name, members, base_shown, outcome_shown in sums:
            for part in _PARTS:
                cell = (place, part, name)
                values[cell] = sum(_count(self.cells[key][place], part) for key in members)
                relations.append(Relation(cell, tuple((place, part, key) for key in members)))
                if not outcome_shown:
                    never.add(cell)
            if base_shown and not outcome_shown:
                values[place, "base", name] = sum(self.cells[key][place].base for key in members)
                relations.append(Relation((place, "base", name), tuple((place, part, name) for part in _PARTS)))

    def _margin_sums(self, subset: By, margin: Withheld) -> list[tuple[object, list[Key], bool, bool]]:
        """Each shown row of a table by fewer characteristics: its name, its cells here, and what of it is shown."""
        groups: dict[Key, list[Key]] = {}
        for key in self.cells:
            groups.setdefault(_projected(key, self.by, subset), []).append(key)
        if len(subset) > 1:
            missing = [key for group, members in groups.items() if None in group for key in members]
            groups = {group: members for group, members in groups.items() if None not in group and group not in margin.bases}
            rows = [((subset, group), members, True, True) for group, members in groups.items()]
            return [*rows, ((subset, _MISSING_ROW), missing, not margin.missing_base, not margin.missing_outcome)]
        merged = [key for group, members in groups.items() if group in margin.merged for key in members]
        alone = {group: members for group, members in groups.items() if group not in margin.merged}
        if merged:
            alone[(SMALL_GROUPS,)] = merged
        return [((subset, group), members, group not in margin.bases, group not in margin.outcomes) for group, members in alone.items()]


def _count(counts: Counts, part: str) -> int:
    return counts.with_outcome if part == "with" else counts.without_outcome


def _projected(key: Key, by: By, subset: By) -> Key:
    return tuple(key[by.index(column)] for column in subset)


def _lines(cells: Iterable[Key], dimensions: int) -> list[list[Key]]:
    lines: dict[tuple[int, Key], list[Key]] = {}
    for key in cells:
        for axis in range(dimensions):
            lines.setdefault((axis, key[:axis] + key[axis + 1 :]), []).append(key)
    return list(lines.values())
