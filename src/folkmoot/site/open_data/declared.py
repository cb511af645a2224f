"""How an endpoint of the open data is declared: its rows, and each field with its type and what it means. No database, no clock."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from folkmoot.site.register import Release

Value: TypeAlias = "str | int | float | bool | date | datetime | None"
Row: TypeAlias = Mapping[str, Value]


class Type(StrEnum):
    """Types of a field, each with its JSON Schema in `SCHEMAS`."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    ADDRESS = "address"


SCHEMAS: dict[Type, dict[str, Any]] = {
    Type.TEXT: {"type": "string"}, Type.DATE: {"type": "string", "format": "date"}, Type.MOMENT: {"type": "string", "format": "date-time"},
    Type.WHOLE: {"type": "integer"}, Type.NUMBER: {"type": "number"}, Type.YES_NO: {"type": "boolean"},
    Type.ADDRESS: {"type": "string", "format": "uri"},
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field. `empty`: it may be null, in CSV an empty cell. `choices`: the only words it takes. `chosen`: rows can be chosen by it."""

    name: str
    type: Type
    about: str
    empty: bool = False
    choices: tuple[str, ...] = ()
    chosen: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """JSON Schema (2020-12) of its value."""
        said: dict[str, Any] = {**SCHEMAS[self.type], "description": self.about}
        if self.choices:
            said["enum"] = [*self.choices, None] if self.empty else list(self.choices)
        if self.empty:
            said["type"] = [said["type"], "null"]
        return said


@dataclass(frozen=True)
class Endpoint:
    """One collection. Every row has a field `id`, its own for ever. `rows` makes all of them from the register."""

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]
    rows: Callable[[tuple[Release, ...]], Iterable[Row]]

    @property
    def chosen_by(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.chosen)
