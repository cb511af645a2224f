"""What may honestly be said of a measure: beside its target, beside the time before, and how old it is. No database, no clock."""

import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from folkmoot.stats.intervals import Estimate, newcombe_difference, wilson

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
EARLIEST = date(1990, 1, 1)
HUNDRED = Decimal(100)
LEAST_PEOPLE = 10  # of a share with its base: fewer could be recognised


class Answer(StrEnum):
    """A value beside its target. AS_GIVEN: no interval is known, so only the figure as printed can be compared."""

    MET = "met"
    NOT_MET = "not_met"
    WITHIN_MARGIN = "within_margin"
    MET_AS_GIVEN = "met_as_given"
    NOT_MET_AS_GIVEN = "not_met_as_given"
    NO_TARGET = "no_target"
    NO_DIRECTION = "no_direction"
    NO_DATA = "no_data"


class Change(StrEnum):
    """The latest value beside the one before."""

    BETTER = "better"
    WORSE = "worse"
    MOVED = "moved"  # it moved by more than the margin, and no direction says which way is better
    WITHIN_MARGIN = "within_margin"
    UNKNOWN = "unknown"  # an interval is missing, so what is chance and what is change cannot be told apart
    FIRST = "first"


@dataclass(frozen=True)
class Seen:
    """One observation, in the measure's unit. `lower` and `upper` come together or not at all."""

    as_of: date
    value: Decimal
    lower: Decimal | None = None
    upper: Decimal | None = None
    base: int | None = None


def beside_target(seen: Seen | None, *, target: Decimal | None, direction: str) -> Answer:
    """Met where even the worse end of the interval reaches the target; not met where even the better end misses it."""
    if seen is None:
        return Answer.NO_DATA
    if target is None:
        return Answer.NO_TARGET
    if direction not in {"up", "down"}:
        return Answer.NO_DIRECTION
    if seen.lower is None or seen.upper is None:
        return Answer.MET_AS_GIVEN if _reaches(seen.value, target, direction) else Answer.NOT_MET_AS_GIVEN
    worse, better = (seen.lower, seen.upper) if direction == "up" else (seen.upper, seen.lower)
    if _reaches(worse, target, direction):
        return Answer.MET
    return Answer.WITHIN_MARGIN if _reaches(better, target, direction) else Answer.NOT_MET


def change_since(latest: Seen, before: Seen | None, *, direction: str, unit: str = "") -> Change:
    """Whether the value moved by more than the margin of the two observations taken together."""
    if before is None:
        return Change.FIRST
    difference = difference_of(latest, before, unit)
    if difference is None:
        return Change.UNKNOWN
    if difference.low <= 0 <= difference.high:
        return Change.WITHIN_MARGIN
    if direction not in {"up", "down"}:
        return Change.MOVED
    return Change.BETTER if (difference.value > 0) is (direction == "up") else Change.WORSE


def difference_of(latest: Seen, before: Seen, unit: str = "") -> Estimate | None:
    """Latest minus before with its interval; None where one of the two carries no interval.

    Two shares whose intervals follow from their bases are compared by Newcombe's method; others by adding the two margins in
    quadrature (the bounds of independent estimates, as in his method).
    """
    if latest.lower is None or latest.upper is None or before.lower is None or before.upper is None:
        return None
    counts = (_of_sample(latest), _of_sample(before)) if unit == "percent" else (None, None)
    if counts[0] and counts[1]:
        found = newcombe_difference(*counts[0], *counts[1])
        return Estimate(found.value * 100, found.low * 100, found.high * 100)
    gap = latest.value - before.value
    below = math.hypot(latest.value - latest.lower, before.upper - before.value)
    above = math.hypot(latest.upper - latest.value, before.value - before.lower)
    return Estimate(float(gap), float(gap) - below, float(gap) + above)


def sample_interval(value: Decimal, base: int) -> tuple[Decimal, Decimal] | None:
    """The 95 % interval (Wilson) of a percentage of a sample; None where base and percentage do not fit together."""
    if base < 1 or not 0 <= value <= HUNDRED:
        return None
    found = wilson(_nearest(value, base), base)
    low, high = (Decimal(str(end * 100)).quantize(Decimal("0.1"), ROUND_HALF_UP) for end in (found.low, found.high))
    return min(low, value), max(high, value)


