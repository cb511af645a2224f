"""A panel that met, with what it recommended; and publications of it, made by the operations a person would use."""

from datetime import date, timedelta

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, account, area, icem
from folkmoot.panels.agenda import operations as agenda
from folkmoot.panels.meetings import operations as meetings
from folkmoot.panels.meetings.attending.operations import record_attendance
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.operations import appoint
from folkmoot.panels.models import Panel
from folkmoot.panels.publications import operations, queries
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.recommendations import operations as recommendations
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.tests.factories import panel as a_panel
from folkmoot.stakeholders.tests.factories import contact
from folkmoot.voice.published.tests.factories import lead

NAMES = ("Ruth Adeyemi", "Gwilym Parry", "Halina Nowak", "Asha Begum", "Colin Ferris", "Mary Lee")
LATER = NOW + timedelta(days=1)
WORDS = "Write to every victim within ten days of a decision."
REPLY = "A letter goes out within ten days from April."


def panel(code: str = "east-hate-crime", *, members: int = 4, **values: object) -> Panel:
    """A panel of so many members, with agreed terms."""
    made = a_panel(area(), code, **({"name_en": "Eastern hate crime panel", "name_cy": "Panel troseddau casineb y dwyrain"} | values))
    for name in NAMES[:members]:
        who = contact(name, email=f"{name.split()[0].lower()}@example.org")
        appoint(by=icem(), at=NOW, panel=made, contact=who, how="advert", why="Works with people who report.", starts=date(2025, 9, 1))
    return made


def called(of: Panel, place: str = "Priory Hall, Ely") -> Meeting:
    """A meeting that members were asked to, two hours from now."""
    meeting = meetings.draft_meeting(by=icem(), at=NOW, panel=of, starts_at=NOW + timedelta(hours=2), place=place)
    meetings.call_meeting(by=icem(), at=NOW, meeting=meeting)
    return meeting


def met(of: Panel | None = None, **over: str) -> Meeting:
    """A closed meeting to which everybody came."""
    meeting = called(of or panel(), **over)
    begins = NOW + timedelta(hours=2)
    meetings.open_meeting(by=icem(), at=begins, meeting=meeting, chaired_by=Member.objects.filter(panel=meeting.panel).earliest("pk"))
    for row in Attendance.objects.filter(meeting=meeting):
        record_attendance(by=icem(), at=begins, attendance=row, present="room")
    item = agenda.add_item(by=icem(), at=begins, panel=meeting.panel, title_en="Letters to victims", meeting=meeting)
    said = "Halina said that the letters she sees are late and hard to read for most people."
    agenda.write_minutes(by=icem(), at=begins, item=item, words=said, outcome="The panel recommends that letters go out sooner.")
    meetings.close_meeting(by=icem(), at=begins + timedelta(hours=2), meeting=meeting)
    meeting.refresh_from_db()
    return meeting


def recommended(at_meeting: Meeting, *, answered: bool = True) -> Recommendation:
    made = recommendations.recommend(by=icem(), at=NOW + timedelta(hours=5), meeting=at_meeting, words_en=WORDS, to="service")
    if answered:
        recommendations.answer(
            by=lead(), at=NOW + timedelta(hours=6), recommendation=made, answer="accepted", reason=REPLY, due=date(2026, 6, 30),
            owner=account("priya.chandran@example.org"),
        )  # fmt: skip
    return made


def update(of: Meeting, by: Viewer | None = None) -> Publication:
    return fresh(operations.make(by=by or icem(), at=LATER, panel=of.panel, kind="update", meeting=of))


def vouched(of: Publication) -> Publication:
    """Everything that the check found in it and that may stay is vouched for."""
    for finding in queries.check_before_leaving(fresh(of), today=LATER.date()).findings:
        operations.explain(by=icem(), at=LATER, publication=of, key=finding.key, why="It tells of nobody who could be known.")
    return fresh(of)


def submitted(of: Publication) -> Publication:
    operations.submit(by=icem(), at=LATER, publication=vouched(of))
    return fresh(of)


def published(of: Publication) -> Publication:
    waiting = submitted(of)
    seen = queries.check_before_leaving(waiting, today=LATER.date()).hash
    operations.agree(by=lead(), at=LATER, publication=waiting, seen_hash=seen)
    return fresh(of)


def fresh(of: Publication) -> Publication:
    return queries.get_publication(icem(), of.pk)
