"""Street addresses by their form: a number with the name of a street, in English and Welsh. No database, no clock.

A house known by its name alone has no form of its own and is not found.
"""

import re
from collections.abc import Iterator

_NUMBER = r"(?<![\w.,/£-])\d{1,4}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?"
_WORD = r"[^\W\d_][\w'’.-]{0,24}"
# Words that stand in hardly anything but the name of a street, and words that stand elsewhere as well.
_STREET = "street|road|rd|lane|avenue|ave|crescent|cres|terrace|mews|boulevard|gardens|gdns|grove"
_PERHAPS = (
    "st|ln|close|drive|dr|way|court|place|pl|square|sq|hill|park|row|walk|view|rise|green|parade|mount|wharf|yard|quay|gate|villas|fields?"
    "|meadows?|croft|bank|vale|heights|cottages|buildings|house|broadway|embankment|end|esplanade|path|passage|promenade|drove|fen"
)
_ENGLISH = re.compile(rf"{_NUMBER},? ((?:{_WORD} ){{1,4}}?)({_STREET}|{_PERHAPS})\b", re.IGNORECASE)
_WELSH_STREET = (
    "heol|stryd|ffordd|lôn|lon|rhodfa|cilgant|teras|clos|maes|llys|gerddi|parc|bryn|sgwâr|allt|bro|trem|rhes|pentre|tŷ|ty|tai|plas|cwrt"
    "|erw|cae|dôl|rhiw|glan|min|nant|waun|pen"
)
_WELSH = re.compile(rf"{_NUMBER},? (?:(?:y|yr) )?((?i:{_WELSH_STREET})) (?:(?:y|yr|'r|’r|ar|dan) )?({_WORD})")
_FLAT = re.compile(r"\b(?:flat|apartment|apt|maisonette|bedsit|fflat)\.? (?:no\.? ?)?\d{1,4}[a-z]?\b(?!%|[.,]\d)", re.IGNORECASE)
_LINKS = frozenset({"of", "the", "upon", "on", "and", "de", "y", "yr", "in", "le"})
_OTHER_WORDS = """
    january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec
    people persons person men women children boys girls victims witnesses defendants members families cases meetings metres miles minutes
    hours days weeks months years am pm at from to in on of and or by for with a an his her their our this that these was were is are who
    near across along per more new different other separate busy main side
"""
_NOT_OF_A_STREET = frozenset(_OTHER_WORDS.split())
_COURTS = frozenset({"crown", "magistrates", "magistrates'", "magistrates’", "county", "youth", "supreme", "family", "appeal", "european"})
_LOWER_WELSH = frozenset({"fawr", "isaf", "uchaf", "newydd"})


def street_addresses(text: str) -> Iterator[re.Match[str]]:
    """Where a street address stands in `text`, whose lines are joined."""
    yield from (match for match in _ENGLISH.finditer(text) if _is_english(match))
    yield from (match for match in _WELSH.finditer(text) if _is_welsh(match))
    yield from _FLAT.finditer(text)


def _is_english(match: re.Match[str]) -> bool:
    words, kind = match[1].split(), match[2]
    if _is_year(match.group()) or (kind.lower() == "court" and words[-1].lower() in _COURTS):
        return False
    if kind.islower():
        plain = all(word.islower() for word in words) and not {word.lower() for word in words} & _NOT_OF_A_STREET
        return plain and len(words) <= 2 and re.fullmatch(_STREET, kind) is not None
    names = [word for word in words if word.lower() not in _LINKS]
    named = all(word[0].isupper() for word in names) and words[0][0].isupper()
    return named and not {word.lower() for word in names} & (_NOT_OF_A_STREET - {"new", "main", "side"})


def _is_welsh(match: re.Match[str]) -> bool:
    return not _is_year(match.group()) and (match[2][0].isupper() or match[2].lower() in _LOWER_WELSH)


def _is_year(text: str) -> bool:
    return re.match(r"(?:19|20)\d\d\b", text) is not None
