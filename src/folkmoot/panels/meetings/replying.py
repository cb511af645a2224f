"""Replies to the call of a meeting: by an unguessable link that ends with the meeting, from a calendar by mail, or entered by hand."""

import uuid
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import Refused, change
from folkmoot.panels.meetings.letters import UID, address_of
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.meetings.queries import day_of, ends_soon
from folkmoot.panels.meetings.rules import closed_words, reply_problem
from folkmoot.panels.members.queries import still_sits

Way = Attendance.Way
_SIGNER = Signer(salt="folkmoot.panels.meetings.reply")
LONGEST_WORDS = 400


class LinkClosed(FolkmootError):
    """A link that cannot be used: wrong, or of a meeting that is over or called off."""


def token_of(row: Attendance) -> str:
    """The secret of a reply link: the key of the row, sealed, so that none can be made up."""
    return "m" + _SIGNER.sign(row.key.hex).replace(":", ".")


def row_of(token: str) -> Attendance:
    """Whose link it is, open or closed. Raises LinkClosed for one that never worked."""
    try:
        key = _SIGNER.unsign(token.removeprefix("m").replace(".", ":", 1))
        return _rows().get(key=uuid.UUID(key))
    except (BadSignature, ValueError, Attendance.DoesNotExist):
        raise LinkClosed(
            _("This link does not work."), _("It may have been cut short."), _("Copy the whole link from the message.")
        ) from None


def closed(row: Attendance, at: datetime) -> str:
    """Why no reply is taken any more and nothing of the meeting shown, or "". Who left the panel before its day was asked in vain."""
    over = closed_words(state=row.meeting.state, ends=ends_soon(row.meeting, at), at=at)
    return over or (left_words() if _left(row) else "")


def left_words() -> str:
    """Why a link of somebody who left the panel opens nothing."""
    return _("This link was for a member of the panel. It closed when the seat ended.")


def _left(row: Attendance) -> bool:
    seat = row.member or (row.stands_for.member if row.stands_for else None)
    day = day_of(row.meeting)
    return seat is not None and day is not None and not still_sits(seat, day)


def _rows() -> QuerySet[Attendance]:
    return Attendance.objects.select_related("meeting__panel__area", "member__contact", "stands_for__member")


@transaction.atomic
def take_reply(
    *, by: Actor = THE_PRODUCT, at: datetime, attendance: Attendance, reply: str, words: str = "", way: str = Way.LINK
) -> Attendance:
    """Keep what a person answered; a later answer stands in place of an earlier one. Raises Refused or LinkClosed.

    `way` is of `Attendance.Way`. Whoever calls it for a member has made sure that it is their own seat.
    """
    row = _rows().select_for_update(of=("self",)).get(pk=attendance.pk)
    if over := closed(row, at):
        raise LinkClosed(over)
    if problem := reply_problem(reply=reply, where=row.meeting.where):
        raise Refused({"reply": [problem]})
    said = " ".join(words.split())
    if len(said) > LONGEST_WORDS:
        raise Refused({"words": [_("Say it in at most %(most)d letters.") % {"most": LONGEST_WORDS}]})
    change(row, {"reply": reply, "reply_words": said or row.reply_words, "replied_at": at, "replied_by": way})
    audit.record(
        audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=row.meeting.panel.area_id, detail={"replied": way, "words": bool(said)}
    )
    return row


def take_mailed_reply(*, by: Actor, at: datetime, uid: str, sender: str, answers: dict[str, str], sequence: int) -> str | None:
    """Take the answer of a mailed reply: "" where it was taken, else why not; None where it answers nothing of a panel's.

    Two things must agree: the identifier, which only who got the invitation knows, and the address that was asked. A reply to an
    earlier time or place is not taken for the new one.
    """
    if not uid.startswith(UID):
        return None
    try:
        row = _rows().get(key=uuid.UUID(uid.removeprefix(UID).partition("@")[0]))
    except (ValueError, Attendance.DoesNotExist):
        return _("It answers an invitation that we did not send.")
    address = address_of(row).lower()
    reply = _as_reply(answers.get(address, ""), row.meeting.where)
    if not address or sender.lower() != address or not reply:
        return _("It does not come from the address that was invited.")
    if sequence < row.meeting.moved_edition:
        return _("The meeting was moved since. It answers the earlier time or place.")
    try:
        take_reply(by=by, at=at, attendance=row, reply=reply, way=Way.MAIL)
    except LinkClosed as over:
        return str(over)
    return ""


def _as_reply(answer: str, where: str) -> str:
    """A reply as RFC 5545 names it, as one of ours."""
    coming = "online" if where == "online" else "yes"
    return {"ACCEPTED": coming, "TENTATIVE": "unsure", "DECLINED": "no"}.get(answer, "")
