"""Files built to harm are refused in words; with the limit lifted the same file is not, so each check is seen to hold."""

import zlib
from dataclasses import replace

import pytest

from folkmoot.foundation.tables.reading import read_table
from folkmoot.foundation.tables.table import Limits, TableError
from folkmoot.foundation.tables.tests.making import (
    MEGABYTE,
    Member,
    growing,
    member,
    ods,
    ods_row,
    ods_text,
    raw_zip,
    save,
    sheet_row,
    with_member,
    xlsx_parts,
    zipped,
)

SHEET = "xl/worksheets/sheet1.xml"


def outcome(folder, content, **lifted):
    """The words of the refusal, or "" when the file was read."""
    path = save(folder, content, "brought.xlsx")
    try:
        read_table(path, limits=replace(Limits(), **lifted))
    except TableError as error:
        refused = error
    else:
        return ""
    assert refused.file == "brought.xlsx"
    assert refused.do
    return str(refused)


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    content = b"a\n" + b"x\n" * MEGABYTE
    assert "too large" in outcome(tmp_path, content, file_bytes=MEGABYTE)
    assert "too large" not in outcome(tmp_path, content, file_bytes=3 * MEGABYTE)
    assert "too large" in outcome(tmp_path, b"a," * (10 * MEGABYTE + 1))


@pytest.mark.parametrize("claimed", [None, 1000, 0])
def test_a_workbook_that_unpacks_to_a_gigabyte_is_refused_whatever_its_directory_claims(tmp_path, claimed):
    bomb = growing(SHEET, b"<worksheet>", b" " * MEGABYTE, 1000, claimed)
    content = with_member(xlsx_parts(""), bomb)
    assert len(content) < 3 * MEGABYTE
    assert "too large once it is unpacked" in outcome(tmp_path, content)


def test_the_unpacked_limit_is_what_refuses(tmp_path):
    content = zipped(xlsx_parts(sheet_row(1, "a") + " " * (2 * MEGABYTE) + sheet_row(2, "1")))
    assert "too large once it is unpacked" in outcome(tmp_path, content, unzipped_bytes=MEGABYTE)
    assert outcome(tmp_path, content) == ""


def test_parts_that_share_one_body_are_counted_each(tmp_path):
    block = replace(growing("xl/media/0.xml", b"", b" " * MEGABYTE, 50, 1), check_sum=zlib.crc32(b" " * 50 * MEGABYTE))
    copies = [replace(block, name=f"xl/media/{number}.xml") for number in range(5)]
    assert "too large once it is unpacked" in outcome(tmp_path, with_member(xlsx_parts(sheet_row(1, "a")), *copies))
    assert outcome(tmp_path, with_member(xlsx_parts(sheet_row(1, "a")), *copies[:3])) == ""


def test_too_many_parts_are_refused(tmp_path):
    empty = [Member(f"xl/{number}.xml", b"", 0, method=0) for number in range(2500)]
    content = with_member(xlsx_parts(sheet_row(1, "a") + sheet_row(2, "1")), *empty)
    assert "too many parts" in outcome(tmp_path, content)
    assert outcome(tmp_path, content, members=3000) == ""


def test_a_directory_of_two_hundred_thousand_parts_is_refused_though_it_claims_few(tmp_path):
    entry = b"PK\x01\x02" + bytes(42) + b""
    content = b"PK\x03\x04" + bytes(26) + entry * 200_000 + b"PK\x05\x06" + bytes(18)
    assert "too many parts" in outcome(tmp_path, content)


def test_two_parts_of_one_name_are_refused(tmp_path):
    parts = [member("xl/workbook.xml", b"<a/>"), member("xl/workbook.xml", b"<b/>")]
    assert "same name" in outcome(tmp_path, raw_zip(parts))


def test_an_archive_within_an_archive_is_not_opened(tmp_path):
    inner = growing(SHEET, b"", b" " * MEGABYTE, 1000)
    content = with_member(xlsx_parts(sheet_row(1, "a") + sheet_row(2, "1")), member("xl/embeddings/inner.xlsx", raw_zip([inner])))
    assert outcome(tmp_path, content) == ""


