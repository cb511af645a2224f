"""The pages on which it is seen for whom panels can speak, who is missing, and what may be said of it in public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.members.models import Member
from folkmoot.panels.queries import may_in, panels
from folkmoot.panels.representation import queries
from folkmoot.panels.representation.rules import may_name_communities
from folkmoot.panels.representation.statement import LANGUAGES, statement_of
from folkmoot.panels.representation.web.presenters import campaign_address, line_words, panel_words, spoken_for_nowhere
from folkmoot.panels.web.sight import panel_in_sight

KEEPS = "panels.members"


@may("panels.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Every panel in sight; and, where one Area is looked at, the communities for which nobody on any of its panels can speak."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "panels.read", today=today)
    filters = FilterForm(request.GET, areas)
    asked = filters.chosen
    rows = panels(viewer).order_by("area__name_en", "name_en")
    if "area_id" in asked:
        rows = rows.filter(area_id=asked["area_id"])
    found = list(queries.representations(rows, today).values())
    lines = [panel_words(each, exact=may_in(viewer, each.panel, KEEPS)) for each in found]
    one_area = {each.panel.area_id for each in found}
    together = len(one_area) == 1 and len(found) > 1 and all(each.named for each in lines)
    context = {
        "filters": filters, "asked": asked, "lines": lines, "nowhere": spoken_for_nowhere(found, one_area.pop()) if together else [],
    }  # fmt: skip
    return render(request, "panels/representation_list.html", context)


@may("panels.read")
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One panel: who is missing, for whom it can speak, and, for those who keep the members, who has yet to be asked."""
    panel, today = panel_in_sight(request, code), timezone.localdate(request.at)
    exact = may_in(request.viewer, panel, KEEPS)
    found = queries.representation(panel, today)
    named = exact or may_name_communities(found.members)
    context = {
        "panel": panel, "found": found, "words": panel_words(found, exact=exact), "exact": exact, "named": named,
        "gaps": [line_words(line, exact=exact) for line in found.gaps] if named else [],
        "represented": [line_words(line, exact=exact) for line in found.represented] if named else [],
        "silent": _silent(request, found) if exact else [], "campaign": campaign_address(found) if exact and not panel.ended_on else "",
    }  # fmt: skip
    return render(request, "panels/representation_detail.html", context)


def _silent(request: HttpRequest, found: queries.Representation) -> list[Member]:
    """The sitting members of whom nobody recorded for whom they can speak; that they were shown is logged."""
    seats = Member.objects.filter(queries.sitting_rows(found.on), panel=found.panel, position__in=queries.REPRESENTING)
    rows = list(seats.select_related("contact"))
    spoken = queries.spoken_for_by(rows, found.on)
    silent = [row for row in rows if not spoken.get(row.pk)]
    shown(request, [row.contact for row in silent])
    return silent


@may("panels.read")
def said(request: HttpRequest, code: str) -> HttpResponse:
    """The statement of representation as it would be published today, in each language."""
    panel, today = panel_in_sight(request, code), timezone.localdate(request.at)
    asked = request.GET.get("in", "en")
    language = asked if asked in LANGUAGES else "en"
    made = statement_of(queries.representation(panel, today), language)
    context = {"panel": panel, "made": made, "lang": "cy" if language == "cy" else "en", "asked": language}
    return render(request, "panels/representation_statement.html", context)
