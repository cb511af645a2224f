"""A text as words and numbers with their places, so that a name is seen across a line break, a hyphen or a curly apostrophe."""

import re
from dataclasses import dataclass
from functools import cached_property

from folkmoot.redaction.folding import UNSEEN, fold

_LETTER = r"[^\W\d_]"
_INSIDE = rf"[\u0300-\u036f{UNSEEN}]"
_LETTERS = rf"{_LETTER}(?:{_INSIDE}*{_LETTER})*[\u0300-\u036f]*"
APOSTROPHES = "'’‘ʼ`´′"
# Letters set apart (“S M I T H”), then a Mc or O' apart from its name, then words with an apostrophe or broken over a line, then numbers.
_TOKEN = re.compile(
    rf"(?<!\w)(?:{_LETTER}[ \u00a0]){{3,}}{_LETTER}(?!\w)"
    rf"|(?<!\w)(?:Mc|Mac|MC|MAC)[ ](?=[A-Z]){_LETTERS}"
    rf"|{_LETTERS}(?:[{APOSTROPHES}](?=[^\W\d_a-z]|{_LETTER}{{3}}){_LETTERS}"
    rf"|(?<=[a-z])[-\u2010\u00ad]\r?\n[ \t]*(?=[a-z]){_LETTERS}|(?<=[A-Z])[-\u2010\u00ad]\r?\n[ \t]*(?=[A-Z]{{2}}){_LETTERS})*"
    r"|\d+"
)
_SENTENCE_ENDS = re.compile(r"[.!?…]")
_STRANGE = frozenset("’”\"')]» \t\r\n\u00a0*•–-")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a number, and where it stands. `folded` is in small ASCII letters."""

    start: int
    end: int
    raw: str
    folded: str

    @property
    def capital(self) -> bool:
        return self.raw[0].isupper() or not (self.raw[0].islower() or self.raw[0].isdigit())

    @property
    def initial(self) -> bool:
        return len(self.folded) == 1 and self.raw.isupper()

    @property
    def number(self) -> bool:
        return self.raw[0].isdigit()


class Tokens:
    """The words of one text in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = [Token(found.start(), found.end(), found[0], fold(found[0])) for found in _TOKEN.finditer(text)]

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, place: int) -> Token:
        return self.all[place]

    def gap(self, place: int) -> str:
        """What stands between this word and the next: an empty text at the end counts as a break."""
        if place + 1 >= len(self.all):
            return "\n\n"
        return self.text[self.all[place].end : self.all[place + 1].start]

    def begins_sentence(self, place: int) -> bool:
        """Whether a capital would stand here for any word."""
        at = self.all[place].start
        while at > 0 and self.text[at - 1] in _STRANGE:
            at -= 1
        before = self.text[at - 1 : at]
        return at == 0 or bool(_SENTENCE_ENDS.match(before)) or "\n\n" in self.text[at : self.all[place].start].replace("\r", "")

    def after(self, place: int) -> Token | None:
        return self.all[place + 1] if place + 1 < len(self.all) else None

    def before(self, place: int) -> Token | None:
        return self.all[place - 1] if place else None

    @cached_property
    def small_letters(self) -> frozenset[str]:
        """The words that stand somewhere in the text in small letters."""
        return frozenset(token.folded for token in self.all if token.raw[0].islower())

    @cached_property
    def careless_of_capitals(self) -> bool:
        """Whether the text is mostly written without capitals, as messages are: then small letters say nothing."""
        starts = [token for place, token in enumerate(self.all[:4000]) if not token.number and self.begins_sentence(place)]
        small = sum(token.raw[0].islower() for token in starts)
        return bool(starts) and small > 0.4 * len(starts)
