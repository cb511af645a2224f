"""What may leave: tables in which small counts, and all that follows from them, are withheld. Every page, file and line of text
is made from a `ReleasedTable`, so that there is one place where a figure can be kept back.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeAlias

from folkmoot.stats.attacker import Seen, seen
from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disclosure import (
    DEFAULT_THRESHOLD,
    SMALL_GROUPS,
    SUPPRESSED,
    Suppressed,
    Withheld,
    is_small,
    merged_together,
    too_small_as_a_whole,
)
from folkmoot.stats.disclosure.guard import Guarded, guarded, with_margins
from folkmoot.stats.disclosure.rule import with_differences
from folkmoot.stats.disparity import (
    EVERYONE,
    METHODS,
    NOT_RECORDED,
    DisparityTable,
    Settings,
    compared_rows,
    is_not_stated,
    label,
    uncompared_rows,
    uncompared_table,
)
from folkmoot.stats.figures import WHOLLY_WITHHELD, Family, Row, ShownCounts, judged, plain_row
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds

SYMBOL = "[c]"
Also: TypeAlias = Mapping[tuple[str, ...], Collection[Key]]  # groups to withhold whatever else is, by characteristics

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


@dataclass(frozen=True)
class Attack:
    """An attempt to work out what is withheld, from everything that is shown together. `unknowns`: how many numbers it did not know;
    `protected`: how many of the counts behind them are small; `recovered`: how many of those it found, which is none: otherwise more
    would have been withheld."""

    ran: bool
    tables: int
    unknowns: int
    protected: int
    recovered: int = 0
    method: str = ""


NOT_ATTACKED = Attack(ran=False, tables=0, unknowns=0, protected=0)


@dataclass(frozen=True)
class Release:
    """Tables as they may be shown together, in the order given, and how the attack on them went. `notes`: whole tables withheld for
    its sake, in sentences."""

    tables: tuple[ReleasedTable, ...]
    attack: Attack
    notes: tuple[str, ...] = ()


def release(table: DisparityTable, threshold: int = DEFAULT_THRESHOLD) -> ReleasedTable:
    """One table as it may be shown. Tables that will be seen together must be released together: see `released`."""
    return release_all([table], threshold)[0]


def release_all(tables: Sequence[DisparityTable], threshold: int = DEFAULT_THRESHOLD) -> list[ReleasedTable]:
    """The tables of `released`, without the rest."""
    return list(released(tables, threshold).tables)


def released(
    tables: Sequence[DisparityTable], threshold: int = DEFAULT_THRESHOLD, *, off: bool = False, also: Also | None = None
) -> Release:
    """Tables of one file as they may be shown together.

    Outcomes by the same characteristics are withheld together. Every figure is computed again from the counts that are shown, so
    that none can carry a withheld one; adjusted p values run over the comparisons that are shown. Then all of it is attacked
    (`folkmoot.stats.attacker`), and more is withheld until nothing is found. `also` are groups to withhold for reasons that lie
    outside these tables, by characteristics. With `off`, or a threshold of 1 or less, nothing is withheld and nothing attacked.
    """
    if off or threshold <= 1:
        return Release(tuple(_judged(tables, [_draft(table, Withheld(), 1) for table in tables])), NOT_ATTACKED)
    dropped = _too_small(tables, threshold)
    printed = _families(table for table in tables if table.counts.outcome not in dropped)
    settings = tables[0].settings if tables else Settings()
    kept: dict[str, list[ReleasedTable]] = {}

    def show(plans: Mapping[tuple[str, ...], Withheld]) -> list[Seen]:
        small_gap = any(is_small(table.counts.outcome_not_recorded, threshold) for table in tables)
        drafts = [_draft(table, _plan(table, plans, dropped), threshold, small_gap) for table in tables]
        beside = [table for by, found in families.items() if by not in printed for table in found]
        others = [_draft(uncompared_table(table, settings), plans[table.by], threshold, small_gap) for table in beside]
        kept["drafts"] = drafts
        return [_as_seen(draft, names) for draft in (*drafts, *others) if draft.outcome not in dropped]

    families = with_margins(printed)
    names = {label(key): key for found in families.values() for table in found for key in table.cells}
    guard = guarded(families, threshold, show, also)
    drafts = kept["drafts"]
    return Release(tuple(_judged(tables, drafts)), _told(guard, len(drafts)), guard.notes)


def _told(guard: Guarded, tables: int) -> Attack:
    recovered = sum(interval.low == interval.high for interval in guard.found.intervals.values())
    return Attack(True, tables, guard.found.unknowns, guard.protected, recovered, guard.found.method)


def may_show(table: ReleasedTable, group: str) -> bool:
    """Whether figures made from a group's own counts (an adjusted rate, a shrunk one, a bound) may stand beside its name."""
    rows = (*table.rows, table.not_recorded, table.overall)
    return any(row.group == group and row.shown.counts is not None for row in rows)


