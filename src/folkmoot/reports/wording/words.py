"""Phrases that know whether they stand in English on a report in another language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise

from folkmoot.reports.rules import LEAST_BASE
from folkmoot.reports.shapes import Name
from folkmoot.webkit.words import is_translated


@dataclass(frozen=True)
class Words:
    """A piece of text. `phrase`: it comes from the catalogue; `english`: it stands in English on a report in another language.

    `welsh`: somebody wrote it in Welsh, and it stands so on a report in English.
    """

    text: str
    phrase: bool = False
    english: bool = False
    welsh: bool = False

    @property
    def lang(self) -> str:
        """The language that this piece has to be marked with: "" where it is that of the report."""
        return "en" if self.english else "cy" if self.welsh else ""


@dataclass(frozen=True)
class Dated:
    """A day or a time that is written in the language of the sentence it comes to stand in."""

    at: date | datetime
    form: str

    def __str__(self) -> str:
        return date_format(self.at, self.form)


@dataclass(frozen=True)
class Months:
    """A half-year as people say it, in the language of the sentence it comes to stand in."""

    code: str

    def __str__(self) -> str:
        return _in_months(self.code).text


Line: TypeAlias = tuple[Words, ...]


def say(phrase: str, **values: object) -> Words:
    """A phrase in the language of the report, its gaps filled. The phrase is looked up before anything is filled in."""
    return _said(phrase, translation.gettext(phrase), values)


def say_many(singular: str, plural: str, number: int, **values: object) -> Words:
    """As `say`, with one form for one and another for more; `%(number)s` is filled by the number."""
    return _said(singular, translation.ngettext(singular, plural, number), {"number": whole(number), **values})


def _said(phrase: str, shown: str, values: dict[str, object]) -> Words:
    """The days in a sentence that stands in English are written in English too."""
    english = _is_english(phrase)
    with translation.override("en-gb" if english else translation.get_language()):
        return Words(shown % values if values else shown.replace("%%", "%"), True, english)


def _is_english(phrase: str) -> bool:
    return in_welsh() and not is_translated(phrase)


def in_welsh() -> bool:
    return translation.get_language() == "cy"


def label(words: Promise | str) -> Words:
    """A label from Python code in the language of the report."""
    arguments: tuple[object, ...] = getattr(words, "_args", ())
    return Words(str(words), True, bool(arguments) and _is_english(str(arguments[0])))


def data(text: object) -> Words:
    """Text that somebody wrote, or a number: in no language of the product."""
    return Words(str(text))


def named(name: Name) -> Words:
    """A name in the language of the report; in English where no Welsh name is published."""
    if in_welsh() and name["cy"]:
        return Words(name["cy"])
    return Words(name["en"], english=in_welsh())


def line(*pieces: Words | Dated | str) -> Line:
    return tuple(piece if isinstance(piece, Words) else Words(str(piece)) for piece in pieces)


def joined(pieces: Iterable[Words], between: str = ", ") -> Line:
    """Pieces with something between them."""
    found: list[Words] = []
    for piece in pieces:
        found += [Words(between), piece] if found else [piece]
    return tuple(found)


def plain(pieces: Line) -> str:
    return "".join(piece.text for piece in pieces)


def whole(number: float) -> str:
    return f"{number:,.0f}"


def share(count: float, of: int) -> str:
    """“48 of 77 (62%)”: never without its base, and of fewer than ten without a percentage, which would say more than is known."""
    if not of:
        return "–"
    both = translation.pgettext("a share: 48 of 77", "%(count)s of %(of)s") % {"count": whole(count), "of": whole(of)}
    return f"{both} ({count / of * 100:.0f}%)" if of >= LEAST_BASE else both


def pounds(pence: float) -> str:
    return f"£{pence / 100:,.0f}" if pence % 100 == 0 else f"£{pence / 100:,.2f}"


def hours(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def day(text: str) -> Dated:
    """An ISO day as people say it: 7 March 2026."""
    return Dated(date.fromisoformat(text), "j F Y")


def half_year(code: str) -> Months:
    """2026-H1 as a gap of a sentence takes it: January to June 2026."""
    return Months(code)


def half_year_words(code: str) -> Words:
    """2026-H1 where it stands by itself."""
    return _in_months(code)


def _in_months(code: str) -> Words:
    year, half = code.split("-H")
    return say("January to June %(year)s", year=year) if half == "1" else say("July to December %(year)s", year=year)


def moment(at: datetime) -> Dated:
    return Dated(timezone.localtime(at), "j F Y, H:i")


def month_span(first: str, last: str) -> str:
    return f"{Dated(date.fromisoformat(first), 'j F')} – {day(last)}"
