"""Where people live: postcodes, streets with a house number, flats, and houses that have a name."""

import re

from folkmoot.redaction.patterns.checks import postcode
from folkmoot.redaction.patterns.shape import Shape
from folkmoot.redaction.rules import Rule
from folkmoot.redaction.spans import Kind

_POSTCODE = r"(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]?(?: |\u00a0|  |\n)?\d[A-Z]{2})"
_CAPITAL = r"[A-ZÂÊÎÔÛŴŶ](?:[\w'’-]{0,30}\w)?"
_PROPER = rf"(?:{_CAPITAL}|y|yr|the|of|St\.?|le|de|upon)"
# These mean a street wherever they stand; the others only after a house number.
_ALWAYS = "Street|Road|Avenue|Lane|Close|Drive|Crescent|Grove|Terrace|Mews|Gardens|Rd|Ave|Cres|Gdns|Terr|Boulevard|Parade"
_NUMBERED = (
    _ALWAYS
    + "|St|Str|Ln|Dr|Cl|Gr|Tce|Av|Court|Ct|Place|Pl|Square|Sq|Way|Walk|Hill|Park|Rise|View|Row|Green|Gate|Wharf|Quay|Croft|Yard|Broadway|"
    "Bridge|Estate|Vale|Mount|Meadows?|Villas|Buildings|Passage|Alley|Bank|Common|End|Fields?|Heights|House|Tower|Point|Lodge|"
    "Chase|Copse|Spinney|Drove|Circus"
)
_ANY_CASE = f"(?:{_NUMBERED}|{_NUMBERED.upper()})(?: (?:North|South|East|West|N|S|E|W)\\b)?"
_WELSH = (
    "Heol|Ffordd|Stryd|Rhodfa|Lôn|Lon|Clos|Maes|Parc|Cilgant|Teras|Bryn|Cae|Coed|Pen|Rhiw|Tan|Tŷ|HEOL|FFORDD|STRYD|RHODFA|LÔN|CLOS|MAES"
)
_UNIT = (
    r"(?:(?i:flat|apartment|apt|unit|room|suite|plot|caravan|bedsit)\.? ?(?:[B-HJ-Z]\b|A\b(?=,)|\d{1,4}[A-Za-z]?\b)"
    r"(?:,? ?(?i:\d(?:st|nd|rd|th) floor|ground floor|basement))?)"
)
_BLOCK = (
    r"(?:(?:[A-Z][\w'’-]{1,30} ){1,3}(?:House|Court|Tower|Heights|Lodge|Mansions|Point|Block)|"
    r"(?:Tŷ|Ty|Llys|Plas)(?: [A-Z][\w'’-]{1,30}){1,2})\b"
)
_HOUSE = r"(?:(?:[Nn]o\.? ?|[Nn]umber )?\d{1,4}[A-Za-z]?(?: ?[-–/] ?\d{1,4}[A-Za-z]?)?)"
_TAIL = (
    rf"(?:,? ?\n?{_POSTCODE}(?!\w)"
    rf"|(?:, ?\n?[A-Z](?:[^\W\d_]|['’-]){{1,30}}(?!\w)(?:[ -](?:[A-Z](?:[^\W\d_]|['’-]){{1,30}}(?!\w)|upon|on|le|by|the|and|"
    rf"in))*){{1,3}}(?:,? ?\n?{_POSTCODE}(?!\w))?)?"
)
_COURTS = re.compile(
    r"\b(?:Crown|Magistrates[’']?|High|Youth|County|Supreme|Family|Appeal|Combined|Justice|Criminal|Law|Coroner[’']?s|Tribunal|"
    r"Police|Food|Tennis|District)"
    r"(?: \w+)? (?:Court|Centre|Square|Park|Way)$", re.I,
)  # fmt: skip


def _postcode(match: re.Match[str]) -> tuple[float, Rule] | None:
    written = match[0]
    outward, inward = written[:-3].strip(), written[-3:]
    if not postcode(written) or (outward.isupper() and inward[1:] in ("st", "nd", "rd", "th")):
        return _misread(match)
    consistent = written.isupper() or written.islower()
    return (0.97 if written.isupper() else 0.85 if consistent else 0.7), Rule.SHAPE


def _misread(match: re.Match[str]) -> tuple[float, Rule] | None:
    """A letter O for a nought in the inward part."""
    written = match[0]
    fixed = written[:-3] + written[-3:].replace("O", "0", 1) if written[-3] == "O" else written
    return (0.7, Rule.MISREAD) if fixed != written and postcode(fixed) else None


def _street(match: re.Match[str]) -> tuple[float, Rule] | None:
    """Not a time, a year with a capital after it, or a court."""
    if _COURTS.search(match["street"]) or re.match(r"(?:19|20)\d\d\b", match["house"] or ""):
        return None
    return 0.93, Rule.SHAPE


