"""What people or addresses say, read without trust."""

from datetime import date


def number(text: str) -> int | None:
    """A whole number that a row's id could be; None for anything else, however it looks ("²" is a digit and no number)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def is_day(text: str) -> bool:
    """Whether this is a day written as in addresses: 2026-03-07."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10
