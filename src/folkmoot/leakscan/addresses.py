"""Addresses: whole, by number and street, by street alone, by the name of a house; "Rd" and "Road" are one."""

import re
from collections.abc import Iterator

from folkmoot.leakscan.contract import Leak, Secret, Why
from folkmoot.leakscan.folding import fold
from folkmoot.leakscan.words import STREETS

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_GENERAL = frozenset(STREETS.values()) | {"the", "of", "flat", "house", "hill", "close", "lower", "upper"}

Token = tuple[str, int, int]


def tokens_of(text: str) -> list[Token]:
    """Words as (folded and written out, start, end)."""
    found = []
    for match in _TOKEN.finditer(text):
        word = fold(match[0])
        if word:
            found.append((STREETS.get(word, word), match.start(), match.end()))
    return found


def postcode_in(value: str) -> str:
    """The postcode at the end of an address, or nothing."""
    match = _POSTCODE.search(value)
    return match[0] if match else ""


def addresses_in(text: str, tokens: list[Token], secret: Secret) -> Iterator[Leak]:
    """Every place where the address or a telling part of it stands. A town by itself tells little and is left alone."""
    words = [word for word, _, _ in tokens]
    for wanted, why in _telling(secret.value):
        size = len(wanted)
        for place in range(len(words) - size + 1):
            if words[place : place + size] == wanted:
                start, end = tokens[place][1], tokens[place + size - 1][2]
                yield Leak(secret.kind, start, end, text[start:end], why)


def _telling(value: str) -> Iterator[tuple[list[str], Why]]:
    lines = [part for part in re.split(r"[,;\n]", _POSTCODE.sub("", value)) if part.strip()]
    whole = [word for word, _, _ in tokens_of(" ".join(lines))]
    if whole:
        yield whole, Why.WHOLE
    for line in lines:
        words = [word for word, _, _ in tokens_of(line)]
        named = [word for word in words if not word[0].isdigit()]
        if len(words) > 1 and words != whole and set(words) - _GENERAL:
            yield words, Why.STREET
        if len(named) > 1 and named != words and set(named) - _GENERAL:
            yield named, Why.STREET
