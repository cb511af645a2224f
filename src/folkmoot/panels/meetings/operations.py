"""Writing meetings: drafted, changed, called, opened, closed, called off. Each is one transaction with its audit event.

Who comes is written by `attending.operations`, whose functions stand here too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.panels.agenda.closing import release, settle
from folkmoot.panels.meetings.attending.operations import (
    add_guest,
    leave_meeting,
    record_attendance,
    record_reply,
    send_substitute,
    stay_on,
    take_off,
)
from folkmoot.panels.meetings.closing import record_of, spans_of
from folkmoot.panels.meetings.letters import Told, tell
from folkmoot.panels.meetings.models import Attendance, Meeting, Series
from folkmoot.panels.meetings.queries import (
    attendances,
    booked_twice,
    day_of,
    name_of,
    not_asked_yet,
    seats_gone,
    still_asked,
    usual_chair,
    without_papers,
)
from folkmoot.panels.meetings.rules import (
    State,
    after,
    calling_problems,
    changed_for_members,
    closing_problems,
    digest,
    meeting_problems,
    moved,
)
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import sitting, voters
from folkmoot.panels.models import Panel, Terms
from folkmoot.panels.queries import terms_on

__all__ = [
    "Called", "add_guest", "ask_new_members", "call_meeting", "cancel_meeting", "change_meeting", "close_meeting", "draft_meeting",
    "enter_afterwards", "leave_meeting", "open_meeting", "record_attendance", "record_reply", "remind", "send_substitute", "stay_on",
    "take_off", "take_the_chair",
]  # fmt: skip
CHANGEABLE = frozenset({"kind", "theme", "why_extraordinary", "starts_at", "lasts", "where", "place", "link", "access"})
OLD_REPLY: dict[str, Any] = {"reply": Attendance.Reply.NONE, "replied_at": None, "replied_by": ""}


@dataclass(frozen=True)
class Called:
    """What came of calling a meeting: who was asked, who must be told by hand, and who may get no papers, with one sentence why."""

    told: Told
    without_papers: list[tuple[Member, str]]


@transaction.atomic
def draft_meeting(
    *, by: Viewer, at: datetime, panel: Panel, kind: str = "ordinary", starts_at: datetime | None = None, lasts: int = 120,
    where: str = "place", place: str = "", link: str = "", access: str = "", theme: str = "", why_extraordinary: str = "",
    series: Series | None = None,
) -> Meeting:  # fmt: skip
    """Draft a meeting; nobody is asked yet. `starts_at` is an aware time, None while no day was found. Raises Refused or NotAllowed."""
    by.require_for("panels.write", panel.area_id)
    held = Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)
    if held.ended_on is not None:
        raise Refused({"": [_("This panel has ended: no more meetings are planned.")]})
    last = Meeting.objects.filter(panel=held).aggregate(last=Max("number"))["last"] or 0
    row = Meeting(
        panel=held, number=last + 1, kind=kind, starts_at=starts_at, lasts=lasts, where=where, place=place.strip(), link=link.strip(),
        access=access.strip(), theme=theme.strip(), why_extraordinary=why_extraordinary.strip(), series=series,
        drafted_by_id=by.account_id, drafted_at=at,
    )  # fmt: skip
    _refuse_wording(row, {})
    check(row)
    row.save()
    _note(by, at, row, {"state": "draft"}, audit.Kind.COLLECTION)
    return row


@transaction.atomic
def change_meeting(*, by: Viewer, at: datetime, meeting: Meeting, seen_version: int | None = None, **values: Any) -> Told:
    """Change a meeting that has not begun. Those who were asked are told where it touches them; moved, they are asked anew.

    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    held = _held(by, meeting)
    if seen_version is not None and seen_version != held.version:
        raise ChangedMeanwhile(held)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a meeting has no {', '.join(sorted(unknown))} to change")
    if held.state not in (State.DRAFT, State.CALLED):
        raise Refused({"": [_("It has begun, is over or was called off: what was recorded of it stays.")]})
    given = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    _refuse_wording(held, given)
    called = held.state == State.CALLED
    if called:
        _refuse_uncallable(held, given, at)
    changed = change(held, given)
    told = _tell_of_change(by, at, held, changed) if called and changed_for_members(changed) else Told()
    if changed:
        _note(by, at, held, {"fields": sorted(changed)})
    meeting.refresh_from_db()
    return told


