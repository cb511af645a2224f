"""When data are due and late, and what may be declared. No database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.webkit.dates import month_words

MOST_DAYS = 730
_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


class Standing(StrEnum):
    """How a source stands today."""

    EMPTY = "empty"
    UP_TO_DATE = "up_to_date"
    LATE = "late"
    RETIRED = "retired"
    ONCE = "once"


@dataclass(frozen=True)
class Lateness:
    """The period whose data come next, the day they are due, and how many days late they are (0: not late)."""

    standing: Standing
    period: str = ""
    due_on: date | None = None
    days_late: int = 0

    @property
    def late(self) -> bool:
        return self.standing is Standing.LATE


def lateness(*, cadence: str, days_after: int, last_month: str, declared_on: date, today: date, retired_on: date | None = None) -> Lateness:
    """Of the period after the last month loaded; of a source with nothing loaded, the period in which it was declared.

    `last_month` is "2026-03" or "".
    """
    if retired_on is not None and retired_on <= today:
        return Lateness(Standing.RETIRED)
    if cadence not in _MONTHS:
        return Lateness(Standing.ONCE if last_month else Standing.EMPTY)
    end = period_end(cadence, _month_after(last_month) if last_month else _first_of(declared_on))
    due = end + timedelta(days=days_after)
    late = max(0, (today - due).days)
    standing = Standing.LATE if late else Standing.UP_TO_DATE if last_month else Standing.EMPTY
    return Lateness(standing, period_name(cadence, end), due, late)


def period_end(cadence: str, first: date) -> date:
    """The last day of the month, the quarter or the financial year (April to March) in which a day lies."""
    months = _MONTHS[cadence]
    since_april = (first.year * 12 + first.month - 1) - 3
    ends = (since_april // months + 1) * months + 3
    return date(ends // 12, ends % 12 + 1, 1) - timedelta(days=1)


def period_name(cadence: str, end: date) -> str:
    """The month "March 2026", the quarter "2025/26 Q4" or the year "2025/26" that ends on a day."""
    if cadence == "monthly":
        return month_words(f"{end:%Y-%m}")
    begins = end.year - (end.month <= 3)
    year = f"{begins}/{(begins + 1) % 100:02}"
    return year if cadence == "yearly" else f"{year} Q{(end.month - 4) % 12 // 3 + 1}"


def _first_of(day: date) -> date:
    return day.replace(day=1)


def _month_after(month: str) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1)


def is_month(text: str) -> bool:
    """Whether this is a month as it is written everywhere here: "2026-03"."""
    return len(text) == 7 and text[4] == "-" and text[:4].isascii() and text[:4].isdecimal() and text[5:] in _NUMBERS


_NUMBERS = frozenset(f"{month:02}" for month in range(1, 13))


def gaps_in(months: Iterable[str], cadence: str) -> tuple[str, ...]:
    """Months between the first and the last that are not there; of a source of quarters or years, none is expected between."""
    held = sorted(set(months))
    if cadence != "monthly" or len(held) < 2:
        return ()
    return tuple(month for month in _between(held[0], held[-1]) if month not in set(held))


def _between(first: str, last: str) -> list[str]:
    months, place = [], date.fromisoformat(f"{first}-01")
    while f"{place:%Y-%m}" <= last:
        months.append(f"{place:%Y-%m}")
        place = _month_after(months[-1])
    return months


def in_ranges(months: Sequence[str]) -> str:
    """Months in words: runs are joined, such as "January 2026 to March 2026, June 2026"."""
    runs: list[list[str]] = []
    for month in sorted(months):
        if runs and month == f"{_month_after(runs[-1][-1]):%Y-%m}":
            runs[-1].append(month)
        else:
            runs.append([month])
    spans = ((month_words(run[0]), month_words(run[-1])) for run in runs)
    return ", ".join(first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last} for first, last in spans)
