"""The day that a word of a table stands for. No database, no clock."""

import re
from datetime import date

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WORDS = re.compile(r"(\d{1,2}) ([a-z]{3,9}),? (\d{4})")
_YEAR = re.compile(r"(20\d\d|19\d\d)(?:\.0)?")


def day_of(word: str) -> date | None:
    """2026-03-31, 31/03/2026 or 31 March 2026; a year alone is 31 March, the day of Civil Service Statistics. None for anything else."""
    said = " ".join(word.strip().casefold().split())
    for shape, order in ((_ISO, (0, 1, 2)), (_DAY_FIRST, (2, 1, 0))):
        if found := shape.fullmatch(said):
            parts = [int(found.groups()[place]) for place in order]
            return _real(*parts)
    if found := _WORDS.fullmatch(said):
        month = next((place for place, name in enumerate(_MONTHS, 1) if name.startswith(found[2][:3])), 0)
        return _real(int(found[3]), month, int(found[1]))
    if found := _YEAR.fullmatch(said):
        return date(int(found[1]), 3, 31)
    return None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
