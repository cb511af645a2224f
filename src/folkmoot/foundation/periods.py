"""Half-years and months: the periods that reports and trends are cut into."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from folkmoot.errors import FolkmootError


@dataclass(frozen=True, order=True)
class HalfYear:
    """A reporting half-year: 2026-H1 is 1 January to 30 June 2026, both days included."""

    year: int
    half: int

    def __str__(self) -> str:
        return f"{self.year}-H{self.half}"

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def previous(self) -> "HalfYear":
        return half_year_of(self.first - timedelta(days=1))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def half_year_of(day: date) -> HalfYear:
    return HalfYear(day.year, 1 if day.month <= 6 else 2)


def parse_half_year(text: str) -> HalfYear:
    """Read `2026-H1`. Raises FolkmootError for anything else."""
    match = re.fullmatch(r"(\d{4})-?H([12])", text.strip().upper())
    if not match:
        raise FolkmootError(f"“{text}” is not a period.", "", "Write the year and the half, for example 2026-H1.")
    return HalfYear(int(match[1]), int(match[2]))


def months_before(day: date, months: int) -> date:
    """The same day `months` months earlier, or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
