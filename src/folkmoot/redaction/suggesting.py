"""Suggesting what to redact in a text: the case's own values first, then patterns, then what reads as a name. A person decides on each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from folkmoot.redaction.addresses import as_written, phrases_of, place
from folkmoot.redaction.codes import CodeIndex
from folkmoot.redaction.dates import BirthDate, birth_dates, births_in
from folkmoot.redaction.found import Form, Found, Origin
from folkmoot.redaction.handles import MadeNames, initials_in
from folkmoot.redaction.mentions import Mentions
from folkmoot.redaction.name_index import NameIndex
from folkmoot.redaction.patterns import contact, official, places, vehicles
from folkmoot.redaction.patterns.shape import search
from folkmoot.redaction.people import Person, person_key
from folkmoot.redaction.phrases import PhraseIndex
from folkmoot.redaction.pseudonyms import Pseudonyms, labels_in
from folkmoot.redaction.rules import Rule
from folkmoot.redaction.settling import settle
from folkmoot.redaction.spans import Kind, Known, Span
from folkmoot.redaction.tokens import Tokens

if TYPE_CHECKING:
    from folkmoot.redaction.names import Finder

_SHAPES = (*contact.SHAPES, *official.SHAPES, *vehicles.SHAPES, *places.SHAPES)
# Thai, Lao, Khmer, Burmese, Chinese and Japanese.
_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_RANKED = re.compile(r"[A-Za-z]+[ /.]{1,2}([A-Z]?\d{2,6}[A-Z]{0,2})")
_SENTENCE_START = re.compile(r"(?:^|[.!?…][\"'”’)]*\s+|\n\s*\n\s*)$")


@dataclass(frozen=True)
class Suggestions:
    """What was found in a text. `passed_over`: known names that are everyday words, and how often they were taken for the word."""

    spans: list[Span]
    passed_over: dict[str, int] = field(default_factory=dict)


class Search:
    """The known values of a case, indexed once and searched for in each of its documents."""

    def __init__(self, known: Sequence[Known] = (), *, near: Iterable[str] = (), pseudonyms: Pseudonyms | None = None) -> None:
        self.pseudonyms = pseudonyms if pseudonyms is not None else Pseudonyms()
        self.people: list[Person] = self.pseudonyms.introduce(known)
        self._names = NameIndex(self.people)
        self._made = MadeNames(self.people)
        self._codes = CodeIndex(known)
        phrases = [phrase for each in known for phrase in (*phrases_of(each), *as_written(each))]
        self._unspaced = [each for each in known if _WITHOUT_SPACES.search(each.value)]
        self._phrases = PhraseIndex([*phrases, *(phrase for name in near for phrase in place(name))])
        self._births: list[BirthDate] = birth_dates(known)
        self._collars = {collar: person.key for person in self.people for collar in person.collars}

    def look(self, text: str, finder: "Finder | None") -> Suggestions:
        """Everything suggested in `text`, in order; nothing lies over anything else."""
        tokens = Tokens(text)
        mentions = Mentions(tokens, self._names)
        found = [*mentions.all(), *self._known_values(text, tokens), *self._patterns(text)]
        if finder is not None:
            found += [_read_as_name(span) for span in finder.find(text)]
        settled = settle(text, found, labels_in(text, self.pseudonyms))
        for each in settled:
            if each.kind is Kind.NAME and not each.owner and each.form is Form.PLAIN:
                self.pseudonyms.meet(text[each.start : each.end])
        return Suggestions([self._span(text, each) for each in settled], mentions.passed_over)

    def _known_values(self, text: str, tokens: Tokens) -> Iterator[Found]:
        yield from self._codes.all(tokens)
        yield from self._phrases.all(tokens)
        yield from births_in(text, self._births)
        yield from initials_in(text, self._names)
        yield from self._made.all(text)
        for each in self._unspaced:
            yield from _unspaced(text, each)

    def _patterns(self, text: str) -> Iterator[Found]:
        for each in search(text, _SHAPES):
            written = text[each.start : each.end]
            if each.kind is Kind.PHONE and contact.is_public(written):
                continue
            if each.kind in (Kind.EMAIL, Kind.HANDLE):
                owner = self._made.owner(written.lstrip("@"))
                yield replace(each, owner=owner) if owner else each
            elif each.kind is Kind.REFERENCE and (collar := _RANKED.fullmatch(written)):
                yield self._officer(each, collar[1].lower())
            else:
                yield each

    def _officer(self, found: Found, collar: str) -> Found:
        """An officer given by rank and number alone."""
        if collar in self._collars:
            return replace(found, kind=Kind.NAME, owner=self._collars[collar], rule=str(Rule.COLLAR), origin=Origin.KNOWN)
        return replace(found, kind=Kind.NAME, value=collar, form=Form.COLLAR)

    def _span(self, text: str, found: Found) -> Span:
        written = text[found.start : found.end]
        return Span(found.start, found.end, written, found.kind, self._replacement(text, found, written), found.confidence, found.rule)

    def _replacement(self, text: str, found: Found, written: str) -> str:
        if found.kind is not Kind.NAME:
            return self.pseudonyms.of_value(found.kind, found.value or " ".join(written.lower().split()), found.owner)
        if found.rule == Rule.EXHIBIT and not found.owner:
            return "[initials]"
        if found.form is Form.COLLAR:
            return self.pseudonyms.of_officer(found.value)
        label = self.pseudonyms.of_person(found.owner) if found.owner else self.pseudonyms.of_stranger(written)
        if found.form is Form.INITIALS:
            return f"[initials of {label}]"
        if label.startswith("the ") and _SENTENCE_START.search(text[max(0, found.start - 12) : found.start]):
            label = "T" + label[1:]
        return label + {Form.FAMILY: " family", Form.POSSESSIVE: "'s"}.get(found.form, "")


def _unspaced(text: str, known: Known) -> Iterator[Found]:
    """A value in a script that writes without spaces, wherever its letters stand."""
    value = known.value.strip()
    owner = person_key(known.person or value) if known.kind is Kind.NAME else person_key(known.person) if known.person else ""
    for match in re.finditer(re.escape(value), text):
        yield Found(*match.span(), known.kind, 0.95, str(Rule.VALUE), Origin.KNOWN, owner, value)


def _read_as_name(span: Span) -> Found:
    return Found(span.start, span.end, span.kind, span.confidence, span.rule, Origin.NAMES, value=span.text.lower())


def suggest(
    text: str,
    known: Sequence[Known] = (),
    *,
    finder: "Finder | None" = None,
    places: Iterable[str] = (),
    pseudonyms: Pseudonyms | None = None,
    search_names: bool = True,
) -> list[Span]:
    """What to redact in `text`, sorted and not overlapping.

    `finder` looks for names that nobody listed; without one the finder that ships is used, and none where `search_names` is False.
    `places` are names of places to take out. `pseudonyms` are those of the pack: they are added to, so that all its documents agree.
    """
    return look(text, known, finder=finder, places=places, pseudonyms=pseudonyms, search_names=search_names).spans


def look(
    text: str,
    known: Sequence[Known] = (),
    *,
    finder: "Finder | None" = None,
    places: Iterable[str] = (),
    pseudonyms: Pseudonyms | None = None,
    search_names: bool = True,
) -> Suggestions:
    """As `suggest`, and also which known names were taken for everyday words, and how often."""
    if finder is None and search_names:
        from folkmoot.redaction.names import finder as shipped

        finder = shipped()
    return Search(known, near=places, pseudonyms=pseudonyms).look(text, finder)
