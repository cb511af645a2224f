"""The reach page: a map, whom to meet next, and every community beside its people and its contacts; and the same as a file."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.filters import FilterForm, number_choice
from folkmoot.areas.models import Area, County
from folkmoot.areas.queries import list_counties
from folkmoot.communities.models import Community
from folkmoot.engagement.conversations.queries import themes_by_community
from folkmoot.engagement.reach.comparing import compared
from folkmoot.engagement.reach.queries import Asked, Known, Line, by_area, lines, weights
from folkmoot.engagement.reach.web.compared import table_of
from folkmoot.engagement.reach.web.maps import Map, map_of
from folkmoot.engagement.reach.web.presenters import opportunities
from folkmoot.engagement.reach.web.rows import area_rows, rows_of
from folkmoot.engagement.reach.web.sheets import FORMATS, grid_file

A_PAGE, MOST_OPPORTUNITIES = 100, 10


class ReachFilter(FilterForm):
    """The Area and the county are added by the page, which knows what to offer."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Community.Kind.choices])
    months = forms.TypedChoiceField(
        label=_("Contacts of the last"), required=False, coerce=int, empty_value=None,
        choices=[("", _("12 months")), (6, _("6 months")), (24, _("24 months")), (36, _("36 months"))],
    )  # fmt: skip
    by_county = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("Each community once")), ("yes", _("Each community, county by county"))]
    )


@dataclass(frozen=True)
class Page:
    """What was asked, and what could be asked."""

    filters: ReachFilter
    chosen: dict[str, Any]
    asked: Asked
    areas: list[Area]


@may("engagement.read")
def reach(request: HttpRequest) -> HttpResponse:
    viewer, page = request.viewer, _asked(request)
    known = Known(viewer, page.asked)
    found = lines(viewer, page.asked, known.territory)
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    national = page.asked.area is None and len(page.areas) > 1
    context = {
        "filters": page.filters, "asked": page.chosen, "months": page.asked.months, "area": page.asked.area, "found": found,
        "page": shown, "rows": rows_of(shown, page.asked.months), "weights": weights(), "several": national,
        "opportunities": opportunities(found, MOST_OPPORTUNITIES),
        "overdue": len({line.community.pk for line in found if line.contact.overdue}), "formats": FORMATS,
        "by_area": area_rows(by_area(page.areas, found, known)) if national and found else [],
        "map": _map(request, page, found, known) if found else None,
        "compared": [table_of(each) for each in compared(viewer, page.asked)] if found else [],
    }  # fmt: skip
    area = page.asked.area
    heard = {"themes": themes_by_community(viewer, area=area, first=page.asked.first, last=page.asked.today)} if area and found else {}
    return render(request, "engagement/reach.html", context | heard | _doors(request))


def _map(request: HttpRequest, page: Page, found: list[Line], known: Known) -> Map | None:
    kept = [(name, str(value)) for name, value in request.GET.items() if name not in ("layer", "page") and value]
    return map_of(request.viewer, page.asked, page.areas, found, request.GET.get("layer", ""), kept, known)


def _doors(request: HttpRequest) -> dict[str, bool]:
    """Which links lead somewhere for this viewer, and which columns are shown."""
    doors = {
        "may_write": "engagement.write", "may_see_organisations": "stakeholders.read", "may_read_voice": "voice.read",
        "may_add": "communities.write", "may_take_out": "exports.run", "may_bring_in": "census.load",
    }  # fmt: skip
    return {name: request.viewer.may(capability) for name, capability in doors.items()}


@may("exports.run")
@transaction.atomic
def grid(request: HttpRequest, ending: str) -> HttpResponse:
    """The table of the page as a file; that it was taken out is recorded."""
    if ending not in FORMATS:
        raise Http404
    page = _asked(request)
    request.viewer.require_for("exports.run", page.asked.area.pk if page.asked.area else None)
    found: list[Line] = lines(request.viewer, page.asked)
    data = grid_file(found, page.asked, ending, by=request.viewer, at=request.at, route=request.get_full_path())
    headers = {"Content-Disposition": f'attachment; filename="reach.{ending}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=FORMATS[ending], headers=headers)


def _asked(request: HttpRequest) -> Page:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = list(areas_for(viewer, "communities.read", today=today))
    by_id = {area.pk: area for area in areas}
    only = areas[0] if len(areas) == 1 else next((each for each in areas if each.code == request.GET.get("area")), None)
    counties: dict[int, County] = {county.pk: county for county in list_counties(viewer, area=only)}
    filters = ReachFilter(request.GET, areas, county_id=number_choice(_("County"), ((pk, each.name) for pk, each in counties.items())))
    chosen = filters.chosen
    asked = Asked(
        today, by_id.get(chosen.get("area_id", 0), only), counties.get(chosen.get("county_id", 0)), chosen.get("kind", ""),
        chosen.get("months", 12), bool(chosen.get("by_county")),
    )  # fmt: skip
    return Page(filters, chosen, asked, areas)
