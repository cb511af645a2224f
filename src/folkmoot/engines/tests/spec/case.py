"""The form of a case: a small table, a specification, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from folkmoot.engines.cube import Cell
from folkmoot.engines.spec import Condition, CubeSpec, Outcome
from folkmoot.errors import FolkmootError

Counted = tuple[int, int, int]  # rows in which an outcome was looked for, recorded, and found


@dataclass(frozen=True)
class Table:
    """Rows of values. A column that is not text has DuckDB's name of its type in `types`; None stands for NULL."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        return not self.types and all(value is not None for row in self.rows for value in row)

    def type_of(self, column: str) -> str:
        return self.types.get(column, "VARCHAR")


@dataclass(frozen=True)
class Expected:
    """Cells by some characteristics: each line is the key, the number of rows, and the counts of each outcome."""

    by: tuple[str, ...]
    lines: tuple[tuple[Any, ...], ...]

    @property
    def cells(self) -> dict[tuple[str | None, ...], Cell]:
        width = len(self.by)
        return {line[:width]: _cell(line[width], line[width + 1 :]) for line in self.lines}


def _cell(rows: int, counted: Sequence[Counted]) -> Cell:
    eligible, recorded, had = zip(*counted, strict=True) if counted else ((), (), ())
    return Cell(rows, tuple(eligible), tuple(recorded), tuple(had))


@dataclass(frozen=True)
class Case:
    """One statement of the manual. A case that is `refused` names the error, and words that its message holds."""

    title: str
    says: str
    table: Table
    spec: CubeSpec
    expects: tuple[Expected, ...] = ()
    left_out: int = 0
    unmapped: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    invalid: Mapping[str, int] = field(default_factory=dict)
    refused: type[FolkmootError] | None = None
    saying: str = ""


def table(heading: str, *lines: str, **types: str) -> Table:
    """A table of text written as lines with `|` between the values."""
    return Table(_parts(heading), tuple(_parts(line) for line in lines), types)


def _parts(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.split("|"))


def is_one_of(column: str, *values: str) -> Condition:
    return Condition(column, frozenset(values))


def outcome(column: str, *positive: str, among: tuple[Condition, ...] = (), name: str = "") -> Outcome:
    return Outcome(name or column, column, frozenset(positive) or None, among)


def counting(*by: str, outcomes: tuple[Outcome, ...], **more: Any) -> CubeSpec:
    return CubeSpec(by, outcomes, **more)
