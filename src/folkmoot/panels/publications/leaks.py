"""What in the words of a publication may point to a person. It reads the finished words and knows nothing of how they were made.

Some of what it finds can never leave: a person of the panel, a case, a date of birth. The rest stays only where somebody says why.
It goes by what is written, not by what it means: words in which nothing is found are no proof that nobody can be recognised.
No database, no clock.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from html import unescape

from folkmoot.engagement.bulletins import leaks as of_bulletins
from folkmoot.voice.published import leaks as of_voice
from folkmoot.voice.published.leaks import QUOTED, Runs, runs_of, shared_runs


class Kind(StrEnum):
    MEMBER = "member"
    CONFIDENCE = "confidence"
    CASE = "case"
    BIRTH = "birth"
    INSURANCE = "insurance"
    SURNAME = "surname"
    PERSON = "person"
    STAFF = "staff"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    ADDRESS = "address"
    VEHICLE = "vehicle"
    OLD_DATE = "old_date"
    SMALL_NUMBER = "small_number"
    MINUTES = "minutes"


NEVER = frozenset({Kind.MEMBER, Kind.CASE, Kind.BIRTH, Kind.INSURANCE})
_AROUND = 40


@dataclass(frozen=True)
class Known:
    """What the check holds the words against.

    `of_the_panel`: people of panels, as named; `alone`: those of this panel, whose surname by itself is looked for; `people`: others
    who are known; `staff`: who works in the service. `minutes` are the words of minutes, `confidence` words kept about members.
    """

    of_the_panel: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    minutes: Runs = frozenset()
    confidence: Runs = frozenset()


@dataclass(frozen=True)
class Finding:
    """Something found: in which versions it stands, the words around it, and why it may stay ("": nobody said so)."""

    kind: Kind
    text: str
    context: str
    key: str
    versions: tuple[str, ...] = ()
    explained: str = field(default="", compare=False)

    @property
    def never(self) -> bool:
        """Whether nothing that anybody says lets it stay."""
        return self.kind in NEVER

    @property
    def blocks(self) -> bool:
        return self.never or not self.explained


def runs_known(minutes: Iterable[str], settled: Iterable[str], confidence: Iterable[str]) -> tuple[Runs, Runs]:
    """The runs of words of minutes and of what is kept about members; `settled` (outcomes, titles) is meant to be told and left out."""
    known = runs_of(settled, QUOTED)
    return runs_of(minutes, QUOTED) - known, runs_of(confidence, QUOTED) - known


def findings_in(texts: Mapping[str, str], known: Known, *, this_year: int, explained: Mapping[str, str]) -> list[Finding]:
    """What was found in texts by version, each once, what can never leave first."""
    found: dict[str, Finding] = {}
    for which, text in texts.items():
        for one in _hits(text, known, this_year):
            earlier = found.get(one.key, replace(one, explained=explained.get(one.key, "")))
            found[one.key] = replace(earlier, versions=tuple(dict.fromkeys((*earlier.versions, which))))
    return sorted(found.values(), key=lambda one: not one.never)


def _hits(text: str, known: Known, this_year: int) -> Iterator[Finding]:
    everybody = _names(text, known.of_the_panel, Kind.MEMBER)
    yield from everybody
    inside = " ".join(one.text.casefold() for one in everybody)
    surnames = [one for one in _surnames(text, known.alone) if one.text.casefold() not in inside]
    yield from surnames
    inside = " ".join([inside, *(one.text.casefold() for one in surnames)])
    yield from (one for one in _parts_of_names(text, known) if one.text.casefold() not in inside)
    yield from (one for one in _names(text, known.people, Kind.PERSON) if one.text.casefold() not in inside)
    yield from (one for one in _names(text, known.staff, Kind.STAFF) if one.text.casefold() not in inside)
    counted = _NO_NUMBER.sub(" ", text)
    for hit in of_bulletins.hits_in(text, parties=(), contacts=(), this_year=this_year):
        if hit.kind is not of_bulletins.Kind.SMALL_NUMBER:
            yield _finding(Kind(hit.kind.value), hit)
    for other in of_voice.hits_in(text):
        if other.kind is not of_voice.Kind.SMALL_NUMBER:
            yield _finding(Kind(other.kind.value), other)
    smalls = [each for each in of_bulletins.hits_in(counted, parties=(), contacts=(), this_year=this_year)
              if each.kind is of_bulletins.Kind.SMALL_NUMBER]  # fmt: skip
    yield from (_finding(Kind.SMALL_NUMBER, each) for each in smalls)
    yield from (_finding(Kind.SMALL_NUMBER, each) for each in of_voice.hits_in(counted) if each.kind is of_voice.Kind.SMALL_NUMBER)
    yield from (_finding(Kind.SMALL_NUMBER, _hit(counted, match)) for match in _FEW_OF.finditer(counted))
    yield from _shared(text, known.minutes, Kind.MINUTES)
    yield from _shared(text, known.confidence, Kind.CONFIDENCE)


# “Fewer than five members” says that a number is withheld and is not that number; “one person may” speaks of anybody.
_NO_NUMBER = re.compile(r"\b(?:fewer|less) than \w+|\bllai na \w+|\bone person (?=may\b|can\b)|\bgall un person\b", re.IGNORECASE)


# “Two of the seven members”, “a single member”: few people, with other words between the number and whom it counts.
_FEW_OF = re.compile(
    r"(?<![\w.,/£-])(?:a single|(?:[1-4]|one|two|three|four|un|dau|dwy|tri|tair|pedwar|pedair)\s+(?:(?:out\s+)?of|o['’]r|o)"
    r"(?:\s+[\w’'-]{1,14}){1,3}?)\s+(?:members?|people|volunteers?|victims?|aelod(?:au)?|bobl|gwirfoddolwyr|dioddefwyr)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?<=[^\W\d_]) (?:[A-Z]\.? ?){1,3}(?= [^\W\d_]|(?<= )[^\W\d_])")
_AFTER = " ¶" + " 0" * 40  # so that a name that ends the text is compared with longer ones too: these are words and nobody's name
_MONTHS = frozenset({"april", "august", "may", "june", "mai", "awst"})  # first names too, and in every date


def _names(text: str, names: Iterable[str], kind: Kind) -> list[Finding]:
    """Names in full: at least two words, in either order, whatever their case, accents and punctuation, and without initials between."""
    whole = [name.split() for name in names if len(name.split()) > 1]
    turned = [order for words in whole for order in (" ".join(words), " ".join([words[-1], *words[:-1]]))]
    return list({each.key: each for spelling in _spellings(text) for each in _found(spelling, turned, kind)}.values())


def _spellings(text: str) -> list[str]:
    """The text as typed, with the entities of HTML read, with marks of emphasis taken for spaces, and without initials."""
    read = unescape(text)
    spaced = re.sub(r"[*_`]+|[^\S\n]+", " ", read)
    return list(dict.fromkeys((text, read, spaced, _INITIALS.sub(" ", spaced))))


def _found(text: str, names: Iterable[str], kind: Kind) -> list[Finding]:
    hits = of_bulletins.hits_in(text + _AFTER, parties=(), contacts=names, this_year=0)
    among = [replace(hit, context=hit.context.split("¶")[0].strip()) for hit in hits if hit.kind is of_bulletins.Kind.CONTACT]
    return [_finding(kind, hit) for hit in among]


def _surnames(text: str, names: Iterable[str]) -> list[Finding]:
    """The last word of a name by itself, written as a name: “Young” and not “young people”."""
    last = [name.split()[-1] for name in names if len(name.split()) > 1 and len(name.split()[-1]) > 2]
    return [each for each in _found(unescape(text), last, Kind.SURNAME) if each.text[:1].isupper()]


def _parts_of_names(text: str, known: Known) -> list[Finding]:
    """An initial with the surname of somebody on a panel, and the first name by itself of somebody on this one, written as names."""
    short = [f"{name[0]} {name.split()[-1]}" for name in known.of_the_panel if len(name.split()) > 1]
    first = [name.split()[0] for name in known.alone if len(name.split()) > 1]
    names = [*short, *(word for word in first if len(word) > 2 and word.casefold() not in _MONTHS)]
    return [each for each in _found(unescape(text), names, Kind.NAME) if each.text[:1].isupper()]


def _shared(text: str, runs: Runs, kind: Kind) -> Iterator[Finding]:
    for first, last in shared_runs(text, runs, QUOTED):
        around = " ".join(text[max(0, first - _AROUND) : last + _AROUND].split())
        yield _finding(kind, of_bulletins.Hit(of_bulletins.Kind.PARTY, text[first:last], around))


def _hit(text: str, match: re.Match[str]) -> of_bulletins.Hit:
    around = " ".join(text[max(0, match.start() - _AROUND) : match.end() + _AROUND].split())
    return of_bulletins.Hit(of_bulletins.Kind.SMALL_NUMBER, " ".join(match.group().split()), around)


def _finding(kind: Kind, hit: of_bulletins.Hit | of_voice.Hit) -> Finding:
    return Finding(kind, hit.text, hit.context, f"{kind.value}-{hit.key[:40]}")
