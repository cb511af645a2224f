"""Values as they stand in the files, and back: nothing is rounded, shortened or guessed, so that SQLite and PostgreSQL give the same.

Dates and times as ISO 8601 (times of day with the zone, always UTC), decimals as words with all their figures, bytes as base64.
"""

import base64
import json
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Value

Turn = Callable[[Any], Any]
JSON_KIND = "JSONField"
_INTEGERS = ("AutoField", "IntegerField")
_WORDS = frozenset(["CharField", "TextField", "SlugField", "EmailField", "URLField", "FileField", "GenericIPAddressField"])
# Django's name of a kind of field -> (type, format) of a Frictionless Table Schema.
SCHEMA_TYPES = {
    "BooleanField": ("boolean", "default"), "DateField": ("date", "default"), "DateTimeField": ("datetime", "any"),
    "TimeField": ("time", "default"), "DecimalField": ("number", "default"), "FloatField": ("number", "default"),
    "UUIDField": ("string", "uuid"), "BinaryField": ("string", "binary"), JSON_KIND: ("any", "default"),
}  # fmt: skip


def schema_type(kind: Any) -> tuple[str, str]:
    """The type and format of a field in the data package. Raises TypeError for a kind of field that nobody has met."""
    name = kind.get_internal_type()
    if name.endswith(_INTEGERS):
        return "integer", "default"
    if name in _WORDS:
        return "string", {"EmailField": "email", "URLField": "uri"}.get(type(kind).__name__, "default")
    if name not in SCHEMA_TYPES:
        raise TypeError(f"{kind}: say in wholesale.values how a {name} is written and read")
    return SCHEMA_TYPES[name]


def writer(kind: Any) -> Turn:
    """How a value of this kind of field is written."""
    turn = _WRITERS.get(kind.get_internal_type(), _as_it_is)
    return lambda value: None if value is None else turn(value)


def reader(kind: Any) -> Turn:
    """How it is read. The function raises ValueError with what is wrong."""
    name = kind.get_internal_type()
    if name.endswith(_INTEGERS):
        return _integer(name)
    if name in _WORDS:
        return _words(kind.max_length)
    if name == "DecimalField":
        return _decimal(kind.max_digits, kind.decimal_places)
    return _READERS[name]


def empty(kind: Any) -> Any:
    """What stands for no value; JSON that may not be left out of its row holds JSON's own nothing."""
    return Value(None, kind) if kind.get_internal_type() == JSON_KIND and not kind.null else None


def may_be_empty(field: Any) -> bool:
    return bool(field.null) or field.get_internal_type() == JSON_KIND


def line(row: dict[str, Any]) -> bytes:
    """One row as a line of a file. Raises ValueError for a number that is none."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _as_it_is(value: Any) -> Any:
    return value


_WRITERS: dict[str, Turn] = {
    "DateField": date.isoformat,
    "TimeField": time.isoformat,
    "DateTimeField": lambda value: value.astimezone(UTC).isoformat(timespec="microseconds"),
    "DecimalField": lambda value: format(value, "f"),
    "UUIDField": str,
    "BinaryField": lambda value: base64.b64encode(bytes(value)).decode(),
}


def _expect(value: Any, kind: type, words: str) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"{_short(value)} is not {words}")
    return value


def _integer(name: str) -> Turn:
    least, most = connection.ops.integer_field_range(name)

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError(f"{_short(value)} is not a whole number")
        if (least is not None and value < least) or (most is not None and value > most) or abs(value) >= 2**63:
            raise ValueError(f"{value} is outside what the column can hold")
        return value

    return read


def _words(longest: int | None) -> Turn:
    def read(value: Any) -> str:
        text: str = _expect(value, str, "words")
        _storable(text)
        if longest is not None and len(text) > longest:
            raise ValueError(f"is {len(text)} characters long; the column holds {longest}")
        return text

    return read


def _storable(text: str) -> None:
    if "\0" in text:
        raise ValueError("holds a NUL character, which no database of words holds")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("holds half of a character") from error


def _decimal(digits: int, places: int) -> Turn:
    def read(value: Any) -> Decimal:
        try:
            number = Decimal(_expect(value, str, "a decimal number written as words, such as “12.50”"))
        except InvalidOperation as error:
            raise ValueError(f"{_short(value)} is not a decimal number") from error
        if not number.is_finite() or number != round(number, places) or abs(number) >= Decimal(10) ** (digits - places):
            raise ValueError(f"{_short(value)} has more figures than the column holds")
        return number

    return read


def _float(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"{_short(value)} is not a number")
    return float(value)


def _moment(value: Any) -> datetime:
    found = _iso(datetime, value, "a date and time, such as “2026-03-03T09:30:00.000000+00:00”")
    if found.tzinfo is None:
        raise ValueError(f"{_short(value)} does not say in which zone")
    moment: datetime = found.astimezone(UTC)
    return moment


def _iso(kind: Any, value: Any, words: str) -> Any:
    try:
        return kind.fromisoformat(_expect(value, str, words))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{_short(value)} is not {words}") from error


def _uuid(value: Any) -> UUID:
    try:
        return UUID(_expect(value, str, "a UUID"))
    except ValueError as error:
        raise ValueError(f"{_short(value)} is not a UUID") from error


def _bytes(value: Any) -> bytes:
    try:
        return base64.b64decode(_expect(value, str, "bytes as base64"), validate=True)
    except ValueError as error:
        raise ValueError("is not bytes as base64") from error


def _json(value: Any) -> Any:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            _storable(one)
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
    return value


_READERS: dict[str, Turn] = {
    "BooleanField": lambda value: _expect(value, bool, "true or false"),
    "DateField": lambda value: _iso(date, value, "a date, such as “2026-03-03”"),
    "TimeField": lambda value: _iso(time, value, "a time of day, such as “09:30:00”"),
    "DateTimeField": _moment,
    "FloatField": _float,
    "UUIDField": _uuid,
    "BinaryField": _bytes,
    JSON_KIND: _json,
}


def _short(value: Any) -> str:
    """A value as an error names it: its kind and size, never itself, since it may be about a person; plain codes are shown."""
    if isinstance(value, bool | int | float) or value is None:
        return json.dumps(value)
    if isinstance(value, str):
        return f"“{value}”" if len(value) <= 40 and not any(one.isalpha() for one in value) else f"a text of {len(value)} characters"
    return f"a {type(value).__name__}"
