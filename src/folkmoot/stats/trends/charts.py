"""The charts: centre, limits and marked points of each stretch between breaks.

Sources: XmR by Shewhart and Wheeler with the screening of NHSRplotthedots (Nelson 1982); p chart by Shewhart; p′ by Laney (2002),
"Improved control charts for attributes", Quality Engineering 14.
"""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

from folkmoot.errors import FolkmootError
from folkmoot.stats.counts import NONE_COUNTED, Counts
from folkmoot.stats.funnel.limits import Limits
from folkmoot.stats.intervals import Estimate, newcombe_difference
from folkmoot.stats.trends.runs import LEAST_POINTS, Signal, run_signals

Kind: TypeAlias = Literal["XmR", "p", "Laney p′"]
# 3/d₂ and d₂ for moving ranges of two, and the upper limit of such a range over its mean, as published.
LIMIT_PER_RANGE = 2.66
RANGE_PER_SIGMA = 1.128
LARGEST_RANGE = 3.267
# A chart has gaps: a period without a figure.
Values: TypeAlias = Sequence[float | None]


class BreakNotFound(FolkmootError):
    """A break was given at a period that the series does not have."""


@dataclass(frozen=True)
class Point:
    """One period. `value` is None where there is no figure; a rate lies between 0 and 1 and comes with its counts."""

    period: str
    value: float | None
    counts: Counts | None
    limits: Limits | None
    signals: frozenset[Signal]


@dataclass(frozen=True)
class Segment:
    """The points from one break to the next, with a centre of their own.

    `refused` says why the run rules were not applied; limits are then provisional and no point is marked. `screened`: extreme
    moving ranges were left out of the mean one. `sigma_z` (Laney) is how many times wider than chance alone the points scatter.
    `change` is the last rate minus the first, with Newcombe's interval: what can be said however few the points.
    """

    points: tuple[Point, ...]
    centre: float | None
    mean_moving_range: float | None
    screened: bool
    sigma_z: float | None
    refused: str
    change: Estimate | None

    @property
    def rules_applied(self) -> bool:
        return not self.refused


@dataclass(frozen=True)
class Chart:
    """A series in stretches. `change` never reaches over a break: it is that of the last stretch."""

    kind: Kind
    segments: tuple[Segment, ...]

    @property
    def change(self) -> Estimate | None:
        return self.segments[-1].change if self.segments else None

    @property
    def lines(self) -> tuple[tuple[Point, ...], ...]:
        """The points to be joined by a line: never over a break, never over a period without a figure."""
        runs = (groupby(segment.points, key=lambda point: point.value is not None) for segment in self.segments)
        return tuple(tuple(points) for run in runs for has_figure, points in run if has_figure)


def xmr_chart(
    periods: Sequence[str], values: Values, breaks: Collection[str] = (), screen: bool = True, least_points: int = LEAST_POINTS
) -> Chart:
    """Single figures: mean ± 2.66 × mean moving range. With `screen`, ranges of 3.267 times their mean and more are left out, once.

    A break names the first period of a new baseline. Raises BreakNotFound; ValueError where the lengths differ.
    """

    def segment(places: slice) -> Segment:
        return _xmr(periods[places], values[places], screen, least_points)

    return Chart("XmR", tuple(segment(places) for places in _stretches(periods, len(values), breaks)))


def p_chart(periods: Sequence[str], counts: Sequence[Counts], breaks: Collection[str] = (), least_points: int = LEAST_POINTS) -> Chart:
    """Rates: pooled rate p̄ ± 3·√(p̄(1 − p̄)/n), wider in periods with fewer at risk, kept within 0 and 1. A period with nobody at
    risk is a gap. Raises as `xmr_chart` does."""

    def segment(places: slice) -> Segment:
        return _rates(periods[places], counts[places], lambda _: _Spread(1.0, None, False), least_points)

    return Chart("p", tuple(segment(places) for places in _stretches(periods, len(counts), breaks)))


def laney_chart(
    periods: Sequence[str],
    counts: Sequence[Counts],
    breaks: Collection[str] = (),
    screen: bool = True,
    least_points: int = LEAST_POINTS,
) -> Chart:
    """p′ chart: the limits of the p chart times σ_z, the mean moving range of the scores z = (p − p̄)/σ over 1.128. For large
    numbers at risk, where a p chart marks almost every point. Raises as `xmr_chart` does."""

    def spread(scores: Values) -> _Spread:
        mean_range, screened = mean_moving_range(scores, screen)
        return _Spread(None if mean_range is None else mean_range / RANGE_PER_SIGMA, mean_range, screened)

    def segment(places: slice) -> Segment:
        return _rates(periods[places], counts[places], spread, least_points)

    return Chart("Laney p′", tuple(segment(places) for places in _stretches(periods, len(counts), breaks)))


