"""Reading meetings: what is in sight, the next and the last, quorum, double bookings, and lines of the calendar.

Functions that take no viewer are for other parts of the room, which have asked already what their reader may see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.engagement.calendar.queries import PANEL_MEETING, Entry, Numbered, planning_warnings
from folkmoot.engagement.calendar.rules import LONDON
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.rules import Booked, Quorum, State, Stay, double_bookings, overlaps, voting_at
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import chair_of, papers_problems, person_of, sitting
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import terms_on

CAPABILITY = "panels.read"
WHO = ("member__contact__merged_into", "member__organisation", "stands_for__member__contact")
LONGEST = timedelta(hours=12)  # as long as a meeting may last: what began earlier cannot overlap


def meetings(viewer: Viewer, *, panel: Panel | None = None) -> QuerySet[Meeting]:
    """The meetings in sight, those without a time first, then the latest."""
    rows = within(viewer, Meeting.objects.select_related("panel", "panel__area"), CAPABILITY, area="panel__area_id")
    return (rows.filter(panel=panel) if panel else rows).order_by("-starts_at", "-number")


def get_meeting(viewer: Viewer, meeting_id: int) -> Meeting:
    """One meeting in sight. Raises Meeting.DoesNotExist for one out of sight."""
    return meetings(viewer).select_related("chaired_by__contact", "series", "panel__kind").get(pk=meeting_id)


def next_meeting(panel: Panel, today: date) -> Meeting | None:
    """The next meeting that was called (or goes on now), today or later."""
    rows = Meeting.objects.filter(panel=panel, state__in=[State.CALLED, State.IN_PROGRESS], starts_at__gte=_midnight(today))
    return rows.order_by("starts_at").first()


def next_planned(panel: Panel, today: date) -> Meeting | None:
    """As `next_meeting`, drafts with a time included."""
    rows = Meeting.objects.filter(panel=panel, starts_at__gte=_midnight(today)).exclude(state__in=[State.CANCELLED, State.CLOSED])
    return rows.order_by("starts_at").first()


def last_meeting(panel: Panel, today: date) -> Meeting | None:
    """The last meeting that was held and closed, up to and including today."""
    rows = Meeting.objects.filter(panel=panel, state=State.CLOSED, starts_at__lt=_midnight(today + timedelta(days=1)))
    return rows.order_by("-starts_at").first()


def held_between(panel: Panel, first: date, last: date) -> QuerySet[Meeting]:
    """The meetings that were held and closed between two days (both included), the earliest first."""
    rows = Meeting.objects.filter(panel=panel, state=State.CLOSED, starts_at__gte=_midnight(first))
    return rows.filter(starts_at__lt=_midnight(last + timedelta(days=1))).order_by("starts_at")


def day_of(meeting: Meeting) -> date | None:
    """The day of a meeting by the clock of London."""
    return timezone.localdate(meeting.starts_at) if meeting.starts_at else None


def ends_at(meeting: Meeting) -> datetime | None:
    return meeting.starts_at + timedelta(minutes=meeting.lasts) if meeting.starts_at else None


def ends_soon(meeting: Meeting, at: datetime) -> datetime | None:
    """When replies stop: at the end, or while it goes on longer, now and later."""
    ends = ends_at(meeting)
    return max(ends, at + timedelta(minutes=1)) if ends and meeting.state == State.IN_PROGRESS else ends


# --- who is asked and who is there ---------------------------------------------------------------------------------------------------


def attendances(meeting: Meeting) -> QuerySet[Attendance]:
    """Everybody at a meeting: members by name, then substitutes and guests."""
    rows = Attendance.objects.filter(meeting=meeting).select_related(*WHO)
    return rows.order_by(F("member__contact__name").asc(nulls_last=True), "name", "pk")


def still_asked(meeting: Meeting) -> QuerySet[Attendance]:
    """As `attendances`, without those who left the panel before the meeting's day, and without their substitutes."""
    day = day_of(meeting)
    now = sitting(meeting.panel, day) if day else Member.objects.none()
    left = Attendance.objects.filter(meeting=meeting, member__isnull=False).exclude(member__in=now).values("pk")
    return attendances(meeting).exclude(pk__in=left).exclude(stands_for__in=left).select_related("meeting__panel", *WHO)


def attendance_of(member: Member, meeting: Meeting) -> Attendance | None:
    """The row of one member at one meeting; None where they were not asked."""
    return Attendance.objects.filter(member=member, meeting=meeting).first()


