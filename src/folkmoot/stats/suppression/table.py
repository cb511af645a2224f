"""A table as the suppressor is given it: cells, the sums that hold between them, and what is withheld together."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

Cell: TypeAlias = Hashable
Unit: TypeAlias = Hashable


@dataclass(frozen=True)
class Relation:
    """`total` is the sum of `members`."""

    total: Cell
    members: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.total, *self.members)


@dataclass(frozen=True)
class Need:
    """The withheld units must weigh at least this much together; units that are not named weigh nothing.

    With `only_if`, that is asked only where one of those units is withheld.
    """

    weights: Mapping[Unit, int]
    at_least: int
    only_if: frozenset[Unit] | None = None

    def met(self, withheld: Collection[Unit]) -> bool:
        if self.only_if is not None and self.only_if.isdisjoint(withheld):
            return True
        return sum(self.weights.get(unit, 0) for unit in withheld) >= self.at_least


@dataclass(frozen=True)
class Table:
    """Non-negative whole numbers and the sums between them. Raises ValueError where a total is not the sum of its members.

    `units` says what can be withheld: all the cells of a unit are shown, or none is. A cell of no unit is shown always, unless it
    is in `never_shown`. `sizes` is what a unit counts for when sums are compared (default: the values of its cells).
    """

    values: Mapping[Cell, int]
    relations: tuple[Relation, ...]
    units: Mapping[Unit, tuple[Cell, ...]]
    never_shown: frozenset[Cell] = frozenset()
    sizes: Mapping[Unit, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for relation in self.relations:
            if self.values[relation.total] != sum(self.values[cell] for cell in relation.members):
                raise ValueError(f"{relation.total!r} is not the sum of its members")
        if any(value < 0 for value in self.values.values()):
            raise ValueError("counts cannot be negative")

    @cached_property
    def unit_of(self) -> Mapping[Cell, Unit]:
        return {cell: unit for unit, cells in self.units.items() for cell in cells}

    def size(self, unit: Unit) -> int:
        return self.sizes[unit] if unit in self.sizes else sum(self.values[cell] for cell in self.units[unit])


def two_way(rows: Sequence[Sequence[int]]) -> Table:
    """A table of whole numbers whose row and column totals are published; its cells are (row, column)."""
    values: dict[Cell, int] = {(i, j): value for i, row in enumerate(rows) for j, value in enumerate(row)}
    units: dict[Unit, tuple[Cell, ...]] = {cell: (cell,) for cell in values}
    relations = [Relation(("row", i), tuple((i, j) for j in range(len(row)))) for i, row in enumerate(rows)]
    relations += [Relation(("column", j), tuple((i, j) for i in range(len(rows)))) for j in range(len(rows[0]))]
    totals = {relation.total: sum(values[cell] for cell in relation.members) for relation in relations}
    return Table({**values, **totals}, tuple(relations), units)
