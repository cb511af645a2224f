"""Files as they should not be: each is one plain error, or rows that are left out and counted. No row of a file is ever in a message."""

import resource
from pathlib import Path

import duckdb
import pytest

from folkmoot.engines import duckdb_engine
from folkmoot.engines.arrow_stream import StreamFailed
from folkmoot.engines.errors import ColumnNotFound, FileProblem, NothingToCount, OutcomeUnclear, ReadingUnclear, TooManyValues
from folkmoot.engines.files import CaseFile
from folkmoot.engines.readings import Bands, Numbers, Periods
from folkmoot.engines.spec import Condition, CubeSpec, Outcome
from folkmoot.errors import FolkmootError

SPEC = CubeSpec(("ethnicity", "sex"), (Outcome("charged", "charge"),))
HEADINGS = "name,ethnicity,sex,charge\n"
SECRET = "Zebedee Quillfeather"
ROWS = f"{SECRET},White,F,1\n{SECRET},Black,M,0\n"


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CaseFile(path)


def parquet(path, query):
    duckdb.sql(f"COPY ({query}) TO '{path}'")
    return CaseFile(path)


def refused(error, files, spec=SPEC):
    """What is said, after a check that no row is in it."""
    with pytest.raises(error) as raised:
        duckdb_engine.count(files, spec)
    assert isinstance(raised.value, FolkmootError)
    said = str(raised.value)
    assert "Quillfeather" not in said
    assert "\n" not in said
    return said


def test_a_column_that_is_not_there_and_the_nearest_name(tmp_path):
    file = written(tmp_path / "a.csv", HEADINGS + ROWS)
    assert "Did you mean 'ethnicity'?" in refused(ColumnNotFound, [file], CubeSpec(("ethnic",), SPEC.outcomes))


@pytest.mark.parametrize(
    "where", [CubeSpec((), (Outcome("x", "nowhere"),)), CubeSpec(("sex",), (), (Condition("nowhere", frozenset("x")),))]
)
def test_a_column_of_an_outcome_or_a_condition_that_is_not_there(tmp_path, where):
    assert "'nowhere'" in refused(ColumnNotFound, [written(tmp_path / "a.csv", HEADINGS + ROWS)], where)


def test_an_outcome_value_that_never_occurs(tmp_path):
    spec = CubeSpec(("sex",), (Outcome("charged", "charge", frozenset({"yes"})),))
    said = refused(OutcomeUnclear, [written(tmp_path / "a.csv", HEADINGS + ROWS * 6)], spec)
    assert "No row has 'yes' in the column 'charge'. Its values are: 0; 1." in said


def test_an_outcome_value_that_only_rows_left_out_have(tmp_path):
    spec = CubeSpec(("sex",), (Outcome("charged", "charge", frozenset({"1"})),), where=(Condition("sex", frozenset({"M"})),))
    assert "No row has '1'" in refused(OutcomeUnclear, [written(tmp_path / "a.csv", HEADINGS + ROWS)], spec)


def test_a_characteristic_that_is_missing_throughout_is_counted_as_not_recorded(tmp_path):
    file = written(tmp_path / "a.csv", HEADINGS + f"{SECRET},,F,1\n{SECRET},unknown,M,\n{SECRET},-9,M,0\n")
    cube = duckdb_engine.count([file], SPEC)
    assert cube.completeness.missing == {"ethnicity": 3, "sex": 0}
    assert cube.completeness.outcome_missing == {"charged": 1}


def test_an_outcome_that_is_missing_throughout_leaves_nobody_at_risk(tmp_path):
    cube = duckdb_engine.count([written(tmp_path / "a.csv", HEADINGS + f"{SECRET},White,F,\n{SECRET},White,F,unknown\n")], SPEC)
    assert cube.used("charged") == 0
    assert [(each.reason, each.rows) for each in cube.excluded("charged")] == [("outcome not recorded", 2)]


