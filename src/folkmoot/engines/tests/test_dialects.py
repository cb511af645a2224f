"""One way of writing a value as text, and one query put in three dialects."""

import datetime
import uuid
from decimal import Decimal

import duckdb
import pytest

from folkmoot.engines import dialects
from folkmoot.engines.dialects import Held
from folkmoot.engines.errors import FileProblem

NAMES = {
    "duckdb": {
        "VARCHAR": Held.TEXT, "ENUM('a', 'b')": Held.TEXT, "UUID": Held.TEXT, "BOOLEAN": Held.BOOLEAN, "UTINYINT": Held.WHOLE,
        "HUGEINT": Held.WHOLE, "DECIMAL(18,0)": Held.WHOLE, "DECIMAL(18,3)": Held.EXACT, "DOUBLE": Held.FLOAT, "FLOAT": Held.FLOAT,
        "DATE": Held.DATE, "TIMESTAMP": Held.MOMENT, "TIMESTAMP_NS": Held.MOMENT, "TIMESTAMP WITH TIME ZONE": Held.ZONED, "TIME": Held.TIME,
    },
    "postgres": {
        "text": Held.TEXT, "character varying(20)": Held.TEXT, "character(6)": Held.TEXT, "enum": Held.TEXT, "citext": Held.TEXT,
        "boolean": Held.BOOLEAN, "smallint": Held.WHOLE, "numeric(10,0)": Held.WHOLE, "numeric": Held.EXACT, "numeric(10,2)": Held.EXACT,
        "double precision": Held.FLOAT, "real": Held.FLOAT, "date": Held.DATE, "timestamp without time zone": Held.MOMENT,
        "timestamp(3) with time zone": Held.ZONED, "time without time zone": Held.TIME,
    },
    "spark": {
        "string": Held.TEXT, "void": Held.TEXT, "varchar(9)": Held.TEXT, "boolean": Held.BOOLEAN, "tinyint": Held.WHOLE,
        "bigint": Held.WHOLE, "decimal(10,0)": Held.WHOLE, "decimal(10,2)": Held.EXACT, "float": Held.FLOAT, "double": Held.FLOAT,
        "date": Held.DATE, "timestamp": Held.ZONED, "timestamp_ntz": Held.MOMENT,
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("dialect", "type_name", "what"), [(dialect, name, what) for dialect, names in NAMES.items() for name, what in names.items()]
)
def test_what_a_column_holds_is_known_from_its_type(dialect, type_name, what):
    assert dialects.held("x", type_name, dialect) is what


@pytest.mark.parametrize("type_name", ["VARCHAR[]", "STRUCT(a INTEGER)", "BLOB", "bytea", "jsonb", "array<string>", "interval", "text[]"])
def test_lists_structures_and_bytes_are_refused(type_name):
    with pytest.raises(FileProblem, match=r"'notes' holds values of the type .* cannot be counted"):
        dialects.held("notes", type_name, "duckdb")


MORNING = datetime.datetime.fromisoformat("2024-01-31 09:30:00")
VALUES = [
    (None, None),
    ("Ünï ", "Ünï "),
    (True, "true"),
    (0, "0"),
    (-12345678901, "-12345678901"),
    (1.0, "1"),
    (0.1, "0.1"),
    (-0.0, "0"),
    (1e-05, "0.00001"),
    (1e16, "10000000000000000"),
    (123456789.125, "123456789.125"),
    (float("nan"), None),
    (float("-inf"), "-inf"),
    (Decimal("1.500"), "1.5"),
    (Decimal("-0.00"), "0"),
    (Decimal("1E+3"), "1000"),
    (datetime.date(2024, 1, 31), "2024-01-31"),
    (MORNING, "2024-01-31 09:30:00"),
    (MORNING.replace(microsecond=250_000), "2024-01-31 09:30:00.25"),
    (MORNING.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=1))), "2024-01-31 08:30:00"),
    (datetime.time(9, 30), "09:30:00"),
    (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
]


@pytest.mark.parametrize(("value", "text"), VALUES, ids=lambda value: repr(value))
def test_a_value_of_python_as_text(value, text):
    assert dialects.plain_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [pair for pair in VALUES if not getattr(pair[0], "tzinfo", None)], ids=lambda value: repr(value)
)
def test_a_value_of_duckdb_as_text(value, text):
    with duckdb.connect() as database:
        database.execute("CREATE TABLE t AS SELECT ? AS v", [value])
        type_name = database.execute("DESCRIBE t").fetchall()[0][1]
        expression, _ = dialects.selected("v", type_name, "duckdb")
        assert database.execute(f"SELECT CAST({expression} AS VARCHAR) FROM t").fetchone() == (text,)


def test_other_values_have_no_text():
    with pytest.raises(TypeError):
        dialects.plain_text([1])


def test_names_are_quoted():
    assert dialects.name('a"b`c', "postgres") == '"a""b`c"'
    assert dialects.name('a"b`c', "spark") == '`a"b``c`'


QUERY = """SELECT LOWER(TRIM(CAST("a" AS VARCHAR), ' \v\u00a0')) IN ('it''s \\ %') FROM r"""


def test_a_query_is_put_for_postgres():
    put = dialects.put(QUERY, "postgres", "und-x-icu")
    assert """LOWER(TRANSLATE(TRIM(' \v\u00a0' FROM CAST("a" AS TEXT)), 'İΣ', 'iσ') COLLATE "und-x-icu") IN ('it''s \\ %')""" in put


def test_a_query_is_put_for_spark_with_its_literals_apart():
    put, literals = dialects.put_with_literals_apart(QUERY, "spark")
    assert "'" not in put
    assert set(literals.values()) == {" \v\u00a0", "it's \\ %", "İΣ", "iσ"}
    assert all(f":{name}" in put for name in literals)
