"""What the attacker has: the printed numbers of each table, read from the serialised document and from nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.stats.counts import Key

_JOINED_BY = " · "
TOGETHER = "Groups too small to show one by one"  # the row that stands for every group a table does not name
BASE, WITH, WITHOUT = "base", "with_outcome", "without_outcome"


@dataclass(frozen=True)
class SeenRow:
    """A printed row. None is a number that is not printed."""

    base: int | None
    with_outcome: int | None


@dataclass(frozen=True)
class Seen:
    """A printed table. `population` tells tables of different files, periods or filters apart."""

    by: tuple[str, ...]
    outcome: str
    rows: Mapping[Key, SeenRow]
    not_recorded: SeenRow
    overall: SeenRow
    population: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that somebody might want to know: of a group (None: not recorded; no characteristics: of everyone)."""

    by: tuple[str, ...]
    key: Key
    outcome: str
    kind: str  # BASE, WITH or WITHOUT
    population: str = ""


def seen(document: Mapping[str, Any], keys: Mapping[str, Key] | None = None, population: str = "") -> Seen:
    """The printed numbers of a table written by `ReleasedTable.to_dict`.

    `keys` gives the values behind the name of a group; without it a name is taken apart at the middle dots that join its parts.
    A rate, a gap or a relative rate printed beside a withheld count counts as that count being printed.
    """
    by = tuple(document["by"])
    reference = next((row for row in document["groups"] if row["group"] == document["reference"]), None)
    rows = {_key(row["group"], len(by), keys): _row(row, reference) for row in document["groups"]}
    return Seen(by, document["outcome"], rows, _row(document["not_recorded"], None), _row(document["overall"], None), population)


def _key(group: str, size: int, keys: Mapping[str, Key] | None) -> Key:
    if keys is not None and group in keys:
        return keys[group]
    parts = group.split(_JOINED_BY) if size > 1 else [group]
    return tuple(parts)


def _row(row: Mapping[str, Any], reference: Mapping[str, Any] | None) -> SeenRow:
    base, had = _number(row["base"]), _number(row["with_outcome"])
    rate = _rate(row, reference)
    return SeenRow(base, round(rate * base) if had is None and base is not None and rate is not None else had)


def _rate(row: Mapping[str, Any], reference: Mapping[str, Any] | None) -> float | None:
    """The rate as printed, or as it follows from a comparison with the printed rate of the reference."""
    own, beside = _value(row.get("rate")), _value(reference.get("rate")) if reference else None
    if own is not None or beside is None:
        return own
    gap, times = _value(row.get("difference")), _value(row.get("relative_rate"))
    return beside + gap if gap is not None else beside * times if times is not None else None


def _number(figure: object) -> int | None:
    return figure if isinstance(figure, int) else None


def _value(figure: object) -> float | None:
    value = figure.get("value") if isinstance(figure, Mapping) else None
    return value if isinstance(value, int | float) else None


def withheld_figures(tables: Iterable[Seen]) -> Iterator[Figure]:
    """Every number that a table has a row for and does not print."""
    for table in tables:
        unrecorded: Key = (None,)
        rows = {**table.rows, unrecorded: table.not_recorded} if len(table.by) == 1 else table.rows
        for key, row in rows.items():
            hidden = (kind for kind, number in ((BASE, row.base), (WITH, row.with_outcome)) if number is None)
            yield from (Figure(table.by, key, table.outcome, kind, table.population) for kind in hidden)
