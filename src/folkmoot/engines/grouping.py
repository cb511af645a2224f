"""The cells of one grouping, held in columns: hundreds of thousands of them are a few arrays, never a dictionary of tuples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from folkmoot.stats.cells import CellTable, Factor
from folkmoot.stats.counts import Key

if TYPE_CHECKING:
    from folkmoot.stats.cells import Codes, Integers

_EXACT = 1 << 53  # sums below this are exact in floating point
_DENSE = 1 << 20


@dataclass(frozen=True)
class Cell:
    """Rows in a cell, and for each outcome of the specification: rows it was looked for in, recorded in, and found in."""

    rows: int
    eligible: tuple[int, ...]
    at_risk: tuple[int, ...]
    with_outcome: tuple[int, ...]

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            self.rows + other.rows,
            tuple(a + b for a, b in zip(self.eligible, other.eligible, strict=True)),
            tuple(a + b for a, b in zip(self.at_risk, other.at_risk, strict=True)),
            tuple(a + b for a, b in zip(self.with_outcome, other.with_outcome, strict=True)),
        )


Cells = dict[Key, Cell]


@dataclass(frozen=True, eq=False)
class Grouping:
    """One cell for each combination of levels that occurs, in the order of the levels; None, not recorded, is the first level.

    `rows` has shape (cells,); `eligible`, `at_risk` and `with_outcome` have shape (outcomes, cells). Only levels that occur are kept,
    so equal counts are equal arrays.
    """

    factors: tuple[Factor, ...]
    rows: "Integers"
    eligible: "Integers"
    at_risk: "Integers"
    with_outcome: "Integers"

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grouping) and self._same(other)

    __hash__ = None  # type: ignore[assignment]

    def _same(self, other: "Grouping") -> bool:
        import numpy as np

        if [(factor.name, factor.levels) for factor in self.factors] != [(factor.name, factor.levels) for factor in other.factors]:
            return False
        return all(np.array_equal(own, others) for own, others in zip(self._arrays, other._arrays, strict=True))

    @property
    def _arrays(self) -> "list[Integers | Codes]":
        return [*(factor.codes for factor in self.factors), self.rows, *self.outcome_counts]

    @cached_property
    def by(self) -> tuple[str, ...]:
        return tuple(factor.name for factor in self.factors)

    @property
    def outcome_counts(self) -> "tuple[Integers, Integers, Integers]":
        """Eligible, at risk and with the outcome."""
        return self.eligible, self.at_risk, self.with_outcome

    @property
    def total(self) -> int:
        return int(self.rows.sum())

    def factor(self, name: str) -> Factor:
        """The factor of that name. Raises KeyError."""
        return self.factors[self.by.index(name)] if name in self.by else _no_factor(name)

    def summed(self, by: Sequence[str]) -> "Grouping":
        """The same counts by fewer characteristics, in the order given."""
        if tuple(by) == self.by:
            return self
        return made([self.factor(name) for name in by], self.rows, *self.outcome_counts)

    def cell_table(self, by: Sequence[str], place: int, outcome: str, outcome_column: str) -> CellTable:
        """The outcome at a place of the specification, as models and scans take it; cells with nobody at risk are left out."""
        import numpy as np

        factors = [self.factor(name) for name in by]
        counts = np.stack([self.at_risk[place], self.with_outcome[place]])
        codes, (base, had) = sums([factor.codes for factor in factors], [len(factor.levels) for factor in factors], counts)
        kept = base > 0
        found = tuple(Factor(factor.name, factor.levels, code[kept]) for factor, code in zip(factors, codes, strict=True))
        return CellTable(found, base[kept], had[kept], outcome, int(self.eligible[place].sum()), outcome_column)

    def keys(self) -> Iterator[Key]:
        """The levels of each cell, in order."""
        columns = [[factor.levels[code] for code in factor.codes.tolist()] for factor in self.factors]
        return zip(*columns, strict=True) if columns else iter([()] * len(self))

    def cells(self) -> Cells:
        """The cells one by one, for small groupings."""
        return dict(self.items())

    def items(self) -> Iterator[tuple[Key, Cell]]:
        """Each cell with its key, in order."""
        counts = (map(tuple, each.T.tolist()) for each in self.outcome_counts)
        for key, rows, eligible, at_risk, had in zip(self.keys(), self.rows.tolist(), *counts, strict=True):
            yield key, Cell(rows, eligible, at_risk, had)


def _no_factor(name: str) -> Factor:
    raise KeyError(name)


def made(factors: Sequence[Factor], rows: "Integers", eligible: "Integers", at_risk: "Integers", with_outcome: "Integers") -> Grouping:
    """A grouping from cells in any order, of which several may have one key; levels may repeat or not occur. Shapes as in Grouping."""
    import numpy as np

    outcomes = len(eligible)
    ordered = [_in_order(factor) for factor in factors]
    counts = np.concatenate([rows[None, :], eligible, at_risk, with_outcome]).astype(np.int64, copy=False)
    codes, counts = sums([factor.codes for factor in ordered], [len(factor.levels) for factor in ordered], counts)
    kept = tuple(_only_present(Factor(factor.name, factor.levels, code)) for factor, code in zip(ordered, codes, strict=True))
    parts = [counts[1 + part * outcomes : 1 + (part + 1) * outcomes] for part in range(3)]
    return Grouping(kept, counts[0], *parts)


def joined(groupings: Sequence[Grouping]) -> Grouping:
    """Groupings by the same characteristics added: levels are merged, equal keys summed."""
    import numpy as np

    factors = []
    for place, factor in enumerate(groupings[0].factors):
        levels = ordered_levels(level for grouping in groupings for level in grouping.factors[place].levels)
        codes = [_moved(grouping.factors[place], levels) for grouping in groupings]
        factors.append(Factor(factor.name, levels, np.concatenate(codes)))
    rows = np.concatenate([grouping.rows for grouping in groupings])
    counts = [np.concatenate(parts, axis=1) for parts in zip(*(grouping.outcome_counts for grouping in groupings), strict=True)]
    return made(factors, rows, *counts)


def from_cells(by: Sequence[str], cells: Cells, outcomes: int) -> Grouping:
    """A grouping from cells given one by one."""
    import numpy as np

    factors = []
    for place, name in enumerate(by):
        levels = ordered_levels(key[place] for key in cells)
        code_of = {level: code for code, level in enumerate(levels)}
        factors.append(Factor(name, levels, np.array([code_of[key[place]] for key in cells], dtype=np.int32)))
    rows = np.array([cell.rows for cell in cells.values()], dtype=np.int64)
    parts = ("eligible", "at_risk", "with_outcome")
    counts = [np.array([getattr(cell, part) for cell in cells.values()], dtype=np.int64).reshape(len(cells), outcomes).T for part in parts]
    return made(factors, rows, *counts)


def in_order(grouping: Grouping) -> bool:
    """Whether levels and cells are in their order, each level occurs, and each key stands in one cell only."""
    import numpy as np

    if any(factor.levels != ordered_levels(factor.levels) or _only_present(factor) is not factor for factor in grouping.factors):
        return False
    flat, _ = _flat([factor.codes for factor in grouping.factors], [len(factor.levels) for factor in grouping.factors], len(grouping))
    return bool((np.diff(flat) > 0).all())


def ordered_levels(levels: "Iterator[str | None] | Sequence[str | None]") -> tuple[str | None, ...]:
    """Each level once: not recorded first, then as text."""
    return tuple(sorted(set(levels), key=lambda level: (level is not None, level or "")))


def sums(codes: "Sequence[Codes]", sizes: Sequence[int], counts: "Integers") -> "tuple[list[Codes], Integers]":
    """Sums of `counts`, of shape (columns, cells), over equal combinations of codes; the combinations in order of the codes."""
    import numpy as np

    flat, width = _flat(codes, sizes, counts.shape[1])
    if width <= max(_DENSE, counts.shape[1]) and int(counts.sum()) < _EXACT:
        places, found = _dense_sums(flat, width, counts)
    else:
        places, found = _sorted_sums(flat, counts)
    return [code[places].astype(np.int32, copy=False) for code in codes], found


def _flat(codes: "Sequence[Codes]", sizes: Sequence[int], cells: int) -> "tuple[Integers, int]":
    """One number below the returned width for each combination; ordered as the combinations are."""
    import numpy as np

    flat, width = np.zeros(cells, dtype=np.int64), 1
    for code, size in zip(codes, sizes, strict=True):
        if width * max(1, size) >= 1 << 62:
            flat = np.unique(flat, return_inverse=True)[1].astype(np.int64)
            width = int(flat.max(initial=0)) + 1
        flat = flat * max(1, size) + code
        width *= max(1, size)
    return flat, width


def _dense_sums(flat: "Integers", width: int, counts: "Integers") -> "tuple[Integers, Integers]":
    """A cell in which each occurring number stands, and the sums. Exact because all counts together stay below 2^53."""
    import numpy as np

    example = np.full(width, -1, dtype=np.int64)
    example[flat] = np.arange(len(flat))
    occurs = np.flatnonzero(example >= 0)
    found = np.empty((len(counts), len(occurs)), dtype=np.int64)
    for column, values in enumerate(counts):
        found[column] = np.bincount(flat, weights=values, minlength=width)[occurs]
    return example[occurs], found


def _sorted_sums(flat: "Integers", counts: "Integers") -> "tuple[Integers, Integers]":
    import numpy as np

    order = np.argsort(flat)
    sorted_flat = flat[order]
    starts = np.flatnonzero(np.concatenate([[True], sorted_flat[1:] != sorted_flat[:-1]])) if len(flat) else order
    found = np.empty((len(counts), len(starts)), dtype=np.int64)
    for column, values in enumerate(counts):
        found[column] = np.add.reduceat(values[order], starts) if len(starts) else 0
    return order[starts], found


def _in_order(factor: Factor) -> Factor:
    levels = ordered_levels(factor.levels)
    return factor if levels == factor.levels else Factor(factor.name, levels, _moved(factor, levels))


def _moved(factor: Factor, levels: tuple[str | None, ...]) -> "Codes":
    """The codes of the factor among other levels, which hold all of its own."""
    import numpy as np

    code_of = {level: code for code, level in enumerate(levels)}
    return np.array([code_of[level] for level in factor.levels], dtype=np.int32)[factor.codes]


def _only_present(factor: Factor) -> Factor:
    import numpy as np

    present = np.zeros(len(factor.levels), dtype=bool)
    present[factor.codes] = True
    if present.all():
        return factor
    new = (np.cumsum(present) - 1).astype(np.int32)
    levels = tuple(level for level, occurs in zip(factor.levels, present.tolist(), strict=True) if occurs)
    return Factor(factor.name, levels, new[factor.codes])
