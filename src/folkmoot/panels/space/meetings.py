"""What a member may see of the meetings of their own panel: those that were called, their agenda, and minutes once circulated."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from folkmoot.panels.agenda.models import Circulation, Correction, Item, Minutes
from folkmoot.panels.agenda.queries import Line, agenda
from folkmoot.panels.agenda.records import Record
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.queries import next_meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import papers_problem
from folkmoot.panels.models import Panel
from folkmoot.panels.papers.models import MeetingPaper
from folkmoot.panels.papers.queries import papers_for
from folkmoot.panels.space.seats import same_person

State = Meeting.State
_SHOWN = (State.CALLED, State.IN_PROGRESS, State.CLOSED)


@dataclass(frozen=True)
class OwnMeeting:
    """One meeting as a member sees it. `attendance` is their own row, None where they were not asked.

    `no_papers` says in a sentence why they may open no paper, "" where they may. `minuted` is the minutes' standing once members
    may read them ("circulated", "agreed"), else "".
    """

    meeting: Meeting
    attendance: Attendance | None
    agenda: list[Line]
    papers: list[MeetingPaper]
    no_papers: str
    minuted: str


def meetings_of(seat: Member) -> QuerySet[Meeting]:
    """The meetings of a member's panel that were called, the latest first; drafts are nobody's but the service's."""
    return Meeting.objects.filter(panel=seat.panel_id, state__in=_SHOWN).select_related("panel").order_by("-starts_at")


def coming(seat: Member, today: date) -> Meeting | None:
    """The next meeting, while a member holds the seat."""
    return next_meeting(seat.panel, today)


def cancelled_ahead(seat: Member, at: datetime) -> QuerySet[Meeting]:
    """Meetings still ahead that members had been asked to and that were cancelled."""
    rows = Meeting.objects.filter(panel=seat.panel_id, state=State.CANCELLED, called_at__isnull=False, starts_at__gte=at)
    return rows.order_by("starts_at")


def held(seat: Member) -> QuerySet[Meeting]:
    """The meetings that were held, the latest first."""
    return held_by(seat.panel)


def held_by(panel: Panel) -> QuerySet[Meeting]:
    """The meetings that a panel held, the latest first."""
    rows = Meeting.objects.filter(panel=panel, state=State.CLOSED)
    return rows.select_related("panel", "minutes").order_by("-starts_at")


def own_meeting(seat: Member, meeting: Meeting, at: datetime) -> OwnMeeting:
    """One of `meetings_of` as the member sees it."""
    today = timezone.localdate(at)
    return OwnMeeting(
        meeting, own_attendance(seat, meeting), agenda(meeting), papers_for(seat, meeting, today), papers_problem(seat, today),
        standing_of_minutes(meeting),
    )  # fmt: skip


def own_attendance(seat: Member, meeting: Meeting) -> Attendance | None:
    """The member's own row at a meeting, also where they were asked in the term before this."""
    return Attendance.objects.filter(same_person(seat), meeting=meeting).select_related("member").order_by("-pk").first()


def standing_of_minutes(meeting: Meeting) -> str:
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    return minutes.state if minutes and minutes.state != Minutes.State.DRAFT else ""


def minutes_to_read(meeting: Meeting) -> Record | None:
    """The minutes as members may read them: as they were agreed, else as they were last circulated; None before that."""
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    if minutes is None or minutes.state == Minutes.State.DRAFT:
        return None
    if minutes.state == Minutes.State.AGREED and minutes.record:
        agreed: Record = minutes.record
        return agreed
    last: Circulation | None = minutes.circulations.order_by("-number").first()
    return last.record if last else None


def minuted(meeting: Meeting) -> QuerySet[Item]:
    """The items that the minutes of a meeting tell of."""
    return Item.objects.filter(meeting=meeting).exclude(state=Item.State.DROPPED).order_by("order", "pk")


def asked_by(attendance: Attendance | None) -> QuerySet[Correction]:
    """What somebody asked to be corrected in the minutes of a meeting, with its answer."""
    return Correction.objects.filter(attendance=attendance, attendance__isnull=False).select_related("item").order_by("pk")


def may_ask(seat: Member, attendance: Attendance | None, meeting: Meeting) -> bool:
    """Whether a member may ask for a correction: they were asked to the meeting, and its minutes are not agreed yet."""
    own = attendance is not None and attendance.member is not None and attendance.member.account_id == seat.account_id
    return own and standing_of_minutes(meeting) == Minutes.State.CIRCULATED
