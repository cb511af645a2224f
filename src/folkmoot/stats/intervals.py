"""Intervals for a proportion, for the difference of two and for the ratio of two.

All take counts (x of n) and a confidence level such as 0.95; rates and differences are on the scale 0 to 1.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True)
class Estimate:
    """A value with its interval. `high` may be infinite where the data set no upper limit to a ratio."""

    value: float
    low: float
    high: float


def z_value(level: float) -> float:
    """The standard normal deviate of a two-sided interval: 1.959964 for 0.95."""
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return NormalDist().inv_cdf((1 + level) / 2)


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
    spread = z_value(level) * math.sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)
    return Estimate(ratio, ratio * math.exp(-spread), ratio * math.exp(spread))


def score_ratio(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate | None:
    """Score interval for the ratio of two proportions: Koopman (1984), with the small-sample factor of Miettinen and
    Nurminen (1985). Right at high base rates and moderate counts, where rare-event intervals are far too wide.

    None where the comparison group has no event at all: the ratio is then not defined. The lower limit is 0 where x1 is 0.
    """
    if not x2:
        return None
    ratio = (x1 / n1) / (x2 / n2)
    critical = z_value(level) ** 2

    def inside(theta: float) -> bool:
        return _score_statistic(x1, n1, x2, n2, theta) <= critical

    low = 0.0 if x1 == 0 else _edge(inside, ratio, 0.5)
    high = _edge(inside, ratio if x1 else 1 / (n1 * n2), 2.0)
    return Estimate(ratio, low, high)


def _score_statistic(x1: int, n1: int, x2: int, n2: int, theta: float) -> float:
    """Squared score statistic of the hypothesis p1 = theta * p2, at the likelihood's maximum under that hypothesis."""
    n = n1 + n2
    b = n1 * theta + x1 + n2 + x2 * theta
    root = math.sqrt(max(0.0, b * b - 4 * n * theta * (x1 + x2)))
    p2 = min(1.0, 2 * (x1 + x2) / (b + root))
    p1 = min(1.0, theta * p2)
    variance = (p1 * (1 - p1) / n1 + theta * theta * p2 * (1 - p2) / n2) * n / (n - 1)
    distance = (x1 / n1 - theta * x2 / n2) ** 2
    if variance <= 0:
        return 0.0 if distance < 1e-24 else math.inf
    return distance / variance


def _edge(inside: Callable[[float], bool], start: float, step: float) -> float:
    """Where `inside` turns false, walking from `start` by factors of `step` and then bisecting the logarithm."""
    near, far = start, start * step
    while inside(far):
        near, far = far, far * step
        if not 1e-300 < far < 1e300:
            return 0.0 if step < 1 else math.inf
    while abs(far / near - 1) > 1e-12:
        middle = math.sqrt(near) * math.sqrt(far)
        if middle in (near, far):
            break
        near, far = (middle, far) if inside(middle) else (near, middle)
    return near
