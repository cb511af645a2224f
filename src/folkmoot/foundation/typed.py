"""What people or addresses say, read without trust."""


def number(text: str) -> int | None:
    """A whole number that a row's id could be; None for anything else, however it looks ("²" is a digit and no number)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
