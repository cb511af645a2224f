"""The page of an Area or of a county in it, and its handover."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.areas.models import Area, County
from folkmoot.areas.queries import list_counties, list_forces
from folkmoot.foundation import audit
from folkmoot.foundation.typed import number
from folkmoot.overview.area.gathering import here_of, parts_of
from folkmoot.overview.area.handover import EVERYTHING, handover_of, owners_in
from folkmoot.overview.needs import Asked, shown_rows

MANAGER = "engagement.write"


@may("home.read")
def area_page(request: HttpRequest, code: str, county: str = "") -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    area, areas = _in_sight(request, code)
    counties = list(list_counties(viewer, area=area))
    chosen = _among(counties, county) if county else None
    managers = [who for who in people_who_may(MANAGER, area.pk, today=today) if who.grants.filter(role="icem", areas=area).exists()]
    context = {
        "area": area, "areas": areas, "county": chosen, "counties": counties, "forces": list_forces(viewer, area=area),
        "parts": parts_of(here_of(viewer, area, chosen, request.at)), "managers": managers,
        "may_hand_over": viewer.may("engagement.read", area.pk) and viewer.may("actions.read", area.pk),
    }  # fmt: skip
    return render(request, "overview/area.html", context)


@may("actions.read")
@transaction.atomic
def handover(request: HttpRequest, code: str) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    area, _areas = _in_sight(request, code)
    everybody = Asked(viewer, request.at, area.pk, area.code, most=EVERYTHING)
    people = list(owners_in(everybody))
    wanted = number(request.GET.get("person", ""))
    person = next((one for one in people if one.pk == wanted), None)
    asked = Asked(viewer, request.at, area.pk, area.code, most=EVERYTHING, owner_id=person.pk if person else None)
    groups = handover_of(asked)
    audit.consulted(by=viewer, at=request.at, rows=shown_rows(groups), route=request.path)
    context = {
        "area": area, "groups": groups, "people": people, "person": person, "today": today, "most": EVERYTHING,
        "back": reverse("area_page", args=[area.code]),
    }  # fmt: skip
    return render(request, "overview/handover.html", context)


def _in_sight(request: HttpRequest, code: str) -> tuple[Area, list[Area]]:
    """The Area of this code, where the viewer works in it; for any other the page does not exist."""
    areas = list(areas_for(request.viewer, "home.read", today=timezone.localdate(request.at)))
    area = next((one for one in areas if one.code == code), None)
    if area is None:
        raise Http404
    return area, areas


def _among(counties: list[County], code: str) -> County:
    for county in counties:
        if county.code == code:
            return county
    raise Http404
