"""Relative rates of several areas taken together: how far they differ beyond chance, and each drawn towards the common one.

Source: DerSimonian and Laird (1986), "Meta-analysis in clinical trials", Controlled Clinical Trials 7; I² of Higgins and Thompson
(2002). All values are natural logarithms of ratios unless said otherwise.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import Estimate, z_value

LEAST_GROUPS = 3


@dataclass(frozen=True)
class LogRatio:
    """ln of a relative rate with its large-sample variance (Katz 1978). `corrected`: half a case was added to every count, because
    one of them was zero."""

    value: float
    variance: float
    corrected: bool

    def ratio(self, level: float = 0.95) -> Estimate:
        """Back on the natural scale, with the log interval."""
        return _natural(self.value, self.variance, level)


@dataclass(frozen=True)
class RandomEffects:
    """`q` is Cochran's Q on `df` degrees of freedom, `p_value` its upper tail; `i2` the share of variation beyond chance (0 to 1);
    `tau2` the variance between areas. `fixed` and `pooled` are the common log ratio without and with that variance."""

    q: float
    df: int
    p_value: float
    i2: float
    tau2: float
    fixed: float
    fixed_error: float
    pooled: float
    pooled_error: float


@dataclass(frozen=True)
class ShrunkRatio:
    """A relative rate as counted and as shrunk; None where it is not defined or nothing could be fitted."""

    name: str
    group: Counts
    reference: Counts
    raw: Estimate | None
    shrunk: Estimate | None


@dataclass(frozen=True)
class ShrunkRatios:
    """`effects` is None, and `refused` says why, where there were too few to learn from. In the order given."""

    effects: RandomEffects | None
    refused: str
    ratios: tuple[ShrunkRatio, ...]


def log_ratio(group: Counts, reference: Counts) -> LogRatio | None:
    """None where a side has nobody at risk or neither side has an event: such an area says nothing about the ratio."""
    if not group.base or not reference.base or not group.with_outcome + reference.with_outcome:
        return None
    corrected = not all((group.with_outcome, group.without_outcome, reference.with_outcome, reference.without_outcome))
    half = 0.5 if corrected else 0.0
    a, n1, b, n2 = group.with_outcome + half, group.base + 2 * half, reference.with_outcome + half, reference.base + 2 * half
    return LogRatio(math.log(a / n1) - math.log(b / n2), 1 / a - 1 / n1 + 1 / b - 1 / n2, corrected)


def random_effects(values: Sequence[float], variances: Sequence[float]) -> RandomEffects:
    """One log ratio and its variance (above 0) for each area; at least one area. The moment estimator of DerSimonian and Laird."""
    weights = [1 / variance for variance in variances]
    total = math.fsum(weights)
    fixed = _mean(values, weights)
    q = math.fsum(weight * (value - fixed) ** 2 for value, weight in zip(values, weights, strict=True))
    df = len(values) - 1
    spread = total - math.fsum(weight * weight for weight in weights) / total
    tau2 = (q - df) / spread if q > df and spread > 1e-12 * total else 0.0
    wider = [1 / (variance + tau2) for variance in variances]
    return RandomEffects(
        q, df, _upper_tail(q, df), (q - df) / q if q > df else 0.0, tau2, fixed, total**-0.5, _mean(values, wider), math.fsum(wider) ** -0.5
    )


def shrink_relative_rates(areas: Mapping[str, tuple[Counts, Counts]], level: float = 0.95) -> ShrunkRatios:
    """(group, reference) of each area, drawn towards the common relative rate: the empirical Bayes estimate under random effects,
    with the uncertainty of the common rate in its interval. Refused where fewer than three areas have a relative rate."""
    logs = {name: log_ratio(*pair) for name, pair in areas.items()}
    usable = [found for found in logs.values() if found is not None]
    effects, refused = None, ""
    if len(usable) < LEAST_GROUPS:
        refused = f"Only {len(usable)} with a relative rate: too few to learn from the others (at least {LEAST_GROUPS})."
    else:
        effects = random_effects([found.value for found in usable], [found.variance for found in usable])
    return ShrunkRatios(effects, refused, tuple(_shrunk(name, areas[name], logs[name], effects, level) for name in areas))


def _shrunk(name: str, pair: tuple[Counts, Counts], found: LogRatio | None, effects: RandomEffects | None, level: float) -> ShrunkRatio:
    raw = found.ratio(level) if found else None
    if found is None or effects is None:
        return ShrunkRatio(name, *pair, raw, None)
    towards = found.variance / (found.variance + effects.tau2)
    value = (1 - towards) * found.value + towards * effects.pooled
    variance = (1 - towards) * found.variance + (towards * effects.pooled_error) ** 2
    return ShrunkRatio(name, *pair, raw, _natural(value, variance, level))


def _natural(value: float, variance: float, level: float) -> Estimate:
    half = z_value(level) * math.sqrt(variance)
    return Estimate(math.exp(value), math.exp(value - half), math.exp(value + half))


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return math.fsum(weight * value for value, weight in zip(values, weights, strict=True)) / math.fsum(weights)


def _upper_tail(q: float, df: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(df, q)) if df else 1.0
