"""The score interval of the ratio of two proportions, for many groups beside one reference at once.

The same limits as `intervals.score_ratio`, found for all groups together: an intersection has thousands of groups.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import Estimate, score_ratio, z_value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.float64]

FEW = 40  # so few are sooner done one by one
_FARTHEST, _MOST_STEPS, _NEAR_ENOUGH = 690.0, 100, 1e-13


def score_ratios(groups: Sequence[Counts], reference: Counts, level: float = 0.95) -> list[Estimate | None]:
    """For each group what `score_ratio` gives beside the reference; every base must be at least 1."""
    if len(groups) < FEW or not reference.with_outcome:
        return [score_ratio(one.with_outcome, one.base, reference.with_outcome, reference.base, level) for one in groups]
    import numpy as np

    x1 = np.array([one.with_outcome for one in groups], dtype=np.float64)
    n1 = np.array([one.base for one in groups], dtype=np.float64)
    x2, n2, z = float(reference.with_outcome), float(reference.base), z_value(level)

    def excess(log_theta: "Numbers") -> "Numbers":
        return np.sqrt(_statistic(x1, n1, x2, n2, np.exp(np.clip(log_theta, -_FARTHEST, _FARTHEST)))) - z

    none = x1 == 0
    ratio = x1 / n1 / (x2 / n2)
    start = np.where(none, -np.log(n1) - np.log(n2), np.log(np.where(none, 1.0, ratio)))
    spread = z * np.sqrt((n1 - x1) / (np.where(none, 1.0, x1) * n1) + (n2 - x2) / (x2 * n2))
    step = np.where(none | (spread == 0), 1.0, spread)
    high, low = _edges(excess, start, step), np.where(none, 0.0, _edges(excess, start, -step))
    return [Estimate(*ends) for ends in zip(ratio.tolist(), low.tolist(), high.tolist(), strict=True)]


def _statistic(x1: "Numbers", n1: "Numbers", x2: float, n2: float, theta: "Numbers") -> "Numbers":
    """The squared score statistic, a theta above 1 taken the other way round: see `intervals`."""
    import numpy as np

    turned = theta > 1
    a, m, b, k = (np.where(turned, first, second) for first, second in ((x2, x1), (n2, n1), (x1, x2), (n1, n2)))
    t = np.where(turned, 1 / theta, theta)
    n, less, y1, y2 = m + k, 1 - t, m - a, k - b
    c = n * less - y1 - y2 * t
    root = np.sqrt(c * c + 4 * n * t * less * y2)
    p2 = np.minimum(1.0, 2 * (a + b) / (m * t + a + k + b * t + root))
    q2 = (root - c) / (2 * n * t)
    variance = (t * p2 * (less + t * q2) / m + t * t * p2 * q2 / k) * n / (n - 1)
    gap = a / m - t * b / k
    sure = variance <= 0
    return np.where(sure, np.where(np.abs(gap) < 1e-12, 0.0, np.inf), gap * gap / np.where(sure, 1.0, variance))


def _edges(excess: "Callable[[Numbers], Numbers]", start: "Numbers", step: "Numbers") -> "Numbers":
    """Where `excess` is 0, walking from `start`, where it is below 0, all at once; 0 or infinity where it never is."""
    import numpy as np

    near, far, step = start.copy(), start + step, step.copy()
    below, above = excess(near), excess(far)
    while (short := (above <= 0) & (np.abs(far) <= _FARTHEST)).any():
        near, below, step = np.where(short, far, near), np.where(short, above, below), np.where(short, 2 * step, step)
        far = np.where(short, near + step, far)
        above = np.where(short, excess(far), above)
    never = above <= 0
    best, found = _closed_in(excess, near, far, below, np.where(never, np.inf, above))
    limit = np.exp(np.clip(np.where(found < np.inf, best, near), -_FARTHEST, _FARTHEST))
    return np.where(never, np.where(step < 0, 0.0, np.inf), limit)


def _closed_in(
    excess: "Callable[[Numbers], Numbers]", near: "Numbers", far: "Numbers", below: "Numbers", above: "Numbers"
) -> "tuple[Numbers, Numbers]":
    """The Illinois variant of false position, for every bracket: the best place seen, and how far from 0 it is there."""
    import numpy as np

    first = np.abs(above) < np.abs(below)
    best, nearest = np.where(first, far, near), np.where(first, np.abs(above), np.abs(below))
    moved = np.zeros(len(near))
    for _ in range(_MOST_STEPS):
        halved = np.isinf(above) | (below == above)
        slope = np.where(halved, 1.0, above - below)
        middle = np.where(halved, (near + far) / 2, far - np.where(np.isinf(above), 0.0, above) * (far - near) / slope)
        open_ = (middle > np.minimum(near, far)) & (middle < np.maximum(near, far)) & (nearest >= _NEAR_ENOUGH)
        if not open_.any():
            break
        value = excess(middle)
        better = open_ & (np.abs(value) < nearest)
        best, nearest = np.where(better, middle, best), np.where(better, np.abs(value), nearest)
        out, within = open_ & (value > 0), open_ & (value <= 0)
        below = np.where(out & (moved > 0), below / 2, np.where(within, value, below))
        above = np.where(within & (moved < 0) & ~np.isinf(above), above / 2, np.where(out, value, above))
        near, far = np.where(within, middle, near), np.where(out, middle, far)
        moved = np.where(out, 1.0, np.where(within, -1.0, moved))
    return best, nearest
