"""A list of cases from a file: CSV, XLSX, ODS and other workbooks, or the canonical form itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from folkmoot.engines.files import alike, matched
from folkmoot.foundation.tables.table import MEGABYTE, Limits, Table, TableError, Top
from folkmoot.sampling.digests import ENDS
from folkmoot.sampling.errors import FrameError
from folkmoot.sampling.frame import HEADING, Case, Frame, parse
from folkmoot.sampling.rules import Columns, marks_of, tidied

LOOKED_THROUGH = 30  # rows in which the headings are looked for
LIMITS = Limits(
    file_bytes=300 * MEGABYTE, unzipped_bytes=1500 * MEGABYTE, rows=1_000_000, cells=30_000_000, text_bytes=600 * MEGABYTE, cpu_seconds=120,
    wall_seconds=180.0, memory_bytes=3000 * MEGABYTE,
)  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A list read from a file: its cases, and the columns by the names they have there (None for the canonical form)."""

    frame: Frame
    columns: Columns | None
    read_notes: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks for whoever brought the file: on how it was read, on its references, on its groups."""
        if self.columns is None:
            return self.read_notes
        from folkmoot.sampling.references import suspicions

        return (*self.read_notes, *suspicions(self.frame.cases), *_on_groups(self.frame, self.columns))


def is_canonical(path: Path) -> bool:
    """Whether the file is a list in canonical form. Raises FrameError where there is no file."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(HEADING) + 1) == f"{HEADING}\n".encode()
    except OSError as error:
        raise _cannot_open(path, error) from error


def read_list(path: Path, columns: Columns | None, sheet: str | None = None) -> Listed:
    """Read the cases. Raises FrameError, TableError, or ColumnNotFound naming the columns there are."""
    if is_canonical(path):
        return Listed(parse(path.read_bytes()), None)
    if columns is None:
        raise FrameError(
            f"“{path.name}” is not a list under pseudonyms.", f"Such a list begins with “{HEADING}”.", "Give the list as it was given out."
        )
    wanted = (columns.id, *columns.strata, *columns.marks)
    table = _table(path, wanted, sheet)
    named = {name: _column(name, table, path) for name in wanted}
    found = Columns(named[columns.id], _of(columns.strata, named), _of(columns.marks, named))
    return _listed(table, found)


def _listed(table: Table, columns: Columns) -> Listed:
    place = {name: table.columns.index(name) for name in (columns.id, *columns.strata, *columns.marks)}
    tidy = replace(columns, id=_heading(columns.id), strata=tuple(map(_heading, columns.strata)), marks=tuple(map(_heading, columns.marks)))
    id_at, strata_at = place[columns.id], [place[name] for name in columns.strata]
    marks_at = [(name, place[column]) for name, column in zip(tidy.marks, columns.marks, strict=True)]
    cases = []
    for row in table.rows:
        values = row.values
        marks = marks_of({name: values[at].strip(ENDS) for name, at in marks_at}, tidy.marks) if marks_at else ()
        cases.append(Case(values[id_at], tuple([values[at] for at in strata_at]), marks, row=row.number))
    return Listed(Frame.of(cases), tidy, table.notes)


def _on_groups(frame: Frame, columns: Columns) -> list[str]:
    notes = []
    for place, column in enumerate(columns.strata):
        blank = [case.row for case in frame.cases if not case.stratum[place]]
        if blank:
            some = "1 case has" if len(blank) == 1 else f"{len(blank):,} cases have"
            notes.append(f"{some} nothing in “{column}” and stand in a group of their own (row {min(row or 0 for row in blank):,} first).")
    groups = len({case.stratum for case in frame.cases})
    if columns.strata and groups > max(10, len(frame.cases) / 2):
        notes.append(f"{len(frame.cases):,} cases fall into {groups:,} groups: hardly any group has more than one.")
    return notes


def _of(names: Sequence[str], named: dict[str, str]) -> tuple[str, ...]:
    return tuple(named[name] for name in names)


def _heading(name: str) -> str:
    """A heading on one line, as it can stand in the rules."""
    return tidied(" ".join(name.split()))


