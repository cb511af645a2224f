"""Writing a package into an empty database: exactly the rows it holds, in the caller's one transaction, or an error and nothing."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction

from folkmoot.foundation import audit
from folkmoot.wholesale import numbers
from folkmoot.wholesale.checking import Reading
from folkmoot.wholesale.leaving_out import COLUMNS_LEFT_OUT
from folkmoot.wholesale.rules import Manifest
from folkmoot.wholesale.tables import Table, children_first
from folkmoot.wholesale.unpacking import NotAPackage, Source, lines
from folkmoot.wholesale.versions import Way

AT_ONCE = 500


def write_rows(source: Source, manifest: Manifest, tables: list[Table], way: Way) -> int:
    """Returns how many rows were written. Raises NotAPackage where the database refuses one, or where the audit trail does not hold."""
    rows = sum(_write_table(source, manifest, table, way) for table in children_first(tables) if table.name in manifest.tables)
    numbers.carry_on_from(tables, {one.name: one.highest for one in manifest.tables.values()})
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise NotAPackage(f"The rows do not fit together: {str(error).strip()}.") from error
    _check_audit_trail(manifest)
    return rows


def _write_table(source: Source, manifest: Manifest, table: Table, way: Way) -> int:
    part = manifest.tables[table.name]
    insert = _Insert(table)
    rows = _rows(source, manifest, table, way)
    done = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, AT_ONCE)):
            made = [insert.made(row) for row in batch]
            try:
                with transaction.atomic():
                    cursor.executemany(insert.statement, made)
            except DatabaseError:
                _name_the_row(cursor, insert.statement, made, f"{part.path}, row {{row}}", done)
                raise
            done += len(batch)
    return done


def _rows(source: Source, manifest: Manifest, table: Table, way: Way) -> Iterator[list[Any]]:
    """The values of each row. The package was checked before; if it was changed since, that is an error here."""
    reading, part = Reading(table, way), manifest.tables[table.name]
    for row, line in enumerate(lines(source, manifest.parts[part.path]), start=1):
        told, found = reading.values(line)
        if told:
            raise NotAPackage(f"{part.path}, row {row}{told[0]}")
        yield found


def _name_the_row(cursor: Any, statement: str, made: list[list[Any]], where: str, done: int) -> None:
    """Find the one row that the database refuses, and raise NotAPackage naming it."""
    for number, row in enumerate(made, start=done + 1):
        try:
            with transaction.atomic():
                cursor.execute(statement, row)
        except DatabaseError as error:
            refused = str(error).strip().splitlines()[0]
            raise NotAPackage(f"{where.format(row=number)}: the database refuses it: {refused}.") from error


class _Insert:
    """The statement that adds a row of a table, and how its values are made: past every default, so that each is what it was."""

    def __init__(self, table: Table) -> None:
        left_out = {column: one.instead for (name, column), one in COLUMNS_LEFT_OUT.items() if name == table.name}
        self._fields = [one.field for one in table.columns]
        self._instead = list(left_out.values())
        names = [*(one.name for one in table.columns), *left_out]
        columns, places = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
        self.statement = f'INSERT INTO "{table.db_table}" ({columns}) VALUES ({places})'  # noqa: S608  names from the models

    def made(self, row: list[Any]) -> list[Any]:
        stored = [field.get_db_prep_save(value, connection) for field, value in zip(self._fields, row, strict=True)]
        return [*stored, *(make() for make in self._instead)]


def _check_audit_trail(manifest: Manifest) -> None:
    fault = next(audit.faults(), None)
    if fault:
        raise NotAPackage(f"The audit trail in it does not hold: {fault}.")
    end = audit.head()
    if (end.seq, end.hash) != (manifest.audit_seq, manifest.audit_hash):
        raise NotAPackage(f"The audit trail in it ends at event {end.seq}, which is not the one that the manifest names.")
