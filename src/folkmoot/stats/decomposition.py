"""Why two rates differ: how much of the gap is that the groups face different cases, by which factor, and how much is different rates.

The gap is split into a rate part and a composition part (Kitagawa), and the composition part into one share for each factor (Das Gupta):
each factor's effect is averaged over every order in which the factors could be exchanged, so no order matters and the parts add up to
the gap. It is arithmetic, not cause: a composition that differs may itself need review.

Sources: Kitagawa (1955), "Components of a difference between two rates"; Das Gupta (1993), "Standardization and decomposition of rates:
a user's manual", US Bureau of the Census, P23-186: equation 3.54 for products, 5.36 for cross-classified composition.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.errors import FolkmootError
from folkmoot.stats.cells import CellTable
from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import Estimate, z_value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals: TypeAlias = NDArray[np.float64]
    Integers: TypeAlias = NDArray[np.int64]
    Codes: TypeAlias = NDArray[np.int32]

MOST_FACTORS = 8  # a table is summed for every subset of the factors: twice the work for each further one

INTERVAL_NOTE = (
    "The interval of a part allows for chance in the rates only (delta method, binomial variance). The composition of both groups is taken "
    "as it stands."
)


class CannotDecompose(FolkmootError):
    """A group without cases, or a number of factors that cannot be exchanged in every order."""


@dataclass(frozen=True)
class Part:
    """One part of the gap, on the scale of the rates, and its share of the gap (it may be negative); None where there is no gap."""

    name: str
    effect: Estimate
    share: float | None


@dataclass(frozen=True)
class OneSided:
    """Combinations found in one of the two groups only: how many, and what share of each group's base they hold, 0 to 1.

    Nothing says what the other group's rate would be there, so the rate seen stands for both: they count as composition in full.
    """

    cells: int
    group_share: float
    reference_share: float


@dataclass(frozen=True)
class Decomposition:
    """The gap is the rate of `group` less that of `reference`: the sum of `rates` and `composition`, which is the sum of `factors`."""

    group: Counts
    reference: Counts
    gap: float
    rates: Part
    composition: Part
    factors: tuple[Part, ...]
    one_sided: OneSided
    interval_note: str = INTERVAL_NOTE


def decompose(table: CellTable, column: str, group: str, reference: str, factors: Sequence[str], level: float = 0.95) -> Decomposition:
    """Why the rate of `group` differs from that of `reference` (two values of `column`), by 1 to 8 other columns of the table.

    Not recorded is a value of its own in a factor. Raises KeyError for a column the table does not have, and CannotDecompose.
    """
    if not 1 <= len(factors) <= MOST_FACTORS:
        raise _wrong_number(len(factors))
    pair = _pair(table, column, (group, reference), factors)
    parts = _Parts(pair, level)
    moves = product_effects(*pair.structures)
    return Decomposition(
        pair.counts(0),
        pair.counts(1),
        parts.gap,
        parts.of_rates(),
        parts.of_composition("composition", pair.weights[0] - pair.weights[1]),
        tuple(parts.of_composition(name, move) for name, move in zip(factors, moves, strict=True)),
        pair.one_sided,
    )


def product_effects(first: "Reals", second: "Reals") -> "Reals":
    """How much each factor contributes to the difference of two products, cell by cell: product(first) - product(second).

    Both of shape (factors, cells), and so is the result; it sums to the difference over the factors. Das Gupta's equation 3.54: factor by
    factor, the exchange is weighted over how many of the other factors have been exchanged before it.
    """
    import numpy as np

    count = len(first)
    effects = np.empty(first.shape)
    for place in range(count):
        exchanged = [np.ones(first.shape[1])]  # the sum of all mixed products of the others, by how many of them come from `first`
        for other in (other for other in range(count) if other != place):
            longer = [second[other] * each for each in exchanged] + [np.zeros(first.shape[1])]
            for number, each in enumerate(exchanged):
                longer[number + 1] = longer[number + 1] + first[other] * each
            exchanged = longer
        weighted = sum(_weight(number, count) * each for number, each in enumerate(exchanged))
        effects[place] = (first[place] - second[place]) * weighted
    return effects


def _weight(before: int, count: int) -> float:
    """The share of all orders of `count` factors in which just these `before` come before a given one."""
    return 1 / (count * math.comb(count - 1, before))


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two groups over the same cells. `base`, `had` have shape (2, cells); `codes` (factors, cells). Every cell holds somebody."""

    base: "Integers"
    had: "Integers"
    codes: "Codes"

    def counts(self, side: int) -> Counts:
        return Counts(int(self.base[side].sum()), int(self.had[side].sum()))

    @cached_property
    def weights(self) -> "Reals":
        """Each cell's share of its group."""
        found: Reals = self.base / self.base.sum(axis=1, keepdims=True)
        return found

    @cached_property
    def shared(self) -> "NDArray[np.bool_]":
        found: NDArray[np.bool_] = (self.base[0] > 0) & (self.base[1] > 0)
        return found

    @property
    def one_sided(self) -> OneSided:
        alone = ~self.shared
        return OneSided(int(alone.sum()), *(float(side[alone].sum()) for side in self.weights))

    @property
    def structures(self) -> "Reals":
        """Each cell's share of its group as a product of one term for each factor, symmetric in the factors: (2, factors, cells).

        A factor's term is the mean, over every order, of its share given the factors before it (a geometric mean: equation 5.36). What
        was before may hold nobody in one group; its shares there are then taken to be those of the other.
        """
        import numpy as np

        count = len(self.codes)
        sums = {before: self._summed(place) for before, place in self._places().items()}
        terms = np.ones((2, count, self.base.shape[1]))
        for place in range(count):
            for before in (subset for subset in sums if place not in subset):
                shares = _shares(sums[tuple(sorted((*before, place)))], sums[before])
                terms[:, place] *= shares ** _weight(len(before), count)
        return terms

    def _places(self) -> "dict[tuple[int, ...], Integers]":
        """For every subset of the factors, which cells have the same values of them: equal numbers, of shape (cells,)."""
        import numpy as np

        count = len(self.codes)
        places: dict[tuple[int, ...], Integers] = {(): np.zeros(self.base.shape[1], np.int64)}
        for size in range(1, count + 1):
            for subset in combinations(range(count), size):
                places[subset] = _refined(places[subset[:-1]], self.codes[subset[-1]])
        return places

    def _summed(self, place: "Integers") -> "Reals":
        """For each cell and group, everybody in the same place."""
        import numpy as np

        return np.stack([np.bincount(place, weights=side)[place] for side in self.base])


