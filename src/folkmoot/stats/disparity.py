"""Outcomes of groups beside a reference group: rates, gaps and relative rates of the outcome and of its complement.

`disparity_table` and `disparity_tables` compute; nothing they return may leave. `folkmoot.stats.released` makes what may.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from folkmoot.errors import FolkmootError
from folkmoot.stats.counts import CountedCases, CountsTable, Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, SMALL_GROUPS, SUPPRESSED
from folkmoot.stats.figures import (
    Family,
    Ratios,
    Row,
    ShownCounts,
    compared_row,
    judged,
    plain_row,
    reference_row,
    relative_rates,
    uncompared_row,
)
from folkmoot.stats.judgement import Rule

NOT_RECORDED = "Not recorded"
EVERYONE = "Everyone"
# Answers, not gaps in the record: kept as groups of their own, but not a group to measure the others by.
NOT_STATED = frozenset({"not stated", "prefer not to say", "not answered", "refused", "declined", "ns"})

METHODS: Mapping[str, str] = {
    "rate": "Wilson score interval",
    "difference": "Newcombe hybrid score interval",
    "relative_rate": "Koopman score interval with the Miettinen-Nurminen factor",
    "p_value": "two-proportion z test with pooled variance, two-sided",
    "adjustment": "Benjamini-Hochberg over all comparisons made together",
    "bounds": "Manski bounds: those whose group is not recorded may all belong to either side",
}


_TOGETHER = " · "  # between the groups of an intersection, as it is shown
_JOINED = "\x1f"  # between the characteristics of an intersection where a reference is given for it as a whole


class ReferenceNotFound(FolkmootError):
    """The group to compare with is not in the data."""


@dataclass(frozen=True)
class Settings:
    """How to compare. `references` gives the reference group by characteristic; without one it is the largest recorded group."""

    references: Mapping[str, str] = field(default_factory=dict)
    level: float = 0.95
    rule: Rule = field(default_factory=Rule)
    least_named: int = DEFAULT_THRESHOLD  # an error names no group smaller than this
    ratio_method: str = "score"  # of intervals.RATIO_METHODS; stored with the result, because a verdict can turn on it


@dataclass(frozen=True)
class DisparityTable:
    """One characteristic (or intersection) and one outcome, with every count: for computing, never for showing."""

    counts: CountsTable
    reference: str
    rows: tuple[Row, ...]
    not_recorded: Row
    overall: Row
    comparisons: int
    settings: Settings
    compared: bool = True  # False: counts to be shown (an Area, a month), no comparison with a reference and none adjusted for

    @property
    def share_recorded(self) -> float:
        return share_recorded(self.counts)


def disparity_table(
    cube: CountedCases,
    by: str | tuple[str, ...],
    outcome: str,
    reference: str | None = None,
    level: float = 0.95,
    rule: Rule | None = None,
) -> DisparityTable:
    """Compare the groups of one characteristic; its comparisons alone are adjusted for one another."""
    columns = (by,) if isinstance(by, str) else by
    references = {} if reference is None else {_JOINED.join(columns): reference}
    settings = Settings(references, level, rule or Rule())
    return disparity_tables([cube.counts(columns, outcome)], settings)[0]


def unread_table(table: CountsTable, settings: Settings) -> DisparityTable:
    """A table for release only: its rows are computed once it is known what may be shown. Raises ReferenceNotFound."""
    missing, total = ShownCounts.of(table.not_recorded), ShownCounts.of(table.total)
    return DisparityTable(
        table,
        reference_group(table, settings),
        (),
        plain_row(NOT_RECORDED, missing, settings.level),
        plain_row(EVERYONE, total, settings.level),
        0,
        settings,
    )


def uncompared_table(table: CountsTable, settings: Settings) -> DisparityTable:
    """Counts and rates only: Areas and periods are looked at in other ways than beside a reference."""
    shown = {label(key): ShownCounts.of(counts) for key, counts in table.recorded().items()}
    missing, total = ShownCounts.of(table.not_recorded), ShownCounts.of(table.total)
    return DisparityTable(
        table,
        "",
        uncompared_rows(shown, settings.level),
        plain_row(NOT_RECORDED, missing, settings.level),
        plain_row(EVERYONE, total, settings.level),
        0,
        settings,
        compared=False,
    )


def uncompared_rows(shown: Mapping[str, ShownCounts], level: float) -> tuple[Row, ...]:
    """One row a group, alphabetically: no order of size, which would be a ranking."""
    return tuple(uncompared_row(group, shown[group], level) for group in sorted(shown))


def disparity_tables(tables: Sequence[CountsTable], settings: Settings) -> list[DisparityTable]:
    """Compare the groups of every table; all comparisons are adjusted for one another."""
    drafts = [_draft(table, settings) for table in tables]
    families = [Family(draft.rows, _shown(draft.reference, draft.rows), _complete(draft)) for draft in drafts]
    answers, comparisons = judged(families, settings.rule)
    return [replace(draft, rows=tuple(rows), comparisons=comparisons) for draft, rows in zip(drafts, answers, strict=True)]


def _draft(table: CountsTable, settings: Settings) -> DisparityTable:
    reference = reference_group(table, settings)
    shown = {label(key): ShownCounts.of(counts) for key, counts in table.recorded().items()}
    missing = ShownCounts.of(table.not_recorded)
    return DisparityTable(
        table,
        reference,
        compared_rows(shown, reference, missing, settings),
        plain_row(NOT_RECORDED, missing, settings.level),
        plain_row(EVERYONE, ShownCounts.of(table.total), settings.level),
        0,
        settings,
    )


def compared_rows(shown: Mapping[str, ShownCounts], reference: str, missing: ShownCounts, settings: Settings) -> tuple[Row, ...]:
    """One row a group, in reading order. Where the reference may not be shown, no comparison is; an answer that names no group has none."""
    beside = shown.get(reference, ShownCounts(SUPPRESSED, SUPPRESSED))
    ratios = _ratios(shown, beside, settings)

    def row(group: str) -> Row:
        if group == reference:
            return reference_row(group, shown[group], settings.level)
        if is_not_stated(group):
            return uncompared_row(group, shown[group], settings.level)
        return compared_row(group, shown[group], beside, missing, settings.level, ratios.get(group))

    return tuple(row(group) for group in sorted(shown, key=lambda group: (group != reference, *reading_order(group))))


def _ratios(shown: Mapping[str, ShownCounts], beside: ShownCounts, settings: Settings) -> dict[str, Ratios]:
    """The relative rates of all groups that are shown: thousands of an intersection are found together."""
    counts = {group: one.counts for group, one in shown.items()}
    known = {group: one for group, one in counts.items() if one is not None and one.base}
    reference = beside.counts
    if reference is None or not reference.base:
        return {}
    return dict(zip(known, relative_rates(list(known.values()), reference, settings.level, settings.ratio_method), strict=True))


def _shown(reference: str, rows: Sequence[Row]) -> ShownCounts:
    found = next((row.shown for row in rows if row.group == reference), None)
    return found or ShownCounts(SUPPRESSED, SUPPRESSED)


def _complete(draft: DisparityTable) -> bool:
    return draft.share_recorded >= draft.settings.rule.min_completeness


def share_recorded(table: CountsTable) -> float:
    """The share of those at risk for whom a group is known, 0 to 1. "Prefer not to say" is an answer, and says no group."""
    base = table.total.base
    known = sum(counts.base for key, counts in table.recorded().items() if not is_not_stated(label(key)))
    return known / base if base else 0.0


def label(key: Key) -> str:
    """A group's name; the parts of an intersection are joined by a middle dot."""
    return _TOGETHER.join(NOT_RECORDED if part is None else part for part in key)


