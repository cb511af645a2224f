"""Registration marks of vehicles by their forms. No database, no clock. Source: DVLA, INF104 and the marks of Northern Ireland.

Old and personal marks of a few letters and figures look like anything else: they count only where the words say that it is a mark.
"""

import re
from collections.abc import Iterator

_ANY, _LAST = "[A-HJ-PR-Z]", "[A-HJ-NPR-TV-Y]"
_CURRENT = re.compile(rf"\b[A-HJ-PR-Y]{{2}}(?:0[2-9]|[12]\d|5[1-9]|[67]\d) ?{_ANY}{{3}}\b", re.IGNORECASE)
_PREFIX = re.compile(rf"\b(?:[A-HJ-NPR-TV-Y]|Q)\d{{1,3}} ?{_ANY}{{3}}\b", re.IGNORECASE)
_SUFFIX = re.compile(rf"\b{_ANY}{{3}} ?\d{{1,3}}{_LAST}\b", re.IGNORECASE)
_NORTHERN_IRISH = re.compile(r"\b[A-HJ-PR-Y]?(?:I[ABGJLW]|[A-HJ-PR-Y]Z|[UJ]I) ?\d{3,4}\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?i:reg(?:istration|\.)?(?: (?:number|mark|no\.?|plate))?|number plate|licence plate|VRM|rhif cofrestru|plât rhif)"
    r"[^\w\n]{1,3}(?:(?i:is|was|of|mark|yw|oedd)[^\w\n]{1,3})?([A-Z]{1,3} ?\d{1,4}|\d{1,4} ?[A-Z]{1,3})\b"
)
# What stands in three capitals after a road, a section or a number and is no mark.
_SHORT = """
    CPS NHS BBC BSL LGB MPS BTP ITV GMT BST MBE OBE CBE LLP PLC LTD THE AND FOR ALL NEW PCC CSP CJS HMP HMC URN PDF USB
"""
_ABBREVIATIONS = frozenset(_SHORT.split())


def registration_marks(text: str) -> Iterator[re.Match[str]]:
    """Where a registration mark stands in `text`, whose lines are joined."""
    yield from (match for match in _CURRENT.finditer(text) if _in_one_case(match.group()))
    for pattern in (_PREFIX, _SUFFIX, _NORTHERN_IRISH):
        yield from (match for match in pattern.finditer(text) if _is_older(match.group()))
    yield from _NAMED.finditer(text)


def _is_older(mark: str) -> bool:
    """Small letters only where it is written in one piece; not an abbreviation, a section of an Act, or letters before a year."""
    letters = re.sub(r"[^A-Za-z]", " ", mark).upper().split()
    section = re.fullmatch(r"S\d{1,3} [A-Z]{2}A", mark) is not None
    year = re.fullmatch(r"[A-Z]{2} (?:19|20)\d\d", mark) is not None
    in_pieces = " " in mark and not mark.isupper()
    return _in_one_case(mark) and not (in_pieces or section or year or set(letters) & _ABBREVIATIONS)


def _in_one_case(mark: str) -> bool:
    return mark.isupper() or mark.islower()
