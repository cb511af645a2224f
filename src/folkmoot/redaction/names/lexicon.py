"""What is known of words before a text is read: names of many origins, places, institutions, and ordinary English."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

from folkmoot.redaction.folding import fold
from folkmoot.redaction.vocabulary import english, everyday

_DATA = Path(__file__).parent / "data"


class Sort(IntEnum):
    """What a word is when nothing around it is looked at."""

    UNKNOWN = 0  # in no list at all: most names of most origins
    NAME = 1  # a listed name that is no everyday word
    BOTH = 2  # a listed name that is also a word, a place or a month: Mark, Price, Grace, May, Preston
    WORD = 3
    PLACE = 4
    OTHER = 5  # a month, a language, a religion, an institution, a brand, a word of the law
    RARE = 6  # a word that few use: Clementine, Tram, Heron


@dataclass(frozen=True)
class Lexicon:
    """Folded words. `words` holds ordinary English, `places` and `others` capital words that are no person's name."""

    given: frozenset[str]
    family: frozenset[str]
    places: frozenset[str]
    others: frozenset[str]
    words: frozenset[str]
    rarer: frozenset[str]

    def sort(self, folded: str) -> Sort:
        listed = folded in self.given or folded in self.family
        if folded in self.others:
            return Sort.BOTH if listed else Sort.OTHER
        if listed:
            return Sort.BOTH if self._is_more_than_a_name(folded) else Sort.NAME
        if folded in self.places:
            return Sort.PLACE
        if self._is_possessive(folded):
            return Sort.NAME
        if not _is_word(folded, self.words):
            return Sort.UNKNOWN
        return Sort.RARE if folded in self.rarer else Sort.WORD

    def _is_possessive(self, folded: str) -> bool:
        """“priyas mum”: messages leave the apostrophe out."""
        stem = folded[:-1]
        return folded.endswith("s") and len(stem) > 3 and stem in self.given and stem not in self.words and folded not in self.words

    def _is_more_than_a_name(self, folded: str) -> bool:
        """A given name that only a dictionary knows as a word (jimmy, holly) is met as a name nearly always."""
        return folded in self.places or folded in (everyday() if folded in self.given else self.words)


def _is_word(folded: str, words: frozenset[str]) -> bool:
    return (
        folded in words
        or (folded.endswith("s") and folded[:-1] in words)
        or (len(folded) > 6 and folded.startswith("un") and folded[2:] in words)
    )


def _rows(file: str) -> list[list[str]]:
    return [line.split("\t") for line in (_DATA / file).read_text("utf-8").splitlines()]


@cache
def by_origin() -> dict[str, dict[str, tuple[str, ...]]]:
    """The shipped names as they are written: origin → “given” or “family” → names."""
    origins: dict[str, dict[str, tuple[str, ...]]] = {}
    for origin, part, names in _rows("names.tsv"):
        origins.setdefault(origin, {})[part] = tuple(names.split())
    return origins


@cache
def lexicon() -> Lexicon:
    """Everything shipped, read once (about 0.2 s)."""
    kept: dict[str, set[str]] = {row[0]: {fold(word) for word in row[1].split()} for row in _rows("notnames.tsv")}
    places = kept.pop("places") | kept.pop("countries")
    rarer = frozenset((_DATA / "rarer-words.txt").read_text("utf-8").split())
    return Lexicon(
        given=_folded("given"), family=_folded("family"), places=frozenset(places), others=frozenset().union(*kept.values()),
        words=everyday() | english() | rarer, rarer=rarer - english(),
    )  # fmt: skip


def _folded(part: str) -> frozenset[str]:
    return frozenset(fold(name) for parts in by_origin().values() for name in parts[part])
