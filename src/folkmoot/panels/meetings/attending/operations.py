"""Writing who comes: guests, substitutes, replies entered for people, attendance, and leaving in mid-meeting."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.meetings.letters import tell
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.queries import day_of, quorum_of
from folkmoot.panels.meetings.replying import take_reply
from folkmoot.panels.meetings.rules import HERE, Quorum, State, presence_problem
from folkmoot.panels.queries import terms_on

KEPT = timedelta(days=731)
ERASED = "–"  # stands for the name of a guest that was erased
OPEN = (State.DRAFT, State.CALLED, State.IN_PROGRESS)


@transaction.atomic
def add_guest(*, by: Viewer, at: datetime, meeting: Meeting, name: str, capacity: str, email: str = "") -> Attendance:
    """Ask somebody who is no member: a speaker, the police, an interpreter. A guest never votes. Raises Refused.

    Where the meeting has been called and an address is given, they are written to at once.
    """
    held = _locked(by, meeting)
    problems = _person_problems(held, name, email)
    if not capacity.strip():
        problems["capacity"] = [_("Say in what capacity they come: members must know who is listening.")]
    if problems:
        raise Refused(problems)
    row = Attendance(meeting=held, name=name.strip(), capacity=capacity.strip(), email=email.strip())
    return _added(by, at, row, "guest")


@transaction.atomic
def send_substitute(*, by: Viewer, at: datetime, attendance: Attendance, name: str, capacity: str = "", email: str = "") -> Attendance:
    """Somebody comes in a member's place, with their vote, where the terms of reference allow it. Raises Refused.

    The vote counts once: the substitute's only while the member is not there.
    """
    row = Attendance.objects.select_related("meeting__panel", "member__contact").get(pk=attendance.pk)
    held = _locked(by, row.meeting)
    problems = _person_problems(held, name, email)
    terms = terms_on(held.panel, day_of(held)) if day_of(held) else None  # type: ignore[arg-type]  # asked just before
    if terms is None or not terms.substitutes:
        problems[""] = [_("The terms of reference do not let members send a substitute. Add them as a guest, without a vote.")]
    elif row.member is None:
        problems[""] = [_("Only a member can send a substitute.")]
    elif row.substitutes.exists():
        problems[""] = [_("A substitute has been named for this member already.")]
    if problems:
        raise Refused(problems)
    said = capacity.strip() or _("In the place of %(name)s") % {"name": row.member.contact.name if row.member else ""}
    new = Attendance(
        meeting=held, name=name.strip(), capacity=said[:200], email=email.strip(), stands_for=row, votes=row.votes
    )  # fmt: skip
    return _added(by, at, new, "substitute")


@transaction.atomic
def take_off(*, by: Viewer, at: datetime, attendance: Attendance) -> None:
    """Take a guest or a substitute off again, before the meeting. Raises Refused."""
    held = _locked(by, attendance.meeting)
    if attendance.member_id is not None:
        raise Refused({"": [_("A member stays on the list: note apologies instead.")]})
    if held.state == State.IN_PROGRESS:
        raise Refused({"": [_("The meeting has begun: note that they did not come.")]})
    audit.record(
        audit.Kind.ERASURE,
        by=by,
        at=at,
        subject=attendance,
        area_id=held.panel.area_id,
        detail={"taken off": bool(attendance.stands_for_id)},
    )
    attendance.delete()


@transaction.atomic
def record_reply(*, by: Viewer, at: datetime, attendance: Attendance, reply: str, words: str = "") -> Attendance:
    """Enter what somebody answered by telephone or in passing. Raises Refused or LinkClosed."""
    by.require_for("panels.write", attendance.meeting.panel.area_id)
    row = take_reply(by=by, at=at, attendance=attendance, reply=reply, words=words, way=Attendance.Way.HAND)
    _note(by, at, row, {"entered for them": True})
    return row


@transaction.atomic
def record_attendance(
    *, by: Viewer, at: datetime, attendance: Attendance, present: str, came_at: datetime | None = None, seen_version: int | None = None
) -> Attendance:
    """Note whether somebody is there, and since when where they came late. Raises Refused or ChangedMeanwhile."""
    row = Attendance.objects.select_related("meeting__panel").get(pk=attendance.pk)
    held = _locked(by, row.meeting)
    problem = presence_problem(state=held.state, present=present, came=came_at, left=None)
    if present not in Attendance.Present.values:
        problem = _("Say whether they are there.")
    if problem:
        raise Refused({"present": [problem]})
    values: dict[str, Any] = {"present": present, "came_at": came_at}
    if present not in HERE:
        values |= {"left_at": None, "left_why": ""}
    if change(row, values, seen_version=seen_version):
        _note(by, at, row, {"present": present})
    return row


@transaction.atomic
def leave_meeting(*, by: Viewer, at: datetime, attendance: Attendance, why: str, left_at: datetime | None = None) -> Quorum:
    """Note that somebody left in mid-meeting, and why: an emergency, an interest in an item, a seat that ended. Raises Refused.

    Returns the quorum after that; the caller says where it is lost.
    """
    row = Attendance.objects.select_related("meeting__panel").get(pk=attendance.pk)
    held, left = _locked(by, row.meeting), left_at or at
    problems: dict[str, list[str]] = {}
    if held.state != State.IN_PROGRESS or row.present not in HERE or row.left_at is not None:
        problems[""] = [_("Only somebody who is there, at a meeting in progress, can leave it.")]
    if not why.strip():
        problems["why"] = [_("Say why they left.")]
    if not problems and (problem := _moment_problem(held, row, left, at)):
        problems["left_at"] = [problem]
    if problems:
        raise Refused(problems)
    change(row, {"left_at": left, "left_why": why.strip()})
    _note(by, at, row, {"left": True})
    return quorum_of(held, at=left)


@transaction.atomic
def stay_on(*, by: Viewer, at: datetime, attendance: Attendance) -> Quorum:
    """Take back that somebody left: they are still there, or it was noted of the wrong person. Raises Refused.

    Whoever only goes out for one item declares an interest at that item instead. Returns the quorum with them.
    """
    row = Attendance.objects.select_related("meeting__panel").get(pk=attendance.pk)
    held = _locked(by, row.meeting)
    if held.state != State.IN_PROGRESS or row.left_at is None:
        raise Refused({"": [_("Nobody noted that they left this meeting, or it is not in progress.")]})
    change(row, {"left_at": None, "left_why": ""})
    _note(by, at, row, {"left": False})
    return quorum_of(held, at=at)


def _moment_problem(held: Meeting, row: Attendance, left: datetime, at: datetime) -> str:
    if left > at:
        return _("This time has not come yet.")
    if row.came_at and left < row.came_at:
        return _("Nobody leaves before they came.")
    return _("The meeting had not begun at that time.") if held.opened_at and left < held.opened_at else ""


def _locked(by: Viewer, meeting: Meeting) -> Meeting:
    """The meeting as it is now, held until the transaction ends. Raises NotAllowed, or Refused for one that is closed or cancelled."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("panel").get(pk=meeting.pk)
    by.require_for("panels.write", held.panel.area_id)
    if held.state not in OPEN:
        raise Refused({"": [_("The meeting is closed or was called off: what was recorded of it stays.")]})
    return held


