"""The cube: what is left of a case file once it is counted. No case, no name, no reference number."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from folkmoot.engines.spec import Condition, CubeSpec, Outcome
from folkmoot.stats.counts import Counts, CountsTable, Key

FORMAT = 1


@dataclass(frozen=True)
class Cell:
    """Rows in a cell, and for each outcome of the specification: rows it was looked for in, recorded in, and found in."""

    rows: int
    eligible: tuple[int, ...]
    at_risk: tuple[int, ...]
    with_outcome: tuple[int, ...]

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            self.rows + other.rows,
            tuple(a + b for a, b in zip(self.eligible, other.eligible, strict=True)),
            tuple(a + b for a, b in zip(self.at_risk, other.at_risk, strict=True)),
            tuple(a + b for a, b in zip(self.with_outcome, other.with_outcome, strict=True)),
        )


Cells = dict[Key, Cell]


@dataclass(frozen=True)
class SourceFile:
    """A file that was counted: its name without the folder, its size in bytes and its SHA-256."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Completeness:
    """Of all rows counted: how many lack each characteristic, and for each outcome how many of those eligible lack it."""

    rows: int
    missing: Mapping[str, int]
    outcome_missing: Mapping[str, int]


@dataclass(frozen=True)
class Cube:
    """Counts by each wanted grouping of the specification."""

    spec: CubeSpec
    groupings: Mapping[tuple[str, ...], Cells]
    sources: tuple[SourceFile, ...] = field(default=())

    @property
    def rows(self) -> int:
        return sum(cell.rows for cell in next(iter(self.groupings.values())).values())

    @property
    def completeness(self) -> Completeness:
        return Completeness(
            self.rows,
            {column: sum(cell.rows for key, cell in self.cells((column,)).items() if key == (None,)) for column in self.spec.by},
            {outcome.name: self._outcome_missing(place) for place, outcome in enumerate(self.spec.outcomes)},
        )

    def _outcome_missing(self, place: int) -> int:
        cells = next(iter(self.groupings.values())).values()
        return sum(cell.eligible[place] - cell.at_risk[place] for cell in cells)

    def cells(self, by: tuple[str, ...]) -> Cells:
        """Cells by these characteristics, summed from the smallest grouping that holds them all."""
        holding = [grouping for grouping in self.groupings if set(by) <= set(grouping)]
        if not holding:
            raise KeyError(f"this cube was not counted by {' and '.join(by)} together")
        grouping = min(holding, key=lambda name: len(self.groupings[name]))
        places = [grouping.index(column) for column in by]
        return added((tuple(key[place] for place in places), cell) for key, cell in self.groupings[grouping].items())

    def project(self, by: tuple[str, ...]) -> "Cube":
        """The same cube by fewer characteristics."""
        spec = CubeSpec(by, self.spec.outcomes, self.spec.where, self.spec.missing, self.spec.count_column)
        return Cube(spec, {by: self.cells(by)}, self.sources)

    def counts(self, by: tuple[str, ...], outcome: str) -> CountsTable:
        """Counts of one outcome by some of the characteristics: what the statistics are given."""
        place = next(place for place, found in enumerate(self.spec.outcomes) if found.name == outcome)
        cells = self.cells(by)
        return CountsTable(
            by,
            outcome,
            {key: Counts(cell.at_risk[place], cell.with_outcome[place]) for key, cell in cells.items()},
            sum(cell.eligible[place] for cell in cells.values()),
            self.spec.outcomes[place].column,
        )

    def __add__(self, other: "Cube") -> "Cube":
        """Cubes of the same specification add: a month is counted once and joined to the months before it."""
        if self.spec != other.spec:
            raise ValueError("only cubes of the same specification can be added")
        groupings = {name: added([*cells.items(), *other.groupings[name].items()]) for name, cells in self.groupings.items()}
        return Cube(self.spec, groupings, self.sources + other.sources)

    def to_json(self) -> str:
        """Text that is the same for equal cubes, whatever the order in which they were counted."""
        return json.dumps(self._plain(), ensure_ascii=False, sort_keys=True, indent=1)

    def _plain(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "spec": {
                "by": self.spec.by,
                "outcomes": [_outcome_plain(outcome) for outcome in self.spec.outcomes],
                "where": [_condition_plain(condition) for condition in self.spec.where],
                "missing": sorted(self.spec.missing),
                "count_column": self.spec.count_column,
                "groupings": self.spec.groupings,
            },
            "sources": [asdict(source) for source in self.sources],
            "groupings": [{"by": by, "cells": _cells_plain(cells)} for by, cells in self.groupings.items()],
        }

    @classmethod
    def from_json(cls, text: str) -> "Cube":
        """The cube that `to_json` wrote. Raises ValueError for another format."""
        plain = json.loads(text)
        if plain.get("format") != FORMAT:
            raise ValueError(f"this is not a cube of format {FORMAT}")
        groupings = {
            tuple(grouping["by"]): {tuple(cell[0]): Cell(cell[1], *map(tuple, cell[2:])) for cell in grouping["cells"]}
            for grouping in plain["groupings"]
        }
        return cls(_spec_from(plain["spec"]), groupings, tuple(SourceFile(**source) for source in plain["sources"]))


def added(cells: Iterable[tuple[Key, Cell]]) -> Cells:
    """Cells of equal key summed."""
    sums: Cells = {}
    for key, cell in cells:
        sums[key] = sums[key] + cell if key in sums else cell
    return sums


def _cells_plain(cells: Cells) -> list[list[Any]]:
    ordered = sorted(cells.items(), key=lambda item: [(part is not None, part or "") for part in item[0]])
    return [[list(key), cell.rows, cell.eligible, cell.at_risk, cell.with_outcome] for key, cell in ordered]


def _outcome_plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "column": outcome.column,
        "positive": None if outcome.positive is None else sorted(outcome.positive),
        "among": [_condition_plain(condition) for condition in outcome.among],
    }


def _condition_plain(condition: Condition) -> dict[str, Any]:
    return {"column": condition.column, "values": sorted(condition.values)}


def _conditions(plain: Iterable[Mapping[str, Any]]) -> tuple[Condition, ...]:
    return tuple(Condition(condition["column"], frozenset(condition["values"])) for condition in plain)


def _spec_from(plain: Mapping[str, Any]) -> CubeSpec:
    outcomes = tuple(
        Outcome(
            outcome["name"],
            outcome["column"],
            None if outcome["positive"] is None else frozenset(outcome["positive"]),
            _conditions(outcome["among"]),
        )
        for outcome in plain["outcomes"]
    )
    return CubeSpec(
        tuple(plain["by"]),
        outcomes,
        _conditions(plain["where"]),
        frozenset(plain["missing"]),
        plain["count_column"],
        tuple(tuple(grouping) for grouping in plain["groupings"]),
    )
