"""The share of something among units that came in groups: answers within cases, files within prosecutors. Groups vary, not units alone.

Sources: Cochran, Sampling Techniques, 3rd edition (1977), section 2.11 and chapter 9A, a ratio of totals over clusters and its variance;
Zou and Donner, Statistics in Medicine 27 (2008), a difference from the intervals of its two sides (MOVER).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.stats.intervals import Estimate, wilson

LEAST_GROUPS = 3  # with two, Student's t has one degree of freedom and the interval says nothing


@dataclass(frozen=True)
class Share:
    """`estimate` is None where there are too few groups; `groups` that have any unit, `units` over all of them (weights added up)."""

    estimate: Estimate | None
    groups: int
    units: float


def clustered_share(counts: Sequence[tuple[float, float]], level: float = 0.95) -> Share:
    """`counts`: of each group how many units have it, and how many units there are. The interval stays within 0 and 1.

    Where every group has the same share the formula gives no width: then it is Wilson's for as many units as there are groups.
    Raises ValueError where a group has more with it than units.
    """
    held = [(have, units) for have, units in counts if units > 0]
    if any(have > units or have < 0 for have, units in held):
        raise ValueError("a group has more units with it than units")
    groups, units = len(held), math.fsum(each for _have, each in held)
    if groups < LEAST_GROUPS:
        return Share(None, groups, units)
    value = math.fsum(have for have, _units in held) / units
    spread = math.fsum((have - value * each) ** 2 for have, each in held)
    if spread < 1e-18:
        return Share(_as_groups(value, groups, level), groups, units)
    half = _t(groups - 1, level) * math.sqrt(groups / (groups - 1) * spread) / units
    return Share(Estimate(value, max(0.0, value - half), min(1.0, value + half)), groups, units)


def _as_groups(value: float, groups: int, level: float) -> Estimate:
    outer = wilson(round(value * groups), groups, level)
    return Estimate(value, min(value, outer.low), max(value, outer.high))


def _t(df: int, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + level) / 2))


def difference_of(first: Estimate, second: Estimate) -> Estimate:
    """first - second, with the interval that follows from theirs where the two are independent (MOVER)."""
    value = first.value - second.value
    low = value - math.hypot(first.value - first.low, second.high - second.value)
    high = value + math.hypot(first.high - first.value, second.value - second.low)
    return Estimate(value, max(-1.0, low), min(1.0, high))
