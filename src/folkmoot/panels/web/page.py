"""What stands on the page of one panel: gathered from its seats, meetings, backlog, recommendations and remit."""

from dataclasses import dataclass
from datetime import date

from folkmoot.panels.agenda.models import Item
from folkmoot.panels.agenda.queries import Coverage, backlog, coverage
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import Places, places, sitting
from folkmoot.panels.models import Panel, Terms
from folkmoot.panels.recommendations.queries import Standing, open_for

SHOWN = 5


@dataclass(frozen=True)
class Together:
    """Everything of a panel on one page. `waiting` is how many items the backlog holds, `items` the first of them."""

    seats: list[Member]
    places: Places
    coming: list[Meeting]
    held: list[Meeting]
    waiting: int
    items: list[Item]
    recommendations: list[Standing]
    coverage: list[Coverage]


def together(panel: Panel, terms: Terms | None, today: date) -> Together:
    """The caller has found the panel within the viewer's sight. A constant number of queries, however long its history."""
    waiting = backlog(panel)
    rows = Meeting.objects.filter(panel=panel).select_related("minutes")
    coming = rows.filter(state__in=(Meeting.State.DRAFT, Meeting.State.CALLED, Meeting.State.IN_PROGRESS)).order_by("starts_at", "number")
    held = rows.filter(state=Meeting.State.CLOSED).order_by("-starts_at", "-number")
    return Together(
        seats=sorted(sitting(panel, today), key=_place),
        places=places(panel, today, terms=terms),
        coming=list(coming[:SHOWN]),
        held=list(held[:SHOWN]),
        waiting=len(waiting),
        items=waiting[:SHOWN],
        recommendations=open_for(panel, today),
        coverage=coverage(panel, today),
    )


ORDER = ("chair", "deputy", "facilitator", "legal_adviser", "member", "service", "observer")


def _place(member: Member) -> tuple[int, str]:
    return ORDER.index(member.position), str(member.contact)
