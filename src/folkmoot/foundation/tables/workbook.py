"""Workbooks (XLSX, XLSM, XLS, XLSB, ODS): which sheet, and its cells as the text a person sees."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import python_calamine as calamine

from folkmoot.foundation.tables.archive import repack
from folkmoot.foundation.tables.kinds import damaged, password_protected
from folkmoot.foundation.tables.table import Limits, TableError

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


@dataclass(frozen=True)
class OpenSheet:
    """One sheet: its name, all visible names, the position of its first column (1 for A), its rows and remarks."""

    name: str
    names: tuple[str, ...]
    first_column: int
    rows: Iterator[tuple[int, list[str]]]
    notes: tuple[str, ...]


def open_sheet(data: bytes, kind: str, sheet: str | None, limits: Limits) -> OpenSheet:
    """Open the sheet of that name, or the first visible one that holds anything. Raises TableError."""
    notes = []
    if kind == "zip":
        package = repack(data, limits)
        data = package.data
        if package.has_formulas:
            notes.append("This workbook holds formulas: they were read as their last saved value.")
    workbook = _open(data)
    names, hidden = _sheets(workbook)
    chosen = _chosen(workbook, names, hidden, sheet)
    notes += _remarks_on_sheets(chosen.name, names, hidden, sheet)
    if not _shows_error_cells(data):
        notes.append("In this kind of workbook, cells that show an error such as #N/A are read as empty.")
    start = chosen.start or (0, 0)
    return OpenSheet(chosen.name, names, start[1] + 1, _rows(chosen), tuple(notes))


def _open(data: bytes) -> calamine.CalamineWorkbook:
    try:
        return calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise password_protected() from error
    except calamine.CalamineError as error:
        raise damaged() from error


def _shows_error_cells(data: bytes) -> bool:
    # The reader gives error cells as empty; only XLSX and ODS could be prepared beforehand so that their text is kept.
    return data.startswith(b"PK") and b"xl/workbook.bin" not in data


def _sheets(workbook: calamine.CalamineWorkbook) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sheets = [about for about in workbook.sheets_metadata if about.typ == calamine.SheetTypeEnum.WorkSheet]
    visible = tuple(about.name for about in sheets if about.visible == calamine.SheetVisibleEnum.Visible)
    hidden = tuple(about.name for about in sheets if about.visible != calamine.SheetVisibleEnum.Visible)
    return visible, hidden


def _chosen(
    workbook: calamine.CalamineWorkbook, names: tuple[str, ...], hidden: tuple[str, ...], sheet: str | None
) -> calamine.CalamineSheet:
    if sheet is not None and sheet not in names:
        raise _no_such_sheet(sheet, names, hidden)
    for name in names if sheet is None else (sheet,):
        found = _load(workbook, name)
        if found.start is not None:
            return found
    raise TableError(
        "there is nothing on this sheet." if sheet else "no visible sheet of this workbook holds anything.",
        "Hidden sheets are not read." if hidden else "",
        "Choose another sheet or another file.",
        sheet=sheet or "",
    )


def _load(workbook: calamine.CalamineWorkbook, name: str) -> calamine.CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except calamine.CalamineError as error:
        raise damaged(f"The sheet “{name}” does not follow the rules of its format.") from error


def _no_such_sheet(sheet: str, names: tuple[str, ...], hidden: tuple[str, ...]) -> TableError:
    shown = ", ".join(f"“{name}”" for name in names[:20]) or "none"
    if sheet in hidden:
        return TableError(
            "this sheet is hidden.",
            "Hidden sheets are not read.",
            "Show it, save the file, and try again.",
            sheet=sheet,
        )
    return TableError(f"there is no sheet called “{sheet[:60]}”.", f"The visible sheets are: {shown}.", "Choose one of these.")


def _remarks_on_sheets(chosen: str, names: tuple[str, ...], hidden: tuple[str, ...], asked: str | None) -> list[str]:
    remarks = []
    if len(names) > 1 and asked is None:
        remarks.append(f"The workbook has {len(names)} sheets; “{chosen}” was read.")
    if hidden:
        remarks.append(f"{len(hidden)} hidden sheet{'s were' if len(hidden) > 1 else ' was'} not read.")
    return remarks


def _rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(sheet.iter_rows(), 1):
        yield number, [value if type(value) is str else as_text(value) for value in values]


def as_text(value: Value) -> str:
    """A cell as a person sees it: 3.0 is "3", a date is ISO, true is "yes", numbers are plain decimals."""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value) if type(value) is int else ("yes" if value else "no")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.isoformat("seconds") if isinstance(value, dt.time) else _duration(value)


def _number(value: float) -> str:
    # 15 significant digits are what spreadsheets show: 0.1 + 0.2 is 0.3 there, not 0.30000000000000004.
    shown = f"{value:.15g}"
    if "." in shown and "e" not in shown:
        return shown
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return format(Decimal(shown), "f")


def _duration(value: dt.timedelta) -> str:
    sign, seconds = ("-", -value.total_seconds()) if value < dt.timedelta() else ("", value.total_seconds())
    minutes, second = divmod(round(seconds), 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{second:02}"
