"""One consistent moment of the database, taken while others write, and what was in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from folkmoot.errors import FolkmootError
from folkmoot.foundation import fence
from folkmoot.foundation.models import AuditEvent
from folkmoot.keeping import postgres
from folkmoot.keeping.pointing import Ask, pointed_at

_SQLITE = {
    "tables": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "guards": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}
_POSTGRESQL = {
    "tables": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    "guards": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@dataclass(frozen=True)
class Holding:
    """What a database holds: rows of each table, guards by name, migrations of each app, the end of the audit trail."""

    engine: str
    counts: dict[str, int]
    guards: list[str]
    migrations: dict[str, list[str]]
    events: int
    head: str


@dataclass(frozen=True)
class Moment:
    """A copy of the database in `file`, what it holds, and the files that its rows point at with their SHA-256 where it is known."""

    file: Path
    holding: Holding
    files: dict[str, str]


def take_moment(file: Path) -> Moment:
    """Copy the database into `file`, which is overwritten. Raises FolkmootError, and OSError where there is no room."""
    if connection.in_atomic_block:
        raise FolkmootError("A backup cannot be taken in the middle of a change.")
    file.unlink(missing_ok=True)
    with (_of_sqlite if connection.vendor == "sqlite" else _of_postgresql)(file) as ask:
        found = holding(ask)
        return Moment(file, found, dict(pointed_at(ask, found.counts)))


def holding(ask: Ask) -> Holding:
    """What the database that `ask` asks holds."""
    words = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    counts = {str(name): int(next(iter(ask(f'SELECT count(*) FROM "{name}"')))[0]) for (name,) in sorted(ask(words["tables"]))}  # noqa: S608
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(ask("SELECT app, name FROM django_migrations")):
        migrations.setdefault(str(app), []).append(str(name))
    trail = AuditEvent._meta.db_table
    end = next(iter(ask(f"SELECT seq, hash FROM {trail} ORDER BY seq DESC LIMIT 1")), (0, ""))  # noqa: S608
    return Holding(connection.vendor, counts, sorted(str(name) for (name,) in ask(words["guards"])), migrations, int(end[0]), str(end[1]))


def ask_here(statement: str) -> list[tuple[Any, ...]]:
    """Ask the database that the product is connected to."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@contextmanager
def _of_sqlite(file: Path) -> Iterator[Ask]:
    connection.ensure_connection()
    copy_sqlite(connection.connection, file)
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whatever the original uses
        yield lambda statement: copy.execute(statement).fetchall()


def copy_sqlite(source: sqlite3.Connection, file: Path) -> None:
    """By SQLite's own means, in one step: taken page by page it would begin anew with every change and might never end."""
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA synchronous=OFF")  # a copy that is thrown away once it is sealed
        source.backup(copy, pages=-1)


@contextmanager
def _of_postgresql(file: Path) -> Iterator[Ask]:
    """The dump and what is asked see the very same moment: it is exported by one connection and used by both."""
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:

            def ask(statement: str) -> list[tuple[Any, ...]]:
                cursor.execute(statement)
                return list(cursor.fetchall())

            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")  # before anything is asked, or it is refused
            fence.open_for(cursor)
            postgres.dump(file, ask("SELECT pg_export_snapshot()")[0][0])
            yield ask
    finally:
        own.close()
