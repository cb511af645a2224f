"""What only PostgreSQL can get wrong: addresses, rights, settings, and what its errors may say."""

import re
import sys
import traceback

import pytest

from folkmoot.engines import duckdb_counting, duckdb_scan, postgres_engine
from folkmoot.engines.errors import FileProblem, TooManyValues
from folkmoot.engines.postgres_engine import Address
from folkmoot.engines.spec import CubeSpec, Outcome
from folkmoot.engines.tests.spec.case import Table

TABLE = Table(("sex", "charged"), (("F", "yes"), ("F", "no"), ("M", "no")))
SPEC = CubeSpec(("sex",), (Outcome("charged", "charged"),))
COUNTED = {"F": 2, "M": 1}


def groups(cube):
    return {key[0]: cell.rows for key, cell in cube.cells((cube.spec.by[0],)).items()}


def run(server, statement):
    import psycopg

    with psycopg.connect(server.address) as connection:
        connection.execute(statement.replace("{s}", server.schema).encode())


@pytest.mark.parametrize(
    ("source", "table", "shown"),
    [
        ("postgresql://me:s3cret@db.example:5433/cases#suspects", ("suspects",), "db.example:5433/cases#suspects"),
        ("postgres://db.example/cases#cms.suspects", ("cms", "suspects"), "db.example/cases#cms.suspects"),
        ('postgresql:///cases#"a.b"."c ""d"""', ("a.b", 'c "d"'), 'localhost/cases#a.b.c "d"'),
        ("postgresql://me:p%23w@db.example/cases?sslmode=require#a%20b", ("a b",), "db.example/cases#a b"),
        ("postgresql://me:p#w@db.example/cases#t", ("t",), "db.example/cases#t"),
    ],
)
def test_an_address_is_understood_and_shown_without_name_and_password(source, table, shown):
    address = Address.parsed(source)
    assert (address.table, address.shown) == (table, shown)


@pytest.mark.parametrize(
    "source",
    ["postgresql://db/cases", "postgresql://db/cases#", "postgresql://db/cases#a.b.c", "postgresql://me:s3/cret@db/cases#t",
     "postgresql://me:s3@cret@db/cases#t", "postgresql://db/cases?nonsense=s3cret#t"],
)  # fmt: skip
def test_an_address_that_cannot_be_understood_is_not_repeated(source):
    with pytest.raises(FileProblem) as error:
        Address.parsed(source)
    assert "s3" not in "".join(traceback.format_exception(error.value))


def test_the_driver_is_asked_for_by_the_name_of_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(FileProblem, match="extra 'postgres'"):
        postgres_engine.count("postgresql://db/cases#t", SPEC)


def test_the_source_is_named_and_changes_with_its_rows(postgres):
    source = postgres.filled(TABLE)
    first, again = (postgres_engine.count(source, SPEC).sources for _ in range(2))
    assert first == again
    name = source.partition("#")[2]
    assert first[0].name.endswith(f"/folkmoot#{name}")
    assert "folkmoot:" not in first[0].name
    run(postgres, f"INSERT INTO {name} VALUES ('F', 'yes')")
    assert postgres_engine.count(source, SPEC).sources[0].sha256 != first[0].sha256


def test_views_enumerations_domains_and_fixed_text(postgres):
    run(postgres, "CREATE TYPE {s}.answer AS ENUM ('yes', 'no'); CREATE DOMAIN {s}.letter AS varchar(1)")
    run(postgres, "CREATE TABLE {s}.odd (sex {s}.letter, charged {s}.answer, pad character(4), notes jsonb)")
    run(postgres, "INSERT INTO {s}.odd VALUES ('F', 'yes', 'ab', '{}'), ('F', 'no', 'ab', NULL), ('M', 'no', 'cd', NULL)")
    run(postgres, "CREATE VIEW {s}.seen AS SELECT * FROM {s}.odd")
    source = f"{postgres.address}#{postgres.schema}.seen"
    assert groups(postgres_engine.count(source, SPEC)) == COUNTED
    assert groups(postgres_engine.count(source, CubeSpec(("pad",), SPEC.outcomes))) == {"ab": 2, "cd": 1}
    with pytest.raises(FileProblem, match="'notes' holds values of the type jsonb"):
        postgres_engine.count(source, CubeSpec(("notes",), SPEC.outcomes))


def test_a_collation_that_takes_different_text_for_equal_makes_no_difference(postgres):
    run(postgres, "CREATE COLLATION {s}.loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)")
    run(postgres, "CREATE TABLE {s}.loosely (sex text COLLATE {s}.loose, charged text COLLATE {s}.loose)")
    run(postgres, "INSERT INTO {s}.loosely VALUES ('E', 'YES'), ('e', 'yes'), ('É', 'yés')")
    outcome = Outcome("charged", "charged", frozenset({"yes"}))
    cube = postgres_engine.count(f"{postgres.address}#{postgres.schema}.loosely", CubeSpec(("sex",), (outcome,)))
    assert {key[0]: cell.with_outcome for key, cell in cube.cells(("sex",)).items()} == {"E": (1,), "e": (1,), "É": (0,)}


