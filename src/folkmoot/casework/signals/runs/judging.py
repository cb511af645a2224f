"""What the rule says of every comparison of a run, all of them adjusted for one another. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.casework.signals.runs.counting import Counted
from folkmoot.stats.counts import Counts
from folkmoot.stats.disclosure import Suppressed
from folkmoot.stats.disparity import share_recorded
from folkmoot.stats.figures import Row
from folkmoot.stats.judgement import Finding, Rule, enough_to_judge, finding
from folkmoot.stats.significance import benjamini_hochberg


@dataclass(frozen=True)
class Judged:
    """One group of one table and what the rule says of it; None: it is withheld, so nothing can be said."""

    of: Counted
    row: Row
    finding: Finding | None


@dataclass(frozen=True)
class _Compared:
    of: Counted
    row: Row
    group: Counts
    reference: Counts
    p: float
    rule: Rule


def judged(tables: Sequence[tuple[Counted, Rule]]) -> tuple[list[Judged], int]:
    """Every group of every table, and how many comparisons were judged together.

    Benjamini-Hochberg runs over all of them, whatever their source and rule; comparisons with too few people are not in it.
    """
    found = [(of, rule, row, _compared(of, row, rule)) for of, rule in tables for row in of.table.rows]
    tested = [one for _, _, _, one in found if one is not None and enough_to_judge(one.group, one.reference, one.rule)]
    adjusted = {id(one): p for one, p in zip(tested, benjamini_hochberg([one.p for one in tested]), strict=True)}
    return [Judged(of, row, _said(of, rule, row, one, adjusted)) for of, rule, row, one in found], len(tested)


def _compared(of: Counted, row: Row, rule: Rule) -> _Compared | None:
    beside = next((each.shown.counts for each in of.table.rows if each.group == of.table.reference), None)
    if row.shown.counts is None or beside is None or not isinstance(row.p_value, float):
        return None
    return _Compared(of, row, row.shown.counts, beside, row.p_value, rule)


def _said(of: Counted, rule: Rule, row: Row, one: _Compared | None, adjusted: dict[int, float]) -> Finding | None:
    if one is None:
        return None if isinstance(row.finding, Suppressed) or row.finding is None else row.finding
    complete = share_recorded(of.counts) >= rule.min_completeness
    return finding(one.group, one.reference, adjusted.get(id(one), 1.0), complete, rule)
