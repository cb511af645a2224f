"""Documents with words in one carrier each: hidden in every way the product knows of, in workbooks too, and plainly to be seen."""

from collections.abc import Callable
from typing import NamedTuple

SHEET_SEEN = "Seen"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = (
    '<fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill/></fills>'
    '<numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
    '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="0" numFmtId="170"/></cellXfs>'
)


class Held(NamedTuple):
    """One way to hold words: `build(words)` makes the file. `seen`: a reader sees them on the page."""

    carrier: str
    form: str
    build: Callable[[str], bytes]
    seen: bool = False

    @property
    def name(self) -> str:
        return f"{self.carrier} ({self.form})"


def hidden() -> list[Held]:
    """Every way of hiding, those in workbooks last."""
    from folkmoot.documents.tests.hiding import ALL

    return [*(Held(each.carrier, each.form, each.build) for each in ALL), *_in_workbooks()]


def seen() -> list[Held]:
    """The words stand where everybody reads them, in each kind of document."""
    from folkmoot.documents.tests import hiding
    from folkmoot.documents.tests.packages import docx, odt, paragraph
    from folkmoot.documents.tests.pdfs import pdf, words

    head = b"From: a@example.org\nTo: b@example.org\nSubject: The case\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\n"
    return [
        Held("on the page", "docx", lambda said: docx(paragraph(hiding.SEEN) + paragraph(said)), True),
        Held("on the page", "pdf", lambda said: pdf([words(hiding.SEEN) + _lines(said, words)]), True),
        Held("on the page", "odt", lambda said: odt(f"<text:p>{hiding.SEEN}</text:p><text:p>{said}</text:p>"), True),
        Held("on the page", "eml", lambda said: head + f"{hiding.SEEN}\n{said}\n".encode(), True),
        Held("on the page", "txt", lambda said: f"{hiding.SEEN}\n{said}\n".encode("utf-16"), True),
        Held("on the page", "xlsx", lambda said: workbook(_row(_cell("A1", said))), True),
    ]


def _lines(said: str, words: Callable[..., str]) -> str:
    """A line of a page for each of the sentences."""
    return "".join(words(sentence.strip(), y=660 - 30 * place) for place, sentence in enumerate(said.split(". ")))


def _in_workbooks() -> list[Held]:
    def at(place: str, style: int = 0, row: str = "") -> Callable[[str], str]:
        return lambda words: _row(_cell(place, words, style), row)

    shown = at("B2")
    return [
        Held("hidden sheet", "xlsx", lambda words: workbook(shown(words), state="hidden")),
        Held("very hidden sheet", "xlsx", lambda words: workbook(shown(words), state="veryHidden")),
        Held("hidden row", "xlsx", lambda words: workbook(at("A1", row='hidden="1"')(words))),
        Held("hidden column", "xlsx", lambda words: workbook(shown(words), columns='<col min="2" max="3" hidden="1"/>')),
        Held("white text", "xlsx", lambda words: workbook(at("A1", 1)(words))),
        Held("format that shows nothing", "xlsx", lambda words: workbook(at("A1", 2)(words))),
        Held("hidden name", "xlsx", lambda words: workbook("", names=f'<definedName name="a" hidden="1">"{words}"</definedName>')),
        Held("pivot cache", "xlsx", lambda words: workbook("", {"xl/pivotCache/pivotCacheDefinition1.xml": f'<a><s v="{words}"/></a>'})),
        Held("external cache", "xlsx", lambda words: workbook("", {"xl/externalLinks/externalLink1.xml": f"<a><v>{words}</v></a>"})),
        Held("comment", "xlsx", lambda words: workbook("", {"xl/comments1.xml": _comment(words)})),
        Held(
            "hidden sheet", "ods", lambda words: _open_workbook(_open_row("Seen"), f'<table:table table:style-name="h">{_open_row(words)}')
        ),
        Held("hidden row", "ods", lambda words: _open_workbook(_open_row("Seen") + _open_row(words, 'table:visibility="collapse"'))),
    ]


def _cell(place: str, text: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def _row(cells: str, attributes: str = "") -> str:
    return f"<row {attributes}>{cells}</row>"


def _comment(words: str) -> str:
    return f'<comments xmlns="{_MAIN}"><comment><text><t>{words}</t></text></comment></comments>'


def workbook(
    rows: str, parts: dict[str, str | bytes] | None = None, *, state: str = "visible", columns: str = "", names: str = ""
) -> bytes:
    """Two sheets: “Seen” on the first, these rows on the second."""
    from folkmoot.documents.tests.packages import packed

    within = f'xmlns="{_MAIN}" xmlns:r="{_OFFICE}"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    sheets = f'<sheet name="One" sheetId="1" r:id="a"/><sheet name="Two" sheetId="2" r:id="b" state="{state}"/>'
    related = '<Relationship Id="a" Target="worksheets/sheet1.xml"/><Relationship Id="b" Target="/xl/worksheets/sheet2.xml"/>'
    first = _row(_cell("A1", SHEET_SEEN))
    override = f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
    return packed({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{override}</Types>',
        "xl/workbook.xml": f"<workbook {within}><sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        "xl/styles.xml": f"<styleSheet {within}>{_STYLES}</styleSheet>",
        "xl/worksheets/sheet1.xml": f"<worksheet {within}><sheetData>{first}</sheetData></worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {within}><cols>{columns}</cols><sheetData>{rows}</sheetData></worksheet>",
        **(parts or {}),
    })  # fmt: skip


def _open_row(text: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>"


def _open_workbook(rows: str, second: str = "<table:table>") -> bytes:
    from folkmoot.documents.tests.packages import OPEN, packed

    style = '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    tables = f"<table:table>{rows}</table:table>{second}</table:table>"
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"<office:document-content {OPEN}><office:automatic-styles>{style}</office:automatic-styles>{body}</office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
