"""Names of people and street addresses in free text, found by the words around them: English and Welsh. No database, no clock.

A name is known here only by its place: after “my name is”, a title, or “my son”. A name that stands alone is not found.
"""

import re
from collections.abc import Iterable, Iterator

from folkmoot.voice.identifying import Found, Identifier, identifiers_in

# Every repetition is bounded, and every pattern begins at a fixed word: the time grows with the length and no faster.
_UPPER = "A-ZÀ-ÖØ-ÞŴŶ"
_NAME = rf"(?:[OD][’']|Mc|Mac|Fitz)?[{_UPPER}][a-zà-öø-ÿŵŷ]{{1,24}}(?:-[{_UPPER}][a-zà-öø-ÿŵŷ]{{1,24}})?"
_LINK = r"(?:ap|ab|ferch|al|el|bin|ibn|de|van|der|von)"
_FULL_NAME = rf"{_NAME}(?: (?:{_LINK} )?{_NAME}){{0,3}}"

_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev|Revd|Reverend|Imam|Rabbi|Sheikh|Councillor|Cllr|Judge|PC|PCSO|WPC|DC|DS|DI"
    r"|DCI|Sgt|Sergeant|Inspector|Detective|Constable|Parch|Cynghorydd|Barnwr|Athro)"
)
_TITLED = re.compile(rf"\b{_TITLES}\.? {{1,2}}(?:[{_UPPER}]\.? ?){{0,3}}({_FULL_NAME})")

_SAYS_NAME = re.compile(
    r"\b(?:my (?:full )?name(?: is|’s|'s)|i am called|i’m called|i'm called|fy enw i?(?: yw| ydi| ydy)?|enw i yw)[ :]{1,3}"
    r"([^\W\d_][\w’'-]{1,24}(?: [^\W\d_][\w’'-]{1,24})?)",
    re.IGNORECASE,
)
_IS = re.compile(rf"\b(?:I am|I[’']m|[Tt]his is)(?: called)? ({_NAME}(?: (?:{_LINK} )?{_NAME}){{1,3}})")
_WELSH_IS = re.compile(rf"(?<![\w’'-])({_NAME} (?:{_LINK} )?{_NAME}) (?:ydw|dw|ydwyf|wyf) i\b")

_RELATIVES = (
    "son|daughter|husband|wife|brother|sister|mother|mum|mam|mom|father|dad|nephew|niece|cousin|friend|neighbour|uncle|auntie|aunt"
    "|grandson|granddaughter|grandmother|grandfather|nan|gran|stepson|stepdaughter|boyfriend|girlfriend|fianc[ée]e?|ex|baby|partner"
    "|mab|merch|gŵr|ngŵr|gwraig|ngwraig|mrawd|brawd|chwaer|fam|nhad|tad|ffrind|mhartner|nai|nith|ewythr|modryb|ŵyr|wyres|fab|ferch|wraig"
)
_WHOSE = "my|his|her|their|fy|ei|eu"
_RELATION = re.compile(
    rf"\b(?i:(?:{_WHOSE}) (?:(?:late|eldest|oldest|youngest|older|younger|little|big|best|next[ -]door) )?(?:{_RELATIVES}))"
    rf"(?:,? (?:called|named|o’r enw|o'r enw))?,? ({_NAME}(?: {_NAME})?)"
)

_ENDING_IN_NAMES = re.compile(rf"(?:{_NAME} )*{_NAME}$")

_NUMBER = r"(?<![\w.,/£-])\d{1,4}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?"
_STREET = (
    "Street|Road|Rd|Lane|Avenue|Ave|Crescent|Terrace|Mews|Gardens|Grove|Close|Drive|Way|Court|Place|Square|Hill|Row|Walk|View|Rise|Villas"
    "|Cottages|Park|Green|Parade|Croft"
)
_ENGLISH_STREET = re.compile(rf"{_NUMBER},? (?:(?:St|{_NAME}) ){{1,3}}(?:{_STREET}|(?i:street|road|lane|avenue|close|crescent|terrace))\b")
_WELSH_STREET = re.compile(
    rf"{_NUMBER},? (?:(?:y|yr) )?(?i:heol|stryd|ffordd|lôn|rhodfa|cilgant|teras|clos|maes|llys|gerddi|bryn|rhes) "
    rf"(?:(?:y|yr|ar|dan|’r|'r) )?{_NAME}"
)
_FLAT = re.compile(r"\b(?:[Ff]lat|[Aa]partment|[Ff]flat) \d{1,4}[A-Za-z]?\b(?!%|[.,]\d)")

