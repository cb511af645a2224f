"""Names of terms, and directions in which coefficients change, that keep their meaning while levels are left out of a model."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.stats.adjusted.design import Column
from folkmoot.stats.adjusted.results import INTERCEPT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TermName: TypeAlias = tuple[str, str | None]  # column and level; no level for the intercept and for linear controls
Direction: TypeAlias = Mapping[TermName, float]  # by how much each coefficient changes; a reference level by 0

CHANGED = 1e-6  # of the largest change in a direction, from which on a coefficient counts as changed
_INTERCEPT: TermName = (INTERCEPT, None)


def terms_at(columns: Sequence[Column], places: Collection[int]) -> set[TermName]:
    """The names of the terms whose coefficients stand at these places."""
    found = {_INTERCEPT} if 0 in places else set()
    for column in columns:
        own = [place - column.start for place in places if column.start <= place < column.start + column.width]
        found.update((column.name, None if column.is_linear else column.levels[place]) for place in own)
    return found


def direction_of(columns: Sequence[Column], changes: "NDArray[np.float64]") -> Direction:
    """`changes` has the design's width."""
    direction: dict[TermName, float] = {_INTERCEPT: float(changes[0])}
    for column in columns:
        levels: tuple[str | None, ...] = (None,) if column.is_linear else column.levels
        direction.update({(column.name, level): change for level, change in zip(levels, changes[column.places].tolist(), strict=True)})
    return direction


def changed_terms(columns: Sequence[Column], direction: Direction) -> set[TermName]:
    """The terms of these columns that a direction changes, each measured against the reference its column has here.

    Where a linear control is changed the intercept, which is where the control is 0, counts as changed with it.
    """
    changed: set[TermName] = set()
    intercept = direction[_INTERCEPT]
    for column in columns:
        if column.is_linear:
            name: TermName = (column.name, None)
            if abs(direction.get(name, 0.0)) > CHANGED:
                changed |= {name, _INTERCEPT}
            continue
        beside = direction.get((column.name, column.levels[column.reference]), 0.0)
        intercept += beside
        changed.update(name for level in column.levels if abs(direction.get(name := (column.name, level), 0.0) - beside) > CHANGED)
    return changed | ({_INTERCEPT} if abs(intercept) > CHANGED else set())
