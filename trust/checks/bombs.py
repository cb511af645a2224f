"""Files made to hurt whoever reads them: small outside and vast within, or not what they say."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

MEGABYTE = 1024 * 1024
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)
_ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "{}">{}]>'


def bombs() -> Iterator[tuple[str, bytes]]:
    """Name and content of each."""
    yield "vast-sheet.xlsx", workbook(_SHEET.format("<row><c><v>1</v></c></row>" * 4_000_000))
    yield "many-parts.xlsx", _archive({f"xl/worksheets/sheet{number}.xml": b"" for number in range(20_000)})
    yield "within-itself.xlsx", _archive({"xl/workbook.xml": _archive({"inner.xlsx": bytes(200 * MEGABYTE)})})
    yield "lies-about-its-size.xlsx", _lying(workbook(_SHEET.format("<row><c><v>1</v></c></row>" * 400_000)))
    yield "wide.xlsx", workbook(_SHEET.format("<row>" + "<c><v>1</v></c>" * 16_384 + "</row>"))
    yield "wide.csv", b",".join(b"a%d" % number for number in range(16_384)) + b"\n" + b"1," * 16_383 + b"1\n"
    yield "one-cell.csv", b"name\n" + b"x" * 10_000_000 + b"\n"
    yield "one-line.csv", b'name,area\n"' + b"x\n" * 500_000
    yield (
        "repeated.ods",
        _opendocument(
            '<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384">'
            "<text:p>a</text:p></table:table-cell></table:table-row></table:table>"
        ),
    )
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 12}">' for n in range(9))
    yield "entities.xlsx", workbook(_ENTITIES.format("ha", entities) + _SHEET.format("<row><c t='inlineStr'><is><t>&j;</t></is></c></row>"))
    yield "entities.ods", _opendocument("", before=_ENTITIES.format("ha", entities))
    yield "outside.xlsx", workbook('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _SHEET.format("<row><c><v>&x;</v></c></row>"))
    yield "sixty-thousand.png", _png(60_000)
    yield "sixty-thousand.jpg", _png(60_000)
    yield "squeezed.svgz", gzip.compress(b"<svg>" + b" " * 100 * MEGABYTE + b"</svg>")
    yield "squeezed.csv", gzip.compress(b"a,b\n" * 10 * MEGABYTE)
    yield (
        "endless.pdf",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>",
    )
    yield (
        "stream.pdf",
        b"%PDF-1.7\n1 0 obj<</Length 99/Filter/FlateDecode>>stream\n" + zlib.compress(bytes(300 * MEGABYTE)) + b"\nendstream",
    )
    yield "half.pdf", b"%PDF-1.7\n1 0 obj<<"
    yield "nul.csv", b"name,area\n\x00\x00,\x00\n"
    yield "halves.csv", b"\xff\xfe" + "name,area\na,b\n".encode("utf-16-le")[:-1]
    yield "not-utf8.csv", b"name,area\n\x80\x81\xfe,\xff\n"
    yield "nothing.xlsx", b""
    yield "zeros.xlsx", bytes(19 * MEGABYTE)
    yield "deep.json", b"[" * 100_000


def workbook(sheet: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = f'<workbook xmlns="{main}" xmlns:r="{of}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    related = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = f'<Default Extension="xml" ContentType="{office}.worksheet+xml"/>'
    types += f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'

    def relation(kind: str, target: str) -> bytes:
        return f'<Relationships xmlns="{related}"><Relationship Id="r1" Type="{of}/{kind}" Target="{target}"/></Relationships>'.encode()

    return _archive({
        "[Content_Types].xml": f'<Types xmlns="{kinds}">{types}</Types>'.encode(), "xl/workbook.xml": book.encode(),
        "_rels/.rels": relation("officeDocument", "xl/workbook.xml"), "xl/worksheets/sheet1.xml": sheet.encode(),
        "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
    })  # fmt: skip


def _opendocument(table: str, before: str = "") -> bytes:
    return _archive({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": (before + _ODS.format(table)).encode(),
    })  # fmt: skip


def _archive(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def _lying(data: bytes) -> bytes:
    """The directory says of every part that it is ten bytes long."""
    changed, at = bytearray(data), data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 24, 10)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def _png(side: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10 * MEGABYTE))) + chunk(b"IEND", b"")
