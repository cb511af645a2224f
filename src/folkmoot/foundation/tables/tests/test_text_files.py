import pytest

from folkmoot.foundation.tables.reading import read_table, read_top
from folkmoot.foundation.tables.table import Limits, Row, TableError
from folkmoot.foundation.tables.tests.making import save

WELSH = "Enw,Tref\r\nSiân Gŵyr,Tŷ Ddewi\r\n"


def read(folder, content, **options):
    return read_table(save(folder, content), **options)


def refusal(folder, content, **options):
    with pytest.raises(TableError) as caught:
        read(folder, content, **options)
    return caught.value


@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_unicode_encodings(tmp_path, encoding, mark, named):
    table = read(tmp_path, mark + WELSH.encode(encoding))
    assert table.columns == ("Enw", "Tref")
    assert table.rows == (Row(2, ("Siân Gŵyr", "Tŷ Ddewi")),)
    assert (table.encoding, table.delimiter, table.notes) == (named, ",", ())


@pytest.mark.parametrize(
    ("content", "encoding", "value"),
    [
        ("Name\nSiân – café".encode("cp1252"), "cp1252", "Siân – café"),
        (b"Name\nSi\xe2n \x81", "latin-1", "Siân \x81"),
    ],
)
def test_older_encodings_are_read_and_said_to_be_a_guess(tmp_path, content, encoding, value):
    table = read(tmp_path, content)
    assert (table.encoding, table.rows[0].values) == (encoding, (value,))
    assert encoding in table.notes[0]


@pytest.mark.parametrize(
    "words",
    [
        "Siân Gwŷr café naïve".replace("ŷ", "y"), "José Ñuñez São Paulo", "£1,234.50 “said” – so…", "RHÔNE JOSÉ ÉTÉ", "020\u00a07946 Zoë",
        "O’Brien’s façade",
    ],
)  # fmt: skip
def test_a_file_written_on_a_mac_is_told_from_one_written_on_windows(tmp_path, words):
    """The control: read as Windows-1252, “Café” would be “CafŽ”."""
    for encoding, named in (("mac_roman", "mac-roman"), ("cp1252", "cp1252")):
        table = read(tmp_path, f"Name;Caf\u00e9\nAnn;{words}\n".encode(encoding))
        assert (table.columns, table.rows[0].values, table.encoding) == (("Name", "Café"), ("Ann", words), named)
        assert named in table.notes[0]


def test_cells_in_apostrophes(tmp_path):
    table = read(tmp_path, "'Name','Note'\n'Ann','a, b'\n'','it''s'\n")
    assert table.columns == ("Name", "Note")
    assert [row.values for row in table.rows] == [("Ann", "a, b"), ("", "it's")]
    assert table.notes == ("Apostrophes around the cells were taken for quotation marks.",)
    assert read(tmp_path, "Name,Note\n'Ann',x\n").rows[0].values == ("'Ann'", "x")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_space_between_a_separator_and_a_quotation_mark(tmp_path, delimiter):
    """The control: were the space part of the cell, so were the quotation marks, and what stands between two would be two cells."""
    table = read(tmp_path, f'Name{delimiter} "Note"\nAnn{delimiter} "a{delimiter} b"\n')
    assert (table.columns, table.rows[0].values) == (("Name", "Note"), ("Ann", f"a{delimiter} b"))
    assert "Spaces" in table.notes[0]
    assert read(tmp_path, f'Name{delimiter}Note\n"a{delimiter} "{delimiter} b\n').rows[0].values == (f"a{delimiter} ", " b")


