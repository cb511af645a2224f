"""Lists as people have them: workbooks, titles above the headings, and what spreadsheets do to references."""

import pytest

from folkmoot.engines.errors import ColumnNotFound
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Sheet
from folkmoot.foundation.tables.table import TableError
from folkmoot.foundation.tables.xlsx_writer import write_xlsx
from folkmoot.sampling.errors import FrameError
from folkmoot.sampling.frame import Case, Frame
from folkmoot.sampling.reading import read_list, values_of
from folkmoot.sampling.references import suspicions
from folkmoot.sampling.rules import Columns

HEADINGS = ("URN", "Force", "Strand", "Remarks")
ROWS = [("01AB1", "East", "Race", "x"), ("01AB2", "Ŵest", "", "y, z"), ("01AB3", "East", "Disability", "")]
COLUMNS = Columns("urn", ("force",), ("strand",))
CASES = (
    Case("01AB1", ("East",), ("Strand=Race",)), Case("01AB2", ("Ŵest",)), Case("01AB3", ("East",), ("Strand=Disability",)),
)  # fmt: skip


def csv(*rows, between=","):
    return "\n".join(between.join(f'"{cell}"' if between in cell or "\n" in cell else cell for cell in row) for row in rows) + "\n"


def workbook(write):
    return write([Sheet("Cases", HEADINGS, ROWS)], title="Cases", lang="en")


def written(tmp_path, content, name="cases.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        csv(HEADINGS, *ROWS),
        "\ufeff" + csv(HEADINGS, *ROWS, between=";"),
        csv(HEADINGS, *ROWS, between="\t").encode("utf-16"),
        csv(HEADINGS, *ROWS).replace("\n", "\r\n"),
        csv(HEADINGS, *reversed(ROWS)),
        workbook(write_xlsx),
        workbook(write_ods),
    ],
    ids=["csv", "semicolons", "utf-16", "windows", "other order", "xlsx", "ods"],
)
def test_one_list_in_any_kind_of_file_is_one_list(tmp_path, content):
    listed = read_list(written(tmp_path, content), COLUMNS)
    assert listed.frame == Frame.of(CASES)
    assert listed.columns == Columns("URN", ("Force",), ("Strand",))
    assert values_of(listed.frame, "Strand") == ["Disability", "Race"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_titles_and_merged_headings_above_the_table_are_passed_over(tmp_path, kind):
    above = [("Finalised cases, third quarter", "", "", ""), ("", "", "", ""), ("Case", "", "Flags", "")]
    rows = [*above, HEADINGS, *ROWS]
    if kind == "csv":
        content = csv(*rows)
    else:
        import io

        import xlsxwriter

        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            sheet.merge_range(0, 0, 0, 3, above[0][0])
            sheet.merge_range(2, 0, 2, 1, "Case")
            sheet.merge_range(2, 2, 2, 3, "Flags")
        content = stream.getvalue()
    listed = read_list(written(tmp_path, content, f"cases.{kind}"), COLUMNS)
    assert listed.frame == Frame.of(CASES)
    assert any("row 4" in note for note in listed.notes)
    assert [case.row for case in listed.frame.cases] == [5, 6, 7]


def test_a_heading_on_two_lines_is_found(tmp_path):
    path = written(tmp_path, "Case\nURN,x\n".replace("Case\nURN", '"Case\nURN"') + "A,1\n")
    assert read_list(path, Columns("case urn")).columns == Columns("Case URN")


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path):
    with pytest.raises(ColumnNotFound, match=r"'Forse'.*Did you mean 'Force'"):
        read_list(written(tmp_path, csv(HEADINGS, *ROWS)), Columns("URN", ("Forse",)))
    with pytest.raises(ColumnNotFound, match="'Unit'"):
        read_list(written(tmp_path, workbook(write_xlsx), "cases.xlsx"), Columns("URN", ("Unit",)))


