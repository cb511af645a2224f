"""What other rooms hand to this one, and what they get back: plain values, no rows."""

from dataclasses import dataclass
from datetime import datetime

ENGLISH, WELSH = "en", "cy"


@dataclass(frozen=True)
class Segment:
    """One piece of a text, by a key that stays when its words change: a heading, a paragraph, a label."""

    key: str
    text: str


@dataclass(frozen=True)
class Part:
    """One released piece. `language` is the language in which its text stands: the source's where nothing was translated."""

    key: str
    text: str
    language: str


@dataclass(frozen=True)
class Released:
    """A text as it was released in a language. `share` is from 0 to 1; `behind`: the source was changed after the release."""

    title: str
    language: str
    parts: tuple[Part, ...]
    translated: int
    office: str
    released_at: datetime
    behind: bool

    @property
    def share(self) -> float:
        return self.translated / len(self.parts)

    @property
    def complete(self) -> bool:
        return self.translated == len(self.parts)


@dataclass(frozen=True)
class EasyPart:
    """One released part of an Easy Read edition. `picture` is the address part of its picture (its number), or None."""

    words: str
    picture: int | None
    alternative: str
    credit: str


@dataclass(frozen=True)
class ReleasedEasy:
    """An Easy Read edition as it was released, and which office's reader read it."""

    title: str
    parts: tuple[EasyPart, ...]
    office: str
    reader_office: str
    released_at: datetime
    behind: bool
