"""Workbooks: what shows is read row by row, what is hidden is told and left out."""
# ruff: noqa: E501  files written out as they are

from pathlib import Path

import pytest

from folkmoot.documents import DocumentError, DocumentKind, HazardKind, carriers, read
from folkmoot.documents.tests.packages import OPEN, packed

SECRET = "Zebedee Quillfeather"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_STYLES = (
    '<fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill/><fill/><fill><patternFill patternType="solid"><fgColor rgb="FF000080"/>'
    '</patternFill></fill></fills><numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts><cellXfs><xf fontId="0" fillId="0"/>'
    '<xf fontId="1" fillId="0"/><xf fontId="1" fillId="2"/><xf fontId="0" fillId="0" numFmtId="170"/></cellXfs>'
)


def _cell(place: str, text: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def _xlsx(rows: str, *, state: str = "visible", columns: str = "", names: str = "", **parts: str) -> bytes:
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}"/></Types>',
            "xl/workbook.xml": f'<workbook {_NS}><sheets><sheet name="One" sheetId="1" r:id="a"/><sheet name="Two" sheetId="2" r:id="b" state="{state}"/>'
            f"</sheets><definedNames>{names}</definedNames></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="a" Target="worksheets/sheet1.xml"/>'
            '<Relationship Id="b" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
            "xl/styles.xml": f"<styleSheet {_NS}>{_STYLES}</styleSheet>",
            "xl/worksheets/sheet1.xml": f"<worksheet {_NS}><sheetData><row>{_cell('A1', 'Seen')}{_cell('B1', 'too')}</row></sheetData></worksheet>",
            "xl/worksheets/sheet2.xml": f"<worksheet {_NS}><cols>{columns}</cols><sheetData>{rows}</sheetData></worksheet>",
            **parts,
        }
    )


def _row(cells: str, attributes: str = "") -> str:
    return f"<row {attributes}>{cells}</row>"


NAME = _row(_cell("B2", SECRET))
HIDDEN = {
    "sheet": (_xlsx(NAME, state="hidden"), HazardKind.HIDDEN_SHEET),
    "very hidden sheet": (_xlsx(NAME, state="veryHidden"), HazardKind.HIDDEN_SHEET),
    "row": (_xlsx(_row(_cell("A1", SECRET), 'hidden="1"')), HazardKind.HIDDEN_ROWS),
    "column": (_xlsx(NAME, columns='<col min="2" max="3" hidden="1"/>'), HazardKind.HIDDEN_ROWS),
    "white text": (_xlsx(_row(_cell("A1", SECRET, 1))), HazardKind.HIDDEN_TEXT),
    "format that says nothing": (_xlsx(_row(_cell("A1", SECRET, 3))), HazardKind.HIDDEN_TEXT),
    "name": (_xlsx("", names=f'<definedName name="a" hidden="1">"{SECRET}"</definedName>'), HazardKind.HIDDEN_NAME),
    "pivot cache": (_xlsx("", **{"xl/pivotCache/pivotCacheDefinition1.xml": f'<a><s v="{SECRET}"/></a>'}), HazardKind.PIVOT_CACHE),
    "external cache": (_xlsx("", **{"xl/externalLinks/externalLink1.xml": f"<a><v>{SECRET}</v></a>"}), HazardKind.EXTERNAL_CACHE),
    "comment": (_xlsx("", **{"xl/comments1.xml": f"<comments {_NS}><comment><text><t>{SECRET}</t></text></comment></comments>"}), HazardKind.COMMENTS),
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_what_a_workbook_hides_is_told_left_out_and_among_all_strings(name: str) -> None:
    data, hazard = HIDDEN[name]
    reading = read(data)
    assert hazard in {each.kind for each in reading.hazards}
    assert reading.text == "Seen\ttoo"
    assert any(SECRET in carrier.text for carrier in carriers(data))


def test_what_shows_is_read_also_in_white_on_blue() -> None:
    reading = read(_xlsx(_row(_cell("A1", "Heading", 2)) + _row(_cell("A2", "Plain"))))
    assert (reading.kind, reading.text, reading.hazards) == (DocumentKind.XLSX, "Seen\ttoo\nHeading\nPlain", ())
    assert [piece.where for piece in reading.pieces] == ["sheet 1", "sheet 2", "sheet 2"]


def _ods(tables: str, styles: str = "") -> bytes:
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {OPEN}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def _open_row(*texts: str, attributes: str = "") -> str:
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def test_what_an_open_workbook_hides_is_told_and_left_out() -> None:
    hidden_sheet = f'<table:table table:style-name="h">{_open_row(SECRET)}</table:table>'
    shown = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    shown += _open_row("Seen", SECRET) + _open_row(SECRET, attributes='table:visibility="collapse"')
    style = '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    data = _ods(f"<table:table>{shown}</table:table>{hidden_sheet}", style)
    reading = read(data)
    assert reading.text == "Seen"
    assert [(hazard.kind, hazard.where, hazard.count) for hazard in reading.hazards] == [
        (HazardKind.HIDDEN_ROWS, "sheet 1", 2),
        (HazardKind.HIDDEN_SHEET, "sheet 2", 1),
    ]
    assert any(SECRET in carrier.text for carrier in carriers(data))


def test_a_million_repeated_blanks_are_one() -> None:
    row = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell>'
    assert read(_ods(f"<table:table>{row}</table:table-row></table:table>")).text == "a"


REAL = {
    "any_sheets.xlsx": HazardKind.HIDDEN_SHEET,
    "any_sheets.ods": HazardKind.HIDDEN_SHEET,
    "errors.xlsx": HazardKind.EXTERNAL_CACHE,
    "pivots.xlsx": HazardKind.PIVOT_CACHE,
    "strict_iso_paths.xlsx": HazardKind.HIDDEN_NAME,
    "vba.xlsm": HazardKind.MACRO,
    "with-annotation.ods": HazardKind.COMMENTS,
    "picture.xlsx": HazardKind.PICTURE,
    "hyperlinks.xlsx": HazardKind.EXTERNAL_LINK,
}


@pytest.mark.parametrize("name", REAL)
def test_real_workbooks_with_a_hazard_tell_it(shared_data: Path, name: str) -> None:
    data = (shared_data / "hostile/spreadsheets" / name).read_bytes()
    assert REAL[name] in {hazard.kind for hazard in read(data, name).hazards}


def test_every_real_awkward_file_is_read_or_refused_in_plain_words(shared_data: Path) -> None:
    paths = sorted((shared_data / "hostile").rglob("*.*"))
    said = {path: _read_or_why_not(path) for path in paths}
    assert len(said) > 90
    assert all(why.startswith(path.name) for path, why in said.items() if why)
    assert {path.suffix for path, why in said.items() if why} <= {".xls", ".xlsb", ".xlsx", ".ods"}


def _read_or_why_not(path: Path) -> str:
    try:
        read(path.read_bytes(), path.name)
        list(carriers(path.read_bytes(), path.name))
    except DocumentError as error:
        return str(error)
    return ""
