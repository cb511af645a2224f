"""The parts of a Word document around its text: styles, numbering, settings, properties and how the parts belong together."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from folkmoot.foundation.tables.formula_safety import storable

_STAMP = (1980, 1, 1, 0, 0, 0)
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_FONT = "Arial"
_PURPLE = "4C2C92"
_PARTS = {
    "styles": f"{_WORD}.styles+xml",
    "settings": f"{_WORD}.settings+xml",
    "numbering": f"{_WORD}.numbering+xml",
    "footer": f"{_WORD}.footer+xml",
}


@dataclass(frozen=True)
class Related:
    """A part that the text refers to: its mark in the text, its place in the package, its bytes."""

    mark: str
    place: str
    content: bytes


def packed(body: str, related: Sequence[Related], *, title: str, lang: str, running_head: str, made_at: datetime) -> bytes:
    """The whole package. `body` and `running_head` are mark-up of paragraphs and of runs."""
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdfooter"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1247" w:bottom="1247" w:left="1247" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [
                ("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _core(title, lang, made_at),
        "word/document.xml": f"{_START}<w:document {_SPACES}><w:body>{body}{page}</w:body></w:document>",
        "word/styles.xml": styles(lang),
        "word/settings.xml": _settings(lang),
        "word/numbering.xml": _numbering(),
        "word/footer.xml": _footer(running_head),
        "word/_rels/document.xml.rels": _relations(
            [(f"rId{name}", f"{_OFFICE}/relationships/{name}", f"{name}.xml") for name in _PARTS]
            + [(one.mark, f"{_OFFICE}/relationships/image", one.place) for one in related]
        ),
    }
    parts |= {f"word/{one.place}": one.content for one in related}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _content_types() -> str:
    parts = {"document": f"{_WORD}.document.main+xml", **_PARTS}
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in parts.items())
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    kinds = (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"), ("png", "image/png"))
    defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in kinds)
    return f'{_START}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}{core}</Types>'


def _relations(rows: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{mark}" Type="{kind}" Target="{place}"/>' for mark, kind, place in rows)
    return f'{_START}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _core(title: str, lang: str, made_at: datetime) -> str:
    moment = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dated = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified"))
    return (
        f'{_START}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(storable(title))}</dc:title><dc:creator>Folkmoot</dc:creator><dc:language>{lang}</dc:language>{dated}</cp:coreProperties>"
    )


def _settings(lang: str) -> str:
    """The language of the document, and that it is one of today's Word and not of an old version."""
    compat = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    return f'{_START}<w:settings {_SPACES}>{compat}<w:themeFontLang w:val="{lang}"/></w:settings>'


def _numbering() -> str:
    bullet = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="425" w:hanging="283"/></w:pPr></w:lvl>'
    )
    abstract = f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>{bullet}</w:abstractNum>'
    return f'{_START}<w:numbering {_SPACES}>{abstract}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'


def _footer(running_head: str) -> str:
    page = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        if kind != "words"
        else '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        for kind in ("begin", "words", "end")
    )
    return f'{_START}<w:ftr {_SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{running_head}<w:r><w:tab/></w:r>{page}</w:p></w:ftr>'


def styles(lang: str) -> str:
    """Every style that the text names, on one font and the language of the document."""
    fonts = " ".join(f'w:{kind}="{_FONT}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
    run = f'<w:rFonts {fonts}/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{lang}" w:eastAsia="{lang}" w:bidi="ar-SA"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{_spacing(after=120, line=276)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    return f"{_START}<w:styles {_SPACES}>{defaults}{_NORMAL}{''.join(_paragraphs())}{_TABLE}</w:styles>"


_NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
)
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="BEBEBE"'
_TABLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report table"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders><w:bottom {_LINE}/><w:insideH {_LINE}/></w:tblBorders>"
    '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tcBorders>'
    "</w:tcPr></w:tblStylePr></w:style>"
)


def _paragraphs() -> list[str]:
    border = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="000000"/>' for side in ("top", "left", "bottom", "right"))
    bar = f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{_PURPLE}"/></w:pBdr>'
    keep, bullet = "<w:keepNext/>", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    level = ['<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="1"/>']
    cell = _spacing(before=20, after=20, line=240)
    return [
        _style("Title", "Title", _spacing(after=240), _letters(44, bold=True)),
        _style("Heading1", "heading 1", keep + _spacing(before=480, after=160) + level[0], _letters(34, bold=True)),
        _style("Heading2", "heading 2", keep + _spacing(before=300, after=120) + level[1], _letters(26, bold=True)),
        _style("ContentsHeading", "TOC Heading", keep + _spacing(before=300), _letters(26, bold=True)),
        _style("Contents", "toc 1", _spacing(after=40)),
        _style("ListBullet", "List Bullet", bullet + _spacing(after=60)),
        _style("Caption", "caption", keep + _spacing(before=240, after=60), _letters(20, bold=True)),
        _style("Answer", "Answer", f'{bar}<w:ind w:left="200"/>', _letters(25)),
        _style("Notice", "Notice", f"<w:pBdr>{border}</w:pBdr>"),
        _style("Fact", "Fact", _spacing(after=40)),
        _style("Note", "Note", _spacing(before=60, after=200), _letters(18, colour="3B3F42")),
        _style("Picture", "Picture", keep + _spacing(before=120, after=40)),
        _style("Cell", "Table text", cell, _letters(19)),
        _style("SmallCell", "Small table text", cell, _letters(16)),
        _style("Footer", "footer", '<w:tabs><w:tab w:val="right" w:pos="9400"/></w:tabs>', _letters(17, colour="505050")),
    ]


def _spacing(**given: int) -> str:
    """Space before and after in twentieths of a point; `line` in 240ths of a line."""
    rule = ' w:lineRule="auto"' if "line" in given else ""
    return f"<w:spacing {' '.join(f'w:{name}={chr(34)}{value}{chr(34)}' for name, value in given.items())}{rule}/>"


def _letters(half_points: int, *, bold: bool = False, colour: str = "") -> str:
    painted = f'<w:color w:val="{colour}"/>' if colour else ""
    return f'{"<w:b/>" if bold else ""}{painted}<w:sz w:val="{half_points}"/>'


def _style(key: str, name: str, paragraph: str, run: str = "") -> str:
    custom = "" if name[0].islower() or name in {"Title", "List Bullet", "TOC Heading"} else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )
