"""Write a CSV file that spreadsheets open with Welsh letters whole and without running any cell."""

import csv
import io
from collections.abc import Iterable, Sequence

from folkmoot.foundation.tables.formula_safety import protect
from folkmoot.foundation.tables.sheets import Cell, Settled, Sheet, as_plain, settled_rows


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, commas, every cell in quotation marks, lines ended by CR LF.

    Text that a spreadsheet would run gets an apostrophe in front, which `read_table` takes off again; numbers and dates
    stay as they are. Raises TableError for text too long for a cell.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in settled_rows(Sheet("", columns, rows)):
        writer.writerow([_written(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def _written(value: Settled) -> str:
    return protect(value) if isinstance(value, str) else as_plain(value)
