"""One row of a disparity table: everything that follows from the counts of a group, its reference and the not recorded.

A figure is None where it is not defined (the reference has no ratio to itself) and SUPPRESSED where it is defined and not shown.
Whatever follows from a suppressed count is suppressed, because no formula here is ever given one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias, TypeVar

from folkmoot.stats.counts import Counts
from folkmoot.stats.disclosure import SUPPRESSED, Suppressed
from folkmoot.stats.intervals import Estimate, newcombe_difference, ratio, wilson
from folkmoot.stats.judgement import Finding, Rule, enough_to_judge, finding
from folkmoot.stats.many_ratios import score_ratios
from folkmoot.stats.missing import Bounds, ratio_bounds
from folkmoot.stats.significance import benjamini_hochberg, two_proportion_p

T = TypeVar("T")
Shown: TypeAlias = T | Suppressed | None


@dataclass(frozen=True)
class ShownCounts:
    """The counts of a group as far as they may be shown. A suppressed base always goes with a suppressed outcome."""

    base: int | Suppressed
    with_outcome: int | Suppressed

    @classmethod
    def of(cls, counts: Counts) -> "ShownCounts":
        return cls(counts.base, counts.with_outcome)

    @cached_property
    def counts(self) -> Counts | None:
        if isinstance(self.base, Suppressed) or isinstance(self.with_outcome, Suppressed):
            return None
        return Counts(self.base, self.with_outcome)


WHOLLY_WITHHELD = ShownCounts(SUPPRESSED, SUPPRESSED)


@dataclass(frozen=True)
class Row:
    """Figures of one group. Rates and differences lie on the scale 0 to 1; ratios are relative to the reference group."""

    group: str
    shown: ShownCounts
    rate: Shown[Estimate]
    difference: Shown[Estimate] = None
    relative_rate: Shown[Estimate] = None
    relative_rate_without: Shown[Estimate] = None
    bounds: Shown[Bounds] = None
    p_value: Shown[float] = None
    p_adjusted: Shown[float] = None
    finding: Shown[Finding] = None


def plain_row(group: str, shown: ShownCounts, level: float) -> Row:
    """A row that is compared with nothing: a total, or the people whose group is not recorded."""
    return Row(group, shown, _rate(shown, level))


def reference_row(group: str, shown: ShownCounts, level: float) -> Row:
    return Row(group, shown, _rate(shown, level), finding=Finding.REFERENCE)


def uncompared_row(group: str, shown: ShownCounts, level: float) -> Row:
    """An answer that names no group ("Not stated"): its rate is shown, and it is neither tested nor counted among the comparisons."""
    return Row(group, shown, _rate(shown, level), finding=SUPPRESSED if shown.counts is None else Finding.NOT_COMPARED)


Ratios: TypeAlias = tuple[Estimate | None, Estimate | None]  # relative rates of the outcome, and of not having it


def relative_rates(groups: Sequence[Counts], reference: Counts, level: float, method: str = "score") -> list[Ratios]:
    """Both relative rates of many groups beside one reference; every base must be at least 1."""
    if method == "score":
        without = [Counts(one.base, one.without_outcome) for one in groups]
        other = Counts(reference.base, reference.without_outcome)
        return list(zip(score_ratios(groups, reference, level), score_ratios(without, other, level), strict=True))
    b = reference
    return [
        (
            ratio(method, a.with_outcome, a.base, b.with_outcome, b.base, level),
            ratio(method, a.without_outcome, a.base, b.without_outcome, b.base, level),
        )
        for a in groups
    ]


def compared_row(
    group: str, shown: ShownCounts, reference: ShownCounts, missing: ShownCounts, level: float, ratios: Ratios | None = None
) -> Row:
    """A group beside its reference. p values are not yet adjusted and nothing is judged: see `judged`. `ratios`: where they are known."""
    rate = _rate(shown, level)
    a, b, m = shown.counts, reference.counts, missing.counts
    if a is None or b is None:
        return Row(group, shown, rate, *[SUPPRESSED] * 7)
    if not a.base or not b.base:
        return Row(group, shown, rate)
    relative, without = ratios or relative_rates([a], b, level)[0]
    return Row(
        group,
        shown,
        rate,
        difference=newcombe_difference(a.with_outcome, a.base, b.with_outcome, b.base, level),
        relative_rate=relative,
        relative_rate_without=without,
        bounds=SUPPRESSED if m is None else ratio_bounds(a, b, m),
        p_value=two_proportion_p(a.with_outcome, a.base, b.with_outcome, b.base),
    )


def _rate(shown: ShownCounts, level: float) -> Shown[Estimate]:
    counts = shown.counts
    if counts is None:
        return SUPPRESSED
    return wilson(counts.with_outcome, counts.base, level) if counts.base else None


@dataclass(frozen=True)
class Family:
    """The rows of one table that are compared with one reference."""

    rows: Sequence[Row]
    reference: ShownCounts
    complete_enough: bool


def judged(families: Sequence[Family], rule: Rule) -> tuple[list[list[Row]], int]:
    """The same rows with adjusted p values and findings, and the number of comparisons adjusted for.

    Benjamini-Hochberg runs over every comparison of every table made together; comparisons with too few people are not in it.
    """
    p_values = [_p(row) for family in families for row in family.rows if _judgeable(row, family, rule)]
    adjusted = iter(benjamini_hochberg(p_values))

    def answer(row: Row, family: Family) -> Row:
        return _with_finding(row, family, next(adjusted) if _judgeable(row, family, rule) else None, rule)

    return [[answer(row, family) for row in family.rows] for family in families], len(p_values)


def _judgeable(row: Row, family: Family, rule: Rule) -> bool:
    counts, reference = row.shown.counts, family.reference.counts
    return isinstance(row.p_value, float) and bool(counts and reference and enough_to_judge(counts, reference, rule))


def _p(row: Row) -> float:
    assert isinstance(row.p_value, float)
    return row.p_value


def _with_finding(row: Row, family: Family, adjusted: float | None, rule: Rule) -> Row:
    counts, reference = row.shown.counts, family.reference.counts
    if row.finding is not None or not isinstance(row.p_value, float) or counts is None or reference is None:
        return row
    answer = finding(counts, reference, 1.0 if adjusted is None else adjusted, family.complete_enough, rule)
    return replace(row, p_adjusted=adjusted, finding=answer)
