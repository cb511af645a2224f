"""The sheets of a file of headcounts as they stand: every sheet with a row of headings, wherever that row is.

The file is opened by `foundation.tables` in its own process. A heading that stands over several columns ("Ethnicity" above "Asian" and
"Black") is put before each of theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from folkmoot.errors import FolkmootError
from folkmoot.foundation.tables.reading import read_table, read_top
from folkmoot.foundation.tables.table import Row, Top
from folkmoot.workforce.headcounts.columns import is_known_heading
from folkmoot.workforce.headcounts.door import refuse_named_staff
from folkmoot.workforce.headcounts.words import characteristic_of

MOST_SHEETS = 30
_LOOKED_AT = 40
_LIST_WIDTH = 3  # a list of staff has at least so many columns
_HEADINGS = 2  # a row of headings has at least so many words that are known


class TooManySheets(FolkmootError):
    """A workbook of more sheets than are looked at."""


@dataclass(frozen=True)
class SheetOfCounts:
    """A table as it stands: headings, and rows of text with their numbers in the file. `name` is empty for a text file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    header_row: int


def sheets_of(path: Path, *, name: str, sheet: str = "") -> tuple[list[SheetOfCounts], list[str]]:
    """The sheets that hold a table, and the names of those that hold none. With `sheet`, that one only; every sheet is looked at for names.

    Raises TableError, NamesStaff or TooManySheets.
    """
    first = read_top(path, name=name, rows=_LOOKED_AT, chars=2000)
    names = first.sheets or ("",)
    if len(names) > MOST_SHEETS:
        raise TooManySheets(
            f"{name} has {len(names)} sheets.", f"At most {MOST_SHEETS} are looked at.", "Bring the sheets that hold headcounts."
        )
    found, left_out = [], []
    for each in names:
        top = first if each == first.sheet else read_top(path, name=name, sheet=each or None, rows=_LOOKED_AT, chars=2000)
        heading = header_row(top.rows)
        _refuse_lists(top.rows, heading, _place(name, each))
        if sheet and each.casefold() != sheet.strip().casefold():
            continue
        if heading is None:
            left_out.append(each)
        else:
            found.append(_sheet(path, name, each, top, heading))
    return found, left_out


def _refuse_lists(rows: Sequence[Row], heading: int | None, place: str) -> None:
    """Raise NamesStaff for headings of people: in the row of headings, or in any row that could be one where none was found."""
    for row in rows:
        said = [cell for cell in row.values if cell.strip()]
        if row.number == heading or (heading is None and len(said) >= _LIST_WIDTH):
            refuse_named_staff(said, place)


def _place(name: str, sheet: str) -> str:
    return f"{name}{f', sheet “{sheet}”' if sheet else ''}: "


def header_row(rows: Sequence[Row]) -> int | None:
    """The number of the row with the most headings that are known, the first of several; None where no row has two."""
    scores = [(sum(is_known_heading(cell) for cell in row.values), -row.number) for row in rows]
    best = max(scores, default=(0, 0))
    return -best[1] if best[0] >= _HEADINGS else None


def _sheet(path: Path, name: str, sheet: str, top: Top, heading: int) -> SheetOfCounts:
    table = read_table(path, name=name, sheet=sheet or None, header_row=heading, name_headings=True)
    above = next((row.values for row in top.rows if row.number == heading - 1), ())
    own = next(row.values for row in top.rows if row.number == heading)
    columns = _with_headings_above(table.columns, own, above)
    return SheetOfCounts(sheet, columns, tuple((row.number, row.values) for row in table.rows), heading)


def _with_headings_above(columns: Sequence[str], own: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """Each heading with the characteristic that stands above it or above a column to its left."""
    found, over = [], ""
    for place, column in enumerate(columns):
        said = above[place].strip() if place < len(above) else ""
        over = said if said else over
        word = own[place].strip() if place < len(own) and own[place].strip() else column
        found.append(f"{over}: {word}" if characteristic_of(over) else column)
    return tuple(found)
