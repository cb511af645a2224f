"""Dates as people write them, and periods already made, read as a month, quarter, half, year or financial year.

The day of a month is looked at only as far as it helps to find the month: 31 February is in February. Years run from 1900 to 2199; a
year of two digits is of this century up to 69. Month names are English or Welsh, whole or cut short to three letters or more.
"""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from folkmoot.engines.errors import ReadingUnclear

Unit = Literal["month", "quarter", "half", "year", "financial-year"]
UNITS: tuple[Unit, ...] = get_args(Unit)

_MONTHS = (
    ("january", "ionawr"),
    ("february", "chwefror"),
    ("march", "mawrth"),
    ("april", "ebrill"),
    ("may", "mai"),
    ("june", "mehefin"),
    ("july", "gorffennaf"),
    ("august", "awst"),
    ("september", "medi"),
    ("october", "hydref"),
    ("november", "tachwedd"),
    ("december", "rhagfyr"),
)
_EXCEL_BEGINS = date(1899, 12, 30)
_LATER = r"(?:[ T].*)?\Z"  # a time of day may follow a date


@dataclass(frozen=True)
class Order:
    """What a column's dates say together: whether the day comes before the month (None: nothing decides it), and whether its numbers
    of six digits are all years with months."""

    day_first: bool | None
    year_months: bool


@dataclass(frozen=True)
class _Found:
    """A period of a year: the part-th unit of it, counted from 1."""

    unit: Unit
    year: int
    part: int = 1


def _pattern(text: str) -> "re.Pattern[str]":
    return re.compile(text, re.IGNORECASE | re.DOTALL | re.ASCII)


_NUMERIC_DATE = _pattern(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + _LATER)
_SIX_DIGITS = _pattern(r"([0-9]{4})([0-9]{2})(?:[.]0)?\Z")


def order_of(column: str, values: Iterable[str]) -> Order:
    """What a column's different values decide together. Raises ReadingUnclear where some dates have the day first, some the month."""
    day_first = month_first = False
    year_months = True
    for value in values:
        numeric = _NUMERIC_DATE.match(value)
        if numeric:
            first, second = int(numeric[1]), int(numeric[3])
            day_first |= 12 < first <= 31 and 1 <= second <= 12
            month_first |= 12 < second <= 31 and 1 <= first <= 12
        six = _SIX_DIGITS.match(value)
        year_months &= not six or _month(int(six[1]), int(six[2])) is not None
    if day_first and month_first:
        raise ReadingUnclear(
            f"The dates in the column '{column}' are written in two orders.",
            "Some have the day before the month and some the month before the day, so a date such as 03/04/2024 could be either.",
            "Write them all as 2024-04-03, or leave the column out.",
        )
    return Order(day_first if day_first or month_first else None, year_months)


def kept_apart(value: str, order: Order | None) -> Hashable:
    """What must be the same of two values of equal period for one to stand for both, whatever else the column turns out to hold.

    They must say the same of the order of day and month, and be read alike in either order unless it is decided (`order`).
    """
    if _SIX_DIGITS.match(value):
        return value
    numeric = _NUMERIC_DATE.match(value)
    if not numeric:
        return None
    first, second = int(numeric[1]), int(numeric[3])
    return first > 12, second > 12, first == second, value if order is None or order.day_first is None else ""


def period_of(value: str, unit: Unit, order: Order) -> str | None:
    """The label of the period a text is in, such as 2024-04, 2024 Q2, 2024 H1, 2024 or 2024/25; None where it cannot be told."""
    for pattern, found in _FORMS:
        match = pattern.match(value)
        if match:
            period = found(match, order)
            if period is not None:
                return _label(period, unit)
    return None


def _label(found: _Found, unit: Unit) -> str | None:
    if unit == "financial-year":
        return _financial_label(found)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}
    if found.unit == "financial-year" or months[unit] % months[found.unit]:
        return None
    part = (found.part - 1) * months[found.unit] // months[unit] + 1
    labels = {"month": f"{found.year}-{part:02}", "quarter": f"{found.year} Q{part}", "half": f"{found.year} H{part}"}
    return labels.get(unit, f"{found.year}")


def _financial_label(found: _Found) -> str | None:
    if found.unit in ("half", "year"):
        return None
    last_of_previous = {"month": 3, "quarter": 1, "financial-year": 0}[found.unit]
    begins = found.year - (found.part <= last_of_previous)
    return f"{begins}/{(begins + 1) % 100:02}"


