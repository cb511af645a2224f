"""What a table is once it has been read, how much of one is allowed, and the one error of reading and writing it."""

from dataclasses import dataclass

from folkmoot.errors import FolkmootError

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The most that one file may cost. Sizes in bytes, times in seconds; each is checked where it is cheapest."""

    file_bytes: int = 20 * MEGABYTE
    unzipped_bytes: int = 200 * MEGABYTE
    members: int = 2_000
    rows: int = 100_000
    columns: int = 300
    cells: int = 2_000_000
    cell_chars: int = 32_767
    text_bytes: int = 100 * MEGABYTE
    cpu_seconds: int = 10
    wall_seconds: float = 15.0
    memory_bytes: int = 600 * MEGABYTE


@dataclass(frozen=True)
class Row:
    """One row of values; `number` is what a person sees beside it in a spreadsheet, counted from 1 with the headings."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A rectangle of text under unique headings: every row has as many values as there are columns.

    `sheet`, `sheets` are empty for text files; `encoding`, `delimiter` are empty for workbooks. `first_column` is the
    position (1 for A) of the first column in the file. `notes` are sentences for the person who brought the file.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str
    sheets: tuple[str, ...]
    encoding: str
    delimiter: str
    notes: tuple[str, ...]
    header_row: int = 1
    first_column: int = 1

    def place_of(self, column: str) -> str:
        """Name a column as a person finds it: `C (Postcode)`. Raises ValueError when there is no such column."""
        return name_column(self.first_column + self.columns.index(column), column)


@dataclass(frozen=True)
class Top:
    """The first rows of a sheet as they stand, for choosing the sheet and the row that holds the headings."""

    sheet: str
    sheets: tuple[str, ...]
    first_column: int
    rows: tuple[Row, ...]


class TableError(FolkmootError):
    """A table could not be read or written. `row` and `column` say where, as far as that is known."""

    def __init__(
        self,
        what: str,
        why: str = "",
        do: str = "",
        *,
        file: str = "",
        sheet: str = "",
        row: int | None = None,
        column: str = "",
    ) -> None:
        place = _place(file, sheet, row, column)
        super().__init__(f"{place}: {what}" if place else what, why, do)
        self.problem = what
        self.file = file
        self.sheet = sheet
        self.row = row
        self.column = column

    def about(self, file: str) -> "TableError":
        """The same error with the name of its file."""
        return TableError(self.problem, self.why, self.do, file=file, sheet=self.sheet, row=self.row, column=self.column)


def _place(file: str, sheet: str, row: int | None, column: str) -> str:
    parts = (
        file,
        f"sheet “{sheet}”" if sheet else "",
        f"row {row}" if row is not None else "",
        f"column {column}" if column else "",
    )
    return ", ".join(part for part in parts if part)


def column_letter(position: int) -> str:
    """Spreadsheet letter of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while position > 0:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def name_column(position: int, heading: str = "") -> str:
    shown = " ".join(heading.split())[:60]
    return f"{column_letter(position)} ({shown})" if shown else column_letter(position)
