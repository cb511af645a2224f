"""The objects of a PDF found by their own marks, without trusting its tables: also earlier ones, and those nothing refers to."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from folkmoot.documents.archive import unpacked_as_far_as_possible
from folkmoot.documents.contract import LIMITS

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")
_STREAM = re.compile(rb"stream(\r\n|\n|\r)")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_END = re.compile(rb"\r?\n?endstream")
_FILTERS = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LITERAL_PART = re.compile(rb"[()\\]")
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r\n|\r|\n)", re.DOTALL)
_HEX = re.compile(rb"(?<!<)<([0-9A-Fa-f\s]{4,})>(?!>)")


@dataclass(frozen=True)
class PdfObject:
    """One object: its number, the bytes before its stream, and the stream's bytes unpacked as far as they can be (None without one)."""

    number: int
    head: bytes
    stream: bytes | None = None
    packed: bytes | None = None  # as it lies in the file

    def says(self, name: bytes) -> bool:
        """Whether a name such as b"/Image" stands in the head."""
        return re.search(re.escape(name) + rb"(?![\w-])", self.head) is not None


def objects_of(data: bytes) -> Iterator[PdfObject]:
    """Every object in the file in the order of its bytes; those packed into object streams follow their stream. Unpacks within limits."""
    left = LIMITS.unpacked_bytes
    matches = list(_OBJECT.finditer(data))
    skip_to = 0
    for place, match in enumerate(matches):
        if match.start() < skip_to:
            continue  # digits inside a stream that look like an object
        end = matches[place + 1].start() if place + 1 < len(matches) else len(data)
        found, skip_to = _object(data, match, end, left)
        left = max(0, left - len(found.stream or b""))
        yield found
        if found.stream is not None and found.says(b"/ObjStm"):
            yield PdfObject(found.number, found.stream)


def _object(data: bytes, match: re.Match[bytes], end: int, left: int) -> tuple[PdfObject, int]:
    number = int(match[1])
    starts = _STREAM.search(data, match.end())
    ends_before = data.find(b"endobj", match.end())
    if starts is None or starts.start() > end or -1 < ends_before < starts.start():
        close = ends_before if -1 < ends_before < end else end
        return PdfObject(number, data[match.end() : close]), close
    head = data[match.end() : starts.start()]
    packed, close = _packed(data, head, starts.end())
    return PdfObject(number, head, _unpacked(packed, head, left), packed), close


def _packed(data: bytes, head: bytes, start: int) -> tuple[bytes, int]:
    said = _LENGTH.search(head)
    if said and data[start + int(said[1]) : start + int(said[1]) + 20].lstrip().startswith(b"endstream"):
        return data[start : start + int(said[1])], start + int(said[1])
    ends = _END.search(data, start)
    close = ends.start() if ends else len(data)
    return data[start:close], close


def _unpacked(packed: bytes, head: bytes, left: int) -> bytes:
    """The stream with its text and byte filters undone; pictures keep their own packing."""
    said = _FILTERS.search(head)
    filters = re.findall(rb"/(\w+)", said[1]) if said else []
    most = min(left, LIMITS.member_bytes)
    for each in filters:
        if each in (b"FlateDecode", b"Fl"):
            packed = unpacked_as_far_as_possible(packed, zlib.MAX_WBITS, most) or unpacked_as_far_as_possible(
                packed[2:], -zlib.MAX_WBITS, most
            )
        elif each in (b"ASCIIHexDecode", b"AHx"):
            packed = _from_hex(packed.split(b">")[0])
        elif each in (b"ASCII85Decode", b"A85"):
            packed = _from_base85(packed)
        elif each in (b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL"):
            packed = _by_pypdf(packed, each, most)
        else:
            break
    return packed


def _from_base85(data: bytes) -> bytes:
    import base64

    try:
        return base64.a85decode(data.strip().removeprefix(b"<~").split(b"~>")[0], ignorechars=b" \t\n\r\v\0")
    except ValueError:
        return b""


def _by_pypdf(data: bytes, name: bytes, most: int) -> bytes:
    from pypdf.errors import PyPdfError
    from pypdf.filters import LZWDecode, RunLengthDecode

    decode = LZWDecode.decode if name.startswith(b"LZW") else RunLengthDecode.decode
    try:
        found = decode(data)
    except (PyPdfError, ValueError, IndexError, KeyError, TypeError):
        return b""
    return (found if isinstance(found, bytes) else found.encode("latin-1", "replace"))[:most]


def _from_hex(digits: bytes) -> bytes:
    plain = re.sub(rb"[^0-9A-Fa-f]", b"", digits)
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())


def strings_of(data: bytes) -> Iterator[bytes]:
    """The literal (…) and hexadecimal <…> strings in an object or a content stream, in order of kind."""
    yield from _literals(data)
    for match in _HEX.finditer(data):
        yield _from_hex(match[1])


def _literals(data: bytes) -> Iterator[bytes]:
    depth = start = place = 0
    while match := _LITERAL_PART.search(data, place):
        sign, at = match[0], match.start()
        place = at + 1
        if sign == b"\\":
            place = at + 2 if depth else at + 1
        elif sign == b"(":
            depth += 1
            start = at + 1 if depth == 1 else start
        elif depth:
            depth -= 1
            if not depth:
                yield _ESCAPE.sub(_unescaped, data[start:at])


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    if said in _SIGNS:
        return _SIGNS[said]
    if said[:1].isdigit():
        return bytes([int(said, 8) & 255])
    return b"" if said[:1] in b"\r\n" else said


def as_text(data: bytes) -> str:
    """A PDF string in words: UTF-16 and UTF-8 by their marks, UTF-16 without a mark where every other byte is zero, else Latin-1."""
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return data.decode("utf-16", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    if len(data) >= 4 and data[0::2].count(0) * 3 > len(data):
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
