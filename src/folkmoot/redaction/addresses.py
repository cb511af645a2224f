"""Known addresses, places and organisations as phrases: in whole, in their parts, and as Welsh changes them."""

import re
from collections.abc import Callable, Iterator

from folkmoot.redaction.codes import CODED
from folkmoot.redaction.patterns.checks import postcode
from folkmoot.redaction.people import person_key
from folkmoot.redaction.phrases import Phrase, words_of
from folkmoot.redaction.rules import Rule
from folkmoot.redaction.spans import Kind, Known
from folkmoot.redaction.vocabulary import STREET_FORMS, english

_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b", re.I)
_UNIT = re.compile(r"^(?:flat|apartment|apt|unit|room|suite|plot)\b", re.I)
_NUMBERED = re.compile(r"^(?:no\.? ?|number )?(\d{1,4}[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?)\s+(.+)$", re.I)
_REGIONS = frozenset({"uk", "england", "wales", "scotland", "cymru", "united", "kingdom", "great", "britain", "northern", "ireland"})
# What Welsh does to the first letters of a name after certain words; the nasal forms can be nothing else.
_MUTATIONS = {
    "ll": ("l",), "rh": ("r",), "c": ("g", "ngh", "ch"), "p": ("b", "mh", "ph"), "t": ("d", "nh", "th"), "g": ("", "ng"),
    "b": ("f", "m"), "d": ("dd", "n"), "m": ("f",),
}  # fmt: skip
_NASAL = ("ngh", "mh", "nh", "ng")
_BOTH_LANGUAGES = (
    "cardiff caerdydd", "swansea abertawe", "newport casnewydd", "wrexham wrecsam", "carmarthen caerfyrddin", "haverfordwest hwlffordd",
    "brecon aberhonddu", "cardigan aberteifi", "holyhead caergybi", "neath castell-nedd", "bridgend pen-y-bont ar ogwr", "barry y barri",
    "pontypool pont-y-pwl", "monmouth trefynwy", "chepstow cas-gwent", "abergavenny y fenni", "newtown y drenewydd", "welshpool y trallwng",
    "mold yr wyddgrug", "flint y fflint", "denbigh dinbych", "ruthin rhuthun", "rhyl y rhyl", "colwyn-bay bae-colwyn", "llanelli llanelli",
    "tenby dinbych-y-pysgod", "pembroke penfro", "st-asaph llanelwy", "anglesey ynys-mon", "port-talbot port-talbot", "caerphilly"
                                                                                                                      " caerffili",
    "ebbw-vale glynebwy", "merthyr-tydfil merthyr-tudful", "lampeter llanbedr-pont-steffan", "chester caer", "liverpool"
                                                                                                             " lerpwl", "london llundain",
    "manchester manceinion", "shrewsbury amwythig", "oswestry croesoswallt", "bristol bryste",
)  # fmt: skip


def phrases_of(known: Known) -> Iterator[Phrase]:
    """Every phrase that gives this value away; none for a kind that is no words in a row."""
    owner = person_key(known.person) if known.person else ""
    if known.kind is Kind.ADDRESS:
        yield from _address(known.value, owner)
    elif known.kind is Kind.PLACE:
        yield from place(known.value, owner)
    elif known.kind is Kind.ORGANISATION:
        yield from _plain(known, owner, 0.95, len(words_of(known.value)) == 1)
    elif known.kind is not Kind.NAME and known.kind not in CODED:
        yield from _plain(known, owner, 0.97, False)


def as_written(known: Known) -> Iterator[Phrase]:
    """The whole of a value word for word, whatever its kind: so that nothing listed is missed for being written in an unforeseen way."""
    words = words_of(known.value)
    if len(words) > 1:
        owner = (
            person_key(known.person or (known.value if known.kind is Kind.NAME else "")) if known.person or known.kind is Kind.NAME else ""
        )
        yield Phrase(words, known.kind, owner, known.value.strip(), 0.96, Rule.VALUE, capital=known.kind is Kind.NAME)


def _plain(known: Known, owner: str, confidence: float, capital: bool) -> Iterator[Phrase]:
    words = words_of(known.value)
    if words:
        yield Phrase(words, known.kind, owner, known.value.strip(), confidence, Rule.VALUE, capital=capital and words[0] in english())


