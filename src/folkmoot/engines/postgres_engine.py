"""Counting a table or a view of PostgreSQL where it lies: only counts leave the server.

The transaction is read-only and sees one moment; its settings hold for itself alone. Column and table names are quoted as
identifiers, values as literals. What the server says of an error may quote a row, and what the driver says of an address may quote a
password, so neither is repeated.
"""

import difflib
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from folkmoot.engines import dialects, remote
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.errors import FileProblem
from folkmoot.engines.files import matched
from folkmoot.engines.query import Kind
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.waiting import Progress

if TYPE_CHECKING:
    from psycopg import Connection

    Rows = Connection[tuple[Any, ...]]

TIMEOUT = 3600.0  # seconds
_PATIENCE = 15  # seconds to wait for a connection
# Collations that know the letters of every script, the surest first. Those of one language's locale know them too, but turn some otherwise.
_COLLATIONS = ("pg_unicode_fast", "pg_c_utf8", "und-x-icu", "C.UTF-8", "C.utf8", "en_GB.utf8", "en_US.utf8")
_WRITE = "Write it as postgresql://name@host/database#schema.table; in a password write @ : / # as %40 %3A %2F %23."


@dataclass(frozen=True)
class Address:
    """Where a table is: how to reach the server, the table's name with or without its schema, and what to call it in messages."""

    connection: str
    table: tuple[str, ...]
    shown: str

    @classmethod
    def parsed(cls, source: str) -> "Address":
        """From `postgresql://name@host/database#schema.table`. What is shown holds no name and no password. Raises FileProblem."""
        import psycopg
        from psycopg.conninfo import conninfo_to_dict

        connection, mark, fragment = source.rpartition("#")
        parts = re.findall(r'"(?:[^"]|"")+"|[^."]+', unquote(fragment))
        if not mark or not 1 <= len(parts) <= 2:
            raise FileProblem("The address does not say which table to count.", "", _WRITE)
        try:
            known = {key: str(value) for key, value in conninfo_to_dict(connection).items()}
        except psycopg.ProgrammingError:
            raise _unclear_address() from None
        host, port, database = (known.get(part, "") for part in ("host", "port", "dbname"))
        if "@" in host + database or not re.fullmatch(r"[\d,]*", port):
            raise _unclear_address()
        table = tuple(part[1:-1].replace('""', '"') if part.startswith('"') else part for part in parts)
        return cls(connection, table, f"{host or 'localhost'}{':' + port if port else ''}/{database}#{'.'.join(table)}")


def _unclear_address() -> FileProblem:
    return FileProblem("The address of the database cannot be understood.", "", _WRITE)


def count(source: str, spec: CubeSpec, *, threshold: int = 5, progress: Progress | None = None, timeout: float = TIMEOUT) -> Cube:
    """Count a table or view given as `postgresql://name@host/database#schema.table`.

    Column names of the specification are matched to the table's own. The server is given `timeout` seconds for each query and then
    told to stop. PostgreSQL does not say how far a query has come, so `progress` is told only the end. `threshold` decides which values
    an error may name. The cube's source is named `host/database#schema.table`; a table is not a file, so its SHA-256 is that of its
    definition (names and types of its columns, a view's text) together with its number of rows, and its size is 0.
    Raises FileProblem, ColumnNotFound, NothingToCount, OutcomeUnclear, ReadingUnclear or TooManyValues.
    """
    _refuse_without_driver()
    address = Address.parsed(source)
    with _transaction(address, timeout) as connection, _plain_errors(address, timeout):
        table = _Table.found(connection, address)
        real = spec.renamed(lambda column: matched(column, [name for name, _ in table.columns], f"'{address.shown}'"))
        selected, kinds = table.selected(real.columns)
        collation = _collation(connection)

        def ask(query: str) -> list[tuple[Any, ...]]:
            put = dialects.put(query, "postgres", collation)
            return connection.execute(f"WITH {remote.RELATION} AS ({selected}) {put}".encode()).fetchall()

        cube = remote.cube(ask, real, remote.RELATION, kinds, (table.fingerprint(connection, address),), threshold)
    if progress:
        progress(100.0)
    return cube


def _refuse_without_driver() -> None:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise FileProblem(
            "PostgreSQL cannot be asked: its driver is not installed.",
            "It belongs to the extra 'postgres'.",
            "Run: pip install 'folkmoot[postgres]'",
        ) from error


@contextmanager
def _transaction(address: Address, timeout: float) -> "Iterator[Rows]":
    """A read-only transaction on one snapshot, whose settings decide how values are written as text."""
    import psycopg

    try:
        connection = psycopg.connect(address.connection, connect_timeout=_PATIENCE, application_name="folkmoot")
    except psycopg.Error as error:
        raise _not_connected(address, str(error)) from None
    with connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute(
            f"SET LOCAL statement_timeout = {int(timeout * 1000)}; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; "
            "SET LOCAL extra_float_digits = 1; SET LOCAL standard_conforming_strings = on"
        )
        yield connection
        connection.rollback()


