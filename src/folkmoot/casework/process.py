"""Start the counting process, wait for its answer, and end it: whatever a file does to it, the caller gets an answer or one plain error."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from folkmoot.casework.rules import Choices, Column
from folkmoot.engines import cubefile
from folkmoot.engines.cube import Cube
from folkmoot.errors import FolkmootError

WALL_SECONDS = 25.0


class CannotCount(FolkmootError):
    """A case file that could not be read or counted."""


@dataclass(frozen=True)
class Looked:
    """The columns of a file, its number of rows, its SHA-256, and remarks on how it was read."""

    columns: tuple[Column, ...]
    rows: int
    sha256: str
    notes: tuple[str, ...]

    @classmethod
    def from_plain(cls, said: dict[str, Any]) -> "Looked":
        """Raises KeyError, TypeError or ValueError for anything of another shape."""
        columns = tuple(Column(**{**column, "values": tuple(column["values"])}) for column in said["columns"])
        return cls(columns, int(said["rows"]), str(said["sha256"]), tuple(map(str, said["notes"])))


def look(path: Path, *, wall_seconds: float = WALL_SECONDS) -> Looked:
    """The columns of a CSV, Parquet, XLSX or ODS file. Raises CannotCount."""
    said = _ask({"do": "look", "path": str(path)}, path.parent, wall_seconds)
    try:
        return Looked.from_plain(said)
    except (KeyError, TypeError, ValueError) as error:
        raise _died() from error


def count(path: Path, choices: Choices, *, wall_seconds: float = WALL_SECONDS) -> str:
    """The cube of a file as JSON text. Raises CannotCount."""
    said = _ask({"do": "count", "path": str(path), "choices": asdict(choices)}, path.parent, wall_seconds)
    if not isinstance(said.get("cube"), str):
        raise _died()
    return str(said["cube"])


def load(
    path: Path, columns: list[dict[str, Any]], labels: dict[str, dict[str, str]], folder: Path, *, wall_seconds: float = WALL_SECONDS
) -> tuple[Cube, dict[str, Any]]:
    """The cube of a file by the layout of a source, under the file's headings, and what `sources.counting.in_plain` says of it.

    `folder` takes the temporary files. Raises CannotCount or FileProblem.
    """
    target = folder / "counted.cube"
    said = _ask({"do": "load", "path": str(path), "columns": columns, "labels": labels, "cube": str(target)}, folder, wall_seconds)
    if not isinstance(said.get("values"), dict):
        raise _died()
    return cubefile.read(target), said


def _ask(request: dict[str, Any], folder: Path, wall_seconds: float) -> dict[str, Any]:
    said = _answered(_conversation(json.dumps(request), folder, wall_seconds))
    if "error" in said:
        problem = said["error"]
        raise CannotCount(*(str(problem.get(part, "")) for part in ("what", "why", "do")))
    return said


def _conversation(request: str, folder: Path, wall_seconds: float) -> bytes:
    """What the process wrote. Its temporary files lie in the file's own folder, which the caller removes."""
    child = subprocess.Popen(  # this program itself; nothing of the file is part of the command
        [sys.executable, "-I", "-X", "utf8", "-m", "folkmoot.casework.counting"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"TMPDIR": str(folder), "HOME": str(folder)} | {key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ},
        start_new_session=True,
    )
    try:
        return child.communicate(request.encode(), timeout=wall_seconds)[0]
    except subprocess.TimeoutExpired as error:
        why, do = "It is very large or damaged.", "Leave out columns that are not needed, or split it."
        raise CannotCount("Counting this file took too long and was stopped.", why, do) from error
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):  # it may end in this moment
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _answered(written: bytes) -> dict[str, Any]:
    try:
        said = json.loads(written)
    except ValueError as error:
        raise _died() from error
    if not isinstance(said, dict) or not isinstance(said.get("error", {}), dict):
        raise _died()
    return said


def _died() -> CannotCount:
    why = "It is damaged, or it needs more memory or time than is allowed."
    return CannotCount("This file could not be read.", why, "Export it again and bring the new file.")
