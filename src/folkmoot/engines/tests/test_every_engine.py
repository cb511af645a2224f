"""The specification, run on every engine: what a cube must be, whoever counted it."""

import pytest

from folkmoot.engines.errors import TooManyValues
from folkmoot.engines.tests import at_hand
from folkmoot.engines.tests.spec import CHAPTERS
from folkmoot.engines.tests.spec.case import Table, counting, outcome

CASES = [pytest.param(case, id=f"{chapter.__name__.rpartition('.')[2]}: {case.title}") for chapter in CHAPTERS for case in chapter.CASES]


@pytest.mark.parametrize("case", CASES)
def test_specification(case, engine):
    if case.refused:
        with pytest.raises(case.refused, match=None) as error:
            engine(case.table, case.spec)
        assert case.saying in str(error.value)
        return
    cube = engine(case.table, case.spec)
    for expected in case.expects:
        assert cube.cells(expected.by) == expected.cells
    assert cube.not_met == case.left_out
    assert {column: read.unmapped for column, read in cube.values.items() if read.unmapped} == case.unmapped
    assert {column: read.invalid for column, read in cube.values.items() if read.invalid} == case.invalid


def asked(outcomes):
    columns = [f"q{number}" for number in range(outcomes)]
    rows = [("F", *("yes" if (number + row) % 3 else "no" for number in range(outcomes))) for row in range(4)]
    return Table(("sex", *columns), tuple(rows)), counting("sex", outcomes=tuple(outcome(column) for column in columns))


def test_many_outcomes_are_counted_together(engine):
    cube = engine(*asked(20))
    assert cube.cells(("sex",)) == at_hand.by_memory(*asked(20)).cells(("sex",))


def test_more_outcomes_than_fit_into_a_number_are_refused(files):
    with pytest.raises(TooManyValues, match="too many outcomes"):
        files.by_duckdb_csv(*asked(40))


def test_titles_are_different():
    titles = [case.title for chapter in CHAPTERS for case in chapter.CASES]
    assert len(titles) == len(set(titles))