# Capitalised words that are not a person's name, though they stand where one would.
_OTHER_WORDS = """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
    december the and but so then when while who what why how where which that this these those there here he she they we you it if as at
    in on of or for from with to was were is are has had not nobody everyone someone please thank thanks because after before now
    black white asian african caribbean british english welsh scottish irish european indian pakistani bangladeshi chinese polish romanian
    ukrainian syrian somali kurdish turkish jamaican nigerian muslim christian jewish hindu sikh buddhist catholic protestant quaker roma
    romany gypsy traveller travellers deaf disabled blind autistic gay lesbian bisexual trans transgender queer straight male female
    university college school court crown police force service office council hospital trust support victim witness citizens advice
    chief justice mayor chancellor world england wales area hate crime stop prosecution team unit network forum group panel
    god dydd mis iau llun mawrth mercher gwener sadwrn sul
"""
_NOT_NAMES = frozenset(_OTHER_WORDS.split())
_AFTER_MY_NAME = """
    known never used already spelled spelt wrong misspelt misspelled all also public private withheld mentioned given a an no being still
    mud everywhere clear common foreign pronounced right written recorded shared out unusual different hard difficult yn ddim wedi ar y yr
"""
_NO_BARE_NAME = _NOT_NAMES | frozenset(re.findall(r"[a-zâêîôûŵŷ]+", f"{_TITLES} {_WHOSE} {_RELATIVES}".lower()))
_NOT_A_SAID_NAME = _NOT_NAMES | frozenset(_AFTER_MY_NAME.split())


def people_in(text: str) -> list[Found]:
    """Names of people and street addresses in `text`, each once, names first; empty where nothing was found."""
    names = (Found(Identifier.NAME, found) for found in _names(text))
    return list(dict.fromkeys([*names, *(Found(Identifier.ADDRESS, found) for found in _addresses(text))]))


def personal_in(text: str) -> list[Found]:
    """All that may identify a person in `text`: forms (`identifiers_in`), names and addresses, each once."""
    return [*identifiers_in(text), *people_in(text)]


def bare_names(found: Iterable[Found]) -> list[str]:
    """The names themselves in what was found: of “my son Kofi Mensah”, “Kofi” and “Mensah”. To withhold them wherever they stand."""
    names = (_ENDING_IN_NAMES.search(each.text) for each in found if each.kind is Identifier.NAME)
    words = (word for match in names if match for word in match.group().split())
    return list(dict.fromkeys(word for word in words if len(word) > 2 and not _NO_BARE_NAME.intersection(_words(word))))


def _names(text: str) -> Iterator[str]:
    for match in _TITLED.finditer(text):
        if _words(match[1])[0] not in _NOT_NAMES:
            yield match.group().strip()
    for match in _SAYS_NAME.finditer(text):
        if _words(match[1])[0] not in _NOT_A_SAID_NAME:
            yield match.group().strip()
    for pattern in (_IS, _WELSH_IS):
        yield from (match[1] for match in pattern.finditer(text) if not _NOT_NAMES.intersection(_words(match[1])))
    for match in _RELATION.finditer(text):
        if _words(match[1])[0] not in _NOT_NAMES:
            yield match.group().strip()


def _addresses(text: str) -> Iterator[str]:
    for pattern in (_ENGLISH_STREET, _WELSH_STREET, _FLAT):
        yield from (match.group() for match in pattern.finditer(text) if not _is_year_of_court(match.group()))


def _is_year_of_court(found: str) -> bool:
    """“2024 Crown Court”: a year and a court, not a house."""
    words = found.lower().replace(",", "").split()
    return words[-1] == "court" and words[-2] in ("crown", "magistrates", "county", "youth", "family", "supreme", "high")


def _words(name: str) -> list[str]:
    return re.split(r"[ ’']", name.lower())
