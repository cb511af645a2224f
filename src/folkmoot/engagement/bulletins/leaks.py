"""What in a bulletin may identify somebody: forms of numbers and addresses, names, small numbers. No database, no clock.

It goes by what is written, not by what it means: a text in which nothing is found is not proof that nobody can be recognised.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.engagement.bulletins.addresses import street_addresses
from folkmoot.engagement.bulletins.lookalikes import latin, plain
from folkmoot.engagement.bulletins.plates import registration_marks
from folkmoot.stakeholders.rules import name_key
from folkmoot.voice.identifying import Identifier, identifiers_in

AROUND = 40  # characters shown on each side of a finding
LONGEST_NAME = 5  # words
NEAR_YEARS = 10  # a full date longer ago than this may be a date of birth


class Kind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    ADDRESS = "address"
    VEHICLE = "vehicle"
    BIRTH = "birth"
    CASE = "case"
    INSURANCE = "insurance"
    PARTY = "party"
    CONTACT = "contact"
    SMALL_NUMBER = "small_number"
    OLD_DATE = "old_date"


@dataclass(frozen=True)
class Hit:
    """Something found, with the words around it. `key` stays the same while the finding does, wherever it stands."""

    kind: Kind
    text: str
    context: str

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.kind.value}|{self.text.casefold()}".encode()).hexdigest()


_FROM_VOICE = {
    Identifier.EMAIL: Kind.EMAIL, Identifier.PHONE: Kind.PHONE, Identifier.POSTCODE: Kind.POSTCODE, Identifier.BIRTH: Kind.BIRTH,
    Identifier.CASE: Kind.CASE,
}  # fmt: skip
# A National Insurance number: two letters (never D, F, I, Q, U, V first), six digits, A to D. Source: HMRC's manual NIM39110.
_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE)
_COUNTED = (
    r"people|persons?|victims?|witness(?:es)?|complainants?|defendants?|men|women|man|woman|boys?|girls?|child(?:ren)?|members?|famil(?:y|ies)"
    r"|cases?|pobl|pherson|berson|o bobl|dioddefwyr|dioddefwr|plant|achosion|achos|menywod|dynion"
)
_FEW = r"[1-5]|one|two|three|four|five|un|dau|dwy|tri|tair|pedwar|pedair|pump"
_SMALL = re.compile(rf"(?<![\w.,/£-])(?:{_FEW})\s{{1,3}}(?:[a-zA-Zâêîôûŵŷ]{{2,14}}\s{{1,3}})?(?:{_COUNTED})\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{1,2}(?:[./-]\d{1,2}[./-]|(?:st|nd|rd|th)?\s{1,3}[A-Za-z]{3,10}\s{1,3})((?:19|20)\d{2})\b|\b((?:19|20)\d{2})-\d{2}-\d{2}\b"
)
# A telephone number that is parted where nobody parts it, as by the end of a line: told by its digits, nine or ten after the first 0.
_PARTED_PHONE = re.compile(r"(?<![\d/.,£-])(?:\+44 ?(?:\(0\) ?)?|\(?0)([127]\d{0,9}\)?(?:[ -]\d{1,9}){0,2})(?![\d/])")


def hits_in(text: str, *, parties: Iterable[str], contacts: Iterable[str], this_year: int) -> list[Hit]:
    """What may identify somebody in `text`, each once. `parties` and `contacts` are names as a person writes them."""
    read = latin(plain(text))
    found = [*_numbers(read, this_year), *_names(read, parties, Kind.PARTY, alone=True), *_names(read, contacts, Kind.CONTACT, alone=False)]
    return list({hit.key: hit for hit in found}.values())


def name_candidates(text: str) -> set[str]:
    """Every run of two to five words of the text as `name_key` gives it: what to look for among the names we know."""
    read = plain(text)
    return {run for each in {read, latin(read)} for run in _runs([key for key, _first, _last in _words(each)])}


def _runs(words: list[str]) -> Iterator[str]:
    for at in range(len(words)):
        yield from (" ".join(words[at : at + long]) for long in range(2, LONGEST_NAME + 1) if at + long <= len(words))


def _numbers(text: str, this_year: int) -> Iterator[Hit]:
    for found in identifiers_in(text):
        yield Hit(_FROM_VOICE[found.kind], found.text, _around(text, text.find(found.text), len(found.text)))
    parted = (match for match in _PARTED_PHONE.finditer(text) if sum(mark.isdigit() for mark in match[1]) in (9, 10))
    forms = (
        (Kind.PHONE, parted), (Kind.ADDRESS, street_addresses(text)), (Kind.VEHICLE, registration_marks(text)),
        (Kind.INSURANCE, _INSURANCE.finditer(text)), (Kind.SMALL_NUMBER, _SMALL.finditer(text)),
    )  # fmt: skip
    for kind, matches in forms:
        yield from (_hit(kind, text, match) for match in matches)
    dates = (match for match in _DATE.finditer(text) if this_year - int(match[1] or match[2]) > NEAR_YEARS)
    yield from (_hit(Kind.OLD_DATE, text, match) for match in dates)


def _names(text: str, names: Iterable[str], kind: Kind, *, alone: bool) -> Iterator[Hit]:
    """Each name in full and, with `alone`, its last word by itself; whatever the case, accents and punctuation; the longest first."""
    sought = _sought(names, alone)
    words = _words(text)
    longest = max((len(each) for each in sought), default=0)
    at = 0
    while at < len(words):
        long = next(
            (n for n in range(min(longest, len(words) - at), 0, -1) if tuple(key for key, _first, _last in words[at : at + n]) in sought), 0
        )
        if long:
            first, last = words[at][1], words[at + long - 1][2]
            yield Hit(kind, text[first:last], _around(text, first, last - first))
        at += long or 1


def _sought(names: Iterable[str], alone: bool) -> Collection[tuple[str, ...]]:
    keys = [tuple(name_key(latin(plain(name))).split()) for name in names if name.strip()]
    return {*keys, *((key[-1],) for key in keys if alone and len(key) > 1 and len(key[-1]) > 2)} - {()}


def _words(text: str) -> list[tuple[str, int, int]]:
    """Each word as names are compared, and where it stands; “O’Neill” and “Smith-Jones” fall apart as `name_key` takes them."""
    found = []
    for match in re.finditer(r"[^\W_]+(?:['’‘][^\W_]+)*", text):
        written = re.sub(r"['’]s$", "", match.group())
        found += [(key, match.start(), match.start() + len(written)) for key in name_key(written).split()]
    return found


def _hit(kind: Kind, text: str, match: re.Match[str]) -> Hit:
    return Hit(kind, match.group().strip(), _around(text, match.start(), len(match.group())))


def _around(text: str, at: int, long: int) -> str:
    first, last = max(0, at - AROUND), at + long + AROUND
    return f"{'…' if first else ''}{' '.join(text[first:last].split())}{'…' if last < len(text) else ''}"