def may_compare(table: ReleasedTable, group: str) -> bool:
    """Whether a figure may be shown that sets a group beside the reference (an odds ratio, an effect): both must be shown."""
    return may_show(table, group) and may_show(table, table.reference)


def _judged(tables: Sequence[DisparityTable], drafts: Sequence[ReleasedTable]) -> list[ReleasedTable]:
    families = [
        Family(draft.rows, _reference_counts(draft), table.share_recorded >= table.settings.rule.min_completeness)
        for draft, table in zip(drafts, tables, strict=True)
    ]
    if not tables:
        return []
    answers, comparisons = judged(families, tables[0].settings.rule)
    return [replace(draft, rows=tuple(rows), comparisons=comparisons) for draft, rows in zip(drafts, answers, strict=True)]


def _families(tables: Iterable[DisparityTable]) -> dict[tuple[str, ...], list[CountsTable]]:
    families: dict[tuple[str, ...], list[CountsTable]] = {}
    for table in tables:
        families.setdefault(table.counts.by, []).append(table.counts)
    return families


def _too_small(tables: Sequence[DisparityTable], threshold: int) -> frozenset[str]:
    """Outcomes that cannot be shown at all: the total is small, or is so near that of another of its column that the rest is."""
    dropped: set[str] = set()
    for family in _families(tables).values():
        kept: list[CountsTable] = []
        for table in family:
            differences = with_differences([*kept, table])
            if any(too_small_as_a_whole(one, threshold) for one in differences):
                dropped.add(table.outcome)
            else:
                kept.append(table)
    return frozenset(dropped)


def _plan(table: DisparityTable, plans: Mapping[tuple[str, ...], Withheld], dropped: frozenset[str]) -> Withheld:
    return Withheld(everything=True, total=True) if table.counts.outcome in dropped else plans[table.counts.by]


def _as_seen(draft: ReleasedTable, names: Mapping[str, Key]) -> Seen:
    """What a reader gets: the document, written out."""
    return seen(draft.to_dict(), names)


def _draft(table: DisparityTable, plan: Withheld, threshold: int, small_gap: bool = False) -> ReleasedTable:
    counts = merged_together(table.counts, plan.merged, SMALL_GROUPS)
    level = table.settings.level
    shown = _shown_groups(counts, plan)
    missing = WHOLLY_WITHHELD if plan.everything else _shown(counts.not_recorded, plan.missing_base, plan.missing_outcome)
    total = WHOLLY_WITHHELD if plan.total else ShownCounts.of(counts.total)
    reference = table.reference if table.reference in shown or not table.compared else SYMBOL
    return ReleasedTable(
        counts.by,
        counts.outcome,
        reference,
        compared_rows(shown, reference, missing, table.settings) if table.compared else uncompared_rows(shown, level),
        plain_row(NOT_RECORDED, missing, level),
        plain_row(EVERYONE, total, level),
        _completeness(counts, shown, missing, total, small_gap, threshold),
        0,
        table.settings,
        threshold,
        len(shown) < len(counts.recorded()),
    )


def _shown_groups(counts: CountsTable, plan: Withheld) -> dict[str, ShownCounts]:
    """Groups by name. A combination that is withheld is not even named: that it is there would say that it is not the smallest."""
    if plan.everything:
        return {}
    return {
        label(key): _shown(cell, key in plan.bases, key in plan.outcomes)
        for key, cell in counts.recorded().items()
        if len(counts.by) == 1 or key not in plan.bases
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
