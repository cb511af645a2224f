"""Which months are looked at together: whole quarters (of yearly data whole financial years), and only complete ones. Pure.

A window begins and ends where a quarter does, because windows that may begin at any month would, taken from one another, leave single
months: what is too small to be shown in one of them could be worked out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from folkmoot.casework.workbench.shape import quarter_of, year_of

MONTHS_OF_A_STEP = {"monthly": 3, "quarterly": 3, "once": 3, "yearly": 12}


class NoWindow(StrEnum):
    """Why there is no window."""

    NOTHING = "nothing"  # no complete quarter, or year, is loaded
    GAPS = "gaps"  # a quarter within it is not complete


@dataclass(frozen=True)
class Window:
    """The first and the last month, and the periods it is made of, such as “2025/26 Q1”; of data without months nothing of this."""

    first: str = ""
    last: str = ""
    periods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """Why there is no window, and the periods that are not complete."""

    why: NoWindow
    periods: tuple[str, ...] = ()


def window_of(months: Sequence[str], *, cadence: str, length: int, upto: str) -> Window | Missing:
    """The latest complete window that ends in `upto` or before. `months` are all that are loaded, `length` in months.

    A quarter of monthly data is complete with all its months. Data without months are looked at whole.
    """
    dated = sorted(month for month in months if year_of(month))
    if not dated:
        return Window()
    size = MONTHS_OF_A_STEP[cadence]
    period_of = year_of if size == 12 else quarter_of
    complete = _complete(dated, cadence, period_of, upto)
    if not complete:
        return Missing(NoWindow.NOTHING)
    wanted = _back_from(complete[-1], max(1, length // size))
    lacking = tuple(period for period in wanted if period not in complete)
    if lacking:
        return Missing(NoWindow.GAPS, lacking)
    return Window(*_ends(wanted), wanted)


def months_between(first: str, last: str) -> tuple[str, ...]:
    """The months from the first to the last, both among them."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return tuple(f"{place // 12}-{place % 12 + 1:02}" for place in range(start, end + 1))


def month_before(day: date) -> str:
    """The last month that is over on a day: “2026-10” on 23 November 2026."""
    return f"{day.year - (day.month == 1)}-{(day.month - 2) % 12 + 1:02}"


def _complete(dated: Sequence[str], cadence: str, period_of: Callable[[str], str], upto: str) -> list[str]:
    """The complete periods that end in `upto` or before, in order."""
    held: dict[str, set[str]] = {}
    for month in dated:
        held.setdefault(period_of(month), set()).add(month)
    needed = 3 if cadence == "monthly" else 1
    return sorted(period for period, found in held.items() if len(found) >= needed and _ends([period])[1] <= upto)


def _back_from(period: str, number: int) -> tuple[str, ...]:
    """So many periods, the last of them this one, in order."""
    year, quarter = int(period[:4]), int(period[-1]) if " Q" in period else 0
    found = []
    for back in range(number - 1, -1, -1):
        if not quarter:
            found.append(_year(year - back))
        else:
            place = year * 4 + quarter - 1 - back
            found.append(f"{_year(place // 4)} Q{place % 4 + 1}")
    return tuple(found)


def _year(begins: int) -> str:
    return f"{begins}/{(begins + 1) % 100:02}"


def _ends(periods: Sequence[str]) -> tuple[str, str]:
    """The first month of the first period and the last month of the last."""
    first, last = periods[0], periods[-1]
    start = 4 + 3 * (int(first[-1]) - 1) if " Q" in first else 4
    end = 4 + 3 * int(last[-1]) - 1 if " Q" in last else 15
    return _month(int(first[:4]), start), _month(int(last[:4]), end)


def _month(year: int, number: int) -> str:
    return f"{year + (number - 1) // 12}-{(number - 1) % 12 + 1:02}"
