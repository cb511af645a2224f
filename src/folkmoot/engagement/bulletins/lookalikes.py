"""A text as a reader takes it in, whatever marks it is written with. No database, no clock."""

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_DROPPED = dict.fromkeys(map(ord, "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0*_`"))  # fillers nobody sees, and marks of emphasis
# Letters of other alphabets that look like Latin ones. Source: Unicode Technical Standard 39, confusables, as far as a reader is taken in.
_OTHERS = (
    "АВЕЗІЈКМНОРСТУХЅԌԚԜҺӀаеіјкорсухѕԁһԛԝѵӏ"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχϳ"
    "ıɑɡ"
)  # fmt: skip
_LATIN = (
    "ABE3IJKMHOPCTYXSGQWHIaeijkopcyxsdhqwvl"
    "ABEZHIKMNOPTYXaikvopuxj"
    "iag"
)  # fmt: skip
_LOOKALIKES = str.maketrans(_OTHERS, _LATIN)


def plain(text: str) -> str:
    """The text without invisible and emphasis marks, in one kind of dash, space and digit, its lines joined within a paragraph."""
    seen = unicodedata.normalize("NFKC", text).translate(_DROPPED).translate(_DASHES)
    kept = "".join(_digit(mark) for mark in seen if unicodedata.category(mark) != "Cf" and not _is_variant(mark))
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n[^\S\n]*\n", kept.replace("\r\n", "\n")))
    return re.sub(r"(?<=\d)- (?=\d)", "-", "\n\n".join(paragraphs))


def latin(text: str) -> str:
    """The text with every Cyrillic or Greek letter that looks like a Latin one put as that."""
    return text.translate(_LOOKALIKES)


def _digit(mark: str) -> str:
    return str(unicodedata.decimal(mark)) if mark.isdecimal() else mark


def _is_variant(mark: str) -> bool:
    return "\ufe00" <= mark <= "\ufe0f" or "\U000e0100" <= mark <= "\U000e01ef"
