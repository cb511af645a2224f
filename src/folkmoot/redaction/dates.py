"""Dates however they are written, those of birth among them, and ages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.redaction.found import Found, Origin
from folkmoot.redaction.people import person_key
from folkmoot.redaction.rules import Rule, named
from folkmoot.redaction.spans import Kind, Known
from folkmoot.redaction.vocabulary import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second",
    "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth",
    "thirty-first",
]  # fmt: skip
_DAY_WORDS = {word: number for number, word in enumerate(_ORDINALS, 1)}
_UNITS = {word: number for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)}
_TEENS = {word: number for number, word in enumerate(
    ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], 10)}  # fmt: skip
_TENS = {word: number * 10 for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_COUNT = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS)}))?|{'|'.join([*_TEENS, *_UNITS])})"
_YEAR = rf"(?:(?:19|20)\d\d|['’‘]?\d\d(?!\d|:|\.\d)|nineteen[ -](?:oh[ -])?{_COUNT}|two thousand(?: and {_COUNT})?)"
_DAY = rf"(?:\d{{1,2}} ?(?:st|nd|rd|th)?|{'|'.join(word.replace('-', '[ -]') for word in reversed(_ORDINALS))})"
_STROKE = r" ?[./\-–—] ?"

_WRITTEN = (
    re.compile(rf"(?<![\w/])(?P<year>(?:19|20)\d\d){_STROKE}(?P<month>\d{{1,2}}){_STROKE}(?P<day>\d{{1,2}})(?![\w/])"),
    re.compile(rf"(?<![\w/.])(?P<day>\d{{1,2}})(?:{_STROKE}| )(?P<month>\d{{1,2}})(?:{_STROKE}| )(?P<year>\d{{4}}|\d{{2}})(?![\w/])"),
    re.compile(r"(?<!\w)(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>(?:19|20)\d\d)(?!\w)"),
    re.compile(rf"(?<!\w)(?P<day>{_DAY})(?: day)?(?: of|"
               rf" o)?[ ./-]{{0,2}}(?P<month>{_MONTH})\b\.?(?:,? ?[ /-]?(?P<year>{_YEAR})(?!\w))?", re.I),
    re.compile(rf"(?<!\w)(?P<month>{_MONTH})\.? (?:the )?(?P<day>{_DAY})(?!\w)(?:,? ?(?P<year>(?:19|20)\d\d|['’]\d\d)(?!\w))?", re.I),
    re.compile(rf"(?<!\w)(?P<month>{_MONTH})\.?,? (?:of )?(?P<year>(?:19|20)\d\d)(?!\w)", re.I),
)  # fmt: skip
_BORN = re.compile(
    r"(?:\bd\.? ?o\.? ?b\b\.?|\bd/o/b\b|\bdate ?of ?birth\b|\bborn\b|\bbirth ?(?:date|day)\b|\bb\.|\bdyddiad geni\b|\b(?:g|"
    r"a)anwyd\b)[^\w\n]{0,6}"
    r"(?:(?:is|was|on|in|the|of|ar|yn|ym)\b[^\w\n]{0,2}){0,3}$", re.I,
)  # fmt: skip
_AGE = re.compile(
    rf"\b(?:aged?|yn|age is|age was)[:,]? (?P<a>\d{{1,3}}|{_COUNT})(?: (?:years|yrs|oed))?(?: and a half)?\b(?! ?(?:%|minutes|"
    rf"days|hours|o'clock|[ap]\.?m|:))"
    rf"|\b(?P<b>\d{{1,3}}|{_COUNT})[- ]?(?:years?|yrs?)[- ](?:old|of age)\b|\b(?P<c>\d{{1,2}}) ?(?:y/?o|yrs? old|mlwydd oed|oed)\b", re.I,
)  # fmt: skip
_BARE_YEAR = re.compile(r"\bborn (?:and raised )?in (?P<year>(?:19|20)\d\d)\b", re.I)
_OLDEST = 110


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written; a part that is not given is 0. A year of two figures has neither century."""

    start: int
    end: int
    day: int
    month: int
    year: int
    short_year: bool = False

    @property
    def as_known(self) -> bool:
        return 1 <= self.month <= 12 and 0 <= self.day <= 31


@dataclass(frozen=True)
class BirthDate:
    """A date of birth that the case holds, and whose it is."""

    day: int
    month: int
    year: int
    owner: str


def dates_in(text: str) -> Iterator[Date]:
    """Every date, however written; one place may be read in two ways."""
    for pattern in _WRITTEN:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            year, short = _year(parts.get("year") or "")
            date = Date(match.start(), match.end(), _day(parts.get("day") or ""), _month(parts["month"]), year, short)
            if date.as_known:
                yield date
            elif 1 <= date.day <= 12 and 13 <= date.month <= 31 and parts["month"].isdigit():
                yield Date(date.start, date.end, date.month, date.day, year, short)


