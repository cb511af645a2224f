"""What engagement adds up to: the page and the file."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.areas.models import Area
from folkmoot.engagement import operations, sheets
from folkmoot.engagement.queries import engagement_breakdown
from folkmoot.engagement.web.filters import FiguresFilter
from folkmoot.foundation.periods import half_year_of


@may("engagement.read")
def figures(request: HttpRequest) -> HttpResponse:
    filters, area, first, last = _asked(request)
    found = engagement_breakdown(request.viewer, area.pk if area else None, first, last)
    tables: list[tuple[str, Any, Any]] = [
        ("by-rung", _("By rung of the ladder"), found.by_rung), ("by-kind", _("By kind"), found.by_kind),
        ("by-county", _("By county"), found.by_county),
    ]  # fmt: skip
    context = {
        "filters": filters, "first": first, "last": last, "by_aim": found.by_aim, "total": found.total, "tables": tables,
        "asked_in_address": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "engagement/figures.html", context)


@may("engagement.read")
def take_out(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in sheets.KINDS:
        raise Http404
    _filters, area, first, last = _asked(request)
    found = engagement_breakdown(request.viewer, area.pk if area else None, first, last)
    data = sheets.as_file(kind, found, place=area.name if area else str(_("Everywhere in sight")), first=first, last=last)
    operations.take_figures(by=request.viewer, at=request.at, area=area, kind=kind, first=first, last=last, route=request.path)
    name = f"engagement-{first.isoformat()}-{last.isoformat()}.{kind}"
    return HttpResponse(
        data, content_type=sheets.KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def _asked(request: HttpRequest) -> tuple[FiguresFilter, Area | None, date, date]:
    """What the address asks for; the half-year of today where it names no days."""
    today = timezone.localdate(request.at)
    areas = list(areas_for(request.viewer, "engagement.read", today=today))
    filters = FiguresFilter(request.GET, areas)
    chosen, period = filters.chosen, half_year_of(today)
    area = next((each for each in areas if each.pk == chosen.get("area_id")), None)
    return filters, area, chosen.get("first", period.first), chosen.get("last", period.last)
