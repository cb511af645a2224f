"""What may leave: tables in which small counts, and all that follows from them, are withheld. Every page, file and line of text
is made from a `ReleasedTable`, so that there is one place where a figure can be kept back.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from folkmoot.stats.counts import Counts, CountsTable
from folkmoot.stats.disclosure import (
    DEFAULT_THRESHOLD,
    SMALL_GROUPS,
    SUPPRESSED,
    Suppressed,
    Withheld,
    is_small,
    merged_together,
    too_small_as_a_whole,
    withheld,
)
from folkmoot.stats.disparity import (
    EVERYONE,
    METHODS,
    NOT_RECORDED,
    DisparityTable,
    Settings,
    compared_rows,
    is_not_stated,
    label,
)
from folkmoot.stats.figures import WHOLLY_WITHHELD, Family, Row, ShownCounts, judged, plain_row
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds

SYMBOL = "[c]"

NOT_EVIDENCE_OF_BIAS = (
    "A difference here is not evidence of bias, nor an effect of belonging to a group: offence, history, plea, place and much else"
    " differ between groups and are not taken into account. It says where to look, and needs review by people who know the cases."
)
BOTH_SIDES = (
    "The ratio of an outcome and the ratio of its complement can tell different stories when an outcome is common."
    " Read both, with the gap in percentage points."
)
BOUNDS_ARE_NOT_CHANCE = (
    "The range for missing data shows what the relative rate could be if everyone whose group is not recorded belonged to the one side or"
    " the other. It is not an interval for chance."
)
COUNTS_RECORDS = "The counts are of records in the file. Where one person can appear more than once, intervals are too narrow."


@dataclass(frozen=True)
class Completeness:
    """How much of what was asked is on record, among the records at risk of the outcome."""

    not_recorded: int | Suppressed
    share_recorded: float | Suppressed
    not_stated: int | Suppressed
    outcome_not_recorded: int | Suppressed
    eligible: int | Suppressed


@dataclass(frozen=True)
class ReleasedTable:
    """One characteristic (or intersection) and one outcome, as it may be shown."""

    by: tuple[str, ...]
    outcome: str
    reference: str
    rows: tuple[Row, ...]
    not_recorded: Row
    overall: Row
    completeness: Completeness
    comparisons: int
    settings: Settings
    threshold: int
    combinations_withheld: bool  # of an intersection: combinations too small to be named are left out

    @property
    def caveats(self) -> tuple[str, ...]:
        return NOT_EVIDENCE_OF_BIAS, BOTH_SIDES, BOUNDS_ARE_NOT_CHANCE, COUNTS_RECORDS

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON. A withheld figure is the string "[c]"; one that is not defined, or infinite, is null."""
        return {
            "by": list(self.by),
            "outcome": self.outcome,
            "reference": self.reference,
            "groups": [_row_dict(row) for row in self.rows],
            "not_recorded": _row_dict(self.not_recorded),
            "overall": _row_dict(self.overall),
            "completeness": {name: _plain(getattr(self.completeness, name)) for name in Completeness.__dataclass_fields__},
            "combinations_withheld": self.combinations_withheld,
            "comparisons": self.comparisons,
            "level": self.settings.level,
            "rule": asdict(self.settings.rule),
            "threshold": self.threshold,
            "methods": dict(METHODS),
            "caveats": list(self.caveats),
        }


def release(table: DisparityTable, threshold: int = DEFAULT_THRESHOLD) -> ReleasedTable:
    """One table as it may be shown. Tables that will be seen together must be released together: see `release_all`."""
    return release_all([table], threshold)[0]


def release_all(tables: Sequence[DisparityTable], threshold: int = DEFAULT_THRESHOLD) -> list[ReleasedTable]:
    """Tables of one file as they may be shown together, in the order given.

    Outcomes by the same characteristics are withheld together. Every figure is computed again from the counts that are shown, so
    that none can carry a withheld one; adjusted p values run over the comparisons that are shown.
    """
    plans = _plans(tables, threshold)
    small_gap = any(is_small(table.counts.outcome_not_recorded, threshold) for table in tables)
    drafts = [_draft(table, plan, threshold, small_gap) for table, plan in zip(tables, plans, strict=True)]
    families = [
        Family(draft.rows, _reference_counts(draft), table.share_recorded >= table.settings.rule.min_completeness)
        for draft, table in zip(drafts, tables, strict=True)
    ]
    if not tables:
        return []
    answers, comparisons = judged(families, tables[0].settings.rule)
    return [replace(draft, rows=tuple(rows), comparisons=comparisons) for draft, rows in zip(drafts, answers, strict=True)]


