"""Registration marks, by the formats that the DVLA and the DVA of Northern Ireland have issued."""

import re

from folkmoot.redaction.patterns.shape import Shape
from folkmoot.redaction.rules import Rule
from folkmoot.redaction.spans import Kind

_NORTHERN_IRELAND = "IA|DZ|KZ|RZ|IB|LZ|XZ|OI|XI|AZ|CZ|EZ|FZ|GZ|MZ|OZ|PZ|TZ|UZ|WZ|IJ|BZ|JZ|SZ|IL|IG|IW|NZ|YZ|UI|HZ|VZ|JI"
_CAR = (
    r"(?:vehicle|car|van|lorry|motor ?bike|moped|vrm|vrn|reg(?:istration)?(?: (?:mark|plate|number|no))?|index(?: (?:mark|"
    r"number|no))?|plates?|number ?plate|"
    r"ford|vauxhall|bmw|audi|mercedes|toyota|volkswagen|vw|nissan|renault|peugeot|honda|skoda|kia|hyundai|fiat|mini|volvo|mazda|"
    r"seat|tesla|golf|transit)"
)


def _current(match: re.Match[str]) -> tuple[float, Rule] | None:
    """Two letters without I, Q and Z, an age identifier that was or will be issued, three letters without I and Q."""
    plain = re.sub(r"\W", "", match[0])
    apart = len(plain) != len(match[0])
    if not re.fullmatch(r"[A-HJ-PR-Y]{2}(?:0[2-9]|[1-4]\d|5[1-9]|[67]\d)[A-HJ-PR-Z]{3}", plain.upper()):
        return None
    if plain.isupper():
        return 0.95, Rule.SHAPE
    return (0.8, Rule.SHAPE) if not apart else None


SHAPES = (
    Shape(re.compile(r"(?<![\w/])[A-Z]{2}[ -]?\d{2}[ -]?[A-Z]{3}(?![\w/])", re.I), Kind.VEHICLE, 0.95, check=_current),
    Shape(re.compile(r"(?<![\w/])[A-HJ-NPR-TV-Y]\d{1,3} ?(?!AND|BUT|THE|FOR|WAS)[A-HJ-PR-Z]{3}(?![\w/])"), Kind.VEHICLE, 0.85),
    Shape(re.compile(r"(?<![\w/])(?!SEC|MAR|MAY|JAN|FEB|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC|THE|"
                     r"AND)[A-HJ-PR-Z]{3} ?\d{1,3}[A-HJ-NPR-TV-Y](?![\w/])"), Kind.VEHICLE, 0.8),
    Shape(re.compile(rf"(?<![\w/])[A-Z]?(?:{_NORTHERN_IRELAND}) ?\d{{3,4}}(?![\w/])"), Kind.VEHICLE, 0.8),
    Shape(
        re.compile(rf"\b{_CAR}[,:. (]{{1,3}}(?:(?:is|was|of|mark|number|no)[.: ]{{1,2}})?(?P<value>(?-i:[A-Z]{{1,3}} ?\d{{1,4}}|"
                   rf"\d{{1,4}} ?[A-Z]{{1,3}}))(?!\w)(?! ?[/-]\d)", re.I),
        Kind.VEHICLE, 0.75, Rule.CONTEXT,
    ),
    Shape(
        re.compile(r"\b(?:vrm|vrn|reg(?:istration)?|index|number ?plate)(?: (?:mark|plate|number|no))?[:. ]{1,2}(?:is |"
                   r"was )?(?P<value>(?=\w*\d)(?=\w*[a-z])[a-z0-9]{2,7}(?: \d?[a-z]{3})?)\b", re.I),
        Kind.VEHICLE, 0.85, Rule.CONTEXT,
    ),
)  # fmt: skip
