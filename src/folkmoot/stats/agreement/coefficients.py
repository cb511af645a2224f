"""Coefficients of agreement among assessors, with intervals that do not suppose there is none.

Sources: Cohen (1960, 1968); Fleiss, Cohen and Everitt (1969) for the standard error of kappa; Fleiss (1971); Gwet, "Computing
inter-rater reliability and its variance in the presence of high agreement", British Journal of Mathematical and Statistical
Psychology 61 (2008), and Handbook of Inter-Rater Reliability, 4th edition (2014), for AC1, AC2, missing assessments and the standard
errors of all measures for many assessors. Intervals take Student's t with items - 1 degrees of freedom, as Gwet does: panels are small.
"""

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from folkmoot.stats.agreement.ratings import NOT_GIVEN, Ratings, UnreadableRatings, Weighting, Weights, numbered, weight_matrix
from folkmoot.stats.intervals import Estimate, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from folkmoot.stats.agreement.ratings import Floats


class Reason(Enum):
    """Why there is no coefficient, or none of its interval."""

    NO_PAIRS = "no item was assessed by two assessors"
    ONE_GRADE = "every assessment is the same grade, so agreement beyond chance is not defined"
    TOO_FEW_ITEMS = "too few items for an interval"
    NO_SPREAD = "the items do not differ, so the formula gives no width"


@dataclass(frozen=True)
class Agreement:
    """One coefficient: 1 is full agreement, 0 what chance would give (percent agreement: 0 is none).

    `observed` and `expected` are the shares of agreement seen and due to chance; `items` those assessed at least twice.
    `reason` says why `value` or `interval` is None; it is None where both are there.
    """

    measure: str
    value: float | None
    interval: Estimate | None
    standard_error: float | None
    observed: float | None
    expected: float | None
    items: int
    assessors: int
    method: str
    reason: Reason | None = None


ITEM_VARIANCE = "Gwet's variance over items, Student's t"
CLUSTER_VARIANCE = "Gwet's parts of the variance summed within groups of items, Student's t over groups"
KAPPA_VARIANCE = "Fleiss, Cohen and Everitt's variance, Student's t"
WILSON_PAIRS = "Wilson score interval for the items on which both agree"
WILSON_UNANIMOUS = "Wilson lower limit for the items on which all agree, a lower limit for pairs too"


def percent_agreement(given: Ratings, weights: Weights = Weighting.IDENTITY, level: float = 0.95) -> Agreement:
    """Share of pairs of assessors who agree, averaged over the items; with weights, nearly agreeing counts in part.

    Two assessors: Wilson interval. Every item unanimous: the Wilson interval for that. Otherwise Gwet's variance.
    """
    found = _Items(given, weights)
    if not found.pairs:
        return _without("percent agreement", found, Reason.NO_PAIRS)
    exact = _wilson_agreement(found, level)
    if exact is not None and weights is Weighting.IDENTITY:
        return exact
    return _estimated("percent agreement", found, found.observed, 0.0, found.scaled(), level)


def fleiss_kappa(given: Ratings, weights: Weights = Weighting.IDENTITY, level: float = 0.95) -> Agreement:
    """Fleiss' (1971) kappa for any number of assessors, with missing assessments as in Gwet (2014)."""
    found = _Items(given, weights)
    name = "Fleiss kappa"
    if not found.pairs:
        return _without(name, found, Reason.NO_PAIRS)
    near = found.weights @ found.use
    expected = float(found.use @ near)
    if expected >= 1 - 1e-12:
        return _without(name, found, Reason.ONE_GRADE)
    return _chance_corrected(name, found, expected, found.shares @ near, level)


def gwet_ac(
    given: Ratings, weights: Weights = Weighting.IDENTITY, level: float = 0.95, *, clusters: "Sequence[int] | None" = None
) -> Agreement:
    """Gwet's AC1; with weights, AC2. Chance agreement is small where nearly all assessments are one grade, where kappa collapses.

    Declare the whole scale when making the ratings: a grade that could have been given and was not is part of it. `clusters` says of
    each item to which group it belongs (several questions about one case): the interval then takes groups, not items, as what was drawn.
    Raises UnreadableRatings where their number is not that of the items.
    """
    found = _Items(given, weights, clusters)
    name = "Gwet AC1" if weights is Weighting.IDENTITY else "Gwet AC2"
    if not found.pairs:
        return _without(name, found, Reason.NO_PAIRS)
    grades = len(given.grades)
    scale = float(found.weights.sum()) / (grades * (grades - 1)) if grades > 1 else 0.0
    expected = scale * float(found.use @ (1 - found.use))
    return _chance_corrected(name, found, expected, scale * (found.shares @ (1 - found.use)), level)


class _Items:
    """What every coefficient needs of each item, after Gwet (2014): agreement of its pairs, and the share of each grade.

    `shares` has shape (items, grades), its mean over items is `use`; `agreeing` has shape (items,), 0 where there is no pair.
    """

    def __init__(self, given: Ratings, weights: Weights, clusters: "Sequence[int] | None" = None) -> None:
        import numpy as np

        self.clusters = None if clusters is None else numbered(clusters, given.items)
        counts = given.counts.astype(np.float64)
        each = counts.sum(axis=1)
        self.given = given
        self.weights = weight_matrix(weights, len(given.grades))
        self.shares: Floats = counts / each[:, None]
        self.use: Floats = self.shares.mean(axis=0) if given.items else counts.sum(axis=0)
        self.paired = each >= 2
        self.pairs = int(self.paired.sum())
        inside = (counts * (counts @ self.weights - 1)).sum(axis=1)
        self.agreeing: Floats = np.where(self.paired, inside / np.maximum(1, each * (each - 1)), 0.0)
        self.observed = float(self.agreeing[self.paired].mean()) if self.pairs else 0.0

    def scaled(self, expected: float = 0.0) -> "Floats":
        """Each item's agreement beyond `expected`, weighted so that their mean over all items is that of the items with pairs."""
        scaled: Floats = (self.given.items / self.pairs) * (self.agreeing - expected * self.paired)
        return scaled


