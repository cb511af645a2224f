"""The cube: what is left of a case file once it is counted. No case, no name, no reference number."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from folkmoot.engines import grouping as columns
from folkmoot.engines.grouping import Cell, Cells, Grouping
from folkmoot.engines.spec import CubeSpec, Outcome
from folkmoot.stats.cells import CellTable
from folkmoot.stats.counts import Counts, CountsTable

__all__ = ["Cell", "Cells", "Completeness", "Cube", "Excluded", "Grouping", "SourceFile", "ValuesRead"]


@dataclass(frozen=True)
class SourceFile:
    """A file that was counted: its name without the folder, its size in bytes and its SHA-256.

    Of a DuckDB file one table was counted, and that is named in `table` and after a hash sign in `name`.
    """

    name: str
    sha256: str
    size: int
    table: str = ""


@dataclass(frozen=True)
class Completeness:
    """Of all rows counted: how many lack each characteristic, and for each outcome how many of those eligible lack it."""

    rows: int
    missing: Mapping[str, int]
    outcome_missing: Mapping[str, int]


@dataclass(frozen=True)
class ValuesRead:
    """What did not fit the reading of a column: rows by value that the scheme does not know (each is a group of its own), and rows
    whose value is no number, in no band or in no period (they are among those not recorded)."""

    unmapped: Mapping[str, int] = field(default_factory=dict)
    invalid: int = 0

    def __add__(self, other: "ValuesRead") -> "ValuesRead":
        values = dict.fromkeys([*self.unmapped, *other.unmapped])
        return ValuesRead(
            {value: self.unmapped.get(value, 0) + other.unmapped.get(value, 0) for value in values}, self.invalid + other.invalid
        )


@dataclass(frozen=True)
class Excluded:
    """Rows that were read and are not in the figures, and why."""

    reason: str
    rows: int


@dataclass(frozen=True)
class Cube:
    """Counts by each wanted grouping of the specification.

    `not_met` is the number of rows that do not meet the conditions of the specification and are in no cell; `values` says of each
    column that is read what did not fit its reading.
    """

    spec: CubeSpec
    groupings: Mapping[tuple[str, ...], Grouping]
    sources: tuple[SourceFile, ...] = ()
    not_met: int = 0
    values: Mapping[str, ValuesRead] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def rows(self) -> int:
        """Rows counted: those that meet the conditions."""
        return next(iter(self.groupings.values())).total

    @property
    def rows_read(self) -> int:
        return self.rows + self.not_met

    def excluded(self, outcome: str) -> tuple[Excluded, ...]:
        """Why rows that were read are not in the figures of an outcome. With those at risk of it, they are all the rows read."""
        place, first = self._place(outcome), next(iter(self.groupings.values()))
        eligible, at_risk = int(first.eligible[place].sum()), int(first.at_risk[place].sum())
        reasons = {
            "does not meet the conditions": self.not_met,
            "not among those at risk": self.rows - eligible,
            "outcome not recorded": eligible - at_risk,
        }
        return tuple(Excluded(reason, rows) for reason, rows in reasons.items() if rows)

    def used(self, outcome: str) -> int:
        """Rows at risk of an outcome and with it recorded."""
        return int(next(iter(self.groupings.values())).at_risk[self._place(outcome)].sum())

    @property
    def completeness(self) -> Completeness:
        return Completeness(
            self.rows,
            {column: self._missing(column) for column in self.spec.by},
            {outcome.name: self._outcome_missing(place) for place, outcome in enumerate(self.spec.outcomes)},
        )

    def _missing(self, column: str) -> int:
        grouping = self.by_groupings((column,))
        factor = grouping.factor(column)
        return int(grouping.rows[factor.codes == factor.levels.index(None)].sum()) if None in factor.levels else 0

    def _outcome_missing(self, place: int) -> int:
        first = next(iter(self.groupings.values()))
        return int(first.eligible[place].sum() - first.at_risk[place].sum())

    def _place(self, outcome: str) -> int:
        return next(place for place, found in enumerate(self.spec.outcomes) if found.name == outcome)

    def outcome(self, name: str) -> Outcome:
        """The outcome of that name."""
        return self.spec.outcomes[self._place(name)]

    def by_groupings(self, by: tuple[str, ...]) -> Grouping:
        """The smallest grouping that holds all these characteristics. Raises KeyError."""
        holding = [grouping for grouping in self.groupings.values() if set(by) <= set(grouping.by)]
        if not holding:
            raise KeyError(f"this cube was not counted by {' and '.join(by)} together")
        return min(holding, key=len)

    def cells(self, by: tuple[str, ...]) -> Cells:
        """Cells by these characteristics one by one, for small tables."""
        return self.by_groupings(by).summed(by).cells()

    def project(self, by: tuple[str, ...]) -> "Cube":
        """The same cube by fewer characteristics."""
        readings = tuple((column, reading) for column, reading in self.spec.readings if column in by)
        spec = replace(self.spec, by=by, groupings=(), readings=readings)
        values = {column: values for column, values in self.values.items() if column in by}
        return Cube(spec, {by: self.by_groupings(by).summed(by)}, self.sources, self.not_met, values)

    def counts(self, by: tuple[str, ...], outcome: str) -> CountsTable:
        """Counts of one outcome by some of the characteristics: what the tables of rates are given."""
        place = self._place(outcome)
        found = self.by_groupings(by).summed(by)
        at_risk, had = found.at_risk[place].tolist(), found.with_outcome[place].tolist()
        cells = {key: Counts(base, with_outcome) for key, base, with_outcome in zip(found.keys(), at_risk, had, strict=True)}
        return CountsTable(by, outcome, cells, int(found.eligible[place].sum()), self.spec.outcomes[place].column)

    def cell_table(self, by: tuple[str, ...], outcome: str) -> CellTable:
        """Counts of one outcome by many characteristics, held in columns: what models, decompositions and scans are given."""
        place = self._place(outcome)
        return self.by_groupings(by).cell_table(by, place, outcome, self.spec.outcomes[place].column)

    def __add__(self, other: "Cube") -> "Cube":
        """Cubes of the same specification add: a month is counted once and joined to the months before it."""
        if self.spec != other.spec:
            raise ValueError("only cubes of the same specification can be added")
        groupings = {by: columns.joined([grouping, other.groupings[by]]) for by, grouping in self.groupings.items()}
        values = {column: values + other.values.get(column, ValuesRead()) for column, values in self.values.items()}
        return Cube(self.spec, groupings, self.sources + other.sources, self.not_met + other.not_met, values)

    def to_json(self) -> str:
        """Text that is the same for equal cubes, whatever the order in which they were counted."""
        from folkmoot.engines.plain import cube_text

        return cube_text(self)

    @classmethod
    def from_json(cls, text: str) -> "Cube":
        """The cube that `to_json` wrote. Raises ValueError for anything else."""
        from folkmoot.engines.plain import cube_from_text

        return cube_from_text(text)