def test_a_parquet_column_of_nulls(tmp_path):
    file = parquet(tmp_path / "a.parquet", "SELECT NULL AS ethnicity, NULL::DATE AS sex, NULL::INTEGER AS charge FROM range(3)")
    cube = duckdb_engine.count([file], SPEC)
    assert (cube.completeness.missing, cube.used("charged")) == ({"ethnicity": 3, "sex": 3}, 0)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_million_categories_are_refused_with_little_memory(tmp_path, form):
    path = tmp_path / f"a.{form}"
    duckdb.sql(f"COPY (SELECT 'URN ' || i AS ethnicity, 'F' AS sex, 1 AS charge FROM range(1000000) t(i)) TO '{path}'")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "'ethnicity' has more than 1,000 different values" in refused(TooManyValues, [CaseFile(path)])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_a_million_categories_behind_a_tame_beginning_are_refused_too(tmp_path):
    path = tmp_path / "a.csv"
    duckdb.sql(f"COPY (SELECT 'White' AS ethnicity, 'F' AS sex, 1 AS charge FROM range(60000)) TO '{path}'")
    with path.open("a") as stream:
        stream.writelines(f"URN {number},F,1\n" for number in range(100_000))
    assert "'ethnicity' has more than 40,000 different values" in refused(TooManyValues, [CaseFile(path)])


def test_too_many_numbers_for_a_straight_line_are_refused_but_not_for_bands(tmp_path):
    file = parquet(tmp_path / "a.parquet", "SELECT i / 7 AS income, i % 2 AS charge FROM range(70000) t(i)")
    numbers = CubeSpec(("income",), SPEC.outcomes, readings=(("income", Numbers()),))
    assert "more than 1,000 different values" in refused(TooManyValues, [file], numbers)
    bands = CubeSpec(("income",), SPEC.outcomes, readings=(("income", Bands.parsed("0-999,1000-4999,5000+")),))
    assert {key[0]: cell.rows for key, cell in duckdb_engine.count([file], bands).cells(("income",)).items()} == {
        "0-999": 7_000,
        "1000-4999": 28_000,
        "5000+": 35_000,
    }


def test_dates_in_four_formats(tmp_path):
    dates = ["2024-01-31", "29/02/2024", "1 March 2024", "05-Apr-24", "45412", "2024-05-31 09:30:00", "2024 Q2", "soon", "", "03/04/2024"]
    file = written(tmp_path / "a.csv", "day,charge\n" + "".join(f"{day},1\n" for day in dates))
    cube = duckdb_engine.count([file], CubeSpec(("day",), SPEC.outcomes, readings=(("day", Periods("quarter")),)))
    assert {key[0]: cell.rows for key, cell in cube.cells(("day",)).items()} == {"2024 Q1": 3, "2024 Q2": 5, None: 2}
    assert (cube.values["day"].invalid, cube.rows) == (1, 10)


def test_dates_in_two_orders(tmp_path):
    file = written(tmp_path / "a.csv", "day,charge\n13/04/2024,1\n04/13/2024,1\n")
    said = refused(ReadingUnclear, [file], CubeSpec(("day",), SPEC.outcomes, readings=(("day", Periods("month")),)))
    assert "written in two orders" in said
    assert "13" not in said


def test_many_moments_as_text_become_few_periods(tmp_path):
    moments = "strftime(TIMESTAMP '2024-01-01' + to_seconds(i * 60), '%d/%m/%Y %H:%M:%S')"
    file = parquet(tmp_path / "a.parquet", f"SELECT {moments} AS day, 1 AS charge FROM range(60000) t(i)")
    cube = duckdb_engine.count([file], CubeSpec(("day",), SPEC.outcomes, readings=(("day", Periods("month")),)))
    assert {key[0]: cell.rows for key, cell in cube.cells(("day",)).items()} == {"2024-01": 44_640, "2024-02": 15_360}


def test_mixed_types_in_a_column_are_groups_of_text(tmp_path):
    file = written(tmp_path / "a.csv", HEADINGS + f"{SECRET},7,F,1\n{SECRET},White,F,1\n{SECRET},7.0,F,1\n{SECRET},TRUE,F,1\n")
    assert {key[0] for key in duckdb_engine.count([file], SPEC).cells(("ethnicity",))} == {"7", "White", "7.0", "TRUE"}


@pytest.mark.parametrize("kept", [3, 4, 12, 100, 0.5, 0.9, 0.999])
def test_a_truncated_parquet(tmp_path, kept):
    whole = parquet(tmp_path / "a.parquet", f"SELECT '{SECRET}' AS ethnicity, 'F' AS sex, 1 AS charge FROM range(5000)").path.read_bytes()
    end = kept if isinstance(kept, int) else int(len(whole) * kept)
    assert "cut.parquet" in refused(FolkmootError, [written(tmp_path / "cut.parquet", whole[:end])])


