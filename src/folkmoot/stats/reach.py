"""Reach: each group's share of contacts or of panel members beside its share of the population, and the groups not reached at all.

Groups stand in the order given. There is no ranking and no score: a group either differs from its share of the population, or does
not, or it cannot be told. Shares lie on the scale 0 to 1. Nothing here is for showing: small counts are withheld elsewhere.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from statistics import NormalDist

from folkmoot.stats.counts import Counts
from folkmoot.stats.design_effect import effective
from folkmoot.stats.intervals import Estimate, newcombe_difference, score_ratio, wilson
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds
from folkmoot.stats.significance import benjamini_hochberg, two_proportion_p


@dataclass(frozen=True)
class BesidePopulation:
    """A group's share beside its share of a population. `ratio` is None where the population has nobody of the group."""

    share: Estimate
    population_share: float
    ratio: Estimate | None
    difference: Estimate
    p_value: float
    sampled: bool


def beside_population(
    counts: Counts, population: Counts, *, sampled: bool = False, deff: float = 1.0, level: float = 0.95
) -> BesidePopulation:
    """`counts` (everyone, the group) beside `population` (everyone, the group); both bases must be at least 1.

    A census is taken as known: the Wilson interval of the share is divided by, or has taken from it, the population share, and the
    test is the score test of that share. Where the population is itself an estimate (`sampled`), score interval for the ratio,
    Newcombe's for the difference and the two-sample test. `deff` is applied to `counts`, and to both where the population is sampled.
    """
    share = wilson(*effective(counts, deff), level)
    if sampled:
        return _beside_sample(counts, population, share, deff, level)
    known = population.with_outcome / population.base
    ratio = Estimate(share.value / known, share.low / known, share.high / known) if known else None
    difference = Estimate(share.value - known, share.low - known, share.high - known)
    return BesidePopulation(share, known, ratio, difference, _score_p(share.value, known, counts.base / deff), False)


def _beside_sample(counts: Counts, population: Counts, share: Estimate, deff: float, level: float) -> BesidePopulation:
    pairs = (*effective(counts, deff), *effective(population, deff))
    share_there = population.with_outcome / population.base
    return BesidePopulation(
        share,
        share_there,
        score_ratio(*pairs, level),
        newcombe_difference(*pairs, level),
        two_proportion_p(*pairs),
        True,
    )


def _score_p(share: float, known: float, n: float) -> float:
    """Two-sided p value of the score test that a share of n is the known one; the Wilson interval is this test turned round."""
    error = math.sqrt(known * (1 - known) / n)
    if error == 0:
        return 1.0 if share == known else 0.0
    return min(1.0, 2 * NormalDist().cdf(-abs(share - known) / error))


def highest_if_none(n: float, level: float = 0.95) -> float:
    """The largest share at which n contacts without one of the group would still be seen with probability 1 - level.

    Clopper and Pearson's (1934) one-sided limit; for 0.95 about 3 / n, the rule of three (Hanley and Lippman-Hand 1983).
    """
    return float(1 - (1 - level) ** (1 / n))


class Counted(Enum):
    """What the numbers count. Contacts with the same person are not independent: intervals for them would be too narrow."""

    PEOPLE = "people, each once"
    CONTACTS = "contacts; a person may be counted more than once"


@dataclass(frozen=True)
class ReachRule:
    """When a group's share is called different. All of it must hold, and the rule is stored with the result.

    The ratio of the shares must lie below `lowest_ratio` or above `highest_ratio`, since a gap in points could never be reached by a
    small community; `q` is the false discovery rate over all groups; `min_contacts` the smallest number of people reached in all;
    `min_events` the smallest number of the group seen, or to be expected at its share of the population, whichever is more.
    """

    lowest_ratio: float = 0.8
    highest_ratio: float = 1.25
    min_contacts: int = 30
    min_events: int = 5
    q: float = 0.05
    min_completeness: float = 0.6


@dataclass(frozen=True)
class ReachRow:
    """One group. `contacts` of `share.base`; every figure that needs the population is None where the group has none published.

    `bounds` and `ratio_bounds` run from none to all of the contacts whose group is not recorded belonging to it (and the same of the
    population). `highest` is set for a group without a contact: the largest share that could have stayed unseen.
    """

    group: str
    contacts: int
    population: int | None
    share: Estimate | None
    population_share: float | None = None
    ratio: Estimate | None = None
    difference: Estimate | None = None
    bounds: Bounds | None = None
    ratio_bounds: Bounds | None = None
    highest: float | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    finding: Finding = Finding.TOO_FEW

    @property
    def not_reached(self) -> bool:
        return self.contacts == 0


@dataclass(frozen=True)
class Reach:
    """The rows in the order of the population, then groups met that it does not name; and what they rest on.

    `deff` is how many contacts one person stands for; None where people were counted more than once and how often is not known, so
    that every interval is too narrow and nothing is judged.
    """

    rows: tuple[ReachRow, ...]
    contacts: int
    not_recorded: int
    completeness: float
    population_completeness: float
    counted: Counted
    deff: float | None
    sampled: bool
    rule: ReachRule


