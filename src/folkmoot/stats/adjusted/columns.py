"""How the columns of a table enter a model: which of their levels occur, which is the reference, where their coefficients stand."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted import problems
from folkmoot.stats.adjusted.design import Column, Design
from folkmoot.stats.adjusted.levels import level_bases
from folkmoot.stats.adjusted.results import Control
from folkmoot.stats.cells import CellTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = Mapping[str, NDArray[np.float64]]


def columns_of(
    table: CellTable, characteristic: str, controls: Sequence[Control], numbers: "Numbers", references: Mapping[str, str]
) -> tuple[Column, ...]:
    """The columns in the order given, the characteristic first. Raises ModelProblem if there would be too many coefficients."""
    columns = [_categories(table, characteristic, 1, references)]
    for control in controls:
        start = columns[-1].start + columns[-1].width
        enter = _linear(table, control.name, start, numbers) if control.linear else _categories(table, control.name, start, references)
        columns.append(enter)
    parameters = 1 + sum(len(column.estimated) for column in columns)
    if parameters > problems.MOST_PARAMETERS:
        raise problems.too_many_parameters(parameters, max(columns, key=lambda column: column.width).name)
    return tuple(columns)


def design_of(columns: Sequence[Column], table: CellTable, without: str | None = None) -> Design:
    """The columns over the cells of a table; `without` names one that the table no longer has."""
    parts = tuple(column.part(table) for column in columns if column.name != without)
    return Design(parts, len(table.base), 1 + sum(column.width for column in columns))


def _categories(table: CellTable, name: str, start: int, references: Mapping[str, str]) -> Column:
    """The reference is the one asked for or, without one or where it no longer occurs, the level with most cases."""
    import numpy as np

    bases = level_bases(table, name)
    levels = tuple(bases)
    reference = references.get(name)
    if reference not in bases:
        reference = min(levels, key=lambda level: (-bases[level], level))
    order = {level: at for at, level in enumerate(levels)}
    place = [0 if level is None else order.get(level, 0) for level in table.factor(name).levels]
    return Column(name, start, levels, levels.index(reference), np.array(place, dtype=np.int32))


def _linear(table: CellTable, name: str, start: int, numbers: "Numbers") -> Column:
    """Numbers are centred and scaled while fitting, so that years or pounds do not spoil the arithmetic."""
    import numpy as np

    written = numbers[name]
    bases = level_bases(table, name)
    base = np.array([bases.get(level or "", 0) for level in table.factor(name).levels], dtype=np.float64)
    values, weights = written[base > 0], base[base > 0]
    centre = float(np.average(values, weights=weights))
    scale = float(np.sqrt(np.average((values - centre) ** 2, weights=weights))) if values.min() < values.max() else 0.0
    brought = np.where(np.isfinite(written), written - centre, 0.0) / (scale or 1.0)
    return Column(name, start, (), -1, np.zeros(len(written), dtype=np.int32), brought, centre, scale)