@transaction.atomic
def call_meeting(*, by: Viewer, at: datetime, meeting: Meeting, despite: bool = False, seen_version: int | None = None) -> Called:
    """Call a meeting: every sitting member is asked, by a letter with their own link. Raises Refused, ChangedMeanwhile or NotAllowed.

    Refused where no terms of reference hold on its day, or something is booked twice and the caller did not say `despite`.
    Members without a valid undertaking, training or vetting are asked as well; they are named as those who get no papers.
    """
    held = _held(by, meeting)
    _refuse_state(held, "call")
    _refuse_uncallable(held, {}, at)
    if not despite and (found := booked_twice(held)):
        raise Refused({"despite": [*found, _("Choose another time or place, or say that it shall be called all the same.")]})
    change(
        held, {"state": State.CALLED.value, "called_at": at, "edition": 1, "moved_edition": 1, "changed_at": at}, seen_version=seen_version
    )
    _seat(held)
    told = tell(by=by, at=at, rows=list(still_asked(held)), what="call")
    _mark_asked(told, held, at)
    _note(by, at, held, {"state": "called", "asked": len(told.written), "by_hand": len(told.by_hand)})
    meeting.refresh_from_db()
    return Called(told, without_papers(held))


@transaction.atomic
def ask_new_members(*, by: Viewer, at: datetime, meeting: Meeting) -> Told:
    """Ask the members appointed since a meeting was called. Raises Refused or NotAllowed."""
    held = _held(by, meeting)
    if held.state != State.CALLED:
        raise Refused({"": [_("Members are asked to a meeting that was called and has not begun.")]})
    new = [member.pk for member in not_asked_yet(held)]
    _seat(held)
    told = tell(by=by, at=at, rows=list(still_asked(held).filter(member__in=new)), what="call")
    _mark_asked(told, held, at)
    _note(by, at, held, {"asked": len(told.written), "by_hand": len(told.by_hand)})
    return told


@transaction.atomic
def remind(*, by: Viewer, at: datetime, meeting: Meeting) -> Told:
    """Write again to those who have not answered, at most once a day. Raises Refused or NotAllowed."""
    held = _held(by, meeting)
    if held.state != State.CALLED:
        raise Refused({"": [_("Only for a meeting that was called and has not begun.")]})
    silent = still_asked(held).filter(reply=Attendance.Reply.NONE)
    told = tell(by=by, at=at, rows=list(silent), what="remind", mark=f"{timezone.localdate(at):%Y%m%d}")
    _note(by, at, held, {"reminded": len(told.written)})
    return told


@transaction.atomic
def open_meeting(*, by: Viewer, at: datetime, meeting: Meeting, chaired_by: Member | None = None) -> Meeting:
    """Begin a meeting on its day: from now attendance, declarations and minutes are recorded. Raises Refused or NotAllowed.

    Without `chaired_by` whoever chairs the panel does, unless they sent apologies. Who sits and votes is settled by the seats and the
    terms of this day; members appointed since it was called are on the list.
    """
    held = _held(by, meeting)
    _refuse_state(held, "open")
    day = day_of(held)
    if day is None or timezone.localdate(at) < day:
        raise Refused({"": [_("It can be opened on its day and not before. Change its time first where it is held earlier.")]})
    _begin(held, day, {"opened_at": at}, chaired_by)
    _note(by, at, held, {"state": "in_progress"})
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def enter_afterwards(*, by: Viewer, at: datetime, meeting: Meeting, chaired_by: Member | None = None) -> Meeting:
    """Enter a meeting that was held without having been called here: a draft whose time has passed. Raises Refused or NotAllowed.

    It is marked so for good. Terms of reference must have held on its day, as for any other.
    """
    held = _held(by, meeting)
    _refuse_state(held, "enter afterwards")
    day = day_of(held)
    if day is None or held.starts_at is None or held.starts_at >= at:
        raise Refused({"": [_("Only a meeting whose time has passed can be entered afterwards. Call it instead.")]})
    _begin(held, day, {"opened_at": held.starts_at, "entered_afterwards": True}, chaired_by)
    _note(by, at, held, {"state": "in_progress", "afterwards": True})
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def take_the_chair(*, by: Viewer, at: datetime, meeting: Meeting, chaired_by: Member) -> None:
    """Somebody else takes the chair in mid-meeting. Raises Refused or NotAllowed."""
    held = _held(by, meeting)
    if held.state != State.IN_PROGRESS:
        raise Refused({"": [_("The chair changes while the meeting is in progress.")]})
    _refuse_chair(held, chaired_by)
    if change(held, {"chaired_by": chaired_by}):
        _note(by, at, held, {"chair": True})


