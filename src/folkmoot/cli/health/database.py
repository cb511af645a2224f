"""The database: reachable, opened so that nothing acknowledged is lost, and up to date."""

import sqlite3
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from folkmoot.cli.health.finding import Finding, look, ok, wrong

OLDEST_POSTGRESQL = 14


def reachable() -> Finding:
    """Raises the database's own error where it cannot be reached."""
    connection.ensure_connection()
    where = settings.DATABASES["default"]["NAME"]
    return ok(f"The database answers: {'SQLite' if connection.vendor == 'sqlite' else 'PostgreSQL'}, {where}.")


def engine() -> list[Finding]:
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not executor.loader.applied_migrations:
        return wrong("The database is empty.", "Run: folkmoot setup")
    if waiting:
        return wrong(f"The database is behind this version by {len(waiting)} steps.", "Make a backup, then run: folkmoot setup")
    return ok("The database has every table of this version.")


def _sqlite() -> list[Finding]:
    wanted = "wal" if "journal_mode=WAL" in str(settings.DATABASES["default"]["OPTIONS"]) else "delete"
    mode = str(_ask("PRAGMA journal_mode"))
    return [
        _journal(mode, wanted),
        _synchronous(int(_ask("PRAGMA synchronous")), mode),
        _memory_map(int(_ask("PRAGMA mmap_size") or 0)),
        _sound(str(_ask("PRAGMA quick_check(1)"))),
    ]


def _journal(mode: str, wanted: str) -> Finding:
    version = sqlite3.sqlite_version
    if mode != wanted and mode != "memory":
        return wrong(f"The journal of the database is {mode}, not {wanted}.", "Stop folkmoot everywhere, then start it again.")
    if mode == "wal":
        return ok(f"SQLite {version} is free of the WAL-reset fault, so the write-ahead log is used.")
    return ok(f"SQLite {version} has the WAL-reset fault (sqlite.org/wal.html#walresetbug), so the rollback journal is used.")


def _synchronous(level: int, mode: str) -> Finding:
    """FULL (2) is enough for the write-ahead log; a rollback journal needs EXTRA (3), or it may come back after a power cut."""
    name, needed = ("EXTRA", 3) if mode == "delete" else ("FULL", 2)
    if level < needed:
        return wrong(f"The database may lose what it has confirmed in a power cut (synchronous is not {name}).", "Restore the settings.")
    return ok(f"Every confirmed change is on disk before it is confirmed (synchronous {name} is in force).")


def _memory_map(size: int) -> Finding:
    if size:
        return wrong("The database file is mapped into memory (mmap): a stray write corrupts it.", "Remove mmap_size from the settings.")
    return ok("The database file is not mapped into memory.")


def _sound(answer: str) -> Finding:
    return ok("The database file is sound.") if answer == "ok" else wrong(f"The database file is damaged: {answer}", "Restore the backup.")


def _postgresql() -> list[Finding]:
    version = int(_ask("SHOW server_version_num")) // 10_000
    return [
        _version(version),
        _role(str(_ask("SELECT current_user"))),
        _encoding(str(_ask("SHOW server_encoding"))),
        _zone(str(_ask("SHOW timezone"))),
        _flush(str(_ask("SHOW fsync")), str(_ask("SHOW synchronous_commit"))),
    ]


def _version(version: int) -> Finding:
    if version < OLDEST_POSTGRESQL:
        return wrong(f"PostgreSQL {version} is too old.", f"Use PostgreSQL {OLDEST_POSTGRESQL} or newer.")
    return ok(f"PostgreSQL {version}.")


def _role(name: str) -> Finding:
    if _ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        return wrong(
            f"The role {name} is a superuser: it could switch off the audit trail's guard.", "Use a role that only owns this database."
        )
    if _ask("SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user"):
        return wrong(f"The role {name} passes by the rules of rows (BYPASSRLS).", f"Run: ALTER ROLE {name} NOBYPASSRLS")
    return ok(f"The role {name} is no superuser, and passes by no rules of rows.")


def _encoding(name: str) -> Finding:
    return (
        ok("The database stores UTF-8.") if name == "UTF8" else wrong(f"The database stores {name}.", "Make it anew with ENCODING 'UTF8'.")
    )


def _zone(name: str) -> Finding:
    return ok("The connection keeps time in UTC.") if name == "UTC" else look(f"The connection keeps time in {name}.", "Leave it at UTC.")


def _flush(fsync: str, commit: str) -> Finding:
    if fsync == "off" or commit == "off":
        return wrong("The server may lose what it has confirmed in a power cut.", "Set fsync and synchronous_commit to on.")
    return ok("The server confirms only what is on disk.")


def _ask(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None
