"""What DuckDB reads: files as one relation with canonical text, in a database that is locked to them.

The database is in memory and can read the given files and nothing else; it loads no extension, and nothing in a file can change its
settings. A DuckDB file is attached read-only before the lock, so that a view in it can reach no other file either.
"""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.engines.bolts import shut
from folkmoot.engines.dialects import Held, held, selected
from folkmoot.engines.errors import FileProblem
from folkmoot.engines.files import CaseFile, TextTable, is_duckdb, is_parquet, matched, text_table
from folkmoot.engines.query import Kind, Kinds, name, text
from folkmoot.engines.readings import Periods
from folkmoot.engines.spec import CubeSpec

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLE = 48_000  # rows looked at before the count
_SLICES = 12
_MOST_SAMPLED = 16


@dataclass(frozen=True)
class Settings:
    """What the database may use. `folder` is for whatever does not fit in its memory."""

    folder: str
    threads: int | None = None
    memory_limit: str = "1GB"


@contextmanager
def locked_database(files: Sequence[CaseFile], settings: Settings) -> Iterator["DuckDBPyConnection"]:
    """A database that can read these files. DuckDB files are attached as `_attached` names them."""
    import duckdb  # a fifth of a second: only where something is counted

    database = duckdb.connect(":memory:")
    try:
        database.execute(f"SET memory_limit = {text(settings.memory_limit)}")
        database.execute(f"SET temp_directory = {text(settings.folder)}")
        database.execute("SET preserve_insertion_order = false")
        database.execute("SET enable_progress_bar = true")  # so that progress can be asked for; DuckDB itself prints nothing
        database.execute("SET enable_progress_bar_print = false")
        if settings.threads:
            database.execute(f"SET threads = {int(settings.threads)}")
        for path in dict.fromkeys(str(file.path) for file in files if is_duckdb(file)):
            database.execute(f"ATTACH {text(path)} AS {name(_attached(path))} (TYPE duckdb, READ_ONLY)")
        shut(database, [file.path for file in files])
        yield database
    finally:
        database.close()


def _attached(path: str) -> str:
    return f"file {path}"


@dataclass(frozen=True)
class Table:
    """One file as DuckDB reads it. Tables of equal `kin` are read together; `rows` is about how many there are."""

    file: CaseFile
    columns: tuple[str, ...]
    types: Mapping[str, str]
    rows: int
    relation: str
    sample: str
    kin: Hashable
    text_table: TextTable | None = None

    def selected(self, spec: CubeSpec, columns: Sequence[str]) -> dict[str, tuple[str, Kind]]:
        """For each column of the specification how this table gives it, and of what kind it then is. Raises ColumnNotFound."""
        own = {column: matched(column, self.columns, f"'{self.file.name}'") for column in columns}
        return {column: self._selected(spec, column, real) for column, real in own.items()}

    def _selected(self, spec: CubeSpec, column: str, real: str) -> tuple[str, Kind]:
        """A moment of which only the period matters is a date; whatever else, as its canonical text."""
        only_read = spec.uses.count(column) == 1
        if only_read and isinstance(spec.reading(column), Periods) and held(real, self.types[real], "duckdb") is Held.MOMENT:
            return f"CAST({name(real)} AS DATE)", "date"
        return selected(real, self.types[real], "duckdb")


@dataclass(frozen=True)
class Rows:
    """The rows of all files under the names of the specification: all of them, and some from here and there.

    `kinds` are those of `query.Kinds`. `singly` are the same rows file by file, for what DuckDB knows of a file without reading its rows;
    it is empty where it knows nothing.
    """

    relation: str
    sample: str
    kinds: Kinds
    rows: int
    singly: tuple[str, ...]


