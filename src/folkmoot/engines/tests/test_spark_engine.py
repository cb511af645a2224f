"""What only Spark can get wrong: how it reads CSV, several sources, its settings, and what its errors may say."""

import traceback

import duckdb
import pytest

from folkmoot.engines.errors import ColumnNotFound, FileProblem, TooManyValues
from folkmoot.engines.files import CaseFile, fingerprint
from folkmoot.engines.spec import CubeSpec, Outcome
from folkmoot.engines.tests.at_hand import LEAVES_SOCKETS
from folkmoot.engines.tests.spec.case import Table, table

pytestmark = LEAVES_SOCKETS

SPEC = CubeSpec(("sex",), (Outcome("charged", "charged"),))
TABLE = table("sex | charged", "F | yes", "F | no", "M | no")
COUNTED = {"F": 2, "M": 1}


@pytest.fixture
def count(spark):
    from folkmoot.engines import spark_engine

    return spark_engine.count


def groups(cube):
    return {key[0]: cell.rows for key, cell in cube.cells((cube.spec.by[0],)).items()}


def written(folder, content, name="cases.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


@pytest.mark.parametrize(
    "text",
    ["\ufeffsex,charged\r\nF,yes\r\nF,no\r\nM,no\r\n", "sex;charged\nF;yes\n\nF;no\nM;no", 'charged\t"sex"\nyes\tF\nno\t" F"\nno\tM\n'],
)
def test_csv_as_it_comes(count, tmp_path, text):
    assert groups(count([written(tmp_path, text)], SPEC)) == COUNTED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("sex,charged\nF,yes\nJane Doe\n", "is ragged"),
        ("sex,charged\nF,yes\nJane Doe,no,1\n", "is ragged"),
        ("sex,charged,sex\nF,yes,M\n", "two with the same"),
        ("sex,charged,\nF,yes,M\n", "without a heading"),
        ("sep=;\nsex;charged\nF;yes\n", r"begins with 'sep=;'"),
        ("\n", "holds no rows"),
        ("sex,charged\nÉ,yes\n".encode("cp1252"), "is not in UTF-8"),
    ],
)
def test_csv_that_cannot_be_read(count, tmp_path, content, said):
    with pytest.raises(FileProblem, match=said) as error:
        count([written(tmp_path, content)], SPEC)
    assert "Jane" not in "".join(traceback.format_exception(error.value))


def test_files_of_one_pattern_must_have_the_same_headings(count, tmp_path):
    written(tmp_path, "sex,charged\nF,yes\n", "a.csv")
    written(tmp_path, "charged,sex\nno,M\n", "b.csv")
    with pytest.raises(FileProblem, match="different headings"):
        count([f"{tmp_path}/*.csv"], SPEC)


def test_several_sources_count_as_one_table(count, files, tmp_path):
    numbers = Table(("SEX", "Charged"), ((1, True), (2, False)), {"SEX": "INTEGER", "Charged": "BOOLEAN"})
    second = written(tmp_path, "charged,sex\nno,M\n")
    cube = count([str(files.parquet(numbers)), second], SPEC)
    assert groups(cube) == {"1": 1, "2": 1, "M": 1}
    with pytest.raises(ColumnNotFound, match=r"third\.csv"):
        count([second, written(tmp_path, "charged,age\nno,1\n", "third.csv")], SPEC)


def test_a_folder_of_parquet_and_a_table_of_the_catalogue(count, files, spark, tmp_path):
    folder = tmp_path / "cases"
    spark.read.parquet(str(files.parquet(TABLE))).write.parquet(str(folder))
    assert groups(count([str(folder)], SPEC)) == COUNTED
    spark.read.parquet(str(folder)).createOrReplaceTempView("suspects")
    cube = count(["#suspects"], SPEC)
    assert groups(cube) == COUNTED
    assert cube.sources[0].name == "#suspects"
    assert cube.sources == count(["#suspects"], SPEC).sources


def test_files_of_this_machine_have_the_fingerprint_that_every_engine_gives(count, files):
    path = files.parquet(TABLE)
    assert count([str(path)], SPEC).sources == (fingerprint(CaseFile(path)),)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("/nowhere/cases.parquet", "There is no file"),
        ("/nowhere/*.csv", "There is no file"),
        ("#nowhere", "There is no table or view '#nowhere'"),
        ("s3a://me:s3cret@bucket/cases.csv", "does not know how to reach 's3a://bucket/cases.csv'"),
    ],
)
def test_a_source_that_is_not_there(count, source, said):
    with pytest.raises(FileProblem, match=said) as error:
        count([source], SPEC)
    assert "s3cret" not in "".join(traceback.format_exception(error.value))


def test_a_file_that_is_not_parquet(count, tmp_path):
    with pytest.raises(FileProblem, match="could not read or count"):
        count([written(tmp_path, "PAR1 broken PAR1", "cases.parquet")], SPEC)


def test_lists_and_structures_are_refused(count, tmp_path):
    path = tmp_path / "lists.parquet"
    duckdb.sql(f"COPY (SELECT ['F'] AS sex, 'yes' AS charged) TO '{path}'")
    with pytest.raises(FileProblem, match="'sex' holds values of the type array<string>"):
        count([str(path)], SPEC)


def test_a_column_of_names_is_not_a_characteristic(count, tmp_path):
    path = tmp_path / "names.parquet"
    duckdb.sql(f"COPY (SELECT 'A' || i AS sex, 'yes' AS charged FROM range(1001) t(i)) TO '{path}'")
    with pytest.raises(TooManyValues, match="not groups"):
        count([str(path)], SPEC)


def test_the_settings_of_the_session_are_put_back_and_nothing_is_left_in_it(count, files, spark):
    spark.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    spark.conf.set("spark.sql.ansi.enabled", "false")
    before = [view.name for view in spark.catalog.listTables()]
    zoned = Table(("sex", "charged"), (("2024-06-30 23:30:00+00:00", "yes"),), {"sex": "TIMESTAMPTZ"})
    assert groups(count([str(files.parquet(zoned))], SPEC)) == {"2024-06-30 23:30:00": 1}
    assert spark.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"
    assert spark.conf.get("spark.sql.ansi.enabled") == "false"
    assert [view.name for view in spark.catalog.listTables()] == before
    for name in ("spark.sql.session.timeZone", "spark.sql.ansi.enabled"):
        spark.conf.unset(name)


def test_the_end_is_told(count, files):
    told = []
    count([str(files.parquet(TABLE))], SPEC, progress=told.append)
    assert told == [100.0]
