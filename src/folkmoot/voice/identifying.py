"""What in free text may identify a person: e-mail addresses, telephone numbers, postcodes, dates of birth, case references.

The patterns are kept narrow, because a warning that cries wolf is clicked away. They find forms; `naming` finds names where the
words around them say that they are names. A clean text is not proof that nobody can be recognised.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Identifier(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    BIRTH = "birth"
    CASE = "case"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True)
class Found:
    kind: Identifier
    text: str


# The postcode areas in use (Royal Mail): a letter pair that is none of them is a road, a room or a form, not a postcode.
_LETTERS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG
    HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S
    SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_POSTCODE_AREAS = frozenset(_LETTERS.split())
# Every repetition is bounded and no match starts inside another's run, so that the time grows with the length and no faster.
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
# Geographic (01, 02) and mobile (07) numbers; 03 and 08 numbers belong to organisations and helplines.
_PHONE = re.compile(
    r"(?<![\d/.-])(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)"
    r"(?:[127]\d{3}\)?[ -]?\d{3}[ -]?\d{3}|[127]\d{2}\)?[ -]?\d{3}[ -]?\d{4}"
    r"|2\d\)?[ -]?\d{4}[ -]?\d{4}|1\d{3}\)?[ -]?\d{5})(?![\d/]|[.-]\d)"
)
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2})(\d[A-Za-z0-9]?) ?(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})\b")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_DAY = (
    r"(?:\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d{2}|\d{1,2}(?:st|nd|rd|th)?\s{1,3}(?:of\s{1,3})?[A-Za-z]{3,10}\.?,?\s{1,3}(?:19|20)\d{2}"
    r"|(?:19|20)\d{2}-\d{2}-\d{2})"
)
_BIRTH = re.compile(
    r"(?:\bborn\b|\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth\b|\bbirthday\b|\bganwyd\b|\bdyddiad geni\b)"
    rf"\W{{0,3}}(?:(?:on|is|was|ar)\b\W{{0,2}})?{_DAY}",
    re.IGNORECASE,
)
# A unique reference number: force (2 digits), unit (2 characters), serial (5 to 7 digits), year (2 digits).
_URN = re.compile(r"\b\d{2}[ /-]?[A-Z][A-Z0-9][ /-]?\d{5,7}[ /-]?\d{2}\b")
_NAMED_REFERENCE = re.compile(
    r"\b(?:URN|(?:case|crime|custody|incident)\s{1,3}(?:reference|ref|number|no)\b\.?)\s{0,3}(?:is|was)?\s{0,3}[:#]?\s{0,3}[A-Z0-9/-]{0,12}\d[A-Z0-9/-]{4,24}",
    re.IGNORECASE,
)


def identifiers_in(text: str) -> list[Found]:
    """What may identify a person in `text`, each once, in the order of the kinds; empty where nothing was found."""
    return list(dict.fromkeys(_all_in(text)))


def _all_in(text: str) -> Iterator[Found]:
    patterns = ((Identifier.EMAIL, _EMAIL), (Identifier.PHONE, _PHONE), (Identifier.BIRTH, _BIRTH))
    for kind, pattern in patterns:
        yield from (Found(kind, match.group().strip()) for match in pattern.finditer(text))
    yield from (Found(Identifier.POSTCODE, match.group()) for match in _POSTCODE.finditer(text) if _is_postcode(match))
    references = [match.group() for match in _NAMED_REFERENCE.finditer(text)]
    yield from (Found(Identifier.CASE, reference) for reference in references)
    inside = {match.group() for reference in references for match in _URN.finditer(reference)}  # a set: looked up in one step each
    plain = (match.group() for match in _URN.finditer(text))
    yield from (Found(Identifier.CASE, urn) for urn in plain if urn not in inside)


def _is_postcode(match: re.Match[str]) -> bool:
    letters = "".join(character for character in match.group() if character.isalpha())
    one_case = letters.isupper() or letters.islower()
    return one_case and match[1].upper() in _POSTCODE_AREAS and match[3][1:] not in _ORDINALS
