"""Logging whom members told, inviting members to boards, forums and events, and taking their replies."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import may_in
from folkmoot.panels.space.models import Briefing, Invitation, Occasion
from folkmoot.panels.space.queries import ORIGIN, point_of
from folkmoot.panels.space.rules import (
    attendance_problem,
    briefing_problems,
    fixed_problem,
    occasion_problems,
    point_problem,
    reply_problem,
)
from folkmoot.panels.space.seats import CAPABILITY, seats
from folkmoot.panels.space.wording import tell_cancelled, tell_invited
from folkmoot.voice.models import Point
from folkmoot.voice.operations import record_point

BRIEFING = frozenset({"whom", "how", "on", "people", "heard", "meeting"})


@transaction.atomic
def log_briefing(
    *, by: Viewer, at: datetime, member: Member, whom: str, how: str, on: date | None, people: int | None = None, heard: str = "",
    meeting: Meeting | None = None,
) -> Briefing:  # fmt: skip
    """Log that a member told others of the panel: by the member, or for them by who writes for the panel. Raises Refused or NotAllowed."""
    _require_member_or_service(by, at, member)
    if on is None:
        raise Refused({"on": [_("Give the day on which you told them, today or earlier.")]})
    row = Briefing(
        member=member, meeting=meeting, whom=whom.strip(), how=how, people=people, heard=heard.strip(), on=on, logged_by_id=by.account_id,
        logged_at=at,
    )  # fmt: skip
    _refuse_briefing(row, at)
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=member.panel.area_id)
    return row


@transaction.atomic
def change_briefing(*, by: Viewer, at: datetime, briefing: Briefing, seen_version: int | None = None, **values: Any) -> list[str]:
    """Change what is in BRIEFING while what was heard is no point yet; returns the fields that changed.

    Raises Refused, ChangedMeanwhile, NotAllowed, or KeyError for another field.
    """
    _require_member_or_service(by, at, briefing.member)
    if unknown := set(values) - BRIEFING:
        raise KeyError(f"a briefing's {', '.join(sorted(unknown))} cannot be changed")
    if problem := fixed_problem(is_point=point_of(briefing) is not None):
        raise Refused({"": [problem]})
    wanted = Briefing(member=briefing.member, **{name: values.get(name, getattr(briefing, name)) for name in BRIEFING})
    _refuse_briefing(wanted, at)
    changed = change(briefing, values, seen_version=seen_version)
    if changed:
        detail: dict[str, object] = {"fields": changed}
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=briefing, area_id=briefing.member.panel.area_id, detail=detail)
    return changed


@transaction.atomic
def take_up(*, by: Viewer, at: datetime, briefing: Briefing, nature: str = "concern", area: Area | None = None) -> Point:
    """Make what people said to a member a point of voice, so that it is answered like any other. Raises Refused or NotAllowed.

    `area`: of the point, where the panel is of the whole service. The member is not named in it, only whom they told.
    """
    panel = briefing.member.panel
    by.require_for("panels.write", panel.area_id)
    place = panel.area or area
    if problem := point_problem(heard=briefing.heard, is_point=point_of(briefing) is not None):
        raise Refused({"": [problem]})
    if place is None:
        raise Refused({"area": [_("Say which Area it is about.")]})
    point = record_point(
        by=by, at=at, area=place, origin_kind=ORIGIN, origin_id=briefing.pk, words=briefing.heard, said_on=briefing.on, nature=nature,
        said_by=briefing.whom,
    )  # fmt: skip
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=briefing, area_id=place.pk, detail={"point": point.pk})
    return point


@transaction.atomic
def invite(
    *, by: Viewer, at: datetime, panel: Panel, kind: str, title: str, starts_at: datetime | None, members: Iterable[Member],
    part: str = "attend", lasts: int = 120, place: str = "", link: str = "", access: str = "", about: str = "",
) -> Occasion:  # fmt: skip
    """Invite members of a panel to a board, another panel, a forum or an event; each with an address is written to.

    One that is over already is entered so too, to record who was there; then nobody is written to. Raises Refused or NotAllowed.
    """
    by.require_for("panels.write", panel.area_id)
    problems = occasion_problems(title=title, starts_at=starts_at, lasts=lasts, place=place, link=link)
    chosen = list(members)
    if not chosen:
        problems["members"] = [_("Choose at least one member.")]
    if any(member.panel_id != panel.pk or member.ended_on for member in chosen):
        problems["members"] = [_("Choose members of this panel who have not left.")]
    if problems or starts_at is None:
        raise Refused(problems)
    occasion = Occasion(
        panel=panel, kind=kind, title=title.strip(), starts_at=starts_at, lasts=lasts, place=place.strip(), link=link.strip(),
        access=access.strip(), about=about.strip(), added_by_id=by.account_id, added_at=at,
    )  # fmt: skip
    check(occasion)
    occasion.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=occasion, area_id=panel.area_id, detail={"members": len(chosen)})
    _add_members(by, at, occasion, chosen, part)
    return occasion


@transaction.atomic
def invite_more(*, by: Viewer, at: datetime, occasion: Occasion, members: Iterable[Member], part: str = "attend") -> int:
    """Invite further members to the same occasion; returns how many are new. Raises Refused or NotAllowed."""
    by.require_for("panels.write", occasion.panel.area_id)
    known = set(occasion.invitations.values_list("member__contact", flat=True))
    new = [member for member in members if member.contact_id not in known and member.panel_id == occasion.panel_id and not member.ended_on]
    if occasion.cancelled_at:
        raise Refused({"": [_("It was cancelled.")]})
    if not new:
        raise Refused({"members": [_("Choose at least one member who is not invited yet.")]})
    _add_members(by, at, occasion, new, part)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=occasion, area_id=occasion.panel.area_id, detail={"members": len(new)})
    return len(new)


@transaction.atomic
def cancel_occasion(*, by: Viewer, at: datetime, occasion: Occasion, why: str) -> None:
    """Say that an occasion does not take place, or that members are not asked any more; those who did not say no are written to."""
    by.require_for("panels.write", occasion.panel.area_id)
    if occasion.cancelled_at or occasion.starts_at <= at:
        raise Refused({"": [_("It was cancelled already, or it has begun.")]})
    if not why.strip():
        raise Refused({"why": [_("Say why, so that members know.")]})
    change(occasion, {"cancelled_at": at, "cancelled_why": why.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=occasion, area_id=occasion.panel.area_id, detail={"state": "cancelled"})
    for row in occasion.invitations.exclude(reply=Invitation.Reply.NO).select_related("member__contact"):
        tell_cancelled(by=by, at=at, invitation=row, occasion=occasion)


@transaction.atomic
def reply(*, by: Viewer, at: datetime, invitation: Invitation, reply: str, words: str = "", seen_version: int | None = None) -> None:
    """Answer an invitation, as the member or for them; it may be answered again until it begins. Raises Refused or NotAllowed."""
    occasion = invitation.occasion
    _require_member_or_service(by, at, invitation.member)
    if problem := reply_problem(reply=reply, starts_at=occasion.starts_at, cancelled=occasion.cancelled_at is not None, at=at):
        raise Refused({"reply": [problem]})
    values = {"reply": reply, "reply_words": words.strip(), "replied_at": at}
    _change_invitation(by, at, invitation, values, seen_version)


@transaction.atomic
def record_attended(
    *, by: Viewer, at: datetime, invitation: Invitation, attended: str, came_of_it: str = "", seen_version: int | None = None
) -> None:  # fmt: skip
    """Record whether a member was there and what came of it, as the member or for them. Raises Refused or NotAllowed."""
    occasion = invitation.occasion
    _require_member_or_service(by, at, invitation.member)
    if problem := attendance_problem(attended=attended, starts_at=occasion.starts_at, cancelled=occasion.cancelled_at is not None, at=at):
        raise Refused({"attended": [problem]})
    _change_invitation(by, at, invitation, {"attended": attended, "came_of_it": came_of_it.strip()}, seen_version)


def _change_invitation(by: Viewer, at: datetime, row: Invitation, values: Mapping[str, object], seen_version: int | None) -> None:
    changed = change(row, values, seen_version=seen_version)
    if changed:
        audit.record(
            audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=row.occasion.panel.area_id, detail={"fields": changed}
        )  # fmt: skip


def _add_members(by: Viewer, at: datetime, occasion: Occasion, members: list[Member], part: str) -> None:
    for member in members:
        row = Invitation(occasion=occasion, member=member, part=part)
        check(row)
        row.save()
        if occasion.starts_at > at:
            tell_invited(by=by, at=at, invitation=row, occasion=occasion)


def _refuse_briefing(row: Briefing, at: datetime) -> None:
    began = (
        Member.objects.filter(panel=row.member.panel_id, contact=row.member.contact_id).order_by("starts").values_list("starts", flat=True)
    )
    meeting_on = timezone.localdate(row.meeting.starts_at) if row.meeting and row.meeting.starts_at else None
    problems = briefing_problems(
        whom=row.whom, on=row.on, people=row.people, since=began[0], today=timezone.localdate(at), meeting_on=meeting_on
    )  # fmt: skip
    if row.meeting and row.meeting.panel_id != row.member.panel_id:
        problems["meeting"] = [_("Choose a meeting of this panel.")]
    if problems:
        raise Refused(problems)


def _require_member_or_service(by: Viewer, at: datetime, member: Member) -> None:
    """The member, while role and seat hold (a renewed seat stands for the one before), or whoever writes for the panel."""
    own = {(seat.panel_id, seat.contact_id) for seat in seats(by, timezone.localdate(at))}
    if (member.panel_id, member.contact_id) not in own and not may_in(by, member.panel, "panels.write"):
        raise NotAllowed(CAPABILITY if by.panels(CAPABILITY) else "panels.write")
