"""Reading the tables that ship with a room: UTF-8 CSV files with a header row. No database.

Every fault names the file, the row (the header is row 1) and the column, so that whoever edited the file can mend it.
"""

import csv
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from folkmoot.errors import FolkmootError

Value = str | int | bool | date | None


class BadReferenceFile(FolkmootError):
    """A table that ships with the product, or an edited copy of it, cannot be used."""


@dataclass(frozen=True)
class Column:
    """A column: `reads` turns its text into a value and raises ValueError with a sentence where it cannot."""

    name: str
    reads: Callable[[str], Value] = str
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A file, its columns in order, and the columns that together name a row."""

    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One row of a file: its number there, and a value for each column."""

    table: Table
    number: int
    values: dict[str, Value]

    def __getitem__(self, column: str) -> Value:
        return self.values[column]

    def text(self, column: str) -> str:
        return str(self.values[column] or "")

    def day(self, column: str) -> date | None:
        value = self.values[column]
        return value if isinstance(value, date) else None

    def yes(self, column: str) -> bool:
        return self.values[column] is True

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(self.text(column) for column in self.table.key)

    def fault(self, column: str, why: str) -> BadReferenceFile:
        return _fault(self.table.file, f"row {self.number}, column “{column}”", why)


def a_day(text: str) -> date | None:
    """2011-04-01; blank is None, which means not known."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a date such as 2011-04-01.") from None


def yes_or_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(f"“{text}” is neither yes nor no.")
    return text == "yes"


def a_number(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"“{text}” is not a whole number.")
    return int(text)


def one_of(words: Collection[str]) -> Callable[[str], str]:
    def reads(text: str) -> str:
        if text not in words:
            raise ValueError(f"“{text}” is not one of: {', '.join(words)}.")
        return text

    return reads


def read_table(folder: Path, table: Table) -> list[Line]:
    """The rows of one file, in file order. Raises BadReferenceFile at the first fault."""
    cells = _cells(folder / table.file, table)
    lines = [_line(table, number, row) for number, row in enumerate(cells, start=2) if any(row)]
    _refuse_repeats(lines)
    return lines


def check_known(lines: Iterable[Line], column: str, known: Collection[str], where: str) -> None:
    """Every value of `column` (blank apart) is among `known`, the keys of the file `where`. Raises BadReferenceFile."""
    for line in lines:
        if line.text(column) and line.text(column) not in known:
            raise line.fault(column, f"“{line.text(column)}” is not in {where}.")


def check_date_order(lines: Iterable[Line], earlier: str = "starts", later: str = "ends") -> None:
    """No row ends before it starts; a blank date is not known and is not compared. Raises BadReferenceFile."""
    for line in lines:
        first, last = line.day(earlier), line.day(later)
        if first and last and last < first:
            raise line.fault(later, f"{last} is before “{earlier}”, {first}.")


def _cells(path: Path, table: Table) -> list[list[str]]:
    """The rows below the header, each as wide as the header."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file, strict=True)]
    except FileNotFoundError:
        raise _fault(table.file, f"in {path.parent}", "The file is missing.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise _fault(table.file, "as a whole", f"It is not a CSV file in UTF-8 ({error}).") from error
    expected = [column.name for column in table.columns]
    if not rows or rows[0] != expected:
        raise _fault(table.file, "row 1", f"The columns must be: {', '.join(expected)}.")
    for number, row in enumerate(rows[1:], start=2):
        if row and len(row) != len(expected):
            raise _fault(table.file, f"row {number}", f"It has {len(row)} cells where the header has {len(expected)}.")
    return rows[1:]


def _line(table: Table, number: int, row: Sequence[str]) -> Line:
    values: dict[str, Value] = {}
    for column, text in zip(table.columns, row, strict=True):
        place = f"row {number}, column “{column.name}”"
        if column.required and not text:
            raise _fault(table.file, place, "It is empty.")
        try:
            values[column.name] = column.reads(text)
        except ValueError as error:
            raise _fault(table.file, place, str(error)) from error
    return Line(table, number, values)


def _refuse_repeats(lines: Sequence[Line]) -> None:
    first_seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        earlier = first_seen.setdefault(line.key, line.number)
        if earlier != line.number:
            raise line.fault(line.table.key[-1], f"“{', '.join(line.key)}” is already in row {earlier}.")


def _fault(file: str, place: str, why: str) -> BadReferenceFile:
    return BadReferenceFile(f"{file}, {place}, cannot be read.", why, "Mend the file and load it again; nothing was changed.")
