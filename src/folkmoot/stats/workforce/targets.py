"""A workforce beside a target, or beside the population it serves. What the published figures cannot decide is not decided."""

import math
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from folkmoot.stats.counts import Counts
from folkmoot.stats.missing import Bounds
from folkmoot.stats.reach import BesidePopulation, beside_population
from folkmoot.stats.workforce.representation import Declaration, Rate, Representation, as_printed


class TargetAnswer(Enum):
    """Whether a rate reaches its target, whatever was rounded or withheld."""

    MET = "met"
    NOT_MET = "not met"
    CANNOT_TELL = "cannot tell (figures rounded or withheld)"


class Declared(Enum):
    """Which of the two rates a declaration target means. The published one does not count "prefer not to say" as declared."""

    KNOWN = "known: said which group they belong to"
    RETURNED = "returned: answered, 'prefer not to say' included"


@dataclass(frozen=True)
class Missing:
    """People by which a target is missed: at least `low`, at most `high`; both 0 where it is met.

    `replaced` counts members of the group in place of others at the same size of workforce; `added` counts members who join it.
    """

    replaced_low: int
    replaced_high: int
    added_low: int
    added_high: int | None


@dataclass(frozen=True)
class AgainstTarget:
    """A representation target (0 to 1, to be reached or passed), the answer, and the people it is missed by."""

    target: float
    answer: TargetAnswer
    missing: Missing


@dataclass(frozen=True)
class DeclarationAgainstTarget:
    """A declaration target with the definition it was judged by, and the answer."""

    target: float
    definition: Declared
    rate: Rate
    answer: TargetAnswer


def answer_for(bounds: Bounds | None, target: float) -> TargetAnswer:
    """Met where even the lowest rate possible reaches the target; not met where even the highest does not."""
    if bounds is None or bounds.high is None:
        return TargetAnswer.CANNOT_TELL
    if bounds.low >= target:
        return TargetAnswer.MET
    return TargetAnswer.NOT_MET if bounds.high < target else TargetAnswer.CANNOT_TELL


def against_target(found: Representation, target: float) -> AgainstTarget:
    """Representation beside a target. Compared as exact fractions: 8 of 100 meets 0.08. Raises ValueError outside 0 to 1."""
    if not 0 < target < 1:
        raise ValueError(f"a target lies between 0 and 1, not {target}")
    wanted = Fraction(str(target))
    best, worst = (found.group.high, found.others.low), (found.group.low, found.others.high)
    missing = Missing(_replaced(*best, wanted), _replaced(*worst, wanted), _added(*best, wanted), _added(*worst, wanted))
    if sum(worst) == 0 or sum(best) == 0:
        return AgainstTarget(target, TargetAnswer.CANNOT_TELL, missing)
    met, possible = (Fraction(group, group + others) >= wanted for group, others in (worst, best))
    answer = TargetAnswer.MET if met else TargetAnswer.CANNOT_TELL if possible else TargetAnswer.NOT_MET
    return AgainstTarget(target, answer, missing)


def _replaced(group: int, others: int, target: Fraction) -> int:
    return max(0, math.ceil(target * (group + others)) - group)


def _added(group: int, others: int, target: Fraction) -> int:
    """The fewest people k with (group + k) / (group + others + k) at the target."""
    return max(0, math.ceil((target * (group + others) - group) / (1 - target)))


def declaration_against_target(found: Declaration, target: float, definition: Declared) -> DeclarationAgainstTarget:
    """Declaration beside a target. The definition has no default: the choice of it can decide the answer."""
    rate = found.known_rate if definition is Declared.KNOWN else found.return_rate
    return DeclarationAgainstTarget(target, definition, rate, answer_for(rate.bounds, target))


def against_population(found: Representation, population: Counts, *, sampled: bool = False, level: float = 0.95) -> BesidePopulation | None:
    """Representation beside the group's share of a population, as ratio and difference; None where a headcount is withheld.

    `population` counts everyone (`base`) and the group (`with_outcome`); `sampled` where it is itself an estimate from a sample.
    """
    counts = as_printed(found.group, found.others)
    return beside_population(counts, population, sampled=sampled, level=level) if counts else None
