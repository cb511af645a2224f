"""One reminder, and what its key is made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format

SOON = timedelta(days=7)
WEEK = 7


@dataclass(frozen=True)
class Reminder:
    """One thing to say to some accounts. `words` stand in the inbox alone: no words that were said, no names."""

    key: str
    account_ids: list[int]
    kind: str
    words: str
    address: str


Kind = Callable[[datetime, date], Iterable[Reminder]]


def key_of(kind: str, row_id: int, day: date, *, week: int | None = None) -> str:
    return f"{kind}:{row_id}:{day}" + ("" if week is None else f":week {week}")


def weeks_since(first: date, today: date) -> int:
    return (today - first).days // WEEK


def quarter_of(day: date) -> str:
    """“2026 Q1” for January to March."""
    return f"{day.year} Q{(day.month - 1) // 3 + 1}"


def named(day: date) -> str:
    return date_format(day, "j F Y")