def _address(written: str, owner: str) -> Iterator[Phrase]:
    def phrase(part: str, kind: Kind, confidence: float, rule: Rule, capital: bool = False) -> Iterator[Phrase]:
        words = words_of(part)
        if words and set(words) != {""}:
            yield Phrase(
                words, kind, owner, " ".join(words_of(written if kind is Kind.ADDRESS else part)), confidence, rule, capital=capital
            )

    yield from phrase(written, Kind.ADDRESS, 0.98, Rule.VALUE)
    without = _POSTCODE.sub("", written).strip(" ,\n.")
    yield from phrase(without, Kind.ADDRESS, 0.97, Rule.VALUE)
    parts = _parts(without)
    number, street = _number_and_street(parts)
    if street is not None:
        whole = f"{number} {street}" if number else street
        yield from phrase(whole, Kind.ADDRESS, 0.96 if number else 0.85, Rule.PART, capital=not number)
        yield from phrase(street, Kind.ADDRESS, 0.85, Rule.PART, capital=True)
        yield from _beginnings(parts, whole, phrase)
    towns = [part for part in parts if part not in (street, f"{number} {street}") and not _UNIT.match(part) and not re.match(r"\d", part)]
    for part in towns:
        if set(words_of(part)) - _REGIONS:
            single = part in towns[-1:] or len(words_of(part)) > 1
            yield from phrase(part, Kind.PLACE, 0.6 if single else 0.55, Rule.PART, capital=True)
            yield from _mutated(part, Kind.PLACE, owner, part)
    for match in _POSTCODE.finditer(written):
        if postcode(match[0]):
            yield Phrase(words_of(match[0]), Kind.POSTCODE, owner, match[0].upper(), 0.98, Rule.VALUE)
            yield Phrase(words_of(f"{match[1]}{match[2]}"), Kind.POSTCODE, owner, match[0].upper(), 0.98, Rule.VALUE)
            yield Phrase(words_of(f"{match[1]} {match[2]}"), Kind.POSTCODE, owner, match[0].upper(), 0.98, Rule.VALUE)
            yield Phrase(words_of(match[1]), Kind.POSTCODE, owner, match[1].upper(), 0.55, Rule.PART, capital=True)


def _parts(written: str) -> list[str]:
    parts = [part.strip(" .") for part in re.split(r"[,;\n]", written) if part.strip(" .")]
    joined: list[str] = []
    for part in parts:  # "12, Acacia Avenue"
        if joined and re.fullmatch(r"\d{1,4}[a-z]?", joined[-1], re.I):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return [piece for part in joined for piece in _flat_apart(part)]


def _flat_apart(part: str) -> list[str]:
    """“Flat 3 12 Acacia Avenue” holds a flat and a house."""
    match = re.fullmatch(r"((?:flat|apartment|apt|unit|room) ?\w{1,4}) (\d.+)", part, re.I)
    return [match[1], match[2]] if match else [part]


def _number_and_street(parts: list[str]) -> tuple[str, str | None]:
    for part in parts:
        match = _NUMBERED.match(part)
        if match:
            return match[1], _street_only(match[2])
    for part in parts:
        words = part.lower().split()
        if len(words) > 1 and (words[-1] in STREET_FORMS or words[0] in STREET_FORMS) and not _UNIT.match(part):
            return "", part
    return "", None


def _street_only(written: str) -> str:
    """An address without commas: the street ends with the word that says what it is."""
    words = written.split()
    ends = [place for place, word in enumerate(words) if place and word.lower().strip(".") in STREET_FORMS]
    return " ".join(words[: ends[0] + 1]) if ends else written


def _beginnings(parts: list[str], whole: str, phrase: Callable[..., Iterator[Phrase]]) -> Iterator[Phrase]:
    """The flat with the street, and the street with the place that follows it."""
    place = next((number for number, part in enumerate(parts) if part.startswith(whole)), None)
    if place is None:
        return
    if place:
        yield from phrase(" ".join([*parts[:place], whole]), Kind.ADDRESS, 0.97, Rule.PART)
        yield from phrase(" ".join(parts[:place]), Kind.ADDRESS, 0.7, Rule.PART, True)
    for last in range(place + 1, len(parts)):
        yield from phrase(" ".join([whole, *parts[place + 1 : last + 1]]), Kind.ADDRESS, 0.97, Rule.PART)


def place(written: str, owner: str = "") -> Iterator[Phrase]:
    """A place in both languages of Wales, and with the mutations of its first letter."""
    words = words_of(written)
    if not words:
        return
    yield Phrase(words, Kind.PLACE, owner, written.strip(), 0.9, Rule.VALUE, capital=len(words) == 1 and words[0] in english())
    yield from _mutated(written, Kind.PLACE, owner, written.strip())
    for pair in _BOTH_LANGUAGES:
        names = [tuple(name.replace("-", " ").split()) for name in pair.split(" ", 1)]
        if words in names:
            for other in names:
                if other != words:
                    yield Phrase(words_of(" ".join(other)), Kind.PLACE, owner, written.strip(), 0.85, Rule.OTHER_LANGUAGE, capital=True)
                    yield from _mutated(" ".join(other), Kind.PLACE, owner, written.strip())


def _mutated(written: str, kind: Kind, owner: str, value: str) -> Iterator[Phrase]:
    words = words_of(written)
    begins = next((letters for letters in _MUTATIONS if words and words[0].startswith(letters)), None)
    if begins is None or len(words[0]) < 4:
        return
    for letters in _MUTATIONS[begins]:
        first = letters + words[0][len(begins) :]
        yield Phrase((first, *words[1:]), kind, owner, value, 0.8, Rule.MUTATED, capital=True, mutated=letters not in _NASAL)
