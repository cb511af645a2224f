import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import MIMETYPE, write_ods
from folkmoot.foundation.tables.reading import read_table
from folkmoot.foundation.tables.sheets import Sheet, safe_titles
from folkmoot.foundation.tables.table import TableError
from folkmoot.foundation.tables.tests.making import save
from folkmoot.foundation.tables.xlsx_writer import write_xlsx

COLUMNS = ("=Name", "Number", "Day")
ROWS = [
    ("=1+1", -5, dt.date(2024, 2, 29)),
    ("+44 20", Decimal("-0.10"), dt.datetime.fromisoformat("2024-02-29T10:05")),
    ("@SUM(A1)", 2.5, None),
    ("\t=1", True, dt.date(1850, 1, 1)),
    ("-2+3", 12345678901234567890, dt.datetime.fromisoformat("2024-03-01")),
    ("＝１", 10**14, "-"),
]
READ = [
    ("=1+1", "-5", "2024-02-29"),
    ("+44 20", "-0.1", "2024-02-29 10:05:00"),
    ("@SUM(A1)", "2.5", ""),
    ("\t=1", "yes", "1850-01-01"),
    ("-2+3", "12345678901234567890", "2024-03-01"),
    ("＝１", "100000000000000", "-"),
]


def sheets():
    return [Sheet("=People", COLUMNS, ROWS, ("Counts under 10 are not shown.",)), Sheet("=people", ("a",), [])]


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def test_csv_protects_text_and_leaves_numbers_and_dates():
    content = write_csv(COLUMNS, ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    written = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert written[0] == ["'=Name", "Number", "Day"]
    assert written[1] == ["'=1+1", "-5", "2024-02-29"]
    assert [row[0][0] for row in written[1:]] == ["'"] * 6
    assert written[6][2] == "'-"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", lambda: write_csv(COLUMNS, ROWS)),
        ("a.xlsx", lambda: write_xlsx(sheets(), "People", "en-GB")),
        ("a.ods", lambda: write_ods(sheets(), "People", "cy")),
    ],
)
def test_what_was_written_is_read_back(tmp_path, name, content):
    table = read_table(save(tmp_path, content(), name))
    assert table.columns == COLUMNS
    decimal = "-0.10" if name == "a.csv" else "-0.1"
    assert [row.values for row in table.rows] == [tuple(decimal if value == "-0.1" else value for value in row) for row in READ]


def test_xlsx_holds_no_formula_and_types_its_cells():
    content = write_xlsx(sheets(), "Titl & <co>", "cy")
    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert "<f" not in sheet
    kinds = {cell.get("r"): cell.get("t", "n") for cell in ElementTree.fromstring(sheet).iter() if cell.tag.endswith("}c")}
    assert {kinds[f"A{row}"] for row in range(1, 8)} == {"s"}
    assert (kinds["B2"], kinds["B3"], kinds["B4"], kinds["B5"], kinds["B6"]) == ("n", "n", "n", "b", "s")
    assert (kinds["C2"], kinds["C3"], kinds["C5"]) == ("n", "n", "s")


def test_xlsx_states_title_and_language_and_names_its_sheets():
    content = write_xlsx(sheets(), "Titl & <co>", "cy")
    core = ElementTree.fromstring(part(content, "docProps/core.xml"))
    values = {element.tag.split("}")[1]: element.text for element in core}
    assert (values["title"], values["language"]) == ("Titl & <co>", "cy")
    book = ElementTree.fromstring(part(content, "xl/workbook.xml"))
    assert [element.get("name") for element in book.iter() if element.tag.endswith("}sheet")] == ["People", "people (2)", "Nodiadau"]


def test_ods_states_its_kind_first_and_stored():
    with zipfile.ZipFile(io.BytesIO(write_ods(sheets(), "People", "cy"))) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type, package.read(first).decode()) == ("mimetype", zipfile.ZIP_STORED, MIMETYPE)
        listed = ElementTree.fromstring(package.read("META-INF/manifest.xml"))
        names = {value for entry in listed for key, value in entry.attrib.items() if key.endswith("full-path")}
        assert names == {"/", "content.xml", "styles.xml", "meta.xml"}
        for name in names - {"/"}:
            root = ElementTree.fromstring(package.read(name))
            assert root.get("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}version") == "1.3"


def test_ods_holds_no_formula_and_types_its_cells():
    content = part(write_ods(sheets(), "People", "cy"), "content.xml")
    assert "formula" not in content
    assert 'office:value-type="float" office:value="-5"' in content
    assert 'office:value-type="date" office:date-value="2024-02-29T10:05:00"' in content
    assert 'office:value-type="boolean" office:boolean-value="true"' in content
    assert "<dc:language>cy</dc:language>" in part(write_ods(sheets(), "People", "cy"), "meta.xml")


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_notes_stand_on_a_sheet_of_their_own(tmp_path, write):
    path = save(tmp_path, write(sheets(), "People", "en-GB"), "a.bin")
    notes = read_table(path, sheet="Notes")
    assert notes.columns == ("Sheet", "Note")
    assert notes.rows[0].values == ("=People", "Counts under 10 are not shown.")


def test_titles_are_made_safe_and_unique():
    titles = ["=cmd", "  +x", "a/b:c", "'q'", "", "History", "A" * 40, "a" * 31, "-@\0=\t", "＝x", '"\u202e=y']
    assert safe_titles([Sheet(title, (), []) for title in titles]) == [
        "cmd",
        "x",
        "a b c",
        "q",
        "Sheet 5",
        "History sheet",
        "A" * 31,
        "a" * 26 + " (2)",
        "Sheet 9",
        "x (2)",
        "y",
    ]


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_text_too_long_for_a_cell_is_refused_by_place(write):
    with pytest.raises(TableError) as caught:
        write([Sheet("S", ("a", "b"), [("1", "x" * 32_768)])], "t", "en")
    assert (caught.value.sheet, caught.value.row, caught.value.column) == ("S", 2, "B (b)")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_numbers_that_are_none_are_refused(value):
    with pytest.raises(ValueError, match="not a number"):
        write_csv(("a",), [(value,)])


def test_a_ragged_row_is_refused():
    with pytest.raises(ValueError, match="row 3"):
        write_csv(("a", "b"), [(1, 2), (1,)])


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_an_empty_sheet_is_a_valid_document(tmp_path, write):
    content = write([Sheet("S", ("a",), [])], "t", "en")
    assert read_table(save(tmp_path, content, "a.bin")).columns == ("a",)