def _chance_corrected(name: str, found: _Items, expected: float, by_item: "Floats", level: float) -> Agreement:
    """(observed - expected) / (1 - expected); `by_item` is each item's part in the agreement expected, of shape (items,)."""
    value = (found.observed - expected) / (1 - expected)
    parts = found.scaled(expected) / (1 - expected) - 2 * (1 - value) * (by_item - expected) / (1 - expected)
    return _estimated(name, found, value, expected, parts, level)


def _estimated(name: str, found: _Items, value: float, expected: float, parts: "Floats", level: float) -> Agreement:
    """The coefficient with the interval that the spread of its items' parts, of shape (items,), gives.

    With clusters their sums are what varies (the ultimate cluster variance: Cochran, Sampling Techniques, 3rd edition, 1977,
    chapter 9A); each item its own cluster gives Gwet's variance.
    """
    apart = parts - value if found.clusters is None else found.clusters @ (parts - value)
    drawn, method = len(apart), ITEM_VARIANCE if found.clusters is None else CLUSTER_VARIANCE
    error = math.sqrt(drawn / (drawn - 1) * float((apart**2).sum())) / found.given.items if drawn > 1 else 0.0
    error = 0.0 if error < 1e-12 else error
    reason = None if error else Reason.TOO_FEW_ITEMS if drawn < 2 else Reason.NO_SPREAD
    interval = t_interval(value, error, drawn - 1, level) if error else None
    wanted = error if error else None
    return Agreement(name, value, interval, wanted, found.observed, expected, found.pairs, found.given.assessors, method, reason)


def t_interval(value: float, error: float, df: int, level: float) -> Estimate:
    """value -/+ t * error, ending at 1 and, where the value itself is not below, at -1."""
    from scipy.special import stdtrit

    half = float(stdtrit(df, (1 + level) / 2)) * error
    low = value - half
    return Estimate(value, max(-1.0, low) if value >= -1 else low, min(1.0, value + half))


def _wilson_agreement(found: _Items, level: float) -> Agreement | None:
    """Where each item either agrees wholly or not at all, agreement is a proportion of items."""
    each = found.given.counts[found.paired].sum(axis=1)
    agreeing = found.agreeing[found.paired]
    if bool((each == 2).all()):
        method = WILSON_PAIRS
    elif bool((agreeing == 1).all()):
        method = WILSON_UNANIMOUS
    else:
        return None
    interval = wilson(round(float(agreeing.sum())), found.pairs, level)
    value = interval.value
    error = math.sqrt(value * (1 - value) / found.pairs)
    return Agreement("percent agreement", value, interval, error or None, value, 0.0, found.pairs, found.given.assessors, method)


def _without(name: str, found: _Items, reason: Reason) -> Agreement:
    observed = found.observed if found.pairs else None
    return Agreement(name, None, None, None, observed, None, found.pairs, found.given.assessors, ITEM_VARIANCE, reason)


def cohen_kappa(given: Ratings, weights: Weights = Weighting.IDENTITY, level: float = 0.95) -> Agreement:
    """Cohen's kappa of two assessors, weighted if asked; items that only one assessed are left out. Raises UnreadableRatings."""
    import numpy as np

    if given.assessors != 2:
        raise UnreadableRatings(
            f"Cohen's kappa compares two assessors, not {given.assessors}.", "", "Choose two of them, or another measure."
        )
    both = given.codes[(given.codes != NOT_GIVEN).all(axis=1)]
    grades, items = len(given.grades), len(both)
    near = weight_matrix(weights, grades)
    name = "Cohen kappa" if weights is Weighting.IDENTITY else "Cohen weighted kappa"
    if not items:
        return Agreement(name, None, None, None, None, None, 0, 2, KAPPA_VARIANCE, Reason.NO_PAIRS)
    table = np.zeros((grades, grades))
    np.add.at(table, (both[:, 0], both[:, 1]), 1 / items)
    observed = float((near * table).sum())
    first, second = table.sum(axis=1), table.sum(axis=0)
    expected = float(first @ near @ second)
    if expected >= 1 - 1e-12:
        return Agreement(name, None, None, None, observed, expected, items, 2, KAPPA_VARIANCE, Reason.ONE_GRADE)
    value = (observed - expected) / (1 - expected)
    error = _kappa_error(table, near, value, observed, expected, items)
    interval = t_interval(value, error, items - 1, level) if error else None
    reason = None if error else Reason.TOO_FEW_ITEMS if items < 2 else Reason.NO_SPREAD
    return Agreement(name, value, interval, error or None, observed, expected, items, 2, KAPPA_VARIANCE, reason)


def _kappa_error(table: "Floats", near: "Floats", kappa: float, observed: float, expected: float, items: int) -> float:
    """Fleiss, Cohen and Everitt (1969), their formula for a kappa that is not 0; `table` holds shares of the items."""
    import numpy as np

    rows, columns = near @ table.sum(axis=0), near @ table.sum(axis=1)
    spread = float((table * (near - (1 - kappa) * np.add.outer(rows, columns)) ** 2).sum())
    variance = (spread - (observed - 2 * (1 - kappa) * expected) ** 2) / (items * (1 - expected) ** 2)
    return math.sqrt(variance) if items > 1 and variance > 1e-18 else 0.0
