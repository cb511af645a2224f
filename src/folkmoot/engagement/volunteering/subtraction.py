"""Whether totals that are shown side by side give away, added and subtracted, what one or two people did. No database, no clock."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Cell = tuple[int, int]  # a person, and the opportunity at which the time was given
LEAST = 3  # people: of two, each would know from a total what the other gave
_CERTAIN = 1 - 1e-9


def people_in(cells: Mapping[Cell, int]) -> set[int]:
    return {person for person, _opportunity in cells}


def tells_of_few(totals: Sequence[Mapping[Cell, int]]) -> bool:
    """Whether some sum of these totals, each taken any number of times or away, holds time of one or two people alone.

    Exact, for whoever knows who gave time where but not how much. Cells that stand in the same totals cannot be told apart, so they
    are one column; a sum holds a set of columns alone if the projection on the span of the totals leaves a vector of that set as it is.
    """
    columns = _columns(totals)
    few = [index for index, people in enumerate(columns.values()) if len(people) < LEAST]
    if not few:
        return False
    span = _projection(np.array(list(columns), dtype=float).T)[np.ix_(few, few)]
    held = [people for people in columns.values() if len(people) < LEAST]
    return any(_spanned(span, [at for at, each in enumerate(held) if each <= pair]) for pair in _pairs(held, span))


def _columns(totals: Sequence[Mapping[Cell, int]]) -> dict[tuple[int, ...], set[int]]:
    """The people of each set of cells that stand in the same totals, by a 1 or 0 for each total."""
    columns: dict[tuple[int, ...], set[int]] = {}
    for cell in set().union(*totals):
        columns.setdefault(tuple(int(cell in total) for total in totals), set()).add(cell[0])
    return columns


def _projection(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    _left, sizes, right = np.linalg.svd(rows, full_matrices=False)
    basis = right[sizes > 1e-9]
    projection: NDArray[np.float64] = basis.T @ basis
    return projection


def _pairs(held: list[set[int]], span: NDArray[np.float64]) -> list[set[int]]:
    """Each one or two people of whom a sum could tell at all: their columns weigh at least one together."""
    people = sorted(set().union(*held))
    place = {person: index for index, person in enumerate(people)}
    weight = np.zeros((len(people), len(people)))
    for column, each in enumerate(held):
        first, last = place[min(each)], place[max(each)]
        weight[first, last] += span[column, column]
    alone = np.diag(weight)
    both = weight + alone[:, None] + alone[None, :] - np.diag(2 * alone)
    return [{people[one], people[other]} for one, other in np.argwhere(both >= _CERTAIN) if one <= other]


def _spanned(span: NDArray[np.float64], at: list[int]) -> bool:
    return bool(np.linalg.eigvalsh(span[np.ix_(at, at)])[-1] >= _CERTAIN)
