"""Cubes add, project and keep; large groupings are columns."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.engines import grouping, memory
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.grouping import Cell, from_cells, joined
from folkmoot.engines.readings import Bands, Numbers, Periods, Scheme
from folkmoot.engines.spec import Condition, CubeSpec, Outcome

SPEC = CubeSpec(
    ("ethnicity", "sex"),
    (Outcome("charged", "charge", frozenset({"1"}), (Condition("sex", frozenset({"F", "M"})),)),),
    where=(Condition("charge", frozenset({"0", "1"})),),
)
JANUARY = [("White", "F", "1"), ("White", "M", "0"), (None, "F", "1")]
FEBRUARY = [("Black", "F", "1"), ("White", "F", "0")]


def cube(rows, spec=SPEC):
    return memory.count([dict(zip(("ethnicity", "sex", "charge"), row, strict=True)) for row in rows], spec)


def test_months_add_to_the_cube_of_both():
    assert (cube(JANUARY) + cube(FEBRUARY)).to_json() == cube(JANUARY + FEBRUARY).to_json()


def test_cubes_of_different_specifications_do_not_add():
    with pytest.raises(ValueError, match="same specification"):
        cube(JANUARY) + cube(FEBRUARY, CubeSpec(("ethnicity",), SPEC.outcomes))


def test_cubes_read_in_different_ways_do_not_add():
    read = replace(SPEC, readings=(("ethnicity", Scheme.of("five", {"White": "White"})),))
    other = replace(SPEC, readings=(("ethnicity", Scheme.of("six", {"White": "White"})),))
    with pytest.raises(ValueError, match="same specification"):
        cube(JANUARY, read) + cube(FEBRUARY, other)
    assert (cube(JANUARY, read) + cube(FEBRUARY, read)) == cube(JANUARY + FEBRUARY, read)


def test_a_cube_survives_being_written_and_read():
    original = cube(JANUARY)
    kept = Cube(original.spec, original.groupings, (SourceFile("january.csv", "ab" * 32, 120),))
    again = Cube.from_json(kept.to_json())
    assert again == kept
    assert again.to_json() == kept.to_json()


def test_readings_and_what_did_not_fit_them_survive_too():
    readings = (("ethnicity", Scheme.of("s", {"w": "White"})), ("sex", Bands.parsed("0-9,10+")), ("charge", Periods("quarter")))
    spec = CubeSpec(("ethnicity", "sex", "charge"), (), readings=(*readings[:2], ("charge", Numbers())))
    original = cube([*JANUARY, ("w", "12", "x")], spec)
    assert original.values["ethnicity"].unmapped == {}
    assert original.values["sex"].invalid == 3
    assert Cube.from_json(original.to_json()) == original


def test_the_order_of_rows_does_not_change_the_text():
    assert cube(JANUARY).to_json() == cube(JANUARY[::-1]).to_json()


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="format"):
        Cube.from_json('{"format": 99}')


def test_cubes_kept_before_readings_came_are_still_read():
    plain = json.loads(cube(JANUARY).to_json()) | {"format": 1}
    del plain["spec"]["readings"], plain["values"], plain["not_met"]
    assert Cube.from_json(json.dumps(plain)) == cube(JANUARY)


def _changed(path, value):
    plain = json.loads(cube(JANUARY).to_json())
    at = plain
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return json.dumps(plain)


CELL = ["groupings", 0, "cells", 0]


@pytest.mark.parametrize(
    ("path", "value"),
    [(["spec"], None), (["spec", "by"], "ethnicity"), (["spec", "by"], ["ethnicity", "ethnicity"]), (["spec", "by", 0], 3),
     (["spec", "outcomes"], {}), (["spec", "outcomes", 0], 1), (["spec", "outcomes", 0, "positive"], 4), (["spec", "where", 0], "x"),
     (["spec", "groupings"], [["age"]]), (["spec", "groupings"], [["ethnicity"]]), (["spec", "readings"], [["age", {"kind": "numbers"}]]),
     (["spec", "missing"], None), (["spec", "count_column"], 5), (["sources"], 7), (["sources"], [{"name": "x"}]), (["not_met"], -1),
     (["not_met"], 1.5), (["not_met"], True), (["values"], []), (["values"], {"sex": {"unmapped": {"x": "1"}, "invalid": 0}}),
     (["groupings"], []), (["groupings", 0, "by"], ["sex", "ethnicity"]), (["groupings", 0, "cells"], 3), (CELL, []), (CELL, [1,
      2, 3, 4, 5]),
     ([*CELL, 0], ["White"]), ([*CELL, 0], ["White", 4]), ([*CELL, 1], -1), ([*CELL, 1], 10**30), ([*CELL, 1], "3"), ([*CELL, 1], None),
     ([*CELL, 2], [1, 1]), ([*CELL, 2], [9]), ([*CELL, 3], [2]), ([*CELL, 4], [2]), ([*CELL, 4], [1.0])],
)  # fmt: skip
def test_what_is_made_by_hand_and_is_no_cube_is_refused(path, value):
    with pytest.raises(ValueError, match="not a cube"):
        Cube.from_json(_changed(path, value))


@pytest.mark.parametrize("text", ["", "[]", "null", "3", '"x"', "{", "[" * 100_000])
def test_what_is_not_even_an_object_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - some of these are refused by the JSON reader in its own words
        Cube.from_json(text)


def test_a_key_in_two_cells_is_refused():
    plain = json.loads(cube(JANUARY).to_json())
    plain["groupings"][0]["cells"].append(plain["groupings"][0]["cells"][0])
    with pytest.raises(ValueError, match="not a cube"):
        Cube.from_json(json.dumps(plain))


def test_projecting_sums_over_the_other_characteristics():
    projected = cube(JANUARY + FEBRUARY).project(("sex",))
    assert projected.spec.by == ("sex",)
    assert projected.cells(("sex",))[("F",)].rows == 4
    with pytest.raises(KeyError, match="not counted by ethnicity"):
        projected.cells(("ethnicity",))


def test_rows_read_are_rows_used_and_rows_excluded():
    rows = [*JANUARY, ("White", "F", ""), ("White", "X", "1"), ("White", "F", "dropped")]
    spec = replace(SPEC, where=(Condition("charge", frozenset({"0", "1", ""})),))
    counted = cube(rows, spec)
    assert (counted.rows_read, counted.rows, counted.used("charged")) == (6, 5, 3)
    assert [(each.reason, each.rows) for each in counted.excluded("charged")] == [
        ("does not meet the conditions", 1),
        ("not among those at risk", 1),
        ("outcome not recorded", 1),
    ]


def test_the_smallest_grouping_that_holds_the_columns_is_taken():
    counted = cube(JANUARY, replace(SPEC, groupings=(("ethnicity", "sex"), ("sex",))))
    assert counted.by_groupings(("sex",)).by == ("sex",)
    assert counted.by_groupings(("ethnicity",)).by == ("ethnicity", "sex")


def test_cells_for_a_model_hold_the_same_counts_as_the_table_of_rates():
    counted = cube(JANUARY + FEBRUARY)
    for by in (("ethnicity", "sex"), ("sex",), ("sex", "ethnicity")):
        cells, table = counted.cell_table(by, "charged"), counted.counts(by, "charged")
        assert cells.counts(by).cells == {key: counts for key, counts in table.cells.items() if counts.base}
        assert (cells.outcome, cells.eligible, cells.outcome_column) == ("charged", table.eligible, "charge")
        assert cells.names == by


levels = st.sampled_from(["a", "b", "c", None, "ä", "10", "9"])
counts = st.integers(0, 2**40)
cells = st.dictionaries(
    st.tuples(levels, levels),
    st.builds(lambda a, b, c, d: Cell(a + b + c + d, (a + b + c, a), (a + b, a), (a, 0)), counts, counts, counts, counts),
    max_size=12,
)


def summed(*parts):
    sums = {}
    for key, cell in (item for part in parts for item in part.items()):
        sums[key] = sums[key] + cell if key in sums else cell
    return sums


@settings(deadline=None)
@given(cells, cells, st.booleans())
def test_columns_add_and_project_as_cells_do(first, second, many):
    with pytest.MonkeyPatch.context() as patch:
        if many:
            patch.setattr(grouping, "_DENSE", 0)  # as if there were too many combinations for an array
            patch.setattr(grouping, "_EXACT", 0)
        own, other = from_cells(("x", "y"), first, 2), from_cells(("x", "y"), second, 2)
        assert own.cells() == first
        assert joined([own, other]).cells() == summed(first, second)
        assert joined([own, other]) == joined([other, own])
        assert own.summed(("y",)).cells() == summed(*({(key[1],): cell} for key, cell in first.items()))
        assert own.summed(("y", "x")).summed(("x", "y")) == own
        assert own.summed(()).cells() == summed(*({(): cell} for cell in first.values()))


def test_very_many_columns_do_not_overflow():
    by = tuple(f"c{place}" for place in range(40))
    each = {tuple(str((row + place) % 7) for place in range(40)): Cell(1, (), (), ()) for row in range(7)}
    wide = from_cells(by, each, 0)
    assert wide.cells() == each
    assert joined([wide, wide]).cells() == summed(each, each)
