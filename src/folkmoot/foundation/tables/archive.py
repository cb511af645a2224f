"""Open the zip that a workbook is, without trusting it: count, inflate under a limit, and pack the parts anew.

The directory of a zip can lie about sizes, and two zip readers can see different parts in one file. So every part is
inflated here with a hard limit and only the parts of a workbook go on, uncompressed, to the reader of workbooks.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from folkmoot.foundation.tables.kinds import damaged, not_a_table, password_protected
from folkmoot.foundation.tables.table import MEGABYTE, Limits, TableError

_ENTRY_SIGNATURE = b"PK\x01\x02"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED_FLAG = 0x1
_WANTED = (".xml", ".rels", ".bin", "mimetype")
_ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\b[^<>]*?\st=)(["'])e\2""")
# Looked for as they stand: a pattern that allowed for more would take seconds on a large sheet.
_FORMULAS = (b"<f>", b"<f ", b"<f/>", b"<x:f>", b"<x:f ", b"table:formula=")
_ODS_ERROR = b'calcext:value-type="error"'
_ODS_ERROR_CELL = re.compile(rb"<table:table-cell\b[^<>]*calcext:value-type=\"error\"[^<>]*>")
_ODS_VALUE = re.compile(rb"\soffice:(?:string-value|value|value-type)=\"[^\"]*\"")


@dataclass(frozen=True)
class Package:
    """A workbook packed anew, and whether any sheet of it holds formulas."""

    data: bytes
    has_formulas: bool


def repack(data: bytes, limits: Limits) -> Package:
    """Return a workbook's parts in a fresh, uncompressed zip. Raises TableError past a limit or for another kind."""
    members = _members(data, limits)
    _refuse_other_kinds(members)
    fresh = io.BytesIO()
    left, has_formulas = limits.unzipped_bytes, False
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as target:
        for member in members:
            content = _inflate(data, member, left, limits)
            left -= len(content)
            if member.filename.lower().endswith(_WANTED):
                content = _prepare(member.filename.lower(), content)
                has_formulas = has_formulas or (_is_sheet(member.filename) and any(mark in content for mark in _FORMULAS))
                target.writestr(zipfile.ZipInfo(member.filename), content)
            del content
    return Package(fresh.getvalue(), has_formulas)


def _members(data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    # Counted in the raw bytes first: reading a directory of a million entries is itself the attack.
    if data.count(_ENTRY_SIGNATURE) > limits.members:
        raise _too_many_parts(limits)
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        raise damaged() from error
    if len({member.filename for member in members}) < len(members):
        raise damaged("It holds two parts of the same name.")
    if sum(member.file_size for member in members) > limits.unzipped_bytes:
        raise _too_large(limits)
    return members


def _refuse_other_kinds(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename.lower() for member in members]
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise password_protected()
    if any(name.startswith("word/") for name in names):
        raise not_a_table("a Word document")
    if any(name.startswith("ppt/") for name in names):
        raise not_a_table("a PowerPoint presentation")
    if not any(name.endswith(("workbook.xml", "workbook.bin")) or name == "content.xml" for name in names):
        raise not_a_table("an archive of other files")


def _inflate(data: bytes, member: zipfile.ZipInfo, left: int, limits: Limits) -> bytes:
    start = member.header_offset
    header = data[start : start + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise damaged()
    _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start += _LOCAL_HEADER.size + name_length + extra_length
    packed = data[start : start + member.compress_size]
    content = _unpacked(packed, member.compress_type, left, limits)
    if zlib.crc32(content) != member.CRC:
        raise damaged("One of its parts does not match its own check sum.")
    return content


def _unpacked(packed: bytes, method: int, left: int, limits: Limits) -> bytes:
    if method == zipfile.ZIP_STORED:
        content = packed
    elif method == zipfile.ZIP_DEFLATED:
        content = _deflated(packed, left)
    else:
        raise damaged("It is compressed in a way that spreadsheets do not use.")
    if len(content) > left:
        raise _too_large(limits)
    return content


def _deflated(packed: bytes, left: int) -> bytes:
    # One byte more than is left is asked for, so that the caller sees the limit passed whatever the directory said.
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    content = bytearray()
    try:
        while not stream.eof and len(content) <= left:
            piece = stream.decompress(packed, min(MEGABYTE, left + 1 - len(content)))
            packed = stream.unconsumed_tail
            if not piece and not packed:
                break
            content += piece
    except zlib.error as error:
        raise damaged() from error
    return bytes(content)


def _prepare(name: str, content: bytes) -> bytes:
    if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
        raise damaged("It declares XML entities, which no spreadsheet program writes and which can be used to do harm.")
    if name == "meta-inf/manifest.xml" and b"encryption-data" in content:
        raise password_protected()
    if name == "content.xml":
        return _plain_ods(content)
    if _is_sheet(name) and (b't="e"' in content or b"t='e'" in content):
        return _ERROR_CELL.sub(rb'\1"str"', content)
    return content


def _plain_ods(content: bytes) -> bytes:
    # The reader of workbooks drops tabs and line breaks inside text, and takes an error cell for the number 0.
    content = content.replace(b"<text:tab/>", b"&#9;").replace(b"<text:line-break/>", b"&#10;")
    return _ODS_ERROR_CELL.sub(_error_as_text, content) if _ODS_ERROR in content else content


def _error_as_text(cell: re.Match[bytes]) -> bytes:
    start = _ODS_VALUE.sub(b"", cell.group())
    return start.replace(b"calcext:value-type", b'office:value-type="string" calcext:value-type', 1)


def _is_sheet(name: str) -> bool:
    name = name.lower().replace("\\", "/")
    return name == "content.xml" or ("sheet" in name and name.endswith(".xml"))


def _too_large(limits: Limits) -> TableError:
    return TableError(
        "this file is too large once it is unpacked.",
        f"A workbook may hold {limits.unzipped_bytes // MEGABYTE} MB when unpacked.",
        "Copy only the table into a new workbook, or split it, and bring that.",
    )


def _too_many_parts(limits: Limits) -> TableError:
    return TableError(
        "this file has too many parts inside it.",
        f"A workbook may consist of {limits.members:,} parts.",
        "Copy only the table into a new workbook and bring that.",
    )
