"""An empty service: what may stand in it, and how that gives way to what comes in.

Only what `folkmoot setup` wrote may be there. Some of it is kept by guards of the database, and so are the events of having written
it: for that moment alone the guards are set aside, inside the transaction that brings the rows in, and stand again before the first
of them. What gave way is named in the event that records it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from folkmoot.wholesale.leaving_out import FILLED_BY_SETUP, MADE_ANEW
from folkmoot.wholesale.tables import Table, children_first, table_of


def in_the_way(tables: list[Table]) -> list[str]:
    """Tables that hold rows which setup does not write, as “table (rows)”. Empty: the service is empty."""
    counts = ((one.name, one.model._base_manager.count()) for one in tables if one.name not in FILLED_BY_SETUP)
    return [f"{name} ({rows})" for name, rows in counts if rows]


def made_anew() -> list[Table]:
    """The tables that do not come in because they are made anew from the others."""
    return [table_of(apps.get_model(name)) for name in MADE_ANEW]


def give_way(tables: list[Table]) -> int:
    """Remove what is there; returns how many rows gave way. The keys are checked by whoever calls, once the rows are in."""
    gone = 0
    with guards_set_aside([one.db_table for one in tables]), connection.cursor() as cursor:
        for table in children_first(tables):
            cursor.execute(f'DELETE FROM "{table.db_table}"')  # noqa: S608  a name from the models
            gone += max(cursor.rowcount, 0)
    return gone


@contextmanager
def guards_set_aside(db_tables: list[str]) -> Iterator[None]:
    """Inside a transaction: if anything fails, the guards are back with everything else."""
    if connection.vendor == "postgresql":
        _switch(db_tables, "DISABLE")
        yield
        _switch(db_tables, "ENABLE")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        guards = [(name, made) for name, table, made in cursor.fetchall() if table in set(db_tables)]
        for name, _made in guards:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, made in guards:
            cursor.execute(made)


def _switch(db_tables: list[str], how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still open cannot be altered
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in db_tables:
            cursor.execute(f'ALTER TABLE "{table}" {how} TRIGGER USER')
