"""Intervals for a proportion, for the difference, the ratio and the odds ratio of two, and for a count.

All take counts (x of n) and a confidence level such as 0.95; rates and differences are on the scale 0 to 1. Counts may be of any
size: a rate beside 1 and a rate beside 0 keep their digits in half a billion.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TypeVar

from folkmoot.errors import FolkmootError

Method = TypeVar("Method")


class UnknownMethod(FolkmootError):
    """An interval is asked for by a name that is not one of the methods offered."""


@dataclass(frozen=True)
class Estimate:
    """A value with its interval. `high` may be infinite where the data set no upper limit to a ratio."""

    value: float
    low: float
    high: float


@lru_cache(maxsize=64)
def z_value(level: float) -> float:
    """The standard normal deviate of a two-sided interval: 1.959964 for 0.95."""
    return NormalDist().inv_cdf(1 - _tail(level))


def _tail(level: float) -> float:
    """The probability left on each side of a two-sided interval: 0.025 for 0.95."""
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return (1 - level) / 2


def wilson(x: int, n: int, level: float = 0.95) -> Estimate:
    """Wilson (1927) score interval for the proportion x/n; n must be at least 1."""
    z = z_value(level)
    p = x / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Estimate(p, 0.0 if x == 0 else max(0.0, middle - half), 1.0 if x == n else min(1.0, middle + half))


def newcombe_difference(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate:
    """Newcombe (1998), method 10: hybrid score interval for x1/n1 - x2/n2, from the two Wilson intervals."""
    first, second = wilson(x1, n1, level), wilson(x2, n2, level)
    gap = first.value - second.value
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Estimate(gap, gap - below, gap + above)


def katz_ratio(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate | None:
    """Katz (1978) log interval for the ratio of two proportions; None where either count is zero (the logarithm fails)."""
    if not x1 or not x2:
        return None
    ratio = (x1 / n1) / (x2 / n2)
    spread = z_value(level) * math.sqrt((n1 - x1) / (x1 * n1) + (n2 - x2) / (x2 * n2))
    return Estimate(ratio, ratio * math.exp(-spread), ratio * math.exp(spread))


def score_ratio(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate | None:
    """Score interval for the ratio of two proportions: Koopman (1984), with the small-sample factor of Miettinen and
    Nurminen (1985). Right at high base rates and moderate counts, where rare-event intervals are far too wide.

    None where the comparison group has no event at all: the ratio is then not defined. The lower limit is 0 where x1 is 0.
    """
    if not x2:
        return None
    ratio = (x1 / n1) / (x2 / n2)
    z = z_value(level)

    def excess(log_theta: float) -> float:
        return math.sqrt(_score_statistic(x1, n1, x2, n2, math.exp(log_theta))) - z

    if not x1:
        return Estimate(ratio, 0.0, _edge(excess, -math.log(n1) - math.log(n2), 1.0))
    step = z * math.sqrt((n1 - x1) / (x1 * n1) + (n2 - x2) / (x2 * n2)) or 1.0  # Katz's limit is near
    return Estimate(ratio, _edge(excess, math.log(ratio), -step), _edge(excess, math.log(ratio), step))


def _score_statistic(x1: int, n1: int, x2: int, n2: int, theta: float) -> float:
    """Squared score statistic of the hypothesis p1 = theta * p2, at the likelihood's maximum under that hypothesis.

    The maximum is a root of a quadratic. Its discriminant is summed from parts that are not negative, and 1 - p2 is found by itself, so
    that rates beside 0 and beside 1 keep their digits; a theta above 1 is the same hypothesis the other way round.
    """
    if theta > 1:
        return _score_statistic(x2, n2, x1, n1, 1 / theta)
    n, y1, y2, less = n1 + n2, n1 - x1, n2 - x2, 1 - theta
    b = n1 * theta + x1 + n2 + x2 * theta
    c = n * less - y1 - y2 * theta
    root = math.sqrt(c * c + 4 * n * theta * less * y2)
    p2 = min(1.0, 2 * (x1 + x2) / (b + root))
    q2 = (root - c) / (2 * n * theta)
    variance = (theta * p2 * (less + theta * q2) / n1 + theta * theta * p2 * q2 / n2) * n / (n - 1)
    gap = x1 / n1 - theta * x2 / n2
    if variance <= 0:
        return 0.0 if abs(gap) < 1e-12 else math.inf
    return gap * gap / variance


def _edge(excess: Callable[[float], float], start: float, step: float) -> float:
    """The number at whose logarithm `excess` is 0, walking from `start`, where it is below 0, by growing steps, then by the Illinois
    variant of false position (Dowell and Jarratt 1971). 0 or infinity where it never is.
    """
    near, far, below, above = start, start + step, excess(start), excess(start + step)
    while above <= 0:
        near, below, step = far, above, 2 * step
        far = near + step
        if abs(far) > _FARTHEST:
            return 0.0 if step < 0 else math.inf
        above = excess(far)
    moved, nearest = 0, min((-below, near), (above, far))
    for _ in range(_MOST_STEPS):
        middle = (near + far) / 2 if math.isinf(above) or below == above else far - above * (far - near) / (above - below)
        if not min(near, far) < middle < max(near, far):
            break
        found = excess(middle)
        nearest = min(nearest, (abs(found), middle))
        if found > 0:
            far, above, below, moved = middle, found, below / 2 if moved > 0 else below, 1
        else:
            near, below, above, moved = middle, found, above / 2 if moved < 0 else above, -1
        if abs(found) < _NEAR_ENOUGH:
            break
    return math.exp(nearest[1])


_FARTHEST, _MOST_STEPS, _NEAR_ENOUGH = 690.0, 200, 1e-13


def exact_ratio(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate | None:
    """Exact conditional interval for the ratio of two Poisson rates: Clopper and Pearson (1934) for x1 of x1 + x2, mapped by the odds.

    Only for rare events over large populations, such as arrests or stop and search per head. Where the event is common (a charge rate
    of 70 %) it takes no account of the binomial and is far too wide. None where the comparison group has no event.
    """
    if not x2:
        return None
    tail, scale = _tail(level), n2 / n1
    low = 0.0 if x1 == 0 else scale * _odds_below(x1, x2 + 1, tail)
    return Estimate((x1 / n1) / (x2 / n2), low, scale / _odds_below(x2, x1 + 1, tail))


def _odds_below(a: int, b: int, tail: float) -> float:
    """Odds of the point below which a beta (a, b) variable lies with probability `tail`; p and 1 - p are each found by themselves."""
    from scipy.special import betainccinv, betaincinv

    return float(betaincinv(a, b, tail) / betainccinv(b, a, tail))


RatioInterval = Callable[[int, int, int, int, float], Estimate | None]

RATIO_METHODS: Mapping[str, RatioInterval] = {"score": score_ratio, "katz": katz_ratio, "exact": exact_ratio}


def ratio(method: str, x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate | None:
    """The ratio of x1/n1 to x2/n2 with its interval by one of `RATIO_METHODS`, fixed in advance and stored with the result: it can
    decide the verdict. Both bases must be at least 1. None where the method gives no interval. Raises UnknownMethod.
    """
    return _chosen(RATIO_METHODS, method)(x1, n1, x2, n2, level)


def odds_ratio(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate | None:
    """Odds ratio with the log interval of Woolf (1955). None where any of the four cells is zero: the ratio is then 0, infinite or not
    defined, its logarithm has no variance, and adding a half to every cell would be a figure nobody counted.
    """
    y1, y2 = n1 - x1, n2 - x2
    if not (x1 and y1 and x2 and y2):
        return None
    value = (x1 * y2) / (y1 * x2)
    spread = z_value(level) * math.sqrt(1 / x1 + 1 / y1 + 1 / x2 + 1 / y2)
    return Estimate(value, value * math.exp(-spread), value * math.exp(spread))


def wald_difference(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate:
    """The textbook interval for x1/n1 - x2/n2: only to reproduce figures that others published; it has no width at 0 and at 1."""
    gap = x1 / n1 - x2 / n2
    half = z_value(level) * math.sqrt(x1 * (n1 - x1) / n1**3 + x2 * (n2 - x2) / n2**3)
    return Estimate(gap, gap - half, gap + half)


def agresti_caffo_difference(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate:
    """Agresti and Caffo (2000): the textbook interval after one case with and one without the outcome are added to each side."""
    added = wald_difference(x1 + 1, n1 + 2, x2 + 1, n2 + 2, level)
    return Estimate(x1 / n1 - x2 / n2, max(-1.0, added.low), min(1.0, added.high))


DifferenceInterval = Callable[[int, int, int, int, float], Estimate]

DIFFERENCE_METHODS: Mapping[str, DifferenceInterval] = {
    "newcombe": newcombe_difference,
    "agresti-caffo": agresti_caffo_difference,
    "wald": wald_difference,
}


def difference(method: str, x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate:
    """The difference x1/n1 - x2/n2 with its interval by one of `DIFFERENCE_METHODS`; "newcombe" is the usual one. Raises UnknownMethod."""
    return _chosen(DIFFERENCE_METHODS, method)(x1, n1, x2, n2, level)


def _chosen(methods: Mapping[str, Method], name: str) -> Method:
    if name not in methods:
        raise UnknownMethod(
            f"There is no interval method called '{name}'.",
            "A method is stored with every result, so it must be one of those known: " + ", ".join(methods) + ".",
            "Give one of them.",
        )
    return methods[name]


def byar(count: int, level: float = 0.95) -> Estimate:
    """Byar's approximate interval for a Poisson count (Breslow and Day 1987, page 69). At a count of 0 the lower limit is 0."""
    z = z_value(level)
    above = count + 1
    low = 0.0 if not count else count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    return Estimate(float(count), max(0.0, low), above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3)


def exact_poisson(count: int, level: float = 0.95) -> Estimate:
    """Exact interval for a Poisson count (Garwood 1936), by the inverse of the incomplete gamma function."""
    from scipy.special import gammainccinv, gammaincinv

    tail = _tail(level)
    return Estimate(float(count), float(gammaincinv(count, tail)) if count else 0.0, float(gammainccinv(count + 1, tail)))


EXACT_BELOW = 10


def count_interval(count: int, level: float = 0.95) -> Estimate:
    """The rule of the UK Health Security Agency's public health profiles: exact below 10, Byar from 10."""
    return exact_poisson(count, level) if count < EXACT_BELOW else byar(count, level)