def rows_of(tables: Sequence[Table], spec: CubeSpec) -> Rows:
    """The tables as one. Raises ColumnNotFound naming the file, or FileProblem."""
    columns = spec.columns
    chosen = [table.selected(spec, columns) for table in tables]
    kinds: dict[str, Kind] = {}
    for column in columns:
        found = {each[column][1] for each in chosen}
        kinds[column] = found.pop() if len(found) == 1 else "text"
    return Rows(
        f"({' UNION ALL '.join(_selects(tables, chosen, kinds))}) AS source",
        f"({' UNION ALL '.join(_samples(tables, chosen, kinds))}) AS source",
        kinds,
        sum(table.rows for table in tables),
        () if any(table.text_table for table in tables) else tuple(_singly(tables, chosen, kinds)),
    )


def _selects(tables: Sequence[Table], chosen: Sequence[Mapping[str, tuple[str, Kind]]], kinds: Kinds) -> list[str]:
    """A query for each set of tables that can be read together."""
    together: dict[Hashable, list[int]] = {}
    for place, table in enumerate(tables):
        together.setdefault(table.kin, []).append(place)
    return [_select(chosen[places[0]], kinds, _relation([tables[place] for place in places])) for places in together.values()]


def _singly(tables: Sequence[Table], chosen: Sequence[Mapping[str, tuple[str, Kind]]], kinds: Kinds) -> Iterator[str]:
    for table, each in zip(tables, chosen, strict=True):
        yield f"({_select(each, kinds, table.relation)})"


def _relation(tables: Sequence[Table]) -> str:
    paths = f"[{', '.join(text(str(table.file.path)) for table in tables)}]"
    if tables[0].text_table:
        return _read_csv(paths, tables[0].text_table)
    return f"read_parquet({paths})" if tables[0].relation.startswith("read_parquet") else tables[0].relation