def test_mostly_utf8_with_a_broken_letter_is_refused_rather_than_garbled(tmp_path):
    error = refusal(tmp_path, "Name\nSiân\nGŵyr\n".encode() + b"Caf\xe9\n")
    assert (error.row, error.file) == (4, "people.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators(tmp_path, delimiter):
    rows = [["Name", "Note"], ["Ann", f"a{delimiter}b"], ["Bob", "1,5;2|3"]]
    content = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    table = read(tmp_path, content)
    assert table.delimiter == delimiter
    assert [row.values for row in table.rows] == [tuple(row) for row in rows[1:]]


def test_a_decimal_comma_does_not_win_over_the_semicolon(tmp_path):
    table = read(tmp_path, "Area, name;Rate\nGwent;1,5\nKent;2,5\n")
    assert table.columns == ("Area, name", "Rate")


def test_a_stated_separator_is_believed_and_keeps_row_numbers(tmp_path):
    table = read(tmp_path, "sep=;\r\na;b\r\n1;2\r\n")
    assert (table.columns, table.rows, table.header_row) == (("a", "b"), (Row(3, ("1", "2")),), 2)


def test_quotes_and_line_breaks_within_cells(tmp_path):
    table = read(tmp_path, 'Name,Note\r\n"Ann ""A"" Lee","one\r\ntwo"\r\nBob,\r\n')
    assert table.rows == (Row(2, ('Ann "A" Lee', "one\r\ntwo")), Row(3, ("Bob", "")))


def test_values_stay_as_they_are_written(tmp_path):
    table = read(tmp_path, "a,b,c,d\n007,1.50,=1+1, x \n")
    assert table.rows[0].values == ("007", "1.50", "=1+1", " x ")


def test_the_mark_of_an_exported_formula_is_taken_off(tmp_path):
    table = read(tmp_path, "'=a,b\n'=1+1,'tis\n")
    assert table.columns == ("=a", "b")
    assert table.rows[0].values == ("=1+1", "'tis")


def test_empty_rows_are_left_out_and_numbers_kept(tmp_path):
    table = read(tmp_path, "\n\na,b\n1,2\n\n,\n3,4\n\n")
    assert [(row.number, row.values) for row in table.rows] == [(4, ("1", "2")), (7, ("3", "4"))]
    assert table.header_row == 3
    assert table.notes == ("The headings were taken from row 3; the rows above it were left out.", "2 empty rows were left out.")


def test_the_row_of_headings_can_be_chosen(tmp_path):
    content = "Monthly return\nPrepared by: A; B\n\na,b\n1,2\n"
    table = read(tmp_path, content, header_row=4)
    assert (table.columns, table.rows) == (("a", "b"), (Row(5, ("1", "2")),))
    assert refusal(tmp_path, content).row == 4
    assert "row 99" in str(refusal(tmp_path, content, header_row=99))


@pytest.mark.parametrize("row", ["1", "1,2,3", "1,2,"])
def test_a_row_of_another_length_is_refused_and_named(tmp_path, row):
    error = refusal(tmp_path, f"a,b\n1,2\n{row}\n", name="list.csv")
    assert error.row == 3
    assert str(error).startswith("list.csv, row 3: this row has ")


@pytest.mark.parametrize(("headings", "column"), [("a,,b", "B"), ("a,b,A ", "C (A)"), ("a, ,b", "B"), ('"x y","x\ny",z', "B (x y)")])
def test_empty_or_repeated_headings_are_refused_by_column(tmp_path, headings, column):
    error = refusal(tmp_path, f"{headings}\n1,2,3\n")
    assert (error.row, error.column) == (1, column)
    assert f"column {column}" in str(error)


def test_published_tables_may_have_their_nameless_columns_named(tmp_path):
    table = read(tmp_path, ",n,n\nKent,1,2\n", name_headings=True)
    assert table.columns == ("Column A", "n", "n (column C)")
    assert len(table.notes) == 1


def test_trailing_columns_without_heading_may_be_empty_but_not_filled(tmp_path):
    assert read(tmp_path, "a,b,,\n1,2,,\n").rows == (Row(2, ("1", "2")),)
    error = refusal(tmp_path, "a,b,,\n1,2,,x\n")
    assert (error.row, error.column) == (2, "D")


@pytest.mark.parametrize("content", ['a,b\n1,"2\n3,4\n', 'a,b\n1,"2"x\n'])
def test_a_quotation_mark_out_of_place_is_refused(tmp_path, content):
    assert refusal(tmp_path, content).row == 2


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n", b"\0\0"])
def test_an_empty_file_is_refused(tmp_path, content):
    assert refusal(tmp_path, content).problem == "this file is empty."


def test_nul_is_refused_with_its_row(tmp_path):
    error = refusal(tmp_path, b"name,town\nann\0,kent\n" + b"x,y\n" * 20)
    assert (error.row, "NUL" in error.why) == (2, True)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n....",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"<!DOCTYPE html><table>",
        b"\xef\xbb\xbf \n<html>",
        b"<?xml version='1.0'?><a/>",
        b'{"a": [1, 2]}',
        b"[" * 100_000,
        b"\x1f\x8b\x08",
        b"\x01\x02\x03\x04\x05\x06\x07" * 60,
    ],
)
def test_other_things_under_the_name_of_a_table_are_refused(tmp_path, content):
    assert refusal(tmp_path, content).problem == "this file is not a table."


def test_spreadsheet_errors_are_kept_and_noted(tmp_path):
    table = read(tmp_path, "a,b\n#N/A,1\n#REF!,2\n")
    assert table.rows[0].values == ("#N/A", "1")
    assert table.notes == ("2 cells show a spreadsheet error, kept as text; the first is #N/A in row 2, column A (a).",)


def test_headings_alone_make_a_table_of_no_rows(tmp_path):
    table = read(tmp_path, "a,b\n")
    assert (table.rows, table.notes) == ((), ("There are no rows below the headings.",))


def test_columns_can_be_named_as_a_person_finds_them(tmp_path):
    table = read(tmp_path, "a,Post\ncode\n1\n".replace("Post\ncode", '"Post\ncode"').replace("\n1\n", "\n1,2\n"))
    assert table.place_of("Post\ncode") == "B (Post code)"


def test_a_text_file_has_no_sheets(tmp_path):
    assert "sheet" in refusal(tmp_path, "a\n1\n", sheet="People").problem


def test_the_top_is_shown_as_it_stands(tmp_path):
    top = read_top(save(tmp_path, "Title\n\na,b\n1,2,3\n"), rows=3)
    assert [(row.number, row.values) for row in top.rows] == [(1, ("Title",)), (2, ()), (3, ("a", "b"))]


def test_missing_files_and_folders_are_refused(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(TableError) as caught:
            read_table(path)
        assert caught.value.file == path.name


def test_a_pipe_does_not_hang(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(TableError, match=r"pipe\.csv: this is not a file"):
        read_table(tmp_path / "pipe.csv")


def test_the_limits_can_be_raised(tmp_path):
    content = "a\n" + "x\n" * 11
    assert "more than 10 rows" in str(refusal(tmp_path, content, limits=Limits(rows=10)))
    assert len(read(tmp_path, content, limits=Limits(rows=11)).rows) == 11
