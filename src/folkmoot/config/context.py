"""What every page needs: who is looking, where they may go, and whether the data are fictional."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest

from folkmoot.accounts.notices.queries import count_unread
from folkmoot.config.fiction import cast
from folkmoot.config.navigation import navigation_for, public_navigation_for, reference_for, section_for

VERSIONS = ("en", "cy", "easy", "easy-cy")


def page(request: HttpRequest) -> dict[str, object]:
    viewer = getattr(request, "viewer", None)
    asked = request.GET.get("version") or request.GET.get("language", "")
    return {
        "public_navigation": public_navigation_for(request.path, asked if asked in VERSIONS else ""),
        "viewer": viewer,
        "navigation": navigation_for(viewer, request.path) if viewer else [],
        "section": section_for(viewer, request.path) if viewer else [],
        "reference": reference_for(viewer, request.path) if viewer else [],
        "unread_notices": partial(count_unread, viewer) if viewer else 0,  # asked only by a page that shows it
        "may_search": bool(viewer and viewer.may("home.read")),
        "fictional": settings.FICTIONAL,
        "cast": cast(settings.HOME / "fictional") if settings.FICTIONAL and _signs_in(request) else None,
    }


def _signs_in(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name == "account_login"