def test_a_parquet_damaged_within(tmp_path):
    whole = bytearray(
        parquet(
            tmp_path / "a.parquet", "SELECT hash(i)::VARCHAR AS ethnicity, 'F' AS sex, 1 AS charge FROM range(900) t(i)"
        ).path.read_bytes()
    )
    whole[40:4000] = bytes(len(whole[40:4000]))
    assert "a.parquet" in refused(FolkmootError, [written(tmp_path / "a.parquet", bytes(whole))])


def test_a_csv_whose_headings_repeat(tmp_path):
    file = written(tmp_path / "a.csv", (HEADINGS + ROWS * 3) * 3)
    assert "'a.csv' has its line of headings 2 more times among the rows" in refused(FileProblem, [file])


@pytest.mark.parametrize("by", [("sex",), ("ethnicity", "sex")])
def test_headings_that_repeat_are_found_wherever_they_are_and_however_columns_are_read(tmp_path, by, monkeypatch):
    monkeypatch.setattr("folkmoot.engines.duckdb_files.SAMPLE", 4)
    file = written(tmp_path / "a.csv", HEADINGS + ROWS * 50 + HEADINGS.upper() + ROWS)
    spec = CubeSpec(by, (Outcome("charged", "charge", frozenset({"1"})),), readings=(("sex", Numbers()),))
    assert "line of headings once more" in refused(FileProblem, [file], spec)


def test_a_group_called_like_its_column_is_a_group(tmp_path):
    """The control to the test before: one heading alone is no line of headings."""
    cube = duckdb_engine.count([written(tmp_path / "a.csv", HEADINGS + ROWS + f"{SECRET},ethnicity,F,1\n")], SPEC)
    assert cube.cells(("ethnicity",))[("ethnicity",)].rows == 1


@pytest.mark.parametrize("content", [HEADINGS, HEADINGS.strip(), HEADINGS.replace("\n", "\r\n"), "\ufeff" + HEADINGS])
def test_headings_alone(tmp_path, content):
    assert "nothing below it" in refused(NothingToCount, [written(tmp_path / "a.csv", content)])


def test_a_parquet_without_rows(tmp_path):
    file = parquet(tmp_path / "a.parquet", "SELECT '' AS ethnicity, '' AS sex, 1 AS charge WHERE false")
    refused(NothingToCount, [file])


@pytest.mark.parametrize("row", [f"{SECRET},White,F\n", f"{SECRET},White,F,1,2,3\n", f'"{SECRET},White,F,1\n'])
def test_ragged_rows(tmp_path, row):
    said = refused(FileProblem, [written(tmp_path / "a.csv", HEADINGS + ROWS + row + ROWS)])
    assert "'a.csv'" in said
    assert "line 4" in said


def test_nul_bytes_at_the_head_mean_that_it_is_no_text(tmp_path):
    file = written(tmp_path / "a.csv", HEADINGS.encode() + b"\x00\x01" + ROWS.encode())
    assert "'a.csv' is not a table of text" in refused(FileProblem, [file])


def test_a_nul_byte_further_on_is_part_of_its_value(tmp_path):
    rows = (ROWS * 20_000).encode()
    file = written(tmp_path / "a.csv", HEADINGS.encode() + rows + f"{SECRET},Wh\0ite,F,1\n".encode())
    cube = duckdb_engine.count([file], SPEC)
    assert (cube.rows, cube.cells(("ethnicity",))[("Wh\0ite",)].rows) == (40_001, 1)


def test_a_quotation_mark_that_is_never_closed(tmp_path):
    assert "'a.csv'" in refused(FileProblem, [written(tmp_path / "a.csv", '"name,ethnicity,sex,charge\n' + ROWS * 20_000)])


