"""Counts of one outcome by many characteristics and controls at once, held in columns: what models, decompositions and scans are given.

A case file of any size becomes one cell for each combination that occurs. A binomial model has the same likelihood on cells as on
cases, so nothing is lost; and no case, name or reference number is here to lose.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.stats.counts import Counts, CountsTable, Key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers: TypeAlias = NDArray[np.int64]
    Codes: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Factor:
    """One column of the cells. `codes` has shape (cells,): for each cell the place of its value in `levels`; None is not recorded."""

    name: str
    levels: tuple[str | None, ...]
    codes: "Codes"


@dataclass(frozen=True, eq=False)
class CellTable:
    """`base` and `with_outcome` have shape (cells,): people or records at risk of the outcome, and those who had it.

    A combination stands in one cell only. `eligible` counts all the outcome was looked for in, recorded or not.
    """

    factors: tuple[Factor, ...]
    base: "Integers"
    with_outcome: "Integers"
    outcome: str
    eligible: int
    outcome_column: str = ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(factor.name for factor in self.factors)

    @property
    def total(self) -> Counts:
        return Counts(int(self.base.sum()), int(self.with_outcome.sum()))

    def factor(self, name: str) -> Factor:
        """The factor of that name. Raises KeyError."""
        found = next((factor for factor in self.factors if factor.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def by(self, names: Sequence[str]) -> "CellTable":
        """The same counts by fewer factors, in the order given; equal combinations are summed."""
        import numpy as np

        kept = [self.factor(name) for name in names]
        flat = _flat(kept, len(self.base))
        places, first, group = np.unique(flat, return_index=True, return_inverse=True)
        return CellTable(
            tuple(Factor(factor.name, factor.levels, factor.codes[first]) for factor in kept),
            _summed(self.base, group, len(places)),
            _summed(self.with_outcome, group, len(places)),
            self.outcome,
            self.eligible,
            self.outcome_column,
        )

    def only(self, cells: "NDArray[np.bool_]") -> "CellTable":
        """The cells for which the mask, of shape (cells,), is true. `eligible` becomes what is left at risk."""
        factors = tuple(Factor(factor.name, factor.levels, factor.codes[cells]) for factor in self.factors)
        base = self.base[cells]
        return CellTable(factors, base, self.with_outcome[cells], self.outcome, int(base.sum()), self.outcome_column)

    def counts(self, by: Sequence[str]) -> CountsTable:
        """Counts as the tables of rates take them."""
        table = self.by(by)
        cells: dict[Key, Counts] = {}
        for place, (base, had) in enumerate(zip(table.base.tolist(), table.with_outcome.tolist(), strict=True)):
            cells[tuple(factor.levels[factor.codes[place]] for factor in table.factors)] = Counts(base, had)
        return CountsTable(tuple(by), self.outcome, cells, self.eligible, self.outcome_column)


def cell_table(
    by: Sequence[str], cells: Iterable[tuple[Key, int, int]], outcome: str = "outcome", eligible: int | None = None
) -> CellTable:
    """Cells given one by one as (values, base, with outcome): for tests, published tables and small data."""
    import numpy as np

    rows = list(cells)
    factors = tuple(_factor(name, [key[place] for key, _, _ in rows]) for place, name in enumerate(by))
    base = np.array([base for _, base, _ in rows], dtype=np.int64)
    had = np.array([had for _, _, had in rows], dtype=np.int64)
    table = CellTable(factors, base, had, outcome, int(base.sum()) if eligible is None else eligible)
    return table.by(tuple(by))


def _factor(name: str, values: Sequence[str | None]) -> Factor:
    import numpy as np

    levels = tuple(sorted(set(values), key=lambda value: (value is not None, value or "")))
    place = {level: code for code, level in enumerate(levels)}
    return Factor(name, levels, np.array([place[value] for value in values], dtype=np.int32))


def _flat(factors: Sequence[Factor], cells: int) -> "Integers":
    """One number for each combination of codes, of shape (cells,)."""
    import numpy as np

    flat = np.zeros(cells, dtype=np.int64)
    for factor in factors:
        size = max(1, len(factor.levels))
        if cells and int(flat.max()) >= (1 << 62) // size:  # the number would not fit: number the combinations so far afresh
            flat = np.unique(flat, return_inverse=True)[1].astype(np.int64)
        flat = flat * size + factor.codes
    return flat


def _summed(counts: "Integers", group: "Integers", groups: int) -> "Integers":
    """Whole-number sums by group. Adding in floating point is many times faster and exact as long as no sum can reach 2^53."""
    import numpy as np

    if not len(counts) or int(counts.max()) * len(counts) < 1 << 53:
        return np.bincount(group, weights=counts, minlength=groups).astype(np.int64)
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, group, counts)
    return sums
