"""The sheets of a workbook as they stand, opened in a process of their own, and the words by which a sheet says what it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from folkmoot.foundation.tables.reading import read_top
from folkmoot.foundation.tables.table import Limits, name_column
from folkmoot.published.survey.catalogue import folded
from folkmoot.published.survey.figures import Place

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_SURVEY_YEAR = re.compile(r"People Survey (20[0-4]\d)")
_LIMITS = Limits()
_HEADINGS_WITHIN = 10


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows with the numbers a person sees beside them. `first_column` is the position of its first (1 for A)."""

    sheet: str
    first_column: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def title(self) -> str:
        return next((cell.strip() for _, cells in self.rows for cell in cells[:1] if cell.strip()), "")

    @property
    def head(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The rows among which headings are looked for."""
        return self.rows[:_HEADINGS_WITHIN]

    def place(self, row: int, column: int, heading: str = "") -> Place:
        return Place(self.sheet, row, name_column(self.first_column + column, heading))

    @property
    def year(self) -> int | None:
        """The survey's year by the words above the table, else by the sheet's name."""
        above = (cells[0] for _, cells in self.head if cells)
        said = [int(found.group(1)) for text in above if (found := _SURVEY_YEAR.search(text))]
        named = _YEAR.search(self.sheet)
        return int(named.group(1)) if named else said[0] if said else None


def cell(cells: tuple[str, ...], column: int) -> str:
    return cells[column] if 0 <= column < len(cells) else ""


def year_in_name(name: str) -> int | None:
    """The last year in a file's name: "2009-to-2019" publishes 2019."""
    found = _YEAR.findall(name.replace("_", " "))
    return int(found[-1]) if found else None


def year_of_heading(text: str) -> int | None:
    """The year that a column's heading names, as in "2013\\r\\n(n=227,203)"."""
    found = re.match(r"(20[0-4]\d)(?!\d)", text.strip())
    return int(found.group(1)) if found else None


def base_in_heading(text: str) -> str:
    """The number of respondents in a heading such as "2013 (n=227,203)"; empty where there is none."""
    found = re.search(r"\(\s*n\s*=\s*([\d,]+)\s*\)", text, re.IGNORECASE)
    return found.group(1) if found else ""


def sheet_names(path: Path, name: str) -> tuple[str, ...]:
    """Visible sheets in their order; ("",) for a text file. Raises TableError."""
    return read_top(path, name=name, rows=1).sheets or ("",)


def open_grid(path: Path, name: str, sheet: str) -> Grid:
    """Raises TableError."""
    top = read_top(
        path, name=name, sheet=sheet or None, rows=_LIMITS.rows, columns=_LIMITS.columns, chars=2_000, limits=_LIMITS
    )  # fmt: skip
    return Grid(sheet, top.first_column, tuple((row.number, row.values) for row in top.rows))


def is_notes(cells: tuple[str, ...]) -> bool:
    """Whether the table ends here: its notes begin."""
    return folded(cell(cells, 0)) in {"notes", "note"}


def below(grid: Grid, row: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows under the headings, up to the notes."""
    for number, cells in grid.rows:
        if number <= row:
            continue
        if is_notes(cells):
            return
        yield number, cells
