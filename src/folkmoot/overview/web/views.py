"""The pages that belong to no single room."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.accounts.access import public, signed_in
from folkmoot.accounts.queries import open_invitations
from folkmoot.accounts.web.choices import areas_for, chosen_area
from folkmoot.foundation import audit
from folkmoot.foundation.periods import half_year_of
from folkmoot.keeping.web.presenters import told
from folkmoot.overview import glossary
from folkmoot.overview.needs import Asked, needs_of, shown_rows
from folkmoot.overview.standing import by_area, figures
from folkmoot.panels.space.web import reading
from folkmoot.webkit.by_address import in_language_of_address

BY_AREA = ("voice.read", "engagement.read", "actions.read")  # what the home page shows Area by Area
ACTING = ("engagement.write", "voice.write", "voice.answer", "actions.write", "accounts.manage")  # others read what is late or waiting


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person; a panel member sees the panel's own page, and who has no role is told so."""
    if request.viewer.may("home.read"):
        return _what_needs_me(request)
    if request.viewer.may("panel.home"):
        return reading.home(request)
    return render(request, "overview/no_role.html", {})


@transaction.atomic
def _what_needs_me(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = list(areas_for(viewer, "home.read", today=today)) if any(map(viewer.may, BY_AREA)) else []
    area = chosen_area(request.GET, areas)
    period = half_year_of(today)
    several = area is None and len(areas) > 1
    groups = needs_of(Asked(viewer, request.at, area.pk if area else None, area.code if area else "", several))
    audit.consulted(by=viewer, at=request.at, rows=shown_rows(groups), route=request.path)
    manages = viewer.may("accounts.manage")
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
            "lines": by_area(viewer, areas, period, today) if several and viewer.may("voice.read") else [],
            "may_log": viewer.may("engagement.write"),
            "acts": any(map(viewer.may, ACTING)),
            "may_manage_accounts": manages,
            "told": None if settings.FICTIONAL else told(viewer, request.at),
            "invited": open_invitations(viewer, at=request.at).count() if manages else 0,
            "only_accounts": manages and not areas,
            "has_panel": viewer.may("panel.home"),
        },
    )


@public
@in_language_of_address
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/accessibility.html", {"contact": getattr(settings, "CONTACT", "")})


@public
@in_language_of_address
def words(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/words.html", {"words": glossary.words()})
