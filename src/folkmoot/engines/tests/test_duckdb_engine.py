"""Files as people bring them, and what the locked database refuses."""

import hashlib
import subprocess
import sys
import threading
from dataclasses import replace

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from folkmoot.engines import duckdb_codes, duckdb_counting, duckdb_engine, duckdb_files, duckdb_scan, memory, waiting
from folkmoot.engines.duckdb_files import Settings, locked_database
from folkmoot.engines.errors import ColumnNotFound, FileProblem, NothingToCount, TooManyValues
from folkmoot.engines.files import CaseFile
from folkmoot.engines.readings import Bands, Periods
from folkmoot.engines.spec import Condition, CubeSpec, Outcome
from folkmoot.engines.tests.at_hand import by_memory
from folkmoot.engines.tests.test_engines_agree import PHASES, came_of, questions

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
    text = "Ethnic group,charge\n" + "".join(f"A{number},1\n" for number in range(duckdb_scan.MOST_VALUES + 1))
    with pytest.raises(TooManyValues, match="not groups"):
        duckdb_engine.count([written(tmp_path, text)], SPEC)


def test_the_database_reads_the_given_files_and_nothing_else(tmp_path):
    given, other = written(tmp_path, TEXT), written(tmp_path, TEXT, name="other.csv")
    (tmp_path / "spill").mkdir()
    with locked_database([given], Settings(str(tmp_path / "spill"), 1, "200MB")) as database:
        assert database.execute(f"SELECT count(*) FROM read_csv('{given.path}')").fetchall() == [(3,)]
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

    def execute(self, query):
        assert self.told.wait(timeout=30), "no progress was told"
        return "done"

    def query_progress(self):
        return 40.0


def test_progress_of_a_long_query_is_told_as_a_share(monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    database, shares = SlowDatabase(), []

    def tell(share):
        shares.append(share)
        database.told.set()

    assert waiting.Waiting(tell).until_done(database, "") == "done"
    assert set(shares) == {40.0}


def test_stop_and_search_counts_as_published(shared_data):
    files = [CaseFile(path) for path in sorted((shared_data / "stop-and-search").glob("*.csv"))]
    cube = duckdb_engine.count(
        files, CubeSpec(("Self-defined ethnicity", "Officer-defined ethnicity"), (Outcome("a", "Outcome", frozenset({"Arrest"})),))
    )
    assert cube.rows == 22_587
    assert cube.completeness.missing == {"Self-defined ethnicity": 1_622, "Officer-defined ethnicity": 1_818}
    assert cube.cells(("Self-defined ethnicity", "Officer-defined ethnicity"))[(None, None)].rows == 1_139


def parquet(path, query):
    duckdb.sql(f"COPY ({query}) TO '{path}' (ROW_GROUP_SIZE 2048)")
    return CaseFile(path)


def database(path, *statements):
    with duckdb.connect(str(path)) as made:
        for statement in statements:
            made.execute(statement)
    return path


CASES = "SELECT CASE WHEN i % 3 = 0 THEN 'White' ELSE 'Black' END AS ethnic_group, i % 2 AS charge FROM range(12) t(i)"


def test_a_pattern_means_all_files_that_match(tmp_path):
    for month in (1, 2, 10):
        parquet(tmp_path / f"cases-{month:02}.parquet", CASES)
    parquet(tmp_path / "other.parquet", CASES)
    cube = duckdb_engine.count([CaseFile(tmp_path / "cases-*.parquet")], SPEC)
    assert cube.rows == 36
    assert [source.name for source in cube.sources] == ["cases-01.parquet", "cases-02.parquet", "cases-10.parquet"]


def test_files_of_different_kinds_and_types_count_as_one_table(tmp_path):
    files = [
        written(tmp_path, "charge,Ethnic group\n1,7\nno,7\n"),
        parquet(tmp_path / "a.parquet", "SELECT 7 AS ethnic_group, true AS charge"),
        parquet(tmp_path / "b.parquet", "SELECT 7.0::DOUBLE AS ethnic_group, 0::TINYINT AS charge"),
        CaseFile(database(tmp_path / "c.duckdb", "CREATE TABLE cases AS SELECT 'x' AS also, '7' AS \"ETHNIC-GROUP\", 'Y' AS charge")),
    ]
    cube = duckdb_engine.count(files, SPEC)
    assert groups(cube) == {"7": 5}
    assert cube.counts(("Ethnic group",), "charged").total.with_outcome == 3


def test_a_table_of_a_database_file(tmp_path):
    path = database(tmp_path / "cases.db", f"CREATE TABLE april AS {CASES}", f"CREATE TABLE may AS {CASES} WHERE i < 3")
    before = path.read_bytes()
    cube = duckdb_engine.count([CaseFile(tmp_path / "cases.db#may")], SPEC)
    assert groups(cube) == {"White": 1, "Black": 2}
    assert [(source.name, source.table) for source in cube.sources] == [("cases.db#may", "may")]
    both = duckdb_engine.count([CaseFile(tmp_path / f"cases.db#{table}") for table in ("april", "main.may")], SPEC)
    assert both.rows == 15
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["cases.db"]


def test_of_several_tables_one_must_be_named_and_of_one_none(tmp_path):
    path = database(tmp_path / "cases.db", f"CREATE TABLE april AS {CASES}", "CREATE SCHEMA old", "CREATE TABLE old.march (x INTEGER)")
    with pytest.raises(
        FileProblem, match=r"several tables. Its tables are: april; old\.march\. Say which one, for example cases\.db#april"
    ):
        duckdb_engine.count([CaseFile(path)], SPEC)
    with pytest.raises(FileProblem, match=r"no table 'june' in 'cases\.db'\. Its tables are: april; old\.march"):
        duckdb_engine.count([CaseFile(tmp_path / "cases.db#june")], SPEC)
    with pytest.raises(FileProblem, match="holds no table"):
        duckdb_engine.count([CaseFile(database(tmp_path / "empty.db", "SELECT 1"))], SPEC)
    assert duckdb_engine.count([CaseFile(database(tmp_path / "one.db", f"CREATE TABLE cases AS {CASES}"))], SPEC).rows == 12


def test_a_view_in_a_database_file_reads_its_own_tables_and_no_other_file(tmp_path):
    other = written(tmp_path, TEXT, name="other.csv")
    path = database(
        tmp_path / "cases.db",
        f"CREATE TABLE april AS {CASES}",
        "CREATE VIEW half AS SELECT * FROM april WHERE charge = 1",
        f"CREATE VIEW stolen AS SELECT \"Ethnic group\" AS ethnic_group, charge FROM read_csv('{other.path}')",
    )
    assert duckdb_engine.count([CaseFile(tmp_path / "cases.db#half")], CubeSpec(("ethnic_group",), ())).rows == 6
    with pytest.raises(FileProblem, match="could not be read"):
        duckdb_engine.count([CaseFile(tmp_path / "cases.db#stolen")], SPEC)
    with duckdb.connect(str(path), read_only=True) as unlocked:  # it is the lock that keeps it out
        assert len(unlocked.execute("FROM stolen").fetchall()) == 3


def test_a_database_file_that_is_open_elsewhere_is_a_plain_error(tmp_path):
    path = database(tmp_path / "cases.db", f"CREATE TABLE april AS {CASES}")
    script = f"import duckdb, sys; d = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout.readline() == b"open\n"
            with pytest.raises(FileProblem, match="in use by another program"):
                duckdb_engine.count([CaseFile(path)], SPEC)
        finally:
            holder.stdin.close()


# Ways to the same cube. Small tables take the first; the others are what large or odd ones take.


@pytest.fixture
def grouped_by_duckdb(monkeypatch):
    monkeypatch.setattr(duckdb_counting, "_MOST_COUNTERS", 0)


@pytest.fixture
def sample_that_misses(monkeypatch):
    monkeypatch.setattr(duckdb_files, "SAMPLE", 2)


@pytest.fixture
def sample_given_up(monkeypatch, sample_that_misses):
    monkeypatch.setattr(duckdb_counting, "_WORTH_A_LOOK", 0)


@pytest.fixture
def no_sample(monkeypatch):
    monkeypatch.setattr(duckdb_codes, "MOST_LEVELS", 0)
    monkeypatch.setattr(duckdb_codes, "_MOST_DAYS", 0)


@pytest.fixture
def hashed_texts(monkeypatch):
    monkeypatch.setattr(duckdb_codes, "_FEW", 0)


@pytest.fixture
def groupings_apart(monkeypatch):
    monkeypatch.setattr(duckdb_scan, "_SHARED_CELLS", 0)


@pytest.fixture
def grouped_after_a_poor_sample(grouped_by_duckdb, sample_that_misses, groupings_apart):
    """Several of these at once."""


WAYS = [
    "grouped_by_duckdb", "sample_that_misses", "sample_given_up", "no_sample", "hashed_texts", "groupings_apart",
     "grouped_after_a_poor_sample",
]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_counting_agrees_with_the_referee(way, form, request, files):
    request.getfixturevalue(way)
    count = getattr(files, f"by_duckdb_{form}")

    @settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck), phases=PHASES)
    @given(questions(text_only=form == "csv"))
    def agrees(question):
        assert came_of(count, *question) == came_of(by_memory, *question)

    agrees()