def _person_problems(held: Meeting, name: str, email: str) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not name.strip():
        problems["name"] = [_("Give their name.")]
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError:
            problems["email"] = [_("This is not an e-mail address.")]
    return problems


def _added(by: Viewer, at: datetime, row: Attendance, what: str) -> Attendance:
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=row.meeting.panel.area_id, detail={"added": what})
    if row.meeting.state == State.CALLED and row.email:
        tell(by=by, at=at, rows=[row], what="call")
        change(row, {"asked_at": at, "asked_edition": row.meeting.edition})
    return row


def _note(by: Viewer, at: datetime, row: Attendance, detail: dict[str, object]) -> None:
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=row.meeting.panel.area_id, detail=detail)


@transaction.atomic
def forget_details(*, by: Actor, at: datetime) -> int:
    """Erase names and addresses of guests and substitutes, and what anybody said with their answer, two years after the meeting.

    The bare rows stay, so that how many were there stays true, and with them the record. Returns from how many. For the daily run.
    """
    old = Attendance.objects.filter(meeting__state__in=[State.CLOSED, State.CANCELLED], meeting__drafted_at__lt=at - KEPT)
    old = old.filter(Q(meeting__starts_at__isnull=True) | Q(meeting__starts_at__lt=at - KEPT))
    told = list(old.exclude(reply_words="").values_list("pk", flat=True))
    strangers = list(old.filter(member__isnull=True).exclude(name=ERASED).values_list("pk", flat=True))
    Attendance.objects.filter(pk__in=told).update(reply_words="", version=F("version") + 1)
    Attendance.objects.filter(pk__in=strangers).update(name=ERASED, email="", version=F("version") + 1)
    ids = sorted({*told, *strangers})
    if ids:
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject="panels.attendance", ids=ids)
    return len(ids)
