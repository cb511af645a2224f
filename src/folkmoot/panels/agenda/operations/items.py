"""Items: added, put on an agenda and in order, taken off, carried over, dropped with the reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.panels.agenda.models import Item, Minutes
from folkmoot.panels.agenda.queries import unminuted
from folkmoot.panels.agenda.rules import dropping_problem, item_problems, placing_problem
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel, Remit

CHANGEABLE = frozenset({"title_en", "title_cy", "kind", "remit", "detail", "lasts", "led_by"})
OVER = (Meeting.State.CLOSED, Meeting.State.CANCELLED)
# Once the meeting is over only the part of the remit can still be put right, until the minutes are agreed.
CHANGEABLE_AFTERWARDS = frozenset({"remit"})


@transaction.atomic
def add_item(
    *, by: Viewer, at: datetime, panel: Panel, title_en: str, kind: str = "discussion", remit: Remit | None = None, title_cy: str = "",
    detail: str = "", lasts: int = 10, led_by: str = "", meeting: Meeting | None = None, origin_kind: str = "",
    origin_id: int | None = None,
) -> Item:  # fmt: skip
    """Add an item to a panel's backlog, or at once to the agenda of `meeting`. Raises Refused (by field) or NotAllowed.

    The same origin stands once among what waits and what is on an agenda: asked for again, the item that is there is returned.
    """
    by.require_for("panels.write", panel.area_id)
    if origin_id is not None and (known := _live(panel, origin_kind, origin_id)):
        return known
    item = Item(
        panel=panel, kind=kind, title_en=title_en.strip(), title_cy=title_cy.strip(), detail=detail.strip(), remit=remit, lasts=lasts,
        led_by=led_by.strip(), origin_kind=origin_kind, origin_id=origin_id, added_by_id=by.account_id, added_at=at,
    )  # fmt: skip
    _refuse(item, {"title_en": item.title_en, "lasts": lasts, "remit": remit})
    check(item)
    item.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=item, area_id=panel.area_id, detail={"kind": item.kind})
    if meeting is not None:
        put_on_agenda(by=by, at=at, item=item, meeting=meeting)
    return item


@transaction.atomic
def change_item(*, by: Viewer, at: datetime, item: Item, seen_version: int | None = None, **values: object) -> list[str]:
    """Change what is in CHANGEABLE; returns the fields that changed. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    by.require_for("panels.write", item.panel.area_id)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"an item's {', '.join(sorted(unknown))} cannot be changed")
    given = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    _refuse_settled(item, given)
    _refuse(item, given)
    changed = change(item, given, seen_version=seen_version)
    if changed:
        _note(by, at, item, {"fields": changed})
    return changed


@transaction.atomic
def put_on_agenda(*, by: Viewer, at: datetime, item: Item, meeting: Meeting) -> None:
    """Put an item that waits at the end of the agenda of a meeting that is to come or goes on. Raises Refused or NotAllowed."""
    by.require_for("panels.write", item.panel.area_id)
    problem = placing_problem(item_state=item.state, meeting_state=meeting.state, same_panel=item.panel_id == meeting.panel_id)
    if problem:
        raise Refused({"meeting": [problem]})
    last = Item.objects.filter(meeting=meeting).aggregate(last=Max("order"))["last"] or 0
    change(item, {"meeting": meeting, "state": Item.State.ON_AGENDA, "order": last + 1})
    _note(by, at, item, {"on the agenda of": meeting.pk})


@transaction.atomic
def take_off(*, by: Viewer, at: datetime, item: Item) -> None:
    """Give an item back to the backlog, before anything was minuted of it. Raises Refused or NotAllowed."""
    by.require_for("panels.write", item.panel.area_id)
    if item.state != Item.State.ON_AGENDA or item.meeting is None or item.meeting.state in OVER:
        raise Refused({"": [_("It is on no agenda that is to come.")]})
    if item.words or item.outcome:
        raise Refused({"": [_("Something was minuted of it. Mark it to be carried over instead.")]})
    if item.declarations.exists() or item.enquiries.exists():
        raise Refused({"": [_("An interest or an enquiry was recorded at it. Mark it to be carried over instead.")]})
    was = item.meeting_id
    change(item, {"meeting": None, "state": Item.State.WAITING, "order": 0, "unfinished": False})
    _note(by, at, item, {"taken off the agenda of": was})


