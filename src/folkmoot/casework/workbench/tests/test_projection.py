"""Counts of a projection are the counts of the cube, however they are filtered."""

import pytest

from folkmoot.casework.workbench.held import Held
from folkmoot.casework.workbench.projection import Axis, TooMuchAtOnce, projected, small_cube
from folkmoot.casework.workbench.shape import year_of
from folkmoot.casework.workbench.tests import factories


def by_hand(wanted, month=None):
    """At risk of a charge and charged, from the cells of the cube one by one."""
    at_risk = had = 0
    for key, cell in factories.cube().cells(factories.BY).items():
        place = dict(zip(factories.BY, key, strict=True))
        if all(place[name] == level for name, level in wanted.items()) and (month is None or year_of(place["month"]) == month):
            at_risk, had = at_risk + cell.at_risk[0], had + cell.with_outcome[0]
    return at_risk, had


def test_a_slice_of_a_projection_counts_what_the_cells_count():
    axes = [Axis("ethnicity"), Axis("area"), Axis("month", "year", year_of)]
    found = projected(factories.cube(), "charged", axes).fixed([("area", "Wessex"), ("year", "2024/25")]).summed(["ethnicity"])
    place = found.place("ethnicity", "Black")
    assert tuple(found.counts[1:, place]) == by_hand({"ethnicity": "Black", "area": "Wessex"}, "2024/25")


def test_filtering_before_counting_gives_the_same():
    only = [(Axis("area"), "Wessex"), (Axis("month", "year", year_of), "2024/25")]
    before = projected(factories.cube(), "charged", [Axis("ethnicity")], only)
    after = projected(factories.cube(), "charged", [Axis("ethnicity"), *(axis for axis, _ in only)]).fixed(
        [(axis.called, level) for axis, level in only]
    )
    assert (before.counts == after.counts).all()


def test_a_level_that_does_not_occur_counts_nobody():
    assert projected(factories.cube(), "charged", [Axis("sex"), Axis("area")]).fixed([("area", "atlantis")]).counts.sum() == 0


def test_a_small_cube_gives_the_counts_of_the_large_one():
    cube = factories.cube()
    outcome = cube.outcome("charged")
    small = small_cube(cube, [[(outcome, projected(cube, "charged", [Axis("ethnicity"), Axis("sex")]))]])
    assert small.counts(("ethnicity", "sex"), "charged").cells == cube.counts(("ethnicity", "sex"), "charged").cells
    assert small.counts(("sex",), "charged").total == cube.counts(("sex",), "charged").total


def test_more_combinations_than_anybody_can_read_are_refused(monkeypatch):
    monkeypatch.setattr("folkmoot.casework.workbench.projection.MOST_PLACES", 10)
    with pytest.raises(TooMuchAtOnce):
        projected(factories.cube(), "charged", [Axis("ethnicity"), Axis("area")])


def test_what_was_counted_is_held_until_the_cube_is_another_or_there_is_too_much():
    cube, asked = factories.cube(), []

    def make(name):
        def made():
            asked.append(name)
            return projected(cube, "charged", [Axis(name)])

        return made

    held = Held()
    assert held.get(1, cube, ("sex",), make("sex")) is held.get(1, cube, ("sex",), make("sex"))
    held.get(1, factories.cube(100, 4), ("sex",), make("sex"))
    assert asked == ["sex", "sex"]
    small = Held(most_bytes=4 * projected(cube, "charged", [Axis("ethnicity")]).bytes)
    for name in ("ethnicity", "sex", "area", "offence", "month"):
        small.get(1, cube, (name,), make(name))
    assert small.bytes <= 4 * projected(cube, "charged", [Axis("ethnicity")]).bytes