def _day(written: str) -> int:
    figures = re.sub(r"\D", "", written)
    return int(figures) if figures else _DAY_WORDS.get(written.lower().replace(" ", "-"), 0)


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS.get(written.lower(), 0)


def _year(written: str) -> tuple[int, bool]:
    figures = re.sub(r"\D", "", written)
    if figures:
        return int(figures), len(figures) == 2
    words = re.split(r"[ -]", written.lower())
    if not written:
        return 0, False
    rest = number_in_words(" ".join(words[1:] if words[0] == "nineteen" else words[2:]).replace("and ", "").replace("oh ", ""))
    return (1900 if words[0] == "nineteen" else 2000) + rest, False


def number_in_words(written: str) -> int:
    """“thirty-four” is 34; 0 where it is no number below a hundred."""
    words = {**_UNITS, **_TEENS, **_TENS}
    if written.isdigit():
        return int(written)
    return sum(words.get(word, 0) for word in re.split(r"[ -]", written.lower()) if word)


def birth_dates(known: Sequence[Known]) -> list[BirthDate]:
    """The dates of birth among the known values; one that cannot be read as a date is left out, and is searched for as it is written."""
    found = []
    for each in known:
        if each.kind == Kind.DATE_OF_BIRTH:
            whole = [date for date in dates_in(each.value) if date.year]
            if whole:
                first = max(whole, key=lambda date: (date.end - date.start, bool(date.day)))
                found.append(BirthDate(first.day, first.month, first.year, person_key(each.person) if each.person else ""))
    return found


def births_in(text: str, known: Sequence[BirthDate]) -> Iterator[Found]:
    """Known dates of birth in any form, in whole and in part; others by the words before them; ages."""
    years = {date.year for date in dates_in(text) if date.year and not date.short_year}
    for date in dates_in(text):
        best = max((_matched(date, birth) for birth in known), default=None, key=lambda pair: pair[0])
        born = bool(_BORN.search(text[max(0, date.start - 40) : date.start]))
        if best is not None and best[0] > 0 and (best[0] > 0.5 or born):
            yield _found(date, 0.97 if born else best[0], best[1], best[2], Origin.KNOWN)
        elif best is not None and best[0] > 0 and not born:
            yield _found(date, best[0], best[1], best[2], Origin.KNOWN)
        elif born:
            yield _found(date, 0.95 if date.year else 0.8, Rule.CONTEXT, "", Origin.PATTERN)
    for match in _BARE_YEAR.finditer(text):
        yield Found(*match.span("year"), Kind.DATE_OF_BIRTH, 0.6, named(Rule.CONTEXT), Origin.PATTERN)
    yield from _ages(text, known, years)


def _found(date: Date, confidence: float, rule: Rule, owner: str, origin: Origin) -> Found:
    return Found(date.start, date.end, Kind.DATE_OF_BIRTH, confidence, named(rule), origin, owner)


def _matched(date: Date, birth: BirthDate) -> tuple[float, Rule, str]:
    """How well a date agrees with a date of birth; day and month may be the other way round."""
    same_year = date.year == (birth.year % 100 if date.short_year or birth.year < 100 else birth.year)
    if birth.year < 100 and date.year > 100:
        same_year = date.year % 100 == birth.year
    straight = (date.day, date.month) == (birth.day, birth.month)
    turned = (date.month, date.day) == (birth.day, birth.month)
    if date.year and same_year and (straight or turned):
        return (0.98 if straight else 0.8), Rule.BIRTH_DATE, birth.owner
    if not date.year and straight and date.day:
        return 0.5, Rule.BIRTH_DAY, birth.owner
    if date.year and same_year and not date.day and date.month == birth.month:
        return 0.45, Rule.BIRTH_YEAR, birth.owner
    return 0.0, Rule.BIRTH_DATE, ""


def _ages(text: str, known: Sequence[BirthDate], years: set[int]) -> Iterator[Found]:
    """Ages: one that fits a known date of birth in a year the text names is said to."""
    for match in _AGE.finditer(text):
        age = number_in_words(match["a"] or match["b"] or match["c"])
        if not 0 < age <= _OLDEST:
            continue
        fits = [birth for birth in known if birth.year > 100 and any(year - birth.year - 1 <= age <= year - birth.year for year in years)]
        owner = fits[0].owner if len({birth.owner for birth in fits}) == 1 else ""
        rule = Rule.AGE_FOLLOWS if fits else Rule.SHAPE
        group = "a" if match["a"] else "b" if match["b"] else "c"
        yield Found(*match.span(group), Kind.AGE, 0.45 if fits else 0.35, named(rule), Origin.KNOWN if fits else Origin.PATTERN, owner)
