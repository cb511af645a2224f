"""What a report covers, and the note of the rows that it was counted from."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Grant, Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation.periods import HalfYear
from folkmoot.reports.shapes import Input, Place

AnyModel = TypeVar("AnyModel", bound=Model)


@dataclass(frozen=True)
class Scope:
    """Who gathers, for which Area (None: England and Wales), for which half-year, and the day on which stock is taken.

    For an Area the viewer sees no more than that Area, whoever makes the report: so the report is the same, and holds no other's data.
    """

    viewer: Viewer
    area: Area | None
    period: HalfYear
    position: date

    @classmethod
    def of(cls, by: Viewer, area: Area | None, period: HalfYear, position: date) -> "Scope":
        if area is None:
            return cls(by, None, period, position)
        inside = Grant(Role.ICEM, area_ids=frozenset({area.pk}))
        return cls(Viewer(by.account_id, by.name, (inside,)), area, period, position)

    @property
    def area_id(self) -> int | None:
        return self.area.pk if self.area else None

    def of_area(self, rows: QuerySet[AnyModel], column: str = "area_id") -> QuerySet[AnyModel]:
        """Only the rows of the report's Area; all of them for England and Wales."""
        return rows.filter(**{column: self.area_id}) if self.area else rows

    @property
    def first(self) -> date:
        return self.period.first

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in the period and is not after the day of the report."""
        return day is not None and self.first <= day <= self.position


def place_of(area: Area) -> Place:
    return {"code": area.code, "en": area.name_en, "cy": area.name_cy}


def place_or_none(area: Area | None) -> Place | None:
    return place_of(area) if area else None


def local_day(moment: object) -> date:
    return timezone.localdate(moment)  # type: ignore[arg-type]


def noted(section: str, query: str, rows: Iterable[tuple[str, int, int, Sequence[object]]]) -> Input:
    """The note of one section: rows are (kind of row, id, version, values used), in whatever order they were read."""
    lines = sorted("\x1f".join([kind, str(key), str(version), *map(str, values)]) for kind, key, version, values in rows)
    digest = hashlib.sha256("\x1e".join(lines).encode()).hexdigest()
    return {"section": section, "query": query, "rows": len(lines), "fingerprint": digest}
