"""How the values of a column are read as groups: by a category scheme, in bands, as numbers, or as periods.

Readings are part of the specification, so that cubes read differently never add. They are applied to the different values of a
column, after counting: never to rows one by one, and on every engine by the functions here. A value that is one of the codes for not
recorded never reaches a reading.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, Protocol

from folkmoot.engines.errors import ReadingUnclear
from folkmoot.engines.periods import UNITS, Unit, kept_apart, order_of, period_of
from folkmoot.engines.spec import CubeSpec, folded

Status = Literal["recorded", "unmapped", "invalid"]
_NUMBER = re.compile(r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,2})?\Z")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?\Z")
_BAND = re.compile(r"([0-9]+)(?:-([0-9]+)|(\+))?\Z")


@dataclass(frozen=True)
class Level:
    """The group a value belongs to. Invalid values have no group; an unmapped one is a group of its own and is reported."""

    label: str | None
    status: Status = "recorded"


NOT_RECORDED = Level(None)
INVALID = Level(None, "invalid")
Reader = Callable[[str], Level]


class Reading(Protocol):
    """What reads a column. `reader` is given all its different values, without surrounding space, before any of them is read."""

    def reader(self, column: str, values: Iterable[str]) -> Reader:
        """A function from a value to its level. Raises ReadingUnclear where the values contradict each other."""

    def plain(self) -> dict[str, object]:
        """The reading as JSON can hold it; `from_plain` makes it again."""


@dataclass(frozen=True)
class Scheme:
    """A category scheme: pairs of (value as it may be written, standard label), the values compared without case and space.

    A standard label stands for itself. A label of None means not recorded.
    """

    name: str
    labels: tuple[tuple[str, str | None], ...]

    @classmethod
    def of(cls, name: str, mapping: Mapping[str, str | None]) -> "Scheme":
        """A scheme from a mapping of values to labels; equal mappings make equal schemes."""
        return cls(name, tuple(sorted(((folded(value), label) for value, label in mapping.items()), key=str)))

    @cached_property
    def _label_of(self) -> dict[str, str | None]:
        own = {folded(label): label for _, label in self.labels if label is not None}
        return own | dict(self.labels)

    def reader(self, column: str, values: Iterable[str]) -> Reader:
        """Unmapped values keep their own text."""

        def read(value: str) -> Level:
            place = folded(value)
            return Level(self._label_of[place]) if place in self._label_of else Level(value, "unmapped")

        return read

    def plain(self) -> dict[str, object]:
        return {"kind": "scheme", "name": self.name, "labels": [list(pair) for pair in self.labels]}


@dataclass(frozen=True)
class Band:
    """Numbers from `low` up to but not including `high` + 1; without `high`, all from `low` up."""

    low: int
    high: int | None
    label: str

    def holds(self, number: Decimal) -> bool:
        return self.low <= number and (self.high is None or number < self.high + 1)


@dataclass(frozen=True)
class Bands:
    """Declared bands of whole numbers, lowest first, none overlapping."""

    bands: tuple[Band, ...]

    @classmethod
    def parsed(cls, text: str) -> "Bands":
        """Bands as written: `0-17,18-24,25,65+`. Raises ReadingUnclear."""
        bands = [_band(part.strip()) for part in text.split(",")]
        for lower, upper in pairwise(bands):
            if lower.high is None or upper.low <= lower.high:
                raise ReadingUnclear(f"The bands {lower.label} and {upper.label} overlap or are out of order.", "", _WRITE_BANDS)
        return cls(tuple(bands))

    def reader(self, column: str, values: Iterable[str]) -> Reader:
        """A value already written as one of the bands is that band. Numbers outside every band, and whatever is no number, are invalid."""
        labels = {folded(band.label): Level(band.label) for band in self.bands}

        def read(value: str) -> Level:
            number = number_of(value)
            if number is None:
                return labels.get(folded(value), INVALID)
            return next((Level(band.label) for band in self.bands if band.holds(number)), INVALID)

        return read

    def plain(self) -> dict[str, object]:
        return {"kind": "bands", "bands": ",".join(band.label for band in self.bands)}


_WRITE_BANDS = "Write bands from the lowest to the highest, such as 0-17,18-24,25-64,65+."


def _band(text: str) -> Band:
    found = _BAND.match(text)
    if not found:
        raise ReadingUnclear(f"'{text[:40]}' is not a band.", "", _WRITE_BANDS)
    low = int(found[1])
    high = None if found[3] else int(found[2] or found[1])
    if high is not None and high < low:
        raise ReadingUnclear(f"The band '{text[:40]}' ends before it begins.", "", _WRITE_BANDS)
    return Band(low, high, text)


@dataclass(frozen=True)
class Numbers:
    """Every different number is a level of its own, for a control that enters a model as a straight line."""

    def reader(self, column: str, values: Iterable[str]) -> Reader:
        """'3', '3.0' and '03' are one level, written '3'; whatever is no number is invalid."""

        def read(value: str) -> Level:
            number = number_of(value)
            return INVALID if number is None else Level(number_text(number))

        return read

    def plain(self) -> dict[str, object]:
        return {"kind": "numbers"}


def number_of(value: str) -> Decimal | None:
    """The number a text stands for (1,234 and 1.2e3 are numbers; infinity is none), or None."""
    if _NUMBER.match(value):
        return Decimal(value)
    return Decimal(value.replace(",", "")) if _THOUSANDS.match(value) else None


def number_text(number: Decimal) -> str:
    """The one way of writing a number: no exponent, no zeros that say nothing, no minus before nought."""
    plain = format(number, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain.removeprefix("+")


@dataclass(frozen=True)
class Periods:
    """Dates, and periods already made, as months, quarters, halves, years or financial years (April to March)."""

    unit: Unit

    def reader(self, column: str, values: Iterable[str]) -> Reader:
        """Whether 03/04/2024 is in March or April is decided by the column's other dates; where nothing decides it, it is invalid."""
        order = order_of(column, values)

        def read(value: str) -> Level:
            label = period_of(value, self.unit, order)
            return INVALID if label is None else Level(label)

        return read

    def plain(self) -> dict[str, object]:
        return {"kind": "periods", "unit": self.unit}


