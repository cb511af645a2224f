"""One specification, run on every engine: what a cube must be, whoever counted it."""

import csv
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.engines import duckdb_engine, memory
from folkmoot.engines.cube import Cell
from folkmoot.engines.errors import FileProblem, NothingToCount, OutcomeUnclear
from folkmoot.engines.files import CaseFile
from folkmoot.engines.spec import Condition, CubeSpec, Outcome

COLUMNS = ("ethnicity", "sex", "charge", "disposal", "n")
ROWS = [
    ("White", "F", "1", "Charge", "3"),
    (" White ", "M", "0", "Caution", "1"),
    ("Black", "F", "1", "charge ", "2"),
    ("Unknown", "F", "0", "NFA", "1"),
    ("", "M", "1", "Charge", "5"),
    ("Not stated", "-1", "", "NFA", "1"),
    ("Black", "M", "1", "not known", "1"),
]


def by_duckdb(rows, spec, folder):
    path = folder / "cases.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([COLUMNS, *rows])
    return duckdb_engine.count([CaseFile(path)], spec)


def by_memory(rows, spec, folder):
    return memory.count([dict(zip(COLUMNS, row, strict=True)) for row in rows], spec)


@pytest.fixture(params=[by_duckdb, by_memory], ids=["duckdb", "memory"])
def count(request, tmp_path):
    return partial(request.param, folder=tmp_path)


CHARGED = (Outcome("charged", "charge"),)


def spec(*by, outcomes=CHARGED, **more):
    return CubeSpec(by, outcomes, **more)


def test_counts_those_at_risk_and_those_with_the_outcome(count):
    cube = count(ROWS, spec("ethnicity"))
    assert cube.cells(("ethnicity",)) == {
        ("White",): Cell(2, (2,), (2,), (1,)),
        ("Black",): Cell(2, (2,), (2,), (2,)),
        ("Not stated",): Cell(1, (1,), (0,), (0,)),
        (None,): Cell(2, (2,), (2,), (1,)),
    }


def test_completeness_counts_what_is_missing(count):
    known = count(ROWS, spec("ethnicity", "sex")).completeness
    assert (known.rows, known.missing, known.outcome_missing) == (7, {"ethnicity": 2, "sex": 1}, {"charged": 1})


def test_values_of_an_outcome_are_compared_without_case_and_space(count):
    outcome = Outcome("disposal", "disposal", frozenset({"CHARGE"}))
    table = count(ROWS, spec("sex", outcomes=(outcome,))).counts(("sex",), "disposal")
    assert (table.total.base, table.total.with_outcome, table.outcome_not_recorded) == (6, 3, 1)


def test_among_narrows_who_is_at_risk(count):
    outcome = Outcome("charged", "charge", among=(Condition("sex", frozenset({"f"})),))
    table = count(ROWS, spec("ethnicity", outcomes=(outcome,))).counts(("ethnicity",), "charged")
    assert (table.eligible, table.total.base, table.total.with_outcome) == (3, 3, 2)


def test_where_leaves_rows_out(count):
    cube = count(ROWS, spec("ethnicity", where=(Condition("disposal", frozenset({"Charge", "NFA"})),)))
    assert cube.rows == 5


def test_a_count_column_weighs_the_rows(count):
    cube = count(ROWS, spec("ethnicity", count_column="n"))
    assert cube.rows == 14
    assert cube.cells(("ethnicity",))[("White",)] == Cell(4, (4,), (4,), (3,))


def test_groupings_are_counted_together(count):
    cube = count(ROWS, spec("ethnicity", "sex", groupings=(("ethnicity",), ("sex", "ethnicity"))))
    assert set(cube.groupings) == {("ethnicity",), ("sex", "ethnicity")}
    assert cube.cells(("sex",))[("F",)] == Cell(3, (3,), (3,), (2,))


def test_further_codes_may_mean_not_recorded(count):
    codes = frozenset({"not stated", "unknown", ""})
    assert count(ROWS, spec("ethnicity", missing=codes)).completeness.missing == {"ethnicity": 3}


def test_no_row_left_is_an_error(count):
    with pytest.raises(NothingToCount):
        count(ROWS, spec("sex", where=(Condition("sex", frozenset({"nobody"})),)))


def test_an_outcome_that_is_not_yes_or_no_is_an_error_that_names_common_values_only(count):
    rows = ROWS + [("White", "F", "1", "Charge", "1")] * 4
    with pytest.raises(OutcomeUnclear) as error:
        count(rows, spec("sex", outcomes=(Outcome("disposal", "disposal"),)))
    assert "Charge" in str(error.value)
    assert "Caution" not in str(error.value)


def test_an_outcome_value_that_no_row_has_is_an_error(count):
    with pytest.raises(OutcomeUnclear, match="No row has 'Chrge'"):
        count(ROWS, spec("sex", outcomes=(Outcome("x", "disposal", frozenset({"Chrge"})),)))


def test_counts_that_are_not_whole_numbers_are_an_error(count):
    with pytest.raises(FileProblem, match="whole number"):
        count(ROWS, spec("sex", count_column="ethnicity"))


words = st.sampled_from(["White", "white", "Black", " Black", "Not stated", "Unknown", "-1", "", "Äther", 'a"b', "a,b", "a;b\nc"])
rows = st.lists(
    st.tuples(words, words, st.sampled_from(["1", "0", "yes", "No", "", "?"]), words, st.integers(1, 9).map(str)), min_size=1, max_size=30
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, st.booleans(), st.booleans())
def test_engines_agree_on_any_rows(tmp_path, rows, weighted, narrowed):
    outcomes = (
        Outcome("charged", "charge", among=(Condition("sex", frozenset({"white", "a,b"})),) if narrowed else ()),
        Outcome("first", "disposal", frozenset({rows[0][3]})),
    )
    wanted = CubeSpec(
        ("ethnicity", "sex"),
        outcomes if rows[0][3].strip().lower() not in {"unknown", "-1", ""} else outcomes[:1],
        where=(Condition("sex", frozenset({rows[0][1], "BLACK"})),) if narrowed else (),
        count_column="n" if weighted else None,
        groupings=(("ethnicity",), ("sex", "ethnicity")),
    )
    answers = [outcome_of(engine, rows, wanted, tmp_path) for engine in (by_duckdb, by_memory)]
    assert answers[0] == answers[1]


def outcome_of(engine, rows, wanted, folder):
    try:
        cube = engine(rows, wanted, folder)
    except OutcomeUnclear as error:
        return error.what
    return cube.spec, cube.groupings
