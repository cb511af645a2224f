"""The levels of one column of a table: which occur, with how many cases, and which of them is meant by a name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted import problems
from folkmoot.stats.cells import CellTable
from folkmoot.stats.counts import Counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def level_counts(table: CellTable, name: str) -> dict[str, Counts]:
    """The counts of each recorded level that occurs, in the order of their names."""
    import numpy as np

    factor = table.factor(name)
    sums = np.zeros((2, len(factor.levels)), dtype=np.int64)
    np.add.at(sums[0], factor.codes, table.base)
    np.add.at(sums[1], factor.codes, table.with_outcome)
    found = {level: Counts(base, had) for level, base, had in zip(factor.levels, *sums.tolist(), strict=True) if level is not None and base}
    return dict(sorted(found.items()))


def by_columns(table: CellTable, names: Sequence[str]) -> CellTable:
    """The counts by these columns; where they are all the columns there are, in the order they stand in."""
    return table if set(names) == set(table.names) else table.by(names)


def level_bases(table: CellTable, name: str) -> dict[str, int]:
    """How many cases have each recorded level that occurs."""
    return {level: counts.base for level, counts in level_counts(table, name).items()}


def found_reference(table: CellTable, name: str, wanted: str) -> str:
    """The level wanted, as it is written in the data; upper and lower case count as the same. Raises ModelProblem."""
    bases = level_bases(table, name)
    found = wanted if wanted in bases else next((level for level in bases if level.casefold() == wanted.casefold()), None)
    if found is None:
        raise problems.reference_absent(name, wanted, bases)
    return found


def of_level(table: CellTable, name: str, levels: set[str]) -> "NDArray[np.bool_]":
    """For each cell whether its value of the column is one of these, shape (cells,)."""
    import numpy as np

    factor = table.factor(name)
    return np.array([level in levels for level in factor.levels], dtype=np.bool_)[factor.codes]
