"""Files made for one test: text, workbooks with chosen parts, and archives that lie or grow."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def save(folder: Path, content: bytes | str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def zipped(parts: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def xlsx_parts(rows: str, *, more_sheets: dict[str, str] | None = None, state: str = "") -> dict[str, bytes | str]:
    """The parts of a workbook whose first sheet, "People", has this XML in its sheetData."""
    sheets = {"People": rows, **(more_sheets or {})}
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"{state if i > 1 else ""}/>' for i, name in enumerate(sheets, 1))
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(sheets) + 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX_TYPE}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        **{
            f"xl/worksheets/sheet{i}.xml": f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{content}</sheetData></worksheet>'
            for i, content in enumerate(sheets.values(), 1)
        },
    }


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_row(number: int, *texts: str) -> str:
    cells = "".join(text_cell(f"{chr(65 + i)}{number}", text) for i, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def ods(rows: str, manifest: str = "") -> bytes:
    names = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f'<office:document-content {names} {calc} office:version="1.3"><office:body><office:spreadsheet>'
        f'<table:table table:name="People">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0">{manifest}</manifest:manifest>',
        }
    )


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def ods_text(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


@dataclass(frozen=True)
class Member:
    """One entry of an archive, with whatever the directory is to claim about it."""

    name: str
    packed: bytes
    claimed_size: int
    check_sum: int = 0
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0


def member(name: str, content: bytes, claimed_size: int | None = None) -> Member:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    size = len(content) if claimed_size is None else claimed_size
    return Member(name, packer.compress(content) + packer.flush(), size, zlib.crc32(content))


def growing(name: str, head: bytes, unit: bytes, count: int, claimed_size: int | None = None) -> Member:
    """An entry that unpacks to head + unit * count without that ever being made here."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    true_size = len(head) + len(unit) * count
    return Member(name, start + block * count + b"\x03\x00", true_size if claimed_size is None else claimed_size)


def raw_zip(members: list[Member]) -> bytes:
    body, directory = bytearray(), bytearray()
    for entry in members:
        name = entry.name.encode()
        fixed = struct.pack("<HHHHHLLLHH", 20, entry.flags, entry.method, 0, 33, entry.check_sum, *_sizes(entry), len(name), 0)
        directory += b"PK\x01\x02\x14\x00" + fixed + struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + fixed + name + entry.packed
    end = struct.pack("<HHHHLLH", 0, 0, len(members) % 65536, len(members) % 65536, len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)


def _sizes(entry: Member) -> tuple[int, int]:
    return len(entry.packed), entry.claimed_size


def with_member(parts: dict[str, bytes | str], *extra: Member) -> bytes:
    """A workbook of these parts in which the given entries stand in for their namesakes or are added."""
    replaced = {entry.name for entry in extra}
    kept = [
        member(name, content if isinstance(content, bytes) else content.encode()) for name, content in parts.items() if name not in replaced
    ]
    return raw_zip([*kept, *extra])
