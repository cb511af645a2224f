"""Dates in whatever way they are written, in English and Welsh; the day may stand before or after the month."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from folkmoot.leakscan.contract import Leak, Secret, Why

_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "january jan ionawr ion", "february feb chwefror chwef", "march mar mawrth maw", "april apr ebrill ebr", "may mai",
            "june jun mehefin meh", "july jul gorffennaf gorff", "august aug awst", "september sep sept medi", "october oct hydref hyd",
            "november nov tachwedd tach", "december dec rhagfyr rhag",
        ),
        1,
    )
    for month in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})\s?(?:st|nd|rd|th|af|il|ydd|fed|eg|ain)?"
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})"
_SHAPES = [
    re.compile(rf"(?<!\d){_DAY}[\s,.-]*(?:of\s+|o\s+)?(?P<month>{_MONTH})\b\.?(?:[\s,.-]*{_YEAR}(?!\d))?", re.IGNORECASE),
    re.compile(rf"\b(?P<month>{_MONTH})\.?[\s-]+(?:the\s+)?{_DAY}(?![\d:])(?:[\s,.-]+{_YEAR}(?!\d))?", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<year>\d{4})\s?[-/.\s]\s?(?P<month>\d{1,2})\s?[-/.\s]\s?(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\s?[-/.\s]\s?(?P<month>\d{1,2})\s?[-/.\s]\s?(?P<year>\d{4}|\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{2})(?P<month>\d{2})(?P<year>(?:19|20)\d{2})(?!\d)"),
]


class Day(NamedTuple):
    """A year (None where it was not said, two figures where only those were), month and day."""

    year: int | None
    month: int
    day: int

    def same(self, other: "Day") -> bool:
        """Whether both may be one day; a year of two figures is taken as any that ends so."""
        if (self.month, self.day) != (other.month, other.day) or self.year is None or other.year is None:
            return False
        return self.year == other.year or (min(self.year, other.year) < 100 and self.year % 100 == other.year % 100)


def days_in(text: str) -> Iterator[tuple[int, int, list[Day]]]:
    """Start, end and the days that may be meant, for all that looks like a date."""
    for shape in _SHAPES:
        for match in shape.finditer(text):
            days = _days(match)
            if days:
                yield match.start(), match.end(), days


def _days(match: re.Match[str]) -> list[Day]:
    said = match["year"]
    year = int(said.strip("'’")) if said else None
    month = match["month"].lower().rstrip(".")
    pairs = (
        [(_MONTHS[month], int(match["day"]))] if month in _MONTHS else [(int(month), int(match["day"])), (int(match["day"]), int(month))]
    )
    return [Day(year, number, day) for number, day in dict.fromkeys(pairs) if 1 <= number <= 12 and 1 <= day <= 31]


def day_of(value: str) -> Day | None:
    """The day that a secret names, day before month as in Britain; None where it names none or no year."""
    for start, end, days in days_in(value):
        if start <= 2 and end >= len(value.rstrip()) - 2 and days[0].year is not None:
            return days[0]
    return None


def dates_in(text: str, secret: Secret) -> Iterator[Leak]:
    """Every place where the day of the secret stands, and its day and month where no year is said (for a date of birth)."""
    wanted = day_of(secret.value)
    if wanted is None:
        return
    for start, end, days in days_in(text):
        if any(day.same(wanted) for day in days):
            yield Leak(secret.kind, start, end, text[start:end], Why.DATE)
        elif secret.kind == "date_of_birth" and any(day.year is None and day[1:] == wanted[1:] for day in days):
            yield Leak(secret.kind, start, end, text[start:end].rstrip(), Why.DAY_AND_MONTH)
