"""Tests of a difference between two proportions, and what many of them at once are worth."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass


def two_proportion_p(x1: int, n1: int, x2: int, n2: int) -> float:
    """Two-sided p value of the z test of equal proportions, with the pooled variance (Pearson's chi-squared for 2 x 2)."""
    return two_sided_p(two_proportion_z(x1, n1, x2, n2))


def two_proportion_z(x1: int, n1: int, x2: int, n2: int) -> float:
    """The z statistic of equal proportions with the pooled variance; positive where the first is higher, 0 where nobody or everybody
    has the outcome. From whole-number products, so that no digit is lost in large counts. Both bases must be at least 1.
    """
    had, had_not = x1 + x2, n1 + n2 - x1 - x2
    if not had or not had_not:
        return 0.0
    across = x1 * n2 - x2 * n1
    return math.copysign(math.sqrt(across * across * (n1 + n2) / (n1 * n2 * had * had_not)), across)


def two_sided_p(z: float) -> float:
    """Two-sided p value of a standard normal deviate; exact far out in the tail, where 1 - P would be 0."""
    return math.erfc(abs(z) / math.sqrt(2))


def chi_squared_p(statistic: float, degrees: int) -> float:
    """Upper tail of the chi-squared distribution with `degrees` of freedom, at least 1."""
    from scipy.special import chdtrc

    return float(chdtrc(degrees, statistic))


def fisher_p(x1: int, n1: int, x2: int, n2: int) -> float:
    """Two-sided p value of Fisher's exact test: all tables with the same margins that are no more probable than the one seen.

    Both sides are walked outwards until what is left adds nothing, so the work grows with the root of the counts, not with the counts.
    """
    had = x1 + x2
    table = _Margins(n1, n2, had)
    limit = table.log_p(x1) + 1e-7  # a table as probable as the one seen, but for a rounding error, counts
    mode = min(max((had + 1) * (n1 + 1) // (n1 + n2 + 2), table.least), table.most)
    if table.log_p(mode) <= limit:
        return 1.0
    low = _last(lambda x: table.log_p(x) <= limit, table.least, mode)
    high = _last(lambda x: table.log_p(-x) <= limit, -table.most, -mode)
    below = 0.0 if low is None else table.outwards(low, -1)
    return min(1.0, below + (0.0 if high is None else table.outwards(-high, 1)))


def _last(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """The greatest whole number from `low` for which `holds` is still true; it is false at `high`. None where it never is."""
    if not holds(low):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


@dataclass(frozen=True)
class _Margins:
    """A 2 x 2 table of given bases and of a given number with the outcome: how probable x of them are in the first group."""

    n1: int
    n2: int
    had: int

    @property
    def least(self) -> int:
        return max(0, self.had - self.n2)

    @property
    def most(self) -> int:
        return min(self.n1, self.had)

    def log_p(self, x: int) -> float:
        return _log_choose(self.n1, x) + _log_choose(self.n2, self.had - x) - _log_choose(self.n1 + self.n2, self.had)

    def outwards(self, x: int, step: int) -> float:
        """The probability of x and of everything beyond it, in the direction of `step` (1 or -1)."""
        term = total = math.exp(self.log_p(x))
        while self.least <= x + step <= self.most and term > total * 1e-17:
            term *= self._grows(x) if step > 0 else 1 / self._grows(x - 1)
            total += term
            x += step
        return total

    def _grows(self, x: int) -> float:
        """The probability of x + 1 as a multiple of that of x."""
        return (self.n1 - x) * (self.had - x) / ((x + 1) * (self.n2 - self.had + x + 1))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


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
