"""The outcome test: of those a decision was taken against, how many it proved right for, by group (convictions among those charged).

Shown, and never evidence for or against fairness by itself. The rate among all who were charged is not the rate at the bar they had to
pass: groups whose cases differ in strength show different rates under one bar, and may show equal rates under two.

Source: Simoiu, Corbett-Davies and Goel (2017), "The problem of infra-marginality in outcome tests for discrimination".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import Estimate, wilson

WARNING = (
    "These rates show how often a decision led on to its outcome. They do not show whether the same bar was applied to every group: "
    "groups whose cases differ in strength have different rates under the same bar, and can have equal rates under different ones. "
    "A lower rate is a reason to read cases, and no evidence for or against fair treatment by itself."
)


@dataclass(frozen=True)
class OutcomeRate:
    """One group: those decided, how many had the outcome, and the rate with its Wilson interval; None where nobody was decided."""

    group: str
    counts: Counts
    rate: Estimate | None


@dataclass(frozen=True)
class OutcomeTest:
    """What was decided, the outcome looked for among those, the rates in the order given, and the sentence that must stand beside them."""

    decided: str
    outcome: str
    rates: tuple[OutcomeRate, ...]

    @property
    def warning(self) -> str:
        return WARNING


def outcome_test(decided: str, outcome: str, groups: Mapping[str, Counts], level: float = 0.95) -> OutcomeTest:
    """Rates of `outcome` among those `decided`, such as convicted among charged. The base of each group is those decided."""
    return OutcomeTest(decided, outcome, tuple(OutcomeRate(group, counts, _rate(counts, level)) for group, counts in groups.items()))


def _rate(counts: Counts, level: float) -> Estimate | None:
    return wilson(counts.with_outcome, counts.base, level) if counts.base else None