def test_two_columns_of_one_name_are_not_guessed_between(tmp_path):
    with pytest.raises(FrameError, match="Two columns"):
        read_list(written(tmp_path, csv(("URN", "Force", "Force"), ("A", "x", "y"))), Columns("URN", ("Force",)))


def test_repeated_and_blank_references_are_named_by_the_rows_of_the_file(tmp_path):
    with pytest.raises(FrameError, match="“01AB1” in rows 2 and 5"):
        read_list(written(tmp_path, csv(HEADINGS, *ROWS, ROWS[0])), COLUMNS)
    with pytest.raises(FrameError, match="no reference in row 5"):
        read_list(written(tmp_path, csv(HEADINGS, *ROWS, ("", "East", "", ""))), COLUMNS)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", TableError),
        ("URN\n", FrameError),
        (b"%PDF-1.7 x", TableError),
        (b"PK\x03\x04broken", TableError),
        ("URN,Force\nA\n", TableError),
        ('URN\n"A\n', TableError),
        (b"URN\n\xe2\x82\xac\xe2\x82\xacA\xff\n", TableError),
        ("URM\na\n", ColumnNotFound),
        ('URN,x\n"a\tb",1\n', FrameError),
    ],
)
def test_what_is_no_list_is_refused_plainly(tmp_path, content, error):
    with pytest.raises(error):
        read_list(written(tmp_path, content), Columns("URN"))


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(FrameError, match="could not be opened"):
            read_list(path, Columns("URN"))


def test_the_canonical_form_is_read_without_columns(tmp_path):
    path = written(tmp_path, Frame.of(CASES).canonical, "list.txt")
    assert read_list(path, None).frame == Frame.of(CASES)
    with pytest.raises(FrameError, match="canonical form"):
        read_list(written(tmp_path, Frame.of(CASES).canonical + b"0\t\t\t\n"), None)
    with pytest.raises(FrameError, match="under pseudonyms"):
        read_list(written(tmp_path, csv(HEADINGS, *ROWS)), None)


def test_blank_groups_and_too_many_groups_are_said(tmp_path):
    notes = read_list(written(tmp_path, csv(("URN", "Force"), ("A", ""), ("B", "x"))), Columns("URN", ("Force",))).notes
    assert any("1 case has nothing in “Force”" in note for note in notes)
    rows = [(f"A{number}", f"F{number}") for number in range(40)]
    notes = read_list(written(tmp_path, csv(("URN", "Force"), *rows)), Columns("URN", ("Force",))).notes
    assert any("40 groups" in note for note in notes)


@pytest.mark.parametrize(
    ("references", "said"),
    [
        (["1.23E+11", "01AB2"], "scientific"),
        (["2024-03-01", "01AB2"], "like a date"),
        (["03-Mar", "01AB2"], "like a date"),
        (["Mar-24", "01AB2"], "like a date"),
        (["01/03/2024", "01AB2"], "like a date"),
        (["123456789012345000", "01AB2"], "15 digits"),
        (["12.5", "01AB2"], "decimal"),
        (["#N/A", "01AB2"], "error of a spreadsheet"),
        (["A\u200bB", "01AB2"], "nobody sees"),
        (["0012", "0013", "14"], "zeros at their beginning"),
        (["ab-12", "AB12"], "two ways"),
    ],
)
def test_references_that_a_spreadsheet_rewrote_are_seen(references, said):
    notes = suspicions([Case(name, row=row) for row, name in enumerate(references, 2)])
    assert any(said in note and "row" in note for note in notes), notes


@pytest.mark.parametrize(
    "references", [["01AB0000125", "52CD0098725"], ["0012", "0013"], ["C-1", "C-10"], ["2024/0017", "2024/0018"], ["T20247001"]]
)
def test_references_as_people_write_them_are_not_suspected(references):
    assert suspicions([Case(name, row=row) for row, name in enumerate(references, 2)]) == []
