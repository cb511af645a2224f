"""What can be written: a sheet, its cells, and what each cell becomes so that every format holds the same."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from folkmoot.foundation.tables.formula_safety import harmless, storable
from folkmoot.foundation.tables.table import Limits, TableError, name_column

Cell = str | int | float | Decimal | bool | dt.date | dt.datetime | None
Settled = str | int | float | Decimal | bool | dt.date | dt.datetime

# Spreadsheets keep 15 digits of a number; a longer one (a reference, say) is written as text so that none is lost.
EXACT_DIGITS = 15
NOTES_TITLES = {"en": "Notes", "cy": "Nodiadau"}
NOTES_COLUMNS = {"en": ("Sheet", "Note"), "cy": ("Taflen", "Nodyn")}
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\t\r\n]")
_TITLE_CHARS = 31


@dataclass(frozen=True)
class Sheet:
    """One sheet to write: a title, headings, rows of as many cells, and notes (written on a sheet of their own)."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()


def settle(value: object) -> Settled:
    """A cell as it will be written: text without illegal characters, a finite number, a truth value or a date.

    Raises ValueError for a number that is not finite: the caller must say in words what it means.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return _exact(value)
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"{value} is not a number that a table can hold")
        return value
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    return value if isinstance(value, dt.date) else storable(str(value))


def _exact(value: int | Decimal) -> Settled:
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} is not a number that a table can hold")
    digits = len(Decimal(value).normalize().as_tuple().digits)
    return value if digits <= EXACT_DIGITS else format(value, "f" if isinstance(value, Decimal) else "d")


def as_plain(value: Settled) -> str:
    """The text of a settled cell, the same that `read_table` gives for it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")


def settled_rows(sheet: Sheet) -> Iterator[list[Settled]]:
    """Yield headings, then rows. Raises TableError for text too long for a cell, ValueError for a ragged row."""
    width = len(sheet.columns)
    yield [_fitting(settle(str(heading)), sheet, 1, position) for position, heading in enumerate(sheet.columns, 1)]
    for number, row in enumerate(sheet.rows, 2):
        if len(row) != width:
            raise ValueError(f"row {number} of “{sheet.title}” has {len(row)} cells under {width} headings")
        yield [_fitting(settle(value), sheet, number, position) for position, value in enumerate(row, 1)]


def _fitting(value: Settled, sheet: Sheet, row: int, position: int) -> Settled:
    longest = Limits().cell_chars
    if isinstance(value, str) and len(value) > longest:
        raise TableError(
            f"this text has {len(value):,} characters.",
            f"A spreadsheet cell holds {longest:,}.",
            "Shorten the text, then export again.",
            sheet=sheet.title,
            row=row,
            column=name_column(position, str(sheet.columns[position - 1])),
        )
    return value


def with_notes(sheets: Sequence[Sheet], lang: str) -> list[Sheet]:
    """The sheets, and after them one of all their notes where there are any."""
    rows = [(sheet.title, note) for sheet in sheets for note in sheet.notes]
    language = "cy" if lang.startswith("cy") else "en"
    notes = [Sheet(NOTES_TITLES[language], NOTES_COLUMNS[language], rows)] if rows else []
    return [*sheets, *notes]


def safe_titles(sheets: Sequence[Sheet]) -> list[str]:
    """A title for each sheet that every spreadsheet accepts, none runs, and no two share."""
    taken: set[str] = set()
    return [_unique(_safe_title(sheet.title, number), taken) for number, sheet in enumerate(sheets, 1)]


def _safe_title(title: str, number: int) -> str:
    cleaned = harmless(_NOT_IN_TITLES.sub(" ", storable(title))).rstrip("' ")
    cleaned = cleaned[:_TITLE_CHARS].rstrip("' ") or f"Sheet {number}"
    return "History sheet" if cleaned.casefold() == "history" else cleaned  # Excel keeps that name for itself


def _unique(title: str, taken: set[str]) -> str:
    candidate, count = title, 1
    while candidate.casefold() in taken:
        count += 1
        candidate = f"{title[: _TITLE_CHARS - 5]} ({count})"
    taken.add(candidate.casefold())
    return candidate
