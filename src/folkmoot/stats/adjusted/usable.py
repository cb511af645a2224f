"""Which cases a model can use: everything recorded, and numbers where numbers are needed. Every case left out is counted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted import problems
from folkmoot.stats.adjusted.levels import by_columns
from folkmoot.stats.adjusted.results import NOT_A_NUMBER, NOT_RECORDED, Control, LeftOut
from folkmoot.stats.cells import CellTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_RANGE = (1e-100, 1e100)  # squares of numbers beyond do not fit


@dataclass(frozen=True, eq=False)
class Usable:
    """`table` has the columns of the model and the cluster; each cell has a base, and nothing in it is missing.

    `numbers` gives for each linear control the number of each of its levels, shape (levels,); nan where a level is none.
    """

    table: CellTable
    numbers: "Mapping[str, NDArray[np.float64]]"
    left_out: tuple[LeftOut, ...]


def usable_cases(cells: CellTable, characteristic: str, controls: Sequence[Control], cluster: str | None) -> Usable:
    """Raises ModelProblem where a column is missing or used twice, a linear control has no number, or no case is left."""
    names = _names(cells, characteristic, controls, cluster)
    table = by_columns(cells, names)
    table = table.only(table.base > 0)
    numbers = {control.name: level_numbers(table, control.name) for control in controls if control.linear}
    left_out: list[LeftOut] = []
    for name in names:
        table = _keep(table, _is_recorded(table, name), LeftOut(NOT_RECORDED, f"'{name}' not recorded", name, 0), left_out)
        if name in numbers:
            table = _keep(table, _is_number(table, name, numbers), LeftOut(NOT_A_NUMBER, f"'{name}' not a number", name, 0), left_out)
    if not len(table.base):
        raise problems.nothing_left([f"{each.reason} ({each.rows:,})" for each in left_out])
    return Usable(table, numbers, tuple(left_out))


def _names(cells: CellTable, characteristic: str, controls: Sequence[Control], cluster: str | None) -> list[str]:
    names = [characteristic, *(control.name for control in controls)]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise problems.used_twice(name, characteristic)
    if cluster == characteristic:
        raise problems.used_twice(cluster, characteristic)
    if cluster is not None and cluster not in names:
        names.append(cluster)
    for name in names:
        if name not in cells.names:
            raise problems.no_such_column(name, cells.names)
    return names


def level_numbers(table: CellTable, name: str) -> "NDArray[np.float64]":
    """The number each level of a column stands for, shape (levels,), nan where it is none. Raises ModelProblem if none is."""
    import numpy as np

    numbers = np.array([_number(level) for level in table.factor(name).levels], dtype=np.float64)
    if not np.isfinite(numbers).any():
        raise problems.no_numbers(name)
    return numbers


def _number(level: str | None) -> float:
    text = (level or "").strip()
    number = float(text) if _NUMBER.fullmatch(text) else float("nan")
    return number if number == 0 or _RANGE[0] <= abs(number) <= _RANGE[1] else float("nan")


def _is_recorded(table: CellTable, name: str) -> "NDArray[np.bool_]":
    import numpy as np

    factor = table.factor(name)
    return np.array([level is not None for level in factor.levels], dtype=np.bool_)[factor.codes]


def _is_number(table: CellTable, name: str, numbers: "Mapping[str, NDArray[np.float64]]") -> "NDArray[np.bool_]":
    import numpy as np

    return np.isfinite(numbers[name])[table.factor(name).codes]


def _keep(table: CellTable, kept: "NDArray[np.bool_]", why: LeftOut, left_out: list[LeftOut]) -> CellTable:
    """The cells kept; those left out are put on record under the reason given."""
    if kept.all():
        return table
    left_out.append(LeftOut(why.code, why.reason, why.column, int(table.base[~kept].sum())))
    return table.only(kept)
