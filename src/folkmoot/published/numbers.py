"""Counts and percentages as they are published: "9,662", "630793.0", "75.5%", a bare "0", and the marks that stand for no number."""

import re
from decimal import Decimal

MARKS = frozenset({"", "-", "–", "—", ".", "..", "...", "*", "~", ":", "[c]", "[x]", "[z]", "[u]", "[w]", "n/a", "na", "#n/a", "null"})
_PLAIN = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?\Z", re.ASCII)
_PERCENTAGE = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)\Z", re.ASCII)
_SPACE = " \t\r\n\u00a0\u202f"


def is_mark(text: str) -> bool:
    """Whether a cell says that there is no number."""
    return text.strip(_SPACE).casefold() in MARKS


def count_of(text: str) -> int | None:
    """A whole number of 0 or more; None for a mark. Raises ValueError for anything else, such as 12.5, -3 or 1,23."""
    if is_mark(text):
        return None
    found = _PLAIN.match(text.strip(_SPACE))
    if not found:
        raise ValueError(text)
    return int(found.group(1).replace(",", ""))


def has_thousands_comma(text: str) -> bool:
    return "," in text and _PLAIN.match(text.strip(_SPACE)) is not None


def percentage_of(text: str) -> tuple[Decimal, bool] | None:
    """The number, and whether a percent sign says what it is; None for a mark. Raises ValueError for anything else."""
    if is_mark(text):
        return None
    found = _PERCENTAGE.match(text.strip(_SPACE))
    if not found:
        raise ValueError(text)
    return Decimal(found.group(1)), bool(found.group(2))


def decimals_of(text: str) -> int:
    """How many decimals a number is written with."""
    _, _, after = text.strip(_SPACE).rstrip("%").strip(_SPACE).partition(".")
    return len(after)


def agrees(text: str, part: int, whole: int) -> bool:
    """Whether a published percentage is `part` of `whole`, rounded as it is written. A spreadsheet may have made 75.5% into 0.755.

    Of nothing there is no percentage: a mark or a bare 0 stands for it. Raises ValueError where the text is no percentage.
    """
    said = percentage_of(text)
    if said is None:
        return whole == 0
    number, signed = said
    if whole == 0:
        return number == 0
    half = Decimal(1).scaleb(-decimals_of(text)) / 2 + Decimal("0.000001")
    exact = Decimal(100 * part) / whole
    return abs(number - exact) <= half or (not signed and number <= 1 and abs(number - exact / 100) <= half)
