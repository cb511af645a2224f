"""Where a value lies on an axis, and the few round numbers printed along it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_STEPS = (1, 2, 5, 10, 20, 25, 50)  # ticks stand at whole numbers
_NARROWEST = 5  # units of the plot: a narrower scale would make small differences look large
_LADDERS: Sequence[Sequence[float]] = (
    (0.67, 0.8, 1, 1.25, 1.5),
    (0.5, 0.67, 1, 1.5, 2),
    (0.25, 0.5, 1, 2, 4),
    (0.1, 0.2, 0.5, 1, 2, 5, 10),
    (0.02, 0.1, 1, 10, 50),
)


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in the plot's unit, drawn from `left` to `right`; what lies outside is drawn at the edge."""

    low: float
    high: float
    ticks: Sequence[float]
    left: float
    right: float
    is_log: bool = False

    def at(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        share = (self._along(inside) - self._along(self.low)) / (self._along(self.high) - self._along(self.low))
        return round(self.left + share * (self.right - self.left), 1)

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def _along(self, value: float) -> float:
        return math.log(value) if self.is_log else value


def whole_scale(values: Iterable[float], left: float, right: float) -> Scale:
    """Three to six whole ticks that hold every value; never narrower than five units."""
    given = list(values)
    low, high = min(given), max(given)
    for step in _STEPS:
        first, last = _floor(low, step), -_floor(-high, step)
        if (last - first) / step <= 5:
            return _linear(*_widened(first, last), step, left, right)
    return _scale_of_large(low, high, left, right)


def ratio_scale(values: Iterable[float], left: float, right: float) -> Scale:
    """A logarithmic scale around 1. Ratios beyond 0.02 or 50 lie at its edge; nought has no place on it but the edge."""
    given = [value for value in values if value > 0]
    low, high = min(given, default=1.0), max(given, default=1.0)
    ladder = next((steps for steps in _LADDERS if steps[0] <= low and high <= steps[-1]), _LADDERS[-1])
    return Scale(ladder[0], ladder[-1], ladder, left, right, is_log=True)


def count_scale(fewest: float, most: float, left: float, right: float) -> Scale:
    """From nought to `most` (at least 1) in a few round steps; where all lie close together, from just below the `fewest`."""
    most = max(1.0, most)
    start = fewest if fewest > most / 2 else 0.0
    across = max(most - start, most / 20)
    size = 10.0 ** math.floor(math.log10(across))
    step = next(size * part for part in (0.2, 0.5, 1, 2) if across / (size * part) <= 5)
    low = _floor(start, step)
    return _linear(low, low + max(1, math.ceil((most - low) / step - 1e-9)) * step, step, left, right)


def _linear(low: float, high: float, step: float, left: float, right: float) -> Scale:
    count = round((high - low) / step)
    return Scale(low, high, [low + place * step for place in range(count + 1)], left, right)


def _widened(first: float, last: float) -> tuple[float, float]:
    """At least `_NARROWEST` wide: to both sides, but not past nought where nothing is negative, nor past 100 where nothing is more."""
    missing = max(0, _NARROWEST - (last - first))
    below = min(missing // 2, first) if first >= 0 else missing // 2
    above = missing - below
    past = max(0, last + above - 100) if last <= 100 else 0
    return first - below - past, last + above - past


def _scale_of_large(low: float, high: float, left: float, right: float) -> Scale:
    step = 100.0
    while -_floor(-high, step) - _floor(low, step) > 5 * step:
        step *= 2
    return _linear(_floor(low, step), max(-_floor(-high, step), _floor(low, step) + step), step, left, right)


def _floor(value: float, step: float) -> float:
    return (value // step) * step