def test_wrong_extensions_do_not_matter(tmp_path):
    query = "SELECT 'White' AS ethnicity, 'F' AS sex, 1 AS charge"
    assert duckdb_engine.count([parquet(tmp_path / "a.csv", query)], SPEC).rows == 1
    assert duckdb_engine.count([written(tmp_path / "b.parquet", HEADINGS + ROWS)], SPEC).rows == 2
    with duckdb.connect(str(tmp_path / "c.txt")) as made:
        made.execute(f"CREATE TABLE t AS {query}")
    assert duckdb_engine.count([CaseFile(tmp_path / "c.txt")], SPEC).rows == 1


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 a workbook", b"%PDF-1.7 a letter", b"\x1f\x8b a gzip", b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(256)) * 9]
)
def test_files_of_other_kinds(tmp_path, content):
    refused(FolkmootError, [written(tmp_path / "a.csv", content)])


def test_a_damaged_database_file(tmp_path):
    with duckdb.connect(str(tmp_path / "a.duckdb")) as made:
        made.execute("CREATE TABLE t AS SELECT hash(i)::VARCHAR AS ethnicity, 'F' AS sex, 1 AS charge FROM range(9000) t(i)")
    whole = (tmp_path / "a.duckdb").read_bytes()
    for end in (12, 500, 4096, len(whole) // 2):
        assert "b.duckdb" in refused(FolkmootError, [written(tmp_path / "b.duckdb", whole[:end])])


def test_folders_and_patterns_without_a_match(tmp_path):
    assert "is a folder" in refused(FileProblem, [CaseFile(tmp_path)])
    assert "There is no file" in refused(FileProblem, [CaseFile(tmp_path / "none.csv")])
    assert "No file matches" in refused(FileProblem, [CaseFile(tmp_path / "none-*.csv")])
    assert "There is no file" in refused(FileProblem, [CaseFile(tmp_path / "none.duckdb#cases")])
    (tmp_path / "folder.csv").mkdir()
    assert "No file matches" in refused(FileProblem, [CaseFile(tmp_path / "fold*.csv")])


def test_a_file_that_is_given_twice(tmp_path):
    file = written(tmp_path / "a.csv", HEADINGS + ROWS)
    assert "'a.csv' is given twice" in refused(FileProblem, [file, CaseFile(tmp_path / "*.csv")])


def test_files_with_different_columns(tmp_path):
    first, second = written(tmp_path / "a.csv", HEADINGS + ROWS), written(tmp_path / "b.csv", "name,ethnicity,charge\nx,White,1\n")
    said = refused(ColumnNotFound, [first, second])
    assert "no column 'sex' in 'b.csv'" in said
    assert "The columns are: name; ethnicity; charge" in said


def test_a_column_of_lists(tmp_path):
    file = parquet(tmp_path / "a.parquet", "SELECT ['White'] AS ethnicity, 'F' AS sex, 1 AS charge")
    assert "column 'ethnicity'" in refused(FileProblem, [file])


def test_more_combinations_than_can_be_used(tmp_path, monkeypatch):
    monkeypatch.setattr("folkmoot.engines.duckdb_counting.MOST_CELLS", 50)
    columns = "i % 10 AS a, i // 10 AS b, i % 2 AS charge"
    file = parquet(tmp_path / "a.parquet", f"SELECT {columns} FROM range(100) t(i)")
    assert "more than 50 combinations" in refused(TooManyValues, [file], CubeSpec(("a", "b"), SPEC.outcomes))


@pytest.mark.parametrize("error", [duckdb.OutOfMemoryException(f"of {SECRET}"), StreamFailed(f"Out of Memory Error: {SECRET}")])
def test_too_little_memory_is_said_plainly(error):
    with pytest.raises(FileProblem) as raised, duckdb_engine._plain_errors([CaseFile(Path("a.csv"))]):
        raise error
    assert "needed more memory than is allowed" in str(raised.value)
    assert "Quillfeather" not in str(raised.value)


@pytest.mark.parametrize("name", ["a.parquet", "a.csv"])
def test_an_encoding_that_cannot_be_read_even_at_the_second_try_is_said_plainly(tmp_path, monkeypatch, name):
    file = written(tmp_path / "a.csv", HEADINGS + ROWS)
    if name == "a.parquet":
        file = parquet(tmp_path / name, "SELECT 'White' AS ethnicity, 'F' AS sex, 1 AS charge")

    def fails(*_):
        raise StreamFailed(f"Invalid string encoding found in file {file.path}: value {SECRET} is not valid UTF8")

    monkeypatch.setattr("folkmoot.engines.duckdb_engine.opened", fails)
    assert "could not be read" in refused(FileProblem, [file])
