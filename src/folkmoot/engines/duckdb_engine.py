"""The default engine: DuckDB counts the files where they lie, in one scan.

The database is locked to the given files (see `duckdb_files`). Column names go through `query.name`, which quotes them as identifiers,
and values and paths through `query.text`, which quotes them as literals: that is why the linter's warning about composed SQL (S608)
is set aside in these modules.
"""

import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from folkmoot.engines.arrow_stream import StreamFailed
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.duckdb_files import Settings, Table, locked_database, opened, plain_error, rows_of
from folkmoot.engines.duckdb_scan import Scan
from folkmoot.engines.errors import FileProblem
from folkmoot.engines.files import CaseFile, alike, as_utf8, fingerprint, found, is_duckdb, is_parquet, matched, transcoded, without_pattern
from folkmoot.engines.query import Query, values_query
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.tallies import Tallies, cube_of
from folkmoot.engines.waiting import Progress, Waiting


def count(
    files: Sequence[CaseFile],
    spec: CubeSpec,
    *,
    threshold: int = 5,
    threads: int | None = None,
    memory_limit: str = "1GB",
    progress: Progress | None = None,
) -> Cube:
    """Count CSV, Parquet and DuckDB files as one table. Column names of the specification are matched to the files' own.

    A path may be a pattern (`cases-*.parquet`), and a table of a DuckDB file is named after a hash sign (`cases.duckdb#table`).
    `progress` is called with the share done, 0 to 100, from time to time. `threshold` decides which values an error may name.
    Raises FileProblem, ColumnNotFound, NothingToCount, OutcomeUnclear, ReadingUnclear or TooManyValues.
    """
    given = found(files)
    with tempfile.TemporaryDirectory(prefix="folkmoot-") as folder, _Fingerprints(given) as fingerprints:
        settings = Settings(folder, threads, memory_limit)
        readable = [_readable(file, Path(folder)) for file in given]
        try:
            cube = _counted(readable, spec, settings, threshold, Waiting(progress))
        except _NotUtf8 as error:
            if all(_is_binary(file) for file in readable):
                raise plain_error(str(error), readable) from error
            readable = [file if _is_binary(file) else transcoded(file, "cp1252", Path(folder)) for file in readable]
            cube = _counted_in_utf8(readable, spec, settings, threshold, Waiting(progress))
        return Cube(cube.spec, cube.groupings, fingerprints.result(), cube.not_met, cube.values)


def _is_binary(file: CaseFile) -> bool:
    return is_parquet(file) or is_duckdb(file)


def _readable(file: CaseFile, folder: Path) -> CaseFile:
    if is_duckdb(file):
        return file
    named = without_pattern(file, folder)
    return named if is_parquet(named) else as_utf8(named, folder)


class _NotUtf8(Exception):
    """A text file is in some single-byte encoding."""


class _Fingerprints:
    """The files' SHA-256, worked out beside the scan (hashing frees the interpreter's lock)."""

    def __init__(self, files: Sequence[CaseFile]) -> None:
        self._files = files
        self._found: list[SourceFile] = []
        self._thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        self._found = [fingerprint(file) for file in self._files]

    def __enter__(self) -> "_Fingerprints":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def result(self) -> tuple[SourceFile, ...]:
        self._thread.join()
        return tuple(self._found)


def _counted(files: Sequence[CaseFile], spec: CubeSpec, settings: Settings, threshold: int, waiting: Waiting) -> Cube:
    with _plain_errors(files), locked_database(files, settings) as database:
        tables = [opened(database, file, len(files)) for file in files]
        first = tables[0]
        real = spec.renamed(lambda column: matched(column, first.columns, f"'{first.file.name}'"))
        rows = rows_of(tables, real)
        query, tallies = Scan(database, rows, real, waiting).tallied()
        _refuse_repeated_headings(query, tallies, tables)

        def values(column: str) -> list[tuple[str | None, int]]:
            return database.execute(values_query(real, rows.relation, column, rows.kinds)).fetchall()

        return cube_of(query, tallies, values, (), threshold)


def _counted_in_utf8(files: Sequence[CaseFile], spec: CubeSpec, settings: Settings, threshold: int, waiting: Waiting) -> Cube:
    try:
        return _counted(files, spec, settings, threshold, waiting)
    except _NotUtf8 as error:
        raise plain_error(str(error), files) from error


def _refuse_repeated_headings(query: Query, tallies: Tallies, tables: Sequence[Table]) -> None:
    """Raise FileProblem where a row of a text file holds the headings again: several exports were joined into one file."""
    which, grouping = next(iter(query.groupings.items()))
    if not grouping or not any(table.text_table for table in tables):
        return
    repeated = (tallies.which == which) & (tallies.split >= 0)
    for column in grouping:
        place = query.keys.index(column)
        headings = [code for code, level in enumerate(tallies.levels[place]) if alike(level, column)]
        repeated &= sum((tallies.codes[place] == code for code in headings), start=tallies.codes[place] < -1)
    rows = int(tallies.rows[repeated].sum())
    if rows:
        name = f"'{tables[0].file.name}'" if len(tables) == 1 else "One of the files"
        again = "once more among the rows" if rows == 1 else f"{rows:,} more times among the rows"
        raise FileProblem(
            f"{name} has its line of headings {again}.", "Several exports were probably joined into one.", "Take those lines out."
        )


@contextmanager
def _plain_errors(files: Sequence[CaseFile]) -> Iterator[None]:
    import duckdb

    try:
        yield
    except (duckdb.Error, StreamFailed) as error:
        message = str(error)
        if isinstance(error, duckdb.OutOfMemoryException) or "Out of Memory" in message:
            raise FileProblem(
                "Counting needed more memory than is allowed.",
                "These characteristics make very many combinations.",
                "Combine fewer at once.",
            ) from error
        if re.search(r"(?i)utf-?8|unicode|encoding", message):
            raise _NotUtf8(message) from error
        raise plain_error(message, files) from error
