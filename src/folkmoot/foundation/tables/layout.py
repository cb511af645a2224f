"""From numbered rows of cells to headings and rows that fit them: the same rules for text files and workbooks."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from folkmoot.foundation.tables.table import Limits, Row, TableError, column_letter, name_column

ERROR_VALUES = frozenset({"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})
Cells = tuple[int, list[str]]


@dataclass
class Layout:
    """Headings found among numbered rows. `notes` grows while `rows()` is read and is complete at its end."""

    cells: Iterator[Cells]
    limits: Limits
    sheet: str = ""
    first_column: int = 1
    exact_width: bool = False
    name_headings: bool = False
    header_row: int = 0
    columns: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    _raw_width: int = 0
    _error_values: int = 0
    _first_error_value: str = ""
    _gaps: int = 0

    def find_headings(self, header_row: int | None) -> None:
        """Take the row of that number, or the first that holds anything. Raises TableError naming a bad column."""
        for number, values in self.cells:
            if number == header_row or (header_row is None and any(values)):
                break
        else:
            raise self._error(
                "no headings were found.",
                f"The table has no row {header_row}." if header_row else "There is no row that holds anything.",
                "Choose the row that holds the headings, or another file.",
            )
        self.header_row = number
        self._raw_width = len(values)
        headings = _without_empty_end(values)
        self.columns = tuple(self._named(headings) if self.name_headings else headings)
        self._check_headings()
        if number > 1:
            self.notes.append(f"The headings were taken from row {number}; the rows above it were left out.")

    def _named(self, headings: list[str]) -> list[str]:
        """Give a name to each heading that is empty or was there before: the letter of its column."""
        named: list[str] = []
        seen: set[str] = set()
        for position, heading in enumerate(headings, self.first_column):
            if not heading.strip():
                heading = f"Column {column_letter(position)}"
            elif _key(heading) in seen:
                heading = f"{heading} (column {column_letter(position)})"
            named.append(heading)
            seen.add(_key(heading))
        if named != headings:
            self.notes.append("Columns without a heading of their own were named by their letter.")
        return named

    def _check_headings(self) -> None:
        if not self.columns:
            raise self._error("this row holds no headings.", "", "Choose the row that holds the headings.", row=self.header_row)
        if len(self.columns) > self.limits.columns:
            raise self._error(
                f"the table has {len(self.columns):,} columns.",
                f"A table may have {self.limits.columns} columns.",
                "Copy only the columns you need into a new file.",
                row=self.header_row,
            )
        first_seen: dict[str, int] = {}
        for position, heading in enumerate(self.columns, self.first_column):
            self._check_cell(heading, self.header_row, position)
            self._check_heading(heading, position, first_seen)

    def _check_heading(self, heading: str, position: int, first_seen: dict[str, int]) -> None:
        key = _key(heading)
        if not key:
            raise self._error(
                "this column has no heading.",
                "Every column needs a heading of its own; merged cells and title rows above the table leave gaps.",
                "Give it a heading, or choose the row that holds the headings.",
                row=self.header_row,
                column=name_column(position),
            )
        if key in first_seen:
            raise self._error(
                f"two columns have the heading “{heading.strip()[:60]}”.",
                f"Column {name_column(first_seen[key])} has the same heading, so the two cannot be told apart.",
                "Give each column a heading of its own.",
                row=self.header_row,
                column=name_column(position, heading),
            )
        first_seen[key] = position

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold anything. Raises TableError naming row and column, also past a limit."""
        count = pending_gaps = 0
        for number, values in self.cells:
            if not any(values):
                pending_gaps += 1
                continue
            self._gaps, pending_gaps = self._gaps + pending_gaps, 0
            count += 1
            self._check_count(count, number)
            yield Row(number, self._fitted(number, values))
        self._conclude(count)

    def _check_count(self, count: int, number: int) -> None:
        if count > self.limits.rows:
            raise self._error(f"the table has more than {self.limits.rows:,} rows.", "", "Split it into smaller files.", row=number)
        if count * len(self.columns) > self.limits.cells:
            raise self._error(
                f"the table has more than {self.limits.cells:,} cells.",
                "",
                "Split it into smaller files, or leave out columns you do not need.",
                row=number,
            )

    def _fitted(self, number: int, values: list[str]) -> tuple[str, ...]:
        width = len(self.columns)
        if self.exact_width and len(values) != self._raw_width:
            raise self._ragged(number, len(values))
        for position, value in enumerate(values[width:], self.first_column + width):
            if value.strip():
                raise self._error(
                    "this cell lies outside the table.",
                    "There is no heading above it.",
                    "Give the column a heading, empty the cell, or choose the row that holds the headings.",
                    row=number,
                    column=name_column(position),
                )
        fitted = tuple(values[:width]) + ("",) * (width - len(values))
        whole = "".join(fitted)  # looked at once, because there may be millions of cells
        if len(whole) > self.limits.cell_chars or "#" in whole or "\0" in whole:
            self._look_at_each(number, fitted)
        return fitted

    def _look_at_each(self, number: int, values: tuple[str, ...]) -> None:
        for position, value in enumerate(values, self.first_column):
            self._check_cell(value, number, position)
            if value in ERROR_VALUES:
                self._notice_error_value(number, position, value)

    def _ragged(self, number: int, width: int) -> TableError:
        return self._error(
            f"this row has {width} cell{'' if width == 1 else 's'}, but the headings in row {self.header_row} have {self._raw_width}.",
            "A missing or extra separator would put values under the wrong heading.",
            "Correct the row (a cell that holds the separator must stand in quotation marks), or choose the row that holds the headings.",
            row=number,
        )

    def _check_cell(self, value: str, row: int, position: int) -> None:
        if len(value) > self.limits.cell_chars or "\0" in value:
            heading = "" if row == self.header_row else self.columns[position - self.first_column]
            raise self._bad_cell(value, row, name_column(position, heading))

    def _bad_cell(self, value: str, row: int, column: str) -> TableError:
        if len(value) > self.limits.cell_chars:
            return self._error(
                f"this cell holds {len(value):,} characters.",
                f"A cell may hold {self.limits.cell_chars:,}.",
                "Shorten it. Where it seems short, a quotation mark may be missing before it.",
                row=row,
                column=column,
            )
        return self._error(
            "this cell holds characters that are not text.",
            "The workbook was written in a way that cannot be read safely.",
            "Save it as a new workbook (.xlsx) and bring that.",
            row=row,
            column=column,
        )

    def _notice_error_value(self, number: int, position: int, value: str) -> None:
        self._error_values += 1
        if not self._first_error_value:
            heading = self.columns[position - self.first_column]
            self._first_error_value = f"{value} in row {number}, column {name_column(position, heading)}"

    def _conclude(self, count: int) -> None:
        if self._gaps:
            self.notes.append(f"{self._gaps:,} empty row{'s were' if self._gaps > 1 else ' was'} left out.")
        if self._error_values:
            self.notes.append(
                f"{self._error_values:,} cell{'s show' if self._error_values > 1 else ' shows'} a spreadsheet error, "
                f"kept as text; the first is {self._first_error_value}."
            )
        if not count:
            self.notes.append("There are no rows below the headings.")

    def _error(self, what: str, why: str, do: str, *, row: int | None = None, column: str = "") -> TableError:
        return TableError(what, why, do, sheet=self.sheet, row=row, column=column)


def _key(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _without_empty_end(values: list[str]) -> list[str]:
    width = len(values)
    while width and not values[width - 1].strip():
        width -= 1
    return values[:width]
