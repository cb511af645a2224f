import datetime as dt

import pytest

from folkmoot.foundation.tables.reading import read_table, read_top
from folkmoot.foundation.tables.table import Row, TableError
from folkmoot.foundation.tables.tests.making import Member, ods, ods_row, ods_text, raw_zip, save, sheet_row, xlsx_parts, zipped
from folkmoot.foundation.tables.workbook import as_text


def read(folder, content, **options):
    return read_table(save(folder, content, "people.xlsx"), **options)


def refusal(folder, content, **options):
    with pytest.raises(TableError) as caught:
        read(folder, content, **options)
    return caught.value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (9007199254740991.0, "9007199254740991"),
        (1e20, "100000000000000000000"),
        (True, "yes"),
        (False, "no"),
        (dt.date(2024, 2, 29), "2024-02-29"),
        (dt.datetime.fromisoformat("2024-02-29"), "2024-02-29"),
        (dt.datetime.fromisoformat("2024-02-29T10:05"), "2024-02-29 10:05:00"),
        (dt.time(10, 5), "10:05:00"),
        (dt.timedelta(hours=30, minutes=5), "30:05:00"),
        (dt.timedelta(minutes=-5), "-0:05:00"),
        ("007", "007"),
    ],
)
def test_cells_as_a_person_sees_them(value, text):
    assert as_text(value) == text


def test_text_that_looks_like_a_number_or_formula_stays_text(tmp_path):
    table = read(tmp_path, zipped(xlsx_parts(sheet_row(1, "ref", "say") + sheet_row(2, "007", "'=1+1"))))
    assert table.rows == (Row(2, ("007", "'=1+1")),)
    assert (table.sheet, table.sheets, table.encoding, table.delimiter) == ("People", ("People",), "", "")


def test_a_formula_gives_its_saved_value_and_a_note(tmp_path):
    rows = sheet_row(1, "a") + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
    table = read(tmp_path, zipped(xlsx_parts(rows)))
    assert table.rows[0].values == ("2",)
    assert table.notes == ("This workbook holds formulas: they were read as their last saved value.",)


def test_error_cells_keep_their_text(tmp_path):
    rows = sheet_row(1, "a") + '<row r="2"><c r="A2" t="e"><v>#DIV/0!</v></c></row>'
    table = read(tmp_path, zipped(xlsx_parts(rows)))
    assert table.rows[0].values == ("#DIV/0!",)
    assert "#DIV/0! in row 2, column A (a)" in table.notes[0]


def test_error_cells_of_opendocument_keep_their_text(tmp_path):
    libre = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    libre += 'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    older = libre.replace('office:value-type="string" office:string-value=""', 'office:value-type="float" office:value="0"')
    table = read(tmp_path, ods(ods_row(ods_text("a"), ods_text("b")) + ods_row(libre, older)))
    assert table.rows[0].values == ("#DIV/0!", "#DIV/0!")


def test_tabs_and_line_breaks_of_opendocument_are_kept(tmp_path):
    cell = ods_text('a<text:tab/>b<text:line-break/>c<text:s text:c="3"/>d')
    table = read(tmp_path, ods(ods_row(ods_text("h")) + ods_row(cell)))
    assert table.rows[0].values == ("a\tb\nc   d",)


def test_sheets_are_listed_chosen_and_refused_by_name(tmp_path):
    content = zipped(xlsx_parts("", more_sheets={"Second": sheet_row(1, "x") + sheet_row(2, "1")}))
    table = read(tmp_path, content)
    assert (table.sheet, table.sheets, table.columns) == ("Second", ("People", "Second"), ("x",))
    assert table.notes == ("The workbook has 2 sheets; “Second” was read.",)
    assert refusal(tmp_path, content, sheet="People").sheet == "People"
    assert "“People”, “Second”" in str(refusal(tmp_path, content, sheet="Third"))
    assert "no sheet called" in str(refusal(tmp_path, content, sheet="x" * 500_000))


def test_hidden_sheets_are_not_read(tmp_path):
    content = zipped(xlsx_parts(sheet_row(1, "a"), more_sheets={"Secret": sheet_row(1, "s")}, state=' state="hidden"'))
    assert read(tmp_path, content).notes[0] == "1 hidden sheet was not read."
    assert "hidden" in refusal(tmp_path, content, sheet="Secret").problem


def test_the_table_may_start_anywhere_and_places_stay_true(tmp_path):
    rows = '<row r="4"><c r="C4" t="str"><v>a</v></c><c r="D4" t="str"><v>b</v></c></row>'
    rows += '<row r="6"><c r="C6"><v>1</v></c></row>'
    table = read(tmp_path, zipped(xlsx_parts(rows)))
    assert (table.header_row, table.first_column, table.place_of("b")) == (4, 3, "D (b)")
    assert table.rows == (Row(6, ("1", "")),)


def test_a_value_outside_the_table_is_refused_by_cell(tmp_path):
    error = refusal(tmp_path, zipped(xlsx_parts(sheet_row(1, "a") + sheet_row(2, "1", "stray"))))
    assert (error.sheet, error.row, error.column) == ("People", 2, "B")


def test_the_top_of_a_sheet_is_shown_for_choosing(tmp_path):
    content = zipped(xlsx_parts(sheet_row(1, "Title") + sheet_row(3, "a", "b"), more_sheets={"Other": sheet_row(1, "x")}))
    top = read_top(save(tmp_path, content, "people.xlsx"))
    assert (top.sheet, top.sheets, [row.number for row in top.rows]) == ("People", ("People", "Other"), [1, 2, 3])
    assert top.rows[2].values == ("a", "b")


def test_passwords_are_recognised(tmp_path):
    part = Member("xl/workbook.xml", b"x" * 12, 12, flags=1)
    assert "password" in refusal(tmp_path, raw_zip([part])).problem
    encrypted = ods(ods_row(ods_text("a")), "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")
    assert "password" in refusal(tmp_path, encrypted).problem
    package = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refusal(tmp_path, package).problem


@pytest.mark.parametrize(
    "parts",
    [{"word/document.xml": "<a/>"}, {"ppt/presentation.xml": "<a/>"}, {"photos/me.jpg": "x"}, {}],
)
def test_other_archives_are_refused(tmp_path, parts):
    assert "not a table" in refusal(tmp_path, zipped(parts)).problem


def test_an_office_document_that_is_no_workbook_is_refused(tmp_path):
    document = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le")
    assert "not a table" in refusal(tmp_path, document).problem


@pytest.mark.parametrize("cut", [10, 100, 500, -30])
def test_a_file_cut_short_is_refused(tmp_path, cut):
    assert refusal(tmp_path, zipped(xlsx_parts(sheet_row(1, "a")))[:cut]).file == "people.xlsx"


def test_a_part_that_fails_its_check_sum_is_refused(tmp_path):
    whole = bytearray(zipped(xlsx_parts(sheet_row(1, "a"))))
    place = whole.index(b"PK\x01\x02")
    whole[place + 16] ^= 0xFF
    assert "check sum" in refusal(tmp_path, bytes(whole)).why


def test_the_kind_is_judged_by_content_not_by_name(tmp_path):
    workbook = save(tmp_path, zipped(xlsx_parts(sheet_row(1, "a") + sheet_row(2, "1"))), "people.csv")
    assert read_table(workbook).sheet == "People"
    text = save(tmp_path, "a\n1\n", "people.xls")
    assert read_table(text).encoding == "utf-8"
