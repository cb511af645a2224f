"""Somebody who knows the staff of every unit and grade, and everything kept, works out what a small count can be.

By whole-number programmes over the counts of the detail, one for each end of each count: independent of how the kept counts were made.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from folkmoot.stats.workforce.headcounts import Headcount
from folkmoot.workforce.headcounts.reading import Line
from folkmoot.workforce.headcounts.words import ALL_LEVELS, COUNTED_TOGETHER, TOGETHER, WHOLE, Group

Cell = tuple[str, str, Group]


def ranges(detail: Sequence[Line], kept: Sequence[Line], wanted: Sequence[Cell]) -> dict[Cell, tuple[int, int]]:
    """What every wanted count can be. `detail` are the true lines of one day, measure and characteristic, used for the staff of places."""
    cells = [(line.unit, line.level, line.group) for line in detail]
    place = {cell: index for index, cell in enumerate(cells)}
    rows, low, high = [], [], []

    def fact(members: Sequence[Cell], count: Headcount) -> None:
        row = np.zeros(len(cells))
        row[[place[cell] for cell in members]] = 1
        rows.append(row)
        low.append(count.low)
        high.append(count.high)

    for line in kept:
        fact(_members(line, cells), line.count)
    staff: Mapping[tuple[str, str], int] = _staff(detail)
    for where, number in staff.items():
        fact([cell for cell in cells if cell[:2] == where], Headcount(number, number, number))
    constraint = LinearConstraint(np.array(rows), np.array(low), np.array(high))
    return {cell: (_end(constraint, len(cells), place[cell], 1), _end(constraint, len(cells), place[cell], -1)) for cell in wanted}


def _end(constraint: LinearConstraint, size: int, cell: int, sign: int) -> int:
    aim = np.zeros(size)
    aim[cell] = sign
    found = milp(aim, constraints=constraint, integrality=np.ones(size), bounds=Bounds(0, np.inf))
    assert found.success, found.message
    return round(sign * found.fun)


def _members(line: Line, cells: Sequence[Cell]) -> list[Cell]:
    _, groups = COUNTED_TOGETHER.get(line.group.characteristic, ("", frozenset()))
    exact = (line.unit, line.level, line.group)
    if exact in cells:
        return [exact]
    return [
        cell for cell in cells
        if line.unit in (WHOLE, cell[0]) and line.level in (ALL_LEVELS, cell[1])
        and (cell[2].group in groups if line.group.kind == TOGETHER else cell[2] == line.group)
    ]  # fmt: skip


def _staff(detail: Sequence[Line]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for line in detail:
        found[line.unit, line.level] += line.count.low
    return dict(found)
