"""Files as people bring them, and what the locked database refuses."""

import hashlib
import threading

import duckdb
import pytest

from folkmoot.engines import duckdb_engine
from folkmoot.engines.errors import ColumnNotFound, FileProblem, NothingToCount, TooManyValues
from folkmoot.engines.files import CaseFile
from folkmoot.engines.spec import CubeSpec, Outcome

TEXT = "Ethnic group,sex,charge\nWhite,F,1\nZoë,M,0\nBlack,F,1\n"
SPEC = CubeSpec(("ethnic_group",), (Outcome("charged", "CHARGE"),))


def written(folder, content, name="cases.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return CaseFile(path)


def groups(cube):
    return {key[0]: cell.rows for key, cell in next(iter(cube.groupings.values())).items()}


EXPECTED = {"White": 1, "Zoë": 1, "Black": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(tmp_path, encoding):
    assert groups(duckdb_engine.count([written(tmp_path, TEXT, encoding=encoding)], SPEC)) == EXPECTED


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiters(tmp_path, delimiter):
    assert groups(duckdb_engine.count([written(tmp_path, TEXT.replace(",", delimiter))], SPEC)) == EXPECTED


def test_windows_line_ends_and_a_declared_delimiter(tmp_path):
    text = "sep=;\r\n" + TEXT.replace(",", ";").replace("\n", "\r\n")
    assert groups(duckdb_engine.count([written(tmp_path, text)], SPEC)) == EXPECTED


def test_parquet_with_numbers_and_booleans(tmp_path):
    path = tmp_path / "cases.parquet"
    duckdb.sql(f"COPY (SELECT i % 2 AS ethnic_group, i % 3 = 0 AS charge FROM range(12) t(i)) TO '{path}'")
    cube = duckdb_engine.count([CaseFile(path)], SPEC)
    assert groups(cube) == {"0": 6, "1": 6}
    assert cube.counts(("ethnic_group",), "charged").total.with_outcome == 4


def test_files_count_as_one_table_whatever_the_order_of_their_columns(tmp_path):
    second = written(tmp_path, "charge;ETHNIC-GROUP\n1;White\n", name="second.csv")
    cube = duckdb_engine.count([written(tmp_path, TEXT), second], SPEC)
    assert groups(cube) == {"White": 2, "Zoë": 1, "Black": 1}
    assert [source.name for source in cube.sources] == ["cases.csv", "second.csv"]
    assert cube.sources[1].sha256 == hashlib.sha256(second.path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["odd [1].csv", "odd*.csv", "it's.csv"])
def test_names_with_odd_characters(tmp_path, name):
    written(tmp_path, "Ethnic group,charge\nOther,1\n", name="odd 1.csv")
    assert groups(duckdb_engine.count([written(tmp_path, TEXT, name=name)], SPEC)) == EXPECTED


def test_a_column_named_to_break_a_query_is_only_a_name(tmp_path):
    column = "x\"; DROP TABLE t; --'"
    quoted = column.replace('"', '""')
    cube = duckdb_engine.count([written(tmp_path, f'"{quoted}",charge\nWhite,1\n')], CubeSpec((column,), (Outcome("charged", "charge"),)))
    assert groups(cube) == {"White": 1}


def test_a_missing_column_names_the_nearest_and_all(tmp_path):
    with pytest.raises(ColumnNotFound) as error:
        duckdb_engine.count([written(tmp_path, TEXT)], CubeSpec(("ethnicity group",), SPEC.outcomes))
    assert "Did you mean 'Ethnic group'" in str(error.value)
    assert "Ethnic group; sex; charge" in str(error.value)


def test_a_table_of_published_totals_is_named_as_one(tmp_path):
    text = ",Number of Homicide Convictions,Percentage of Homicide Convictions\nNational,70,75%\n"
    with pytest.raises(ColumnNotFound, match="table of published totals"):
        duckdb_engine.count([written(tmp_path, text)], SPEC)


def test_a_second_file_without_the_column_is_named(tmp_path):
    second = written(tmp_path, "charge,sex\n1,F\n", name="second.csv")
    with pytest.raises(ColumnNotFound, match=r"second\.csv"):
        duckdb_engine.count([written(tmp_path, TEXT), second], SPEC)


def test_a_ragged_row_is_named_by_its_line(tmp_path):
    with pytest.raises(FileProblem, match=r"ragged on line 3: 2 values where the header names 3"):
        duckdb_engine.count([written(tmp_path, "Ethnic group,sex,charge\nWhite,F,1\nSecret Name,F\nBlack,F,1\n")], SPEC)


def test_an_error_never_repeats_a_row(tmp_path):
    with pytest.raises(FileProblem) as error:
        duckdb_engine.count([written(tmp_path, "Ethnic group,sex,charge\nWhite,F,1\nSecret Name,F,1,2,3\n")], SPEC)
    assert "Secret" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "is empty"), ("\n\n", "holds no rows"), (b"PK\x03\x04rest", "not a table of text"), (b"PAR1 broken PAR1", "could not be read")],
)
def test_files_that_are_not_tables(tmp_path, content, said):
    with pytest.raises(FileProblem, match=said):
        duckdb_engine.count([written(tmp_path, content)], SPEC)


