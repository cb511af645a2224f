"""Themes over time: by Area, by where a point came from, by kind and by whom it concerns; and one theme with its points."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, chosen_area
from folkmoot.actions.web.origins import ORIGINS
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.voice.models import Point
from folkmoot.voice.themes.models import Theme
from folkmoot.voice.themes.queries import Among, codings_of, count_by_source, count_themes, points_of_theme
from folkmoot.voice.themes.rules import cells
from folkmoot.voice.themes.web.coding_views import characteristics_known
from folkmoot.voice.themes.web.presenters import bases_of, by_source, drawn_over_time, rows_of, share_words, shares_drawn
from folkmoot.voice.web.filters import half_years
from folkmoot.voice.web.forms import STAND_ALONE
from folkmoot.webkit.paging import Pages

SHOWN = 4
# Where points come from that do not stand alone.
SOURCES = frozenset(
    {
        "engagement.activity", "engagement.conversation", "engagement.bulletin", "voice.form", "decisions.consultation", "panels.briefing",
        "import",
    }
)  # fmt: skip
A_PAGE = 25


@dataclass(frozen=True)
class Asked:
    """Which points the page counts, read from its address; what cannot be read is left out."""

    area: Area | None
    among: Among
    words: list[tuple[str, str]]

    @property
    def protect(self) -> bool:
        """Whose points are counted by a characteristic may be few, and could be known."""
        return bool(self.among.characteristic)


def read(request: HttpRequest, areas: Any) -> Asked:
    area = chosen_area(request.GET, areas)
    origin, nature, about = (request.GET.get(name, "") for name in ("origin", "nature", "about"))
    nature = nature if nature in Point.Nature.values else ""
    about = about if about in dict(characteristics_known()) else ""
    if about:  # by whom they concern, never narrowed further: the few of one Area or kind could be worked out from the difference
        area, origin, nature = None, "", ""
    kept = [("area", area.code if area else ""), ("origin", origin), ("nature", nature), ("about", about)]
    among = Among(area.pk if area else None, origin_kind=origin, nature=nature, characteristic=about)
    return Asked(area, among, [(name, value) for name, value in kept if value])


def choices(areas: Any) -> dict[str, Any]:
    origins = [*((kind, words) for kind, (words, _route, _capability) in ORIGINS.items() if kind in SOURCES), *STAND_ALONE]
    return {"areas": areas, "origins": origins, "natures": Point.Nature.choices, "characteristics": characteristics_known()}


@may("voice.read")
def over_time(request: HttpRequest) -> HttpResponse:
    """Which themes are raised how often, half-year by half-year; it shows no words, so nothing is logged."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "voice.read", today=today)
    asked = read(request, areas)
    periods = half_years(today)[:SHOWN]
    counts = count_themes(viewer, periods=[(each.first, each.last) for each in periods], among=asked.among)
    rows = rows_of(counts, protect=asked.protect)
    table = [(row, [(cell, share_words(cell)) for cell in row.cells], share_words(row.all) if row.all else "") for row in rows]
    sources = None if asked.protect else count_by_source(viewer, first=periods[-1].first, last=today, among=asked.among)
    named = [(str(ORIGINS.get(kind, (kind,))[0]), base) for kind, base in sources.bases.items()] if sources else []
    context = {
        "sources": named, "by_source": by_source(sources) if sources else [], "since": periods[-1].first,
        "table": table, "asked": asked, "area": asked.area, "periods": periods, "bases": bases_of(counts, protect=asked.protect),
        "any_points": any(counts.points), "chart": "" if asked.protect else shares_drawn(rows, title=_("Themes raised most often")),
        "may_code": viewer.may("voice.write"),
    }  # fmt: skip
    return render(request, "voice/themes.html", context | choices(areas))


@may("voice.read")
@transaction.atomic
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """One theme: what it takes in, how often it was raised, and the points that bear it."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    found = _in_sight(request, code)
    areas = areas_for(viewer, "voice.read", today=today)
    asked = read(request, areas)
    periods = half_years(today)
    counts = count_themes(viewer, periods=[(each.first, each.last) for each in periods], among=asked.among)
    numbers = next((line.numbers for line in counts.lines if line.theme.pk == found.pk), [0] * len(periods))
    shown = cells(numbers, counts.coded, protect=asked.protect)
    page = Pages(points_of_theme(viewer, found, among=asked.among), A_PAGE).get_page(request.GET.get("page"))
    points = [] if asked.protect else list(page.object_list)  # how many are listed would say the withheld number
    audit.consulted(by=viewer, at=request.at, rows=points, route=request.path)
    codings = codings_of(viewer, [point.pk for point in points])
    context = {
        "theme": found, "asked": asked, "area": asked.area, "page": page, "points": [(each, codings.get(each.pk, [])) for each in points],
        "history": list(zip(periods, shown, map(share_words, shown), bases_of(counts, protect=asked.protect), strict=True)),
        "chart": drawn_over_time(shown, periods, title=_("%(theme)s over time") % {"theme": found.name}),
    }  # fmt: skip
    return render(request, "voice/theme.html", context | choices(areas))


def _in_sight(request: HttpRequest, code: str) -> Theme:
    found = Theme.objects.select_related("replaced_by", "area", "parent", "first_area").filter(code=code).first()
    if found is None or (found.area_id and not request.viewer.may("voice.read", found.area_id)):
        raise Http404
    return found
