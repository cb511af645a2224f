"""A text brought down to bare letters and figures, each remembering where it stood.

Case, accents, punctuation, gaps, invisible characters and look-alike letters of other alphabets fall away, so that one comparison
sees through all of them. Redaction goes by words; this goes by letters, so that the one does not repeat what the other overlooks.
"""

import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

_LOOKALIKES = dict(
    zip(
        "аβвсԁеёғɡһіїјкӏӀмոοορрԛѕтυսхуүᴢζαεικντχγı",
        "abbcdeefghiijkllmnooppqstuuxyyzzaeikvtxyi",
        strict=True,
    )
)
_SPELLED = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŋ": "ng", "ə": "e", "ʻ": "", "ʼ": "",
    "б": "b", "г": "g", "д": "d", "ж": "zh", "з": "z", "и": "i", "й": "y", "л": "l", "н": "n", "о": "o", "п": "p", "ф": "f", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "э": "e", "ю": "yu", "я": "ya", "ь": "", "ъ": "", "є": "ye", "ґ": "g", "ў": "u",
    "δ": "d", "θ": "th", "λ": "l", "μ": "m", "ξ": "x", "π": "p", "σ": "s", "ς": "s", "φ": "f", "ψ": "ps", "ω": "o", "η": "i",
}  # fmt: skip
_CYRILLIC = {
    "а": "a",
    "в": "v",
    "е": "e",
    "к": "k",
    "м": "m",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "х": "kh",
    "і": "i",
    "ё": "yo",
    "й": "y",
}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


@lru_cache(maxsize=20_000)
def folded_letter(letter: str) -> str:
    """The letters and figures, lower case and without accents, that a character stands for; nothing for what is neither."""
    found = []
    for part in unicodedata.normalize("NFKD", letter.casefold()):
        plain = _LOOKALIKES.get(part) or _SPELLED.get(part)
        if plain is not None:
            found.append(plain)
        elif part.isalnum() and not unicodedata.combining(part):
            figure = unicodedata.digit(part, None)
            found.append(part if figure is None else str(figure))
    return "".join(found)


def fold(text: str) -> str:
    """A whole text folded."""
    return "".join(folded_letter(letter) for letter in text)


def spellings(text: str) -> set[str]:
    """The ways in which a value may come out folded: umlauts written out, Cyrillic read by sound rather than by shape."""
    composed = unicodedata.normalize("NFC", text.casefold())
    by_sound = "".join(_CYRILLIC.get(letter, letter) for letter in composed)
    return {fold(text), fold(composed.translate(_UMLAUTS)), fold(by_sound)} - {""}


@dataclass(frozen=True)
class Folded:
    """A folded text with the place of each of its letters in the original."""

    original: str
    letters: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> "Folded":
        """Fold a text."""
        letters: list[str] = []
        places: list[int] = []
        for place, letter in enumerate(text):
            plain = folded_letter(letter)
            if plain:
                letters.append(plain)
                places.extend([place] * len(plain))
        return cls(text, "".join(letters), places)

    @cached_property
    def figures(self) -> tuple[str, list[int]]:
        """The figures alone, with their places in `letters`."""
        places = [place for place, letter in enumerate(self.letters) if letter.isdigit()]
        return "".join(self.letters[place] for place in places), places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of folded letters stands in the original."""
        return self.places[start], self.places[end - 1] + 1

    def gaps(self, start: int, end: int) -> list[str]:
        """What stands between each two neighbouring letters of a stretch; "" where nothing does."""
        between = []
        for one, two in zip(self.places[start : end - 1], self.places[start + 1 : end], strict=True):
            between.append("".join(letter for letter in self.original[one + 1 : two] if not _invisible(letter)))
        return between

    def touches(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether a letter or figure stands directly before and directly after a stretch."""
        first, last = self.places[start], self.places[end - 1]
        before = first > 0 and start > 0 and _adjoin(self.original, self.places[start - 1], first)
        after = end < len(self.places) and _adjoin(self.original, last, self.places[end])
        return before, after


def _adjoin(text: str, one: int, two: int) -> bool:
    return all(_invisible(letter) for letter in text[one + 1 : two])


def _invisible(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Mn", "Me") or letter in "\u115f\u1160\u3164\uffa0"
