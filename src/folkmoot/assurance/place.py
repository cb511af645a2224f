"""Where and when something is looked up in the records: always with the eyes of the place itself, whoever asks."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Grant, Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation.periods import HalfYear

AnyModel = TypeVar("AnyModel", bound=Model)


@dataclass(frozen=True)
class Place:
    """An Area, or with None head office; the half-year; and the day on which stock is taken.

    `viewer` sees no more than that Area: so what is counted is the same whoever asks, and holds no other Area's data.
    """

    viewer: Viewer
    area: Area | None
    period: HalfYear
    today: date

    @classmethod
    def of(cls, area: Area | None, period: HalfYear, today: date) -> "Place":
        grant = Grant(Role.ICEM, area_ids=frozenset({area.pk})) if area else Grant(Role.HQ, national=True)
        return cls(Viewer(None, "assurance", (grant,)), area, period, today)

    @property
    def area_id(self) -> int | None:
        return self.area.pk if self.area else None

    @property
    def first(self) -> date:
        return self.period.first

    @property
    def last(self) -> date:
        """The last day looked at: that of the half-year, or today while it lasts."""
        return min(self.period.last, self.today)

    def own(self, rows: QuerySet[AnyModel], column: str = "area_id") -> QuerySet[AnyModel]:
        """Only the rows of this Area; for head office those of no Area."""
        return rows.filter(**{column: self.area_id}) if self.area else rows.filter(**{f"{column}__isnull": True})