def many(rows):
    """A Parquet file's query with values that a sample of its head, or of any few places, does not see."""
    return f"""SELECT CASE WHEN i = {rows} - 7 THEN 'Rare' WHEN i % 5 = 0 THEN NULL ELSE 'Group ' || i % 30 END AS "group",
        ['F', 'M'][1 + i % 2] AS sex, i % 97 AS age, DATE '2020-01-01' + CAST(i % 1500 AS INTEGER) AS day,
        CASE WHEN i % 7 = 0 THEN NULL ELSE i % 3 = 0 END AS charge, i % 4 AS n FROM range({rows}) t(i)"""


WIDE = CubeSpec(
    ("group", "sex", "age", "day"),
    (Outcome("charged", "charge"), Outcome("charged men", "charge", None, (Condition("sex", frozenset({"m"})),))),
    where=(Condition("age", frozenset(map(str, range(90)))),),
    groupings=(("group",), ("sex",), ("group", "sex", "age"), ("day", "sex"), ("age",)),
    readings=(("age", Bands.parsed("0-17,18-24,25-64,65+")), ("day", Periods("quarter"))),
)


@pytest.mark.parametrize("count_column", [None, "n"])
def test_rows_whose_values_no_sample_showed_are_counted_all_the_same(tmp_path, monkeypatch, count_column):
    spec = replace(WIDE, count_column=count_column)
    file = parquet(tmp_path / "many.parquet", many(9_000))
    answer = duckdb.sql(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM '{file.path}'")
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]
    expected = memory.count(rows, spec)
    monkeypatch.setattr(duckdb_files, "SAMPLE", 600)
    cube = duckdb_engine.count([file], spec)
    assert (cube.spec, cube.groupings, cube.not_met, cube.values) == (expected.spec, expected.groupings, expected.not_met, expected.values)
    assert cube.cells(("group",))[("Rare",)].rows > 0


def test_progress_is_told_while_rows_stream_by(tmp_path, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    monkeypatch.setattr(waiting, "_PAUSE", 0)
    shares = []
    duckdb_engine.count([parquet(tmp_path / "many.parquet", many(400_000))], WIDE, progress=shares.append)
    assert len(shares) > 1
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 99
