"""What must stay as it was written is held by the database: every guard a migration declares stands, and refuses."""

import importlib
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

import folkmoot
from folkmoot.areas.operations import load_reference_data as load_areas
from folkmoot.foundation.audit import SYSTEM
from folkmoot.foundation.guards import Stays
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.measures.tests.factories import figure
from folkmoot.strategy.operations import load_reference_data

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
PACKAGE = Path(folkmoot.__file__).parent


def declared() -> list[Stays]:
    names = [
        f"folkmoot.{file.parent.parent.name}.migrations.{file.stem}"
        for file in PACKAGE.glob("*/migrations/*.py")
        if "Stays(" in file.read_text()
    ]
    return [stays for name in names for stays in importlib.import_module(name).STAYS]


def standing() -> set[str]:
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(triggers[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_every_declared_guard_stands():
    wanted = {name for stays in declared() for name in stays.guards(connection.vendor)}
    assert len(wanted) > 60
    assert wanted <= standing()


@pytest.mark.django_db
def test_a_guard_that_is_taken_away_is_missed():
    """The control: the check above sees it when a guard is gone."""
    stays = next(each for each in declared() if each.table == "strategy_observation")
    name = next(iter(stays.guards(connection.vendor)))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {stays.table}"))
    assert name not in standing()


@pytest.mark.django_db
def test_the_columns_that_a_guard_names_exist():
    """A misspelt column would make the guard refuse nothing, or everything."""
    with connection.cursor() as cursor:
        for stays in declared():
            cursor.execute(f'SELECT * FROM "{stays.table}" WHERE 1 = 0')
            columns = {column[0] for column in cursor.description}
            named = set(stays.fixed) | set(re.findall(r"\b(?:OLD|NEW)\.\"?(\w+)", stays.when + stays.closed))
            assert named <= columns, (stays.label, named - columns)


@pytest.mark.django_db
def test_a_row_that_stays_cannot_be_changed_or_taken_away_by_a_statement_that_goes_round_the_product():
    load_areas(by=SYSTEM, at=NOW)
    load_reference_data(by=SYSTEM, at=NOW)
    row = figure(Measure.objects.first())
    for statement in ("UPDATE strategy_observation SET note = 'else' WHERE id = %s", "DELETE FROM strategy_observation WHERE id = %s"):
        with pytest.raises(DatabaseError, match="corrected by a new figure"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row.pk])


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces a row without deleting it")
def test_a_row_that_stays_is_not_replaced_by_another():
    load_areas(by=SYSTEM, at=NOW)
    load_reference_data(by=SYSTEM, at=NOW)
    row = figure(Measure.objects.first())
    columns = ", ".join(f'"{field.column}"' for field in Measure.objects.first().observations.model._meta.concrete_fields)
    with pytest.raises(DatabaseError, match="corrected by a new figure"), connection.cursor() as cursor:
        cursor.execute(f"REPLACE INTO strategy_observation ({columns}) SELECT {columns} FROM strategy_observation WHERE id = %s", [row.pk])
