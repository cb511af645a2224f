"""The minutes of a meeting as one record: what is circulated, agreed, fixed and fingerprinted.

People stand in it by the number of their attendance and of their seat, never by name. A name is looked up when the record is shown, so
that erasing the details of a past member neither breaks a fingerprint nor leaves a copy of the name behind.
"""

from datetime import UTC, datetime
from typing import Any

from folkmoot.panels.agenda.models import Correction, Item, Minutes
from folkmoot.panels.agenda.queries import agenda
from folkmoot.panels.agenda.rules import fingerprint
from folkmoot.panels.meetings.models import Attendance, Meeting

Record = dict[str, Any]


def record_of(minutes: Minutes) -> Record:
    """Everything the minutes say now, as plain JSON values; times in UTC. Six queries."""
    meeting = minutes.meeting
    return {
        "meeting": _meeting(meeting),
        "attendance": [_person(row) for row in Attendance.objects.filter(meeting=meeting).select_related("member").order_by("pk")],
        "opening": minutes.opening,
        "items": [_item(line.item, line.starts) for line in agenda(meeting)],
        "dropped": list(Item.objects.filter(meeting=meeting, state=Item.State.DROPPED).order_by("pk").values("title_en", "closed_why")),
        "corrections": [_correction(row) for row in Correction.objects.filter(minutes=minutes).order_by("pk")],
    }


def is_intact(minutes: Minutes) -> bool:
    """Whether the record of agreed minutes is still the one that was fingerprinted, and still what its items say."""
    return fingerprint(minutes.record) == minutes.fingerprint and _settled(minutes.record or {}) == _settled(record_of(minutes))


def _settled(record: Record) -> Record:
    """What of a record no longer changes: not who was there, which is the meeting's, nor what a part of the remit is called today."""
    items = [{name: value for name, value in item.items() if name != "remit_en"} for item in record.get("items", ())]
    return {"items": items} | {name: record.get(name) for name in ("opening", "dropped", "corrections")}


def _meeting(meeting: Meeting) -> Record:
    return {
        "panel": meeting.panel.code, "panel_en": meeting.panel.name_en, "panel_cy": meeting.panel.name_cy, "number": meeting.number,
        "kind": meeting.kind, "theme": meeting.theme, "starts_at": _moment(meeting.starts_at), "opened_at": _moment(meeting.opened_at),
        "closed_at": _moment(meeting.closed_at), "where": meeting.where, "place": meeting.place, "quorate": meeting.quorate,
        "chaired_by_seat": meeting.chaired_by_id,
    }  # fmt: skip


def _person(row: Attendance) -> Record:
    return {
        "attendance": row.pk, "seat": row.member_id, "position": row.member.position if row.member else "", "votes": row.votes,
        "present": row.present, "stands_for": row.stands_for_id, "came_at": _moment(row.came_at),
        "left_at": _moment(row.left_at),
    }  # fmt: skip


def _item(item: Item, starts: datetime | None) -> Record:
    declared = [{"attendance": each.attendance_id, "what": each.what, "withdrew": each.withdrew} for each in item.declarations.all()]
    return {
        "item": item.pk, "starts": _moment(starts), "kind": item.kind, "remit": item.remit.code if item.remit else "",
        "remit_en": item.remit.name_en if item.remit else "", "title_en": item.title_en, "title_cy": item.title_cy, "words": item.words,
        "outcome": item.outcome, "carried": item.state == Item.State.CARRIED or item.unfinished, "declared": declared,
    }  # fmt: skip


def _correction(row: Correction) -> Record:
    return {
        "item": row.item_id, "attendance": row.attendance_id, "asked": row.asked, "asked_at": _moment(row.asked_at), "answer": row.answer,
        "reason": row.reason, "before": row.before, "after": row.after,
    }  # fmt: skip


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else None
