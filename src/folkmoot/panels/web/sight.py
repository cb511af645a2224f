"""A panel by its short name, for every page that is about one: out of sight is not there."""

from django.http import Http404, HttpRequest

from folkmoot.panels import queries
from folkmoot.panels.models import Panel


def panel_in_sight(request: HttpRequest, code: str, capability: str = "panels.read") -> Panel:
    """The panel, where the viewer's capability holds in its Area. Raises Http404."""
    try:
        return queries.the_panel(request.viewer, code, capability)
    except Panel.DoesNotExist:
        raise Http404 from None
