"""The search itself, for "more than expected": coordinate ascent, exact in one characteristic at a time.

Sources: Zhang and Neill (2016); linear-time subset scanning of Neill (2012), "Fast subset scan for spatial pattern detection",
JRSS B 74. With the other characteristics held, each value adds to the score within one interval of θ and takes from it outside; so
only as many sets of values can be best as there are ends of intervals. Many chains (outcomes × starts) run at once.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.stats.scan.score import LARGEST_THETA, Curves, crossing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Flags: TypeAlias = NDArray[np.bool_]
    Indexes: TypeAlias = NDArray[np.intp]

# Sweeps over all characteristics before a chain is taken as it is; it settles in three or four.
MOST_SWEEPS = 50
# Chains that go on after the first sweep, for each outcome.
MOST_PROMISING = 10
# Scores closer than this are the same.
SETTLED = 1e-7


@dataclass(frozen=True, eq=False)
class Axis:
    """One characteristic of the rows: `codes` (rows,), the rows in order of their code, and where each of `sizes` begins."""

    codes: "Indexes"
    order: "Indexes"
    sizes: "Indexes"

    @classmethod
    def of(cls, codes: "Indexes") -> "Axis":
        """Every code from 0 to the highest occurs."""
        import numpy as np

        return cls(codes, np.argsort(codes, kind="stable"), np.bincount(codes))


@dataclass(frozen=True, eq=False)
class Found:
    """For each outcome vector the best chain's penalised score, (outcomes,), and the values it selects of each characteristic,
    (outcomes, values); all selected means that the characteristic is left whole."""

    scores: "Floats"
    selected: "tuple[Flags, ...]"


def starts(axes: "tuple[Axis, ...]", restarts: int, rng: "np.random.Generator") -> "list[Flags]":
    """Where chains begin, for each characteristic (starts, values). Where no more than `restarts` are needed, every set of values of
    all characteristics but the largest: the first step then finds the best of all subgroups. Otherwise everybody, and random sets,
    few values and many."""
    import numpy as np

    others = [axis for axis in axes if axis is not _largest_first(axes)[0]]
    if math.prod(2.0 ** len(axis.sizes) - 1 for axis in others) <= restarts:
        return _every_start(axes, others)
    share = rng.random((restarts, 1))
    drawn = []
    for axis in axes:
        flags = rng.random((restarts, len(axis.sizes))) < share
        flags[np.arange(restarts), rng.integers(0, len(axis.sizes), restarts)] |= ~flags.any(axis=1)
        flags[0] = True
        drawn.append(flags)
    return drawn


def _every_start(axes: "tuple[Axis, ...]", others: "list[Axis]") -> "list[Flags]":
    import numpy as np

    sets = [np.arange(1, 2 ** len(axis.sizes)) for axis in others]
    chosen = iter(np.meshgrid(*sets, indexing="ij"))
    count = math.prod(len(each) for each in sets)
    flags = [next(chosen).ravel() if axis in others else np.full(count, -1) for axis in axes]
    return [(each[:, None] >> np.arange(len(axis.sizes))) & 1 == 1 for each, axis in zip(flags, axes, strict=True)]


def _largest_first(axes: "tuple[Axis, ...]") -> "list[Axis]":
    return sorted(axes, key=lambda axis: -len(axis.sizes))


def search(axes: "tuple[Axis, ...]", events: "Floats", curves: Curves, penalty: float, begin: "list[Flags]") -> Found:
    """The best subgroup for each vector of `events`, (outcomes, rows). Every value named costs `penalty`; a whole characteristic
    costs nothing. After the first sweep only the most promising chains go on."""
    import numpy as np

    chains = _Chains.begin(axes, events, begin)
    best = chains.sweep(curves, penalty)
    promising = np.argsort(-best, axis=1, kind="stable")[:, :MOST_PROMISING]
    chains, best = chains.only(promising), np.take_along_axis(best, promising, axis=1)
    for _ in range(MOST_SWEEPS):
        before, best = best, chains.sweep(curves, penalty)
        if (best <= before + SETTLED).all():
            break
    top = best.argmax(axis=1)
    every = np.arange(len(events))
    return Found(best[every, top], tuple(flags[every, top] for flags in chains.selected))


@dataclass(eq=False)
class _Chains:
    """All searches under way: `selected` by characteristic (outcomes, chains, values), and `misses`, (outcomes, chains, rows): how
    many characteristics shut a row out."""

    axes: "tuple[Axis, ...]"
    events: "Floats"
    selected: "list[Flags]"
    misses: "NDArray[np.int8]"

    @classmethod
    def begin(cls, axes: "tuple[Axis, ...]", events: "Floats", begin: "list[Flags]") -> "_Chains":
        import numpy as np

        misses = np.zeros((len(begin[0]), events.shape[1]), dtype=np.int8)
        for axis, flags in zip(axes, begin, strict=True):
            misses += ~flags[:, axis.codes]
        selected, shape = [np.repeat(flags[None], len(events), axis=0) for flags in begin], (len(events), *misses.shape)
        return cls(axes, events, selected, np.array(np.broadcast_to(misses, shape)))

    def only(self, chains: "Indexes") -> "_Chains":
        """The chains named for each outcome, (outcomes, fewer chains)."""
        import numpy as np

        selected = [np.take_along_axis(flags, chains[..., None], axis=1) for flags in self.selected]
        return _Chains(self.axes, self.events, selected, np.take_along_axis(self.misses, chains[..., None], axis=1))

    def sweep(self, curves: Curves, penalty: float) -> "Floats":
        """Choose the best values of each characteristic in turn, the largest first. The penalised scores reached, (outcomes, chains)."""
        import numpy as np

        best = np.zeros(self.misses.shape[:2])
        for axis in _largest_first(self.axes):
            place = self.axes.index(axis)
            held = self.selected[place]
            sums = _level_sums(axis, self.misses, held, self.events, curves.columns)
            best, flags = _best_values(*sums, curves, penalty)
            self.misses += (held.astype(np.int8) - flags)[..., axis.codes]
            self.selected[place] = flags
            best -= penalty * sum(_named(other) for other in self.selected if other is not flags)
        return best


def _named(flags: "Flags") -> "Indexes":
    """How many values are named, (..., values) -> (...); none where the characteristic is whole."""
    import numpy as np

    count = flags.sum(axis=-1)
    return np.where(count == flags.shape[-1], 0, count)


def _level_sums(axis: Axis, misses: "NDArray[np.int8]", flags: "Flags", events: "Floats", columns: "Floats") -> "tuple[Floats, Floats]":
    """Events (outcomes, restarts, values) and curves (…, values, k) of each value among the rows that all other characteristics let
    in. `misses` counts, for each row, the characteristics that shut it out."""
    import numpy as np

    shut_here = np.repeat(~flags, axis.sizes, axis=-1)
    let_in = (misses[..., axis.order] == shut_here).astype(np.float64)
    sorted_events, sorted_columns = events[:, axis.order], columns[axis.order]
    ends = np.cumsum(axis.sizes)
    had, curve = [], []
    for start, end in zip(ends - axis.sizes, ends, strict=True):
        block = let_in[..., start:end]
        had.append((block @ sorted_events[:, start:end, None])[..., 0])
        curve.append(block @ sorted_columns[start:end])
    return np.stack(had, axis=-1), np.stack(curve, axis=-2)


def _best_values(had: "Floats", sums: "Floats", curves: Curves, penalty: float) -> "tuple[Floats, Flags]":
    """The best set of values of one characteristic in each chain, and its score less the penalty for the values named.

    Shapes: had (outcomes, restarts, values), sums (…, values, k) -> (outcomes, restarts), (outcomes, restarts, values).
    """
    import numpy as np

    opens, closes, live = _intervals(had, sums, curves, penalty)
    ends = np.concatenate([opens, closes], axis=-1)
    order = np.argsort(ends, axis=-1, kind="stable")
    signs = np.concatenate([live, -1.0 * live], axis=-1)

    def running(values: "Floats") -> "Floats":
        return np.cumsum(np.take_along_axis(np.concatenate([values, values], axis=-1) * signs, order, axis=-1), axis=-1)

    events, count = running(had), running(np.ones_like(had))
    added = np.stack([running(sums[..., term]) for term in range(sums.shape[-1])], axis=-1)
    reached = np.take_along_axis(ends, order, axis=-1)
    complete = np.append(np.diff(reached) > 0, np.ones_like(live[..., :1]), axis=-1)  # every interval that opens or closes here has
    score = np.where(complete & (count > 0.5), _highest(events, added, curves) - penalty * count, -np.inf)
    top = score.argmax(axis=-1)[..., None]
    theta = _at(reached, top)[..., None]
    subset = _at(score, top)
    whole = _highest(had.sum(axis=-1), sums.sum(axis=-2), curves)
    flags = live & (opens <= theta) & (closes > theta)
    keep_whole = whole >= subset - SETTLED
    return np.where(keep_whole, whole, subset), flags | keep_whole[..., None]


def _at(values: "Floats", place: "Indexes") -> "Floats":
    import numpy as np

    return np.take_along_axis(values, place, axis=-1)[..., 0]


def _highest(had: "Floats", sums: "Floats", curves: Curves) -> "Floats":
    """The largest F over q ≥ 1."""
    theta = _peak(had, sums, curves)
    result: Floats = had * theta - curves.value(sums, theta)
    return result


def _peak(had: "Floats", sums: "Floats", curves: Curves) -> "Floats":
    import numpy as np

    return crossing(lambda theta: had - curves.slope(sums, theta), np.zeros_like(had), np.full_like(had, LARGEST_THETA))


def _intervals(had: "Floats", sums: "Floats", curves: Curves, penalty: float) -> "tuple[Floats, Floats, Flags]":
    """Between which θ each value adds more to the score than it costs, and whether it ever does."""
    import numpy as np

    def gain(theta: "Floats") -> "Floats":
        result: Floats = had * theta - curves.value(sums, theta) - penalty
        return result

    peak = _peak(had, sums, curves)
    live = gain(peak) > SETTLED
    opens = crossing(lambda theta: -gain(theta), np.zeros_like(had), peak) if penalty else np.zeros_like(had)
    return opens, crossing(gain, peak, np.full_like(had, LARGEST_THETA)), live
