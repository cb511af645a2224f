"""Words as they were published, in every version there is, and which of them a reader gets."""

from dataclasses import dataclass, field

from folkmoot.voice.published.open_pages import fitting
from folkmoot.voice.published.rules import Texts, Version


@dataclass(frozen=True)
class Said:
    """Words with the language they are in ("en" or "cy"); `asked`: they are in the version that was asked for."""

    words: str
    language: str
    asked: bool = True


@dataclass(frozen=True)
class Words:
    """Published words by version. A version that nobody wrote is not there, and nothing is ever put in its place unmarked."""

    by: dict[Version, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.by.values())

    @property
    def all(self) -> str:
        """Every version, one a line: what a search reads."""
        return "\n".join(words for words in self.by.values() if words)

    def of(self, version: Version) -> str | None:
        """The words in exactly this version; None where there are none."""
        return self.by.get(version) or None

    def said(self, asked: Version) -> Said:
        """The words for who asked for a version: the same language before the same ease, English where there is nothing else."""
        written = {version: words for version, words in self.by.items() if words}
        if not written:
            return Said("", asked.language)
        shown = fitting({version: Texts(words) for version, words in written.items()}, asked)
        shown = shown if shown in written else next(iter(written))
        return Said(written[shown], shown.language, shown.language == asked.language)


def in_two(english: str, welsh: str = "") -> Words:
    """Words that are kept in English and perhaps in Welsh."""
    return Words({version: words for version, words in ((Version.ENGLISH, english), (Version.WELSH, welsh)) if words})
