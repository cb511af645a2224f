"""Office packages written by hand, so that a test says exactly what lies in them."""
# ruff: noqa: E501  files written out as they are

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts, the same bytes each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(each if each.startswith('<') else run(each) for each in inside)}</w:p>"


def docx_parts(body: str, parts: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    """The parts of a Word document with this body."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_DOCUMENT}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W} {_DRAWING}><w:body>{body}</w:body></w:document>",
        **(parts or {}),
    }


def docx(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    return packed(docx_parts(body, parts))


def word_part(name: str, inside: str) -> str:
    """Another part of a Word document, such as `hdr` or `comments`."""
    return f"<w:{name} {W} {_DRAWING}>{inside}</w:{name}>"


def relations(*targets: str) -> str:
    inside = "".join(
        f'<Relationship Id="x{place}" Type="hyperlink" Target="{each}" TargetMode="External"/>' for place, each in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def core(creator: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{creator}</dc:creator></cp:coreProperties>'
    )


def odt(body: str, *, styles: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument text with this body and automatic styles."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {OPEN}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            **(parts or {}),
        }
    )


def open_part(name: str, inside: str) -> str:
    return f"<office:{name} {OPEN}>{inside}</office:{name}>"
