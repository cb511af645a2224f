"""A report of an address, where this viewer may see it."""

from django.http import Http404, HttpRequest

from folkmoot.reports import queries
from folkmoot.reports.models import Report


def report_in_sight(request: HttpRequest, report_id: int) -> Report:
    """Raises Http404 for one out of sight, as for one that does not exist."""
    try:
        return queries.get_report(request.viewer, report_id)
    except Report.DoesNotExist:
        raise Http404 from None
