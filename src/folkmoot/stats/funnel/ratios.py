"""The funnel of a standardised ratio: what was observed in each area against what its own cases led one to expect."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from folkmoot.stats.funnel.dispersion import Adjust, dispersion
from folkmoot.stats.funnel.limits import (
    ALARM_LEVEL,
    WARNING_LEVEL,
    Limits,
    Position,
    expected_at_limit,
    in_reading_order,
    poisson_limits,
    position,
    widest,
)
from folkmoot.stats.funnel.proportions import NothingToCompare
from folkmoot.stats.intervals import Estimate, z_value

# "log": the Summary Hospital-level Mortality Indicator's; "square root": the Care Quality Commission's.
Scale: TypeAlias = Literal["log", "square root"]
LEAST_EXPECTED_EVENTS = 5.0


@dataclass(frozen=True)
class StandardisedRatio:
    """Events observed, and events expected from a model or from standard rates (above 0)."""

    observed: int
    expected: float

    def __post_init__(self) -> None:
        if self.observed < 0 or not 0 < self.expected < math.inf:
            raise ValueError(f"observed must not be below 0 and expected must be above 0: {self.observed} of {self.expected}")

    @property
    def value(self) -> float:
        return self.observed / self.expected


@dataclass(frozen=True)
class RatioPoint:
    """One area. `ratio` carries the exact Poisson interval at 95%; `z` leaves the variation between areas out, `z_adjusted` has it."""

    area: str
    counts: StandardisedRatio
    ratio: Estimate
    z: float
    z_adjusted: float
    position: Position
    limits95: Limits
    limits998: Limits


@dataclass(frozen=True)
class RatioFunnel:
    """The target is 1: as many as expected. `tau2` is on the scale named; `areas` is in alphabetical order."""

    scale: Scale
    adjust: Adjust
    phi: float
    tau2: float
    areas: tuple[RatioPoint, ...]

    def curve(self, expected: Sequence[float]) -> tuple[tuple[float, Limits, Limits], ...]:
        """(expected, 95% limits, 99.8% limits) for each number expected, above 0, in the order given."""
        return tuple((number, self._limits(number, WARNING_LEVEL), self._limits(number, ALARM_LEVEL)) for number in expected)

    def _limits(self, expected: float, level: float) -> Limits:
        return ratio_limits(expected, level, self.scale, self.adjust, self.tau2)


def ratio_funnel(areas: Mapping[str, StandardisedRatio], adjust: Adjust = "winsorised", scale: Scale = "log") -> RatioFunnel:
    """Exact Poisson limits where nothing is adjusted, otherwise limits with the variation between areas (Spiegelhalter 2005; both
    scales as in FunnelPlotR). An area with fewer than one event expected is not judged. Raises NothingToCompare."""
    if not areas:
        raise NothingToCompare("There is no area to compare.", "A funnel needs at least one.", "Choose another period.")
    scores = [ratio_score(counts, scale, 0.0) for counts in areas.values()]
    spread = dispersion(scores, [_error(counts.expected, scale) for counts in areas.values()], adjust)
    points = tuple(_point(area, areas[area], scale, adjust, spread.tau2) for area in in_reading_order(areas))
    return RatioFunnel(scale, adjust, spread.phi, spread.tau2, points)


def ratio_limits(expected: float, level: float, scale: Scale, adjust: Adjust, tau2: float) -> Limits:
    """exp(± z·√(1/E + tau²)), or (1 ± z·√(1/(4E) + tau²))²; exact Poisson where nothing is adjusted. Few expected: the wider."""
    if adjust == "none":
        return poisson_limits(expected, level)
    half = z_value(level) * math.hypot(_error(expected, scale), math.sqrt(tau2))
    adjusted = Limits(math.exp(-half), math.exp(min(half, 700.0)))
    if scale == "square root":
        adjusted = Limits(max(0.0, 1 - half) ** 2, (1 + half) ** 2)
    return widest(adjusted, poisson_limits(expected, level)) if expected < LEAST_EXPECTED_EVENTS else adjusted


def ratio_score(counts: StandardisedRatio, scale: Scale, tau2: float) -> float:
    """√E·ln(O/E), or 2(√O − √E), with tau² added to the variance. On the log scale no event is taken as half of one."""
    error = math.hypot(_error(counts.expected, scale), math.sqrt(tau2))
    if scale == "log":
        return math.log(max(counts.observed, 0.5) / counts.expected) / error
    return (math.sqrt(counts.value) - 1) / error


def _error(expected: float, scale: Scale) -> float:
    return 1 / math.sqrt(expected) if scale == "log" else 1 / (2 * math.sqrt(expected))


def _point(area: str, counts: StandardisedRatio, scale: Scale, adjust: Adjust, tau2: float) -> RatioPoint:
    exact = expected_at_limit(counts.observed, WARNING_LEVEL)
    ratio = Estimate(counts.value, exact.low / counts.expected, exact.high / counts.expected)
    limits95, limits998 = (ratio_limits(counts.expected, level, scale, adjust, tau2) for level in (WARNING_LEVEL, ALARM_LEVEL))
    return RatioPoint(
        area,
        counts,
        ratio,
        ratio_score(counts, scale, 0.0),
        ratio_score(counts, scale, tau2),
        Position.TOO_FEW if counts.expected < 1 else position(counts.value, limits95, limits998),
        limits95,
        limits998,
    )
