"""Finding a list's cue words in a text, in either language. No database, nothing learned.

A cue is found as a whole word or phrase, whatever its capitals and hyphens; one that ends in `*` stands for every word that begins so. Each
different cue found halves the doubt: a score of 1/2 for one, 3/4 for two. The time grows with the length of the text and no faster.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_WORD = re.compile(r"\w+(?:'\w+)?")


def folded(text: str) -> str:
    """The text as it is compared: small letters, one kind of apostrophe, accents composed."""
    return unicodedata.normalize("NFC", text).casefold().translate(_APOSTROPHES)


@dataclass(frozen=True)
class Cues:
    """The cues of a list, ready for use: the themes that whole phrases and beginnings of phrases point to.

    `begins` is by the number of words and letters of the beginning.
    """

    whole: Mapping[str, tuple[str, ...]]
    begins: Mapping[tuple[int, int], Mapping[str, tuple[str, ...]]]
    longest: int

    def found(self, text: str) -> dict[str, set[str]]:
        """The cues found in a text, each once, by the code of the theme; no entry for a theme without any."""
        found: dict[str, set[str]] = {}
        for length, phrase in self._phrases_in(text):
            for cue, themes in self._cues_at(length, phrase):
                for theme in themes:
                    found.setdefault(theme, set()).add(cue)
        return found

    def scores(self, text: str) -> dict[str, float]:
        """How far a text points to each theme, above 0 and below 1; no entry for a theme it does not point to."""
        return {theme: 1 - 0.5 ** len(cues) for theme, cues in self.found(text).items()}

    def _phrases_in(self, text: str) -> Iterator[tuple[int, str]]:
        """Every run of words, up to the longest cue, with its number of words."""
        words = _WORD.findall(folded(text))
        for at in range(len(words)):
            for length in range(1, min(self.longest, len(words) - at) + 1):
                yield length, " ".join(words[at : at + length])

    def _cues_at(self, length: int, phrase: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        if phrase in self.whole:
            yield phrase, self.whole[phrase]
        for (words, letters), beginnings in self.begins.items():
            if words == length and phrase[:letters] in beginnings:
                yield f"{phrase[:letters]}*", beginnings[phrase[:letters]]


def cues_of(lists: Mapping[str, Iterable[str]]) -> Cues:
    """`lists` holds the cues of each theme, by its code. A cue may point to several themes."""
    whole: dict[str, tuple[str, ...]] = {}
    begins: dict[tuple[int, int], dict[str, tuple[str, ...]]] = {}
    longest = 1
    for theme, cues in lists.items():
        for cue in dict.fromkeys(cues):
            words = _WORD.findall(folded(cue))
            phrase = " ".join(words)
            into = begins.setdefault((len(words), len(phrase)), {}) if cue.endswith("*") else whole
            into[phrase] = (*into.get(phrase, ()), theme)
            longest = max(longest, len(words))
    return Cues(whole, begins, longest)
