"""The funnel of a proportion: each area's rate against the limits that its own number of cases allows."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.errors import FolkmootError
from folkmoot.stats.counts import NONE_COUNTED, Counts
from folkmoot.stats.funnel.dispersion import Adjust, Dispersion, dispersion
from folkmoot.stats.funnel.limits import (
    ALARM_LEVEL,
    LEAST_AT_RISK,
    WARNING_LEVEL,
    Limits,
    Position,
    arcsine_limits,
    exact_limits,
    few_expected,
    in_reading_order,
    normal_limits,
    position,
    widest,
)
from folkmoot.stats.intervals import Estimate, wilson


class NothingToCompare(FolkmootError):
    """No area has anybody at risk of the outcome."""


class ImpossibleTarget(FolkmootError):
    """The target set leaves no room for chance."""


@dataclass(frozen=True)
class AreaPoint:
    """One area. Where nobody is at risk there is no rate, no score and no limit.

    `z` is the plain score (rate − target)/√(target(1 − target)/n); `z_adjusted` the score on the arcsine scale with the variation
    between areas added (equal to `z` where nothing is adjusted). `exact` says that the limits had to be exact: with so few expected
    the scores mislead, and `position` does not use them.
    """

    area: str
    counts: Counts
    rate: Estimate | None
    z: float | None
    z_adjusted: float | None
    position: Position
    limits95: Limits | None
    limits998: Limits | None
    exact: bool


@dataclass(frozen=True)
class CurvePoint:
    """The limits for an area with `base` at risk: what a chart draws the funnel from."""

    base: int
    limits95: Limits
    limits998: Limits


@dataclass(frozen=True)
class Funnel:
    """`target` and limits are rates from 0 to 1; `tau2` is on the arcsine scale. `areas` is in alphabetical order: inside the
    limits there is no other. `target_set` tells a target somebody set from the pooled rate of the areas."""

    target: float
    target_set: bool
    adjust: Adjust
    phi: float
    tau2: float
    areas: tuple[AreaPoint, ...]

    @property
    def beyond(self) -> tuple[AreaPoint, ...]:
        """The areas beyond either limit, in alphabetical order."""
        return tuple(point for point in self.areas if point.position in (Position.BEYOND_95, Position.BEYOND_998))

    @property
    def expected_beyond_95(self) -> float:
        """How many of the areas judged would lie beyond the 95% limits by chance alone."""
        return (1 - WARNING_LEVEL) * sum(point.position is not Position.TOO_FEW for point in self.areas)

    def curve(self, bases: Sequence[int]) -> tuple[CurvePoint, ...]:
        """The limits at these numbers at risk, each at least 1, in the order given."""
        return tuple(CurvePoint(base, self._limits(base, WARNING_LEVEL), self._limits(base, ALARM_LEVEL)) for base in bases)

    def _limits(self, base: int, level: float) -> Limits:
        return proportion_limits(self.target, base, level, self.adjust, self.tau2)


def funnel(
    areas: Mapping[str, Counts], target: float | None = None, adjust: Adjust = "winsorised", least_at_risk: int = LEAST_AT_RISK
) -> Funnel:
    """Areas against a set target, or against their own pooled rate (Spiegelhalter 2005).

    With large areas chance alone flags too many; "winsorised" (the default), "truncated" and "untrimmed" therefore add the
    variation between areas to the limits. Exact binomial limits are used where fewer than five events or non-events are expected: on
    the arcsine scale a small area at 100 per cent has an extreme score (drugs cases in CPS outcomes of March 2018) and says little.
    An area with fewer than `least_at_risk` is not judged, but counts towards the pooled rate.
    Raises NothingToCompare, and ImpossibleTarget for a target that is not between 0 and 1.
    """
    pooled = sum(areas.values(), NONE_COUNTED)
    if not pooled.base:
        raise NothingToCompare("No area has any cases.", "A funnel compares rates, and there are none.", "Choose another period.")
    aim = pooled.with_outcome / pooled.base if target is None else _checked(target)
    spread = _dispersion([counts for counts in areas.values() if counts.base], aim, adjust)
    points = tuple(_point(area, areas[area], aim, adjust, spread.tau2, least_at_risk) for area in in_reading_order(areas))
    return Funnel(aim, target is not None, adjust, spread.phi, spread.tau2, points)


def proportion_limits(target: float, base: int, level: float, adjust: Adjust, tau2: float) -> Limits:
    """The limits of an area with `base` at risk. Where few are expected and the funnel is adjusted, the exact limits and the
    adjusted ones are both too narrow on one side: each side takes the wider."""
    few = few_expected(target, base)
    if adjust == "none":
        return exact_limits(target, base, level) if few else normal_limits(target, base, level)
    adjusted = arcsine_limits(target, base, level, tau2)
    return widest(adjusted, exact_limits(target, base, level)) if few else adjusted


def plain_score(counts: Counts, target: float) -> float:
    """(rate − target)/√(target(1 − target)/n); 0 where the target leaves no variation."""
    error = math.sqrt(target * (1 - target) / counts.base)
    return (counts.with_outcome / counts.base - target) / error if error else 0.0


def arcsine_score(counts: Counts, target: float, tau2: float) -> float:
    """(arcsin√rate − arcsin√target)/√(1/(4n) + tau²), as in FunnelPlotR."""
    gap = math.asin(math.sqrt(counts.with_outcome / counts.base)) - math.asin(math.sqrt(target))
    return gap / math.sqrt(1 / (4 * counts.base) + tau2)


def _checked(target: float) -> float:
    if not 0 < target < 1:
        raise ImpossibleTarget(
            f"A target of {target:g} cannot be used for a funnel.",
            "At 0 or 100 per cent every single case decides; there is no range that chance could explain.",
            "Set a target above 0 and below 1, or leave it out to compare the areas with their own pooled rate.",
        )
    return target


def _dispersion(areas: Sequence[Counts], target: float, adjust: Adjust) -> Dispersion:
    scores = [arcsine_score(counts, target, 0.0) for counts in areas]
    return dispersion(scores, [1 / (2 * math.sqrt(counts.base)) for counts in areas], adjust)


def _point(area: str, counts: Counts, target: float, adjust: Adjust, tau2: float, least_at_risk: int) -> AreaPoint:
    if not counts.base:
        return AreaPoint(area, counts, None, None, None, Position.TOO_FEW, None, None, False)
    rate = wilson(counts.with_outcome, counts.base)
    z = plain_score(counts, target)
    limits95, limits998 = (proportion_limits(target, counts.base, level, adjust, tau2) for level in (WARNING_LEVEL, ALARM_LEVEL))
    return AreaPoint(
        area,
        counts,
        rate,
        z,
        z if adjust == "none" else arcsine_score(counts, target, tau2),
        Position.TOO_FEW if counts.base < least_at_risk else position(rate.value, limits95, limits998),
        limits95,
        limits998,
        few_expected(target, counts.base),
    )
