"""The sheets of a file as they stand, opened in a process of their own, one after another and each only when it is looked at."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from folkmoot.foundation.tables.reading import read_top
from folkmoot.foundation.tables.table import Limits, Row, TableError, Top, name_column
from folkmoot.published.errors import Place, PublishedError

# One row more than a table may have is asked for, so that a longer one is refused and never cut.
_LIMITS = Limits(rows=Limits().rows + 1, wall_seconds=30.0, cpu_seconds=25)
_CELL_CHARS = 2_000
_WORDS_ONLY = re.compile(r"(front |title )?(cover|contents?|index|read ?me|notes?|metadata|glossary|definitions?)( ?(sheet|page))?", re.I)
_NOTE = re.compile(r"\s*(\W{0,2}notes?\b|sources?\b|©|crown copyright|published by|data as of|produced by)", re.I)
HEADINGS_WITHIN = 15


@dataclass(frozen=True)
class Sheet:
    """Rows with the numbers a person sees beside them. `first_column` is the position of the first (1 for A); a text has no name."""

    file: str
    name: str
    first_column: int
    rows: tuple[Row, ...]
    is_text: bool

    def place(self, row: int | None = None, column: int | None = None, heading: str = "") -> Place:
        """`column` counts from 0 among the cells of a row."""
        return Place(self.file, self.name, row, "" if column is None else name_column(self.first_column + column, heading))

    def error(
        self, what: str, why: str, do: str, *, row: int | None = None, column: int | None = None, heading: str = ""
    ) -> PublishedError:  # fmt: skip
        return PublishedError(what, why, do, place=self.place(row, column, heading))

    def above(self, row: int) -> Iterator[str]:
        """What stands above a row, cell by cell: titles."""
        for each in self.rows:
            if each.number >= row:
                return
            yield from (cell for cell in each.values if cell.strip())

    def below(self, headings: Row) -> Iterator[Row]:
        """The rows under the headings that hold anything but a note. Raises PublishedError for a text row that does not fit them."""
        width = len(headings.values)
        for each in self.rows:
            held = [value for value in each.values if value.strip()]
            if each.number <= headings.number or not held or (len(held) == 1 and _NOTE.match(held[0])):
                continue
            if self.is_text and len(each.values) != width:
                raise self.error(
                    f"this row has {len(each.values)} cells, but the headings in row {headings.number} have {width}.",
                    "A missing or extra separator puts values under the wrong heading.",
                    "Correct the row: a cell that holds the separator must stand in quotation marks.",
                    row=each.number,
                )
            yield each


def plain(text: str) -> str:
    """A heading or label without line breaks and doubled spaces."""
    return " ".join(text.split())


def folded(text: str) -> str:
    return plain(text).casefold()


def cell(values: Sequence[str], column: int) -> str:
    return values[column] if 0 <= column < len(values) else ""


@dataclass
class Book:
    """A file whose sheets are opened as they are looked at, and kept while it is read."""

    path: Path
    file: str

    def __post_init__(self) -> None:
        self._kept: dict[str, Sheet] = {}
        self._names: tuple[str, ...] | None = None

    def __iter__(self) -> Iterator[Sheet]:
        """Sheets that may hold a table. Raises PublishedError."""
        for name in self._sheet_names():
            sheet = self._sheet(name)
            if sheet.rows:
                yield sheet

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of the sheets that were looked at; none for a text file. Raises PublishedError."""
        return tuple(sheet.name for sheet in self if not sheet.is_text)

    def _sheet_names(self) -> tuple[str, ...]:
        if self._names is None:
            top = self._top("", rows=_LIMITS.rows)
            if top is None:
                return ()
            self._keep(top.sheet, top)
            self._names = tuple(name for name in top.sheets or ("",) if not _WORDS_ONLY.fullmatch(name.replace("_", " ").strip()))
        return self._names

    def _sheet(self, name: str) -> Sheet:
        if name not in self._kept:
            self._keep(name, self._top(name, rows=_LIMITS.rows))
        return self._kept[name]

    def _keep(self, name: str, top: Top | None) -> None:
        if top is None:
            self._kept[name] = Sheet(self.file, name, 1, (), is_text=False)
            return
        if len(top.rows) >= _LIMITS.rows:
            raise PublishedError(
                f"the table has more than {_LIMITS.rows - 1:,} rows.", "", "Split it into smaller files.", place=Place(self.file, name)
            )  # fmt: skip
        self._kept[name] = Sheet(self.file, name, top.first_column, top.rows, is_text=not top.sheets)

    def _top(self, name: str, *, rows: int) -> Top | None:
        """None for a sheet that is empty."""
        try:
            return read_top(
                self.path, name=self.file, sheet=name or None, rows=rows, columns=_LIMITS.columns, chars=_CELL_CHARS, limits=_LIMITS
            )  # fmt: skip
        except TableError as error:
            if name and "nothing on this sheet" in error.problem:
                return None
            raise PublishedError.of_table(error) from error


class Opened:
    """Bytes as a `Book`, in a file that only this account can read and that is gone at the end: `with Opened(data, name) as book`."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name

    def __enter__(self) -> Book:
        self._kept = tempfile.NamedTemporaryFile(prefix="published-")
        self._kept.write(self._data)
        self._kept.flush()
        return Book(Path(self._kept.name), self._name)

    def __exit__(self, *_: object) -> None:
        self._kept.close()