def _street_alone(match: re.Match[str]) -> tuple[float, Rule] | None:
    first = match[0].split()[0]
    if first in _NOT_FIRST or _COURTS.search(match[0]):
        return None
    return (0.5 if match[0] in _COMMON_STREETS else 0.65), Rule.SHAPE


_NOT_FIRST = frozenset(
    [
        "The",
        "A",
        "An",
        "This",
        "That",
        "At",
        "In",
        "On",
        "From",
        "Down",
        "Up",
        "Along",
        "Near",
        "Outside",
        "Off",
        "One",
        "Each",
        "Wall",
        "Fleet",
    ]
)
_COMMON_STREETS = frozenset({"High Street", "Main Street", "Main Road", "Station Road", "Church Street", "Church Road", "Downing Street"})

SHAPES = (
    Shape(re.compile(rf"(?<![\w/-]){_POSTCODE}(?![\w/])", re.I), Kind.POSTCODE, 0.97, check=_postcode),
    Shape(re.compile(r"(?<![\w/-])[A-Z]{1,2}\d[A-Z\d]? ?O[A-Z]{2}(?![\w/])"), Kind.POSTCODE, 0.7, check=_misread),
    Shape(
        re.compile(rf"(?<![\w/£.:])(?:{_UNIT},? ?\n?)?(?:{_BLOCK},? ?\n?)?(?P<house>{_HOUSE}),? ?\n?"
                   rf"(?P<street>(?:The|(?:(?:[Tt]he|y|yr)[ ])?{_CAPITAL}(?:[ ]{_PROPER}){{0,3}})[ ]{_ANY_CASE}\b){_TAIL}"),
        Kind.ADDRESS, 0.93, check=_street,
    ),
    Shape(re.compile(rf"(?<![\w/£.:])(?:{_UNIT},? ?\n?)?(?P<house>{_HOUSE}),? ?\n?(?P<street>(?:{_WELSH})(?:[ -]{_PROPER}){{1,4}}){_TAIL}"),
          Kind.ADDRESS, 0.9, check=_street),
    Shape(re.compile(rf"(?<!\w){_UNIT}(?:,? ?\n?{_BLOCK}{_TAIL})?"), Kind.ADDRESS, 0.75),
    Shape(re.compile(rf"(?<![\w'’-])(?:[A-Z][\w'’-]{{1,30}}[ ]){{1,3}}(?:{_ALWAYS})\b"), Kind.ADDRESS, 0.65, check=_street_alone),
    Shape(re.compile(r"\b(?:on|in|at|along|near|off|down|up|onto|to|outside|"
                     r"of) (?P<value>(?:St\.? )?(?:[A-Z][\w'’-]{1,30} ){1,2}(?:St|Ln|Cl|Dr|Sq|Pl)\b)"),
          Kind.ADDRESS, 0.6, Rule.CONTEXT),
    Shape(re.compile(rf"(?<![\w'’-])(?:Heol|Ffordd|Stryd|Rhodfa|Lôn)(?: {_PROPER}){{1,3}}"), Kind.ADDRESS, 0.65),
    Shape(
        re.compile(
            r"\b(?:liv(?:es?|ed|ing)|resid(?:es?|ed|ing)|address(?: is)?|home(?: address)?(?: is)?|stay(?:s|ed|ing)|moved|"
            r"premises|bail(?:ed)?)"
            r"(?: at| in| to|:| back to| together at)* ?(?P<value>(?:The |Ty |Tŷ )?(?:[A-Z][\w'’-]{1,30} ){0,3}"
            r"(?:Cottage|House|Farm|Farmhouse|Lodge|Villa|Barn|Manor|Hall|Grange|Mill|Rectory|Vicarage|Bungalow|Tower|Mansions)\b"
            rf"{_TAIL})"),
        Kind.ADDRESS, 0.8, Rule.CONTEXT,
    ),
    Shape(re.compile(rf"\b(?i:place of birth|born in|town of birth|birthplace)(?: is|"
                     rf" was)?[: ]+(?P<value>{_CAPITAL}(?:[ -]{_CAPITAL}){{0,2}})"), Kind.PLACE, 0.8,
          Rule.CONTEXT),
    Shape(
        re.compile(
            rf"(?<![\w'’-])(?!The )(?:St\.? )?(?:{_CAPITAL}(?: of)? ){{1,3}}"
            r"(?:School|Academy|College|Nursery|Surgery|Mosque|Gurdwara|Mandir|Synagogue|Care Home|Children['’]s Home|Hostel|Refuge)\b"),
        Kind.ORGANISATION, 0.5,
    ),
)  # fmt: skip
