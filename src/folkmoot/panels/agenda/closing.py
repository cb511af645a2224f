"""What closing or cancelling a meeting does to its agenda. Called by the operations of `panels.meetings`, in their transaction."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.agenda.backlog import fill
from folkmoot.panels.agenda.models import Enquiry, Item, Minutes
from folkmoot.panels.agenda.queries import unminuted
from folkmoot.panels.agenda.rules import settling_problem
from folkmoot.panels.agenda.sources import ENQUIRY, minutes_to_agree
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.recommendations.operations import tell_dealt_with

COPIED = ("panel", "kind", "title_en", "title_cy", "detail", "remit", "lasts", "led_by", "origin_kind", "origin_id")


@transaction.atomic
def settle(*, by: Viewer, at: datetime, meeting: Meeting) -> dict[str, object]:
    """Settle every item of a meeting that is being closed: dealt with, or carried over to the backlog where it is unfinished.

    Returns what the meeting's record keeps of its agenda: the ids of items `done`, `carried` and `dropped`. Raises Refused where
    nothing was talked about, or while an item has neither minutes nor an outcome.
    """
    by.require_for("panels.write", meeting.panel.area_id)
    items = list(Item.objects.select_for_update(of=("self",)).filter(meeting=meeting).order_by("order", "pk"))
    live = [item for item in items if item.state == Item.State.ON_AGENDA]
    _refuse_unminuted(meeting, live)
    for item in live:
        _settle_item(item, at)
    _told_of_enquiries(meeting, live)
    tell_dealt_with(by=by, at=at, meeting=meeting)
    minutes, _made = Minutes.objects.get_or_create(meeting=meeting, defaults={"begun_by_id": by.account_id, "begun_at": at})
    fill(meeting.panel, by=by, at=at)
    _to_be_agreed(minutes, at)
    return {state.value: [item.pk for item in items if item.state == state] for state in _SETTLED}


_SETTLED = (Item.State.DONE, Item.State.CARRIED, Item.State.DROPPED)


@transaction.atomic
def release(*, by: Viewer, at: datetime, meeting: Meeting) -> int:
    """Give the items of a meeting that is being cancelled back to the backlog; returns how many."""
    by.require_for("panels.write", meeting.panel.area_id)
    items = list(Item.objects.select_for_update(of=("self",)).filter(meeting=meeting, state=Item.State.ON_AGENDA))
    for item in items:
        change(item, {"meeting": None, "state": Item.State.WAITING, "order": 0, "unfinished": False})
    if items:
        audit.record(
            audit.Kind.ALTERATION, by=by, at=at, subject=meeting, area_id=meeting.panel.area_id, detail={"items given back": len(items)}
        )
    return len(items)


def _refuse_unminuted(meeting: Meeting, live: list[Item]) -> None:
    if not live:
        raise Refused({"": [_("No item stands on the agenda. Add what was talked about, and its minutes, then close the meeting.")]})
    problem = settling_problem([item.title for item in unminuted(meeting)])
    if problem:
        raise Refused({"": [problem]})


def _settle_item(item: Item, at: datetime) -> None:
    if not item.unfinished:
        change(item, {"state": Item.State.DONE, "closed_at": at})
        return
    change(item, {"state": Item.State.CARRIED, "closed_at": at})
    following = Item(carries=item, added_by=item.added_by, added_at=at, **{name: getattr(item, name) for name in COPIED})
    check(following)
    following.save()


def _told_of_enquiries(meeting: Meeting, live: list[Item]) -> None:
    ids = [item.origin_id or 0 for item in live if item.origin_kind == ENQUIRY and item.state == Item.State.DONE]
    for enquiry in Enquiry.objects.filter(pk__in=ids, replied_at__isnull=False, told_at_meeting__isnull=True):
        change(enquiry, {"told_at_meeting": meeting})


def _to_be_agreed(minutes: Minutes, at: datetime) -> None:
    """The minutes of a meeting are the first item of the next one."""
    supplied = minutes_to_agree(minutes)
    item = Item(
        panel=minutes.meeting.panel, kind=supplied.kind, title_en=supplied.title_en, title_cy=supplied.title_cy, lasts=5,
        origin_kind=supplied.origin_kind, origin_id=supplied.origin_id, added_at=at,
    )  # fmt: skip
    check(item)
    item.save()
