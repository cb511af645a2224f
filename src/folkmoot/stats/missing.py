"""What people of unknown group could change: the widest range the data allow, with no assumption about them.

How much is missing comes first (`field_quality`); then how far a share, a rate or a relative rate could move (Manski bounds); then
whether the verdict could be another one once the missing are known, and how few of them would be enough.
"""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import product
from statistics import NormalDist

from folkmoot.stats.cells import CellTable
from folkmoot.stats.counts import Counts, Key
from folkmoot.stats.judgement import Finding, Rule, finding
from folkmoot.stats.significance import benjamini_hochberg, two_proportion_p, two_proportion_z


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest value possible; None where the data set no upper limit."""

    low: float
    high: float | None


def share_bounds(group: int, known: int, missing: int) -> Bounds:
    """Manski bounds of a group's share of everyone, of whom `known` (the group included) are of known group; at least one person.

    Lowest: none of the missing belong to it. Highest: all of them do.
    """
    everyone = known + missing
    return Bounds(group / everyone, (group + missing) / everyone)


def rate_bounds(group: Counts, missing: Counts) -> Bounds:
    """Manski bounds of a group's rate when any of those of unknown group may belong to it; its base must be at least 1.

    Lowest: all the missing without the outcome are in the group, and none with it. Highest: the reverse.
    """
    high = (group.with_outcome + missing.with_outcome) / (group.base + missing.with_outcome)
    return Bounds(group.with_outcome / (group.base + missing.without_outcome), high)


def ratio_bounds(group: Counts, reference: Counts, missing: Counts) -> Bounds:
    """Attainable bounds of the relative rate (Manski 1989) when those of unknown group may all belong to either side.

    Lowest: all missing without the outcome are in the group and all missing with it in the reference. Highest: the reverse.
    Both bases must be at least 1. The bounds say nothing about chance; they are not a confidence interval.
    """
    group_low = group.with_outcome / (group.base + missing.without_outcome)
    group_high = _share(group.with_outcome + missing.with_outcome, group.base + missing.with_outcome)
    reference_low = reference.with_outcome / (reference.base + missing.without_outcome)
    reference_high = _share(reference.with_outcome + missing.with_outcome, reference.base + missing.with_outcome)
    return Bounds(group_low / reference_high if reference_high else 0.0, group_high / reference_low if reference_low else None)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


@dataclass(frozen=True)
class FieldQuality:
    """How well one field is recorded in one place (force, Area, period: the values in `place`). Whole numbers of records."""

    place: Key
    records: int
    recorded: int
    valid: int
    names_group: int

    @property
    def completeness(self) -> float | None:
        """Recorded of all records, 0 to 1; None without a record."""
        return self.recorded / self.records if self.records else None

    @property
    def validity(self) -> float | None:
        """Valid of those recorded, 0 to 1; None where nothing is recorded."""
        return self.valid / self.recorded if self.recorded else None

    @property
    def usable(self) -> float | None:
        """Those with a value that names a group, of all records, 0 to 1; None without a record."""
        return self.names_group / self.records if self.records else None


def field_quality(
    table: CellTable, field: str, by: Sequence[str] = (), valid: Collection[str] | None = None, no_group: Collection[str] = ()
) -> tuple[FieldQuality, ...]:
    """Completeness and validity of one characteristic for every combination of the columns `by` (all records together without any).

    `valid` are the values of the category scheme (None: every value is valid); `no_group` are those that are an answer and name no
    group, such as "Prefer not to say": they count as recorded and valid. Dimensions as in the UK Government Data Quality Framework
    (2020). Raises KeyError for a column the table does not have.
    """
    places: dict[Key, list[int]] = {} if by else {(): [0, 0, 0, 0]}
    for (value, *place), counts in table.counts([field, *by]).cells.items():
        sums = places.setdefault(tuple(place), [0, 0, 0, 0])
        recorded = value is not None
        is_valid = value is not None and (valid is None or value in valid)
        for row, counted in enumerate((True, recorded, is_valid, is_valid and value not in no_group)):
            sums[row] += counts.base if counted else 0
    return tuple(FieldQuality(place, *sums) for place, sums in places.items())


@dataclass(frozen=True)
class Verdict:
    """What the rule says, and for a difference whether the group's rate is the higher one; None where no difference is found."""

    finding: Finding
    higher: bool | None = None


@dataclass(frozen=True)
class Change:
    """The fewest of the missing who would change the verdict: how many, their share of all the missing, what the verdict would become,
    and the counts of both sides with them. The rest of the missing would belong to neither.
    """

    people: int
    share: float
    becomes: Verdict
    group: Counts
    reference: Counts


@dataclass(frozen=True)
class VerdictRange:
    """`now` is the verdict on those of known group alone. `possible` are the verdicts that completing the data could give, `now` first.

    `upwards` and `downwards` are the smallest changes by missing people who raise the group's rate beside the reference or lower it, by
    significance and gap alone: the known are enough already. None where none could change the verdict that way, and where `now` is "too
    few", whose change is a matter of numbers.
    """

    now: Verdict
    possible: tuple[Verdict, ...]
    upwards: Change | None
    downwards: Change | None

    @property
    def could_change(self) -> bool:
        return len(self.possible) > 1


