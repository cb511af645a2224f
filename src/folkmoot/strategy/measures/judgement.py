"""Whether a measure improved, is unchanged or got worse: one declared rule. No database, no clock.

The latest figure is set beside the baseline. Two shares are compared by Newcombe's interval for a difference (1998, method 10) with
effective bases, each base divided by its design effect (Kish, Survey Sampling, 1965, 8.2); scores, counts and shares published with a
margin and no base by the normal interval of a difference, the two margins added in quadrature. All intervals are of 95 %.

- improved or worse: the whole interval of the difference lies on one side of nothing;
- unchanged: the interval takes in nothing, and neither end reaches the smallest change that would matter;
- cannot tell: everything else, above all where a base or a margin is missing, a base is below `LEAST_BASE`, or the definition
  changed in between.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from folkmoot.stats.intervals import Estimate, newcombe_difference, wilson, z_value
from folkmoot.strategy.measures.rules import Seen

# House rules, shown on the page of the rule. Thirty answers is what the People Survey asks before it tests a question.
LEAST_BASE = 30
# In points, for a share or a score from 0 to 100; for other units as a part of the baseline.
MATTERS_POINTS, MATTERS_PART = 5.0, 0.05
LEVEL = 0.95


class Verdict(StrEnum):
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    CANNOT_TELL = "cannot_tell"


class Reason(StrEnum):
    """Why the verdict is what it is."""

    BEYOND_CHANCE = "beyond_chance"
    TOO_SMALL_TO_MATTER = "too_small_to_matter"
    TOO_UNCERTAIN = "too_uncertain"
    NO_FIGURE = "no_figure"
    ONE_FIGURE = "one_figure"
    NO_BASELINE = "no_baseline"
    BROKEN = "broken"
    UNBASED = "unbased"
    NO_MARGIN = "no_margin"
    SMALL_BASE = "small_base"
    NO_DIRECTION = "no_direction"


@dataclass(frozen=True)
class Sampled:
    """A figure with what its certainty rests on. `design_effect` None: not published. `unbased`: its source gives no base."""

    seen: Seen
    design_effect: float | None = None
    unbased: bool = False


@dataclass(frozen=True)
class Judged:
    """`difference`: latest minus baseline in the measure's unit, with its interval; None where none can be worked out."""

    verdict: Verdict
    reason: Reason
    difference: Estimate | None = None


def judge(
    latest: Sampled | None, baseline: Sampled | None, *, direction: str, unit: str, breaks: Collection[date] = (), least: int = LEAST_BASE
) -> Judged:
    """The verdict on a measure. `breaks`: the days from which it was counted otherwise. `direction`: "up", "down" or ""."""
    if latest is None:
        return _cannot(Reason.NO_FIGURE)
    if baseline is None:
        return _cannot(Reason.NO_BASELINE)
    if latest.seen.as_of <= baseline.seen.as_of:
        return _cannot(Reason.ONE_FIGURE)
    if any(baseline.seen.as_of < day <= latest.seen.as_of for day in breaks):
        return _cannot(Reason.BROKEN)
    if latest.unbased or baseline.unbased:
        return _cannot(Reason.UNBASED)
    difference = difference_of(latest, baseline, unit)
    if difference is None:
        return _cannot(Reason.NO_MARGIN)
    if any(one.seen.base is not None and effective_base(one, unit) < least for one in (latest, baseline)):
        return Judged(Verdict.CANNOT_TELL, Reason.SMALL_BASE, difference)
    if direction not in {"up", "down"}:
        return Judged(Verdict.CANNOT_TELL, Reason.NO_DIRECTION, difference)
    return _told(difference, direction, matters(unit, float(baseline.seen.value)))


def difference_of(latest: Sampled, baseline: Sampled, unit: str) -> Estimate | None:
    """Latest minus baseline with its 95 % interval; None where a margin that is needed is missing."""
    if unit == "percent" and latest.seen.base and baseline.seen.base:
        return _of_shares(latest, baseline)
    first, second = margins(latest, unit), margins(baseline, unit)
    if first is None or second is None:
        return None
    gap = float(latest.seen.value - baseline.seen.value)
    return Estimate(gap, gap - math.hypot(first[0], second[1]), gap + math.hypot(first[1], second[0]))


def design_effect_of(one: Sampled, unit: str) -> float:
    """What divides the base: the design effect given; else the one that a published interval of a share implies; else 1."""
    if one.design_effect is not None:
        return one.design_effect
    return _implied(one.seen, unit) or 1.0


def effective_base(one: Sampled, unit: str) -> float:
    """The base over its design effect; 0 without a base."""
    return (one.seen.base or 0) / design_effect_of(one, unit)


def margins(one: Sampled, unit: str) -> tuple[float, float] | None:
    """How far below and above the value the interval reaches: as published, or Wilson's for a share with its base."""
    seen = one.seen
    if seen.lower is not None and seen.upper is not None:
        return float(seen.value - seen.lower), float(seen.upper - seen.value)
    interval = share_interval(one) if unit == "percent" else None
    return None if interval is None else (float(seen.value) - interval.low, interval.high - float(seen.value))


def share_interval(one: Sampled) -> Estimate | None:
    """Wilson's 95 % interval of a percentage on its effective base, in points; None without a base.

    Wilson's formula takes any numbers, so that a share printed as 59 % is taken as 59 %.
    """
    if not one.seen.base:
        return None
    found = wilson(*_counts(one), LEVEL)
    return Estimate(found.value * 100, max(found.low * 100, 0.0), min(found.high * 100, 100.0))


def matters(unit: str, baseline: float) -> float:
    """The smallest change that would matter, in the measure's unit."""
    return MATTERS_POINTS if unit in {"percent", "score"} else abs(baseline) * MATTERS_PART


def _of_shares(latest: Sampled, baseline: Sampled) -> Estimate:
    """Newcombe's interval; the formula takes any numbers, as Wilson's does."""
    (x1, n1), (x2, n2) = _counts(latest), _counts(baseline)
    found = newcombe_difference(x1, n1, x2, n2, LEVEL)
    return Estimate(found.value * 100, found.low * 100, found.high * 100)


def _counts(one: Sampled) -> tuple[int, int]:
    """How many of how many independent answers a share is worth: seldom whole numbers, which the formulas do not need."""
    base = effective_base(one, "percent")
    return cast(int, float(one.seen.value) / 100 * base), cast(int, base)


def _implied(seen: Seen, unit: str) -> float | None:
    """The design effect that a published interval of a share says; None where it says none. Never below 1."""
    share = float(seen.value) / 100
    if unit != "percent" or not seen.base or seen.lower is None or seen.upper is None or not 0 < share < 1 or seen.lower == seen.upper:
        return None
    error = float(seen.upper - seen.lower) / 200 / z_value(LEVEL)
    return max(1.0, error**2 * seen.base / (share * (1 - share)))


def _told(difference: Estimate, direction: str, smallest: float) -> Judged:
    if difference.low > 0 or difference.high < 0:
        better = (difference.value > 0) is (direction == "up")
        return Judged(Verdict.IMPROVED if better else Verdict.WORSE, Reason.BEYOND_CHANCE, difference)
    if -smallest < difference.low and difference.high < smallest:
        return Judged(Verdict.UNCHANGED, Reason.TOO_SMALL_TO_MATTER, difference)
    return Judged(Verdict.CANNOT_TELL, Reason.TOO_UNCERTAIN, difference)


def _cannot(reason: Reason) -> Judged:
    return Judged(Verdict.CANNOT_TELL, reason)