def _not_connected(address: Address, said: str) -> FileProblem:
    reasons = (
        ("password authentication failed", "The server does not accept the name or the password.", "Check both, or ask whoever runs it."),
        ("no password supplied", "The server asks for a password.", "Put it in the address, in PGPASSWORD or in a password file."),
        ("does not exist", "There is no such database, or no such name, on that server.", "Check the address."),
        ("resolve host", "There is no such host.", "Check the address."),
        ("timeout", "The server did not answer.", "Check the address and whether the network lets you through."),
    )
    why, do = next(
        ((why, do) for words, why, do in reasons if words in said),
        ("The server did not answer or refused.", "Check the address and whether the server is running."),
    )
    return FileProblem(f"No connection to '{address.shown}'.", why, do)


@dataclass(frozen=True)
class _Table:
    """A table or view as the server knows it: its quoted name, its columns with their types, and a view's text."""

    relation: str
    columns: tuple[tuple[str, str], ...]
    definition: str

    @classmethod
    def found(cls, connection: "Rows", address: Address) -> "_Table":
        quoted = ".".join(dialects.name(part, "postgres") for part in address.table)
        place = connection.execute("SELECT to_regclass(%s)::oid", (quoted,)).fetchone()
        if not place or place[0] is None:
            raise _no_table(connection, address)
        columns = connection.execute(_COLUMNS, (place[0],)).fetchall()
        view = connection.execute(_VIEW, (place[0],)).fetchone()
        return cls(quoted, tuple((str(column), str(kind)) for column, kind in columns), str(view[0]) if view else "")

    def selected(self, columns: tuple[str, ...]) -> "tuple[str, dict[str, Kind]]":
        """A query for these columns as canonical text or in a form all engines write alike, and which form that is."""
        types = dict(self.columns)
        forms = {column: dialects.selected(column, types[column], "postgres") for column in columns}
        chosen = ", ".join(f"{form} AS {dialects.name(column, 'postgres')}" for column, (form, _) in forms.items())
        return f"SELECT {chosen} FROM {self.relation}", {column: kind for column, (_, kind) in forms.items()}  # noqa: S608

    def fingerprint(self, connection: "Rows", address: Address) -> SourceFile:
        rows = connection.execute(f"SELECT count(*) FROM {self.relation}").fetchone()  # noqa: S608
        told = json.dumps([self.columns, self.definition, rows[0] if rows else 0], ensure_ascii=False)
        return SourceFile(address.shown, hashlib.sha256(told.encode()).hexdigest(), 0)


# A domain counts as the type under it, an enumeration as text.
_COLUMNS = """
SELECT attname,
CASE typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN format_type(typbasetype, typtypmod) ELSE format_type(atttypid, atttypmod) END
FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
_VIEW = "SELECT pg_get_viewdef(oid) FROM pg_class WHERE oid = %s AND relkind IN ('v', 'm')"
_TABLES = """
SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'v', 'm', 'p', 'f') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
AND has_schema_privilege(pg_namespace.oid, 'USAGE') AND has_table_privilege(pg_class.oid, 'SELECT')
ORDER BY 1, 2 LIMIT 10000
"""


def _collation(connection: "Rows") -> str:
    found = connection.execute(
        "SELECT collname FROM pg_collation WHERE collname = ANY(%s) AND collencoding IN (-1, pg_char_to_encoding(getdatabaseencoding()))",
        (list(_COLLATIONS),),
    ).fetchall()
    names = {row[0] for row in found}
    return next((name for name in _COLLATIONS if name in names), "default")


def _no_table(connection: "Rows", address: Address) -> FileProblem:
    """The message names the nearest tables this person may read."""
    known = connection.execute(_TABLES).fetchall()
    written = {f"{schema}.{table}" for schema, table in known} | {table for schema, table in known if schema == "public"}
    wanted = ".".join(address.table)
    by_small = {name.casefold(): name for name in sorted(written)}
    near = [by_small[name] for name in difflib.get_close_matches(wanted.casefold(), by_small, n=3, cutoff=0.5)]
    hint = "Did you mean " + " or ".join(f"'{name}'" for name in near) + "?" if near else "No table you may read has a name like it."
    return FileProblem(
        f"There is no table or view '{wanted}' at '{address.shown.partition('#')[0]}'.", hint, "Check its schema and its name."
    )


@contextmanager
def _plain_errors(address: Address, timeout: float) -> Iterator[None]:
    from psycopg import errors

    try:
        yield
    except errors.InsufficientPrivilege:
        raise FileProblem(
            f"You may not read '{address.shown}'.", "The server does not allow it.", "Ask whoever runs it for the right to SELECT from it."
        ) from None
    except errors.QueryCanceled:
        raise FileProblem(
            f"Counting '{address.shown}' was stopped after {timeout:g} seconds.", "", "Ask for less at once, or allow more time."
        ) from None
    except errors.Error as error:
        raise FileProblem(
            f"The server could not count '{address.shown}' (its error {error.sqlstate or 'has no code'}).",
            "A view may compute something that fails on some row, or the connection was lost.",
            "Try to SELECT from it with the server's own tools.",
        ) from None
