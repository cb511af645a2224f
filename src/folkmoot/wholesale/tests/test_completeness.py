"""No table, column or file is forgotten: each leaves, or is on a list with its reason."""

import re
from pathlib import Path

import pytest
from django.apps import apps

import folkmoot
from folkmoot.wholesale import describing, tables, values
from folkmoot.wholesale.leaving_out import COLUMNS_LEFT_OUT, FILLED_BY_SETUP, LIBRARY_LABELS, MADE_ANEW, TABLES_LEFT_OUT

PACKAGE = Path(folkmoot.__file__).parent
DOCUMENT = PACKAGE.parents[1] / "docs" / "everything.md"
EVERY = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
# Modules that write to the data folder, and why nothing of theirs is forgotten.
KNOWN_TO_WRITE = {
    "config/settings.py": "the database, the store, and what is left out",
    "config/context.py": "reads the mark of a fictional service",
    "voice/themes/suggesting/kept.py": "what suggesting has learned: leaves",
    "accounts/sign_in_events.py": "left out",
    "casework/sources/cubes.py": "in the folder of the store: leaves",
    "cli/health/serving.py": "looks whether it can be written to",
    "foundation/incoming.py": "left out",
    "keeping/operations.py": "tries a restore in it, and leaves nothing",
    "keeping/rewriting.py": "asks how much room its disk has",
    "keeping/taking.py": "packs a backup in it, and leaves nothing",
    "overview/running/state.py": "looks how much room is left",
    "reports/figures/gathering.py": "reads the mark of a fictional service",
    "scrutiny/identities/keys.py": "left out",
    "wholesale/stored.py": "what leaves",
    "wholesale/operations.py": "brings the mark of a fictional service along",
}


def unaccounted() -> set[str]:
    """Tables that neither leave nor have a reason to stay."""
    leave = {one.name for one in tables.all_tables()}
    return set(EVERY) - leave - set(TABLES_LEFT_OUT)


def test_every_table_leaves_or_has_a_reason():
    assert unaccounted() == set()
    assert set(TABLES_LEFT_OUT) <= set(EVERY), "a reason for a table that is not there"
    assert not {one.name for one in tables.all_tables()} & set(TABLES_LEFT_OUT)
    assert set(MADE_ANEW) <= set(TABLES_LEFT_OUT)


def test_a_table_that_is_dropped_from_the_export_is_missed(monkeypatch):
    """The control: the check above sees a table that nobody takes out."""
    every = tables.all_tables()
    monkeypatch.setattr(tables, "all_tables", lambda: [one for one in every if one.name != "voice.point"])
    assert unaccounted() == {"voice.point"}


def test_every_column_leaves_or_has_a_reason():
    for table in tables.all_tables():
        stay = {column for name, column in COLUMNS_LEFT_OUT if name == table.name}
        assert {one.name for one in table.columns} | stay == {field.column for field in table.model._meta.local_concrete_fields}
        assert all(one.label is not None for one in table.columns), table.name
        assert len(table.model._meta.get_parent_list()) == 0, f"{table.name}: rows of two tables are not known here"
    assert all((name, column) not in COLUMNS_LEFT_OUT or EVERY[name] for name, column in COLUMNS_LEFT_OUT)
    assert set(LIBRARY_LABELS) == {
        one.name for one in tables.all_tables() if not one.model.__module__.startswith("folkmoot.") and not one.is_link
    }


def test_no_table_that_leaves_points_at_one_that_stays():
    for table in tables.all_tables():
        assert not set(table.points_at.values()) & set(TABLES_LEFT_OUT), table.name


def test_every_kind_of_column_can_be_written_read_and_described():
    for table in tables.all_tables():
        for one in table.columns:
            values.schema_type(one.kind)
            values.reader(one.kind)


def secret_looking() -> set[tuple[str, str]]:
    """Columns whose name says that they open something."""
    names = re.compile(r"password|secret|token|_key$|private")
    return {(one.name, column.name) for one in tables.all_tables() for column in one.columns if names.search(column.name)}


def test_nothing_that_opens_something_leaves():
    assert secret_looking() <= {("stakeholders.organisation", "search_key"), ("stakeholders.contact", "search_key")}


def test_a_row_goes_in_before_those_it_points_at():
    """A guard that closes a table looks at the row it belongs to: it must not be there yet."""
    from tests.house.test_guards import declared

    order = [one.db_table for one in tables.children_first(tables.all_tables())]
    assert sorted(order) == sorted(one.db_table for one in tables.all_tables())
    closed = [stays for stays in declared() if stays.closed]
    assert len(closed) > 8
    for stays in closed:
        for looked_at in re.findall(r"(?:FROM|JOIN) (\w+)", stays.closed):
            assert order.index(stays.table) < order.index(looked_at), f"{stays.table} looks at {looked_at}, which must come after it"


def test_every_module_that_writes_to_the_data_folder_is_known():
    met = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        if "/tests/" not in file.as_posix()
        and file.parent.name not in {"cli", "demo"}
        and re.search(r"settings\.HOME\b|\bHOME /", file.read_text())
    }
    assert met == set(KNOWN_TO_WRITE), "say in wholesale.stored or wholesale.leaving_out what becomes of these files"


@pytest.mark.django_db
def test_what_setup_fills_may_stand_in_an_empty_service():
    from folkmoot.cli import main
    from folkmoot.cli.setup import load_reference_data

    load_reference_data()
    assert main(["reference", "load"]) == 0
    filled = {one.name for one in tables.all_tables() if one.model._base_manager.exists()}
    assert filled <= FILLED_BY_SETUP, f"name these in wholesale.leaving_out.FILLED_BY_SETUP: {filled - FILLED_BY_SETUP}"
    assert set(EVERY) >= FILLED_BY_SETUP


def test_the_list_in_the_documents_is_current():
    assert describing.listing() in DOCUMENT.read_text(), "run: folkmoot everything tables --into docs/everything.md"
