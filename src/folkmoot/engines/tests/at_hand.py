"""Every engine, given a small table in the way it takes one."""

import csv
import datetime
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count as numbers
from pathlib import Path
from typing import Any

import duckdb
import pytest

from folkmoot.engines import dialects, memory, reference_engine
from folkmoot.engines.cube import Cube
from folkmoot.engines.files import CaseFile, matched
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.tests.spec.case import Table

Count = Callable[[Table, CubeSpec], Cube]
LEAVES_SOCKETS = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # pyspark, after each answer that it fetches
NAMES = (
    "memory",
    "reference, CSV",
    "reference, Parquet",
    "DuckDB, CSV",
    "DuckDB, Parquet",
    "PostgreSQL",
    "Spark, CSV",
    "Spark, Parquet",
)
ENGINES = [pytest.param(name, marks=LEAVES_SOCKETS if name.startswith("Spark") else ()) for name in NAMES]
_NUMBERS = numbers()


def by_memory(table: Table, spec: CubeSpec) -> Cube:
    """The referee, from Python's own values: nothing of a database is in it."""
    real = spec.renamed(lambda column: matched(column, table.columns, "the table"))
    rows = [tuple(_value(value, table.type_of(column)) for value, column in zip(row, table.columns, strict=True)) for row in table.rows]
    return memory.count([dict(zip(table.columns, map(dialects.plain_text, row), strict=True)) for row in rows], real)


def text_only(count: Count) -> Count:
    """The same engine, skipping the test for a table that CSV cannot hold."""

    def counted(table: Table, spec: CubeSpec) -> Cube:
        if not table.is_text:
            pytest.skip("CSV holds text alone: this table has other types or NULL")
        return count(table, spec)

    return counted


_MADE: dict[str, Callable[[str], Any]] = {
    "DATE": datetime.date.fromisoformat,
    "TIMESTAMP": datetime.datetime.fromisoformat,
    "TIMESTAMPTZ": datetime.datetime.fromisoformat,
    "DECIMAL": Decimal,
}


def _value(value: Any, type_name: str) -> Any:
    make = _MADE.get(type_name.partition("(")[0])
    return make(value) if make and isinstance(value, str) else value


def written(value: Any) -> str:
    """The canonical text of a value, empty for None."""
    return dialects.plain_text(value) or ""


@dataclass(frozen=True)
class Files:
    """A folder into which tables are written for the engines that read files."""

    folder: Path

    def csv(self, table: Table) -> Path:
        path = self.folder / f"{next(_NUMBERS)}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([table.columns, *table.rows])
        return path

    def parquet(self, table: Table) -> Path:
        path = self.folder / f"{next(_NUMBERS)}.parquet"
        with duckdb.connect() as database:
            database.execute(_created("t", table, "duckdb"))
            database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(table.columns))})", table.rows)
            database.execute(f"COPY t TO '{path}'")
        return path

    def by_duckdb_csv(self, table: Table, spec: CubeSpec) -> Cube:
        from folkmoot.engines import duckdb_engine

        return duckdb_engine.count([CaseFile(self.csv(table))], spec)

    def by_duckdb_parquet(self, table: Table, spec: CubeSpec) -> Cube:
        from folkmoot.engines import duckdb_engine

        return duckdb_engine.count([CaseFile(self.parquet(table))], spec)

    def by_reference_csv(self, table: Table, spec: CubeSpec) -> Cube:
        return reference_engine.count([CaseFile(self.csv(table))], spec)

    def by_reference_parquet(self, table: Table, spec: CubeSpec) -> Cube:
        return reference_engine.count([CaseFile(self.parquet(table))], spec)

    def by_spark_csv(self, table: Table, spec: CubeSpec) -> Cube:
        from folkmoot.engines import spark_engine

        return spark_engine.count([str(self.csv(table))], spec)

    def by_spark_parquet(self, table: Table, spec: CubeSpec) -> Cube:
        from folkmoot.engines import spark_engine

        return spark_engine.count([str(self.parquet(table))], spec)


_POSTGRES_TYPES = {"DOUBLE": "DOUBLE PRECISION", "FLOAT": "REAL"}


def _created(name: str, table: Table, dialect: dialects.Dialect) -> str:
    types = [table.type_of(column) for column in table.columns]
    types = [_POSTGRES_TYPES.get(kind, kind) for kind in types] if dialect == "postgres" else types
    columns = ", ".join(f"{dialects.name(column, dialect)} {kind}" for column, kind in zip(table.columns, types, strict=True))
    return f"CREATE TABLE {name} ({columns})"


@dataclass(frozen=True)
class Server:
    """A PostgreSQL with a schema of its own for these tests."""

    address: str
    schema: str

    def count(self, table: Table, spec: CubeSpec) -> Cube:
        from folkmoot.engines import postgres_engine

        return postgres_engine.count(self.filled(table), spec)

    def filled(self, table: Table) -> str:
        """The address of a new table with these rows."""
        import psycopg

        name = f"t{next(_NUMBERS)}"
        with psycopg.connect(self.address) as connection:
            connection.execute(_created(f"{self.schema}.{name}", table, "postgres").encode())
            marks = ", ".join(["%s"] * len(table.columns))
            connection.cursor().executemany(f"INSERT INTO {self.schema}.{name} VALUES ({marks})", table.rows)
        return f"{self.address}#{self.schema}.{name}"


def server() -> Iterator[Server]:
    """The server of DATABASE_URL, with a new schema that is removed at the end. Nothing where there is none."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        return
    import psycopg

    schema = f"folkmoot_engines_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        yield Server(address, schema)
        connection.execute(f"DROP SCHEMA {schema} CASCADE")