def _column(wanted: str, table: Table, path: Path) -> str:
    name = matched(wanted, table.columns, f"“{path.name}”")
    again = re.compile(re.escape(name) + r" \(column [A-Z]+\)")
    if any(again.fullmatch(column) for column in table.columns):
        raise FrameError(f"Two columns of “{path.name}” are called “{name}”.", "It is not clear which is meant.", "Rename one of them.")
    return name


def _table(path: Path, wanted: Sequence[str], sheet: str | None) -> Table:
    """The table below the row that holds all wanted headings; titles and merged headings above it are passed over."""
    from folkmoot.foundation.tables.kinds import recognise

    try:
        if path.stat().st_size > LIMITS.file_bytes:
            raise FrameError(f"“{path.name}” is too large.", f"A list may have {LIMITS.file_bytes // MEGABYTE} MB.", "Leave out columns.")
        data = path.read_bytes()
        return _text(data, wanted) if recognise(data) == "text" else _workbook(path, wanted, sheet)
    except OSError as error:
        raise _cannot_open(path, error) from error
    except TableError as error:
        raise error.about(path.name) from error


def _text(data: bytes, wanted: Sequence[str]) -> Table:
    # Text is read in this process: starting another would cost more than reading does.
    from folkmoot.foundation.tables import delimited
    from folkmoot.foundation.tables.formula_safety import unprotect
    from folkmoot.foundation.tables.layout import Layout

    text = delimited.decode(data)
    delimited.refuse_binary(text.characters)
    header = _header_row(_first_rows(text.characters, wanted), wanted)
    way = delimited.find_writing(text.characters, header)
    records = delimited.records(text.characters, way)
    unprotected = ((number, [unprotect(value) if value[:1] == "'" else value for value in values]) for number, values in records)
    layout = Layout(unprotected, LIMITS, exact_width=True, name_headings=True, notes=list(text.notes + way.notes))
    layout.find_headings(header)
    rows = tuple(layout.rows())
    return Table(layout.columns, rows, "", (), text.encoding, way.delimiter, tuple(layout.notes), layout.header_row)


def _first_rows(characters: str, wanted: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    """The first rows as some separator divides them, if under it one of them holds the wanted headings."""
    from folkmoot.foundation.tables import delimited

    others = (delimited.Writing(delimiter) for delimiter in delimited.DELIMITERS)
    for way in (delimited.find_writing(characters, None), *others):
        try:
            rows: list[tuple[int, Sequence[str]]] = list(islice(delimited.records(characters, way), LOOKED_THROUGH))
        except TableError:  # another separator, or the reading proper, will say what is wrong
            continue
        if _header_row(rows, wanted):
            return rows
    return []


def _workbook(path: Path, wanted: Sequence[str], sheet: str | None) -> Table:
    from folkmoot.foundation.tables.reading import read_table, read_top

    try:
        table = read_table(path, sheet=sheet, name_headings=True, limits=LIMITS)
        if _holds(table.columns, wanted):
            return table
    except TableError:
        header = _header_row(_top(read_top(path, sheet=sheet, rows=LOOKED_THROUGH, limits=LIMITS)), wanted)
        if header is None:
            raise
    else:
        header = _header_row(_top(read_top(path, sheet=sheet, rows=LOOKED_THROUGH, limits=LIMITS)), wanted)
    return read_table(path, sheet=sheet, header_row=header, name_headings=True, limits=LIMITS) if header else table


def _top(top: Top) -> list[tuple[int, Sequence[str]]]:
    return [(row.number, row.values) for row in top.rows]


def _header_row(rows: Sequence[tuple[int, Sequence[str]]], wanted: Sequence[str]) -> int | None:
    return next((number for number, values in rows if _holds(values, wanted)), None)


def _holds(headings: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(any(alike(heading, name) for heading in headings) for name in wanted)


def _cannot_open(path: Path, error: OSError) -> FrameError:
    return FrameError(f"“{path}” could not be opened.", f"{error.strerror or error}.", "Check the name and the folder.")


def values_of(frame: Frame, column: str) -> list[str]:
    """The values a column has in a list, from its marks, in order."""
    start = f"{column}="
    return sorted({mark[len(start) :] for mark in chain.from_iterable(case.marks for case in frame.cases) if mark.startswith(start)})
