"""Looking for words in any file by any means, without a line of the product's own: unpacked, decoded, and asked of other programs."""

import base64
import binascii
import gzip
import html
import io
import quopri
import re
import shutil
import subprocess
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

_DEEPEST = 6
_BASE64 = re.compile(rb"[A-Za-z0-9+/\r\n]{24,}={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){12,}")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_TAGS = re.compile(r"<[^>]*>")


def found(data: bytes, wanted: frozenset[str], *, programs: bool = False) -> set[str]:
    """Those of the words that lie in the file in any form. `wanted` in lower case with single spaces.

    `programs`: pdftotext and exiftool are asked too.
    """
    seen: set[str] = set()
    for text in _texts(data, 0):
        plain = _plain(text)
        seen |= {words for words in wanted - seen if words in plain}
        if seen == wanted:
            return seen
    if programs:
        plain = _plain(_asked(data))
        seen |= {words for words in wanted if words in plain}
    return seen


def programs_here() -> str:
    """Which other programs are asked, in words."""
    return ", ".join(name for name in ("pdftotext", "exiftool") if shutil.which(name)) or "none"


def _plain(text: str) -> str:
    text = "".join(chr(ord(letter) - 0xE0000) if 0xE0020 <= ord(letter) <= 0xE007E else letter for letter in text)
    return " ".join(html.unescape(urllib.parse.unquote(text)).lower().split())


def _texts(data: bytes, depth: int) -> Iterator[str]:
    """What the bytes may say: as they are, without tags, in 16 bits, and all that is packed in them."""
    once = data.decode("utf-8", "ignore")
    yield once
    yield data.decode("latin-1")
    yield _TAGS.sub("", once)
    for way in ("utf-16-le", "utf-16-be"):
        yield data.decode(way, "ignore")
        yield data[1:].decode(way, "ignore")
    if b"=" in data:
        yield quopri.decodestring(data).decode("utf-8", "ignore")
    if depth < _DEEPEST:
        for inside in _inside(data):
            yield from _texts(inside, depth + 1)


def _inside(data: bytes) -> Iterator[bytes]:
    yield from _members(data)
    yield from _streams(data)
    if b"%PDF-" in data[:1024]:
        yield from _pages(data)
    if data.startswith(b"\x1f\x8b"):
        with suppress(OSError, EOFError, zlib.error):
            yield gzip.decompress(data)
    for block in re.split(rb"\r?\n\r?\n", data):
        for match in _BASE64.finditer(block):
            body = re.sub(rb"\s|=", b"", match.group())
            with suppress(binascii.Error):
                yield base64.b64decode(body[: len(body) // 4 * 4])
    for match in _HEX.finditer(data):
        yield bytes.fromhex(match.group().decode())


def _members(data: bytes) -> Iterator[bytes]:
    """The parts of a zip file, its names and notes, and parts that its table does not list."""
    with suppress(zipfile.BadZipFile, OSError, ValueError, NotImplementedError), zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield "\n".join(name for one in archive.infolist() for name in (one.filename, one.comment.decode("latin-1"))).encode()
        for one in archive.infolist():
            with suppress(zipfile.BadZipFile, OSError, RuntimeError, zlib.error):
                yield archive.read(one)
    at = data.find(b"PK\x03\x04")
    while at >= 0:
        start = at + 30 + int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
        with suppress(zlib.error):
            yield zlib.decompressobj(-15).decompress(data[start:], 20_000_000)
        at = data.find(b"PK\x03\x04", at + 4)


def _streams(data: bytes) -> Iterator[bytes]:
    for match in _ZLIB.finditer(data):
        with suppress(zlib.error):
            whole = zlib.decompressobj().decompress(data[match.start() :], 20_000_000)
            if whole:
                yield whole


def _pages(data: bytes) -> Iterator[bytes]:
    """What a library reads of the pages of a PDF, words drawn one letter at a time put together."""
    from pypdf import PdfReader

    with suppress(Exception):  # a file that it cannot read is looked at in the other ways
        reader = PdfReader(io.BytesIO(data), strict=False)
        yield "\n".join(page.extract_text() for page in reader.pages).encode()


def _asked(data: bytes) -> str:
    said = ""
    for command in (["pdftotext", "-q", "-", "-"], ["exiftool", "-a", "-u", "-G1", "-ee", "-b", "-"], ["exiftool", "-a", "-u", "-"]):
        if shutil.which(command[0]) and (command[0] != "pdftotext" or b"%PDF-" in data[:1024]):
            done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=60)
            said += done.stdout.decode("utf-8", "ignore")
    return said
