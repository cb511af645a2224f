"""Reading from a text what kind of people it speaks of: age, ethnicity, religion, occupation, place, family, what happened to them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from folkmoot.redaction.jigsaw import words


class Attribute(StrEnum):
    """A kind of thing by which somebody could be recognised."""

    AGE = "age"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    NATIONALITY = "nationality"
    RELIGION = "religion"
    LANGUAGE = "language"
    DISABILITY = "disability"
    ORIENTATION = "orientation"
    OCCUPATION = "occupation"
    OFFENCE = "offence"
    PLACE = "place"
    FAMILY = "family"
    EVENT = "event"


@dataclass(frozen=True, order=True)
class Fact:
    """One thing said of somebody. `value` is in small letters; an age is a whole number of years.

    `start` and `end` count characters of the text (0 and 0 where a fact was given and not read). Facts with the same `person`
    are said of one person; an empty `person` is nobody in particular.
    """

    attribute: Attribute
    value: str
    start: int = 0
    end: int = 0
    person: str = ""


_TENS = {"twenties": 25, "thirties": 35, "forties": 45, "fifties": 55, "sixties": 65, "seventies": 75, "eighties": 85, "nineties": 95}
_AGE = re.compile(
    r"\b(?:aged?:? (?P<a>\d{1,3})|(?P<b>\d{1,3})[- ]years?[- ]olds?|(?P<c>\d{1,3}) years of age"
    rf"|in (?:her|his|their) (?:early |mid[- ]|late )?(?P<tens>{'|'.join(_TENS)}))\b",
    re.IGNORECASE,
)
_SEXES = {
    "female": "female woman women girl lady mother daughter sister wife grandmother mum aunt niece widow",
    "male": "male man men boy father son brother husband grandfather dad uncle nephew widower mr",
}
_SEX_OF = {word: sex for sex, said in _SEXES.items() for word in said.split()}
_NOT_RARE_LANGUAGE = frozenset(("english", "to", "with"))
_PEOPLE = "Victim|Complainant|Defendant|Suspect|Witness|Officer|Child|Relative|Person|Prosecutor|Judge|Interpreter|Neighbour"
_PERSON = re.compile(rf"\b(?:{_PEOPLE}) (?:[A-Z]{{1,2}}|\d{{1,3}})\b")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\s|$)|\n|$)|\n")


def facts_in(text: str) -> list[Fact]:
    """Everything read in a text, in order. A fact belongs to the person that its sentence names last before it, or else to the one
    named last in its paragraph (“Victim A”, “Officer 2”)."""
    found = sorted({fact for read in _READERS for fact in read(text)}, key=lambda fact: (fact.start, -fact.end))
    kept: list[Fact] = []
    for fact in found:
        within = any(other.start <= fact.start and fact.end <= other.end and other.attribute is fact.attribute for other in kept)
        if not within:
            kept.append(fact)
    return _with_people(text, kept)


def _with_people(text: str, facts: list[Fact]) -> list[Fact]:
    people = [(match.start(), match[0]) for match in _PERSON.finditer(text)]
    sentences = [(match.start(), match.end()) for match in _SENTENCE.finditer(text)]
    return [Fact(fact.attribute, fact.value, fact.start, fact.end, _person_at(text, fact, people, sentences)) for fact in facts]


def _person_at(text: str, fact: Fact, people: list[tuple[int, str]], sentences: list[tuple[int, int]]) -> str:
    begin, end = next(((start, stop) for start, stop in sentences if start <= fact.start < stop), (fact.start, fact.end))
    before = [name for place, name in people if begin <= place <= fact.start]
    after = [name for place, name in people if fact.start < place < end]
    paragraph = text.rfind("\n\n", 0, begin) + 1
    earlier = [name for place, name in people if paragraph <= place < begin]
    return next((names[which] for names, which in ((before, -1), (after, 0), (earlier, -1)) if names), "")


def _ages(text: str) -> Iterator[Fact]:
    for match in _AGE.finditer(text):
        said = match["a"] or match["b"] or match["c"]
        years = int(said) if said else _TENS[match["tens"].lower()]
        if years < 120:
            yield Fact(Attribute.AGE, str(years), match.start(), match.end())


def _by_list(attribute: Attribute, *, capital: bool = False) -> Callable[[str], Iterator[Fact]]:
    def read(text: str) -> Iterator[Fact]:
        for match in _pattern(tuple(words.coarser_words(attribute.value))).finditer(text):
            if not capital or match[0][0].isupper():
                yield Fact(attribute, _listed(match[0].lower(), words.coarser_words(attribute.value)), match.start(), match.end())

    return read


def _listed(said: str, listed: dict[str, str]) -> str:
    return said if said in listed else said.removesuffix("s")


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(each) for each in longest_first) + r")s?(?![\w])", re.IGNORECASE)


def _sexes(text: str) -> Iterator[Fact]:
    for match in _pattern(tuple(_SEX_OF)).finditer(text):
        word = match[0].lower()
        if sex := _SEX_OF.get(word) or _SEX_OF.get(word.removesuffix("s")):
            yield Fact(Attribute.SEX, sex, match.start(), match.end())


def _languages(text: str) -> Iterator[Fact]:
    for match in words.LANGUAGE.finditer(text):
        if match[1].lower() not in _NOT_RARE_LANGUAGE:
            yield Fact(Attribute.LANGUAGE, match[1].lower(), match.start(1), match.end(1))


def _places(text: str) -> Iterator[Fact]:
    for pattern in (words.SMALL_PLACE, words.TOWN):
        for match in pattern.finditer(text):
            yield Fact(Attribute.PLACE, match[1].lower(), match.start(1), match.end(1))


def _by_pattern(attribute: Attribute, pattern: re.Pattern[str]) -> Callable[[str], Iterator[Fact]]:
    return lambda text: (
        Fact(attribute, " ".join(match[0].lower().split()), match.start(), match.end()) for match in pattern.finditer(text)
    )


_READERS: tuple[Callable[[str], Iterator[Fact]], ...] = (
    _ages, _sexes, _languages, _places,
    _by_list(Attribute.ETHNICITY), _by_list(Attribute.NATIONALITY, capital=True), _by_list(Attribute.RELIGION),
    _by_list(Attribute.DISABILITY), _by_list(Attribute.ORIENTATION), _by_list(Attribute.OCCUPATION), _by_list(Attribute.OFFENCE),
    _by_pattern(Attribute.FAMILY, words.FAMILY), _by_pattern(Attribute.EVENT, words.EVENT),
)  # fmt: skip
