"""Rates of many groups, each drawn towards the common one: beta-binomial empirical Bayes.

Sources: Kleinman (1973), "Proportions with extraneous variance", JASA 68, for the moments; the marginal likelihood is that of
Skellam's (1948) beta-binomial; posterior mean (x + α)/(n + α + β) and its beta quantiles as in Carlin and Louis. The intervals take
α and β as known and are therefore a little too narrow where groups are few.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from folkmoot.stats.counts import NONE_COUNTED, Counts
from folkmoot.stats.intervals import Estimate, wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

Method: TypeAlias = Literal["likelihood", "moments"]
LEAST_GROUPS = 3
# α + β is sought between these; beyond the highest, groups do not vary by more than chance would make them.
LOWEST_PRECISION, HIGHEST_PRECISION = 1e-2, 1e6


@dataclass(frozen=True)
class BetaPrior:
    """How rates vary between groups: their mean (0 to 1), and `precision` α + β, infinite where they do not vary."""

    mean: float
    precision: float

    @property
    def alpha(self) -> float:
        return self.mean * self.precision

    @property
    def beta(self) -> float:
        return (1 - self.mean) * self.precision


@dataclass(frozen=True)
class ShrunkRate:
    """A group's rate as counted, with its Wilson interval, and as shrunk, with its equal-tailed one. None where nobody is at risk,
    or where nothing could be fitted."""

    group: str
    counts: Counts
    raw: Estimate | None
    shrunk: Estimate | None


@dataclass(frozen=True)
class ShrunkRates:
    """`prior` is None, and `refused` says why, where there were too few groups to learn from. `pooled`: the groups do not vary
    beyond chance, and each takes the common rate. In the order given: this is not a ranking."""

    method: Method
    prior: BetaPrior | None
    refused: str
    rates: tuple[ShrunkRate, ...]

    @property
    def pooled(self) -> bool:
        return self.prior is not None and math.isinf(self.prior.precision)


def shrink_rates(groups: Mapping[str, Counts], method: Method = "likelihood", level: float = 0.95) -> ShrunkRates:
    """Posterior mean and equal-tailed interval of each group's rate. Refused, with the reason, for fewer than three groups."""
    counted = [counts for counts in groups.values() if counts.base]
    if len(counted) < LEAST_GROUPS:
        refused = f"Only {len(counted)} with anybody at risk: too few groups to learn from the others (at least {LEAST_GROUPS})."
        return ShrunkRates(method, None, refused, tuple(_raw(group, counts, level) for group, counts in groups.items()))
    prior = fit_by_moments(counted) if method == "moments" else fit_by_likelihood(counted)
    total = sum(counted, NONE_COUNTED)
    return ShrunkRates(method, prior, "", tuple(_shrunk(group, counts, prior, total, level) for group, counts in groups.items()))


def fit_by_moments(groups: Sequence[Counts]) -> BetaPrior:
    """Kleinman's estimator with weights n: the pooled rate, and the correlation within groups that makes the weighted spread of the
    rates equal to its expectation. Every base is at least 1."""
    total = sum(groups, NONE_COUNTED)
    mean = total.with_outcome / total.base
    chance = mean * (1 - mean)
    room = total.base - sum(counts.base**2 for counts in groups) / total.base - (len(groups) - 1)
    if not chance or room <= 0:
        return BetaPrior(mean, math.inf)
    spread = math.fsum(counts.base * (counts.with_outcome / counts.base - mean) ** 2 for counts in groups)
    correlation = (spread / chance - (len(groups) - 1)) / room
    if correlation <= 1 / (1 + HIGHEST_PRECISION):
        return BetaPrior(mean, math.inf)
    return BetaPrior(mean, max(LOWEST_PRECISION, 1 / correlation - 1))


def fit_by_likelihood(groups: Sequence[Counts]) -> BetaPrior:
    """Maximum of the marginal likelihood. For each precision the best mean is a root of a falling function; the best precision is
    looked for on a grid and then between its neighbours, so that no start value can lead astray. Every base is at least 1."""
    import numpy as np

    total = sum(groups, NONE_COUNTED)
    pooled = BetaPrior(total.with_outcome / total.base, math.inf)
    if total.with_outcome in (0, total.base) or total.base == len(groups):  # with one person each, nothing tells groups apart
        return pooled
    x = np.array([counts.with_outcome for counts in groups], dtype=np.float64)
    n = np.array([counts.base for counts in groups], dtype=np.float64)
    grid = np.geomspace(LOWEST_PRECISION, HIGHEST_PRECISION, 73)
    best = int(np.argmax([_log_likelihood(x, n, _best_mean(x, n, precision), precision) for precision in grid]))
    if best == len(grid) - 1:
        return pooled
    if best == 0:
        return BetaPrior(_best_mean(x, n, LOWEST_PRECISION), LOWEST_PRECISION)
    precision = math.exp(_root(lambda log: _slope_of_precision(x, n, math.exp(log)), math.log(grid[best - 1]), math.log(grid[best + 1])))
    return BetaPrior(_best_mean(x, n, precision), precision)


def _log_likelihood(x: "Floats", n: "Floats", mean: float, precision: float) -> float:
    """Σ ln B(x + α, n − x + β) − ln B(α, β), without the binomial coefficients."""
    from scipy.special import betaln

    alpha, beta = mean * precision, (1 - mean) * precision
    return float((betaln(x + alpha, n - x + beta) - betaln(alpha, beta)).sum())


def _best_mean(x: "Floats", n: "Floats", precision: float) -> float:
    from scipy.special import psi

    def slope(mean: float) -> float:
        alpha, beta = mean * precision, (1 - mean) * precision
        return float((psi(x + alpha) - psi(alpha) - psi(n - x + beta) + psi(beta)).sum())

    return _root(slope, 1e-12, 1 - 1e-12)


def _slope_of_precision(x: "Floats", n: "Floats", precision: float) -> float:
    """Derivative of the log likelihood by the precision, at the best mean for it."""
    from scipy.special import psi

    mean = _best_mean(x, n, precision)
    alpha, beta = mean * precision, (1 - mean) * precision
    events = mean * (psi(x + alpha) - psi(alpha)) + (1 - mean) * (psi(n - x + beta) - psi(beta))
    return float((events - psi(n + precision) + psi(precision)).sum())


def _root(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that is positive at `low` and negative at `high` crosses 0, by bisection."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


def _raw(group: str, counts: Counts, level: float) -> ShrunkRate:
    raw = wilson(counts.with_outcome, counts.base, level) if counts.base else None
    return ShrunkRate(group, counts, raw, None)


def _shrunk(group: str, counts: Counts, prior: BetaPrior, total: Counts, level: float) -> ShrunkRate:
    raw = _raw(group, counts, level).raw
    if raw is None:
        return ShrunkRate(group, counts, None, None)
    if math.isinf(prior.precision):
        return ShrunkRate(group, counts, raw, wilson(total.with_outcome, total.base, level))
    return ShrunkRate(group, counts, raw, _posterior(counts, prior, level))


def _posterior(counts: Counts, prior: BetaPrior, level: float) -> Estimate:
    from scipy.special import betaincinv

    a, b = counts.with_outcome + prior.alpha, counts.without_outcome + prior.beta
    return Estimate(a / (a + b), float(betaincinv(a, b, (1 - level) / 2)), float(betaincinv(a, b, (1 + level) / 2)))
