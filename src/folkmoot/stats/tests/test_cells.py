"""Counts held in columns: summed by fewer columns, whatever their number."""

import pytest

from folkmoot.stats.cells import cell_table
from folkmoot.stats.counts import Counts

CELLS = [(("A", "M"), 825, 512), (("A", "F"), 108, 89), (("B", "M"), 560, 353), (("B", None), 25, 17)]


def test_fewer_columns_sum_the_cells():
    table = cell_table(("dept", "sex"), CELLS, "admitted")
    assert table.counts(("sex",)).cells == {("M",): Counts(1385, 865), ("F",): Counts(108, 89), (None,): Counts(25, 17)}
    assert table.counts(()).cells == {(): Counts(1518, 971)}


def test_equal_combinations_stand_in_one_cell():
    table = cell_table(("sex",), [(("M",), 2, 1), (("M",), 3, 1), (("F",), 1, 0)])
    assert len(table.base) == 2
    assert table.counts(("sex",)).cells["M",] == Counts(5, 2)


def test_the_order_of_columns_is_the_order_asked_for():
    table = cell_table(("dept", "sex"), CELLS)
    assert table.by(("sex", "dept")).names == ("sex", "dept")
    assert table.counts(("sex", "dept")).cells["F", "A"] == Counts(108, 89)


def test_more_combinations_than_a_number_can_hold():
    columns = tuple(f"c{place}" for place in range(13))
    rows = [(tuple(str((row * (place + 1)) % 50) for place in range(13)), 1, 0) for row in range(200)]
    table = cell_table(columns, rows)
    assert int(table.base.sum()) == 200
    assert table.counts(("c0",)).total == Counts(200, 0)
    assert sorted(table.factor("c12").levels) == sorted({str((row * 13) % 50) for row in range(200)})


def test_counts_beyond_what_floating_point_can_hold_are_exact():
    large = 2**53 + 1
    table = cell_table(("a",), [(("x",), large, 1), (("x",), 1, 1)])
    assert table.counts(()).cells[()] == Counts(large + 1, 2)


def test_a_mask_keeps_cells_and_what_is_at_risk():
    table = cell_table(("dept", "sex"), CELLS)
    kept = table.only(table.base > 100)
    assert kept.eligible == 825 + 108 + 560
    assert int(kept.with_outcome.sum()) == 512 + 89 + 353


def test_an_unknown_column_is_named():
    with pytest.raises(KeyError, match="age"):
        cell_table(("dept", "sex"), CELLS).by(("age",))