def test_too_many_columns_are_refused(tmp_path):
    content = ",".join(f"c{number}" for number in range(16_384))
    assert "16,384 columns" in outcome(tmp_path, content)
    assert outcome(tmp_path, content, columns=16_384) == ""


def test_a_stray_value_in_the_last_column_is_refused(tmp_path):
    rows = sheet_row(1, "a") + '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>'
    assert "row 2, column XFD" in outcome(tmp_path, zipped(xlsx_parts(rows)))


def test_a_stray_value_in_the_last_cell_of_all_needs_too_much_memory_and_says_so(tmp_path):
    rows = sheet_row(1, "a") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "memory" in outcome(tmp_path, zipped(xlsx_parts(rows)))


def test_too_many_rows_are_refused(tmp_path):
    content = b"a\n" + b"x\n" * 100_001
    assert "row 100002: the table has more than 100,000 rows" in outcome(tmp_path, content)
    assert outcome(tmp_path, content, rows=100_001) == ""


def test_too_many_cells_are_refused(tmp_path):
    content = "a,b\n" + "1,2\n" * 60
    assert "more than 100 cells" in outcome(tmp_path, content, cells=100)
    assert outcome(tmp_path, content, cells=120) == ""


@pytest.mark.parametrize("where", ["text", "workbook"])
def test_a_cell_of_ten_million_characters_is_refused_by_place(tmp_path, where):
    long = "x" * 10_000_000
    content = f"a,b\n1,{long}\n" if where == "text" else zipped(xlsx_parts(sheet_row(1, "a", "b") + sheet_row(2, "1", long)))
    words = outcome(tmp_path, content)
    assert "row 2, column B (b): this cell holds 10,000,000 characters" in words
    assert outcome(tmp_path, content, cell_chars=10_000_000) == ""


def test_one_text_used_a_million_times_is_refused(tmp_path):
    repeated = ods_row(ods_text("x" * 2000), more=' table:number-rows-repeated="90000"')
    content = ods(ods_row(ods_text("a")) + repeated)
    assert len(content) < 10_000
    assert "too much text" in outcome(tmp_path, content, text_bytes=10 * MEGABYTE)
    assert outcome(tmp_path, content, text_bytes=300 * MEGABYTE) == ""


def test_memory_is_limited(tmp_path):
    repeated = ods_row(ods_text("x" * 1000), more=' table:number-rows-repeated="90000"')
    content = ods(ods_row(ods_text("a")) + repeated)
    assert "memory" in outcome(tmp_path, content, memory_bytes=120 * MEGABYTE)
    assert outcome(tmp_path, content) == ""


@pytest.mark.parametrize(("rows", "columns"), [(999_999_999, 999_999_999), (1_048_576, 1024), (999_999_999, 1)])
def test_repeated_rows_of_opendocument_are_refused(tmp_path, rows, columns):
    cell = ods_text("x", f' table:number-columns-repeated="{columns}"')
    content = ods(ods_row(ods_text("a")) + ods_row(cell, more=f' table:number-rows-repeated="{rows}"'))
    assert outcome(tmp_path, content)


@pytest.mark.parametrize("declaration", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>"])
def test_xml_that_declares_entities_is_refused(tmp_path, declaration):
    parts = xlsx_parts(sheet_row(1, "a"))
    content = zipped({**parts, SHEET: declaration + str(parts[SHEET])})
    assert "entities" in outcome(tmp_path, content)


def test_deeply_nested_xml_is_survived(tmp_path):
    content = zipped(xlsx_parts(sheet_row(1, "a") + sheet_row(2, "1") + "<x>" * 1_000_000 + "</x>" * 1_000_000))
    words = outcome(tmp_path, content)
    assert words == "" or "damaged" in words


def test_an_ordinary_large_table_is_read(tmp_path):
    line = ",".join(["Heddlu Gogledd Cymru"] * 10) + "\n"
    path = save(tmp_path, ",".join("abcdefghij") + "\n" + line * 80_000)
    assert len(read_table(path).rows) == 80_000