def people_short(seen: Seen, *, target: Decimal, unit: str, direction: str) -> int | None:
    """How many more people in the group, in place of others, would meet a target share; None where the figures cannot say.

    They can say it only where one whole number of people gives the percentage as printed.
    """
    if unit != "percent" or direction != "up" or not seen.base or not 0 < target < HUNDRED:
        return None
    places = -int(seen.value.normalize().as_tuple().exponent or 0)
    step = Decimal(1).scaleb(-max(places, 0))
    nearest = _nearest(seen.value, seen.base)
    fitting = [number for number in range(nearest - 1, nearest + 2) if _printed(number, seen.base, step) == seen.value.quantize(step)]
    if len(fitting) != 1:
        return None
    return max(0, math.ceil(Fraction(str(target)) * seen.base / 100) - fitting[0])


def known_until(as_of: date, frequency: str) -> date | None:
    """The day until which a figure is not yet late; None where nobody said how often it is known."""
    if frequency not in MONTHS:
        return None
    months = as_of.month - 1 + MONTHS[frequency]
    year, month = as_of.year + months // 12, months % 12 + 1
    return date(year, month, min(as_of.day, _days_in(year, month)))


def is_late(as_of: date, frequency: str, today: date) -> bool:
    """Whether the latest figure is older than the measure's frequency allows."""
    until = known_until(as_of, frequency)
    return until is not None and until < today


def observation_problems(seen: Seen, *, unit: str, source: str, today: date) -> dict[str, list[str]]:
    """Why an observation may not be stored, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not EARLIEST <= seen.as_of <= today:
        problems["as_of"] = [_("Give the day that the figure describes, not one in the future.")]
    if unit == "percent" and not 0 <= seen.value <= HUNDRED:
        problems["value"] = [_("A percentage lies between 0 and 100.")]
    elif unit == "percent" and seen.base and 0 < _fewest(seen.value, seen.base) < LEAST_PEOPLE:
        problems["base"] = [
            _(
                "With this base the share is of fewer than %(least)d people, or of all but so few, and they could be recognised. "
                "Leave the figure out, or give it for a larger group."
            )
            % {"least": LEAST_PEOPLE}
        ]
    if (seen.lower is None) is not (seen.upper is None):
        problems["upper" if seen.upper is None else "lower"] = [_("Give both ends of the interval, or neither.")]
    elif seen.lower is not None and seen.upper is not None and not seen.lower <= seen.value <= seen.upper:
        problems["lower"] = [_("The value lies between the two ends of its interval.")]
    if len(source.split()) < 2:
        problems["source"] = [_("Say where the figure comes from, for example “Crime Survey for England and Wales, 2025”.")]
    return problems


def measure_problems(
    *, name: str, definition: str, source: str, target: Decimal | None, target_on: date | None, unit: str
) -> dict[str, list[str]]:
    """Why a measure may not be stored, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if len(name.split()) < 2:
        problems["name_en"] = [_("Give it a name of a few words.")]
    if len(definition.split()) < 5:
        problems["definition"] = [_("Say in a sentence what is counted, out of what.")]
    if not source.strip():
        problems["source"] = [_("Say where the figures come from.")]
    if target_on and target is None:
        problems["target"] = [_("Give the target that is to be met by that day.")]
    if target is not None and unit == "percent" and not 0 <= target <= HUNDRED:
        problems["target"] = [_("A percentage lies between 0 and 100.")]
    if target is not None and not unit:
        problems["unit"] = [_("Choose the unit of the target.")]
    return problems


def _reaches(value: Decimal, target: Decimal, direction: str) -> bool:
    return value >= target if direction == "up" else value <= target


def _of_sample(seen: Seen) -> tuple[int, int] | None:
    """The counts behind a percentage whose interval is the one its base gives."""
    if not seen.base or seen.lower is None or sample_interval(seen.value, seen.base) != (seen.lower, seen.upper):
        return None
    return _nearest(seen.value, seen.base), seen.base


def _fewest(value: Decimal, base: int) -> int:
    """How many people the share is of, or all but how many, whichever is fewer."""
    having = _nearest(value, base)
    return min(having, base - having)


def _nearest(value: Decimal, base: int) -> int:
    return int((value * base / HUNDRED).to_integral_value(ROUND_HALF_UP))


def _printed(number: int, base: int, step: Decimal) -> Decimal:
    return (Decimal(number) * HUNDRED / base).quantize(step, ROUND_HALF_UP)


def _days_in(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
