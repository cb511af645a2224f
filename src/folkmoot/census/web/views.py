"""The pages of published counts: what is in, one page a place, and how the tables add up."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.areas.models import Area, Authority, County, PoliceForce
from folkmoot.areas.queries import list_areas, list_counties, list_forces
from folkmoot.census import queries
from folkmoot.census.territory import Place, Territory
from folkmoot.census.web import presenters

KINDS: dict[str, type[Area | County | PoliceForce | Authority]] = {
    "area": Area, "county": County, "force": PoliceForce, "authority": Authority
}  # fmt: skip


@may("communities.read")
def home(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    standings = queries.standings(viewer)
    everybody = queries.population(viewer, today=today)
    territory = Territory(today)
    context = {
        "everybody": everybody, "number": presenters.number(everybody.value or 0),
        "held": [one for one in standings if one.table], "wanting": [one for one in standings if one.wanting],
        "areas": list_areas(viewer, on=today), "counties": list_counties(viewer),
        "forces": list_forces(viewer).filter(kind=PoliceForce.Kind.TERRITORIAL),
        "authorities": territory.in_being(territory.members(None).current), "has_forces": territory.has_forces,
        "may_load": viewer.may("census.load"),
    }  # fmt: skip
    return render(request, "census/home.html", context)


@may("communities.read")
def national(request: HttpRequest) -> HttpResponse:
    return _page(request, None, "", _("England and Wales"))


@may("communities.read")
def profile(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    place = KINDS[kind]._default_manager.filter(code=code, withdrawn_on__isnull=True).first() if kind in KINDS else None
    if place is None:
        raise Http404
    return _page(request, place, kind, place.name)


def _page(request: HttpRequest, place: Place, kind: str, name: str) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    territory = Territory(today)
    members = territory.members(place)
    asked: dict[str, Any] = {"territory": territory} | ({kind: place} if kind else {})
    everybody, changes = queries.population(viewer, **asked), queries.change(viewer, **asked)
    sections = presenters.sections(queries.profiles(viewer, place=place, territory=territory), changes, name)
    authorities = territory.named(members.current)
    deprived = queries.deprivation_of(viewer, authorities, territory=territory) if place else []
    context = {
        "everybody": everybody, "everybody_number": presenters.number(everybody.value or 0), "place": place, "name": name,
        "shared_with": ", ".join(members.shared_with), "forces": ", ".join(members.shared_forces),
        "sections": sections.shown, "silent": sections.silent, "deprivation": presenters.deprivation_tables(deprived),
        "authorities": authorities if kind in {"area", "county", "force"} else [], "may_load": viewer.may("census.load"),
    }  # fmt: skip
    return render(request, "census/profile.html", context)


@may("communities.read")
def totals(request: HttpRequest) -> HttpResponse:
    found = queries.reconciliations(request.viewer)
    return render(request, "census/totals.html", {"found": found, "failing": [one for one in found if not one.holds]})
