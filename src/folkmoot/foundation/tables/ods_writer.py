"""Write an OpenDocument spreadsheet (ODF 1.3): typed cells, no formula, title and language in its properties."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from folkmoot.foundation.tables.formula_safety import storable
from folkmoot.foundation.tables.sheets import Settled, Sheet, as_plain, safe_titles, settled_rows, with_notes

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_VERSION = "1.3"
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    [f'xmlns:{name}="{_NAMESPACE}:{name}:1.0"' for name in ("office", "table", "text", "style", "meta")]
    + [
        f'xmlns:fo="{_NAMESPACE}:xsl-fo-compatible:1.0"',
        f'xmlns:number="{_NAMESPACE}:datastyle:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)
_STAMP = (1980, 1, 1, 0, 0, 0)
_SPACES = re.compile(r"^ | {2,}| $")

_DAY = "<number:text>-</number:text>".join(f'<number:{part} number:style="long"/>' for part in ("year", "month", "day"))
_CLOCK = "<number:text>:</number:text>".join(f'<number:{part} number:style="long"/>' for part in ("hours", "minutes", "seconds"))
_WRAP = '<style:table-cell-properties fo:wrap-option="wrap"/>'


def _cell_style(name: str, inside: str = "", more: str = "") -> str:
    kind = 'style:family="table-cell" style:parent-style-name="Default"'
    return f'<style:style style:name="{name}" {kind}{more}>{inside}</style:style>'


_AUTOMATIC_STYLES = "".join(
    [
        "<office:automatic-styles>",
        f'<number:date-style style:name="day">{_DAY}</number:date-style>',
        f'<number:date-style style:name="moment">{_DAY}<number:text> </number:text>{_CLOCK}</number:date-style>',
        '<style:style style:name="column" style:family="table-column">',
        '<style:table-column-properties style:column-width="4.5cm"/></style:style>',
        _cell_style("heading", _WRAP + '<style:text-properties fo:font-weight="bold"/>'),
        _cell_style("text", _WRAP),
        _cell_style("date", more=' style:data-style-name="day"'),
        _cell_style("time", more=' style:data-style-name="moment"'),
        "</office:automatic-styles>",
    ]
)


def write_ods(sheets: Sequence[Sheet], title: str, lang: str) -> bytes:
    """One table for each sheet, headings in row 1, and a last sheet of notes where there are any.

    Line ends within a cell become line feeds. Raises TableError for text too long for a cell.
    """
    parts = {
        "content.xml": _content(with_notes(sheets, lang)),
        "styles.xml": _styles(lang),
        "meta.xml": _meta(title, lang),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        # The kind of document stands first and uncompressed: it can then be told from the first bytes (ODF part 2, 3.3).
        package.writestr(zipfile.ZipInfo("mimetype", _STAMP), MIMETYPE, zipfile.ZIP_STORED)
        for name, content in {**parts, "META-INF/manifest.xml": _manifest(parts)}.items():
            package.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _content(sheets: Sequence[Sheet]) -> str:
    tables = [_table(sheet, name) for sheet, name in zip(sheets, safe_titles(sheets), strict=True)]
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    return _document("document-content", _AUTOMATIC_STYLES + body)


def _table(sheet: Sheet, name: str) -> str:
    rows = list(_rows(sheet))
    width = max(1, len(sheet.columns))
    columns = f'<table:table-column table:style-name="column" table:number-columns-repeated="{width}"/>'
    heading = f"<table:table-header-rows>{rows[0]}</table:table-header-rows>"
    return f"<table:table table:name={quoteattr(name)}>{columns}{heading}{''.join(rows[1:])}</table:table>"


def _rows(sheet: Sheet) -> Iterator[str]:
    for number, row in enumerate(settled_rows(sheet)):
        cells = "".join(_cell(value, "text" if number else "heading") for value in row)
        yield f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"


def _cell(value: Settled, style: str) -> str:
    shown = as_plain(value)
    if isinstance(value, str):
        return _text_cell(value, style)
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, dt.date):
        moment = isinstance(value, dt.datetime) and value.time() != dt.time()
        look, written = "time" if moment else "date", shown.replace(" ", "T")
        kind = f'table:style-name="{look}" office:value-type="date" office:date-value="{written}"'
    else:
        kind = f'office:value-type="float" office:value="{shown}"'
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


def _text_cell(value: str, style: str) -> str:
    if not value:
        return "<table:table-cell/>"
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    # The exact text stands in the attribute; the paragraphs are what other programs show.
    exact = quoteattr(value, {"\n": "&#10;", "\t": "&#9;"})
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in value.split("\n"))
    kind = f'table:style-name="{style}" office:value-type="string" office:string-value={exact}'
    return f"<table:table-cell {kind}>{paragraphs}</table:table-cell>"


def _spaced(line: str) -> str:
    """Spaces at the ends or in a run, and tabs, have elements of their own; XML would fold them into one space."""
    marked = _SPACES.sub(lambda run: f'<text:s text:c="{len(run.group())}"/>', escape(line))
    return marked.replace("\t", "<text:tab/>")


def _styles(lang: str) -> str:
    language, _, country = lang.partition("-")
    spoken = f"fo:language={quoteattr(language)} fo:country={quoteattr(country or 'GB')}"
    default = f'<style:default-style style:family="table-cell"><style:text-properties {spoken}/></style:default-style>'
    named = '<style:style style:name="Default" style:family="table-cell"/>'
    return _document("document-styles", f"<office:styles>{default}{named}</office:styles>")


def _meta(title: str, lang: str) -> str:
    about = f"<dc:title>{escape(storable(title))}</dc:title><dc:language>{escape(lang)}</dc:language>"
    return _document("document-meta", f"<office:meta>{about}</office:meta>")


def _document(kind: str, inside: str) -> str:
    start = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{start}<office:{kind} {_NAMESPACES} office:version="{_VERSION}">{inside}</office:{kind}>'


def _manifest(parts: dict[str, str]) -> str:
    entries = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in parts)
    about = f'manifest:version="{_VERSION}" manifest:media-type="{MIMETYPE}"'
    whole = f'<manifest:file-entry manifest:full-path="/" {about}/>'
    names = f'xmlns:manifest="{_NAMESPACE}:manifest:1.0" manifest:version="{_VERSION}"'
    return f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {names}>{whole}{entries}</manifest:manifest>'
