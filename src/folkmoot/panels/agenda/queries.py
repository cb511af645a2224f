"""Reading agendas, the backlog, what of the remit was discussed, and minutes.

What takes a panel or a meeting expects the caller to have found it within the viewer's sight; what takes a viewer looks itself.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.agenda.models import Correction, Declaration, Enquiry, Item, Minutes
from folkmoot.panels.agenda.rules import due_again, timetable, usual_place
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel, Remit
from folkmoot.panels.queries import of_panels

LIVE = (Item.State.WAITING, Item.State.ON_AGENDA)
HELD = (Meeting.State.CALLED, Meeting.State.IN_PROGRESS, Meeting.State.CLOSED)


@dataclass(frozen=True)
class Line:
    """One item of an agenda with the time it is planned for (None while the meeting has no time)."""

    item: Item
    starts: datetime | None
    ends: datetime | None


def agenda(meeting: Meeting) -> list[Line]:
    """The items of a meeting in their order, timed; those that were dropped are left out. Two queries."""
    declared = Prefetch("declarations", queryset=Declaration.objects.select_related("attendance__member__contact"))
    rows = Item.objects.filter(meeting=meeting).exclude(state=Item.State.DROPPED).select_related("remit", "carries__meeting")
    items = list(rows.prefetch_related(declared).order_by("order", "pk"))
    slots = timetable(meeting.starts_at, [item.lasts for item in items])
    return [Line(item, slot.starts, slot.ends) for item, slot in zip(items, slots, strict=True)]


def backlog(panel: Panel) -> list[Item]:
    """What waits to be put on an agenda, in the usual order: what is owed to the panel first, the oldest first."""
    rows = Item.objects.filter(panel=panel, state=Item.State.WAITING).select_related("remit", "carries__meeting")
    return sorted(rows, key=lambda item: (usual_place(item.kind), item.added_at, item.pk))


@dataclass(frozen=True)
class Coverage:
    """When one part of the remit was last discussed, is next on an agenda, and by when it has to be.

    `times`: on how many days of the last year, however many items of a meeting were about it.
    """

    remit: Remit
    last_on: date | None
    next_on: date | None
    due_by: date
    overdue: bool
    times: int


def coverage(panel: Panel, today: date) -> list[Coverage]:
    """Each part of the panel's remit in use, in order. Two queries.

    What counts as discussed is an item dealt with, which it is when its meeting is closed; an item carried over was not.
    """
    return _covered([panel], today)[panel.pk]


def coverage_of_many(panels: Collection[Panel], today: date) -> dict[int, list[Coverage]]:
    """As `coverage` for many panels at once, by the panel's id. Two queries, however many they are."""
    return _covered(panels, today)


def _covered(panels: Collection[Panel], today: date) -> dict[int, list[Coverage]]:
    done, coming = _days_of_remits(panels, today)
    remits: dict[int, list[Remit]] = defaultdict(list)
    kinds = {panel.kind_id for panel in panels}
    for remit in Remit.objects.filter(kind__in=kinds, withdrawn_on__isnull=True).order_by("order", "code"):
        remits[remit.kind_id].append(remit)
    return {
        panel.pk: [_of_remit(panel, remit, done[panel.pk, remit.pk], coming[panel.pk, remit.pk], today) for remit in remits[panel.kind_id]]
        for panel in panels
    }


Days = defaultdict[tuple[int, int], list[date]]


def _days_of_remits(panels: Collection[Panel], today: date) -> tuple[Days, Days]:
    done: Days = defaultdict(list)
    coming: Days = defaultdict(list)
    rows = Item.objects.filter(panel__in=panels, remit__isnull=False, meeting__starts_at__isnull=False, meeting__state__in=HELD)
    for panel_id, remit_id, state, starts_at in rows.values_list("panel", "remit", "state", "meeting__starts_at"):
        day = timezone.localdate(starts_at)
        if state == Item.State.DONE:
            done[panel_id, remit_id].append(day)
        elif state == Item.State.ON_AGENDA and day >= today:
            coming[panel_id, remit_id].append(day)
    return done, coming


def _of_remit(panel: Panel, remit: Remit, done: list[date], coming: list[date], today: date) -> Coverage:
    last = max(done, default=None)
    due = due_again(last_on=last, began_on=panel.starts, every_months=remit.every_months, today=today)
    in_the_year = len({day for day in done if (today - day).days < 365})
    return Coverage(remit, last, min(coming, default=None), due.by, due.overdue, in_the_year)


def the_item(viewer: Viewer, item_id: int, capability: str = "panels.read") -> Item:
    """One item of a panel in sight. Raises Item.DoesNotExist for one out of sight."""
    rows = Item.objects.select_related("panel__area", "panel__kind", "meeting__panel", "remit")
    return of_panels(viewer, rows, capability).get(pk=item_id)


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting; None where nothing was written yet."""
    return Minutes.objects.filter(meeting=meeting).select_related("agreed_at_meeting", "agreed_by").first()


def unagreed(panel: Panel) -> QuerySet[Minutes]:
    """The minutes of closed meetings that no meeting has agreed yet, the oldest first."""
    rows = Minutes.objects.filter(meeting__panel=panel, meeting__state=Meeting.State.CLOSED).exclude(state=Minutes.State.AGREED)
    return rows.select_related("meeting").order_by("meeting__starts_at", "pk")


def unminuted(meeting: Meeting) -> list[Item]:
    """The items on the agenda that have neither minutes nor an outcome, and are not to be carried over."""
    return list(
        Item.objects.filter(meeting=meeting, state=Item.State.ON_AGENDA, unfinished=False, words="", outcome="").order_by("order", "pk")
    )


def waiting_corrections(minutes: Minutes) -> QuerySet[Correction]:
    """What was asked to be corrected and has no answer yet."""
    return Correction.objects.filter(minutes=minutes, answer=Correction.Answer.WAITING).select_related("item", "attendance")


def enquiries(viewer: Viewer, *, panel: Panel | None = None, open_only: bool = False) -> QuerySet[Enquiry]:
    """What panels in sight asked to be found out; with `open_only` those without a reply."""
    rows = of_panels(viewer, Enquiry.objects.select_related("panel__area", "item__meeting", "told_at_meeting"), "panels.read")
    if panel is not None:
        rows = rows.filter(panel=panel)
    return rows.filter(replied_at__isnull=True) if open_only else rows
