"""Whether a difference between a group and its reference is the same in every area: a funnel of relative rates."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.stats.counts import Counts
from folkmoot.stats.funnel.limits import ALARM_LEVEL, LEAST_AT_RISK, WARNING_LEVEL, Limits, Position, in_reading_order, position
from folkmoot.stats.funnel.proportions import NothingToCompare
from folkmoot.stats.intervals import Estimate, z_value
from folkmoot.stats.shrinkage.random_effects import LogRatio, RandomEffects, log_ratio, random_effects


@dataclass(frozen=True)
class RelativeRatePoint:
    """One area's relative rate, group beside reference, with its 95% log interval and the limits around the common relative rate.

    `corrected`: a count was zero, and half a case was added to each. Where a side has nobody at risk, or neither side an event,
    there is no ratio. `precision` is 1/standard error of the logarithm: what a chart puts on its base line.
    """

    area: str
    group: Counts
    reference: Counts
    ratio: Estimate | None
    precision: float | None
    z: float | None
    z_adjusted: float | None
    position: Position
    limits95: Limits | None
    limits998: Limits | None
    corrected: bool


@dataclass(frozen=True)
class RelativeRateFunnel:
    """`target` is the common relative rate of all areas (fixed effect); `effects` says how far the areas differ beyond chance, on
    the log scale. `areas` is in alphabetical order: inside the limits there is no other."""

    target: float
    adjusted: bool
    effects: RandomEffects
    areas: tuple[RelativeRatePoint, ...]


def relative_rate_funnel(
    areas: Mapping[str, tuple[Counts, Counts]], adjust: bool = True, least_at_risk: int = LEAST_AT_RISK
) -> RelativeRateFunnel:
    """(group, reference) of each area against the common relative rate. With `adjust` the limits contain the variance between areas
    (DerSimonian and Laird 1986). An area with fewer than `least_at_risk` on either side is not judged, but is pooled.
    Raises NothingToCompare where no area has a relative rate."""
    logs = {area: log_ratio(*pair) for area, pair in areas.items()}
    usable = [found for found in logs.values() if found is not None]
    if not usable:
        raise NothingToCompare(
            "No area has a relative rate to compare.",
            "In each of them a side is empty, or nobody on either side had the outcome.",
            "Choose a longer period or a larger group.",
        )
    effects = random_effects([found.value for found in usable], [found.variance for found in usable])
    tau2 = effects.tau2 if adjust else 0.0
    points = tuple(_point(area, areas[area], logs[area], effects.fixed, tau2, least_at_risk) for area in in_reading_order(areas))
    return RelativeRateFunnel(math.exp(effects.fixed), adjust, effects, points)


def _point(
    area: str, pair: tuple[Counts, Counts], found: LogRatio | None, target: float, tau2: float, least_at_risk: int
) -> RelativeRatePoint:
    group, reference = pair
    if found is None:
        return RelativeRatePoint(area, group, reference, None, None, None, None, Position.TOO_FEW, None, None, False)
    error, adjusted = math.sqrt(found.variance), math.sqrt(found.variance + tau2)
    limits95, limits998 = (_around(target, adjusted, level) for level in (WARNING_LEVEL, ALARM_LEVEL))
    few = min(group.base, reference.base) < least_at_risk
    return RelativeRatePoint(
        area,
        group,
        reference,
        found.ratio(WARNING_LEVEL),
        1 / error,
        (found.value - target) / error,
        (found.value - target) / adjusted,
        Position.TOO_FEW if few else position(math.exp(found.value), limits95, limits998),
        limits95,
        limits998,
        found.corrected,
    )


def _around(target: float, error: float, level: float) -> Limits:
    half = z_value(level) * error
    return Limits(math.exp(target - half), math.exp(target + half))
