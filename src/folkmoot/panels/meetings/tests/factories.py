"""An invented panel with members who can be asked, and its meetings, made by the operations a person would use."""

from datetime import date, datetime, timedelta

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.engagement.calendar.rules import LONDON
from folkmoot.panels.agenda.operations import add_item, write_minutes
from folkmoot.panels.meetings import operations
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.operations import appoint
from folkmoot.panels.models import Panel
from folkmoot.panels.tests.factories import agreed, bare_panel
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.tests.factories import contact

SOON = datetime(2026, 3, 26, 10, 0, tzinfo=LONDON)
NAMES = ("Ruth Adeyemi", "Gwilym Parry", "Halina Nowak")


def panel(code: str = "eastern-hate-crime", *, terms: bool = True, people: tuple[str, ...] = NAMES, **ways: object) -> Panel:
    """A panel of three members, of whom two are a quorum."""
    made = bare_panel(area(), code, name_en=f"Panel {code}")
    if terms:
        agreed(made, **({"quorum": 2} | ways))
    for name in people:
        seat(made, name)
    return made


def seat(of: Panel, name: str, *, starts: date = date(2025, 9, 1), **over: object) -> Member:
    """A seat for somebody, known already or new."""
    known = Contact.objects.filter(name=name).first()
    who = known or contact(name, email=f"{name.split()[0].lower()}@example.org", **over)
    return appoint(by=THE_PRODUCT, at=NOW, panel=of, contact=who, how="advert", why="Works with people who report.", starts=starts)


def drafted(of: Panel, starts_at: datetime | None = SOON, *, by: Viewer | None = None, **values: object) -> Meeting:
    given = {"place": "Priory Hall, Ely"} | values
    return operations.draft_meeting(by=by or icem(), at=NOW, panel=of, starts_at=starts_at, **given)


def called(of: Panel, starts_at: datetime = SOON, **values: object) -> Meeting:
    meeting = drafted(of, starts_at, **values)
    operations.call_meeting(by=icem(), at=NOW, meeting=meeting)
    return meeting


def opened(of: Panel, starts_at: datetime = SOON, **values: object) -> Meeting:
    meeting = called(of, starts_at, **values)
    return operations.open_meeting(by=icem(), at=starts_at, meeting=meeting, chaired_by=of.members.first())


def row(meeting: Meeting, name: str) -> Attendance:
    return Attendance.objects.get(meeting=meeting, member__contact__name=name)


def here(meeting: Meeting, *names: str) -> None:
    """So many members in the room, the others absent."""
    for each in Attendance.objects.filter(meeting=meeting):
        present = "room" if str(each.member and each.member.contact.name) in names else "absent"
        operations.record_attendance(by=icem(), at=SOON, attendance=each, present=present)


def talked_about(meeting: Meeting, title: str = "Letters to victims") -> None:
    item = add_item(by=icem(), at=SOON, panel=meeting.panel, title_en=title, meeting=meeting)
    write_minutes(by=icem(), at=SOON + timedelta(minutes=30), item=item, words="The panel talked about the letters.")
