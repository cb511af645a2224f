"""What waits for a member: one line each, with what to do about it. The member's own page begins with these.

Rooms above this one add theirs by a function `(seat, at) -> list[Waiting]`, named with its dots in settings.MEMBER_WAITING_SUPPLIERS.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.panels.guidance.queries import unread_for
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.meetings.queries import last_meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import papers_problem
from folkmoot.panels.space import meetings
from folkmoot.panels.space.models import Invitation
from folkmoot.panels.space.queries import own_briefings, own_invitations, waiting_for
from folkmoot.panels.space.survey.queries import to_answer


@dataclass(frozen=True)
class Waiting:
    """`route` of the members' own pages, with the number of a row where it needs one; "" where the member can do nothing there.

    `address` where it is another room's page.
    """

    words: str
    route: str = ""
    button: str = ""
    pk: int | None = None
    address: str = ""


def waiting_on(seat: Member, at: datetime) -> list[Waiting]:
    """Everything that waits for one member, what is most urgent first."""
    of_rooms_above = [one for name in settings.MEMBER_WAITING_SUPPLIERS for one in import_string(name)(seat, at)]
    own = (_invitations(seat, at), _guidance(seat), _survey(seat, at), _telling(seat, at))
    return [*_meeting(seat, at), *_papers(seat, at), *of_rooms_above, *(one for each in own for one in each)]


def _papers(seat: Member, at: datetime) -> Iterator[Waiting]:
    if problem := papers_problem(seat, timezone.localdate(at)):
        yield Waiting(_("You cannot open papers at the moment. %(why)s") % {"why": problem}, "seat", _("See what is missing"))


def _meeting(seat: Member, at: datetime) -> Iterator[Waiting]:
    meeting = meetings.coming(seat, timezone.localdate(at))
    attendance = meetings.own_attendance(seat, meeting) if meeting else None
    if meeting and attendance and attendance.reply == Attendance.Reply.NONE:
        yield Waiting(_("Say whether you are coming to the next meeting."), "reply", _("Answer"), meeting.pk)


def _invitations(seat: Member, at: datetime) -> Iterator[Waiting]:
    for row in waiting_for(seat, at):
        yield Waiting(_("You are invited: %(title)s") % {"title": row.occasion.title}, "invitation", _("Answer"), row.pk)
    over = own_invitations(seat).filter(occasion__starts_at__lte=at, occasion__cancelled_at__isnull=True, reply=Invitation.Reply.YES)
    for row in over.filter(attended=Invitation.Attended.UNKNOWN):
        yield Waiting(_("Were you there? %(title)s") % {"title": row.occasion.title}, "invitation", _("Say so"), row.pk)


def _guidance(seat: Member) -> Iterator[Waiting]:
    if number := len(unread_for(seat)):
        words = ngettext("There is %(number)d page of guidance to read.", "There are %(number)d pages of guidance to read.", number)
        yield Waiting(words % {"number": number}, "guidance", _("Read"))


def _survey(seat: Member, at: datetime) -> Iterator[Waiting]:
    if to_answer(seat, timezone.localdate(at)):
        yield Waiting(_("The yearly survey is open. It takes three minutes, and nobody can tell who answered what."), "survey", _("Answer"))


def _telling(seat: Member, at: datetime) -> Iterator[Waiting]:
    last = last_meeting(seat.panel, timezone.localdate(at))
    if last and last.starts_at and not own_briefings(seat).filter(on__gte=timezone.localdate(last.starts_at)).exists():
        was_there = Attendance.Present.ROOM, Attendance.Present.ONLINE
        attendance = meetings.own_attendance(seat, last)
        if attendance and attendance.present in was_there:
            yield Waiting(_("Whom did you tell about the last meeting?"), "new_briefing", _("Log it"))
