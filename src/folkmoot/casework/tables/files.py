"""A published edition as files: an accessible ODS workbook, each table as CSV, and all of them together. Made from the frozen cells alone.

The workbook follows the Analysis Function's "Making spreadsheets accessible": a cover, contents, notes with the symbols, one table a
sheet that starts in the first cell, one row of headings, no merged and no blank cell.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date

from folkmoot.casework.tables.grid import PROVISIONAL, REVISED, Grid, Line, cell_words, heading, row_name
from folkmoot.casework.tables.models import Edition
from folkmoot.disparity import figures as f
from folkmoot.disparity.parts import LEGEND
from folkmoot.disparity.sheets import MORE_SYMBOLS
from folkmoot.disparity.words import Sentence, gettext_noop
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.webkit.dates import day_in_english

KINDS = {"ods": "application/vnd.oasis.opendocument.spreadsheet", "zip": "application/zip", "csv": "text/csv; charset=utf-8"}
SYMBOLS = (
    *LEGEND, *MORE_SYMBOLS,
    (PROVISIONAL, gettext_noop("provisional: later months may still change it")),
    (REVISED, gettext_noop("revised: it differs from the edition before; the columns are named")),
)  # fmt: skip
NOT_OFFICIAL = gettext_noop(
    "Management information, not official statistics: taken from operational records, and subject to errors of entry."
)
NEVER_BIAS = gettext_noop("“Needs review” says where to look. It is not a finding of bias, and says nothing of why groups differ.")
LICENCE = gettext_noop("Open Government Licence version 3.0")
MARKS, AS_SHOWN = gettext_noop("Marks"), gettext_noop("as shown")
_STAMP = (1980, 1, 1, 0, 0, 0)


def as_ods(edition: Edition, grids: Sequence[Grid]) -> bytes:
    """The workbook, in English. Raises TableError for text too long for a cell."""
    sheets = [_cover(edition, grids), _contents(grids), _notes(grids), _found(grids)]
    sheets += [Sheet(name_of(place), columns_of(grid), rows_of(grid)) for place, grid in enumerate(grids, 1)]
    return write_ods(sheets, f"{edition.title_en}, edition {edition.number}", "en-GB")


def as_csv(grid: Grid) -> bytes:
    """One table, in English: the same headings and cells as its sheet in the workbook."""
    return write_csv(columns_of(grid), rows_of(grid))


def as_zip(edition: Edition, grids: Sequence[Grid]) -> bytes:
    """Every table as CSV, and what the cover and the notes of the workbook say as CSV too."""
    target = io.BytesIO()
    front = {"cover": _cover(edition, grids), "notes": _notes(grids), "what-was-found": _found(grids)}
    parts = {name: write_csv(sheet.columns, sheet.rows) for name, sheet in front.items()}
    parts |= {f"table-{place}": as_csv(grid) for place, grid in enumerate(grids, 1)}
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(f"{name}.csv", _STAMP), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def name_of(place: int) -> str:
    return f"Table {place}"


def columns_of(grid: Grid) -> list[str]:
    return [*grid.by, *(heading(column, _english) for column in grid.columns), MARKS]


def rows_of(grid: Grid) -> list[list[Cell]]:
    return [[*row_name(line, _english), *_cells(grid, line), marks_of(grid, line)] for line in grid.lines]


def _cells(grid: Grid, line: Line) -> list[Cell]:
    return [cell_words(cell, column, _english) for cell, column in zip(line.cells, grid.columns, strict=True)]


def marks_of(grid: Grid, line: Line) -> str:
    """The marks of a row in one cell, with the columns that were revised."""
    if not line.marks:
        return AS_SHOWN
    named = {column.key: heading(column, _english) for column in grid.columns}
    columns = "; ".join(named[key] for key in line.revised if key in named)
    return " ".join(f"{mark} {columns}" if mark == REVISED else mark for mark in line.marks)


def _cover(edition: Edition, grids: Sequence[Grid]) -> Sheet:
    rows: list[list[Cell]] = [
        ["Title", edition.title_en], ["About", edition.about_en], ["Edition", edition.number],
        ["Place", edition.publication.area.name_en if edition.publication.area else "England and Wales"],
        ["Period", f"{day_in_english(edition.period_first)} to {day_in_english(edition.period_last)}"],
        ["Data as of", day_in_english(edition.data_as_of) if edition.data_as_of else f.NOT_AVAILABLE],
        ["Published", day_in_english(edition.published_at.date()) if edition.published_at else f.NOT_AVAILABLE],
        ["Next edition", day_in_english(edition.next_on) if edition.next_on else "none is planned yet"],
        ["Status", NOT_OFFICIAL], ["Read with care", NEVER_BIAS], ["Licence", LICENCE], ["Tables", len(grids)],
    ]  # fmt: skip
    if edition.corrects:
        rows.append(["Correction", f"This edition corrects a mistake in edition {edition.corrects.number}: {edition.changes}"])
    elif edition.changes:
        rows.append(["Changes", edition.changes])
    if edition.withdrawn_why:
        rows.append(["Withdrawn", edition.withdrawn_why])
    return Sheet("Cover", ("Item", "Content"), rows)


def _contents(grids: Sequence[Grid]) -> Sheet:
    front: list[list[Cell]] = [[name, name] for name in ("Cover", "Notes", "What was found")]
    return Sheet("Contents", ("Sheet", "Title"), [*front, *([name_of(place), grid.title] for place, grid in enumerate(grids, 1))])


def _notes(grids: Sequence[Grid]) -> Sheet:
    rows: list[list[Cell]] = [["Every table", symbol, _english(meaning)] for symbol, meaning in SYMBOLS]
    for place, grid in enumerate(grids, 1):
        rows += [[name_of(place), *note] for note in notes_of(grid)]
    return Sheet("Notes", ("Table", "Symbol or subject", "Note"), rows)


def notes_of(grid: Grid) -> Iterator[tuple[str, str]]:
    """What has to be known to read a table, as subject and words."""
    yield from ((_english(label), value) for label, value in grid.about)
    yield "Source", grid.source or f.NOT_AVAILABLE
    yield "Data as of", day_in_english(date.fromisoformat(grid.data_as_of)) if grid.data_as_of else f.NOT_AVAILABLE
    if grid.reference:
        yield "Compared with", grid.reference
    if grid.share_recorded != f.NOT_AVAILABLE:
        tail = "" if grid.share_recorded == f.WITHHELD else "% of those at risk have it on record"
        yield "Completeness", f"{grid.share_recorded}{tail}"
    if grid.left_out:
        yield "Left out", "Combinations of too few records are left out and not named."
    yield from (("Read with care", note) for note in grid.notes)


def _found(grids: Sequence[Grid]) -> Sheet:
    rows: list[list[Cell]] = [
        [name_of(place), Sentence(one.phrase, {name: str(value) for name, value in one.values.items()}).said()]
        for place, grid in enumerate(grids, 1)
        for one in grid.sentences
    ]
    return Sheet("What was found", ("Table", "Sentence"), rows or [["Every table", NEVER_BIAS]])


def _english(phrase: str) -> str:
    return phrase.replace("%%", "%")
