"""What somebody with the database in their hands can do to the audit trail: lift its triggers, change it, and put them back."""

import importlib
import json
from typing import Any

from django.db import connection

GUARDS = importlib.import_module("folkmoot.foundation.migrations.0002_append_only")


def tamper(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in [*GUARDS.UNDO[connection.vendor], *statements, *GUARDS.GUARDS[connection.vendor]]:
            cursor.execute(statement)


def take_out() -> list[dict[str, Any]]:
    """Every event as stored, oldest first; the table is left empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM foundation_auditevent ORDER BY seq")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    tamper("DELETE FROM foundation_auditevent")
    return rows


def bring_back(rows: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            values = [json.dumps(value) if isinstance(value, dict | list) else value for value in row.values()]
            cursor.execute(f"INSERT INTO foundation_auditevent ({names}) VALUES ({', '.join(['%s'] * len(row))})", values)
