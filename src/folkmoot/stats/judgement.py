"""The one declared rule for what a comparison is called. Four answers, and two of them are "cannot tell"."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from folkmoot.stats.counts import Counts


class Finding(Enum):
    """What may be said of a group beside its reference. None of these is a statement about cause or bias."""

    REFERENCE = "reference"
    DIFFERENCE = "difference found"
    NO_DIFFERENCE = "no difference found"
    TOO_FEW = "cannot tell (too few)"
    MISSING_DATA = "cannot tell (missing data)"
    NOT_COMPARED = "not compared"  # a row that names no group, such as "Not stated": shown, and neither tested nor counted

    @property
    def label(self) -> str:
        return "difference found: needs review" if self is Finding.DIFFERENCE else self.value


@dataclass(frozen=True)
class Rule:
    """When a difference is called one. All of it must hold; the Board may set other values, and they are stored with the result.

    `min_gap` is the absolute gap between the two rates (0.02 = 2 percentage points); `q` the false discovery rate over all
    comparisons made together; `min_at_risk` and `min_events` must be met on both sides. Events are those seen or, where that is
    more, those to be expected at the other side's rate: 0 of 500 beside a rate of 40 % is not too few to judge.
    """

    min_gap: float = 0.02
    min_events: int = 10
    min_at_risk: int = 30
    q: float = 0.05
    min_completeness: float = 0.6


def enough_to_judge(group: Counts, reference: Counts, rule: Rule) -> bool:
    """Whether both sides reach the rule's minimum base and number of events."""
    if min(group.base, reference.base) < max(1, rule.min_at_risk):
        return False
    return _events(group, reference) >= rule.min_events and _events(reference, group) >= rule.min_events


def _events(side: Counts, other: Counts) -> Fraction:
    return max(Fraction(side.with_outcome), Fraction(other.with_outcome * side.base, other.base))


def finding(group: Counts, reference: Counts, p_adjusted: float, complete_enough: bool, rule: Rule) -> Finding:
    """The answer for one comparison. Gaps are compared as exact fractions: 0.62 - 0.60 must not miss 0.02 by a rounding error."""
    if not enough_to_judge(group, reference, rule):
        return Finding.TOO_FEW
    if not complete_enough:
        return Finding.MISSING_DATA
    gap = abs(Fraction(group.with_outcome, group.base) - Fraction(reference.with_outcome, reference.base))
    if p_adjusted <= rule.q and gap >= Fraction(str(rule.min_gap)):
        return Finding.DIFFERENCE
    return Finding.NO_DIFFERENCE