AnyReading = Scheme | Bands | Numbers | Periods


def from_plain(plain: Mapping[str, Any]) -> AnyReading:
    """The reading that `plain` described. Raises ValueError."""
    kind, name, unit = plain.get("kind"), plain.get("name"), plain.get("unit")
    if kind == "scheme" and isinstance(name, str):
        return Scheme(name, _labels(plain.get("labels")))
    if kind == "bands":
        return _parsed(plain.get("bands"))
    if kind == "periods" and unit in UNITS:
        return Periods(unit)
    if kind == "numbers":
        return Numbers()
    raise ValueError("this is not a reading")


def _labels(plain: Any) -> tuple[tuple[str, str | None], ...]:
    pairs = plain if isinstance(plain, list) else [plain]
    if not all(isinstance(pair, list) and [type(part) for part in pair] in ([str, str], [str, type(None)]) for pair in pairs):
        raise ValueError("this is not a category scheme")
    return tuple((value, label) for value, label in pairs)


def _parsed(text: object) -> Bands:
    try:
        return Bands.parsed(str(text))
    except ReadingUnclear as error:
        raise ValueError(error.what) from error


def levels_of(spec: CubeSpec, column: str, values: Sequence[str | None]) -> list[Level]:
    """The level of each of a column's different values. Raises ReadingUnclear where they contradict each other."""
    reading = spec.reading(column)
    recorded = [spec.recorded(value) for value in values]
    if reading is None:
        return [Level(value) for value in recorded]
    read = reading.reader(column, [value for value in recorded if value is not None])
    return [NOT_RECORDED if value is None or _is_code(spec, reading, value) else read(value) for value in recorded]


def stand_ins(spec: CubeSpec, column: str, values: Sequence[str | None]) -> list[str | None]:
    """For each of some of a column's values one that is read alike, whatever other values it turns out to hold; None for not recorded.

    Raises ReadingUnclear where the values contradict each other.
    """
    reading = spec.reading(column)
    recorded = [spec.recorded(value) for value in values]
    if reading is None:
        return recorded
    levels = levels_of(spec, column, values)
    plain = [value for value in recorded if value is not None]
    # Some rows may count for nothing, and what their dates say of the order of day and month with them.
    order = order_of(column, plain) if isinstance(reading, Periods) and not (spec.where or spec.count_column) else None
    first: dict[Hashable, str] = {}
    found: list[str | None] = []
    for value, level in zip(recorded, levels, strict=True):
        apart = kept_apart(value, order) if value is not None and isinstance(reading, Periods) else None
        found.append(None if value is None else first.setdefault((level, value == column, apart), value))
    return found


def _is_code(spec: CubeSpec, reading: AnyReading, value: str) -> bool:
    """Whether a number is one of the codes for not recorded, however it is written: -9.0 is -9."""
    number = number_of(value) if isinstance(reading, (Bands, Numbers)) else None
    return number is not None and number_text(number) in spec.missing_codes
