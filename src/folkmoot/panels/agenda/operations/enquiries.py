"""What a panel asks to be found out before it meets again, and the reply it is told of at its next meeting."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.agenda.models import Enquiry, Item
from folkmoot.panels.agenda.rules import FEWEST_WORDS


@transaction.atomic
def ask(*, by: Viewer, at: datetime, item: Item, words: str, of_whom: str) -> Enquiry:
    """Record at an item what the panel wants found out, and of whom. Raises Refused (by field) or NotAllowed."""
    by.require_for("panels.write", item.panel.area_id)
    problems: dict[str, list[str]] = {}
    if item.meeting is None or item.meeting.state not in ("in_progress", "closed"):
        problems[""] = [_("The panel asks at a meeting. Open the meeting, then record what it asks.")]
    if len(words.split()) < FEWEST_WORDS:
        problems["words"] = [_("Say what the panel wants to know.")]
    if not of_whom.strip():
        problems["of_whom"] = [_("Say who is asked: a unit, a force, the courts.")]
    if problems:
        raise Refused(problems)
    enquiry = Enquiry(panel=item.panel, item=item, words=words.strip(), of_whom=of_whom.strip(), asked_at=at, asked_by_id=by.account_id)
    check(enquiry)
    enquiry.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=enquiry, area_id=item.panel.area_id)
    return enquiry


@transaction.atomic
def reply_to(*, by: Viewer, at: datetime, enquiry: Enquiry, reply: str, seen_version: int | None = None) -> None:
    """Record the reply; the panel is told of it at its next meeting. A reply stays as it was given. Raises Refused or NotAllowed."""
    by.require_for("panels.answer", enquiry.panel.area_id)
    if enquiry.replied_at is not None:
        raise Refused({"reply": [_("It was replied to already, and the reply stays. Tell the panel what is new at its meeting.")]})
    if len(reply.split()) < FEWEST_WORDS:
        raise Refused({"reply": [_("Write what was found out, in words the panel can use.")]})
    change(enquiry, {"reply": reply.strip(), "replied_at": at, "replied_by_id": by.account_id}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=enquiry, area_id=enquiry.panel.area_id, detail={"replied": True})