@transaction.atomic
def close_meeting(*, by: Viewer, at: datetime, meeting: Meeting, why: str = "", seen_version: int | None = None) -> Meeting:
    """Close a meeting: its agenda is settled, its record is made and stays. Raises Refused, ChangedMeanwhile or NotAllowed.

    Refused while attendance is not noted, somebody whose seat ended still counts as there, an item has neither minutes nor an
    outcome, or no terms hold. Without a quorum at any time `why` says why it was held.
    """
    held = _held(by, meeting)
    _refuse_state(held, "close")
    terms = _terms(held)
    rows = list(attendances(held))
    quorate = bool(spans_of(held, rows, needed=terms.quorum, at=at))
    unrecorded = [name_of(row) for row in rows if row.present == Attendance.Present.UNKNOWN]
    gone = [name_of(row) for row in seats_gone(rows, day_of(held) or timezone.localdate(at))]
    if problems := closing_problems(unrecorded=unrecorded, gone=gone, quorate=quorate, why=why):
        raise Refused(problems)
    settled = settle(by=by, at=at, meeting=held)
    record = record_of(held, rows, terms=terms, at=at, why="" if quorate else why.strip(), agenda=settled)
    values = {
        "state": State.CLOSED.value, "closed_at": at, "quorate": quorate, "no_quorum_why": "" if quorate else why.strip()[:300],
        "record": record, "fingerprint": digest(record),
    }  # fmt: skip
    change(held, values, seen_version=seen_version)
    _note(by, at, held, {"state": "closed", "quorate": quorate, "fingerprint": held.fingerprint})
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def cancel_meeting(*, by: Viewer, at: datetime, meeting: Meeting, why: str) -> Told:
    """Call a meeting off, with the reason; those who were asked are told, and its items go back to the backlog. Raises Refused."""
    held = _held(by, meeting)
    _refuse_state(held, "cancel")
    if len(why.split()) < 2:
        raise Refused({"why": [_("Say why: members and the public are owed the reason.")]})
    release(by=by, at=at, meeting=held)
    called = held.state == State.CALLED
    values = {"state": State.CANCELLED.value, "cancelled_at": at, "cancelled_why": why.strip()}
    change(held, values | ({"edition": held.edition + 1, "changed_at": at} if called else {}))
    rows = list(still_asked(held).filter(asked_at__isnull=False)) if called else []
    told = tell(by=by, at=at, rows=rows, what="cancel")
    _note(by, at, held, {"state": "cancelled", "told": len(told.written)})
    meeting.refresh_from_db()
    return told


# ------------------------------------------------------------------------------------------------------------------- within


