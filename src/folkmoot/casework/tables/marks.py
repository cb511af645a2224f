"""Marks on published figures: which are provisional, and which differ from those of the edition before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from folkmoot.casework.tables.grid import PROVISIONAL, REVISED, Grid, Line


def marked(grids: Sequence[Grid], before: Sequence[Grid], *, provisional: bool) -> list[Grid]:
    """The tables with their marks. A table is compared with the one of the same key and the same period in the edition before.

    A figure is revised where both editions have its row and column and what stands there is not the same, a withheld one among them.
    """
    earlier = {(grid.key, grid.period): grid for grid in before}
    return [_marked(grid, earlier.get((grid.key, grid.period)), provisional) for grid in grids]


def _marked(grid: Grid, before: Grid | None, provisional: bool) -> Grid:
    held = _cells(before) if before else {}
    return replace(grid, lines=tuple(_line(line, grid, held, provisional) for line in grid.lines))


def _cells(grid: Grid) -> dict[tuple[tuple[str, ...], str], object]:
    keys = [column.key for column in grid.columns]
    return {(line.group, key): cell for line in grid.lines for key, cell in zip(keys, line.cells, strict=True)}


def _line(line: Line, grid: Grid, held: Mapping[tuple[tuple[str, ...], str], object], provisional: bool) -> Line:
    revised = tuple(
        column.key
        for column, cell in zip(grid.columns, line.cells, strict=True)
        if (line.group, column.key) in held and held[line.group, column.key] != cell
    )
    marks = (*((PROVISIONAL,) if provisional else ()), *((REVISED,) if revised else ()))
    return replace(line, marks=marks, revised=revised)


def revised(grids: Sequence[Grid]) -> int:
    """How many figures differ from the edition before."""
    return sum(len(line.revised) for grid in grids for line in grid.lines)
