"""A panel with members, its meetings and their items, made by the operations a person would use."""

from datetime import date, datetime, timedelta

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.panels.agenda import operations
from folkmoot.panels.agenda.models import Item, Minutes
from folkmoot.panels.meetings import operations as meetings
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.members.operations import appoint
from folkmoot.panels.models import Panel
from folkmoot.panels.tests.factories import agreed, bare_panel
from folkmoot.stakeholders.tests.factories import contact

NAMES = ("Ruth Adeyemi", "Gwilym Parry", "Halina Nowak")


def panel(code: str = "east-hate-crime", **values: object) -> Panel:
    """A panel of three members whose quorum is three."""
    made = bare_panel(area(), code, **values)
    agreed(made, quorum=3)
    for name in NAMES:
        who = contact(name, email=f"{name.split()[0].lower()}@example.org")
        appoint(by=THE_PRODUCT, at=NOW, panel=made, contact=who, how="advert", why="Works with people who report.", starts=date(2025, 9, 1))
    return made


def called(panel: Panel, *, at: datetime = NOW, by: Viewer | None = None) -> Meeting:
    """A meeting that members were asked to, two hours after `at`."""
    who = by or icem()
    meeting = meetings.draft_meeting(by=who, at=at, panel=panel, starts_at=at + timedelta(hours=2), place="Priory Hall, Ely")
    meetings.call_meeting(by=who, at=at, meeting=meeting)
    meeting.refresh_from_db()
    return meeting


def opened(panel: Panel, *, at: datetime = NOW, present: int = 3, by: Viewer | None = None) -> Meeting:
    """A meeting that goes on, with so many members in the room and the others away."""
    who = by or icem()
    meeting = called(panel, at=at, by=who)
    meetings.open_meeting(by=who, at=at + timedelta(hours=2), meeting=meeting, chaired_by=None)
    for number, row in enumerate(Attendance.objects.filter(meeting=meeting).order_by("pk")):
        meetings.record_attendance(by=who, at=at + timedelta(hours=2), attendance=row, present="room" if number < present else "apologies")
    meeting.refresh_from_db()
    return meeting


def item(panel: Panel, title: str = "Letters to victims", *, by: Viewer | None = None, at: datetime = NOW, **values: object) -> Item:
    return operations.add_item(by=by or icem(), at=at, panel=panel, title_en=title, **values)  # type: ignore[arg-type]


def closed(panel: Panel, *, at: datetime = NOW, titles: tuple[str, ...] = ("Letters to victims",), present: int = 3) -> Meeting:
    """A meeting that was held: each item was talked about."""
    meeting = opened(panel, at=at, present=present)
    for title in titles:
        row = item(panel, title, at=at, meeting=meeting)
        operations.write_minutes(by=icem(), at=at + timedelta(hours=3), item=row, words=f"{title}: the panel talked about it.")
    meetings.close_meeting(by=icem(), at=at + timedelta(hours=4), meeting=meeting)
    meeting.refresh_from_db()
    return meeting


def circulated(meeting: Meeting, *, at: datetime | None = None) -> Minutes:
    minutes = Minutes.objects.get(meeting=meeting)
    operations.circulate_minutes(by=icem(), at=at or NOW + timedelta(days=1), minutes=minutes)
    minutes.refresh_from_db()
    return minutes
