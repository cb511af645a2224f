"""Strings in bytes of no known structure, and text hidden in text by base64, hexadecimal, percent signs or entities."""

import base64
import binascii
import html
import quopri
import re
import urllib.parse
from collections.abc import Iterator

_LATIN = re.compile(rb"[\x09\x20-\x7e\xa0-\xff]{4,}")
_UTF8 = re.compile(rb"(?:[\x09\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){4,}")
_UTF16_LE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0|[\0-\xff][\x01\x02\x1e\x20]){4,}")
_UTF16_BE = re.compile(rb"(?:\0[\x20-\x7e\xa0-\xff]|[\x01\x02\x1e\x20][\0-\xff]){4,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{20,}(?:\s{1,2}[A-Za-z0-9+/_-]{20,})*(?:\s{0,2}[A-Za-z0-9+/_-]{1,76})?={0,2}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[\s:]?){8,}")
_LONGEST = 2_000_000  # characters of one run
_MOST_RUNS = 5_000


def strings_in(data: bytes) -> Iterator[str]:
    """Runs of four printable characters and more, as UTF-8, as Latin-1 where that says something else, and as UTF-16 both ways."""
    if not data.isascii():
        yield from _joined((match[0] for match in _UTF8.finditer(data)), "utf-8")
    yield from _joined((match[0] for match in _LATIN.finditer(data)), "cp1252")
    yield from _joined((match[0] for match in _UTF16_LE.finditer(data)), "utf-16-le")
    yield from _joined((match[0] for match in _UTF16_BE.finditer(data)), "utf-16-be")


def _joined(runs: Iterator[bytes], encoding: str) -> Iterator[str]:
    text = "\n".join(run.decode(encoding, "replace") for run in runs)
    if text:
        yield text


def packed_in(text: str) -> Iterator[tuple[str, bytes]]:
    """What base64 and hexadecimal runs in a text unpack to, as ("base64", bytes) or ("hexadecimal", bytes)."""
    for count, match in enumerate(_BASE64.finditer(text)):
        if count >= _MOST_RUNS:
            break
        found = _from_base64(match[0][:_LONGEST])
        if found:
            yield "base64", found
    for count, match in enumerate(_HEX.finditer(text)):
        if count >= _MOST_RUNS:
            break
        digits = re.sub(r"[\s:]", "", match[0][:_LONGEST])
        yield "hexadecimal", bytes.fromhex(digits[: len(digits) // 2 * 2])


def _from_base64(run: str) -> bytes:
    plain = re.sub(r"\s", "", run).rstrip("=").replace("-", "+").replace("_", "/")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return b""


def readable(data: bytes) -> bool:
    """Whether unpacked bytes are mostly text, so that noise is not taken for words."""
    if len(data) < 4:
        return False
    sample = data[:4000]
    if sample[1::2].count(0) * 2.5 > len(sample) or sample[0::2].count(0) * 2.5 > len(sample):
        return True
    try:
        text = sample.decode("utf-8", "strict" if len(data) <= 4000 else "ignore")
    except UnicodeDecodeError:
        return False
    return sum(letter.isprintable() or letter in "\r\n\t" for letter in text) >= 0.9 * len(text)


def said_otherwise(text: str) -> Iterator[tuple[str, str]]:
    """The same text with entities, percent signs and quoted-printable read, where that changes it; as (how, text)."""
    if "&" in text and (plain := html.unescape(text)) != text:
        yield "entities", plain
    if "%" in text and (plain := urllib.parse.unquote(text)) != text:
        yield "percent signs", plain
    if "=" in text and re.search(r"=[0-9A-F]{2}|=\n", text):
        plain = quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")
        if plain != text:
            yield "quoted-printable", plain
    if any("\U000e0000" <= letter < "\U000e0080" for letter in text):  # language tags, which nothing shows
        yield "invisible letters", "".join(chr(ord(letter) - 0xE0000) for letter in text if "\U000e0020" <= letter < "\U000e007f")
    if "\\u" in text:
        yield "escapes", re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
