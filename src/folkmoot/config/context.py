"""What every page needs: who is looking, where they may go, and whether the data are fictional."""

from django.conf import settings
from django.http import HttpRequest

from folkmoot.config.navigation import navigation_for


def page(request: HttpRequest) -> dict[str, object]:
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "navigation": navigation_for(viewer, request.path) if viewer else [],
        "fictional": settings.FICTIONAL,
    }
