"""Plain text, in whatever encoding it came."""

import codecs

from folkmoot.documents.contract import DocumentKind, Place, Reading
from folkmoot.documents.finishing import body, finished

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def decoded(data: bytes) -> str | None:
    """The text, or None where the bytes are none: UTF-8, UTF-16 and UTF-32 with or without a mark, else Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data.count(0) > len(data) // 4:
        encoding = "utf-16-le" if data[1::2].count(0) > data[0::2].count(0) else "utf-16-be"
        text = data.decode(encoding, "replace")
        return text if _reads_like_text(text) else None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text if _reads_like_text(text) else None


def _reads_like_text(text: str) -> bool:
    sample = text[:20_000]
    odd = sum((letter < " " and letter not in "\t\n\r\f\x1a\x1b") or letter == "\ufffd" for letter in sample)
    return odd <= len(sample) // 100


def read_text(text: str) -> Reading:
    """Paragraphs are lines: whoever wrote plain text broke them on purpose."""
    return finished(DocumentKind.TEXT, body(text.splitlines(), Place.PARAGRAPH), [])
