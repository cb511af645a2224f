"""Reading papers: by the service, as far as its panels are in sight, and by a member, as far as the paper is theirs to read."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.agenda.models import Declaration
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import papers_problem, sitting
from folkmoot.panels.papers.models import MeetingPaper, PaperReading
from folkmoot.panels.papers.rules import closed_why
from folkmoot.panels.queries import may_in, of_panels


@dataclass(frozen=True)
class Standing:
    """A paper with the members it is for and those of them who opened it."""

    paper: MeetingPaper
    meant_for: list[Member]
    opened: list[PaperReading]

    @property
    def unopened(self) -> int:
        return len(self.meant_for) - len({each.member_id for each in self.opened} & {each.pk for each in self.meant_for})


def papers(viewer: Viewer) -> QuerySet[MeetingPaper]:
    """The papers of the panels in sight, withdrawn ones too. Restricted ones only for those who put papers before the panel."""
    rows = MeetingPaper.objects.select_related("meeting__panel", "item", "file", "added_by").prefetch_related("readers__contact")
    read, written = of_panels(viewer, rows, "panels.read", panel="meeting__panel"), of_panels(
        viewer, rows, "panels.write", panel="meeting__panel"
    )  # fmt: skip
    return read.filter(restricted=False) | written


def get_paper(viewer: Viewer, paper_id: int) -> MeetingPaper:
    """One paper in sight. Raises MeetingPaper.DoesNotExist."""
    return papers(viewer).get(pk=paper_id)


def papers_of(viewer: Viewer, meeting: Meeting) -> QuerySet[MeetingPaper]:
    """The papers of one meeting in sight, in the order of the agenda."""
    return papers(viewer).filter(meeting=meeting).order_by("item__order", "pk")


def standings(viewer: Viewer, meeting: Meeting) -> list[Standing]:
    """The papers of a meeting in sight, each with the members it is for and who opened it."""
    everybody = list(sitting(meeting.panel, timezone.localdate(meeting.starts_at) if meeting.starts_at else timezone.localdate()))
    readings = Prefetch("readings", PaperReading.objects.select_related("member__contact"))
    rows = papers_of(viewer, meeting).prefetch_related(readings)
    return [Standing(row, list(row.readers.all()) if row.restricted else everybody, list(row.readings.all())) for row in rows]


def hidden_from(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether papers of this meeting are kept from the viewer, though the meeting is in sight."""
    return not may_in(viewer, meeting.panel, "panels.write") and meeting.papers.filter(restricted=True).exists()


def may_put_papers(viewer: Viewer, meeting: Meeting) -> bool:
    return may_in(viewer, meeting.panel, "panels.write") and meeting.state != Meeting.State.CANCELLED


def papers_for(member: Member, meeting: Meeting, on: date) -> list[MeetingPaper]:
    """The papers of a meeting that a member may open on a day, in the order of the agenda; none where `papers_problem` says why not."""
    rows = meeting.papers.select_related("meeting", "item", "file").prefetch_related("readers").order_by("item__order", "pk")
    problem, left = papers_problem(member, on), items_left(member, meeting)
    return [row for row in rows if not _why_closed(row, member, on, problem, left)]


def why_closed(paper: MeetingPaper, member: Member, on: date) -> str:
    """Why a member may not open a paper on a day, in one sentence, or ""."""
    return _why_closed(paper, member, on, papers_problem(member, on), items_left(member, paper.meeting))


def items_left(member: Member, meeting: Meeting) -> frozenset[int]:
    """The items of a meeting at which a member declared an interest and left."""
    rows = Declaration.objects.filter(attendance__member=member, item__meeting=meeting, withdrew=True)
    return frozenset(rows.values_list("item_id", flat=True))


def _why_closed(paper: MeetingPaper, member: Member, on: date, problem: str, left: frozenset[int]) -> str:
    ended = member.ended_on or member.ends
    return closed_why(
        sits=member.panel_id == paper.meeting.panel_id and member.starts <= on and (ended is None or on <= ended),
        problem=problem, meeting_state=paper.meeting.state,
        withdrawn=paper.withdrawn_at is not None, expires_on=paper.expires_on, restricted=paper.restricted,
        named=member.pk in {each.pk for each in paper.readers.all()},
        withdrew=paper.item_id in left, on=on,
    )  # fmt: skip
