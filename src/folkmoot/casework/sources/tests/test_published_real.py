"""The published files as they are: all of a folder as one load, copies and repeated months recognised, another kind refused."""

import pytest

from folkmoot.casework.sources.published_files import CannotBeRead, reader_of, together


@pytest.fixture
def files(shared_data):
    return lambda folder, pattern: sorted((shared_data / folder).glob(pattern))


def test_a_folder_of_monthly_outcomes(files):
    """45 distinct months of 50 files: five of 2018 are copies of 2017."""
    cube, parts, _rows = together(files("cps-outcomes", "2014-2016/*.csv"), reader_of("outcomes"))
    copies = [part.name for part in parts if any(remark.code == "byte_copy" for remark in part.remarks)]
    assert (len(parts), len(copies)) == (50, 5)
    assert {name.split("_")[0] for name in copies} == {"2018"}
    levels = cube.by_groupings(cube.spec.by).factor("month").levels
    assert len([month for month in levels if month]) == 45
    assert [outcome.name for outcome in cube.spec.outcomes] == ["convicted", "unsuccessful"]


def test_forces_of_one_month_stand_beside_each_other(files):
    cube, _parts, rows = together(files("stop-and-search", "*.csv"), reader_of("stop_search"))
    forces = {level for level in cube.by_groupings(cube.spec.by).factor("force").levels if level}
    assert len(forces) == 7
    assert rows == 22_587
    assert {"ethnicity", "ethnicity_officer_perceived"} <= set(cube.spec.by)


def test_a_table_of_another_kind_is_refused(files):
    with pytest.raises(CannotBeRead, match="recognised as outcomes monthly"):
        together(files("cps-outcomes", "2014-2016/2014*april*.csv"), reader_of("use_of_force"))