def _year(text: str) -> int:
    return int(text) + (0 if len(text) == 4 else 2000 if int(text) < 70 else 1900)


def _period(unit: Unit, year: int, part: int, parts: int) -> _Found | None:
    return _Found(unit, year, part) if 1900 <= year <= 2199 and 1 <= part <= parts else None


def _month(year: int, month: int) -> _Found | None:
    return _period("month", year, month, 12)


def _day(year: str, month: int, day: str) -> _Found | None:
    return _month(_year(year), month) if 1 <= int(day) <= 31 else None


def _numeric_date(match: "re.Match[str]", order: Order) -> _Found | None:
    first, second = int(match[1]), int(match[3])
    day_first = order.day_first
    if first == second:
        day_first = True  # whichever way round
    if day_first is None:
        return None
    return _day(match[4], second if day_first else first, str(first if day_first else second))


def _named_month(text: str) -> int:
    """1 to 12, or 0 for a word that is no month."""
    word = text.lower()
    return next((place for place, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names)), 0)


def _six_digits(match: "re.Match[str]", order: Order) -> _Found | None:
    return _month(int(match[1]), int(match[2])) if order.year_months else None


def _excel_day(match: "re.Match[str]", order: Order) -> _Found | None:
    serial = int(match[1])
    if not 20_000 <= serial <= 73_050:
        return None
    day = _EXCEL_BEGINS + timedelta(days=serial)
    return _month(day.year, day.month)


def _financial_year(match: "re.Match[str]", order: Order) -> _Found | None:
    begins, ends = int(match[1]), match[2]
    follows = int(ends) == begins + 1 if len(ends) == 4 else int(ends) == (begins + 1) % 100
    return _Found("financial-year", begins) if follows and 1899 <= begins <= 2199 else None


_Finder = Callable[["re.Match[str]", Order], _Found | None]
_WORD = r"([a-z]{3,})[.]?"
_GAP = r"[ ,/-]*"
_NUMBERED = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_SHORT_YEAR = r"([0-9]{4}|[0-9]{2})"
_FORMS: tuple[tuple["re.Pattern[str]", _Finder], ...] = (
    (_pattern(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})" + _LATER), lambda m, _: _day(m[1], int(m[3]), m[4])),
    (_NUMERIC_DATE, _numeric_date),
    (_pattern(r"([0-9]{4})-([0-9]{2})\Z"), lambda m, _: _month(int(m[1]), int(m[2]))),
    (_pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[.]0)?" + _LATER), lambda m, _: _day(m[1], int(m[2]), m[3])),
    (_SIX_DIGITS, _six_digits),
    (_pattern(r"([0-9]{5})(?:[.][0-9]+)?\Z"), _excel_day),
    (_pattern(r"([0-9]{4})(?:[.]0)?\Z"), lambda m, _: _period("year", int(m[1]), 1, 1)),
    (_pattern(r"(?:FY ?)?([0-9]{4})[/-]([0-9]{4}|[0-9]{2})\Z"), _financial_year),
    (_pattern(r"([0-9]{4})[ /-]?Q([1-4])\Z"), lambda m, _: _period("quarter", int(m[1]), int(m[2]), 4)),
    (_pattern(r"Q([1-4])[ /-]?([0-9]{4})\Z"), lambda m, _: _period("quarter", int(m[2]), int(m[1]), 4)),
    (_pattern(r"([0-9]{4})[ /-]?H([12])\Z"), lambda m, _: _period("half", int(m[1]), int(m[2]), 2)),
    (_pattern(r"H([12])[ /-]?([0-9]{4})\Z"), lambda m, _: _period("half", int(m[2]), int(m[1]), 2)),
    (_pattern(rf"{_NUMBERED}{_GAP}{_WORD}{_GAP}{_SHORT_YEAR}{_LATER}"), lambda m, _: _day(m[3], _named_month(m[2]), m[1])),
    (_pattern(rf"{_WORD}{_GAP}{_NUMBERED}[ ,]+([0-9]{{4}}){_LATER}"), lambda m, _: _day(m[3], _named_month(m[1]), m[2])),
    (_pattern(rf"{_WORD}[ '/-]*{_SHORT_YEAR}\Z"), lambda m, _: _month(_year(m[2]), _named_month(m[1]))),
    (_pattern(rf"([0-9]{{4}})[ /-]*{_WORD}\Z"), lambda m, _: _month(int(m[1]), _named_month(m[2]))),
)
