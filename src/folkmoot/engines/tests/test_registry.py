"""Engines by name, and the one a source calls for."""

import subprocess
import sys
from pathlib import Path

import pytest

from folkmoot.engines import reference_engine, registry
from folkmoot.engines.errors import ColumnNotFound, FileProblem
from folkmoot.engines.files import CaseFile
from folkmoot.engines.spec import CubeSpec, Outcome
from folkmoot.engines.tests.at_hand import LEAVES_SOCKETS
from folkmoot.engines.tests.spec.case import table

SPEC = CubeSpec(("sex",), (Outcome("charged", "charged"),))
TABLE = table("sex | charged", "F | yes", "F | no", "M | no")


@pytest.mark.parametrize(
    ("source", "engine"),
    [
        (CaseFile(Path("cases.csv")), "duckdb"),
        ("cases-*.parquet", "duckdb"),
        ("cases.duckdb#suspects", "duckdb"),
        ("C:\\cases\\cases.csv", "duckdb"),
        ("postgresql://db/cases#suspects", "postgres"),
        ("postgres://db/cases#suspects", "postgres"),
        ("#lake.cms.suspects", "spark"),
        ("s3a://bucket/cases/", "spark"),
        ("abfss://cases@store.example/2024/*.parquet", "spark"),
    ],
)
def test_a_source_calls_for_an_engine(source, engine):
    assert registry.chosen([source]) == engine


def test_sources_of_different_kinds_are_refused():
    with pytest.raises(FileProblem, match="different kinds of places"):
        registry.chosen(["cases.csv", "postgresql://db/cases#suspects"])


def test_an_engine_that_there_is_not():
    with pytest.raises(FileProblem, match="Use duckdb, postgres, spark or reference"):
        registry.named("oracle")


@pytest.mark.parametrize("engine", ["duckdb", "reference", None])
def test_files_are_counted_by_name_of_the_engine_or_without(files, engine):
    told = []
    cube = registry.count([str(files.csv(TABLE))], SPEC, engine=engine, progress=told.append)
    assert {key[0]: cell.rows for key, cell in cube.cells(("sex",)).items()} == {"F": 2, "M": 1}


def test_a_pattern_means_all_files_that_match(files):
    folder = files.folder / "months"
    folder.mkdir()
    for month in ("02", "01"):
        files.csv(TABLE).rename(folder / f"{month}.csv")
    for engine in ("duckdb", "reference"):
        cube = registry.count([f"{folder}/*.csv"], SPEC, engine=engine)
        assert cube.rows == 6
        assert [source.name for source in cube.sources] == ["01.csv", "02.csv"]


def test_postgres_by_name(postgres):
    assert registry.count([postgres.filled(TABLE)], SPEC, engine="postgres").rows == 3
    assert registry.count([postgres.filled(TABLE)], SPEC).rows == 3


@pytest.mark.parametrize("sources", [[], ["postgresql://db/a#t"] * 2, [CaseFile(Path("cases.csv"))]])
def test_postgres_counts_one_table(sources):
    with pytest.raises(FileProblem, match="one table or view at a time"):
        registry.count(sources, SPEC, engine="postgres")


@LEAVES_SOCKETS
def test_spark_by_name(find_engine, files):
    find_engine("Spark, CSV")
    assert registry.count([CaseFile(files.csv(TABLE))], SPEC, engine="spark").rows == 3


def test_without_spark_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(FileProblem, match="pip install 'pyspark"):
        registry.count(["s3a://bucket/cases"], SPEC)


def test_no_engine_is_imported_before_it_counts():
    heavy = ("duckdb", "psycopg", "pyspark", "sqlglot", "numpy")
    code = f"import sys, folkmoot.engines.registry as r; r.named('spark'); print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "[]"


def test_the_referee_takes_a_limited_number_of_rows(files, monkeypatch):
    monkeypatch.setattr(reference_engine, "MOST_ROWS", 2)
    with pytest.raises(FileProblem, match="more than 2 rows"):
        registry.count([str(files.csv(TABLE))], SPEC, engine="reference")


def test_the_referee_names_a_ragged_line(tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_text("sex,charged\nF,yes\nM\n")
    with pytest.raises(FileProblem, match="ragged on line 3: 1 values where the header names 2"):
        registry.count([str(path)], SPEC, engine="reference")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_referee_reads_files_as_they_come(tmp_path, encoding):
    path = tmp_path / "cases.csv"
    path.write_text("sep=;\nsex;charged\nÉ;yes\n\nM;no\n", encoding=encoding)
    cube = registry.count([str(path)], SPEC, engine="reference")
    assert set(cube.cells(("sex",))) == {("É",), ("M",)}


def test_the_referee_names_a_file_without_the_column(files):
    other = files.csv(table("charged | age", "yes | 20"))
    with pytest.raises(ColumnNotFound, match=other.name):
        registry.count([str(files.csv(TABLE)), str(other)], SPEC, engine="reference")
