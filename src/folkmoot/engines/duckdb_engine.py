"""The default engine: DuckDB counts the file where it lies, in one scan.

The database is in memory and locked: it can read the given files and nothing else, loads no extension, and its settings cannot be
changed by anything in a file. Column names go through `_name`, which quotes them as identifiers, paths through `_text`, and
values are passed as parameters: that is why the linter's warning about composed SQL (S608) is set aside below.
"""

import re
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.engines.cube import Cell, Cells, Cube, SourceFile, added
from folkmoot.engines.errors import FileProblem, NothingToCount, TooManyValues
from folkmoot.engines.files import (
    CaseFile,
    TextTable,
    as_utf8,
    checked,
    fingerprint,
    is_parquet,
    matched,
    text_table,
    transcoded,
    without_pattern,
)
from folkmoot.engines.spec import SPACE, Condition, CubeSpec, Outcome, settled
from folkmoot.stats.counts import Key

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_VALUES = 1_000  # more different values than this in the first rows are names, numbers or dates, not groups
_SAMPLE = 50_000
_MOST_CELLS = 2_000_000
_PATIENCE = 2.0  # seconds before progress is told

Progress = Callable[[float], None]


def count(
    files: Sequence[CaseFile],
    spec: CubeSpec,
    *,
    threshold: int = 5,
    threads: int | None = None,
    memory_limit: str = "1GB",
    progress: Progress | None = None,
) -> Cube:
    """Count CSV and Parquet files as one table. Column names of the specification are matched to the files' own.

    `progress` is called with the share done, 0 to 100, from time to time. `threshold` decides which values an error may name.
    Raises FileProblem, ColumnNotFound, NothingToCount, OutcomeUnclear or TooManyValues.
    """
    given = [checked(file) for file in files]
    with tempfile.TemporaryDirectory(prefix="folkmoot-") as folder, _Fingerprints(given) as fingerprints:
        named = [without_pattern(file, Path(folder)) for file in given]
        readable = [file if is_parquet(file) else as_utf8(file, Path(folder)) for file in named]
        work = _Work(folder, threads, memory_limit, progress)
        try:
            tallied, real = _tallied(readable, spec, work)
        except _NotUtf8:
            readable = [file if is_parquet(file) else transcoded(file, "cp1252", Path(folder)) for file in readable]
            tallied, real = _tallied(readable, spec, work)
        _refuse_nothing(tallied, real)
        return _cube(tallied, settled(real, _outcome_tallies(tallied, real), threshold), fingerprints.result())


@dataclass(frozen=True)
class _Work:
    folder: str
    threads: int | None
    memory_limit: str
    progress: Progress | None


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


@dataclass(frozen=True)
class _Tally:
    """Rows of the file that agree in a grouping and in every column an outcome depends on."""

    grouping: tuple[str, ...]
    key: tuple[str | None, ...]
    values: dict[str, str | None]
    rows: int


def _tallied(files: Sequence[CaseFile], spec: CubeSpec, work: _Work) -> tuple[list[_Tally], CubeSpec]:
    with _locked_database(files, work) as database, _plain_errors(files):
        tables = [_Table.open(database, file) for file in files]
        first = tables[0]
        real = spec.renamed(lambda column: matched(column, first.columns, f"'{first.file.name}'"))
        source = " UNION ALL ".join(table.select(real.columns) for table in tables)
        _refuse_identifiers(database, tables[0], real)
        if real.count_column:
            _refuse_wrong_counts(database, source, real)
        return _count(database, source, real, work.progress), real


@dataclass(frozen=True)
class _Table:
    """One file as DuckDB reads it."""

    file: CaseFile
    relation: str
    columns: tuple[str, ...]

    @classmethod
    def open(cls, database: "DuckDBPyConnection", file: CaseFile) -> "_Table":
        path = _text(str(file.path))
        if is_parquet(file):
            relation = f"read_parquet({path})"
            described = database.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608
            return cls(file, relation, tuple(row[0] for row in described))
        table = text_table(file)
        return cls(file, _read_csv(path, table), table.columns)

    def select(self, columns: Sequence[str]) -> str:
        own = [(column, matched(column, self.columns, f"'{self.file.name}'")) for column in columns]
        return f"SELECT {', '.join(f'{_name(real)} AS {_name(column)}' for column, real in own)} FROM {self.relation}"  # noqa: S608


def _read_csv(path: str, table: TextTable) -> str:
    columns = ", ".join(f"{_text(column)}: 'VARCHAR'" for column in table.columns)
    return (
        f"read_csv({path}, auto_detect = false, header = true, skip = {table.skip}, delim = {_text(table.delimiter)}, "
        f"""quote = '"', escape = '"', columns = {{{columns}}})"""
    )


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(literal: str) -> str:
    return "'" + literal.replace("'", "''") + "'"


