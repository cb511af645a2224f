"""The separate process that opens a file: it takes the file on standard input and answers in lines of JSON.

Started by `reading` with the request as its one argument. It first takes its own freedom away (processor time, memory,
files, processes), then says it is ready, then reads. Lines: `{"ready"}`, `{"table"}`, `[row number, [values]]` for each
row, `{"end"}`; or `{"error"}` at any point. Whatever happens here, the caller sees lines or silence.
"""

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from folkmoot.foundation.tables import delimited, kinds, workbook
from folkmoot.foundation.tables.formula_safety import unprotect
from folkmoot.foundation.tables.layout import Cells, Layout
from folkmoot.foundation.tables.table import Limits, TableError

OPEN_FILES = 32
SHOWN_CHARS = 200
SHOWN_COLUMNS = 50


@dataclass(frozen=True)
class Wish:
    """What the caller asked for; `top` is a number of rows to show as they stand instead of a table, so wide and with so long cells."""

    sheet: str | None = None
    header_row: int | None = None
    name_headings: bool = False
    top: int = 0
    columns: int = SHOWN_COLUMNS
    chars: int = SHOWN_CHARS


@dataclass(frozen=True)
class Found:
    """The cells of one sheet or text file, and what is known of it."""

    cells: Iterator[Cells]
    first_column: int
    notes: tuple[str, ...]
    about: dict[str, Any]


def main() -> None:
    request = json.loads(sys.argv[1])
    limits = Limits(**request["limits"])
    confine(limits)
    _send({"ready": True})
    try:
        for message in answer(sys.stdin.buffer.read(limits.file_bytes + 1), Wish(**request["wish"]), limits):
            _send(message)
    except TableError as error:
        _send(_error_message(error))
    except MemoryError:
        _send(_error_message(too_large_when_open()))
    except BaseException:  # a panic of the workbook reader is not an Exception
        _send(_error_message(kinds.damaged()))
    sys.stdout.buffer.flush()


def confine(limits: Limits) -> None:
    """Lower this process's own limits for good: it can write no file, start no process and use no more than allowed."""
    ceilings = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    for which, ceiling in ceilings.items():
        hard = resource.getrlimit(which)[1]
        allowed = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
        resource.setrlimit(which, (allowed, allowed))


def answer(data: bytes, wish: Wish, limits: Limits) -> Iterator[Any]:
    """Yield the messages for one file. Raises TableError without the file's name, which only the caller knows."""
    kind = kinds.recognise(data)
    found = _text(data, wish) if kind == "text" else _workbook(data, kind, wish, limits)
    if wish.top:
        yield {"top": {**found.about, "first_column": found.first_column, "rows": _top(found.cells, wish)}}
        return
    layout = Layout(
        found.cells,
        limits,
        found.about["sheet"],
        found.first_column,
        exact_width=kind == "text",
        name_headings=wish.name_headings,
        notes=list(found.notes),
    )
    layout.find_headings(wish.header_row)
    yield {"table": _about(layout, found)}
    for row in layout.rows():
        yield [row.number, row.values]
    yield {"end": True, "notes": layout.notes}


def _text(data: bytes, wish: Wish) -> Found:
    if wish.sheet:
        asked = f"The sheet “{wish.sheet[:60]}” was asked for."
        raise TableError("a text file has no sheets.", asked, "Leave the sheet empty.")
    text = delimited.decode(data)
    delimited.refuse_binary(text.characters)
    way = delimited.find_writing(text.characters, wish.header_row)
    records = delimited.records(text.characters, way)
    cells = ((number, [unprotect(value) for value in values]) for number, values in records)
    about = {"sheet": "", "sheets": (), "encoding": text.encoding, "delimiter": way.delimiter}
    return Found(cells, 1, text.notes + way.notes, about)


def _workbook(data: bytes, kind: str, wish: Wish, limits: Limits) -> Found:
    opened = workbook.open_sheet(data, kind, wish.sheet, limits)
    about = {"sheet": opened.name, "sheets": opened.names, "encoding": "", "delimiter": ""}
    return Found(opened.rows, opened.first_column, opened.notes, about)


def _top(cells: Iterator[Cells], wish: Wish) -> list[Any]:
    first = islice(cells, wish.top)
    return [(number, [value[: wish.chars] for value in values[: wish.columns]]) for number, values in first]


def _about(layout: Layout, found: Found) -> dict[str, Any]:
    places = {"header_row": layout.header_row, "first_column": layout.first_column}
    return {"columns": layout.columns, **found.about, **places}


def _error_message(error: TableError) -> dict[str, Any]:
    place = {"sheet": error.sheet, "row": error.row, "column": error.column}
    return {"error": {"what": error.problem, "why": error.why, "do": error.do, **place}}


def too_large_when_open() -> TableError:
    return TableError(
        "this file needs too much memory to open.",
        "It is damaged or very large; a single value far below or to the right of the table is enough.",
        "Copy only the table into a new workbook and bring that.",
    )


def _send(message: object) -> None:
    sys.stdout.buffer.write(json.dumps(message, ensure_ascii=False).encode("utf-8") + b"\n")
    if isinstance(message, dict):
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
