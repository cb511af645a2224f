"""Krippendorff's alpha for any number of assessors, with missing assessments, and its bootstrap interval.

Sources: Krippendorff, Content Analysis, 4th edition (2018), chapter 12, and "Computing Krippendorff's alpha-reliability" (2011) for the
coefficient; Zapf et al., BMC Medical Research Methodology 16:93 (2016) for drawing items with replacement, whose coverage they found good.
"""

from enum import Enum
from typing import TYPE_CHECKING

from folkmoot.stats.agreement.coefficients import Agreement, Reason
from folkmoot.stats.agreement.ratings import Ratings, numbered
from folkmoot.stats.intervals import Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from folkmoot.stats.agreement.ratings import Floats

NAME = "Krippendorff alpha"
DRAWS = 2000
LEAST_ITEMS = 10  # fewer give too few different draws for the ends of an interval
MOST_UNDEFINED = 0.05  # share of draws without a coefficient (all one grade) above which no interval is given
_AT_ONCE = 4_000_000  # numbers held at a time while drawing


class Level(Enum):
    """What the grades mean: names only, an order, or distances. `INTERVAL` needs grades that are numbers."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorff_alpha(
    given: Ratings, level_of: Level = Level.NOMINAL, *, seed: int, draws: int = DRAWS, level: float = 0.95,
    clusters: "Sequence[int] | None" = None,
) -> Agreement:  # fmt: skip
    """1 - disagreement observed / disagreement expected, over the items assessed at least twice.

    The interval is the percentile bootstrap over items; the same `seed` gives the same interval. None where every assessment is the
    same grade: nothing then tells agreement from a scale nobody used. Raises ValueError for interval grades that are not numbers.
    With `clusters` (the group of each item) whole groups are drawn, and `TOO_FEW_ITEMS` counts groups.
    """
    pairs = _coincidences(given)
    items = int(pairs.shape[0])
    if clusters is not None and items:
        pairs = _summed(pairs, numbered(clusters, given.items)[:, given.counts.sum(axis=1) >= 2])
    if not items:
        return _answer(given, 0, None, None, Reason.NO_PAIRS, draws)
    apart = None if level_of is Level.ORDINAL else _fixed_distance(given, level_of)
    value = float(_alphas(pairs.sum(axis=0)[None], apart)[0])
    if value != value:
        return _answer(given, items, None, None, Reason.ONE_GRADE, draws)
    if pairs.shape[0] < LEAST_ITEMS:
        return _answer(given, items, value, None, Reason.TOO_FEW_ITEMS, draws)
    interval = _bootstrap(pairs, apart, value, seed, draws, level)
    return _answer(given, items, value, interval, None if interval else Reason.NO_SPREAD, draws)


def _answer(given: Ratings, items: int, value: float | None, interval: Estimate | None, reason: Reason | None, draws: int) -> Agreement:
    method = f"bootstrap over items, {draws} draws, percentiles"
    return Agreement(NAME, value, interval, None, None, None, items, given.assessors, method, reason)


def _summed(pairs: "Floats", member: "Floats") -> "Floats":
    """The pairs of each group of items together, of shape (groups with pairs, grades, grades)."""
    held = member[member.any(axis=1)]
    grades = pairs.shape[1]
    summed: Floats = (held @ pairs.reshape(len(pairs), grades * grades)).reshape(len(held), grades, grades)
    return summed


def _coincidences(given: Ratings) -> "Floats":
    """Pairs of grades within each item, each weighted 1 / (assessments - 1): shape (items assessed twice or more, grades, grades)."""
    import numpy as np

    counts = given.counts[given.counts.sum(axis=1) >= 2].astype(np.float64)
    pairs: Floats = counts[:, :, None] * counts[:, None, :]
    grades = np.arange(counts.shape[1])
    pairs[:, grades, grades] -= counts
    pairs /= (counts.sum(axis=1) - 1)[:, None, None]
    return pairs


def _fixed_distance(given: Ratings, level_of: Level) -> "Floats":
    import numpy as np

    if level_of is Level.NOMINAL:
        nominal: Floats = 1 - np.eye(len(given.grades))
        return nominal
    if any(isinstance(grade, str) for grade in given.grades):
        raise ValueError("grades that are not numbers have no distances: use the ordinal or the nominal level")
    values = np.array([float(grade) for grade in given.grades])
    squared: Floats = np.subtract.outer(values, values) ** 2
    return squared


def _ordinal_distance(use: "Floats") -> "Floats":
    """Squared distances by how often the grades between were used: `use` of shape (draws, grades), result (draws, grades, grades)."""
    import numpy as np

    below = np.cumsum(use, axis=1) - use / 2
    squared: Floats = (below[:, :, None] - below[:, None, :]) ** 2
    return squared


def _alphas(coincidences: "Floats", apart: "Floats | None") -> "Floats":
    """One alpha for each table of coincidences, of shape (draws, grades, grades); not a number where one grade only was used."""
    import numpy as np

    use = coincidences.sum(axis=2)
    distance = _ordinal_distance(use) if apart is None else apart[None]
    total = use.sum(axis=1)
    observed = (coincidences * distance).sum(axis=(1, 2))
    expected = (use[:, :, None] * use[:, None, :] * distance).sum(axis=(1, 2))
    alphas: Floats = np.full(len(total), np.nan)
    defined = expected > 0
    alphas[defined] = 1 - (total[defined] - 1) * observed[defined] / expected[defined]
    return alphas


def _bootstrap(pairs: "Floats", apart: "Floats | None", value: float, seed: int, draws: int, level: float) -> Estimate | None:
    """Percentiles of alpha over draws of the items with replacement; None where they show no spread or are too often undefined."""
    import numpy as np

    drawn = np.concatenate([_alphas(table, apart) for table in _drawn_tables(pairs, np.random.default_rng(seed), draws)])
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < (1 - MOST_UNDEFINED) * draws or np.ptp(defined) == 0:
        return None
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, min(value, float(low)), max(value, float(high)))


def _drawn_tables(pairs: "Floats", random: "np.random.Generator", draws: int) -> "list[Floats]":
    """Summed coincidences of each draw, some draws at a time: a panel of any size stays within memory."""
    import numpy as np

    items, grades = pairs.shape[0], pairs.shape[1]
    flat = pairs.reshape(items, grades * grades)
    at_once = max(1, min(draws, _AT_ONCE // max(items, grades * grades)))
    chance = np.full(items, 1 / items)
    sizes = [min(at_once, draws - done) for done in range(0, draws, at_once)]
    return [(random.multinomial(items, chance, size=size) @ flat).reshape(size, grades, grades) for size in sizes]
