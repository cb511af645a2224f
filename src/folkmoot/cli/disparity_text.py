"""Released disparity tables as text: what was found in sentences, then the figures, completeness, method and caveats."""

import math
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence

from folkmoot.engines.spec import Condition, CubeSpec
from folkmoot.stats.disparity import METHODS
from folkmoot.stats.figures import Row
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds
from folkmoot.stats.released import BOTH_SIDES, BOUNDS_ARE_NOT_CHANCE, COUNTS_RECORDS, NOT_EVIDENCE_OF_BIAS, SYMBOL, ReleasedTable

WIDTH = 120
_GROUP = 30
_WITHHELD = "withheld"


def report(tables: Sequence[ReleasedTable], sources: Sequence[str], spec: CubeSpec, adverse: bool) -> str:
    """The whole text; no line is longer than 120 columns. `adverse`: having the outcome is the adverse side."""
    parts = [_heading(sources, spec, adverse)]
    for table in tables:
        parts += [
            _title(table),
            *_sentences(table, adverse),
            "",
            *_grid(table, _FIRST),
            "",
            *_grid(table, _SECOND),
            "",
            *_completeness(table),
            "",
        ]
    if tables:
        parts += _method(tables[0]) + _caveats(tables)
    return "\n".join(parts) + "\n"


def _heading(sources: Sequence[str], spec: CubeSpec, adverse: bool) -> str:
    named = ", ".join(sources[:3]) + (f" and {len(sources) - 3} more files" if len(sources) > 3 else "")
    lines = _wrapped(f"Outcomes compared between groups: {named}")
    lines += _conditions("Only rows with", spec.where) + _conditions("At risk: rows with", spec.outcomes[0].among)
    side = "having the outcome" if adverse else "not having the outcome"
    lines += _wrapped(f"Declared adverse: {side} (--adverse yes or no).")
    return "\n".join(lines) + "\n"


def _conditions(lead: str, conditions: Iterable[Condition]) -> list[str]:
    return [line for one in conditions for line in _wrapped(f"{lead} {one.column} = {' or '.join(sorted(one.values))}")]


def _title(table: ReleasedTable) -> str:
    title = f"{table.outcome} by {' and '.join(table.by)}"
    return title + "\n" + "=" * min(WIDTH, len(title))


def _sentences(table: ReleasedTable, adverse: bool) -> list[str]:
    """A sentence for every difference found, then one for each kind of the other answers."""
    lines = [line for row in table.rows if row.finding is Finding.REFERENCE for line in _wrapped(_reference(row), "* ")]
    lines += [line for row in table.rows if row.finding is Finding.DIFFERENCE for line in _wrapped(_difference(row, table, adverse), "* ")]
    for finding, lead in _OTHER_ANSWERS.items():
        groups = [row.group for row in table.rows if row.finding is finding]
        if groups:
            lines += _wrapped(f"{lead}: {'; '.join(groups)}.", "* ")
    kept = [row.group for row in table.rows if _is_withheld(row.rate)]
    if kept:
        lines += _wrapped(f"Withheld ({SYMBOL}), to protect small numbers: {'; '.join(kept)}.", "* ")
    if not table.rows and table.combinations_withheld:
        return _wrapped("Everything is withheld: the numbers are too small, or small ones could be worked out.", "* ")
    if table.combinations_withheld:
        lines += _wrapped("Groups too small to be named are left out.", "* ")
    return lines or ["* There is nothing to compare."]


_OTHER_ANSWERS = {
    Finding.NO_DIFFERENCE: "No difference found that meets the rule (which is not proof that there is none)",
    Finding.TOO_FEW: "Cannot tell, too few",
    Finding.MISSING_DATA: "Cannot tell, too much is not recorded",
    Finding.NOT_COMPARED: "Not compared, because they name no group",
}


def _difference(row: Row, table: ReleasedTable, adverse: bool) -> str:
    rate, gap, ratio = row.rate, row.difference, row.relative_rate
    if not isinstance(rate, Estimate) or not isinstance(gap, Estimate):
        raise TypeError("a difference is only found between groups whose figures are shown")
    worse = (gap.value > 0) == adverse
    relative = f"; {_ratio(ratio)} times the rate" if isinstance(ratio, Estimate) else ""
    return (
        f"Needs review: {row.group}: {_percent(rate.value)}% ({_count(row.shown.with_outcome)} of {_count(row.shown.base)}),"
        f" {abs(gap.value) * 100:.1f} percentage points {'more' if gap.value > 0 else 'fewer'} than the reference"
        f" ({_level(table)} interval {_points(gap.low)} to {_points(gap.high)}){relative}."
        f" That is the {'adverse' if worse else 'favourable'} direction for this group. {_bounds_sentence(row.bounds, table)}"
    ).strip()


def _reference(row: Row) -> str:
    rate = f"{_percent(row.rate.value)}% " if isinstance(row.rate, Estimate) else ""
    return f"Compared with {row.group}: {rate}({_count(row.shown.with_outcome)} of {_count(row.shown.base)})."


def _bounds_sentence(bounds: object, table: ReleasedTable) -> str:
    if not isinstance(bounds, Bounds) or table.not_recorded.shown.base == 0:
        return ""
    crosses = bounds.low <= 1 and (bounds.high is None or bounds.high >= 1)
    if crosses:
        return "Only in the extreme case that all records without it belonged to one side would this change."
    return "Missing records alone could not account for it."