def _plans(tables: Sequence[DisparityTable], threshold: int) -> list[Withheld]:
    families: dict[tuple[str, ...], list[CountsTable]] = {}
    for table in tables:
        if not too_small_as_a_whole(table.counts, threshold):
            families.setdefault(table.counts.by, []).append(table.counts)
    plans = {by: withheld(family, threshold) for by, family in families.items()}
    nothing_shown = Withheld(everything=True)
    return [
        nothing_shown if threshold > 1 and too_small_as_a_whole(table.counts, threshold) else plans[table.counts.by] for table in tables
    ]


def _draft(table: DisparityTable, plan: Withheld, threshold: int, small_gap: bool) -> ReleasedTable:
    counts = merged_together(table.counts, plan.merged, SMALL_GROUPS)
    level = table.settings.level
    shown = _shown_groups(counts, plan, threshold)
    missing = WHOLLY_WITHHELD if plan.everything else _shown(counts.not_recorded, plan.missing_base, plan.missing_outcome)
    whole_too_small = threshold > 1 and too_small_as_a_whole(table.counts, threshold)
    total = WHOLLY_WITHHELD if whole_too_small else ShownCounts.of(counts.total)
    reference = table.reference if table.reference in shown else SYMBOL
    return ReleasedTable(
        counts.by,
        counts.outcome,
        reference,
        compared_rows(shown, reference, missing, level),
        plain_row(NOT_RECORDED, missing, level),
        plain_row(EVERYONE, total, level),
        _completeness(counts, shown, missing, total, small_gap, threshold),
        0,
        table.settings,
        threshold,
        len(shown) < len(counts.recorded()),
    )


def _shown_groups(counts: CountsTable, plan: Withheld, threshold: int) -> dict[str, ShownCounts]:
    """Groups by name. A combination of fewer people than the threshold is not even named."""
    if plan.everything:
        return {}
    return {
        label(key): _shown(cell, key in plan.bases, key in plan.outcomes)
        for key, cell in counts.recorded().items()
        if len(counts.by) == 1 or not is_small(cell.base, threshold)
    }


def _shown(counts: Counts, hide_base: bool, hide_outcome: bool) -> ShownCounts:
    return ShownCounts(SUPPRESSED if hide_base else counts.base, SUPPRESSED if hide_base or hide_outcome else counts.with_outcome)


def _completeness(
    counts: CountsTable,
    shown: Mapping[str, ShownCounts],
    missing: ShownCounts,
    total: ShownCounts,
    small_gap: bool,
    threshold: int,
) -> Completeness:
    gap = counts.outcome_not_recorded
    share: float | Suppressed = SUPPRESSED
    if not isinstance(missing.base, Suppressed) and not isinstance(total.base, Suppressed):
        share = (total.base - missing.base) / total.base if total.base else 0.0
    hide_gap = small_gap or isinstance(total.base, Suppressed)
    return Completeness(
        missing.base,
        share,
        _added([cell.base for group, cell in shown.items() if is_not_stated(group)]),
        SUPPRESSED if is_small(gap, threshold) else gap,
        SUPPRESSED if hide_gap else counts.eligible,
    )


def _added(bases: Sequence[int | Suppressed]) -> int | Suppressed:
    known = [base for base in bases if not isinstance(base, Suppressed)]
    return sum(known) if len(known) == len(bases) else SUPPRESSED


def _reference_counts(draft: ReleasedTable) -> ShownCounts:
    return next((row.shown for row in draft.rows if row.group == draft.reference), WHOLLY_WITHHELD)


def _row_dict(row: Row) -> dict[str, Any]:
    return {
        "group": row.group,
        "base": _plain(row.shown.base),
        "with_outcome": _plain(row.shown.with_outcome),
        **{name: _plain(getattr(row, name)) for name in _FIGURES},
    }


_FIGURES = (
    "rate", "difference", "relative_rate", "relative_rate_without", "bounds", "p_value", "p_adjusted", "finding",
)  # fmt: skip


def _plain(figure: object) -> Any:
    if isinstance(figure, Suppressed):
        return SYMBOL
    if isinstance(figure, Estimate | Bounds):
        return {name: _plain(value) for name, value in asdict(figure).items()}
    if isinstance(figure, Finding):
        return figure.value
    return None if isinstance(figure, float) and not math.isfinite(figure) else figure
