"""Representation and declaration of a workforce, with what rounding, withholding and not knowing leave open.

Source: Civil Service Statistics (ACSES): representation is taken of those who declared; those who declined ("undeclared") and those who
never answered ("unknown") are out of its denominator. Rates lie on the scale 0 to 1.

Staff in post are everyone there is, not a sample: the bounds say what the published figures allow, and are all there is to say of the
staff themselves. `process` is the Wilson interval: how far chance alone could move such a rate if the same recruitment and retention
went on, for judging the process against a target or a population and for nothing else.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import Estimate, newcombe_difference, wilson
from folkmoot.stats.missing import Bounds
from folkmoot.stats.workforce.headcounts import NOBODY, Headcount, together


@dataclass(frozen=True)
class Workforce:
    """Headcounts by declared group of one characteristic, with those who declined to say and those who never answered."""

    groups: Mapping[str, Headcount]
    undeclared: Headcount = NOBODY
    unknown: Headcount = NOBODY

    @property
    def known(self) -> Headcount:
        return together(self.groups.values())

    def of(self, names: Collection[str]) -> Headcount:
        """The headcount of the groups named, together. Raises KeyError for a name that is not a group."""
        return together(self.groups[name] for name in sorted(set(names)))

    def others(self, names: Collection[str]) -> Headcount:
        """The headcount of every other declared group, together."""
        return together(count for name, count in self.groups.items() if name not in names)


@dataclass(frozen=True)
class Representation:
    """Share of a group among those whose group is known.

    `rate` follows from the figures as printed and is None where one of them is withheld; `bounds` are what they allow (None where
    nobody may have declared); `everyone` runs from none to all of those not known belonging to the group (Manski 1989).
    """

    group: Headcount
    others: Headcount
    not_known: Headcount
    rate: float | None
    bounds: Bounds | None
    everyone: Bounds | None
    process: Estimate | None


def representation(workforce: Workforce, names: Collection[str], level: float = 0.95) -> Representation:
    """Representation of the groups named, together: ("Asian", "Black", "Mixed", "Other ethnicity") or ("Female",)."""
    group, others = workforce.of(names), workforce.others(names)
    not_known = workforce.undeclared + workforce.unknown
    counts = as_printed(group, others)
    return Representation(
        group,
        others,
        not_known,
        counts.with_outcome / counts.base if counts else None,
        share_bounds(group, others),
        _everyone_bounds(group, others, not_known),
        _process(group, others, counts, level) if counts else None,
    )


def _process(group: Headcount, others: Headcount, counts: Counts, level: float) -> Estimate:
    """Around the rate as printed, and never narrower than what the figures allow: from the lowest share's interval to the highest's."""
    found = wilson(counts.with_outcome, counts.base, level)
    if group.high is None or others.high is None:
        return found
    least, most = wilson(group.low, group.low + others.high, level), wilson(group.high, group.high + others.low, level)
    return replace(found, low=min(found.low, least.low), high=max(found.high, most.high))


def as_printed(group: Headcount, others: Headcount) -> Counts | None:
    """The figures as they were published; None where one is withheld, or where they say there is nobody."""
    if group.printed is None or others.printed is None or group.printed + others.printed == 0:
        return None
    return Counts(group.printed + others.printed, group.printed)


def share_bounds(part: Headcount, rest: Headcount) -> Bounds | None:
    """The lowest and highest part / (part + rest) the ranges allow; None where there may be nobody at all."""
    if part.low + rest.low == 0:
        return None
    return Bounds(_share(part.low, rest.high), _share(part.high, rest.low))


def _everyone_bounds(group: Headcount, others: Headcount, not_known: Headcount) -> Bounds | None:
    if group.low + others.low + not_known.low == 0:
        return None
    return Bounds(_share(group.low, others.high + not_known.high), _share(group.high + not_known.high, others.low))


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part else 0.0


@dataclass(frozen=True)
class Rate:
    """A rate as printed, None where a figure is withheld, and the range the figures allow."""

    rate: float | None
    bounds: Bounds | None


@dataclass(frozen=True)
class Declaration:
    """Both rates called "declaration". `known_rate` is the published one; `return_rate` counts "prefer not to say" as an answer."""

    known_rate: Rate
    return_rate: Rate


def declaration(workforce: Workforce) -> Declaration:
    """How many declared, of all staff: without, and with, those who answered that they would not say."""
    known, undeclared, unknown = workforce.known, workforce.undeclared, workforce.unknown
    return Declaration(_rate(known, undeclared + unknown), _rate(known + undeclared, unknown))


def _rate(part: Headcount, rest: Headcount) -> Rate:
    everyone = part + rest
    rate = part.printed / everyone.printed if part.printed is not None and everyone.printed else None
    return Rate(rate, share_bounds(part, rest))


@dataclass(frozen=True)
class Movement:
    """Later minus earlier, in shares: as printed, and the range the published figures allow.

    `direction` is "rose", "fell", "unchanged" or "cannot tell". `process` is Newcombe's interval; most staff are the same people on
    both dates, so it is wider than it need be.
    """

    earlier: str
    later: str
    difference: float | None
    bounds: Bounds | None
    direction: str
    process: Estimate | None


ROSE, FELL, UNCHANGED, CANNOT_TELL = "rose", "fell", "unchanged", "cannot tell"


def movements(dates: Mapping[str, Representation | None], level: float = 0.95) -> list[Movement]:
    """Each date beside the one before it, in the order given; a date without figures (None) is stepped over."""
    known = [(date, found) for date, found in dates.items() if found is not None]
    return [_movement(earlier, later, level) for earlier, later in pairwise(known)]


def _movement(earlier: tuple[str, Representation], later: tuple[str, Representation], level: float) -> Movement:
    (before, first), (after, second) = earlier, later
    bounds = _difference_bounds(second.bounds, first.bounds)
    old, new = as_printed(first.group, first.others), as_printed(second.group, second.others)
    if old is None or new is None:
        return Movement(before, after, None, bounds, _direction(bounds), None)
    process = newcombe_difference(new.with_outcome, new.base, old.with_outcome, old.base, level)
    return Movement(before, after, process.value, bounds, _direction(bounds), process)


def _difference_bounds(later: Bounds | None, earlier: Bounds | None) -> Bounds | None:
    if later is None or earlier is None or later.high is None or earlier.high is None:
        return None
    return Bounds(later.low - earlier.high, later.high - earlier.low)


def _direction(bounds: Bounds | None) -> str:
    if bounds is None or bounds.high is None:
        return CANNOT_TELL
    if bounds.low == bounds.high == 0:
        return UNCHANGED
    return ROSE if bounds.low > 0 else FELL if bounds.high < 0 else CANNOT_TELL
