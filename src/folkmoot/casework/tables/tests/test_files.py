"""The files of an edition: figures identical in page, workbook and CSV, and the workbook as the Analysis Function asks."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.casework.tables import files, operations, queries
from folkmoot.casework.tables.grid import Grid, grid_from
from folkmoot.casework.tables.tests import factories
from folkmoot.casework.tables.tests.factories import LATER, analyst, filled, fresh, published
from folkmoot.casework.tests.factories import analysis
from folkmoot.foundation.tables.reading import read_table

pytestmark = pytest.mark.django_db
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@pytest.fixture
def edition():
    return published(filled(analysis(), ("Ethnicity",), ("Sex",), ("Ethnicity", "Sex"), provisional=True))


def content_of(ods: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(ods)) as package:
        return ElementTree.fromstring(package.read("content.xml"))


def sheets_of(ods: bytes) -> dict[str, list[list[str]]]:
    found = {}
    for table in content_of(ods).iter(f"{TABLE}table"):
        rows = [[_text(cell) for cell in row.iter(f"{TABLE}table-cell")] for row in table.iter(f"{TABLE}table-row")]
        found[table.attrib[f"{TABLE}name"]] = rows
    return found


def _text(cell) -> str:
    return cell.attrib.get(f"{OFFICE}string-value") or "".join(cell.itertext())


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def numbers(texts) -> list[str]:
    """Every figure and symbol of a row, whatever stands around it, in order."""
    joined = " ".join(texts).replace(",", "").replace("\u2212", "-").replace("+", "")
    return [f"{float(one):.4f}" if one[0] != "[" else one for one in re.findall(r"\[\w+\]|-?\d+(?:\.\d+)?", joined)]


def test_workbook_csv_and_page_hold_the_same_figures(edition):
    grids = queries.grids_of(edition)
    sheets = sheets_of(files.as_ods(edition, grids))
    page = Client().get(reverse("fairness:edition", args=[edition.publication.slug, 1, 0]) + "?version=en")
    shown = page.context["tables"]
    assert len(grids) == 3
    for number, (grid, table) in enumerate(zip(grids, shown, strict=True), 1):
        sheet = sheets[f"Table {number}"]
        assert read_csv(files.as_csv(grid)) == sheet
        assert len(sheet) == len(table.rows) + 1
        for line, (names, cells) in zip(sheet[1:], table.rows, strict=True):
            assert line[: len(names)] == [one.words for one in names]
            on_page = numbers(one.words for one, _is_words in cells)
            in_file = numbers(line[len(names) :])
            assert _once(in_file) == _once(on_page)
            assert all(f">{one.words}<" in page.text or one.words in page.text for one, _is_words in cells)


def _once(figures):
    """A withheld or undefined figure stands once on a page and at each of its ends in a file."""
    return [one for place, one in enumerate(figures) if not (one.startswith("[") and place and figures[place - 1] == one)]


def test_the_comparison_of_files_sees_a_figure_that_is_not_the_same(edition):
    grid = queries.grids_of(edition)[0]
    plain = grid.plain()
    plain["lines"][0]["cells"][0] += 1
    assert read_csv(files.as_csv(grid_from(plain))) != read_csv(files.as_csv(grid))


def test_the_workbook_is_accessible(edition):
    """Analysis Function: cover, contents, notes; one table a sheet from the first cell, one heading row, nothing merged, nothing blank."""
    ods = files.as_ods(edition, queries.grids_of(edition))
    sheets = sheets_of(ods)
    assert list(sheets)[:4] == ["Cover", "Contents", "Notes", "What was found"]
    content = content_of(ods)
    for spanning in ("number-columns-spanned", "number-rows-spanned", "number-rows-repeated"):
        assert not [cell for cell in content.iter() if f"{TABLE}{spanning}" in cell.attrib]
    assert not list(content.iter(f"{TABLE}covered-table-cell"))
    for name, table in zip(sheets, content.iter(f"{TABLE}table"), strict=True):
        assert len(list(table.iter(f"{TABLE}table-header-rows"))) == 1
        rows = sheets[name]
        assert len({len(row) for row in rows}) == 1
        assert all(cell.strip() for row in rows for cell in row), name
        assert len(set(rows[0])) == len(rows[0]), "every heading is its own"
        assert len(rows) > 1
    listed = {row[0] for row in sheets["Contents"][1:]}
    assert listed == set(sheets) - {"Contents"}
    used = {cell for name, rows in sheets.items() if name.startswith("Table") for row in rows for cell in row if cell.startswith("[")}
    told = {row[1] for row in sheets["Notes"]}
    assert {symbol for cell in used for symbol in re.findall(r"\[\w+\]", cell)} <= told
    with zipfile.ZipFile(io.BytesIO(ods)) as package:
        meta = package.read("meta.xml").decode()
    assert "edition 1.0" in meta
    assert "en-GB" in meta
    cover = {row[0]: row[1] for row in sheets["Cover"]}
    assert "not official statistics" in cover["Status"]
    assert cover["Data as of"] == "30 June 2025"


def test_the_workbook_can_be_read_back_by_the_products_own_reader(edition, tmp_path):
    grids = queries.grids_of(edition)
    (tmp_path / "tables.ods").write_bytes(files.as_ods(edition, grids))
    found = read_table(tmp_path / "tables.ods", sheet="Table 1")
    assert found.columns[0] == "Ethnicity"
    assert len(found.rows) == len(grids[0].lines)


def test_numbers_are_numbers_and_provisional_ones_are_marked(edition):
    ods = files.as_ods(edition, queries.grids_of(edition))
    tables = list(content_of(ods).iter(f"{TABLE}table"))
    kinds = {cell.attrib.get(f"{OFFICE}value-type") for cell in tables[4].iter(f"{TABLE}table-cell")}
    assert "float" in kinds
    marks = {row[-1] for row in sheets_of(ods)["Table 1"][1:]}
    assert marks == {"[p]"}


def test_the_files_say_what_was_corrected(edition):
    second = operations.next_edition(
        by=analyst(), at=LATER, edition=edition, minor=True, mistake=True, changes="The source was named wrongly on the cover."
    )
    held = published(fresh(second))
    cover = {row[0]: row[1] for row in sheets_of(files.as_ods(held, queries.grids_of(held)))["Cover"]}
    assert cover["Correction"].startswith("This edition corrects a mistake in edition 1.0")


def test_the_same_edition_gives_the_same_bytes_and_the_zip_holds_every_table(edition):
    grids = queries.grids_of(edition)
    assert files.as_ods(edition, grids) == files.as_ods(edition, grids)
    with zipfile.ZipFile(io.BytesIO(files.as_zip(edition, grids))) as package:
        assert package.namelist() == ["cover.csv", "notes.csv", "what-was-found.csv", "table-1.csv", "table-2.csv", "table-3.csv"]
        assert package.read("table-1.csv") == files.as_csv(grids[0])


def test_a_grid_is_the_same_after_it_was_kept(edition):
    grid = queries.grids_of(edition)[0]
    assert isinstance(grid, Grid)
    assert grid_from(grid.plain()) == grid
    assert factories.ABOUT