def _samples(tables: Sequence[Table], chosen: Sequence[Mapping[str, tuple[str, Kind]]], kinds: Kinds) -> list[str]:
    step = -(-len(tables) // _MOST_SAMPLED)
    return [f"({_select(each, kinds, table.sample)})" for table, each in list(zip(tables, chosen, strict=True))[::step]]


def _select(chosen: Mapping[str, tuple[str, Kind]], kinds: Kinds, relation: str) -> str:
    columns = []
    for column, (value, kind) in chosen.items():
        value = value if kind == kinds[column] else f"CAST({value} AS VARCHAR)"
        columns.append(f"{value} AS {name(column)}")
    return f"SELECT {', '.join(columns) or '1'} FROM {relation}"  # noqa: S608 - names are quoted as identifiers


def opened(database: "DuckDBPyConnection", file: CaseFile, files: int) -> Table:
    """The file as a table; `files` is the number of files, over which the sample is spread. Raises FileProblem."""
    sampled = min(files, _MOST_SAMPLED)
    most, slices = max(1, SAMPLE // sampled), max(1, _SLICES // sampled)
    if is_duckdb(file):
        return _duckdb_table(database, file, most, slices)
    return _parquet(database, file, most, slices) if is_parquet(file) else _csv(file, most)


def _parquet(database: "DuckDBPyConnection", file: CaseFile, most: int, slices: int) -> Table:
    path = text(str(file.path))
    types = {row[0]: row[1] for row in database.execute(f"DESCRIBE SELECT * FROM read_parquet({path})").fetchall()}  # noqa: S608
    sizes = f"SELECT num_rows, num_row_groups FROM parquet_file_metadata({path})"  # noqa: S608
    rows, groups = database.execute(sizes).fetchall()[0]
    sample = f"(FROM read_parquet({path}) LIMIT {most})"
    if "file_row_number" not in types and rows > most:
        step = -(-rows // groups) * -(-groups // slices)  # whole groups of rows, so that a slice begins where one does
        sample = _slices(f"read_parquet({path}, file_row_number = true)", "file_row_number", range(0, rows, step), most)
    return Table(file, tuple(types), types, rows, f"read_parquet({path})", sample, ("parquet", tuple(types.items())))


def _slices(relation: str, number: str, starts: Sequence[int], most: int) -> str:
    """Rows from all over the table: a file sorted by area or month would show only one of them at its head."""
    size = max(1, most // len(starts))
    ranges = " OR ".join(f"{number} BETWEEN {start} AND {start + size - 1}" for start in starts)
    return f"(SELECT * FROM {relation} WHERE {ranges})"  # noqa: S608


def _csv(file: CaseFile, most: int) -> Table:
    table = text_table(file)
    relation = _read_csv(text(str(file.path)), table)
    rows = file.path.stat().st_size // table.bytes_a_row
    types = dict.fromkeys(table.columns, "VARCHAR")
    kin = ("csv", table.columns, table.delimiter, table.skip)
    return Table(file, table.columns, types, rows, relation, f"(FROM {relation} LIMIT {most})", kin, table)


def _read_csv(path: str, table: TextTable) -> str:
    columns = ", ".join(f"{text(column)}: 'VARCHAR'" for column in table.columns)
    return (
        f"read_csv({path}, auto_detect = false, header = true, skip = {table.skip}, delim = {text(table.delimiter)}, "
        f"""quote = '"', escape = '"', columns = {{{columns}}})"""
    )


def _duckdb_table(database: "DuckDBPyConnection", file: CaseFile, most: int, slices: int) -> Table:
    catalogue = _attached(str(file.path))
    found = database.execute(
        "SELECT schema_name, table_name, estimated_size FROM duckdb_tables() WHERE database_name = $1 "
        "UNION ALL SELECT schema_name, view_name, NULL FROM duckdb_views() WHERE database_name = $1 AND NOT internal ORDER BY ALL",
        [catalogue],
    ).fetchall()
    schema, table, rows = _chosen_table(file, found)
    relation = f"{name(catalogue)}.{name(schema)}.{name(table)}"
    types = {row[0]: row[1] for row in database.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}  # noqa: S608
    sample = f"(FROM {relation} LIMIT {most})"
    if rows and rows > most and "rowid" not in types:
        sample = _slices(relation, "rowid", range(0, rows, -(-rows // slices)), most)
    return Table(file, tuple(types), types, rows or 0, relation, sample, (relation,))


def _chosen_table(file: CaseFile, found: Sequence[tuple[str, str, int | None]]) -> tuple[str, str, int | None]:
    """The table asked for, with its schema or without; the only one, where none was asked for."""
    wanted = file.table
    alike = [row for row in found if wanted in (row[1], f"{row[0]}.{row[1]}")] if wanted else list(found)
    if len(alike) == 1:
        return alike[0]
    names = "; ".join(row[1] if row[0] == "main" else f"{row[0]}.{row[1]}" for row in found[:60])
    if not found:
        raise FileProblem(f"'{file.name}' holds no table.", "", "Give the file that the cases are in.")
    what = f"There is no table '{wanted}' in '{file.path.name}'." if wanted else f"'{file.name}' holds several tables."
    raise FileProblem(what, f"Its tables are: {names}.", f"Say which one, for example {file.path.name}#{found[0][1]}.")


def plain_error(message: str, files: Sequence[CaseFile]) -> FileProblem:
    """DuckDB's words about a file it cannot read, put plainly. Its message may quote rows of the file and is never repeated."""
    given = next((file.name for file in files if str(file.path) in message), files[0].name)
    if re.search(r"(?i)could not set lock|conflicting lock", message):
        return FileProblem(
            f"'{given}' is in use by another program.", "DuckDB files can be open in one at a time.", "Close it there first."
        )
    line = re.search(r"Line:\s*(\d+)", message)
    at = f" on line {line[1]}" if line else ""
    shape = re.search(r"Expected Number of Columns:\s*(\d+)\s*Found:\s*(\d+)", message)
    if shape:
        return FileProblem(
            f"'{given}' is ragged{at}: {shape[2]} values where the header names {shape[1]} columns.",
            "A delimiter or a quotation mark in that row is out of place.",
            "Correct the row, or export the file again.",
        )
    return FileProblem(f"'{given}' could not be read as a table{at}.", "The file is damaged or in an unexpected form.", "Export it again.")
