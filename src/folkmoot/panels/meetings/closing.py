"""What is kept of a meeting when it is closed: who was there and when, the quorum, votes, and what became of the agenda."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.queries import ends_at, stays_of
from folkmoot.panels.meetings.rules import HERE, Span, digest, quorate_spans, voting_at
from folkmoot.panels.models import Terms


def ended(meeting: Meeting, at: datetime) -> datetime:
    """When a meeting that is closed at `at` ended: one entered afterwards, when it was to end."""
    ends = ends_at(meeting)
    return ends if meeting.entered_afterwards and ends else at


def spans_of(meeting: Meeting, rows: Iterable[Attendance], *, needed: int, at: datetime) -> list[Span]:
    """When there was a quorum, up to `at`."""
    opened = meeting.opened_at or at
    return quorate_spans(stays_of(rows), needed=needed, opened=opened, closed=max(opened, ended(meeting, at)))


def record_of(
    meeting: Meeting, rows: list[Attendance], *, terms: Terms, at: datetime, why: str, agenda: dict[str, object]
) -> dict[str, Any]:
    """The record as one plain value: seats, positions and times as they stood; times are ISO 8601 in UTC.

    People stand in it by the numbers of their rows, never by name, so that a name can be erased when its time is over and the record
    and its fingerprint still hold.
    """
    opened, closed = meeting.opened_at or at, ended(meeting, at)
    spans = spans_of(meeting, rows, needed=terms.quorum, at=at)
    stays = stays_of(rows)
    moments = [opened, *(row.came_at for row in rows if row.came_at)]
    most = max(voting_at(stays, moment) for moment in moments)
    return {
        "panel": meeting.panel.code, "number": meeting.number, "kind": meeting.kind, "where": meeting.where, "place": meeting.place,
        "called": _iso(meeting.called_at), "starts": _iso(meeting.starts_at), "opened": _iso(opened), "closed": _iso(closed),
        "entered_afterwards": meeting.entered_afterwards,
        "chair": meeting.chaired_by_id, "terms": terms.number,
        "quorum": {
            "needed": terms.quorum, "most": most, "spans": [[_iso(each.first), _iso(each.last)] for each in spans], "without_why": why,
        },
        "people": [_person(row) for row in rows], "agenda": agenda,
    }  # fmt: skip


def _person(row: Attendance) -> dict[str, Any]:
    member = row.member
    return {
        "row": row.pk, "member": row.member_id, "position": member.position if member else "",
        "organisation": member.organisation_id if member else None, "votes": row.votes, "stands_for": row.stands_for_id,
        "present": row.present, "came": _iso(row.came_at) if row.present in HERE else None, "left": _iso(row.left_at),
    }  # fmt: skip


def faults_of(meeting: Meeting) -> list[str]:
    """Where a closed meeting is no longer what was recorded; empty for a sound one and for one that is not closed."""
    if meeting.record is None:
        return []
    faults = [] if digest(meeting.record) == meeting.fingerprint else ["the record does not match its fingerprint"]
    kept = {person["row"]: (person["present"], person["votes"], person["left"]) for person in meeting.record["people"]}
    rows = Attendance.objects.filter(meeting=meeting).values_list("pk", "present", "votes", "left_at")
    now = {pk: (present, votes, _iso(left)) for pk, present, votes, left in rows}
    return faults + ([] if kept == now else ["attendance is not what was recorded"])


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None
