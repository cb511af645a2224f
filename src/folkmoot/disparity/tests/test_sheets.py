"""The workbook and the long table, read back with other programs' readers."""

import csv
import io
import math
import re

import pytest
import python_calamine

from folkmoot.disparity.flat import figures_of
from folkmoot.disparity.headings import FORMS, HEADINGS, PART_TITLES
from folkmoot.disparity.pieces import LABELS, PLACES, pieces_of
from folkmoot.disparity.sheets import CSV_COLUMNS, as_csv, as_ods
from folkmoot.disparity.tests import factories
from folkmoot.disparity.words import cleaned

MAKERS = [factories.rich, factories.plain, factories.empty]


def read(document, **over):
    workbook = python_calamine.load_workbook(io.BytesIO(as_ods(document, **over)))
    return {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names}


def sheet_of(sheets, title):
    (name,) = [row[0] for row in sheets["Contents"][1:] if row[1] == title]
    return sheets[name]


def rows_of(sheets, title):
    heading, *rows = sheet_of(sheets, title)
    return [dict(zip(heading, row, strict=True)) for row in rows]


@pytest.mark.parametrize("make", MAKERS)
def test_cover_contents_notes_then_one_table_a_sheet(make):
    sheets = read(make())
    names = list(sheets)
    assert names[:4] == ["Cover", "Contents", "Notes", "What was found"]
    assert names[4:] == [f"Table {number}" for number in range(1, len(names) - 3)]
    assert sorted(row[0] for row in sheets["Contents"][1:]) == sorted(set(names) - {"Contents"})


@pytest.mark.parametrize("make", MAKERS)
def test_no_cell_is_blank_and_headings_are_unique(make):
    for name, rows in read(make()).items():
        assert len(rows) > 1, name
        assert all(cell not in ("", None) for row in rows for cell in row), name
        assert len(set(rows[0])) == len(rows[0]), name


def test_notes_explain_every_symbol_that_is_used():
    sheets = read(factories.rich())
    explained = {row[0] for row in sheets["Notes"]}
    assert {"[c]", "[x]", "[z]", "[low]", "[u]"} <= explained
    used = {cell for rows in sheets.values() for row in rows for cell in row if re.fullmatch(r"\[\w+\]", str(cell))}
    assert {"[c]", "[x]", "[z]", "[low]", "[u]"} == used
    assert ["Note 1", factories.CAVEAT] in sheets["Notes"]


def test_figures_are_numbers_rounded_and_withheld_ones_are_not():
    rows = rows_of(read(factories.rich()), "Groups compared")
    black = next(row for row in rows if row["Group"] == "Black")
    assert (black["At risk"], black["Rate (%)"], black["Gap (percentage points)"], black["Gap (percentage points): low end"]) == (
        1200, 76.2, 6.6, 3.8,
    )  # fmt: skip
    assert black["Gap after adjustment (percentage points)"] == 3.1
    assert (black["Finding"], black["p"]) == ("needs review", "[low]")
    arab = next(row for row in rows if row["Group"] == "Arab")
    assert {arab[name] for name in ("At risk", "With the outcome", "Rate (%)", "Rate (%): low end", "Relative rate")} == {"[c]"}
    few = next(row for row in rows if row["Group"].startswith("Gypsy"))
    assert (few["Reliability"], few["Gap (percentage points): high end"]) == ("[u]", "no limit")
    assert black["Reliability"] == "as shown"


def test_the_cover_gives_the_answer_and_where_it_came_from():
    cover = read(factories.rich())["Cover"]
    assert ["Rows in the files", "10,000"] in cover
    assert any(row[1] == "cases-2023.parquet, SHA-256 " + "ab" * 32 for row in cover)
    assert any("Needs review: “charged” by ethnicity, compared with White: Black" in row[1] for row in cover)
    off = factories.plain()
    off["disclosure"]["off"] = True
    assert ["Warning", "Not for release: small numbers are not withheld here."] in read(off)["Cover"]


def test_the_workbook_speaks_the_language_asked_for():
    sheets = read(factories.plain(), translate=lambda phrase: {"Cover": "Clawr", "Group": "Grŵp"}.get(phrase, phrase), lang="cy")
    assert next(iter(sheets)) == "Clawr"
    assert "Grŵp" in sheet_of(sheets, "Groups compared")[0]


def long_table(document):
    text = as_csv(document)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return rows[0], rows[1:]


@pytest.mark.parametrize("make", MAKERS)
def test_the_long_table_has_every_figure_of_every_piece(make):
    heading, rows = long_table(make())
    assert tuple(heading) == CSV_COLUMNS
    assert all(len(row) == len(heading) and all(row) for row in rows)
    found = {(*row[: len(PLACES)], row[7]): row[8:] for row in rows}
    for piece in pieces_of(make()):
        places = tuple(piece.places.get(place, "[z]") for place in PLACES)
        for figure in figures_of(piece.item, LABELS):
            value, low, high = found[(*places, figure.name)]
            for written, meant in ((value, figure.value), (low, figure.low), (high, figure.high)):
                is_number = isinstance(meant, int | float)
                assert math.isclose(float(written), meant, rel_tol=1e-12) if is_number else written == (meant or "[z]")


def test_the_long_table_is_exact_and_on_the_scale_of_the_document():
    _, rows = long_table(factories.rich())
    black = {row[7]: row[8:] for row in rows if row[:4] == ["groups", "charged", "ethnicity", "Black"]}
    assert black["difference"] == ["0.066", "0.038", "0.092"]
    assert black["adjusted.average_marginal_effect"] == ["0.031", "0.002", "0.06"]
    assert black["missing_bounds.relative_rate"] == ["[z]", "0.93", "1.16"]
    assert black["verdict"] == ["difference found", "[z]", "[z]"]


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@x", "\t=1", "＝1"])
def test_no_name_is_run_by_a_spreadsheet(name):
    document = factories.plain()
    document["stages"][0]["characteristics"][0]["groups"][1]["group"] = name
    document["stages"][0]["name"] = name
    _, rows = long_table(document)
    cells = {cell for row in rows for cell in row}
    assert "'" + cleaned(name) in cells or cleaned(name)[0] == "\ufffd"
    assert not [cell for row in rows for cell in row[: len(PLACES)] if cell[0] in "=+-@\t＝"]


def test_every_column_and_part_of_the_workbook_has_words_of_its_own():
    for make in MAKERS:
        for piece in pieces_of(make()):
            assert piece.places["part"] in PART_TITLES
            for figure in figures_of(piece.item, LABELS):
                assert figure.name in HEADINGS
    assert set(PLACES[1:]) <= set(HEADINGS)
    known = {name.rpartition(".")[2] for name in HEADINGS}
    assert set(FORMS) <= known