def verdict_could_change(group: Counts, reference: Counts, missing: Counts, rule: Rule, others: Sequence[float] = ()) -> VerdictRange:
    """Whether completing the data could give another verdict, whatever the missing turn out to be: group, reference, or neither.

    `others` are the p values of the comparisons made together with this one, left as they are. The signed z statistic and the gap both
    rise with every missing person who has the outcome and joins the group, or has it not and joins the reference, so the two extreme
    allocations bound every other; the corners between them are tried as well, because bases count for "too few".
    """
    now = _verdict(group, reference, rule, others)
    pushes = [_Push(group, reference, missing, rule, others, upwards) for upwards in (True, False)]
    changes = [None if now.finding is Finding.TOO_FEW else push.smallest_change() for push in pushes]
    completed = [*_corners(group, reference, missing), *((change.group, change.reference) for change in changes if change)]
    possible = dict.fromkeys([now, *(_verdict(ours, theirs, rule, others) for ours, theirs in completed)])
    return VerdictRange(now, tuple(possible), *changes)


def is_open(group: Counts, reference: Counts, missing: Counts, rule: Rule, others: Sequence[float] = ()) -> bool:
    """Whether completing the data could give another verdict: `verdict_could_change(…).could_change`, without looking for the smallest
    change. The extremes decide it."""
    now = _verdict(group, reference, rule, others)
    if any(_verdict(*sides, rule, others) != now for sides in _corners(group, reference, missing)):
        return True
    if now.finding is Finding.TOO_FEW:
        return False
    pushes = [_Push(group, reference, missing, rule, others, upwards) for upwards in (True, False)]
    changes = (push.largest_change() for push in pushes)
    return any(_verdict(change.group, change.reference, rule, others) != now for change in changes if change)


def _verdict(group: Counts, reference: Counts, rule: Rule, others: Sequence[float]) -> Verdict:
    if not group.base or not reference.base:
        return Verdict(Finding.TOO_FEW)
    p = two_proportion_p(group.with_outcome, group.base, reference.with_outcome, reference.base)
    answer = finding(group, reference, benjamini_hochberg([p, *others])[0], True, rule)
    higher = group.with_outcome * reference.base > reference.with_outcome * group.base
    return Verdict(answer, higher if answer is Finding.DIFFERENCE else None)


def _corners(group: Counts, reference: Counts, missing: Counts) -> list[tuple[Counts, Counts]]:
    """All the missing with the outcome in the group, in the reference or in neither, and those without it likewise."""
    nobody = Counts(0, 0)
    had, had_not = Counts(missing.with_outcome, missing.with_outcome), Counts(missing.without_outcome, 0)
    places = [(True, False), (False, True), (False, False)]
    return [
        (
            group + (had if had_ours else nobody) + (had_not if not_ours else nobody),
            reference + (had if had_theirs else nobody) + (had_not if not_theirs else nobody),
        )
        for (had_ours, had_theirs), (not_ours, not_theirs) in product(places, places)
    ]


def _z_limit(q: float, others: Sequence[float]) -> float:
    """The least z that is still significant at the false discovery rate q among the others (Benjamini and Hochberg 1995)."""
    count = len(others) + 1
    steps = [(rank, rank * q / count) for rank in range(1, count + 1)]
    p = max(step for rank, step in steps if sum(other <= step for other in others) >= rank - 1)
    return -NormalDist().inv_cdf(p / 2) if 0 < p < 1 else (0.0 if p else math.inf)


@dataclass(frozen=True)
class _Push:
    """The missing given to the two sides so that the group's rate rises beside the reference (upwards) or falls, as few as possible."""

    group: Counts
    reference: Counts
    missing: Counts
    rule: Rule
    others: Sequence[float]
    upwards: bool

    def smallest_change(self) -> Change | None:
        """By halving: what a number of people can do, more can. For each number, the mixes of the two kinds that do most."""
        low, high = 0, self.missing.base
        found = self._change(high)
        while found and high - low > 1:
            middle = (low + high) // 2
            change = self._change(middle)
            low, high, found = (low, middle, change) if change else (middle, high, found)
        return found

    def largest_change(self) -> Change | None:
        """What all the missing together can do."""
        return self._change(self.missing.base)

    def _change(self, people: int) -> Change | None:
        now = self._judged(self.group, self.reference)
        for had in self._mixes(people):
            group, reference = self._sides(had, people - had)
            becomes = self._judged(group, reference)
            if becomes != now:
                return Change(people, people / self.missing.base, becomes, group, reference)
        return None

    def _judged(self, group: Counts, reference: Counts) -> Verdict:
        """By significance and gap alone."""
        return _verdict(group, reference, replace(self.rule, min_events=0, min_at_risk=1), self.others)

    def _mixes(self, people: int) -> list[int]:
        """How many of the people should have the outcome: for the widest gap, and for the most of whichever falls short."""
        least, most = max(0, people - self.missing.without_outcome), min(people, self.missing.with_outcome)
        z_limit, sign = _z_limit(self.rule.q, self.others), 1 if self.upwards else -1

        def gap(had: int) -> float:
            group, reference = self._sides(had, people - had)
            return sign * (group.with_outcome / group.base - reference.with_outcome / reference.base)

        def short(had: int) -> float:
            group, reference = self._sides(had, people - had)
            z = sign * two_proportion_z(group.with_outcome, group.base, reference.with_outcome, reference.base)
            return min(z - z_limit, gap(had) - self.rule.min_gap)

        return list(dict.fromkeys(_top(aim, least, most) for aim in (gap, short)))

    def _sides(self, had: int, had_not: int) -> tuple[Counts, Counts]:
        rising, falling = Counts(had, had), Counts(had_not, 0)
        return (self.group + rising, self.reference + falling) if self.upwards else (self.group + falling, self.reference + rising)


def _top(aim: Callable[[int], float], low: int, high: int) -> int:
    """Where a function that rises and then falls is greatest, among the whole numbers from `low` to `high`."""
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if aim(middle) < aim(middle + 1) else (low, middle)
    return low
