"""For tests that go behind the product on purpose: the database's own guards are taken away for a moment."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def lifted(migration: str) -> Iterator[None]:
    """Take away the guards that a migration set (“decisions.migrations.0003_what_was_decided_stays”), and set them again."""
    module = importlib.import_module(f"folkmoot.{migration}")
    _run(module.UNDO)
    yield
    _run(module.GUARDS)


def _run(statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