def name_of(row: Attendance) -> str:
    """The name of a person at a meeting: a member's as it is known now, another's as it was given."""
    return person_of(row.member).name if row.member else row.name


def stays_of(rows: Iterable[Attendance]) -> list[Stay]:
    return [Stay(row.pk, row.votes, row.present, row.came_at, row.left_at, row.stands_for_id) for row in rows]


def quorum_needed(meeting: Meeting) -> int:
    """How many voting members the terms of the meeting's day ask for; 1 where no terms hold."""
    terms = terms_on(meeting.panel, day_of(meeting) or timezone.localdate(meeting.drafted_at))
    return terms.quorum if terms else 1


def quorum_of(meeting: Meeting, *, at: datetime | None = None) -> Quorum:
    """The quorum of a meeting: of a closed one as it was recorded (the most voting members there at once); else at a moment.

    Before a meeting it counts those who say they come; while it goes on, those who are there at `at` (else whoever has not left).
    """
    if meeting.state == State.CLOSED and meeting.record:
        kept = meeting.record["quorum"]
        return Quorum(kept["most"], kept["needed"])
    rows, needed = list(Attendance.objects.filter(meeting=meeting)), quorum_needed(meeting)
    if meeting.state in (State.DRAFT, State.CALLED):
        asked = still_asked(meeting).filter(votes=True, reply__in=(Attendance.Reply.YES, Attendance.Reply.ONLINE))
        coming = {row.stands_for_id or row.pk for row in asked}
        return Quorum(len(coming), needed)
    changes = [moved for row in rows for moved in (row.came_at, row.left_at) if moved]
    moment = at or max(changes, default=meeting.opened_at or meeting.drafted_at)
    return Quorum(voting_at(stays_of(rows), moment), needed)


def without_papers(meeting: Meeting) -> list[tuple[Member, str]]:
    """The sitting members who may get no papers on the day of the meeting, each with one sentence why."""
    day = day_of(meeting)
    if day is None:
        return []
    members = list(sitting(meeting.panel, day))
    problems = papers_problems(meeting.panel, members, day)
    return [(member, problems[member.pk]) for member in members if problems[member.pk]]


def not_asked_yet(meeting: Meeting) -> list[Member]:
    """Members who sit on the panel on the day of a called meeting but were never asked: appointed since."""
    day = day_of(meeting)
    asked = set(Attendance.objects.filter(meeting=meeting, member__isnull=False).values_list("member__contact_id", flat=True))
    return [member for member in sitting(meeting.panel, day) if member.contact_id not in asked] if day else []


def sitting_then(meeting: Meeting) -> QuerySet[Member]:
    """Who sits on the panel on the day of a meeting; nobody while it has no day."""
    day = day_of(meeting)
    return sitting(meeting.panel, day) if day else Member.objects.none()


def usual_chair(meeting: Meeting) -> Member | None:
    """Who chairs the panel on the day of a meeting by its terms."""
    day = day_of(meeting)
    return chair_of(meeting.panel, day) if day else None


def seats_gone(rows: Iterable[Attendance], on: date) -> list[Attendance]:
    """Those still shown as there though their seat ended on this day or before: removed in mid-meeting."""
    here = (Attendance.Present.ROOM, Attendance.Present.ONLINE)
    return [
        row for row in rows
        if row.member and row.member.ended_on and row.member.ended_on <= on and row.member.ended_how != Member.Left.TERM
        and row.present in here and row.left_at is None
    ]  # fmt: skip


# --- double bookings -----------------------------------------------------------------------------------------------------------------


def booked_twice(meeting: Meeting) -> list[str]:
    """What is booked twice by a meeting as it stands, over all panels: the panel, the place, people. Sentences."""
    if meeting.starts_at is None:
        return []
    return double_bookings_of(meeting.panel, meeting.starts_at, meeting.lasts, place=meeting.place, leaving_out=meeting.pk)


def double_bookings_of(panel: Panel, starts: datetime, lasts: int, *, place: str = "", leaving_out: int | None = None) -> list[str]:
    """As `booked_twice`, for a time that is only thought of."""
    day = timezone.localdate(starts)
    people = {person_of(member).pk: person_of(member).name for member in sitting(panel, day)}
    new = Booked(panel.pk, "", starts, lasts, place, frozenset(people))
    span = (starts - LONGEST, starts + timedelta(minutes=lasts))
    rows = Meeting.objects.filter(starts_at__range=span).exclude(state=State.CANCELLED).select_related("panel")
    near = [row for row in rows if row.pk != leaving_out and overlaps(new, _booked(row, frozenset(), panel))]
    return double_bookings(new, [_booked(row, _expected(row), panel) for row in near], people)


