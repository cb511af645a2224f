"""A text being made in one language, in full or easy words: headings, paragraphs and lists, from fixed phrases and recorded words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise

from folkmoot.panels.publications.wording import as_read, marked, plain
from folkmoot.voice.published.rules import Version
from folkmoot.webkit.words import is_translated

Both = Mapping[str, str]


class InBoth(str):
    """A value in the language of the version, which knows how it is said in English."""

    __slots__ = ("english",)
    english: str

    def __new__(cls, said: str, english: str) -> "InBoth":
        value = super().__new__(cls, said)
        value.english = english
        return value


@dataclass
class Document:
    """Fixed phrases are said in the language of the version. What has no Welsh stands in English and is marked, never passed off."""

    version: Version
    parts: list[str] = field(default_factory=list)

    @property
    def welsh(self) -> bool:
        return self.version.language == "cy"

    def heading(self, phrase: Promise, easy: Promise | None = None) -> None:
        self.parts.append(f"# {self.say(phrase, easy)}")

    def add(self, phrase: Promise, easy: Promise | None = None, **values: object) -> None:
        """A paragraph. `easy` is the phrase of the Easy Read version; without one both say the same."""
        self.parts.append(self.say(phrase, easy, **values))

    def list(self, lines: list[str]) -> None:
        self.parts.append("\n".join(f"- {line}" for line in lines))

    def paragraph(self, words: str) -> None:
        """Words as `own` or `say` gave them, as a paragraph of their own."""
        self.parts.append(words)

    def smaller(self, words: str) -> None:
        """A heading within a part, of words as `own` or `say` gave them."""
        self.parts.append(f"## {words}")

    def say(self, phrase: Promise, easy: Promise | None = None, **values: object) -> str:
        """A fixed phrase with its values, in the language and the ease of the version."""
        phrase = self._fit(phrase, easy)
        with translation.override("en-gb"):
            english = str(phrase)
        in_welsh = self.welsh and is_translated(english)
        with translation.override("cy" if in_welsh else "en-gb"):
            said = str(phrase)
        if self.welsh and not in_welsh:
            whole = {name: getattr(value, "english", value) for name, value in values.items()}
            return marked(as_read(said % whole if whole else said), "en")
        return said % values if values else said

    def own(self, texts: Both) -> str:
        """Recorded words in the language of the version; in English, marked so, where nobody wrote them in Welsh."""
        english = plain(texts["en"])
        if not self.welsh:
            return english
        return InBoth(plain(texts["cy"]) if texts.get("cy") else marked(english, "en"), english)

    def day(self, iso: str) -> str:
        return InBoth(_day(iso, "cy" if self.welsh else "en-gb"), _day(iso, "en-gb"))

    def words(self) -> str:
        return "\n\n".join(self.parts)

    def title(self, phrase: Promise, **values: Any) -> str:
        """A title is shown by itself, so it carries no marks."""
        return as_read(self.say(phrase, **values))

    def _fit(self, phrase: Promise, easy: Promise | None) -> Promise:
        return easy if easy is not None and self.version.is_easy else phrase


def _day(iso: str, language: str) -> str:
    with translation.override(language):
        return date_format(date.fromisoformat(iso), "j F Y")
