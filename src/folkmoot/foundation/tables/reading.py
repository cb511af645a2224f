"""Read a table that somebody brought, in a separate process that can be killed and can do no harm."""

import importlib.util
import json
import os
import selectors
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import folkmoot
from folkmoot.foundation.tables.table import MEGABYTE, Limits, Row, Table, TableError, Top

Received = TypeVar("Received", Table, Top)

_PIECE = 1 << 16
# The process is started without site packages, so nothing but the two packages it needs can run in it.
_START = "import sys; sys.path += sys.argv[2:]; from folkmoot.foundation.tables.child import main; main()"


def read_table(
    path: Path,
    *,
    name: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    name_headings: bool = False,
    limits: Limits | None = None,
) -> Table:
    """Read a CSV, XLSX, XLSM, XLS, XLSB or ODS file as text. The kind is judged by content.

    `name` is the file name the person knows; `header_row` is the number of the row that holds the headings (default:
    the first row that holds anything); `sheet` defaults to the first visible sheet that holds anything. With
    `name_headings`, for published tables, an empty or repeated heading is no error but gets the letter of its column.
    Raises TableError, and nothing else, for whatever is wrong with the file.
    """
    wish = {"sheet": _sheet_name(sheet), "header_row": header_row, "name_headings": name_headings}
    return _read(path, name, wish, limits or Limits(), _table)


def read_top(
    path: Path,
    *,
    name: str | None = None,
    sheet: str | None = None,
    rows: int = 20,
    columns: int = 50,
    chars: int = 200,
    limits: Limits | None = None,
) -> Top:
    """Show the first rows of a file as they stand (cells shortened), to choose its sheet and the row of its headings.

    A published sheet whose headings stand in several rows is read whole this way, with as many `rows`, `columns` and `chars`.
    Raises TableError like `read_table`, but not for headings or row lengths.
    """
    wish = {"sheet": _sheet_name(sheet), "top": max(1, rows), "columns": columns, "chars": chars}
    return _read(path, name, wish, limits or Limits(), _top)


def _sheet_name(sheet: str | None) -> str | None:
    return sheet if sheet is None else sheet[:1000]  # a command line has an end; no sheet is called so


def _read(
    path: Path,
    name: str | None,
    wish: dict[str, Any],
    limits: Limits,
    receive: Callable[[Iterator[bytes], Limits], Received],
) -> Received:
    try:
        with _opened(path, limits) as source, closing(_conversation(source, wish, limits)) as lines:
            return receive(lines, limits)
    except TableError as error:
        raise error.about(name or path.name) from error
    except _WRONG_SHAPE as error:
        raise _unreadable().about(name or path.name) from error


def _opened(path: Path, limits: Limits) -> BinaryIO:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise TableError("this file could not be opened.", error.strerror or "", "Choose the file again.") from error
    about = os.fstat(descriptor)
    try:
        if not stat.S_ISREG(about.st_mode):
            raise TableError("this is not a file.", "It is a folder or a device.", "Choose the right file.")
        if about.st_size > limits.file_bytes:
            raise TableError(
                "this file is too large.",
                f"It has {about.st_size / MEGABYTE:.1f} MB; a table may have {limits.file_bytes / MEGABYTE:.0f} MB.",
                "Split it, or leave out sheets, pictures and columns you do not need.",
            )
    except TableError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _conversation(source: BinaryIO, wish: dict[str, Any], limits: Limits) -> Generator[bytes, None, None]:
    """Yield the child's messages; the child and all it started are gone when this ends, however it ends."""
    deadline = time.monotonic() + limits.wall_seconds
    request = json.dumps({"wish": wish, "limits": asdict(limits)})
    child = _started(request, source)
    try:
        ready = False
        for line in _lines(child, deadline, limits):
            ready = True
            yield line
        raise _silence(_exit_code(child, deadline), ready)
    finally:
        _end(child)


def _started(request: str, source: BinaryIO) -> subprocess.Popen[bytes]:
    try:
        # This program itself runs; the file's name and content are no part of the command.
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, request, *_package_folders()],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ},
            start_new_session=True,
        )
    except OSError as error:
        raise _not_started() from error


def _package_folders() -> list[str]:
    """The folders that hold this package and the reader of workbooks."""
    found = importlib.util.find_spec("python_calamine")
    folders = [Path(folkmoot.__path__[0]).parent]
    if found and found.submodule_search_locations:
        folders.append(Path(found.submodule_search_locations[0]).parent)
    return [str(folder.resolve()) for folder in folders]


