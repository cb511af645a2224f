"""The separate process that opens a case file: one JSON request on standard input, one JSON answer on standard output.

It first lowers its own limits (processor time, memory, size of files it may write), so that a hostile file can only end this
process. Requests: {"do": "look", "path"}, {"do": "count", "path", "choices"} and {"do": "load", "path", "columns", "labels", "cube"}.
Answers: {"columns", "rows", "notes", "sha256"}, {"cube"}, what `sources.counting.in_plain` writes (the cube is then the file asked for), or
{"error": {"what", "why", "do"}}. Knows no database of the product and no person.
"""

import csv
import json
import resource
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from folkmoot.casework.looking import columns_of, copies_left_out
from folkmoot.casework.rules import MEGABYTE, THRESHOLD, Choices, Column, column_problem, identifying_heading, wanted_groupings
from folkmoot.engines.cube import Cube
from folkmoot.engines.errors import FileProblem, TooManyValues
from folkmoot.engines.files import CaseFile, fingerprint
from folkmoot.engines.spec import Condition, CubeSpec, Outcome
from folkmoot.errors import FolkmootError

CPU_SECONDS = 40
MEMORY_BYTES = 1_500 * MEGABYTE
WRITTEN_BYTES = 400 * MEGABYTE
ANSWER_CHARS = 20 * 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def main() -> None:
    confine()
    try:
        said = answer(json.load(sys.stdin))
    except FolkmootError as error:
        said = {"error": {"what": error.what, "why": error.why, "do": error.do}}
    except MemoryError:
        said = {"error": {"what": "This file needs too much memory to count.", "why": "", "do": "Leave out columns that are not needed."}}
    sys.stdout.write(json.dumps(said, ensure_ascii=False))


def confine() -> None:
    """Lower this process's own limits for good."""
    ceilings = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_FSIZE: WRITTEN_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for which, ceiling in ceilings.items():
        hard = resource.getrlimit(which)[1]
        allowed = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
        resource.setrlimit(which, (allowed, allowed))


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Do what is asked with one file. Raises FolkmootError for whatever a person can put right."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-") as name:
        folder = Path(name)
        file, notes = _as_case_file(Path(request["path"]), folder)
        if request["do"] == "look":
            return _look(file, folder, notes)
        if request["do"] == "load":
            return _load(file, folder, request) | {"notes": notes}
        return {"cube": _count(file, folder, _choices(request["choices"]))}


def _as_case_file(path: Path, folder: Path) -> tuple[CaseFile, list[str]]:
    """The file itself, or a CSV copy of a workbook's first sheet that holds anything, with remarks on the reading."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if not head.startswith(_WORKBOOKS):
        return CaseFile(path), []
    from folkmoot.foundation.tables.reading import read_table

    table = read_table(path)
    copy = folder / "sheet.csv"
    with copy.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(table.columns)
        writer.writerows(row.values for row in table.rows)
    return CaseFile(copy, path), list(table.notes)


def _look(file: CaseFile, folder: Path, notes: list[str]) -> dict[str, Any]:
    columns = columns_of(file, folder)
    rows = columns[0].rows if columns else 0
    if not rows:
        raise FileProblem(f"'{file.name}' has headings and no rows.", "", "Export it again.")
    return {"columns": [asdict(column) for column in columns], "rows": rows, "notes": notes, "sha256": fingerprint(file).sha256}


def _load(file: CaseFile, folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    """Count by the layout of a source; the cube is written to the path that was asked for."""
    from folkmoot.casework.sources.counting import counted_in_file, in_plain
    from folkmoot.engines import cubefile, duckdb_engine

    looked = columns_of(file, folder)
    _refuse_named(looked, request)
    single, copies = copies_left_out(file, folder) if any(identifying_heading(column.name) for column in looked) else (file, 0)

    def count(spec: CubeSpec) -> Cube:
        return duckdb_engine.count([single], spec, threshold=THRESHOLD, threads=2, memory_limit="400MB")

    found = replace(counted_in_file(request, count, [column.name for column in looked]), copies=copies)
    cubefile.write(found.cube, Path(request["cube"]))
    return in_plain(found) | {"headings": [column.name for column in looked], "sha256": fingerprint(file).sha256}


def _refuse_named(looked: Sequence[Column], request: dict[str, Any]) -> None:
    used = {column["heading"] for column in request["columns"]}
    for column in looked:
        if column.name in used and identifying_heading(column.name):
            problem = "The heading says that it holds names, numbers or addresses of people or cases."
            raise TooManyValues(f"The column '{column.name}' cannot be used.", problem, "Choose another column.")


def _choices(plain: dict[str, Any]) -> Choices:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}
    return Choices(**fields)


def _count(file: CaseFile, folder: Path, choices: Choices) -> str:
    from folkmoot.engines import duckdb_engine

    _refuse_identifiers(file, folder, choices)
    text = duckdb_engine.count([file], specification(choices), threshold=THRESHOLD, threads=2, memory_limit="400MB").to_json()
    if len(text) > ANSWER_CHARS:
        raise TooManyValues("These characteristics make too many combinations.", "", "Choose fewer of them, or group their values first.")
    return text


def _refuse_identifiers(file: CaseFile, folder: Path, choices: Choices) -> None:
    compared = [*choices.by, choices.outcome_column, *([choices.restrict_column] if choices.restrict_column else [])]
    for column in columns_of(file, folder, compared):
        problem = column_problem(column)
        if problem:
            raise TooManyValues(f"The column '{column.name}' cannot be used.", problem, "Choose another column.")


def specification(choices: Choices) -> CubeSpec:
    """The engine's specification: each characteristic alone and every two together, for one outcome."""
    restricted = (Condition(choices.restrict_column, frozenset(choices.restrict_values)),) if choices.restrict_column else ()
    return CubeSpec(
        by=choices.by,
        outcomes=(Outcome(choices.outcome, choices.outcome_column, frozenset(choices.outcome_values)),),
        where=restricted,
        groupings=wanted_groupings(choices.by),
    )


if __name__ == "__main__":
    main()