@transaction.atomic
def order_items(*, by: Viewer, at: datetime, meeting: Meeting, ids: Sequence[int]) -> None:
    """Put the items of a meeting into an order. `ids` names each item on its agenda once.

    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    by.require_for("panels.write", meeting.panel.area_id)
    if meeting.state in OVER:
        raise Refused({"": [_("The meeting is over: its agenda stays as it was.")]})
    items = {item.pk: item for item in Item.objects.select_for_update(of=("self",)).filter(meeting=meeting, state=Item.State.ON_AGENDA)}
    if sorted(ids) != sorted(items):
        raise ChangedMeanwhile(meeting)
    moved = [number for number, pk in enumerate(ids, start=1) if change(items[pk], {"order": number})]
    if moved:
        audit.record(
            audit.Kind.ALTERATION, by=by, at=at, subject=meeting, area_id=meeting.panel.area_id, detail={"items moved": len(moved)}
        )


@transaction.atomic
def carry_over(*, by: Viewer, at: datetime, item: Item, unfinished: bool = True) -> None:
    """Mark an item to be carried over when the meeting is closed, or take the mark away. Raises Refused or NotAllowed."""
    by.require_for("panels.write", item.panel.area_id)
    if item.state != Item.State.ON_AGENDA or item.meeting is None or item.meeting.state != Meeting.State.IN_PROGRESS:
        raise Refused({"": [_("Items are carried over from a meeting that goes on. Before it, give the item back to the backlog.")]})
    if change(item, {"unfinished": unfinished}):
        _note(by, at, item, {"to be carried over": unfinished})


@transaction.atomic
def carry_the_rest(*, by: Viewer, at: datetime, meeting: Meeting) -> int:
    """Mark every item that was not reached to be carried over; returns how many. Raises Refused or NotAllowed."""
    rest = unminuted(meeting)
    for item in rest:
        carry_over(by=by, at=at, item=item)
    return len(rest)


@transaction.atomic
def drop(*, by: Viewer, at: datetime, item: Item, why: str) -> None:
    """Drop an item for good, with the reason; it stays on record. Raises Refused (by field) or NotAllowed."""
    by.require_for("panels.write", item.panel.area_id)
    state = item.meeting.state if item.meeting else ""
    problem = dropping_problem(item_state=item.state, meeting_state=state, why=why)
    if problem:
        raise Refused({"why": [problem]})
    change(item, {"state": Item.State.DROPPED, "closed_why": why.strip(), "closed_at": at, "closed_by_id": by.account_id})
    _note(by, at, item, {"state": "dropped"})


def _live(panel: Panel, origin_kind: str, origin_id: int) -> Item | None:
    live = (Item.State.WAITING, Item.State.ON_AGENDA)
    return Item.objects.filter(panel=panel, origin_kind=origin_kind, origin_id=origin_id, state__in=live).first()


def _refuse(item: Item, values: Mapping[str, object]) -> None:
    remit, lasts = values.get("remit", item.remit), values.get("lasts", item.lasts)
    problems = item_problems(
        title=str(values.get("title_en", item.title_en)), lasts=lasts if isinstance(lasts, int) else None,
        remit_fits=not isinstance(remit, Remit) or remit.kind_id == item.panel.kind_id,
    )  # fmt: skip
    if problems:
        raise Refused(problems)


def _refuse_settled(item: Item, values: Mapping[str, object]) -> None:
    """What was dropped stays; once the meeting is over only the remit can be put right, and nothing once its minutes are agreed."""
    over = item.state not in (Item.State.WAITING, Item.State.ON_AGENDA) or (item.meeting is not None and item.meeting.state in OVER)
    if not over:
        return
    agreed = Minutes.objects.filter(meeting=item.meeting_id, state=Minutes.State.AGREED).exists()
    fixed = agreed or item.state == Item.State.DROPPED
    settled = {name for name, value in values.items() if value != getattr(item, name) and (fixed or name not in CHANGEABLE_AFTERWARDS)}
    if settled:
        raise Refused({name: [_("The meeting is over: its agenda stays as it was.")] for name in sorted(settled)})


def _note(by: Viewer, at: datetime, item: Item, detail: dict[str, object]) -> None:
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=item, area_id=item.panel.area_id, detail=detail)
