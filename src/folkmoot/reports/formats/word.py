"""A report as a Word document (Office Open XML, ISO/IEC 29500, transitional) for those who must edit it.

Real headings, heads of tables marked and repeated, an alternative text on every picture, the language of the document and of each piece
that stands in another, a title that is shown. All text of the report goes in escaped; none of it is read as mark-up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from folkmoot.foundation.tables.formula_safety import storable
from folkmoot.reports.formats.package import Related, packed
from folkmoot.reports.formats.pictures import Picture, pictures
from folkmoot.reports.wording.document import Answer, Block, Bullets, Chart, Document, Heading, Paragraph, Section, Table
from folkmoot.reports.wording.words import Line, Words, plain

LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}
_EMU = 36000  # English metric units in a millimetre (ISO/IEC 29500-1, 20.1.2.1)
_TWIPS = 9400  # the width of the text on the page, in twentieths of a point
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass
class _Writing:
    """What is counted while a document is written: pictures still to be placed, and the numbers of marks."""

    pictures: list[Picture]
    placed: list[Related] = field(default_factory=list)
    marks: int = 0


def docx(document: Document, *, made_at: datetime) -> bytes:
    """The bytes of the document, the same for the same report and time. Raises CannotTypeset where a chart cannot be drawn."""
    drawings = [block.wide for section in document.every_section() for block in section.blocks if isinstance(block, Chart)]
    writing = _Writing(pictures(drawings))
    body = "".join(_body(document, writing))
    lang = LANGUAGES.get(document.language, "en-GB")
    return packed(
        body, writing.placed, title=plain(document.title), lang=lang, running_head=_runs(document.running_head), made_at=made_at,
    )  # fmt: skip


def _body(document: Document, writing: _Writing) -> Iterator[str]:
    yield _paragraph(_runs(document.title), "Title")
    for notice in document.notices:
        yield _paragraph(_runs(notice), "Notice")
    for fact in document.facts:
        yield _paragraph(_run(fact.label, bold=True) + _run(Words(": ")) + _runs(fact.words), "Fact")
    if document.untranslated:
        yield _paragraph(_runs(document.untranslated))
    yield from _section(document.summary, "", writing)
    yield _paragraph(_run(document.contents), "ContentsHeading")
    for place, section in enumerate(document.sections, 1):
        named = _run(Words(f"{place}. ")) + _run(section.heading)
        yield _paragraph(f'<w:hyperlink w:anchor={quoteattr(_anchor(section))} w:history="1">{named}</w:hyperlink>', "Contents")
    for place, section in enumerate(document.sections, 1):
        yield from _section(section, f"{place}. ", writing)


def _anchor(section: Section) -> str:
    return f"part_{section.key}"


def _section(section: Section, number: str, writing: _Writing) -> Iterator[str]:
    writing.marks += 1
    mark = f'<w:bookmarkStart w:id="{writing.marks}" w:name={quoteattr(_anchor(section))}/>'
    yield _paragraph(mark + _run(Words(number)) + _run(section.heading) + f'<w:bookmarkEnd w:id="{writing.marks}"/>', "Heading1")
    for block in section.blocks:
        yield from _block(block, writing)


def _block(block: Block, writing: _Writing) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _paragraph(_runs(block.words))
    elif isinstance(block, Answer):
        yield _paragraph(_runs(block.words), "Answer")
    elif isinstance(block, Bullets):
        yield from (_paragraph(_runs(item), "ListBullet") for item in block.items)
    elif isinstance(block, Heading):
        yield _paragraph(_run(block.words), "Heading2")
    elif isinstance(block, Chart):
        yield _paragraph(_drawing(block, writing), "Picture")
        yield _paragraph(_runs(block.caption), "Note")
    else:
        yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    yield _paragraph(_runs(table.caption), "Caption")
    total = sum(column.width for column in table.columns)
    widths = [round(_TWIPS * column.width / total) for column in table.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    small = len(table.columns) > 5
    numbers = [column.number for column in table.columns]
    head = _row([(column.words,) for column in table.columns], widths, numbers, bold=True, small=small, head=True)
    rows = "".join(_row(row.cells, widths, numbers, bold=row.total, small=small) for row in table.rows)
    about = f"<w:tblCaption w:val={quoteattr(storable(plain(table.caption)))}/>"
    look = '<w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    properties = f'<w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="5000" w:type="pct"/>{look}{about}</w:tblPr>'
    yield f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    yield _paragraph(_runs(table.note), "Note")


def _row(
    cells: tuple[Line, ...] | list[Line], widths: list[int], numbers: list[bool], *, bold: bool, small: bool, head: bool = False
) -> str:
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    style = "SmallCell" if small else "Cell"
    found = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(_runs(cell, bold=bold), style, right=number)}</w:tc>'
        for cell, width, number in zip(cells, widths, numbers, strict=True)
    )
    return f"<w:tr>{properties}{found}</w:tr>"


def _drawing(chart: Chart, writing: _Writing) -> str:
    """The next picture, with its alternative text."""
    number = len(writing.placed) + 1
    picture = writing.pictures[number - 1]
    writing.placed.append(Related(f"rIdPicture{number}", f"media/chart{number}.png", picture.content))
    size = f'cx="{round(picture.width * _EMU)}" cy="{round(picture.height * _EMU)}"'
    name, alt = quoteattr(f"Chart {number}"), quoteattr(storable(chart.alt))
    what = f'id="{number}" name={name} descr={alt}'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {what}/><a:graphic>'
        f'<a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr {what}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _paragraph(runs: str, style: str = "", *, right: bool = False) -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    turned = '<w:jc w:val="right"/>' if right else ""
    return f"<w:p><w:pPr>{named}{turned}</w:pPr>{runs}</w:p>" if named or turned else f"<w:p>{runs}</w:p>"


def _runs(pieces: Line, *, bold: bool = False) -> str:
    return "".join(_run(piece, bold=bold) for piece in pieces)


def _run(piece: Words, *, bold: bool = False) -> str:
    """A piece of text, marked with its language where that is not the document's; a line end in it stays one."""
    spoken = f'<w:lang w:val="{LANGUAGES[piece.lang]}"/>' if piece.lang else ""
    properties = f"<w:rPr>{'<w:b/>' if bold else ''}{spoken}</w:rPr>" if bold or spoken else ""
    lines = storable(piece.text).splitlines() or [""]
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(one)}</w:t>' for one in lines)
    return f"<w:r>{properties}{said}</w:r>" if piece.text else ""