def _refined(place: "Integers", codes: "Codes") -> "Integers":
    """Places told apart by one more factor, numbered from 0 without a gap, so that no number of factors overflows."""
    import numpy as np

    found: Integers = np.unique(place * (int(codes.max()) + 1) + codes, return_inverse=True)[1]
    return found


def _shares(part: "Reals", whole: "Reals") -> "Reals":
    import numpy as np

    known = np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
    found: Reals = np.where(whole > 0, known, known[::-1])
    return found


@dataclass(frozen=True, eq=False)
class _Parts:
    """Every part is a weighted sum of the rates in the cells of both groups; its value and its variance follow from the weights."""

    pair: _Pair
    level: float

    @cached_property
    def gap(self) -> float:
        first, second = self.pair.counts(0), self.pair.counts(1)
        across = first.with_outcome * second.base - second.with_outcome * first.base
        return across / (first.base * second.base)

    def of_rates(self) -> Part:
        import numpy as np

        weight = np.where(self.pair.shared, self.pair.weights.mean(axis=0), 0.0)
        return self._part("rates", np.stack([weight, -weight]))

    def of_composition(self, name: str, moves: "Reals") -> Part:
        """What it makes that the cells' shares differ by `moves`, at the mean of both groups' rates, or at the rate of the only one."""
        return self._part(name, moves * (self.pair.base > 0) / (self.pair.base > 0).sum(axis=0))

    def _part(self, name: str, weights: "Reals") -> Part:
        effect = float((weights * self._rates).sum())
        half = z_value(self.level) * math.sqrt(float((weights**2 * self._variances).sum()))
        return Part(name, Estimate(effect, effect - half, effect + half), effect / self.gap if self.gap else None)

    @cached_property
    def _rates(self) -> "Reals":
        import numpy as np

        base, had = self.pair.base, self.pair.had
        found: Reals = np.divide(had, base, out=np.zeros(base.shape), where=base > 0)
        return found

    @cached_property
    def _variances(self) -> "Reals":
        """Binomial variance of each cell's rate. In the variance alone the rate is drawn towards the group's by the weight of two cases:
        a cell of one case would otherwise have a rate of 0 or 1 and claim to be certain of it.
        """
        import numpy as np

        base, had = self.pair.base, self.pair.had
        whole = (had.sum(axis=1, keepdims=True) + 1) / (base.sum(axis=1, keepdims=True) + 2)
        drawn = (had + 2 * whole) / (base + 2)
        found: Reals = np.divide(drawn * (1 - drawn), base, out=np.zeros(base.shape), where=base > 0)
        return found


def _pair(table: CellTable, column: str, groups: tuple[str, str], factors: Sequence[str]) -> _Pair:
    """The cells in which either group has anybody, in the order of the factors' values."""
    import numpy as np

    summed = table.by([column, *factors])
    grouping, *others = summed.factors
    sides = [(grouping.codes == _code(grouping.levels, group, column)) & (summed.base > 0) for group in groups]
    for group, side in zip(groups, sides, strict=True):
        if not side.any():
            raise _no_cases(column, group)
    either = sides[0] | sides[1]
    codes = np.stack([factor.codes[either] for factor in others])
    place = reduce(_refined, codes, np.zeros(codes.shape[1], np.int64))
    _, first = np.unique(place, return_index=True)
    base, had = np.zeros((2, len(first)), np.int64), np.zeros((2, len(first)), np.int64)
    for row, side in enumerate(sides):
        base[row, place[side[either]]], had[row, place[side[either]]] = summed.base[side], summed.with_outcome[side]
    return _Pair(base, had, codes[:, first])


def _code(levels: Sequence[str | None], group: str, column: str) -> int:
    if group not in levels:
        raise _no_cases(column, group)
    return levels.index(group)


def _no_cases(column: str, group: str) -> CannotDecompose:
    return CannotDecompose(
        f"There are no cases in which {column} is '{group}'.",
        "A gap can only be taken apart between two groups that both have cases.",
        "Check the name of the group, or choose another.",
    )


def _wrong_number(count: int) -> CannotDecompose:
    return CannotDecompose(
        f"A gap can be taken apart by 1 to {MOST_FACTORS} factors, not by {count}.",
        "Every further factor doubles the work, and spreads the cases over more combinations than can be read.",
        "Choose the factors in which the groups are most likely to differ.",
    )
