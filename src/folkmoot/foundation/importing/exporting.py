"""Taking rows out in the columns by which they can be brought in again; empty templates have the same columns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.importing import cells
from folkmoot.foundation.importing.columns import Book, Column, ImportSpec, Reads
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
NAMED_AT_ONCE = 5000  # rows that one event of the trail names
_READ_AS = {
    Reads.TEXT: "text",
    Reads.DAY: "a day, as 2026-03-07 or 07/03/2026 (the day first)",
    Reads.COUNT: "a whole number",
    Reads.POUNDS: "pounds and pence, as 12.50",
    Reads.HOURS: "hours to the quarter, as 1.5 or 1:30",
    Reads.NAME: "a name that Folkmoot knows",
    Reads.NAMES: "names that Folkmoot knows, with semicolons between them",
}


@dataclass(frozen=True)
class TakenOut:
    """A file to hand over and how many rows it holds."""

    data: bytes
    rows: int


class NoSuchFormat(FolkmootError):
    """A format in which nothing is written."""

    def __init__(self, ending: str) -> None:
        super().__init__(f"Files ending in “{ending}” are not written.", "", "Choose .csv, .xlsx or .ods.")


@transaction.atomic
def take_out(spec: ImportSpec, ending: str, *, by: audit.Actor, at: datetime, area: Any | None = None, route: str = "") -> TakenOut:
    """Every row of a kind in sight as a file, recorded as a disclosure. `ending` is a key of FORMATS. Raises NoSuchFormat."""
    if ending not in FORMATS:
        raise NoSuchFormat(ending)
    book = spec.open(by=by, at=at, area=area)
    stored = list(book.stored())
    rows = [_line(spec, book, row) for row in stored]
    data = _as_file(spec, ending, rows)
    detail = {"kind": spec.kind, "format": ending, "rows": len(rows)}
    area_id = area.pk if area else None
    for first in range(0, max(len(stored), 1), NAMED_AT_ONCE):
        ids = [row.pk for row in stored[first : first + NAMED_AT_ONCE]]
        audit.record(
            audit.Kind.DISCLOSURE, by=by, at=at, subject=spec.subject, ids=ids, area_id=area_id, route=route, recipient=by.name,
            detail=detail,
        )  # fmt: skip
    return TakenOut(data, len(rows))


def template(spec: ImportSpec, ending: str) -> bytes:
    """An empty file with the headings, and (in a workbook) a sheet that explains each. Raises NoSuchFormat."""
    if ending not in FORMATS:
        raise NoSuchFormat(ending)
    return _as_file(spec, ending, [])


def _as_file(spec: ImportSpec, ending: str, rows: list[list[Cell]]) -> bytes:
    headings = [column.english for column in spec.columns]
    if ending == "csv":
        return write_csv(headings, rows)
    with override("en-gb"):
        title = str(spec.title)
        about = [[column.english, "yes" if column.required else "", _said(column)] for column in spec.columns]
        notes = [["", "", str(note)] for note in spec.notes]
    sheets = [Sheet(title, headings, rows), Sheet("How to fill this in", ("Column", "Needed", "What it holds"), about + notes)]
    return (write_xlsx if ending == "xlsx" else write_ods)(sheets, title, "en-GB")


def _said(column: Column) -> str:
    said = _READ_AS.get(column.reads) or "one of: " + ", ".join(str(label) for _value, label in column.choices)
    return f"{said}. {column.hint}" if column.hint else said


def _line(spec: ImportSpec, book: Book, row: Any) -> list[Cell]:
    held = book.held(row)
    return [_cell(book, column, held.get(column.field)) for column in spec.columns]


def _cell(book: Book, column: Column, value: Any) -> Cell:
    if column.reads is Reads.NAME:
        return book.name_of(column, value) if value is not None else ""
    if column.reads is Reads.NAMES:
        return cells.join_names(book.name_of(column, one) for one in value or ())
    return cells.written(column, value)
