"""Cubes add, project and keep."""

import pytest

from folkmoot.engines import memory
from folkmoot.engines.cube import Cube, SourceFile
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


def test_a_cube_survives_being_written_and_read():
    original = cube(JANUARY)
    kept = Cube(original.spec, original.groupings, (SourceFile("january.csv", "ab" * 32, 120),))
    again = Cube.from_json(kept.to_json())
    assert again == kept
    assert again.to_json() == kept.to_json()


def test_the_order_of_rows_does_not_change_the_text():
    assert cube(JANUARY).to_json() == cube(JANUARY[::-1]).to_json()


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="format"):
        Cube.from_json('{"format": 99}')


def test_projecting_sums_over_the_other_characteristics():
    projected = cube(JANUARY + FEBRUARY).project(("sex",))
    assert projected.spec.by == ("sex",)
    assert projected.cells(("sex",))[("F",)].rows == 4
    with pytest.raises(KeyError, match="not counted by ethnicity"):
        projected.cells(("ethnicity",))
