"""What columns a case file has: names, how many different values, how complete, and the common values. Runs in the counting process.

No value is told of a column that looks like names or numbers, and none of fewer than THRESHOLD rows.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.casework.rules import MOST_GROUPS, THRESHOLD, Column, identifying_heading
from folkmoot.engines.bolts import shut
from folkmoot.engines.errors import FileProblem
from folkmoot.engines.files import CaseFile, as_utf8, checked, is_parquet, matched, text_table, transcoded
from folkmoot.engines.spec import MISSING_CODES, SPACE, folded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_COLUMNS = 300
_SHOWN_CHARS = 200


def columns_of(given: CaseFile, folder: Path, only: Sequence[str] = ()) -> list[Column]:
    """The columns of a CSV or Parquet file, or those asked for. Raises FileProblem or ColumnNotFound."""
    import duckdb  # only in the process that counts

    file = checked(given)
    file = file if is_parquet(file) else as_utf8(file, folder)
    try:
        return _looked(file, folder, only)
    except duckdb.Error as error:
        if is_parquet(file):
            raise _unreadable(file) from error
    try:
        return _looked(transcoded(file, "cp1252", folder), folder, only)  # a text file in a single-byte encoding
    except duckdb.Error as error:
        raise _unreadable(file) from error


def _looked(file: CaseFile, folder: Path, only: Sequence[str]) -> list[Column]:
    with _locked_database(file.path, folder) as database:
        relation, names = _relation(database, file)
        wanted = [matched(name, names, f"'{file.name}'") for name in only] if only else list(names)
        if len(wanted) > MOST_COLUMNS:
            most = f"At most {MOST_COLUMNS} can be shown to choose from."
            raise FileProblem(f"'{file.name}' has {len(wanted)} columns.", most, "Leave out those not needed.")
        return _measured(database, relation, list(dict.fromkeys(wanted)))


def _measured(database: "DuckDBPyConnection", relation: str, names: Sequence[str]) -> list[Column]:
    codes = ", ".join("?" for _ in MISSING_CODES)
    measures = ", ".join(
        f"approx_count_distinct({_name(name)}), count(*) FILTER (WHERE lower(trim(CAST({_name(name)} AS VARCHAR), ?)) NOT IN ({codes}))"
        for name in names
    )
    query = f"SELECT count(*), {measures} FROM {relation}"  # noqa: S608 - names are quoted as identifiers
    rows, *found = database.execute(query, [SPACE, *MISSING_CODES] * len(names)).fetchone() or (0,)
    return [_column(database, relation, Column(name, rows, found[place * 2 + 1], found[place * 2])) for place, name in enumerate(names)]


def _column(database: "DuckDBPyConnection", relation: str, column: Column) -> Column:
    if identifying_heading(column.name) or column.distinct > 2 * MOST_GROUPS:
        return column
    name = _name(column.name)
    rows = database.execute(f"SELECT CAST({name} AS VARCHAR), count(*) FROM {relation} GROUP BY 1").fetchall()  # noqa: S608
    tally: dict[str, int] = {}
    for value, count in rows:
        if value is not None and folded(value) not in MISSING_CODES:
            tally[value.strip(SPACE)] = tally.get(value.strip(SPACE), 0) + count
    common = sorted((value for value, count in tally.items() if count >= THRESHOLD), key=lambda value: (-tally[value], value))
    few = len(tally) <= MOST_GROUPS
    shown = [value for value in common if len(value) <= _SHOWN_CHARS] if few else []
    return Column(column.name, column.rows, column.recorded, len(tally), tuple(shown))


def _relation(database: "DuckDBPyConnection", file: CaseFile) -> tuple[str, tuple[str, ...]]:
    path = _text("".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(file.path)))
    if is_parquet(file):
        relation = f"read_parquet({path})"
        return relation, tuple(row[0] for row in database.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall())  # noqa: S608
    table = text_table(file)
    columns = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in table.columns)
    options = f"header = true, skip = {table.skip}, delim = {_text(table.delimiter)}, quote = '\"', escape = '\"'"
    return f"read_csv({path}, auto_detect = false, {options}, columns = {{{columns}}})", table.columns


def copies_left_out(given: CaseFile, folder: Path) -> tuple[CaseFile, int]:
    """The file without rows that are the same as another in every column, and how many those are; the file itself where there are none."""
    import duckdb

    file = checked(given)
    file = file if is_parquet(file) else as_utf8(file, folder)
    try:
        return _without_copies(file, folder)
    except duckdb.Error as error:
        if is_parquet(file):
            raise _unreadable(file) from error
    try:
        return _without_copies(transcoded(file, "cp1252", folder), folder)
    except duckdb.Error as error:
        raise _unreadable(file) from error


def _without_copies(file: CaseFile, folder: Path) -> tuple[CaseFile, int]:
    target = folder / f"single{len(list(folder.iterdir()))}.parquet"
    with _locked_database(file.path, folder, target) as database:
        relation, _names = _relation(database, file)
        rows, different = database.execute(
            f"SELECT (SELECT count(*) FROM {relation}), (SELECT count(*) FROM (SELECT DISTINCT * FROM {relation}))"  # noqa: S608
        ).fetchone() or (0, 0)
        if rows == different:
            return file, 0
        database.execute(f"COPY (SELECT DISTINCT * FROM {relation}) TO {_text(str(target))} (FORMAT parquet)")  # noqa: S608
    return CaseFile(target, file.original or file.path), rows - different


@contextmanager
def _locked_database(path: Path, folder: Path, target: Path | None = None) -> Iterator["DuckDBPyConnection"]:
    """A database in memory that can read this one file (and write `target`) and nothing else, and loads nothing."""
    import duckdb

    database = duckdb.connect(":memory:")
    try:
        for setting in ("memory_limit = '400MB'", "threads = 2", f"temp_directory = {_text(str(folder))}"):
            database.execute(f"SET {setting}")
        shut(database, [each for each in (path, target) if each])
        yield database
    finally:
        database.close()


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(literal: str) -> str:
    return "'" + literal.replace("'", "''") + "'"


def _unreadable(file: CaseFile) -> FileProblem:
    why = "A row does not fit the headings, or the file is damaged."
    return FileProblem(f"'{file.name}' could not be read as a table.", why, "Export it again.")
