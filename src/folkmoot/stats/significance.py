"""Tests of a difference between two proportions, and what many of them at once are worth."""

import math
from collections.abc import Sequence
from statistics import NormalDist


def two_proportion_p(x1: int, n1: int, x2: int, n2: int) -> float:
    """Two-sided p value of the z test of equal proportions, with the pooled variance (Pearson's chi-squared for 2 x 2)."""
    pooled = (x1 + x2) / (n1 + n2)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    if variance == 0:
        return 1.0
    z = abs(x1 / n1 - x2 / n2) / math.sqrt(variance)
    return min(1.0, 2 * NormalDist().cdf(-z))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted p values in the order given (Benjamini and Hochberg 1995, step up): reject where adjusted <= q."""
    count = len(p_values)
    order = sorted(range(count), key=lambda place: p_values[place], reverse=True)
    adjusted = [1.0] * count
    smallest = 1.0
    for rank, place in zip(range(count, 0, -1), order, strict=True):
        smallest = min(smallest, p_values[place] * count / rank)
        adjusted[place] = smallest
    return adjusted