def test_a_header_alone_is_nothing_to_count(tmp_path):
    with pytest.raises(NothingToCount, match="nothing below it"):
        duckdb_engine.count([written(tmp_path, "Ethnic group,charge\n")], SPEC)


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    with pytest.raises(FileProblem, match="There is no file"):
        duckdb_engine.count([CaseFile(tmp_path / "none.csv")], SPEC)
    with pytest.raises(FileProblem, match="is a folder"):
        duckdb_engine.count([CaseFile(tmp_path)], SPEC)


def test_a_column_of_reference_numbers_is_not_a_characteristic(tmp_path):
    text = "Ethnic group,charge\n" + "".join(f"A{number},1\n" for number in range(duckdb_engine.MOST_VALUES + 1))
    with pytest.raises(TooManyValues, match="not groups"):
        duckdb_engine.count([written(tmp_path, text)], SPEC)


def test_the_database_reads_the_given_files_and_nothing_else(tmp_path):
    given, other = written(tmp_path, TEXT), written(tmp_path, TEXT, name="other.csv")
    (tmp_path / "spill").mkdir()
    work = duckdb_engine._Work(str(tmp_path / "spill"), 1, "200MB", None)
    with duckdb_engine._locked_database([given], work) as database:
        assert database.execute(f"SELECT count(*) FROM read_csv('{given.path}')").fetchone() == (3,)
        with pytest.raises(duckdb.PermissionException):
            database.execute(f"SELECT count(*) FROM read_csv('{other.path}')")
        with pytest.raises(duckdb.Error):
            database.execute("SET enable_external_access = true")
        with pytest.raises(duckdb.Error):
            database.execute(f"COPY (SELECT 1) TO '{tmp_path}/leak.csv'")


class SlowDatabase:
    """Answers only once progress has been told."""

    def __init__(self):
        self.told = threading.Event()

    def execute(self, query, parameters):
        assert self.told.wait(timeout=30), "no progress was told"
        return self

    def fetchmany(self, most):
        return [("done",)]

    def query_progress(self):
        return 40.0


def test_progress_of_a_long_scan_is_told_as_a_share(monkeypatch):
    monkeypatch.setattr(duckdb_engine, "_PATIENCE", 0)
    database, shares = SlowDatabase(), []

    def tell(share):
        shares.append(share)
        database.told.set()

    assert duckdb_engine._fetched(database, "", [], tell) == [("done",)]
    assert set(shares) == {40.0}


def test_stop_and_search_counts_as_published(shared_data):
    files = [CaseFile(path) for path in sorted((shared_data / "stop-and-search").glob("*.csv"))]
    cube = duckdb_engine.count(
        files, CubeSpec(("Self-defined ethnicity", "Officer-defined ethnicity"), (Outcome("a", "Outcome", frozenset({"Arrest"})),))
    )
    assert cube.rows == 22_587
    assert cube.completeness.missing == {"Self-defined ethnicity": 1_622, "Officer-defined ethnicity": 1_818}
    assert cube.cells(("Self-defined ethnicity", "Officer-defined ethnicity"))[(None, None)].rows == 1_139