@contextmanager
def _locked_database(files: Sequence[CaseFile], work: _Work) -> Iterator["DuckDBPyConnection"]:
    import duckdb  # a fifth of a second: only where something is counted

    database = duckdb.connect(":memory:")
    try:
        database.execute("SET autoinstall_known_extensions = false")
        database.execute("SET autoload_known_extensions = false")
        database.execute(f"SET memory_limit = {_text(work.memory_limit)}")
        database.execute(f"SET temp_directory = {_text(work.folder)}")
        database.execute("SET preserve_insertion_order = false")
        database.execute("SET enable_progress_bar = true")  # so that progress can be asked for; DuckDB itself prints nothing
        database.execute("SET enable_progress_bar_print = false")
        if work.threads:
            database.execute(f"SET threads = {int(work.threads)}")
        paths = ", ".join(dict.fromkeys(_text(str(file.path)) for file in files))
        database.execute(f"SET allowed_paths = [{paths}]")
        database.execute("SET enable_external_access = false")
        database.execute("SET lock_configuration = true")
        yield database
    finally:
        database.close()


def _refuse_identifiers(database: "DuckDBPyConnection", table: _Table, spec: CubeSpec) -> None:
    columns = list(dict.fromkeys([*spec.by, *_outcome_columns(spec.outcomes)]))
    distinct = ", ".join(f"count(DISTINCT {_name(column)})" for column in columns)
    found = database.execute(f"SELECT {distinct} FROM ({table.select(columns)} LIMIT {_SAMPLE})").fetchone() or ()  # noqa: S608
    for column, values in zip(columns, found, strict=True):
        if values > MOST_VALUES:
            raise TooManyValues(
                f"The column '{column}' has more than {MOST_VALUES:,} different values.",
                "That looks like names, reference numbers, dates or measurements, not groups, and cases are never listed one by one.",
                "Give a column of groups, such as an age band in place of an age.",
            )


def _refuse_wrong_counts(database: "DuckDBPyConnection", source: str, spec: CubeSpec) -> None:
    column = spec.count_column or ""
    wrong = database.execute(f"SELECT 1 FROM ({source}) WHERE coalesce({_number(column)}, -1) < 0 LIMIT 1").fetchone()  # noqa: S608
    if wrong:
        raise FileProblem(
            f"The column '{column}' holds something that is not a whole number of 0 or more.",
            "It was given as the column of counts.",
            "Correct the file, or leave the count column out if each row is one case.",
        )


def _number(column: str) -> str:
    return f"TRY_CAST(replace(trim(CAST({_name(column)} AS VARCHAR)), ',', '') AS BIGINT)"


def _outcome_columns(outcomes: Sequence[Outcome]) -> list[str]:
    conditions = [condition.column for outcome in outcomes for condition in outcome.among]
    return list(dict.fromkeys([*(outcome.column for outcome in outcomes), *conditions]))


def _count(database: "DuckDBPyConnection", source: str, spec: CubeSpec, progress: Progress | None) -> list[_Tally]:
    """One scan: every wanted grouping at once, each split by the raw values of the outcome columns."""
    values = _outcome_columns(spec.outcomes)
    keys = [f"k{place}" for place in range(len(spec.by))]
    splits = [f"v{place}" for place in range(len(values))]
    chosen = [f"{_name(column)} AS {key}" for column, key in zip([*spec.by, *values], [*keys, *splits], strict=True)]
    weight = f", {_number(spec.count_column)} AS weight" if spec.count_column else ""
    where, parameters = _where(spec.where)
    sets = [", ".join([*(keys[spec.by.index(column)] for column in grouping), *splits]) for grouping in spec.wanted]
    query = (
        f"SELECT which, rows, {', '.join(f'CAST({key} AS VARCHAR)' for key in [*keys, *splits])} FROM ("  # noqa: S608
        f"SELECT GROUPING_ID({', '.join(keys)}) AS which, {'sum(weight)' if weight else 'count(*)'} AS rows, {', '.join([*keys, *splits])} "
        f"FROM (SELECT {', '.join(chosen)}{weight} FROM ({source}) {where}) "
        f"GROUP BY GROUPING SETS ({', '.join(f'({group})' for group in sets)}))"
    )
    rows = _fetched(database, query, parameters, progress)
    groupings = {_grouping_id(spec.by, grouping): grouping for grouping in spec.wanted}
    return [_tally(row, groupings, spec.by, values) for row in rows if row[1]]


def _where(conditions: Sequence[Condition]) -> tuple[str, list[str]]:
    if not conditions:
        return "", []
    tests, parameters = [], []
    for condition in conditions:
        marks = ", ".join("?" for _ in condition.folded_values)
        tests.append(f"lower(trim(coalesce(CAST({_name(condition.column)} AS VARCHAR), ''), ?)) IN ({marks})")
        parameters += [SPACE, *sorted(condition.folded_values)]
    return "WHERE " + " AND ".join(tests), parameters


