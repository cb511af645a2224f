"""Where the outcome follows from the columns without exception, so that the likelihood has no maximum and a ratio no value.

Levels in which everyone or nobody had the outcome are found by counting, before anything is fitted. Separation by several columns
together shows while fitting: Newton's steps push some cells out by about 1 each time and for ever (Albert and Anderson 1984; the
tail of the likelihood falls by a factor of e a step). That suspicion is then proved: see `separated_cells`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted.design import Design
from folkmoot.stats.adjusted.directions import CHANGED
from folkmoot.stats.adjusted.levels import level_counts, of_level
from folkmoot.stats.cells import CellTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STILL_MOVING = 1e-3  # change of a linear predictor in one step, below which nothing is running away
_PACES = (0.5, 0.1, 0.01)  # cells that move by at least this share of the fastest are tried
_NO_WEIGHT = 1e-11  # eigenvalue of cross-products brought to a diagonal of ones, below which a direction does not touch a cell
_STAYS = 1e-9  # share of the largest change, up to which a cell counts as left where it is
_TRIES = 5


@dataclass(frozen=True)
class Decided:
    """Levels of a column in each of which everyone, or in each of which nobody, had the outcome."""

    column: str
    levels: tuple[str, ...]
    everyone: bool


@dataclass(frozen=True, eq=False)
class Separated:
    """`cells`, shape (cells,): where the outcome follows from the columns.

    `direction`, of the design's width, largest 1: along it the likelihood rises for ever, so coefficients it changes have no value.
    """

    cells: "NDArray[np.bool_]"
    direction: "Floats"

    @property
    def places(self) -> list[int]:
        """Of the coefficients it changes."""
        return [place for place, change in enumerate(self.direction.tolist()) if abs(change) > CHANGED]


def decided_levels(table: CellTable, name: str, each: bool = False) -> list[Decided]:
    """What of a column is decided: one entry for everyone and one for nobody or, with `each`, one for each level."""
    levels: dict[bool, list[str]] = {True: [], False: []}
    for level, counts in level_counts(table, name).items():
        if counts.with_outcome in (0, counts.base):
            levels[counts.with_outcome > 0].append(level)
    if each:
        return [Decided(name, (level,), everyone) for everyone, found in levels.items() for level in found]
    return [Decided(name, tuple(found), everyone) for everyone, found in levels.items() if found]


def without_levels(table: CellTable, decided: Decided) -> CellTable:
    """The cells of none of these levels."""
    return table.only(~of_level(table, decided.column, set(decided.levels)))


def separated_cells(design: Design, kept: "NDArray[np.int64]", step: "Floats", base: "Floats", had: "Floats") -> Separated | None:
    """Cells of which it is certain that the outcome follows from the columns, or None.

    `step` is Newton's. What is returned is proved, not guessed: a direction of the coefficients that moves each of these cells
    towards what happened in it and leaves every other cell where it is. Along it the likelihood rises for ever.
    """
    import numpy as np

    towards = np.where(had == base, 1.0, np.where(had == 0, -1.0, 0.0))
    pace = towards * design.predictor(step)
    fastest = float(pace.max())
    if fastest < _STILL_MOVING:
        return None
    for share in _PACES:
        proved = _proved(design, kept, step, pace > share * fastest, towards)
        if proved is not None:
            return proved
    return None


def _proved(design: Design, kept: "NDArray[np.int64]", step: "Floats", moving: "NDArray[np.bool_]", towards: "Floats") -> Separated | None:
    """Whether a direction near the step moves exactly the cells that are moving; those that it does not move are given up one by one."""
    import numpy as np

    for _ in range(_TRIES):
        direction = _leaving_alone(design, kept, step, ~moving)
        if direction is None:
            return None
        change = design.predictor(direction) * np.where(moving, towards, 1.0)
        largest = np.abs(change).max()
        if largest == 0 or np.abs(change[~moving]).max(initial=0.0) > _STAYS * largest:
            return None
        pushed = moving & (change > CHANGED * largest)
        if pushed.sum() == moving.sum():
            return Separated(moving, direction / np.abs(direction).max())
        moving = pushed
        if not moving.any():
            return None
    return None


def _leaving_alone(design: Design, kept: "NDArray[np.int64]", step: "Floats", others: "NDArray[np.bool_]") -> "Floats | None":
    """The part of a step that does not move the other cells: its projection on the null space of their cross-products."""
    import numpy as np

    size = np.sqrt(design.sums_of_squares()[kept])
    products = design.cross_products(others.astype(np.float64))[np.ix_(kept, kept)] / np.outer(size, size)
    values, vectors = np.linalg.eigh(products)
    free = vectors[:, values < _NO_WEIGHT]
    if not free.shape[1]:
        return None
    direction = np.zeros(design.width)
    direction[kept] = free @ (free.T @ (step[kept] * size)) / size
    return direction
