"""Interests declared at an item, as long as its minutes are being written."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, check
from folkmoot.panels.agenda.models import Declaration, Item, Minutes
from folkmoot.panels.agenda.queries import minutes_of
from folkmoot.panels.agenda.rules import declaring_problem
from folkmoot.panels.meetings.models import Attendance


@transaction.atomic
def declare(*, by: Viewer, at: datetime, item: Item, attendance: Attendance, what: str, withdrew: bool = False) -> Declaration:
    """Record that somebody at the meeting has an interest in an item. Raises Refused (by field) or NotAllowed."""
    by.require_for("panels.write", item.panel.area_id)
    if item.meeting is None or attendance.meeting_id != item.meeting_id:
        raise Refused({"attendance": [_("This person was not asked to that meeting.")]})
    problems = declaring_problem(meeting_state=item.meeting.state, minutes_state=_state_of(item), present=attendance.present, what=what)
    if Declaration.objects.filter(item=item, attendance=attendance).exists():
        problems.setdefault("attendance", []).append(_("An interest of this person at this item is recorded already. Take it back first."))
    if problems:
        raise Refused(problems)
    declaration = Declaration(
        item=item, attendance=attendance, what=what.strip(), withdrew=withdrew, entered_by_id=by.account_id, entered_at=at
    )  # fmt: skip
    check(declaration)
    declaration.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=declaration, area_id=item.panel.area_id, detail={"withdrew": withdrew})
    return declaration


@transaction.atomic
def take_back(*, by: Viewer, at: datetime, declaration: Declaration) -> None:
    """Take out an interest that was entered by mistake, before the minutes are circulated. Raises Refused or NotAllowed."""
    item = declaration.item
    by.require_for("panels.write", item.panel.area_id)
    if _state_of(item) != Minutes.State.DRAFT:
        raise Refused({"": [_("The minutes were circulated: what was declared stays. Record a correction.")]})
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=declaration, area_id=item.panel.area_id)
    declaration.delete()


def _state_of(item: Item) -> str:
    minutes = minutes_of(item.meeting) if item.meeting else None
    return minutes.state if minutes else Minutes.State.DRAFT
