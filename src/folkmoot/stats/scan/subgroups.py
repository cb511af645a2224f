"""The scan of a table of counts: what was expected, the search in both directions, and how often chance alone finds as much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.errors import FolkmootError
from folkmoot.stats.cells import CellTable
from folkmoot.stats.counts import Counts
from folkmoot.stats.scan.score import Curves, ManyRates, OneRate, bernoulli_score
from folkmoot.stats.scan.search import SETTLED, Axis, Found, search, starts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Flags: TypeAlias = NDArray[np.bool_]
    Indexes: TypeAlias = NDArray[np.intp]

SEARCH_LABEL = (
    "This subgroup was found by searching through all of them. It is a question to look into, not a finding: some subgroup always "
    "stands out, and this one would have to stand out again in other cases."
)
# No more than this many numbers (outcomes × starts × rows) are held at once.
MOST_AT_ONCE = 4_000_000
# A fitted rate may have been rounded to 0 or 1, where no odds could be multiplied.
NEAREST_TO_CERTAIN = 1e-15
# Beyond this numpy cannot deal outcomes out again with their total kept.
MOST_DEALT = 10**9


class Direction(Enum):
    """Which way the subgroup departs."""

    MORE = "more than expected"
    FEWER = "fewer than expected"


class NothingToScan(FolkmootError):
    """No case has all the characteristics recorded, or the expectations cannot be used."""


@dataclass(frozen=True)
class Subgroup:
    """`values` names the selected values of each characteristic that was not left whole; without any it is everybody. `expected` is
    the number of events to be expected; `q` how many times the odds are those expected; `penalised` the score less the penalty for
    the values named.

    `p_value`: the share of outcomes dealt by chance in which the same search found as much; None where none were dealt.
    Nothing here has been through disclosure control.
    """

    direction: Direction
    values: Mapping[str, tuple[str, ...]]
    counts: Counts
    expected: float
    q: float
    score: float
    penalised: float
    p_value: float | None
    label: str = SEARCH_LABEL

    @property
    def rate(self) -> float:
        return self.counts.with_outcome / self.counts.base

    @property
    def expected_rate(self) -> float:
        return self.expected / self.counts.base


@dataclass(frozen=True)
class Scan:
    """What stands out most in each direction; None where nothing does. `not_recorded`: cases left out because one of the
    characteristics is not recorded. The settings are all that is needed to repeat the scan."""

    characteristics: tuple[str, ...]
    outcome: str
    searched: Counts
    not_recorded: Counts
    more: Subgroup | None
    fewer: Subgroup | None
    penalty: float
    restarts: int
    permutations: int
    seed: int


def subgroup_scan(
    table: CellTable,
    characteristics: Sequence[str],
    *,
    seed: int,
    expected: "Floats | None" = None,
    penalty: float = 1.0,
    restarts: int = 50,
    permutations: int = 99,
) -> Scan:
    """Search all combinations of values of `characteristics` for the one furthest above, and the one furthest below, expectation.

    `expected` gives the rate to be expected in every cell of `table`, shape (cells,), for instance from a model without these
    characteristics; without it the overall rate is expected of everybody. `penalty` is taken from the score for every value named:
    higher makes simpler subgroups. For the p value outcomes are dealt again (with the overall rate: shuffled, their total kept;
    with `expected`: drawn from it) and searched in the same way. Raises NothingToScan, KeyError for an unknown characteristic, and
    ValueError for settings that cannot be.
    """
    import numpy as np

    if not characteristics or penalty < 0 or restarts < 1 or permutations < 0:
        raise ValueError("give a characteristic, a penalty not below 0, at least one start and no negative number of permutations")
    rng = np.random.default_rng(seed)
    rows = _rows(table, characteristics, expected)
    begin = starts(rows.axes, restarts, rng)
    observed = rows.sum_by_row(rows.had)[None]
    found = {direction: rows.search(observed, direction, penalty, begin) for direction in Direction}
    at_least = dict.fromkeys(Direction, 0)
    for dealt in rows.dealt(permutations, max(1, MOST_AT_ONCE // (len(begin[0]) * rows.count)), rng):
        for direction in Direction:
            by_chance = rows.search(dealt, direction, penalty, begin).scores
            at_least[direction] += int((by_chance >= found[direction].scores[0] - SETTLED).sum())
    more, fewer = (
        rows.subgroup(found[direction], direction, penalty, (1 + at_least[direction]) / (1 + permutations) if permutations else None)
        for direction in Direction
    )
    searched = Counts(int(rows.base.sum()), int(rows.had.sum()))
    left_out = Counts(table.total.base - searched.base, table.total.with_outcome - searched.with_outcome)
    return Scan(tuple(characteristics), table.outcome, searched, left_out, more, fewer, penalty, restarts, permutations, seed)


@dataclass(frozen=True, eq=False)
class _Rows:
    """The cells to search, shape (cells,), and the rows they make: one for each combination of the characteristics scanned."""

    names: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    axes: tuple[Axis, ...]
    base: "NDArray[np.int64]"
    had: "NDArray[np.int64]"
    rates: "Floats"
    row: "Indexes"
    count: int
    overall: bool

    def sum_by_row(self, numbers: "NDArray[np.int64]") -> "Floats":
        import numpy as np

        sums: Floats = np.bincount(self.row, numbers, minlength=self.count).astype(np.float64)
        return sums

    @cached_property
    def curves(self) -> Mapping[Direction, Curves]:
        """Fewer with the outcome is more without it: the same search on the complement."""
        return {Direction.MORE: self._curves(self.rates), Direction.FEWER: self._curves(1 - self.rates)}

    def _curves(self, rates: "Floats") -> Curves:
        if self.overall:
            return OneRate(self.sum_by_row(self.base), float(rates[0]))
        return ManyRates(self.base.astype("float64"), rates, self.row, self.count)

    def search(self, events: "Floats", direction: Direction, penalty: float, begin: "list[Flags]") -> Found:
        events = events if direction is Direction.MORE else self.sum_by_row(self.base) - events
        return search(self.axes, events, self.curves[direction], penalty, begin)

    def dealt(self, times: int, at_once: int, rng: "np.random.Generator") -> "Iterator[Floats]":
        """Outcomes as chance would deal them, in batches of shape (outcomes, rows)."""
        import numpy as np

        for start in range(0, times, at_once):
            size = min(at_once, times - start)
            if self.overall and self.base.sum() < MOST_DEALT:
                by_row = self.sum_by_row(self.base).astype(np.int64)
                drawn = rng.multivariate_hypergeometric(by_row, int(self.had.sum()), size, method="marginals")
                yield drawn.astype(np.float64)
            else:
                yield np.array([self.sum_by_row(rng.binomial(self.base, self.rates)) for _ in range(size)], dtype=np.float64)

    def subgroup(self, found: Found, direction: Direction, penalty: float, p_value: float | None) -> Subgroup | None:
        """The subgroup with its exact score. None where nothing departs in this direction."""
        import numpy as np

        inside = np.ones(self.count, dtype=bool)
        values = {}
        for name, labels, axis, flags in zip(self.names, self.labels, self.axes, found.selected, strict=True):
            inside &= flags[0][axis.codes]
            if not flags[0].all():
                values[name] = tuple(label for label, chosen in zip(labels, flags[0], strict=True) if chosen)
        cells = inside[self.row]
        base, rates, had = self.base[cells].astype(np.float64), self.rates[cells], int(self.had[cells].sum())
        if found.scores[0] <= SETTLED:
            return None
        exact = bernoulli_score(base, rates, had)
        named = sum(len(chosen) for chosen in values.values())
        counts = Counts(int(base.sum()), had)
        return Subgroup(direction, values, counts, float(base @ rates), exact.q, exact.value, exact.value - penalty * named, p_value)


def _rows(table: CellTable, characteristics: Sequence[str], expected: "Floats | None") -> _Rows:
    """The cells in which every characteristic is recorded and somebody is at risk."""
    import numpy as np

    factors = [table.factor(name) for name in characteristics]
    kept = table.base > 0
    for factor in factors:
        kept &= ~np.isin(factor.codes, [code for code, level in enumerate(factor.levels) if level is None])
    if not kept.any():
        raise NothingToScan(
            "There is no case to search.",
            f"In none are all of these recorded: {', '.join(characteristics)}.",
            "Name fewer characteristics.",
        )
    rates = _rates(table, kept, expected)
    codes = np.stack([factor.codes[kept] for factor in factors], axis=1)
    combinations, row = np.unique(codes, axis=0, return_inverse=True)
    present = [np.unique(column, return_inverse=True) for column in combinations.T]
    labels = tuple(
        tuple(str(factor.levels[code]) for code in codes_present) for factor, (codes_present, _) in zip(factors, present, strict=True)
    )
    axes = tuple(Axis.of(places) for _, places in present)
    return _Rows(
        tuple(characteristics), labels, axes, table.base[kept], table.with_outcome[kept], rates, row, len(combinations), expected is None
    )


def _rates(table: CellTable, kept: "Flags", expected: "Floats | None") -> "Floats":
    import numpy as np

    if expected is None:
        rates = np.full(int(kept.sum()), table.with_outcome[kept].sum() / table.base[kept].sum())
    else:
        if expected.shape != table.base.shape:
            raise ValueError(f"one expected rate for each cell: {expected.shape} for {table.base.shape}")
        rates = expected[kept].astype(np.float64)
    if not ((rates >= 0) & (rates <= 1)).all():
        raise NothingToScan(
            "The expected rates cannot be used.", "Some are missing or not between 0 and 1.", "Check the model that they come from."
        )
    clipped: Floats = np.clip(rates, NEAREST_TO_CERTAIN, 1 - NEAREST_TO_CERTAIN)
    return clipped