@lru_cache(maxsize=1 << 16)
def is_not_stated(group: str) -> bool:
    """Whether a group ("Other ethnic group - Not stated" too), or either side of an intersection, says that no answer was given."""
    return any(re.split(r"\s-\s|:\s", part)[-1].strip().casefold() in NOT_STATED for part in group.split(_TOGETHER))


def reading_order(group: str) -> tuple[int, str]:
    """Alphabetical, with 'Other', then answers that name no group, then the small groups together at the end."""
    folded = group.casefold()
    late = 3 if group == SMALL_GROUPS else 2 if is_not_stated(group) else 1 if folded.startswith("other") else 0
    return late, folded


def reference_group(table: CountsTable, settings: Settings) -> str:
    """The reference asked for, or the largest group that names one. Raises ReferenceNotFound."""
    groups = {label(key): counts.base for key, counts in table.recorded().items()}
    wanted = _wanted_reference(table.by, settings.references)
    if wanted is None:
        named = [group for group in groups if not is_not_stated(group)] or list(groups)
        return max(named, key=lambda group: (groups[group], group)) if named else ""
    found = next((group for group in groups if group == wanted), None)
    found = found or next((group for group in groups if group.casefold() == wanted.casefold()), None)
    if found is None:
        large = sorted((group for group, base in groups.items() if base >= settings.least_named), key=reading_order)
        raise ReferenceNotFound(
            f"The reference group '{wanted}' is not among the groups of {' by '.join(table.by)}.",
            "Groups found: " + "; ".join(large[:20]) + ("; and more." if len(large) > 20 else "."),
            "Give one of them, or leave the reference out to compare with the largest group.",
        )
    return found


def _wanted_reference(by: tuple[str, ...], references: Mapping[str, str]) -> str | None:
    whole = references.get(_JOINED.join(by))
    if whole is not None or len(by) == 1:
        return whole
    parts = [references.get(column) for column in by]
    return _TOGETHER.join(str(part) for part in parts) if all(parts) else None