def _lines(child: subprocess.Popen[bytes], deadline: float, limits: Limits) -> Iterator[bytes]:
    assert child.stdout is not None
    received, pending = 0, bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise _too_slow()
            piece = os.read(child.stdout.fileno(), _PIECE)
            received += len(piece)
            if received > limits.text_bytes:
                raise _too_much_text(limits)
            pending += piece
            if b"\n" in piece:
                *lines, rest = pending.split(b"\n")
                yield from (bytes(line) for line in lines)
                pending = rest
            if not piece:
                return


def _exit_code(child: subprocess.Popen[bytes], deadline: float) -> int:
    try:
        return child.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise _too_slow() from error


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):  # it may end in this moment
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.stdout is not None:
        child.stdout.close()


# The child's lines are not believed: a message of the wrong shape is one error, whatever it holds.
_WRONG_SHAPE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def _messages(lines: Iterator[bytes]) -> Iterator[Any]:
    for line in lines:
        message = json.loads(line)
        if isinstance(message, dict) and "error" in message:
            raise _reported(message["error"])
        yield message


def _table(lines: Iterator[bytes], limits: Limits) -> Table:
    heading: dict[str, Any] = {}
    rows: list[Row] = []
    for message in _messages(lines):
        if isinstance(message, list):
            rows.append(_row(message, len(heading["columns"])))
            if len(rows) > limits.rows:
                raise ValueError("more rows than allowed")
        elif "table" in message:
            heading = _heading(message["table"])
        elif "end" in message:
            return Table(rows=tuple(rows), notes=_texts(message["notes"]), **heading)
    raise ValueError("no end")


def _top(lines: Iterator[bytes], limits: Limits) -> Top:
    for message in _messages(lines):
        if "top" in message:
            top = message["top"]
            rows = tuple(Row(_whole(number), _texts(values)) for number, values in top["rows"][: limits.rows])
            (sheet,) = _texts([top["sheet"]])
            return Top(sheet, _texts(top["sheets"]), _whole(top["first_column"]), rows)
    raise ValueError("no rows")


def _row(message: list[Any], width: int) -> Row:
    number, values = message
    if len(values) != width:
        raise ValueError("a row of the wrong length")
    return Row(_whole(number), _texts(values))


def _heading(message: dict[str, Any]) -> dict[str, Any]:
    sheet, encoding, delimiter = _texts([message["sheet"], message["encoding"], message["delimiter"]])
    return {
        "columns": _texts(message["columns"]),
        "sheet": sheet,
        "sheets": _texts(message["sheets"]),
        "encoding": encoding,
        "delimiter": delimiter,
        "header_row": _whole(message["header_row"]),
        "first_column": _whole(message["first_column"]),
    }


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("a position that is no number")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if type(values) is not list or not set(map(type, values)) <= {str}:
        raise ValueError("something other than texts")
    return tuple(values)


def _reported(message: dict[str, Any]) -> TableError:
    what, why, do, sheet, column = _texts([message[key] for key in ("what", "why", "do", "sheet", "column")])
    row = None if message["row"] is None else _whole(message["row"])
    return TableError(what, why, do, sheet=sheet, row=row, column=column)


def _silence(code: int, ready: bool) -> TableError:
    if not ready:
        return _not_started()
    return _too_slow() if code in (-signal.SIGXCPU, -signal.SIGKILL) else _unreadable()


def _not_started() -> TableError:
    return TableError(
        "the reader of tables could not be started.",
        "This is a fault of the installation, not of the file.",
        "Tell the people who look after this service.",
    )


def _too_slow() -> TableError:
    return TableError(
        "reading this file took too long and was stopped.",
        "It is very large or damaged.",
        "Copy only the table into a new workbook, or split it, and bring that.",
    )


def _too_much_text(limits: Limits) -> TableError:
    return TableError(
        "this table holds too much text.",
        f"A table may hold {limits.text_bytes // MEGABYTE} MB of text.",
        "Split it into smaller files, or leave out columns you do not need.",
    )


def _unreadable() -> TableError:
    return TableError(
        "this file could not be read.",
        "It is damaged, or it needs more memory than is allowed; a value far outside the table is enough for that.",
        "Copy only the table into a new workbook, save it, and bring that.",
    )
