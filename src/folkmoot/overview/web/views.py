"""The pages that belong to no single room."""

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.accounts.access import may, public, signed_in
from folkmoot.accounts.queries import own_grants
from folkmoot.accounts.rules import Role, in_force
from folkmoot.actions.web.choices import areas_for, chosen_area
from folkmoot.foundation import audit
from folkmoot.foundation.periods import half_year_of
from folkmoot.overview import glossary
from folkmoot.overview.chain import chain_of
from folkmoot.overview.needs import Asked, needs_of, shown_rows
from folkmoot.overview.standing import by_area, figures
from folkmoot.voice.models import Point
from folkmoot.voice.queries import get_point


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person; a panel member sees the panel's own page, and who has no role is told so."""
    if request.viewer.may("home.read"):
        return _what_needs_me(request)
    if request.viewer.may("panel.home"):
        return my_panel(request)
    return render(request, "overview/no_role.html", {})


@transaction.atomic
def _what_needs_me(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "home.read", today=today)
    area = chosen_area(request.GET, areas)
    period = half_year_of(today)
    groups = needs_of(Asked(viewer, request.at, area.pk if area else None, area.code if area else ""))
    audit.consulted(by=viewer, at=request.at, rows=shown_rows(groups), route=request.path)
    side_by_side = area is None and len(areas) > 1 and viewer.may("voice.read")
    return render(
        request,
        "overview/home.html",
        {
            "areas": areas,
            "area": area or (areas[0] if len(areas) == 1 else None),
            "national": viewer.sight("home.read").national,
            "period": period,
            "figures": figures(viewer, period, area),
            "groups": groups,
            "lines": by_area(viewer, areas, period, today) if side_by_side else [],
            "may_log": viewer.may("engagement.write"),
            "may_manage_accounts": viewer.may("accounts.manage"),
            "has_panel": viewer.may("panel.home"),
        },
    )


@may("panel.home")
def my_panel(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    held = own_grants(request.viewer).filter(role=Role.PANEL_MEMBER, ended_at=None)
    return render(request, "overview/my_panel.html", {"terms": [term for term in held if in_force(term.starts, term.ends, today)]})


@may("voice.read")
@transaction.atomic
def chain(request: HttpRequest, point_id: int) -> HttpResponse:
    """One point from the words to the telling; `?for=publication` withholds what may identify a person."""
    try:
        point = get_point(request.viewer, point_id)
    except Point.DoesNotExist:
        raise Http404 from None
    publication = request.GET.get("for") == "publication"
    made = chain_of(request.viewer, point, today=timezone.localdate(request.at), publication=publication)
    audit.consulted(by=request.viewer, at=request.at, rows=[point, *made.contacts], route=request.get_full_path())
    context = {"point": point, "steps": made.steps, "publication": publication, "today": timezone.localdate(request.at)}
    if publication:
        context |= {"navigation": [], "viewer": None, "found": [one.text for one in made.identifiers]}
    return render(request, "overview/chain.html", context)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/accessibility.html", {"contact": getattr(settings, "CONTACT", "")})


@public
def words(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/words.html", {"words": glossary.words()})
