"""Released tables as files: the same figures as on the page, numbers as numbers, and the symbol where one is withheld."""

import math
from collections.abc import Callable, Sequence

from folkmoot.casework.models import Analysis
from folkmoot.errors import FolkmootError
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx
from folkmoot.stats.disclosure import Suppressed
from folkmoot.stats.figures import Row
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds
from folkmoot.stats.released import SYMBOL, ReleasedTable
from folkmoot.webkit.dates import day_in_english

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
COLUMNS = (
    "Characteristic", "Group", "Base", "With the outcome", "Rate", "Rate low", "Rate high", "Difference", "Difference low",
    "Difference high", "Relative rate", "Relative rate low", "Relative rate high", "Relative rate of not having it",
    "Relative rate of not having it low", "Relative rate of not having it high", "If missing low", "If missing high", "p value",
    "Adjusted p value", "Finding", "Read with care",
)  # fmt: skip
CARE = "A difference is a reason to look at the cases, not evidence of bias. [c]: withheld to protect small numbers."
MANAGEMENT_INFORMATION = "Management information: provisional, taken from operational records, and subject to errors of entry."


def as_file(kind: str, analysis: Analysis, tables: Sequence[ReleasedTable]) -> bytes:
    """The tables as CSV, XLSX or ODS. Raises FolkmootError for another kind."""
    if kind == "csv":
        return write_csv(COLUMNS, [row for table in tables for row in _rows(table)])
    writers: dict[str, Callable[[Sequence[Sheet], str, str], bytes]] = {"xlsx": write_xlsx, "ods": write_ods}
    if kind not in writers:
        raise FolkmootError(f"A table cannot be saved as “{kind}”.", "", "Choose CSV, XLSX or ODS.")
    sheets = [Sheet(" and ".join(table.by), COLUMNS, _rows(table), _notes(analysis, table)) for table in tables]
    return writers[kind](sheets, analysis.title, "en-GB")


def _rows(table: ReleasedTable) -> list[list[Cell]]:
    return [_row(table, row) for row in (*table.rows, table.not_recorded, table.overall)]


def _row(table: ReleasedTable, row: Row) -> list[Cell]:
    return [
        " and ".join(table.by), row.group, _plain(row.shown.base), _plain(row.shown.with_outcome), *_estimate(row.rate),
        *_estimate(row.difference), *_estimate(row.relative_rate), *_estimate(row.relative_rate_without), *_bounds(row.bounds),
        _plain(row.p_value), _plain(row.p_adjusted), _finding(row.finding), CARE,
    ]  # fmt: skip


def _estimate(figure: Estimate | Suppressed | None) -> list[Cell]:
    if isinstance(figure, Estimate):
        return [_plain(figure.value), _plain(figure.low), _plain(figure.high)]
    return [_plain(figure)] * 3


def _bounds(figure: Bounds | Suppressed | None) -> list[Cell]:
    if isinstance(figure, Bounds):
        return [_plain(figure.low), "no limit" if figure.high is None else _plain(figure.high)]
    return [_plain(figure)] * 2


def _plain(figure: float | Suppressed | None) -> Cell:
    if isinstance(figure, Suppressed):
        return SYMBOL
    if isinstance(figure, float):
        return "no limit" if math.isinf(figure) else round(figure, 6)
    return figure


def _finding(figure: Finding | Suppressed | None) -> Cell:
    if isinstance(figure, Suppressed):
        return SYMBOL
    return figure.label if figure else ""


def _notes(analysis: Analysis, table: ReleasedTable) -> list[str]:
    place = analysis.area.name if analysis.area else "England and Wales"
    return [
        f"{analysis.title}. {place}. Data as of {day_in_english(analysis.data_as_of)}. Source: {analysis.source}.",
        f"Outcome: {analysis.outcome} ({analysis.outcome_column}: {'; '.join(analysis.outcome_values)}). Compared with: {table.reference}.",
        MANAGEMENT_INFORMATION,
        *table.caveats,
        f"{SYMBOL}: withheld. Counts of 1 to {table.threshold - 1}, and what they could be worked out from, are not shown.",
    ]