def _grouping_id(by: Sequence[str], grouping: Sequence[str]) -> int:
    bits = ["0" if column in grouping else "1" for column in by]
    return int("".join(bits), 2)


def _tally(row: Sequence[Any], groupings: dict[int, tuple[str, ...]], by: Sequence[str], values: Sequence[str]) -> _Tally:
    which, rows = int(row[0]), int(row[1])
    grouping = groupings[which]
    found = dict(zip(by, row[2 : 2 + len(by)], strict=True))
    return _Tally(grouping, tuple(found[column] for column in grouping), dict(zip(values, row[2 + len(by) :], strict=True)), rows)


def _fetched(database: "DuckDBPyConnection", query: str, parameters: list[str], progress: Progress | None) -> list[Any]:
    """Run the query in a thread so that progress can be told and Ctrl-C works."""
    result: list[Any] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            result.extend(database.execute(query, parameters).fetchmany(_MOST_CELLS + 1))
        except BaseException as error:  # handed to the caller's thread below
            failure.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        thread.join(_PATIENCE)
        while thread.is_alive():
            thread.join(0.5)
            if progress and thread.is_alive():
                progress(max(0.0, database.query_progress()))
    except KeyboardInterrupt:
        database.interrupt()
        thread.join()
        raise
    if failure:
        raise failure[0]
    if len(result) > _MOST_CELLS:
        raise TooManyValues(
            f"There are more than {_MOST_CELLS:,} combinations of these characteristics.", "", "Combine fewer characteristics at once."
        )
    return result


def _outcome_tallies(tallies: Sequence[_Tally], spec: CubeSpec) -> dict[str, dict[str, int]]:
    """Rows by recorded value of each outcome column, from one grouping."""
    counts: dict[str, dict[str, int]] = {outcome.column: {} for outcome in spec.outcomes}
    for tally in tallies:
        if tally.grouping == spec.wanted[0]:
            for column, rows in counts.items():
                value = spec.recorded(tally.values[column])
                if value is not None:
                    rows[value] = rows.get(value, 0) + tally.rows
    return counts


def _refuse_nothing(tallies: Sequence[_Tally], spec: CubeSpec) -> None:
    if not tallies:
        raise NothingToCount(
            "There is no row to count.",
            "No row meets the conditions given." if spec.where else "The file has a header and nothing below it.",
            "Check the values asked for." if spec.where else "Export it again.",
        )


def _cube(tallies: Sequence[_Tally], spec: CubeSpec, sources: tuple[SourceFile, ...]) -> Cube:
    found: dict[tuple[str, ...], list[tuple[Key, Cell]]] = {grouping: [] for grouping in spec.wanted}
    for tally in tallies:
        key = tuple(spec.recorded(value) for value in tally.key)
        found[tally.grouping].append((key, _cell(tally, spec)))
    groupings: dict[tuple[str, ...], Cells] = {grouping: added(cells) for grouping, cells in found.items()}
    return Cube(spec, groupings, sources)


def _cell(tally: _Tally, spec: CubeSpec) -> Cell:
    states = [spec.classify(outcome, tally.values) for outcome in spec.outcomes]
    eligible, recorded, had = (tuple(tally.rows * state[place] for state in states) for place in range(3))
    return Cell(tally.rows, eligible, recorded, had)


@contextmanager
def _plain_errors(files: Sequence[CaseFile]) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise FileProblem(
            "Counting needed more memory than is allowed.", "These characteristics make very many combinations.", "Combine fewer at once."
        ) from error
    except duckdb.Error as error:
        raise _plainly(str(error), files) from error


def _plainly(message: str, files: Sequence[CaseFile]) -> Exception:
    """DuckDB's words about a file it cannot read, put plainly. Its message may quote rows of the file and is never repeated."""
    if re.search(r"(?i)utf-?8|unicode|encoding", message):
        return _NotUtf8()
    name = next((file.name for file in files if str(file.path) in message), files[0].name)
    line = re.search(r"Line:\s*(\d+)", message)
    at = f" on line {line[1]}" if line else ""
    shape = re.search(r"Expected Number of Columns:\s*(\d+)\s*Found:\s*(\d+)", message)
    if shape:
        return FileProblem(
            f"'{name}' is ragged{at}: {shape[2]} values where the header names {shape[1]} columns.",
            "A delimiter or a quotation mark in that row is out of place.",
            "Correct the row, or export the file again.",
        )
    return FileProblem(f"'{name}' could not be read as a table{at}.", "The file is damaged or in an unexpected form.", "Export it again.")
