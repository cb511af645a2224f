"""A meeting, a poll or a person at a meeting by its number, for every page about one: out of sight is not there."""

from django.http import Http404, HttpRequest

from folkmoot.communities.web.consultation import read
from folkmoot.panels.meetings import queries
from folkmoot.panels.meetings.dates.models import Poll
from folkmoot.panels.meetings.dates.queries import get_poll
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.queries import may_in


def meeting_in_sight(request: HttpRequest, pk: int, capability: str = "panels.read") -> Meeting:
    """The meeting, where the viewer's capability holds in its panel's Area. Raises Http404."""
    try:
        row = queries.get_meeting(request.viewer, pk)
    except Meeting.DoesNotExist:
        raise Http404 from None
    if not may_in(request.viewer, row.panel, capability):
        raise Http404
    return row


def poll_in_sight(request: HttpRequest, pk: int, capability: str = "panels.read") -> Poll:
    """The poll, as above. Raises Http404."""
    try:
        row = get_poll(request.viewer, pk)
    except Poll.DoesNotExist:
        raise Http404 from None
    if not may_in(request.viewer, row.panel, capability):
        raise Http404
    return row


def person_in_sight(request: HttpRequest, pk: int, capability: str = "panels.write") -> Attendance:
    """A person at a meeting in sight. Raises Http404."""
    rows = Attendance.objects.select_related("meeting__panel", "member__contact", "stands_for__member__contact")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    meeting_in_sight(request, row.meeting_id, capability)
    return read(request, row)
