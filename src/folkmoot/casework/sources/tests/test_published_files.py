"""Many published files as one load: copies, the same figures again, a month in two files, and what is said of each."""

import pytest

from folkmoot.casework.sources.published_files import CannotBeRead, Table, reader_of, together
from folkmoot.casework.sources.report import Remark
from folkmoot.engines import memory
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.errors import NothingToCount
from folkmoot.engines.spec import YES, CubeSpec, Outcome


def read(data, name):
    """A line for each person: month, area, yes or no."""
    rows = [dict(zip(("month", "area", "convicted"), line.split(","), strict=True)) for line in data.decode().split()]
    cube = memory.count(rows, CubeSpec(("month", "area"), (Outcome("convicted", "convicted", YES & {"yes"}),)))
    spec = CubeSpec(cube.spec.by, (Outcome("convicted", "convicted", YES),))
    return Table(
        Cube(spec, cube.groupings, (SourceFile(name, str(hash(data)), len(data)),)),
        len(rows),
        (Remark("as_read", {"words": "Sums to 102%."}),),
    )


@pytest.fixture
def files(tmp_path):
    def made(**given):
        paths = []
        for name, text in given.items():
            paths.append(tmp_path / f"{name}.csv")
            paths[-1].write_text(text)
        return paths

    return made


JANUARY = "2018-01,Kent,yes\n2018-01,Kent,no\n"
FEBRUARY = "2018-02,Kent,yes\n2018-02,Surrey,no\n"


def codes(part):
    return [remark.code for remark in part.remarks]


def test_months_of_several_files_are_one_cube(files):
    cube, parts, rows = together(files(a=JANUARY, b=FEBRUARY), read)
    assert (cube.rows, rows) == (4, 4)
    assert [part.months for part in parts] == [("2018-01",), ("2018-02",)]
    assert [codes(part) for part in parts] == [["as_read"], ["as_read"]]


def test_a_byte_copy_and_the_same_figures_again_count_once(files):
    again = "\n".join(reversed(JANUARY.split())) + "\n"
    cube, parts, _rows = together(files(a=JANUARY, b=JANUARY, c=again), read)
    assert cube.rows == 2
    assert [codes(part) for part in parts] == [["as_read"], ["byte_copy"], ["same_rows", "as_read"]]


def test_a_month_in_two_files_counts_once_and_is_said(files):
    cube, parts, _rows = together(files(a=JANUARY, b="2018-01,Kent,no\n" + FEBRUARY), read)
    assert cube.rows == 4
    assert parts[1].remarks[0].grave
    assert codes(parts[1])[0] == "repeated_month"


def test_a_file_with_nothing_new_alone_is_said_and_nothing_to_count_is_refused(files):
    def empty(data, name):
        table = read(data, name)
        return Table(table.cube, 0)

    assert together(files(a=JANUARY), empty)[0].rows == 2
    with pytest.raises(NothingToCount):
        together([], read)


def test_a_kind_nobody_can_read_is_said():
    with pytest.raises(CannotBeRead):
        reader_of("no such kind")
