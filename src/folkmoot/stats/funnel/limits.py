"""Where a funnel's limits lie, on the natural scale: rates 0 to 1, or ratios of observed to expected.

Normal and exact forms: Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from folkmoot.stats.intervals import z_value

WARNING_LEVEL = 0.95
ALARM_LEVEL = 0.998
# With fewer events, or fewer non-events, to be expected the normal limits are wrong and the exact ones are used.
LEAST_EXPECTED = 5
# Fewer people or records at risk than this are not judged.
LEAST_AT_RISK = 10


class Position(Enum):
    """Where an area stands. Being beyond a limit is a reason to look, not a finding about the area."""

    INSIDE = "inside the limits"
    BEYOND_95 = "beyond the 95% limit: needs review"
    BEYOND_998 = "beyond the 99.8% limit: needs review"
    TOO_FEW = "cannot tell (too few)"


@dataclass(frozen=True)
class Limits:
    """Lowest and highest value still inside."""

    low: float
    high: float

    def hold(self, value: float) -> bool:
        """Whether the value lies inside; a value on the limit does, whatever the last digit of the arithmetic."""
        slack = 1e-12 * max(1.0, abs(value))
        return self.low - slack <= value <= self.high + slack


def position(value: float, limits95: Limits, limits998: Limits) -> Position:
    if not limits998.hold(value):
        return Position.BEYOND_998
    return Position.INSIDE if limits95.hold(value) else Position.BEYOND_95


def in_reading_order(names: Iterable[str]) -> list[str]:
    """Alphabetical, whatever the case of the letters."""
    return sorted(names, key=lambda name: (name.casefold(), name))


def widest(first: Limits, second: Limits) -> Limits:
    return Limits(min(first.low, second.low), max(first.high, second.high))


def few_expected(target: float, base: int) -> bool:
    """Whether fewer than five events, or fewer than five non-events, are to be expected at the target."""
    return base * min(target, 1 - target) < LEAST_EXPECTED


def normal_limits(target: float, base: int, level: float) -> Limits:
    """target ± z·√(target(1 − target)/base), kept within 0 and 1 (Spiegelhalter 2005)."""
    half = z_value(level) * math.sqrt(target * (1 - target) / base)
    return Limits(max(0.0, target - half), min(1.0, target + half))


def arcsine_limits(target: float, base: int, level: float, tau2: float) -> Limits:
    """sin(arcsin√target ± z·√(1/(4·base) + tau²))²: the limits with variation between areas added, on the scale where the
    variance of a proportion does not depend on it (Spiegelhalter 2005; as in FunnelPlotR)."""
    middle = math.asin(math.sqrt(target))
    half = z_value(level) * math.sqrt(1 / (4 * base) + tau2)
    low, high = max(0.0, middle - half), min(math.pi / 2, middle + half)
    return Limits(math.sin(low) ** 2, math.sin(high) ** 2)


def exact_limits(target: float, base: int, level: float) -> Limits:
    """Binomial limits: a rate is outside where as many events or more, or as few or fewer, had a chance of at most half of 1 − level."""
    from scipy.special import bdtr, bdtrik

    if target in (0.0, 1.0):
        return Limits(target, target)
    ends = [_quantile(q, lambda k: float(bdtr(k, base, target)), float(bdtrik(q, base, target))) for q in _tails(level)]
    return Limits(min(ends[0], base) / base, min(ends[1], base) / base)


def poisson_limits(expected: float, level: float) -> Limits:
    """Exact limits of observed/expected, from the quantiles of a Poisson count with that mean; `expected` is above 0."""
    from scipy.special import pdtr, pdtrik

    ends = [_quantile(q, lambda k: float(pdtr(k, expected)), float(pdtrik(q, expected))) for q in _tails(level)]
    return Limits(ends[0] / expected, ends[1] / expected)


def expected_at_limit(observed: int, level: float) -> Limits:
    """The lowest and the highest expected number beside which this many observed are still inside: the exact Poisson interval of
    Garwood (1936), half the χ² quantiles with 2·observed and 2·observed + 2 degrees of freedom."""
    from scipy.special import gammaincinv

    below, above = _tails(level)
    low = float(gammaincinv(observed, below)) if observed else 0.0
    return Limits(low, float(gammaincinv(observed + 1, above)))


def _tails(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2


def _quantile(q: float, distribution: Callable[[float], float], near: float) -> float:
    """The smallest whole number whose distribution function reaches q; `near` solves for it among the real numbers."""
    found = 0.0 if math.isnan(near) else max(0.0, math.ceil(near))
    while found and distribution(found - 1) >= q:
        found -= 1
    while distribution(found) < q:
        found += 1
    return found
