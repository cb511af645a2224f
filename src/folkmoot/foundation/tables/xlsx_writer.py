"""Write an Excel workbook in which text is text, numbers are numbers, dates are dates, and nothing is a formula."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from folkmoot.foundation.tables.formula_safety import storable
from folkmoot.foundation.tables.sheets import Settled, Sheet, as_plain, safe_titles, settled_rows, with_notes

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_NARROWEST, _WIDEST = 10, 60
_ROWS_MEASURED = 500
# Excel counts a 29 February 1900 that never was: earlier dates are written as text.
_FIRST_DATE = dt.date(1900, 3, 1)
_CORE = "docProps/core.xml"


def write_xlsx(sheets: Sequence[Sheet], title: str, lang: str) -> bytes:
    """One worksheet for each sheet, headings in row 1, and a last sheet of notes where there are any.

    `title` and `lang` (such as "en-GB", "cy") become the document's properties. Raises TableError for text too long
    for a cell.
    """
    import xlsxwriter

    target = io.BytesIO()
    sheets = with_notes(sheets, lang)
    with xlsxwriter.Workbook(target, _OPTIONS) as workbook:
        workbook.set_properties({"title": storable(title)})
        formats = {
            "heading": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
            "number": workbook.add_format({"valign": "top"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "time": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"}),
        }
        for sheet, name in zip(sheets, safe_titles(sheets), strict=True):
            _fill(workbook.add_worksheet(name), sheet, formats)
    return _with_language(target.getvalue(), lang)


def _fill(worksheet: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    widths = [_NARROWEST] * len(sheet.columns)
    for number, row in enumerate(settled_rows(sheet)):
        for position, value in enumerate(row):
            _write(worksheet, number, position, value, formats, "text" if number else "heading")
            if number < _ROWS_MEASURED:
                widths[position] = max(widths[position], _width(value))
    for position, width in enumerate(widths):
        worksheet.set_column(position, position, width)
    worksheet.freeze_panes(1, 0)


def _write(worksheet: Any, row: int, column: int, value: Settled, formats: dict[str, Any], text: str) -> None:
    if isinstance(value, bool):
        worksheet.write_boolean(row, column, value, formats["number"])
    elif isinstance(value, int | float | Decimal):
        worksheet.write_number(row, column, value, formats["number"])
    elif isinstance(value, str) or _before_excel(value):
        worksheet.write_string(row, column, as_plain(value), formats[text])
    else:
        moment = isinstance(value, dt.datetime) and value.time() != dt.time()
        worksheet.write_datetime(row, column, value, formats["time" if moment else "date"])


def _before_excel(value: dt.date) -> bool:
    return (value.date() if isinstance(value, dt.datetime) else value) < _FIRST_DATE


def _width(value: Settled) -> int:
    longest = max(map(len, as_plain(value).splitlines()), default=0)
    return min(_WIDEST, longest + 2)


def _with_language(workbook: bytes, lang: str) -> bytes:
    """Put the language into the document's properties, for which the writer of workbooks has no option."""
    target = io.BytesIO()
    language = f"<dc:language>{escape(lang)}</dc:language>".encode()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == _CORE:
                content = content.replace(b"</cp:coreProperties>", language + b"</cp:coreProperties>")
            result.writestr(part, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
