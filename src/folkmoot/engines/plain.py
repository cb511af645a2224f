"""A cube as JSON, and back. What is read may have been made by hand or damaged: whatever is not a cube is a ValueError, never a crash."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from folkmoot.engines.cube import Cube, SourceFile, ValuesRead
from folkmoot.engines.grouping import Cell, Cells, Grouping, from_cells
from folkmoot.engines.readings import AnyReading, from_plain
from folkmoot.engines.spec import Condition, CubeSpec, Outcome

FORMAT = 2
_READABLE = (1, FORMAT)  # format 1 did not say how columns were read nor how many rows the conditions left out
_MOST = 1 << 53


def cube_text(cube: Cube) -> str:
    """Text that is the same for equal cubes, whatever the order in which they were counted."""
    plain = plain_header(cube) | {"groupings": [{"by": by, "cells": _cells_plain(cells)} for by, cells in cube.groupings.items()]}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1)


def plain_header(cube: Cube) -> dict[str, Any]:
    """All of a cube but its cells."""
    return {
        "format": FORMAT,
        "spec": spec_plain(cube.spec),
        "sources": [asdict(source) for source in cube.sources],
        "not_met": cube.not_met,
        "values": {column: {"unmapped": dict(read.unmapped), "invalid": read.invalid} for column, read in cube.values.items()},
    }


def spec_plain(spec: CubeSpec) -> dict[str, Any]:
    return {
        "by": spec.by,
        "outcomes": [_outcome_plain(outcome) for outcome in spec.outcomes],
        "where": [_condition_plain(condition) for condition in spec.where],
        "missing": sorted(spec.missing),
        "count_column": spec.count_column,
        "groupings": spec.groupings,
        "readings": [[column, reading.plain()] for column, reading in spec.readings],
    }


def _cells_plain(grouping: Grouping) -> list[list[Any]]:
    return [[list(key), cell.rows, cell.eligible, cell.at_risk, cell.with_outcome] for key, cell in grouping.items()]


def _outcome_plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "column": outcome.column,
        "positive": None if outcome.positive is None else sorted(outcome.positive),
        "among": [_condition_plain(condition) for condition in outcome.among],
    }


def _condition_plain(condition: Condition) -> dict[str, Any]:
    return {"column": condition.column, "values": sorted(condition.values)}


def cube_from_text(text: str) -> Cube:
    """The cube that `cube_text` wrote. Raises ValueError for anything else."""
    try:
        plain = json.loads(text)
    except RecursionError as error:
        raise NotACube from error
    return cube_from(plain, lambda spec: dict(_grouping(each, spec) for each in _list(plain.get("groupings"))))


def cube_from(plain: Any, groupings: Callable[[CubeSpec], dict[tuple[str, ...], Grouping]]) -> Cube:
    """The cube of a header that `plain_header` made and of its cells. Raises ValueError if they do not belong together."""
    if _mapping(plain).get("format") not in _READABLE:
        raise ValueError(f"this is not a cube of format {FORMAT}")
    spec = spec_from(plain.get("spec"))
    sources = tuple(_source(source) for source in _list(plain.get("sources")))
    values = {_text(column): _values(read) for column, read in _mapping(plain.get("values", {})).items()}
    cube = Cube(spec, groupings(spec), sources, _whole(plain.get("not_met", 0)), values)
    if set(cube.groupings) != set(spec.wanted) or len({grouping.total for grouping in cube.groupings.values()}) != 1:
        raise NotACube
    return Cube(spec, {by: cube.groupings[by] for by in spec.wanted}, sources, cube.not_met, values)


def spec_from(plain: Any) -> CubeSpec:
    """The specification that `spec_plain` described. Raises ValueError."""
    known = _mapping(plain)
    spec = CubeSpec(
        _texts(known.get("by")),
        tuple(_outcome(outcome) for outcome in _list(known.get("outcomes"))),
        _conditions(known.get("where")),
        frozenset(_texts(known.get("missing"))),
        None if known.get("count_column") is None else _text(known.get("count_column")),
        tuple(_texts(grouping) for grouping in _list(known.get("groupings"))),
        tuple(_reading(pair) for pair in _list(known.get("readings", []))),
    )
    names = [outcome.name for outcome in spec.outcomes]
    if any(len(set(each)) != len(each) for each in (spec.by, names, spec.wanted, *spec.wanted)):
        raise NotACube
    if any(not set(each) <= set(spec.by) for each in (*spec.wanted, [column for column, _ in spec.readings])):
        raise NotACube
    return spec


class NotACube(ValueError):
    """What is read is not a cube."""

    def __init__(self) -> None:
        super().__init__("this is not a cube, or it is damaged")


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NotACube
    return value


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotACube
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotACube
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < _MOST:
        raise NotACube
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in _list(value))


def _counts(value: Any, outcomes: int) -> tuple[int, ...]:
    counts = tuple(_whole(each) for each in _list(value))
    if len(counts) != outcomes:
        raise NotACube
    return counts


def _key(value: Any, by: Sequence[str]) -> tuple[str | None, ...]:
    key = tuple(None if each is None else _text(each) for each in _list(value))
    if len(key) != len(by):
        raise NotACube
    return key


def _grouping(plain: Any, spec: CubeSpec) -> tuple[tuple[str, ...], Grouping]:
    by = _texts(_mapping(plain).get("by"))
    cells: Cells = {}
    for row in _list(plain.get("cells")):
        if len(_list(row)) != 5:
            raise NotACube
        key = _key(row[0], by)
        cell = Cell(_whole(row[1]), *(_counts(counts, len(spec.outcomes)) for counts in row[2:]))
        if key in cells or not _possible(cell):
            raise NotACube
        cells[key] = cell
    return by, from_cells(by, cells, len(spec.outcomes))


def _possible(cell: Cell) -> bool:
    counts = zip(cell.eligible, cell.at_risk, cell.with_outcome, strict=True)
    return all(had <= at_risk <= eligible <= cell.rows for eligible, at_risk, had in counts)


def _values(plain: Any) -> ValuesRead:
    unmapped = {value: _whole(rows) for value, rows in _mapping(_mapping(plain).get("unmapped")).items()}
    return ValuesRead(unmapped, _whole(plain.get("invalid")))


def _source(plain: Any) -> SourceFile:
    known = _mapping(plain)
    return SourceFile(_text(known.get("name")), _text(known.get("sha256")), _whole(known.get("size")), _text(known.get("table", "")))


def _reading(plain: Any) -> tuple[str, AnyReading]:
    if len(_list(plain)) != 2:
        raise NotACube
    return _text(plain[0]), from_plain(_mapping(plain[1]))


def _conditions(plain: Any) -> tuple[Condition, ...]:
    return tuple(Condition(_text(_mapping(each).get("column")), frozenset(_texts(each.get("values")))) for each in _list(plain))


def _outcome(plain: Any) -> Outcome:
    known = _mapping(plain)
    positive = None if known.get("positive") is None else frozenset(_texts(known.get("positive")))
    return Outcome(_text(known.get("name")), _text(known.get("column")), positive, _conditions(known.get("among")))
