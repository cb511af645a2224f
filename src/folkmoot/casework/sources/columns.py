"""What each column of a source's files is for, as a person said it once: pure, and JSON in and out.

A cube of a source calls its columns by their keys ("month", "area", "ethnicity"), whatever the heading in the file was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from folkmoot.casework.rules import in_words
from folkmoot.engines.files import alike


class Role(StrEnum):
    """What a column is for. Whatever is not named is not counted."""

    MONTH = "month"
    AREA = "area"
    FORCE = "force"
    OFFENCE = "offence"
    CHARACTERISTIC = "characteristic"
    STAGE = "stage"
    FLAG = "flag"
    OTHER = "other"
    COUNT = "count"


KEYED = frozenset({Role.CHARACTERISTIC, Role.FLAG, Role.OTHER})
SINGLE = (Role.MONTH, Role.AREA, Role.FORCE, Role.OFFENCE, Role.COUNT)


@dataclass(frozen=True)
class Column:
    """One column. `key` is a characteristic, a flag, a field of the stages, or a name made of the heading.

    `scheme` names a category scheme and `labels` holds it as it stood when the layout was issued: (value, label; None: not recorded).
    `bands` are written as in `readings.Bands`. `meanings` gives the code of `stages.scheme` for each value of a stage column.
    """

    heading: str
    role: Role
    key: str = ""
    scheme: str = ""
    bands: str = ""
    labels: tuple[tuple[str, str | None], ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the cube calls it."""
        return self.key if self.role in KEYED else self.role.value

    def plain(self) -> dict[str, Any]:
        kept = {"heading": self.heading, "role": self.role.value, "key": self.key, "scheme": self.scheme, "bands": self.bands}
        return kept | {"labels": [list(pair) for pair in self.labels], "meanings": dict(self.meanings)}


def from_plain(plain: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns that `plain` wrote. Raises KeyError, TypeError or ValueError."""
    return tuple(
        Column(
            str(one["heading"]), Role(one["role"]), str(one.get("key", "")), str(one.get("scheme", "")), str(one.get("bands", "")),
            tuple((str(value), None if label is None else str(label)) for value, label in one.get("labels", ())),
            {str(value): str(code) for value, code in one.get("meanings", {}).items()},
        )
        for one in plain
    )  # fmt: skip


@dataclass(frozen=True)
class Roles:
    """Which column of the cube is for what; "" where there is none."""

    columns: tuple[Column, ...]

    @property
    def month(self) -> str:
        return self._single(Role.MONTH)

    @property
    def area(self) -> str:
        return self._single(Role.AREA)

    @property
    def force(self) -> str:
        return self._single(Role.FORCE)

    @property
    def offence(self) -> str:
        return self._single(Role.OFFENCE)

    @property
    def characteristics(self) -> tuple[str, ...]:
        return self._several(Role.CHARACTERISTIC)

    @property
    def flags(self) -> tuple[str, ...]:
        return self._several(Role.FLAG)

    @property
    def others(self) -> tuple[str, ...]:
        return self._several(Role.OTHER)

    @property
    def counted_by(self) -> tuple[Column, ...]:
        """The columns by which cells are made, in the order of the cube."""
        order = (Role.MONTH, Role.AREA, Role.FORCE, Role.OFFENCE, Role.CHARACTERISTIC, Role.FLAG, Role.OTHER)
        return tuple(column for role in order for column in self.columns if column.role is role)

    @property
    def stages(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role is Role.STAGE)

    @property
    def count(self) -> Column | None:
        return next((column for column in self.columns if column.role is Role.COUNT), None)

    def named(self, name: str) -> Column:
        """The column the cube calls so. Raises KeyError."""
        return {column.name: column for column in self.counted_by}[name]

    def _single(self, role: Role) -> str:
        return role.value if any(column.role is role for column in self.columns) else ""

    def _several(self, role: Role) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns if column.role is role)


def located(columns: Sequence[Column], headings: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The heading in this file for each heading of the layout (equal but for case, spaces, hyphens), and those it has not."""
    found: dict[str, str] = {}
    missing = []
    for column in columns:
        near = [heading for heading in headings if heading == column.heading] or [h for h in headings if alike(h, column.heading)]
        if len(near) == 1:
            found[column.heading] = near[0]
        else:
            missing.append(column.heading)
    return found, tuple(missing)


def key_of(heading: str) -> str:
    """A name for a column that is none of the known ones."""
    return in_words(heading).casefold().replace(" ", "_")[:60]
