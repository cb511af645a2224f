"""Known words in a row: addresses and their parts, places, organisations. One index of all of them, walked along the text once."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from folkmoot.redaction.folding import distance, drops
from folkmoot.redaction.found import Found, Origin
from folkmoot.redaction.rules import Rule, named
from folkmoot.redaction.spans import Kind
from folkmoot.redaction.tokens import Token, Tokens
from folkmoot.redaction.vocabulary import STREET_FORMS, english

_GAP = re.compile(r"[^\w\n]{0,5}(?:\r?\n[^\w\n]{0,8})?")
# A court or a force that is named after the place says less than the place itself.
_OFFICE = re.compile(
    r" (?:and \w+ )?(?:Crown|Magistrates|County|Youth|Family|Combined|City|Police|CPS|Constabulary|Council|Royal|University)\b"
)
_SKIPPED = frozenset({"no", "number", "the", "y", "yr"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row. `mutated`: only after a Welsh word that mutates. `capital`: the first word must have one."""

    words: tuple[str, ...]
    kind: Kind
    owner: str
    value: str
    confidence: float
    rule: Rule
    capital: bool = False
    mutated: bool = False


@dataclass
class _Branch:
    next: dict[str, "_Branch"] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)


MUTATING = frozenset(
    {
        "i",
        "yng",
        "ym",
        "yn",
        "o",
        "ar",
        "at",
        "am",
        "dan",
        "dros",
        "drwy",
        "trwy",
        "heb",
        "gan",
        "wrth",
        "hyd",
        "a",
        "â",
        "tua",
        "ac",
        "neu",
    }
)


def words_of(written: str) -> tuple[str, ...]:
    """The words of an address or a name, folded, with street types in full: “St” and “Street” are one."""
    return tuple(_canonical(token.folded) for token in Tokens(written).all if token.folded)


def _canonical(word: str) -> str:
    return "street" if word == "saint" else STREET_FORMS.get(word, word)


class PhraseIndex:
    """Finds the phrases in a text."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._root = _Branch()
        self._near: dict[str, set[str]] = defaultdict(set)
        self._words: set[str] = set()
        self._met: dict[str, str] = {}
        for phrase in phrases:
            branch = self._root
            for word in phrase.words:
                branch = branch.next.setdefault(word, _Branch())
            branch.phrases.append(phrase)
            self._words |= set(phrase.words)
        for word in self._words:
            if len(word) > 4 and not word.isdigit():
                for left in drops(word, 1):
                    self._near[left].add(word)

    def all(self, tokens: Tokens) -> Iterator[Found]:
        """Every phrase, the longest at each place."""
        if not self._words:
            return
        for place in range(len(tokens)):
            found = self._from(tokens, place)
            if found is not None:
                yield found

    def _from(self, tokens: Tokens, place: int) -> Found | None:
        branch, best, misspelt, at = self._root, None, False, place
        while True:
            word, off = self._word(tokens[at])
            step = branch.next.get(word)
            if step is None and at > place and tokens[at].folded in _SKIPPED:
                step, off = branch, False
            if step is None:
                return best
            branch, misspelt = step, misspelt or off
            chosen = self._chosen(branch.phrases, tokens, place)
            if chosen is not None:
                best = _found(chosen, tokens, place, at, misspelt)
            if at + 1 >= len(tokens) or not _GAP.fullmatch(tokens.gap(at)):
                return best
            at += 1

    def _chosen(self, phrases: Sequence[Phrase], tokens: Tokens, place: int) -> Phrase | None:
        first = tokens[place]
        before = tokens.before(place)
        mutating = before is not None and before.raw.lower() in MUTATING
        careless = tokens.careless_of_capitals
        fitting = [
            phrase for phrase in phrases
            if (first.capital or first.number or careless or not phrase.capital) and (mutating or not phrase.mutated)
        ]  # fmt: skip
        return max(fitting, key=lambda phrase: phrase.confidence, default=None)

    def _word(self, token: Token) -> tuple[str, bool]:
        """The word of a phrase that this is, and whether it is misspelt."""
        word = _canonical(token.folded)
        if word in self._words or token.number or len(word) < 5:
            return word, False
        if word not in self._met:
            near = {each for left in drops(word, 1) for each in self._near.get(left, ())} if word not in english() else set()
            close = [each for each in near if distance(word, each, 1) <= 1 and each[0] == word[0]]
            self._met[word] = min(close, default=word)
        return self._met[word], self._met[word] != word


def _found(phrase: Phrase, tokens: Tokens, place: int, at: int, misspelt: bool) -> Found:
    start, end = tokens[place].start, tokens[at].end
    written = tokens.text[start:end]
    rules = [phrase.rule]
    confidence = phrase.confidence
    if phrase.rule is Rule.VALUE and not misspelt and written != phrase.value:
        rules = [Rule.SEPARATORS]
    if phrase.kind is Kind.PLACE and _OFFICE.match(tokens.text, end):
        confidence = round(confidence * 0.4, 2)
    if misspelt:
        rules, confidence = [*rules, Rule.MISSPELT], round(confidence * 0.8, 2)
    if written[0].islower() and phrase.capital:
        rules, confidence = [*rules, Rule.SMALL_LETTERS], round(confidence * 0.8, 2)
    return Found(start, end, phrase.kind, confidence, named(*rules), Origin.KNOWN, phrase.owner, phrase.value)
