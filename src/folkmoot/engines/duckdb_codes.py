"""How the rows of a file become small whole numbers inside DuckDB, so that counting them is adding one at a place in an array.

From a sample of the rows the values of each column are known. In SQL each value is turned into its place among them, and each place
into what it adds to the number of a cell. Readings, outcomes and conditions are decided here, value by value, by the functions that
decide them everywhere. A row with a value that was not in the sample has no number (null) and is counted afterwards by itself.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from folkmoot.engines.query import largest, name, text
from folkmoot.engines.readings import stand_ins
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.splits import Splits

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from folkmoot.engines.duckdb_files import Rows

MOST_LEVELS = 4_096
_MOST_DAYS = 40_000
_FITS = 1 << 62
_FEW = 48  # up to so many values a search through a list is quicker than a hash


@dataclass(frozen=True)
class Levels:
    """The different values of a column as text (None for null), and SQL that gives the place of a row's value among them, from 1."""

    column: str
    values: tuple[str | None, ...]
    place: str


def levels_of_columns(database: "DuckDBPyConnection", rows: "Rows", sampled: Mapping[str, Sequence[str | None]]) -> list[Levels] | None:
    """The levels of each column that was sampled, or None where one has too many."""
    columns = list(sampled)
    types = {row[0]: row[1] for row in database.execute(f"DESCRIBE SELECT * FROM {rows.relation}").fetchall()}  # noqa: S608
    ranged = [column for column in columns if rows.singly and rows.kinds[column] in ("integer", "date")]
    ends = _ends(database, rows, ranged)
    found = [_levels(column, types[column], sampled[column], ends.get(column)) for column in columns]
    return None if any(levels is None for levels in found) else [levels for levels in found if levels is not None]


End = int | datetime.date


def _ends(database: "DuckDBPyConnection", rows: "Rows", columns: Sequence[str]) -> dict[str, tuple[End, End]]:
    """Least and greatest value of columns of numbers or dates. Of one file DuckDB knows them without reading the rows, of several not."""
    if not columns:
        return {}
    chosen = ", ".join(f"min({name(column)}), max({name(column)})" for column in columns)
    files = database.execute(" UNION ALL ".join(f"SELECT {chosen} FROM {each}" for each in rows.singly)).fetchall()  # noqa: S608
    ends: dict[str, tuple[End, End]] = {}
    for place, column in enumerate(columns):
        known = [(found[2 * place], found[2 * place + 1]) for found in files if found[2 * place] is not None]
        if known:
            ends[column] = (min(least for least, _ in known), max(greatest for _, greatest in known))
    return ends


def _levels(column: str, type_name: str, sampled: Sequence[str | None], ends: tuple[End, End] | None) -> Levels | None:
    if ends and isinstance(ends[0], datetime.date) and isinstance(ends[1], datetime.date):
        return _days(column, ends[0], ends[1]) if (ends[1] - ends[0]).days < _MOST_DAYS else None
    if ends and isinstance(ends[0], int) and isinstance(ends[1], int) and -_FITS < ends[0] <= ends[1] < min(_FITS, ends[0] + MOST_LEVELS):
        return _whole_numbers(column, type_name, ends[0], ends[1])
    if len(sampled) > MOST_LEVELS:
        return None
    value = name(column) if type_name == "VARCHAR" else f"CAST({name(column)} AS VARCHAR)"
    known = [level for level in sampled if level is not None]
    return _few_texts(column, value, sampled) if len(known) <= _FEW else _many_texts(column, value, known)


def _days(column: str, first: datetime.date, last: datetime.date) -> Levels:
    days = (last - first).days + 1
    values = tuple((first + datetime.timedelta(days=day)).isoformat() for day in range(days))
    begins, ends = (f"DATE {text(day.isoformat())}" for day in (first, last))
    own = name(column)
    place = f"WHEN {own} BETWEEN {begins} AND {ends} THEN CAST({own} - {begins} AS INTEGER) + 1"
    return Levels(column, (*values, None), f"CASE {place} WHEN {own} IS NULL THEN {days + 1} END")


def _whole_numbers(column: str, type_name: str, least: int, greatest: int) -> Levels:
    numbers = range(least, greatest + 1)
    values = (*map(str, numbers), None)
    if len(numbers) <= _FEW:
        listed = ", ".join(map(str, numbers))
        return Levels(column, values, f"list_position([{listed}, NULL]::{type_name}[], {name(column)})")
    own = f"CAST({name(column)} AS BIGINT)"
    place = f"WHEN {name(column)} BETWEEN {least} AND {greatest} THEN CAST({own} - ({least}) AS INTEGER) + 1"
    return Levels(column, values, f"CASE {place} WHEN {name(column)} IS NULL THEN {len(values)} END")


