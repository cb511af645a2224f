"""Wording and order on the pages of Areas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Area
from folkmoot.areas.rules import Held

HEADINGS: tuple[tuple[str, Promise], ...] = (
    (Area.Kind.AREA, _("Areas")),
    (Area.Kind.DIRECT, _("CPS Direct")),
    (Area.Kind.PROCEEDS_OF_CRIME, _("CPS Proceeds of Crime")),
    (Area.Kind.CASEWORK_DIVISION, _("Central casework divisions")),
    (Area.Kind.HEADQUARTERS, _("Headquarters")),
)


@dataclass(frozen=True)
class Group:
    """The current Areas of one kind, under a heading."""

    kind: str
    heading: Promise
    areas: list[Area]


def groups(areas: Iterable[Area], today: date) -> list[Group]:
    current = [area for area in areas if area.span.on(today) is Held.YES]
    found = [Group(kind, heading, [area for area in current if area.kind == kind]) for kind, heading in HEADINGS]
    return [group for group in found if group.areas]


def past(areas: Iterable[Area], today: date) -> list[Area]:
    return [area for area in areas if area.span.on(today) is not Held.YES]


def now_words(area: Area, today: date) -> Promise | None:
    """What to say at the top of the page of an Area that is not in being; None for one that is."""
    return {Held.NO: _("This Area is no longer in being."), Held.NOT_KNOWN: _("Whether this Area is still in being is not known.")}.get(
        area.span.on(today)
    )


@dataclass(frozen=True)
class Dates:
    """First and last day, each as a day, or with `by` as the latest day possible; no day at all where nothing is known."""

    first: date | None
    first_is_latest: bool
    last: date | None
    last_is_latest: bool


def dates_of(area: Area) -> Dates:
    return Dates(area.starts or area.starts_by, area.starts is None, area.ends or area.ends_by, area.ends is None)
