"""One pass over the cells of a cube: the counts of one outcome by a few columns, dense, so that every filter is a slice of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from folkmoot.engines.cube import Cube
from folkmoot.engines.grouping import Grouping, ordered_levels
from folkmoot.engines.spec import CubeSpec, Outcome
from folkmoot.errors import FolkmootError
from folkmoot.stats.cells import Factor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts = NDArray[np.float64]

MOST_PLACES = 6_000_000  # numbers of one projection; beyond it a view is refused, not answered slowly


class TooMuchAtOnce(FolkmootError):
    """The columns of a view have so many values together that hardly a combination would hold anybody."""


@dataclass(frozen=True)
class Axis:
    """A column of the cube as it is looked at: `read` turns its levels into others (months into quarters), under a name of its own."""

    column: str
    name: str = ""
    read: Callable[[str | None], str | None] | None = None

    @property
    def called(self) -> str:
        return self.name or self.column


@dataclass(frozen=True, eq=False)
class Projection:
    """Counts by the axes: `counts` has shape (3, levels of the first axis, of the second, …): eligible, at risk, with the outcome.

    `levels` are in reading order with None, not recorded, first where it occurs. Whole numbers held as floats, exact below 2**53.
    """

    names: tuple[str, ...]
    levels: tuple[tuple[str | None, ...], ...]
    counts: "Counts"

    @cached_property
    def bytes(self) -> int:
        return int(self.counts.nbytes)

    def place(self, name: str, level: str | None) -> int | None:
        """Where a level stands on its axis; None where it does not occur."""
        levels = self.levels[self.names.index(name)]
        return levels.index(level) if level in levels else None

    def fixed(self, chosen: Sequence[tuple[str, str]]) -> "Projection":
        """Only the chosen levels of some axes, which then are axes no more; all noughts where a level does not occur."""
        found = self
        for name, level in chosen:
            axis, place = found.names.index(name), found.place(name, level)
            taken: Counts = found.counts.take([place or 0], axis + 1).squeeze(axis + 1) * (place is not None)
            found = Projection(_without(found.names, axis), _without(found.levels, axis), taken)
        return found

    def summed(self, names: Sequence[str]) -> "Projection":
        """The same by fewer axes, in the order given."""
        gone = tuple(place + 1 for place, name in enumerate(self.names) if name not in names)
        kept = [name for name in self.names if name in names]
        counts = self.counts.sum(gone) if gone else self.counts
        order = [kept.index(name) for name in names]
        counts = counts.transpose(0, *(place + 1 for place in order))
        return Projection(tuple(names), tuple(self.levels[self.names.index(name)] for name in names), counts)


def _without(parts: tuple, place: int) -> tuple:  # type: ignore[type-arg]
    return parts[:place] + parts[place + 1 :]


def projected(cube: Cube, outcome: str, axes: Sequence[Axis], only: Sequence[tuple[Axis, str]] = ()) -> Projection:
    """Count an outcome by these axes in one pass over the cells in which each axis of `only` has that level.

    Raises KeyError for a column that the cube lacks, TooMuchAtOnce.
    """
    import numpy as np

    place = next(place for place, found in enumerate(cube.spec.outcomes) if found.name == outcome)
    grouping = cube.by_groupings(tuple(dict.fromkeys(axis.column for axis in (*axes, *(axis for axis, _ in only)))))
    chosen = _chosen(grouping, only)
    read = [_read(grouping.factor(axis.column), axis) for axis in axes]
    shape = [len(levels) for levels, _ in read]
    size = int(np.prod(shape, dtype=np.int64)) if shape else 1
    if size > MOST_PLACES:
        raise TooMuchAtOnce(
            "This asks for too much at once.", f"Together the choices make {size:,} combinations, and most would hold nobody.",
            "Leave out a characteristic, or a filter.",
        )  # fmt: skip
    flat = _flat([codes if chosen is None else codes[chosen] for _, codes in read], shape, len(grouping) if chosen is None else len(chosen))
    counts = (one[place] if chosen is None else one[place][chosen] for one in grouping.outcome_counts)
    parts: list[Counts] = [np.bincount(flat, weights=each, minlength=size).astype(np.float64) for each in counts]
    return Projection(tuple(axis.called for axis in axes), tuple(levels for levels, _ in read), np.stack(parts).reshape(3, *shape))


def _read(factor: Factor, axis: Axis) -> "tuple[tuple[str | None, ...], NDArray[np.int32]]":
    """The levels of an axis and the code of every cell among them; the cells' own codes where the levels stay as they are."""
    import numpy as np

    if axis.read is None:
        return factor.levels, factor.codes
    turned = [axis.read(level) or None for level in factor.levels]
    levels = ordered_levels(turned)
    places = {level: place for place, level in enumerate(levels)}
    return levels, np.array([places[level] for level in turned], dtype=np.int32)[factor.codes]


def _chosen(grouping: Grouping, only: Sequence[tuple[Axis, str]]) -> "NDArray[np.intp] | None":
    """The cells in which every axis has its level; None for all of them."""
    import numpy as np

    mask: NDArray[np.bool_] | None = None
    for axis, level in only:
        factor = grouping.factor(axis.column)
        wanted = np.array([(axis.read(one) if axis.read else one) == level for one in factor.levels], dtype=bool)[factor.codes]
        mask = wanted if mask is None else mask & wanted
    return None if mask is None else np.flatnonzero(mask)


def _flat(codes: "Sequence[NDArray[np.int32]]", shape: Sequence[int], cells: int) -> "NDArray[np.int32]":
    """One number for each cell. Numbers stay below `MOST_PLACES`, so 32 bits hold them."""
    import numpy as np

    flat = np.zeros(cells, dtype=np.int32)
    for code, size in zip(codes, shape, strict=True):
        flat *= np.int32(size)
        flat += code
    return flat


def small_cube(cube: Cube, families: Sequence[Sequence[tuple[Outcome, Projection]]]) -> Cube:
    """Projections as a cube of their own, from which tables and models are made: one grouping a family, each outcome counted in each.

    Every family has the same outcomes in the same order, and the projections of one family the same axes.
    """
    groupings = {one[0][1].names: _grouping([found for _, found in one]) for one in families}
    outcomes = tuple(outcome for outcome, _ in families[0])
    by = tuple(dict.fromkeys(name for names in groupings for name in names))
    return Cube(CubeSpec(by, outcomes, missing=cube.spec.missing, groupings=tuple(groupings)), groupings, cube.sources)


def _grouping(outcomes: Sequence[Projection]) -> Grouping:
    import numpy as np

    counts = np.stack([found.counts for found in outcomes], axis=1)  # (3, outcomes, axes…)
    shape = tuple(len(levels) for levels in outcomes[0].levels)
    flat = counts.reshape(3, len(outcomes), -1)
    occurs = np.flatnonzero(flat[0].any(axis=0))
    kept = flat[:, :, occurs].astype(np.int64)
    codes = np.unravel_index(occurs, shape)
    named = zip(outcomes[0].names, outcomes[0].levels, codes, strict=True)
    factors = tuple(_present(Factor(name, levels, code.astype(np.int32))) for name, levels, code in named)
    return Grouping(factors, kept[0].max(axis=0), kept[0], kept[1], kept[2])


def _present(factor: Factor) -> Factor:
    """Only the levels that occur, so that equal counts are equal arrays."""
    import numpy as np

    used = np.unique(factor.codes)
    new = np.zeros(len(factor.levels), dtype=np.int32)
    new[used] = np.arange(len(used), dtype=np.int32)
    return Factor(factor.name, tuple(factor.levels[place] for place in used), new[factor.codes])