def _few_texts(column: str, value: str, sampled: Sequence[str | None]) -> Levels:
    listed = ", ".join("NULL" if level is None else text(level) for level in sampled)
    return Levels(column, tuple(sampled), f"list_position([{listed}]::VARCHAR[], {value})")


def _many_texts(column: str, value: str, known: Sequence[str]) -> Levels:
    listed = ", ".join(map(text, known))
    place = f"enum_code(TRY_CAST({value} AS ENUM({listed}))) + 1"
    return Levels(column, (*known, None), f"CASE WHEN {value} IS NULL THEN {len(known) + 1} ELSE {place} END")


@dataclass(frozen=True)
class Class:
    """What matters of a value: the text that stands for it as a group, what it adds to the split, whether `where` lets it pass."""

    key: str | None
    split: int
    met: bool


@dataclass(frozen=True)
class Axis:
    """A column as one axis of an array: its classes in order, and for each level the place of its class."""

    levels: Levels
    classes: tuple[Class, ...]
    class_of: tuple[int, ...]

    @property
    def column(self) -> str:
        return self.levels.column

    def term(self, step: int, whole: str) -> str:
        """SQL of what a row's value adds to the number of its cell."""
        return f"list_extract({[code * step for code in self.class_of]}::{whole}[], {self.levels.place})"


@dataclass(frozen=True)
class Block:
    """Groupings counted together: one number for each combination of classes of all the columns that bear on them."""

    groupings: tuple[tuple[str, ...], ...]
    axes: tuple[Axis, ...]

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(axis.classes) for axis in self.axes)

    @property
    def cells(self) -> int:
        return prod(self.shape)

    @property
    def width(self) -> int:
        """Bytes of a cell's number."""
        return 4 if self.cells < 1 << 31 else 8

    @property
    def number(self) -> str:
        """SQL of the number of a row's cell, null where a value is not among the levels.

        Of the columns that are no keys the expression is the same in every block, so that DuckDB works it out once.
        """
        keys = {column for grouping in self.groupings for column in grouping}
        others = sum(axis.column not in keys for axis in self.axes)
        parts = [f"({self._sum(0, others)}) * {prod(self.shape[others:])}"] if others else []
        parts += [self._sum(others, len(self.axes))] if others < len(self.axes) else []
        return f"CAST({' + '.join(parts) or '0'} AS {self._whole})"

    @property
    def _whole(self) -> str:
        return "INTEGER" if self.width == 4 else "BIGINT"

    def _sum(self, first: int, last: int) -> str:
        steps = [prod(self.shape[place + 1 : last]) for place in range(first, last)]
        return " + ".join(axis.term(step, self._whole) for axis, step in zip(self.axes[first:last], steps, strict=True))


def blocks(spec: CubeSpec, levels: Sequence[Levels], most: int) -> list[Block]:
    """The groupings that are scanned for, put together as long as the cells of a block are at most `most`."""
    deciding = _Deciding(spec)
    found: list[Block] = []
    for grouping in largest(spec.wanted):
        for place, block in enumerate(found):
            joined = deciding.block((*block.groupings, grouping), levels)
            if joined.cells <= most:
                found[place] = joined
                break
        else:
            found.append(deciding.block((grouping,), levels))
    return found


class _Deciding:
    """What each level of each column means for a specification, worked out once."""

    def __init__(self, spec: CubeSpec) -> None:
        self._spec = spec
        self._splits = Splits(spec)
        self._deciding = frozenset([condition.column for condition in spec.where] + [digit.column for digit in self._splits.digits])
        self._known: dict[tuple[str, bool], Axis] = {}

    def block(self, groupings: tuple[tuple[str, ...], ...], levels: Sequence[Levels]) -> Block:
        keys = {column for grouping in groupings for column in grouping}
        bearing = [each for each in levels if each.column in keys | self._deciding]
        bearing.sort(key=lambda each: each.column in keys)  # few combinations of outcomes occur: those that do then lie close together
        return Block(groupings, tuple(self._axis(each, each.column in keys) for each in bearing))

    def _axis(self, levels: Levels, is_key: bool) -> Axis:
        known = self._known.get((levels.column, is_key))
        return known or self._known.setdefault((levels.column, is_key), self._made(levels, is_key))

    def _made(self, levels: Levels, is_key: bool) -> Axis:
        column = levels.column
        keys = stand_ins(self._spec, column, levels.values) if is_key else [None] * len(levels.values)
        conditions = [condition for condition in self._spec.where if condition.column == column]
        classes = [
            Class(key, self._splits.of_value(column, value), all(condition.holds(value) for condition in conditions))
            for key, value in zip(keys, levels.values, strict=True)
        ]
        place = {each: code for code, each in enumerate(dict.fromkeys(classes))}
        return Axis(levels, tuple(place), tuple(place[each] for each in classes))
