"""What nobody listed and yet tells who somebody is: numbers and addresses by their shape."""

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterator

from folkmoot.leakscan.contract import Leak, Why

_SEPARATED = r"[ \t.\u00a0-]?"
_POSTCODES = (
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY])"
    r"[ \u00a0]?\d[ABD-HJLNP-UW-Z]{2})\b"
)
_NUMBERED = r"(?:ref(?:erence)?|number|no\.?)"
_REFERENCES = (
    rf"\b(?:URN|(?:crime|custody|case) {_NUMBERED}|collar number|warrant number|PNC(?: ?ID)?)\b"
    r"\W{0,5}(?:is |was )?\W{0,3}(?=[\w/-]*\d)[\w/-]{4,}"
)
_BORN = r"\b(?:born|d\.?o\.?b\.?|date of birth|geni)\b[^.\n]{0,20}?\d{1,4}[^.\n]{0,16}?\d{2,4}\b"
_PREFIXES = "(?!BG|GB|NK|KN|TN|NT|ZZ)(?![DFIQUV])[A-Z](?![DFIQUVO])[A-Z]"
STRONG = frozenset({"email", "postcode", "phone", "ni_number", "nhs_number", "vehicle", "bank", "reference"})


def _nhs(text: str) -> bool:
    figures = [int(letter) for letter in text if letter.isdigit()]
    check = 11 - sum(figure * weight for figure, weight in zip(figures, range(10, 1, -1), strict=False)) % 11
    return check % 11 == figures[9] and check != 10 and len(set(figures)) > 1


def _card(text: str) -> bool:
    figures = [int(letter) for letter in reversed(text) if letter.isdigit()]
    if not 13 <= len(figures) <= 19:
        return False
    total = sum(figure if place % 2 == 0 else sum(divmod(figure * 2, 10)) for place, figure in enumerate(figures))
    return total % 10 == 0 and len(set(figures)) > 1


def _dialled(text: str) -> bool:
    return 10 <= sum(map(str.isdigit, text)) <= 11


def _address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _any(text: str) -> bool:
    return True


_SHAPES: list[tuple[str, re.Pattern[str], Callable[[str], bool]]] = [
    ("email", re.compile(r"[\w.+%'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"), _any),
    ("email", re.compile(r"\b[\w.+-]+\s*[\[(]\s*at\s*[\])]\s*[\w-]+(?:\s*(?:\.|[\[(]\s*dot\s*[\])])\s*[\w-]+)+", re.IGNORECASE), _any),
    ("url", re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE), _any),
    ("handle", re.compile(r"(?<![\w@/.])@[A-Za-z][\w.]{2,29}\b"), _any),
    ("postcode", re.compile(_POSTCODES), _any),
    ("ni_number", re.compile(rf"\b{_PREFIXES}{_SEPARATED}\d{{2}}{_SEPARATED}\d{{2}}{_SEPARATED}\d{{2}}{_SEPARATED}[A-D]\b"), _any),
    ("phone", re.compile(r"(?<![\w.])(?:\+\s?44|0044)[\s().-]*(?:\(?0\)?[\s.-]*)?[1-9](?:[\s().-]?\d){8,9}(?!\d)"), _any),
    ("phone", re.compile(r"(?<![\w.,£$])\(?0[1-37-9]\d{1,4}\)?(?:[\s.-]?\d){5,8}(?![\w])"), _dialled),
    ("phone", re.compile(r"(?<![\w.])\+(?!44)[1-9]\d{0,2}(?:[\s().-]?\d){7,12}(?!\d)"), _any),
    ("nhs_number", re.compile(r"(?<![\w.])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\w)"), _nhs),
    ("bank", re.compile(r"(?<![\w.-])(?:\d[ -]?){12,18}\d(?![\w-])"), _card),
    ("bank", re.compile(r"(?<![\w./-])\d{2}-\d{2}-\d{2}(?![\w/-])(?:\D{0,25}\b\d{8}\b)?"), _any),
    ("bank", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"), _any),
    ("bank", re.compile(r"\b(?:account|a/c|acct)\b\D{0,15}\b\d{8}\b", re.IGNORECASE), _any),
    ("vehicle", re.compile(r"\b[A-HJ-PR-Y][A-HJ-PR-Y]\d{2}[ ]?[A-HJ-PR-Z]{3}\b"), _any),
    ("vehicle", re.compile(r"\b(?:[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Y]{3}|[A-HJ-PR-Y]{3} ?\d{1,3}[A-HJ-NPR-TV-Y])\b"), _any),
    ("reference", re.compile(r"\b\d{2} ?[A-Z]{2} ?/? ?\d{5,7} ?/? ?\d{2}\b"), _any),
    ("reference", re.compile(_REFERENCES, re.IGNORECASE), _any),
    ("reference", re.compile(r"\b(?:19|20)\d{2}/\d{4,7}[A-Z]\b"), _any),
    ("passport", re.compile(r"\bpassport\b[^\n]{0,30}?\b(?:\d{9}|[A-Z]{1,2}\d{6,7})\b", re.IGNORECASE), _any),
    ("driving_licence", re.compile(r"\b[A-Z9]{5}\d{6}[A-Z9]{2}[A-Z0-9]{3}\b"), _any),
    ("date_of_birth", re.compile(_BORN, re.IGNORECASE), _any),
    ("ip", re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"), _address),
    ("ip", re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){3,7}(?::|[0-9A-Fa-f]{1,4})(?![\w:])"), _address),
    ("device", re.compile(r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b"), _any),
    ("device", re.compile(r"\bIMEI\b\D{0,12}\d{14,15}\b", re.IGNORECASE), _any),
]  # fmt: skip


def patterns_in(text: str, kinds: frozenset[str] | None = None) -> Iterator[Leak]:
    """Every place where a shape is found, or one of some kinds; invisible characters and other alphabets' figures do not hide it."""
    plain, places = _plain(text)
    for kind, shape, holds in _SHAPES:
        if kinds is not None and kind not in kinds:
            continue
        for match in shape.finditer(plain):
            if holds(match[0]):
                start, end = places[match.start()], places[match.end() - 1] + 1
                yield Leak(kind, start, end, text[start:end], Why.PATTERN)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with full-width and other figures as usual ones and without invisible characters, and where each character stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if unicodedata.category(letter) == "Cf":
            continue
        plain = letter if letter.isascii() else unicodedata.normalize("NFKC", letter)
        figure = unicodedata.digit(letter, None)
        plain = str(figure) if figure is not None else plain
        letters.append(plain)
        places.extend([place] * len(plain))
    return "".join(letters), places