def _held(by: Viewer, meeting: Meeting) -> Meeting:
    """The meeting as it is now, kept from other writers until the transaction ends. Raises NotAllowed."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("panel__area").get(pk=meeting.pk)
    by.require_for("panels.write", held.panel.area_id)
    return held


def _refuse_state(held: Meeting, what: str) -> None:
    if after(held.state, what) is None:
        said = {"state": str(held.get_state_display()).lower()}
        raise Refused({"": [_("This cannot be done now: the meeting is %(state)s. Open its page again.") % said]})


def _refuse_wording(row: Meeting, given: Mapping[str, Any]) -> None:
    now = {
        name: given.get(name, getattr(row, name)) for name in ("kind", "where", "place", "link", "lasts", "why_extraordinary", "starts_at")
    }
    if problems := meeting_problems(**now):
        raise Refused(problems)


def _refuse_uncallable(held: Meeting, given: Mapping[str, Any], at: datetime) -> None:
    now = {name: given.get(name, getattr(held, name)) for name in ("starts_at", "where", "place", "link")}
    if problems := calling_problems(**now, at=at):
        raise Refused(problems)
    _terms_on_day(held.panel, timezone.localdate(now["starts_at"]))


def _terms(held: Meeting) -> Terms:
    return _terms_on_day(held.panel, day_of(held) or timezone.localdate(held.drafted_at))


def _terms_on_day(panel: Panel, day: Any) -> Terms:
    terms = terms_on(panel, day)
    if terms is None:
        words = _("No terms of reference hold for this panel on %(day)s. Agree them first: they say who votes and what a quorum is.")
        raise Refused({"": [words % {"day": date_format(day, "j F Y")}]})
    return terms


def _seat(held: Meeting) -> None:
    """Put every member who sits on the meeting's day on its list, and settle who votes."""
    day = day_of(held)
    if day is None:
        return
    voting = set(voters(held.panel, day).values_list("pk", flat=True))
    known = {row.member_id: row for row in Attendance.objects.filter(meeting=held, member__isnull=False)}
    for member in sitting(held.panel, day):
        if member.pk not in known:
            row = Attendance(meeting=held, member=member, votes=member.pk in voting)
            check(row)
            row.save()
    for row in known.values():
        change(row, {"votes": row.member_id in voting})
    for substitute in Attendance.objects.filter(meeting=held, stands_for__isnull=False).select_related("stands_for"):
        change(substitute, {"votes": bool(substitute.stands_for and substitute.stands_for.votes)})


def _unseat(held: Meeting) -> None:
    """Take off the list whoever left the panel before the meeting's day, and who was to come in their place."""
    gone = Attendance.objects.filter(meeting=held).exclude(pk__in=still_asked(held).values("pk"))
    gone.filter(stands_for__isnull=False).delete()
    gone.delete()


def _begin(held: Meeting, day: Any, values: dict[str, Any], chaired_by: Member | None) -> None:
    _terms(held)
    _unseat(held)
    _seat(held)
    chair = chaired_by or _who_chairs(held)
    if chair is not None:
        _refuse_chair(held, chair)
    change(held, {"state": State.IN_PROGRESS.value, "chaired_by": chair, **values})
    for row in Attendance.objects.filter(meeting=held, reply=Attendance.Reply.NO):
        change(row, {"present": Attendance.Present.APOLOGIES})


def _who_chairs(held: Meeting) -> Member | None:
    """Who chairs the panel by its terms, unless they sent apologies; None where nobody does, and somebody must be found."""
    chair = usual_chair(held)
    away = Attendance.objects.filter(meeting=held, member=chair, reply=Attendance.Reply.NO).exists()
    return None if away else chair


def _refuse_chair(held: Meeting, chaired_by: Member) -> None:
    if not Attendance.objects.filter(meeting=held, member=chaired_by).exists():
        raise Refused({"chaired_by": [_("Only somebody who sits on the panel on this day can chair it.")]})


def _tell_of_change(by: Viewer, at: datetime, held: Meeting, changed: list[str]) -> Told:
    edition = held.edition + 1
    again = moved(changed)
    change(held, {"edition": edition, "changed_at": at} | ({"moved_edition": edition} if again else {}))
    if again:
        for row in Attendance.objects.filter(meeting=held).exclude(reply=Attendance.Reply.NONE):
            change(row, OLD_REPLY)
        _seat(held)
    told = tell(by=by, at=at, rows=list(still_asked(held)), what="change")
    _mark_asked(told, held, at)
    return told


def _mark_asked(told: Told, held: Meeting, at: datetime) -> None:
    for row in (*told.written, *(row for row, _why in told.by_hand)):
        change(row, {"asked_at": row.asked_at or at, "asked_edition": held.edition})


def _note(by: Viewer, at: datetime, row: Meeting, detail: dict[str, object], kind: audit.Kind = audit.Kind.ALTERATION) -> None:
    audit.record(kind, by=by, at=at, subject=row, area_id=row.panel.area_id, detail=detail)
