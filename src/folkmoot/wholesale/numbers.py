"""The highest number that was ever given to a row of each table, so that the number of a row that is gone is never given again:
the audit trail speaks of rows by number."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from folkmoot.wholesale.tables import Table


def highest_of(tables: list[Table]) -> dict[str, int]:
    """By the name of the table; only of tables that number their rows themselves."""
    with connection.cursor() as cursor:
        return {one.name: last for one, last in _asked(cursor, _numbered(tables)) if last}


def carry_on_from(tables: list[Table], highest: Mapping[str, int]) -> None:
    """Go on numbering after what was there, and after the rows that came in."""
    with connection.cursor() as cursor:
        for table in _numbered(tables):
            cursor.execute(f'SELECT COALESCE(MAX("{table.key}"), 0) FROM "{table.db_table}"')  # noqa: S608  names from the models
            last = max(cursor.fetchone()[0], highest.get(table.name, 0))
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [table.db_table, table.key, last or 1, last > 0])
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.db_table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.db_table, last])


def _numbered(tables: list[Table]) -> list[Table]:
    return [one for one in tables if one.model._meta.pk.get_internal_type().endswith("AutoField")]


def _asked(cursor: Any, tables: list[Table]) -> Iterator[tuple[Table, int]]:
    if connection.vendor != "postgresql":
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        kept = dict(cursor.fetchall())
        yield from ((one, kept.get(one.db_table, 0)) for one in tables)
        return
    for one in tables:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [one.db_table, one.key])
        sequence = cursor.fetchone()[0]
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608  a name from the database
        yield one, cursor.fetchone()[0]