def _booked(row: Meeting, members: frozenset[int], beside: Panel) -> Booked:
    """A meeting as it is compared; who looks at a panel of another Area (or of none) is not told which it is."""
    if row.starts_at is None:
        raise ValueError("a meeting that is compared has a time")
    name = str(row.panel) if row.panel.area_id == beside.area_id else gettext("a panel elsewhere")
    words = f"{name} ({date_format(timezone.localtime(row.starts_at), 'j F Y, H:i')})"
    return Booked(row.panel_id, words, row.starts_at, row.lasts, row.place, members)


def _expected(row: Meeting) -> frozenset[int]:
    """The people expected at another meeting: those asked who did not send apologies, or where nobody was asked yet the members."""
    asked = Attendance.objects.filter(meeting=row, member__isnull=False)
    if row.state == State.DRAFT:
        return frozenset(person_of(member).pk for member in sitting(row.panel, timezone.localdate(row.starts_at)))
    coming = asked.exclude(reply=Attendance.Reply.NO).select_related("member__contact__merged_into")
    return frozenset(person_of(each.member).pk for each in coming if each.member)


def day_warnings(viewer: Viewer, meeting: Meeting) -> list[str]:
    """What to know of before the day: festivals, bank holidays, court vacations, and what else the Area has planned. Sentences.

    Other meetings of panels are left to `booked_twice`, which looks over all Areas.
    """
    area, starts, ends = meeting.panel.area, meeting.starts_at, ends_at(meeting)
    if area is None or starts is None or ends is None:
        return []
    first, last = timezone.localtime(starts), timezone.localtime(ends)
    found = planning_warnings(
        viewer, area=area, day=first.date(), last_day=last.date(), title=str(meeting.panel), place=meeting.place, starts_at=first.time(),
        ends_at=last.time(), leaving_out=f"{PANEL_MEETING}-{meeting.pk}",
    )  # fmt: skip
    elsewhere = [clash for clash in found if not any(key.startswith(PANEL_MEETING) for key in clash.keys)]
    return [clash.words for clash in elsewhere]


# --- the calendar --------------------------------------------------------------------------------------------------------------------


def dates(viewer: Viewer, area: Area | None, first: date, last: date) -> list[Entry]:
    """The meetings in sight between two days (both included) as lines of the calendar; drafts only with a time."""
    rows = meetings(viewer).filter(starts_at__gte=_midnight(first), starts_at__lt=_midnight(last + timedelta(days=1)))
    if area:
        rows = rows.filter(panel__area=area)
    return [entry_of(each, _people(each)) for each in rows.prefetch_related("attendances__member")]


def _people(row: Meeting) -> frozenset[str]:
    """Who is expected, as the calendar compares people."""
    coming = [each for each in row.attendances.all() if each.member and each.reply != Attendance.Reply.NO]
    return frozenset(f"c{each.member.contact_id}" for each in coming if each.member)


def entry_of(row: Meeting, people: frozenset[str] = frozenset()) -> Entry:
    """A meeting as a line of the calendar, with the number of its edition: calendars elsewhere know a change by it."""
    starts, ends = timezone.localtime(row.starts_at), timezone.localtime(ends_at(row))
    return Entry(
        starts.date(), ends.date(), starts, ends, str(row.panel), PANEL_MEETING, reverse("panels:meeting", args=[row.pk]), row, row.place,
        (), people, row.state == State.CANCELLED, Numbered(f"panel-meeting-{row.pk}", row.edition, row.changed_at or row.drafted_at),
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)


# --- figures -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coming:
    """How many of those asked come, by their answers; members and their substitutes, no guests."""

    yes: int
    online: int
    no: int
    unsure: int
    waiting: int


def coming(rows: Iterable[Attendance]) -> Coming:
    said = [row.reply for row in rows if row.member_id or row.stands_for_id]
    count = {reply: said.count(reply) for reply in Attendance.Reply.values}
    return Coming(count["yes"], count["online"], count["no"], count["unsure"], count["none"])
