"""Meetings and items within the viewer's sight, for the pages of agendas and minutes: out of sight is not there."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from folkmoot.panels.agenda.models import Item
from folkmoot.panels.agenda.queries import the_item
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.queries import get_meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import may_in, of_panels

AnyRow = TypeVar("AnyRow", bound=Model)


def meeting_in_sight(request: HttpRequest, pk: int, capability: str = "panels.read") -> Meeting:
    """The meeting, where the capability holds for its panel. Raises Http404."""
    try:
        meeting = get_meeting(request.viewer, pk)
    except Meeting.DoesNotExist:
        raise Http404 from None
    return _checked(request, meeting, meeting.panel, capability)


def item_in_sight(request: HttpRequest, pk: int, capability: str = "panels.read") -> Item:
    """The item, where the capability holds for its panel. Raises Http404."""
    try:
        return the_item(request.viewer, pk, capability)
    except Item.DoesNotExist:
        raise Http404 from None


def row_in_sight(request: HttpRequest, rows: QuerySet[AnyRow], pk: int, capability: str, *, panel: str) -> AnyRow:
    """Any row that belongs to a panel; `panel` is the way to it. Raises Http404."""
    row = of_panels(request.viewer, rows, capability, panel=panel).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _checked(request: HttpRequest, meeting: Meeting, panel: Panel, capability: str) -> Meeting:
    if not may_in(request.viewer, panel, capability):
        raise Http404
    return meeting
