"""Writing everything into a package: as it stood at one moment, one row after another."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.product import product_version
from folkmoot.wholesale import numbers, stored, values, versions
from folkmoot.wholesale.describing import data_package, readme
from folkmoot.wholesale.packing import Pack
from folkmoot.wholesale.rules import FORMAT, FORMAT_VERSION, MANIFEST, PACKAGE, README, WHOLE, WITHOUT_PERSONAL, TablePart
from folkmoot.wholesale.tables import Column, Table, all_tables

AT_ONCE = 2000  # rows asked of the database at a time
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Taken:
    """What a package holds; `fingerprint` is the SHA-256 of its manifest, which names that of every file."""

    tables: int
    rows: int
    files: int
    fingerprint: str


@contextmanager
def one_moment() -> Iterator[None]:
    """All reading inside sees the database as it stood at one moment, whatever others write meanwhile; nobody has to wait for it."""
    if connection.in_atomic_block:  # the caller's transaction already is one
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def write_everything(pack: Pack, *, at: datetime, without_personal: bool) -> Taken:
    """Fill a package. Raises FolkmootError for a value that cannot be written."""
    variant, product, made_at = WITHOUT_PERSONAL if without_personal else WHOLE, product_version(), at.astimezone(UTC).isoformat()
    with one_moment():
        tables = all_tables()
        rows = {one.name: _write_table(pack, one, without_personal=without_personal) for one in tables}
        highest, head, migrations = numbers.highest_of(tables), audit.head(), versions.migrations_here()
        files = 0 if without_personal else _write_files(pack)
    facts: dict[str, Any] = {"product": product, "made_at": made_at, "variant": variant}
    parts = {one.path: one for one in pack.parts}
    pack.put(PACKAGE, data_package(tables, rows, parts, **facts))
    pack.put(README, readme(**facts, tables=len(tables), rows=sum(rows.values()), files=files, fictional=settings.FICTIONAL))
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        **facts,
        "fictional": settings.FICTIONAL,
        "audit": asdict(head),
        "migrations": migrations,
        "tables": [asdict(TablePart(one.name, one.path, rows[one.name], highest.get(one.name, 0))) for one in tables],
        "files": [asdict(part) for part in pack.parts],
    }
    whole = pack.put(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return Taken(len(tables), sum(rows.values()), files, whole.sha256)


def _write_table(pack: Pack, table: Table, *, without_personal: bool) -> int:
    """Returns how many rows were written."""
    if without_personal and table.is_link and any(one.sensitive for one in table.columns):
        with pack.file(table.path):
            return 0
    names = [one.name for one in table.columns]
    turns = [_emptied(table, one) if without_personal and one.sensitive else values.writer(one.kind) for one in table.columns]
    found = table.model._base_manager.order_by("pk").values_list(*(one.field.attname for one in table.columns))
    row = 0
    with pack.file(table.path) as file:
        for row, said in enumerate(found.iterator(chunk_size=AT_ONCE), start=1):
            try:
                file.write(values.line({name: turn(value) for name, turn, value in zip(names, turns, said, strict=True)}))
            except ValueError as error:
                raise FolkmootError(f"Row {row} of the table {table.name} cannot be written.", str(error)) from error
    return row


def _emptied(table: Table, column: Column) -> Callable[[Any], Any]:
    """What stands for a value about people: nothing, or “removed” and a number where no two rows may say the same."""
    if column.name == table.key:
        return values.writer(column.kind)
    if (column.name,) in table.unique and values.schema_type(column.kind)[0] == "string":
        count = itertools.count(1)
        return lambda _value: f"removed {next(count)}"
    return lambda _value: None


def _write_files(pack: Pack) -> int:
    written = 0
    for place in stored.kept():
        with stored.opened(place) as there, pack.file(place) as file:
            while piece := there.read(PIECE):
                file.write(piece)
        written += 1
    return written
