"""What a form or a filter may offer this viewer: the Areas, and which of them a form is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.areas.rules import in_being

WHOLE_SERVICE = "england-and-wales"
AREAS, OTHER_PARTS = _("Areas"), _("Other parts of the service")


@dataclass(frozen=True)
class Place:
    """What a form is about: one Area, or with None the whole service."""

    area: Area | None

    @property
    def area_id(self) -> int | None:
        return self.area.pk if self.area else None

    @property
    def words(self) -> str | Promise:
        return self.area.name if self.area else _("England and Wales")


def areas_for(viewer: Viewer, capability: str, *, today: date) -> QuerySet[Area]:
    """The Areas in being today where the viewer holds the capability, by name; after them the other parts of the service.

    Each carries `other_part`: whether it is CPS Direct, a division or headquarters.
    """
    rows = within(viewer, Area.objects.filter(withdrawn_on__isnull=True), capability, area="pk")
    here = rows.filter(pk__in=[area.pk for area in in_being(rows, today)])
    return here.annotate(other_part=~Q(kind=Area.Kind.AREA)).order_by("other_part", "name_en")


def choices_of(areas: Iterable[Area]) -> list[Any]:
    """The Areas as choices of a field (code, name); under two headings where other parts of the service are among them."""
    among = list(areas)
    named = [[(area.code, area.name) for area in among if (area.kind == Area.Kind.AREA) is own] for own in (True, False)]
    return [(AREAS, named[0]), (OTHER_PARTS, named[1])] if all(named) else named[0] + named[1]


def chosen_area(asked: QueryDict, areas: Iterable[Area]) -> Area | None:
    """The Area that the address names (`?area=code`) where it is among `areas`; None for every Area in sight."""
    code = asked.get("area", "")
    return next((area for area in areas if area.code == code), None) if code else None


def place_of_form(request: HttpRequest, capability: str, *, today: date, national_too: bool = False) -> Place | None:
    """What the form at this address is about; None where the person must choose first. Raises Http404 for an Area out of sight."""
    areas = areas_for(request.viewer, capability, today=today)
    national = national_too and request.viewer.sight(capability).national
    code = request.GET.get("area", "")
    if not code:
        return Place(areas[0]) if len(areas) == 1 and not national else None
    if national and code == WHOLE_SERVICE:
        return Place(None)
    area = chosen_area(request.GET, areas)
    if area is None:
        raise Http404
    return Place(area)


def choose_area(
    request: HttpRequest, capability: str, *, title: object, back: str, today: date, national_too: bool = False
) -> HttpResponse:
    """The page that asks which Area a form is about, one link for each."""
    national = national_too and request.viewer.sight(capability).national
    context = {"areas": areas_for(request.viewer, capability, today=today), "national": WHOLE_SERVICE if national else ""}
    return render(request, "actions/choose_area.html", context | {"title": title, "back": back})
