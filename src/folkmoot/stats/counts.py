"""Counts by group: the only thing the statistics are ever given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

# One value per characteristic; None where the characteristic is not recorded.
Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Counts:
    """How many were at risk of the outcome (`base`), and how many of those had it. Whole numbers of people or records."""

    base: int
    with_outcome: int

    def __post_init__(self) -> None:
        if not 0 <= self.with_outcome <= self.base:
            raise ValueError(f"with_outcome must lie between 0 and the base: {self.with_outcome} of {self.base}")

    @property
    def without_outcome(self) -> int:
        return self.base - self.with_outcome

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.base + other.base, self.with_outcome + other.with_outcome)


NONE_COUNTED = Counts(0, 0)


@dataclass(frozen=True)
class CountsTable:
    """Counts of one outcome for every group of one characteristic, or for every combination of several.

    `eligible` is the number of records the outcome was looked for in; those without a recorded outcome are in no cell.
    """

    by: tuple[str, ...]
    outcome: str
    cells: Mapping[Key, Counts]
    eligible: int
    outcome_column: str = ""

    @property
    def total(self) -> Counts:
        return sum(self.cells.values(), NONE_COUNTED)

    @property
    def outcome_not_recorded(self) -> int:
        return self.eligible - self.total.base

    @property
    def not_recorded(self) -> Counts:
        """Everyone for whom at least one of the characteristics is not recorded."""
        return sum((counts for key, counts in self.cells.items() if None in key), NONE_COUNTED)

    def recorded(self) -> dict[Key, Counts]:
        """The groups in which every characteristic is recorded and somebody is at risk."""
        return {key: counts for key, counts in self.cells.items() if None not in key and counts.base}

    def margin(self, by: tuple[str, ...]) -> "CountsTable":
        """The same counts by fewer characteristics."""
        places = [self.by.index(column) for column in by]
        cells: dict[Key, Counts] = {}
        for key, counts in self.cells.items():
            smaller = tuple(key[place] for place in places)
            cells[smaller] = cells.get(smaller, NONE_COUNTED) + counts
        return CountsTable(by, self.outcome, cells, self.eligible, self.outcome_column)


class CountedCases(Protocol):
    """Anything that can give counts by group: the cube of `folkmoot.engines` does."""

    def counts(self, by: tuple[str, ...], outcome: str) -> CountsTable:
        """Counts of the named outcome by the given characteristics."""