def reach(
    contacts: Mapping[str, int],
    population: Mapping[str, int],
    *,
    not_recorded: int = 0,
    population_not_recorded: int = 0,
    counted: Counted = Counted.PEOPLE,
    people: int | None = None,
    sampled: bool = False,
    rule: ReachRule | None = None,
    level: float = 0.95,
) -> Reach:
    """Contacts by group beside the population by group. A group of the population without contacts is in the table, with 0.

    `people` is how many different people the contacts were with: where contacts are counted, intervals are widened by the contacts a
    person. `sampled` says the population figures are estimates from a sample of those sizes. Raises ValueError for negative numbers.
    """
    _check([*contacts.values(), *population.values(), not_recorded, population_not_recorded])
    met = sum(contacts.values())
    deff = _contacts_a_person(met + not_recorded, counted, people)
    setting = _Setting(met, not_recorded, sum(population.values()), population_not_recorded, deff or 1.0, sampled, level)
    names = [*population, *(group for group in contacts if group not in population)]
    drafts = [_row(group, contacts.get(group, 0), population.get(group), setting) for group in names]
    here, there = _share(met, not_recorded), _share(setting.population, population_not_recorded)
    wanted = rule or ReachRule()
    rows = _judged(drafts, setting, min(here, there), deff is not None, wanted)
    return Reach(tuple(rows), met, not_recorded, here, there, counted, deff, sampled, wanted)


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part else 0.0


def _check(counts: list[int]) -> None:
    if any(count < 0 for count in counts):
        raise ValueError("numbers of contacts and of people are not negative")


def _contacts_a_person(contacts: int, counted: Counted, people: int | None) -> float | None:
    if counted is Counted.PEOPLE:
        return 1.0
    if people is None:
        return None
    if not 0 < people <= contacts:
        raise ValueError(f"{contacts} contacts were with at least 1 person and with no more people than that, not {people}")
    return contacts / people


@dataclass(frozen=True)
class _Setting:
    """The totals every row is seen beside."""

    met: int
    not_recorded: int
    population: int
    population_not_recorded: int
    deff: float
    sampled: bool
    level: float

    @property
    def effective(self) -> float:
        return self.met / self.deff


def _row(group: str, contacts: int, population: int | None, setting: _Setting) -> ReachRow:
    if not setting.met:
        return ReachRow(group, contacts, population, None)
    counts = Counts(setting.met, contacts)
    bounds = Bounds(contacts / (setting.met + setting.not_recorded), _most(contacts, setting.met, setting.not_recorded))
    highest = highest_if_none(setting.effective, setting.level) if contacts == 0 else None
    if population is None or not setting.population:
        share = wilson(*effective(counts, setting.deff), setting.level)
        return ReachRow(group, contacts, population, share, bounds=bounds, highest=highest)
    there = Counts(setting.population, population)
    found = beside_population(counts, there, sampled=setting.sampled, deff=setting.deff, level=setting.level)
    return ReachRow(
        group,
        contacts,
        population,
        found.share,
        found.population_share,
        found.ratio,
        found.difference,
        bounds,
        _ratio_bounds(bounds, population, setting),
        highest,
        found.p_value,
    )


def _most(part: int, whole: int, not_recorded: int) -> float:
    return (part + not_recorded) / (whole + not_recorded)


def _ratio_bounds(bounds: Bounds, population: int, setting: _Setting) -> Bounds:
    lowest = population / (setting.population + setting.population_not_recorded)
    highest = _most(population, setting.population, setting.population_not_recorded)
    top = None if lowest == 0 or bounds.high is None else bounds.high / lowest
    return Bounds(bounds.low / highest if highest else 0.0, top)


def _judged(rows: list[ReachRow], setting: _Setting, completeness: float, known_people: bool, rule: ReachRule) -> list[ReachRow]:
    """The rows with their findings. Adjusted over the rows that have enough to be judged, and over no others."""
    enough = [known_people and _enough(row, setting, rule) for row in rows]
    adjusted = iter(benjamini_hochberg([_p(row) for row, judged in zip(rows, enough, strict=True) if judged]))
    return [_with_finding(row, next(adjusted) if judged else None, completeness, rule) for row, judged in zip(rows, enough, strict=True)]


def _p(row: ReachRow) -> float:
    return 1.0 if row.p_value is None else row.p_value


def _enough(row: ReachRow, setting: _Setting, rule: ReachRule) -> bool:
    if row.p_value is None or row.population_share is None or setting.effective < rule.min_contacts:
        return False
    return max(row.contacts / setting.deff, row.population_share * setting.effective) >= rule.min_events


def _with_finding(row: ReachRow, p_adjusted: float | None, completeness: float, rule: ReachRule) -> ReachRow:
    if row.population_share is None and row.share is not None:
        return replace(row, finding=Finding.MISSING_DATA)
    if p_adjusted is None:
        return row
    if completeness < rule.min_completeness:
        return replace(row, p_adjusted=p_adjusted, finding=Finding.MISSING_DATA)
    ratio = row.ratio.value if row.ratio else math.inf
    apart = ratio < rule.lowest_ratio or ratio > rule.highest_ratio
    found = Finding.DIFFERENCE if apart and p_adjusted <= rule.q else Finding.NO_DIFFERENCE
    return replace(row, p_adjusted=p_adjusted, finding=found)