def test_the_settings_of_the_connection_do_not_change_how_values_are_written(postgres):
    table = Table(("day", "score", "charged"), (("2024-01-31", 0.1, "yes"),), {"day": "DATE", "score": "DOUBLE"})
    address, _, name = postgres.filled(table).partition("#")
    source = f"{address}?options=-c%20datestyle%3DGerman%20-c%20extra_float_digits%3D-10#{name}"
    assert groups(postgres_engine.count(source, CubeSpec(("day", "score"), SPEC.outcomes))) == {"2024-01-31": 1}


def test_a_table_that_is_not_there_names_the_nearest(postgres):
    run(postgres, "CREATE TABLE {s}.suspects (sex text)")
    with pytest.raises(
        FileProblem, match=rf"There is no table or view '{postgres.schema}.suspect'.*Did you mean '{postgres.schema}.suspects"
    ):
        postgres_engine.count(f"{postgres.address}#{postgres.schema}.suspect", SPEC)


def test_a_table_that_may_not_be_read(postgres):
    source = postgres.filled(TABLE)
    run(postgres, f"REVOKE SELECT ON {source.partition('#')[2]} FROM CURRENT_USER")
    with pytest.raises(FileProblem, match="You may not read"):
        postgres_engine.count(source, SPEC)


def test_nothing_can_be_written(postgres):
    run(postgres, "CREATE SEQUENCE {s}.counter; CREATE VIEW {s}.writes AS SELECT nextval('{s}.counter')::text AS sex, 'yes' AS charged")
    with pytest.raises(FileProblem, match="its error 25006"):  # read_only_sql_transaction
        postgres_engine.count(f"{postgres.address}#{postgres.schema}.writes", SPEC)


def test_a_count_that_takes_too_long_is_stopped(postgres):
    run(postgres, "CREATE VIEW {s}.slow AS SELECT 'F' AS sex, 'yes' AS charged FROM pg_sleep(300)")
    with pytest.raises(FileProblem, match=r"was stopped after 0\.2 seconds"):
        postgres_engine.count(f"{postgres.address}#{postgres.schema}.slow", SPEC, timeout=0.2)


def test_an_error_of_the_server_repeats_no_row(postgres):
    run(postgres, "CREATE TABLE {s}.raw (sex text); INSERT INTO {s}.raw VALUES ('Jane Doe')")
    run(postgres, "CREATE VIEW {s}.fails AS SELECT sex::integer AS sex, 'yes' AS charged FROM {s}.raw")
    with pytest.raises(FileProblem, match="its error 22P02") as error:
        postgres_engine.count(f"{postgres.address}#{postgres.schema}.fails", SPEC)
    assert "Jane" not in "".join(traceback.format_exception(error.value))


@pytest.mark.parametrize(
    ("pattern", "wrong", "said"),
    [
        ("folkmoot:[^@]*@", "folkmoot:wr0ng@", "does not accept the name or the password"),
        ("/folkmoot$", "/folkmoot_other", "There is no such database"),
        (":[0-9]+/", ":1/", "did not answer or refused"),
    ],
)
def test_a_connection_that_fails_says_why_and_keeps_the_password(postgres, pattern, wrong, said):
    password = postgres.address.partition("folkmoot:")[2].partition("@")[0]
    with pytest.raises(FileProblem, match=said) as error:
        postgres_engine.count(re.sub(pattern, wrong, postgres.address) + "#t", SPEC)
    told = "".join(traceback.format_exception(error.value))
    assert password not in told
    assert "wr0ng" not in told


def test_a_column_of_names_is_not_a_characteristic(postgres):
    table = Table(("sex", "charged"), tuple((f"A{number}", "yes") for number in range(duckdb_scan.MOST_VALUES + 1)))
    with pytest.raises(TooManyValues, match="not groups"):
        postgres_engine.count(postgres.filled(table), SPEC)


def test_too_many_combinations_are_refused(postgres, monkeypatch):
    monkeypatch.setattr(duckdb_counting, "MOST_CELLS", 2)
    with pytest.raises(TooManyValues, match="more than 2 combinations"):
        postgres_engine.count(postgres.filled(TABLE), SPEC)


def test_the_end_is_told(postgres):
    told = []
    postgres_engine.count(postgres.filled(TABLE), SPEC, progress=told.append)
    assert told == [100.0]
