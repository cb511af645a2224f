"""One cell as a value, and a value as a cell: the two are each other's inverse."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.foundation.importing.columns import CellProblem, Column, Reads
from folkmoot.foundation.tables.formula_safety import storable
from folkmoot.foundation.tables.sheets import Cell

MOST = 10_000_000  # a count, pence or quarter hours above this is a slip of the keyboard
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_WRITTEN = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")


def read(column: Column, text: str) -> Any:
    """The value of a cell that is not blank, for every kind but names. Raises CellProblem."""
    if storable(text) != text:
        raise CellProblem(_("holds invisible characters that cannot be kept"), _("Type it again."))
    tidied = column.tidy(text) if column.tidy else text
    return _READERS[column.reads](column, tidied)


def day_first(text: str) -> date | None:
    """The day read from a text in which day and month could be exchanged; None where there is no doubt."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    first, second, _year = (int(part) for part in found.groups())
    return _day(text) if first != second and first <= 12 and second <= 12 else None


def split_names(text: str) -> list[str]:
    """Names between semicolons or on lines of their own; one that holds a semicolon stands in quotation marks."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", skipinitialspace=True, strict=True))
    except csv.Error:
        rows = [text.replace("\n", ";").split(";")]
    return list(dict.fromkeys(name.strip() for row in rows for name in row if name.strip()))


def join_names(names: Iterable[str]) -> str:
    return "; ".join(_quoted(name) for name in sorted(names))


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"' if set(name) & set(';"\n\r') else name


def written(column: Column, value: Any) -> Cell:
    """A stored value as it stands in a file. Names are not written here."""
    if value is None or value == "":
        return ""
    if column.reads is Reads.POUNDS:
        return Decimal(value).scaleb(-2)
    if column.reads is Reads.HOURS:
        return Decimal(value) / 4
    if column.reads is Reads.CHOICE:
        with override("en-gb"):
            return str(dict(column.choices).get(value, value))
    return str(value) if column.reads is Reads.TEXT else value


def same(given: object, held: object) -> bool:
    """Whether a file says what is stored. Spaces at the ends, line ends and characters no spreadsheet can hold do not count."""
    if isinstance(given, str) and isinstance(held, str):
        return _comparable(given) == _comparable(held)
    return given == held


def _comparable(text: str) -> str:
    return storable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(column: Column, text: str) -> str:
    return text


def _day_cell(column: Column, text: str) -> date:
    return _day(text)


def _day(text: str) -> date:
    """A day from any of the ways people write one. Raises CellProblem."""
    iso, written_day, in_words = _ISO.fullmatch(text), _WRITTEN.fullmatch(text), _IN_WORDS.fullmatch(text)
    if iso:
        return _real_day(text, *map(int, iso.groups()))
    if written_day:
        day, month, year = (int(part) for part in written_day.groups())
        return _real_day(text, year + 2000 if year < 100 else year, month, day)
    if in_words:
        months = [place for place, name in enumerate(_MONTHS, 1) if name.startswith(in_words[2].casefold()[:9])]
        if len(months) == 1:
            return _real_day(text, int(in_words[3]), months[0], int(in_words[1]))
    raise CellProblem(_("is not a date"), _("Write the day as 2026-03-07 or 07/03/2026."))


def _real_day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if month > 12 and day <= 12:
            raise CellProblem(_("has no month %(month)d") % {"month": month}, _("Write the day first: 07/03/2026 is 7 March.")) from None
        raise CellProblem(_("is not a real date"), _("Look it up and write the day as 2026-03-07 or 07/03/2026.")) from None


def _number(text: str) -> Decimal:
    try:
        number = Decimal(re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", text).replace(" ", ""))
    except InvalidOperation:
        raise CellProblem(_("is not a number"), _("Write only a number, for example 40, or leave it blank.")) from None
    if not number.is_finite() or number < 0 or number > MOST:
        raise CellProblem(_("is not a number from 0 to %(most)s") % {"most": f"{MOST:,}"}, _("Check the number."))
    return number


def _count(column: Column, text: str) -> int:
    number = _number(text)
    if number != number.to_integral_value():
        raise CellProblem(_("is not a whole number"), _("Write a whole number, for example 40."))
    return int(number)


def _pence(column: Column, text: str) -> int:
    pence = _number(text.replace("£", "").strip()) * 100
    if pence != pence.to_integral_value():
        raise CellProblem(_("is less than a penny exact"), _("Write pounds and pence, for example 12.50."))
    return int(pence)


def _quarters(column: Column, text: str) -> int:
    clock = _CLOCK.fullmatch(text)
    hours = Decimal(clock[1]) + Decimal(clock[2]) / 60 if clock else _number(text)
    quarters = hours * 4
    if quarters != quarters.to_integral_value():
        raise CellProblem(_("is not a whole number of quarter hours"), _("Write hours to the quarter, for example 1.5 or 1:30."))
    return int(quarters)


def _choice(column: Column, text: str) -> str:
    wanted = _folded(text)
    for value, label in column.choices:
        with override("en-gb"):
            english = str(label)
        if wanted in (_folded(value), _folded(english), _folded(str(label))):
            return value
    allowed = ", ".join(str(label) for _value, label in column.choices)
    raise CellProblem(_("is not one of the words allowed here"), _("Write one of: %(words)s.") % {"words": allowed})


def _folded(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def said_day(day: date) -> str:
    return date_format(day, "j F Y")


_READERS = {
    Reads.TEXT: _text,
    Reads.DAY: _day_cell,
    Reads.COUNT: _count,
    Reads.POUNDS: _pence,
    Reads.HOURS: _quarters,
    Reads.CHOICE: _choice,
}
