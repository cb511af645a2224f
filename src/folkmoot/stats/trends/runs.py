"""The four rules that tell a change from the usual ups and downs.

Source: the "Making data count" rules of NHS England as NHSRplotthedots applies them. Every point that is part of a pattern is
marked, not only its last. "Close" is between two thirds of the way to a limit and the limit itself.
"""

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from folkmoot.stats.funnel.limits import Limits

RUN_LENGTH = 7
# Below this many points limits are too uncertain, and runs too easily made by chance, for the rules to mean anything.
LEAST_POINTS = 12


class Signal(Enum):
    """Why a point is marked. It says that something changed, not what or why."""

    OUTSIDE = "outside the limits"
    SHIFT = "one of seven or more points on the same side of the mean"
    TREND = "one of seven or more points that only rise or only fall"
    CLOSE = "one of two out of three points close to the same limit"


def run_signals(values: Sequence[float | None], centre: float, limits: Sequence[Limits]) -> list[frozenset[Signal]]:
    """For each value, with the limits that hold at it, the rules it breaks. A gap (None) ends every run. Shapes: (points,)."""
    sides = [0 if value is None else _sign(value - centre, centre) for value in values]
    found: dict[Signal, set[int]] = {
        Signal.OUTSIDE: {place for place, value in enumerate(values) if value is not None and not limits[place].hold(value)},
        Signal.SHIFT: _in_long_run(sides, RUN_LENGTH),
        Signal.TREND: _in_trend(values),
    }
    closeness = [_close(value, centre, limit) for value, limit in zip(values, limits, strict=True)]
    found[Signal.CLOSE] = _two_of_three(closeness, values)
    return [frozenset(signal for signal, places in found.items() if place in places) for place in range(len(values))]


def _sign(gap: float, scale: float) -> int:
    """1 above, −1 below, 0 level: differences in the last digit of the arithmetic are none."""
    return 0 if abs(gap) <= 1e-12 * max(1.0, abs(scale)) else (1 if gap > 0 else -1)


def _in_long_run(signs: Sequence[int], length: int) -> set[int]:
    """Places in a row of at least `length` equal signs other than 0."""
    found: set[int] = set()
    start = 0
    for place in range(1, len(signs) + 1):
        if place < len(signs) and signs[place] == signs[start]:
            continue
        if place - start >= length and signs[start]:
            found.update(range(start, place))
        start = place
    return found


def _in_trend(values: Sequence[float | None]) -> set[int]:
    """Places in a row of at least seven points of which each is above, or each below, the one before."""
    steps = [0 if before is None or after is None else _sign(after - before, after) for before, after in pairwise(values)]
    rising = _in_long_run(steps, RUN_LENGTH - 1)
    return rising | {place + 1 for place in rising}


def _close(value: float | None, centre: float, limits: Limits) -> int:
    """1 close to the upper limit, −1 close to the lower, otherwise 0."""
    if value is None or not limits.hold(value):
        return 0
    above = centre + 2 / 3 * (limits.high - centre)
    below = centre + 2 / 3 * (limits.low - centre)
    return int(_sign(value - above, centre) > 0) - int(_sign(value - below, centre) < 0)


def _two_of_three(closeness: Sequence[int], values: Sequence[float | None]) -> set[int]:
    """Places close to a limit that share three neighbouring points, none of them a gap, with another close to the same limit."""
    found: set[int] = set()
    for first in range(len(values)):
        for second in range(first + 1, min(first + 3, len(values))):
            if closeness[first] and closeness[first] == closeness[second] and None not in values[first:second]:
                found |= {first, second}
    return found