def _completeness(table: ReleasedTable) -> list[str]:
    known = table.completeness
    share = known.share_recorded
    missing = f" ({_percent(1 - share)}%)" if isinstance(share, float) else ""
    text = (
        f"Completeness: {' or '.join(table.by)} not recorded for"
        f" {_count(known.not_recorded)}{missing} of {_count(table.overall.shown.base)}"
        f" at risk; not stated (an answer of its own): {_count(known.not_stated)}."
        f" Left out because the outcome is not recorded: {_count(known.outcome_not_recorded)} of {_count(known.eligible)}."
    )
    return _wrapped(text)


def _method(table: ReleasedTable) -> list[str]:
    rule = table.settings.rule
    text = (
        f"Method: rates with {METHODS['rate']}; gaps with {METHODS['difference']}; relative rates with {METHODS['relative_rate']};"
        f" all {_level(table)}. A difference is called one when the p value ({METHODS['p_value']}), adjusted for all"
        f" comparisons made here ({table.comparisons}; Benjamini-Hochberg), is at most {rule.q:g},"
        f" the gap is at least {rule.min_gap * 100:g}"
        f" percentage points, both sides have at least {rule.min_at_risk} at risk and {rule.min_events} events (seen or expected), and"
        f" at least {rule.min_completeness * 100:g}% of groups are recorded. 'If missing': {METHODS['bounds']}."
    )
    return [*_wrapped(text), ""]


def _caveats(tables: Sequence[ReleasedTable]) -> list[str]:
    lines: list[str] = []
    for caveat in (NOT_EVIDENCE_OF_BIAS, BOTH_SIDES, BOUNDS_ARE_NOT_CHANCE, COUNTS_RECORDS):
        lines += _wrapped(caveat, "- ")
    withheld = f"{SYMBOL}: withheld. Counts of fewer than {tables[0].threshold}, and what they could be worked out from, are not shown."
    return ["Read with care", *lines, *_wrapped(withheld, "- ")]


Column = tuple[str, int, Callable[[Row], str]]


def _grid(table: ReleasedTable, columns: Sequence[Column]) -> list[str]:
    heading = "Group".ljust(_GROUP) + "".join(title.rjust(width) for title, width, _ in columns)
    rows = [*table.rows, *([table.not_recorded] if table.not_recorded.shown.base != 0 else []), table.overall]
    lines = [heading.rstrip(), "-" * min(WIDTH, len(heading))]
    for row in rows if columns is _FIRST else table.rows:
        lines += _grid_row(row, columns)
    return lines


def _grid_row(row: Row, columns: Sequence[Column]) -> list[str]:
    name = _name_lines(row.group)
    figures = "".join(show(row).rjust(width) for _, width, show in columns)
    return [(name[0].ljust(_GROUP) + figures).rstrip(), *name[1:]]


def _name_lines(group: str) -> list[str]:
    """A long name over several lines, broken after spaces and slashes."""
    lines = [""]
    for piece in re.findall(r"[^\s/]+/?|/|\s+", group):
        if lines[-1].strip() and len(lines[-1]) + len(piece.rstrip()) > _GROUP - 2:
            lines.append("  ")
        lines[-1] += piece if lines[-1].strip() else piece.lstrip()
    return [part for line in lines for part in textwrap.wrap(line, _GROUP - 1, drop_whitespace=False) or [line]]


def _is_withheld(figure: object) -> bool:
    return repr(figure) == SYMBOL


def _count(figure: object) -> str:
    return f"{figure:,}" if isinstance(figure, int) else SYMBOL


def _percent(rate: float) -> str:
    return f"{rate * 100:.1f}"


def _points(value: float) -> str:
    return f"{value * 100:+.1f}"


def _level(table: ReleasedTable) -> str:
    return f"{table.settings.level * 100:g}%"


def _figure(figure: object, show: Callable[[Estimate], str]) -> str:
    if isinstance(figure, Estimate):
        return show(figure)
    return SYMBOL if _is_withheld(figure) else "-"


def _rate(figure: Estimate) -> str:
    return f"{_percent(figure.value)}% ({_percent(figure.low)}-{_percent(figure.high)})"


def _gap(figure: Estimate) -> str:
    return f"{_points(figure.value)} ({_points(figure.low)} to {_points(figure.high)})"


def _ratio(figure: Estimate) -> str:
    return f"{_number(figure.value)} ({_number(figure.low)} to {_number(figure.high)})"


def _number(value: float) -> str:
    return "no limit" if math.isinf(value) else f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def _range(figure: object) -> str:
    if isinstance(figure, Bounds):
        return f"{_number(figure.low)} to {'no limit' if figure.high is None else _number(figure.high)}"
    return SYMBOL if _is_withheld(figure) else "-"


def _answer(figure: object) -> str:
    if isinstance(figure, Finding):
        return "needs review" if figure is Finding.DIFFERENCE else figure.value
    return _WITHHELD if _is_withheld(figure) else ""


_FIRST: Sequence[Column] = (
    ("At risk", 10, lambda row: _count(row.shown.base)),
    ("With it", 10, lambda row: _count(row.shown.with_outcome)),
    ("Rate % (interval)", 20, lambda row: _figure(row.rate, _rate)),
    ("Gap, points (interval)", 24, lambda row: _figure(row.difference, _gap)),
    ("Finding", 26, lambda row: _answer(row.finding)),
)
_SECOND: Sequence[Column] = (
    ("Relative rate", 24, lambda row: _figure(row.relative_rate, _ratio)),
    ("of not having it", 24, lambda row: _figure(row.relative_rate_without, _ratio)),
    ("If missing", 18, lambda row: _range(row.bounds)),
)


def _wrapped(text: str, bullet: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=bullet, subsequent_indent=" " * len(bullet), break_long_words=True)