def mean_moving_range(values: Values, screen: bool = True) -> tuple[float | None, bool]:
    """The mean of the absolute steps between neighbouring figures, and whether extreme ones were left out of it. None where there
    are no two neighbours. No step reaches over a gap."""
    ranges = [abs(after - before) for before, after in pairwise(values) if before is not None and after is not None]
    if not ranges:
        return None, False
    mean = _mean(ranges)
    kept = [step for step in ranges if not screen or not mean or step < LARGEST_RANGE * mean]
    return _mean(kept), len(kept) < len(ranges)


@dataclass(frozen=True)
class _Spread:
    sigma_z: float | None
    mean_range: float | None
    screened: bool


def _stretches(periods: Sequence[str], points: int, breaks: Collection[str]) -> list[slice]:
    if len(periods) != points or len(set(periods)) != points:
        raise ValueError(f"each period is named once and has one figure: {len(periods)} periods, {points} figures")
    missing = [name for name in breaks if name not in periods]
    if missing:
        raise BreakNotFound(
            f"The series has no period called '{missing[0]}', so it cannot be broken there.",
            f"It runs from '{periods[0]}' to '{periods[-1]}'." if periods else "It has no periods.",
            "Give the first period of the new baseline as it is written in the series.",
        )
    if not points:
        return []
    starts = sorted({0, *(periods.index(name) for name in breaks)})
    return [slice(start, stop) for start, stop in zip(starts, [*starts[1:], points], strict=True)]


def _xmr(periods: Sequence[str], values: Values, screen: bool, least_points: int) -> Segment:
    known = [value for value in values if value is not None]
    centre = _mean(known) if known else None
    mean_range, screened = mean_moving_range(values, screen)
    limits: list[Limits | None] = [None] * len(values)
    if centre is not None and mean_range is not None:
        half = LIMIT_PER_RANGE * mean_range
        limits = [Limits(centre - half, centre + half)] * len(values)
    points, refused = _marked(periods, values, [None] * len(values), centre, limits, least_points)
    return Segment(points, centre, mean_range, screened, None, refused, None)


def _rates(periods: Sequence[str], counts: Sequence[Counts], spread: Callable[[Values], _Spread], least_points: int) -> Segment:
    total = sum(counts, NONE_COUNTED)
    values = [each.with_outcome / each.base if each.base else None for each in counts]
    centre = total.with_outcome / total.base if total.base else None
    errors = [_error(centre, each.base) for each in counts]
    found = spread([_score(value, centre, error) for value, error in zip(values, errors, strict=True)])
    limits = [_three_sigma(centre, error, found.sigma_z) for error in errors]
    points, refused = _marked(periods, values, counts, centre, limits, least_points)
    return Segment(points, centre, found.mean_range, found.screened, found.sigma_z, refused, _change(counts))


def _error(centre: float | None, base: int) -> float | None:
    return math.sqrt(centre * (1 - centre) / base) if centre is not None and base else None


def _score(value: float | None, centre: float | None, error: float | None) -> float | None:
    if value is None or centre is None or error is None:
        return None
    return (value - centre) / error if error else 0.0


def _three_sigma(centre: float | None, error: float | None, sigma_z: float | None) -> Limits | None:
    if centre is None or error is None or sigma_z is None:
        return None
    half = 3 * error * sigma_z
    return Limits(centre - half, centre + half)


def _shown(limits: Limits | None, counts: Counts | None) -> Limits | None:
    """A rate's limits are drawn within 0 and 1. The rules are given them uncut, or "close" would mean nearer than two sigma."""
    return limits and (Limits(max(0.0, limits.low), min(1.0, limits.high)) if counts else limits)


def _marked(
    periods: Sequence[str],
    values: Values,
    counts: Sequence[Counts | None],
    centre: float | None,
    limits: Sequence[Limits | None],
    least_points: int,
) -> tuple[tuple[Point, ...], str]:
    """The points with their signals, and why there are none where the rules were not applied."""
    figures = sum(value is not None for value in values)
    refused = ""
    signals = [frozenset[Signal]()] * len(values)
    if figures < least_points or centre is None:
        refused = f"{figures} points: too few for run rules, which need at least {least_points}. Use intervals for change."
    elif not any(limits):
        refused = "No two neighbouring periods have a figure, so no limits can be set."
    else:
        signals = run_signals(values, centre, [limit or Limits(centre, centre) for limit in limits])
    shown = [_shown(limit, count) for limit, count in zip(limits, counts, strict=True)]
    points = tuple(Point(*each) for each in zip(periods, values, counts, shown, signals, strict=True))
    return points, refused


def _change(counts: Sequence[Counts]) -> Estimate | None:
    """Last rate minus first, with Newcombe's interval; None where fewer than two periods have anybody at risk."""
    known = [each for each in counts if each.base]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    return newcombe_difference(last.with_outcome, last.base, first.with_outcome, first.base)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
