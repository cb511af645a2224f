"""Any text goes out and comes back the same, and nothing that goes out can run."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.foundation.tables import child
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.formula_safety import starts_dangerously, storable
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.reading import read_table
from folkmoot.foundation.tables.sheets import Sheet
from folkmoot.foundation.tables.table import Limits
from folkmoot.foundation.tables.tests.making import save
from folkmoot.foundation.tables.xlsx_writer import write_xlsx

STARTS = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "\n", "＝", "'", "'=", "''-", " ", "_x000D_", "_x005F_", "&#10;", "007"])
TEXTS = st.builds(lambda start, rest: storable(start + rest), STARTS, st.text(max_size=40))
ROWS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=30)


def written(kind, columns, rows):
    if kind == "csv":
        return write_csv(columns, rows)
    write = write_xlsx if kind == "xlsx" else write_ods
    return write([Sheet("People", columns, rows)], "People", "en-GB")


def read_here(content):
    """Columns and rows as the separate process would answer, without starting one."""
    messages = list(child.answer(content, child.Wish(), Limits()))
    return messages[0]["table"]["columns"], [values for _, values in messages[1:-1]]


def line_ends(kind, text):
    return text.replace("\r\n", "\n").replace("\r", "\n") if kind == "ods" else text


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@settings(deadline=None, max_examples=60, database=None)
@given(rows=ROWS)
def test_any_text_comes_back(kind, rows):
    numbered = [(f"row {number}", *row) for number, row in enumerate(rows)]
    columns, values = read_here(written(kind, ("id", "a", "b"), numbered))
    assert columns == ("id", "a", "b")
    assert values == [tuple(line_ends(kind, text) for text in row) for row in numbered]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@settings(deadline=None, max_examples=60, database=None)
@given(heading=TEXTS.filter(str.strip))
def test_any_heading_comes_back(kind, heading):
    columns, _ = read_here(written(kind, ("some heading of ours", heading), [("1", "2")]))
    assert columns == ("some heading of ours", line_ends(kind, heading))


@settings(deadline=None, max_examples=60, database=None)
@given(rows=ROWS)
def test_no_cell_of_a_written_csv_can_run(rows):
    content = write_csv(("a", "b"), rows).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(content, newline="")):
        assert not any(starts_dangerously(cell) and not cell.startswith("'") for cell in row)


@settings(deadline=None, max_examples=100, database=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_refusal(content):
    try:
        columns, values = read_here(content)
    except child.TableError:
        return
    assert columns
    assert all(len(row) == len(columns) for row in values)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_naughty_strings_come_back(kind, shared_data, tmp_path):
    strings = [storable(text) for text in json.loads((shared_data / "hostile" / "blns.json").read_text("utf-8"))]
    assert len(strings) > 400
    rows = [(number, text) for number, text in enumerate(strings)]
    table = read_table(save(tmp_path, written(kind, ("id", "text"), rows), "naughty"))
    assert [row.values for row in table.rows] == [(str(number), line_ends(kind, text)) for number, text in rows]
