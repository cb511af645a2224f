"""The four-fifths rule: is a group's rate of the favourable outcome below four fifths of the highest rate?

A screening rule, not a test of significance, and it depends on which outcome is called favourable: 1.25 times as often charged passes
where 0.75 times as often not charged fails. So the favourable side must be declared, and both ratios belong beside the answer.

Source: 29 CFR 1607.4D (US Uniform Guidelines on Employee Selection Procedures) and the questions and answers of 1979: compare with the
highest rate; assess groups of at least 2 %.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from folkmoot.stats.counts import Counts

MIN_SHARE = Fraction(2, 100)


class Favourable(Enum):
    """The side of the outcome that a person would wish for."""

    OUTCOME = "with the outcome"
    NO_OUTCOME = "without the outcome"

    def of(self, counts: Counts) -> int:
        return counts.with_outcome if self is Favourable.OUTCOME else counts.without_outcome


class Answer(Enum):
    """What the rule says of a group. It says nothing about chance or cause."""

    HIGHEST = "highest rate"
    WITHIN = "at least four fifths of the highest rate"
    BELOW = "below four fifths of the highest rate: needs review"
    NOT_ASSESSED = "not assessed: too small a share"


@dataclass(frozen=True)
class FourFifths:
    """One group. `ratio` is its favourable rate beside the highest, exactly; None where there is none to compare, or it is not assessed."""

    group: str
    counts: Counts
    share: Fraction
    ratio: Fraction | None
    answer: Answer


def four_fifths(
    groups: Mapping[str, Counts], *, favourable: Favourable, shares_of: Mapping[str, int] | None = None, min_share: Fraction = MIN_SHARE
) -> tuple[FourFifths, ...]:
    """Every group with somebody at risk, in the order given.

    A group is assessed, and may be the one to compare with, from `min_share` of all: of those at risk, or of the people in `shares_of`
    (such as the labour force), in which a group that is absent counts none.
    """
    at_risk = {group: counts for group, counts in groups.items() if counts.base}
    shares = _shares({group: counts.base for group, counts in at_risk.items()} if shares_of is None else shares_of)
    assessed = {group: counts for group, counts in at_risk.items() if shares.get(group, Fraction(0)) >= min_share}
    highest = max(assessed.values(), key=lambda counts: Fraction(favourable.of(counts), counts.base), default=None)

    def answer(group: str, counts: Counts) -> FourFifths:
        share = shares.get(group, Fraction(0))
        if group not in assessed or highest is None:
            return FourFifths(group, counts, share, None, Answer.NOT_ASSESSED)
        return _assessed(group, counts, share, highest, favourable)

    return tuple(answer(group, counts) for group, counts in at_risk.items())


def below_four_fifths(part: int, whole: int, highest_part: int, highest_whole: int) -> bool:
    """Whether part/whole is less than four fifths of the highest rate, in whole numbers: 0.16/0.20 in floating point falls short of 0.8."""
    return 10 * part * highest_whole < 8 * highest_part * whole


def _shares(people: Mapping[str, int]) -> dict[str, Fraction]:
    everyone = sum(people.values())
    return {group: Fraction(count, everyone) for group, count in people.items()} if everyone else {}


def _assessed(group: str, counts: Counts, share: Fraction, highest: Counts, favourable: Favourable) -> FourFifths:
    part, best = favourable.of(counts), favourable.of(highest)
    beside = Fraction(part * highest.base, counts.base * best) if best else None
    if part * highest.base == best * counts.base:
        return FourFifths(group, counts, share, beside, Answer.HIGHEST)
    below = below_four_fifths(part, counts.base, best, highest.base)
    return FourFifths(group, counts, share, beside, Answer.BELOW if below else Answer.WITHIN)
