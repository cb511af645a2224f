"""The backlog fills itself: what is owed to the panel comes in, and what is no longer so goes out. Running it again changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import change, check
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.agenda.queries import LIVE
from folkmoot.panels.agenda.sources import OWN, REMIT
from folkmoot.panels.agenda.supplied import Supplied, suppliers
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel, Remit
from folkmoot.panels.queries import remits_of

Key = tuple[str, int]
# Which part of the remit (by its code, where the kind of panel has such a part) what comes in by itself belongs to.
REMIT_OF_KIND = {
    "report_back": "members-briefed", "action": "follow-up", "enquiry": "follow-up", "recommendation": "follow-up",
    "consultation": "consultation", "case": "cases",
}  # fmt: skip


@dataclass(frozen=True)
class Filling:
    """What filling would do: what would come in, what stands with words that have changed, and what would go."""

    coming: list[Supplied]
    changed: list[tuple[Item, str]]
    going: list[Item]

    @property
    def nothing(self) -> bool:
        return not (self.coming or self.changed or self.going)


def pending(panel: Panel, today: date) -> Filling:
    """What filling would change now. Only reads."""
    with override("en"):  # what is kept is kept in one language, whoever happens to fill it
        supplied = {(each.origin_kind, each.origin_id): each for each in _all_supplied(panel, today)}
    live = {_key(item): item for item in _live(panel)}
    lately_dropped = _dropped_since_last_meeting(panel)
    waiting = {key: item for key, item in live.items() if item.state == Item.State.WAITING}
    return Filling(
        [each for key, each in supplied.items() if key not in live and key not in lately_dropped],
        [(item, supplied[key].detail) for key, item in waiting.items() if key in supplied and item.news != supplied[key].detail],
        [item for key, item in waiting.items() if key not in supplied],
    )


@transaction.atomic
def fill(panel: Panel, *, by: Viewer, at: datetime) -> Filling:
    """Take in what is owed, bring up to date what is known of it, and take out what is settled elsewhere. Returns what it did.

    An item that somebody dropped stays away until the panel has met again. Nothing written by hand is touched.
    """
    by.require_for("panels.write", panel.area_id)
    Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)  # two fillings at once would take the same things in twice
    filling = pending(panel, timezone.localdate(at))
    for supplied in filling.coming:
        _take_in(panel, supplied, at)
    for item, detail in filling.changed:
        change(item, {"news": detail})
    for item in filling.going:
        change(item, {"state": Item.State.DROPPED, "closed_at": at, "closed_why": _("Settled elsewhere since it came in.")})
    if not filling.nothing:
        counts = {"came in": len(filling.coming), "brought up to date": len(filling.changed), "went out": len(filling.going)}
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=panel, detail={"backlog": counts})
    return filling


def fill_all(*, at: datetime) -> int:
    """Fill the backlog of every panel that has not ended; returns how many items came in. For the daily run."""
    running = Panel.objects.filter(ended_on__isnull=True, starts__lte=timezone.localdate(at)).order_by("pk")
    return sum(len(fill(panel, by=THE_PRODUCT, at=at).coming) for panel in running)


def _all_supplied(panel: Panel, today: date) -> list[Supplied]:
    functions = [function for _origin, function in OWN] + suppliers()
    found = [supplied for function in functions for supplied in function(panel, today)]
    spoken_for = _remits_spoken_for(panel, found)
    return [each for each in found if each.origin_kind != REMIT or each.origin_id not in spoken_for]


def _remits_spoken_for(panel: Panel, found: list[Supplied]) -> set[int]:
    """The parts of the remit that something else in the backlog belongs to: they need no item of their own."""
    waiting = Item.objects.filter(panel=panel, state=Item.State.WAITING, remit__isnull=False).exclude(origin_kind=REMIT)
    codes = {REMIT_OF_KIND[each.kind] for each in found if each.kind in REMIT_OF_KIND}
    return {remit.pk for remit in remits_of(panel) if remit.code in codes} | {pk for pk in waiting.values_list("remit", flat=True) if pk}


def _live(panel: Panel) -> list[Item]:
    return list(Item.objects.filter(panel=panel, state__in=LIVE, origin_id__isnull=False).exclude(origin_kind=""))


def _key(item: Item) -> Key:
    return item.origin_kind, item.origin_id or 0


def _dropped_since_last_meeting(panel: Panel) -> set[Key]:
    """What a person dropped since the panel last met, at the meeting itself included."""
    held = (Meeting.State.IN_PROGRESS, Meeting.State.CLOSED)
    met = Meeting.objects.filter(panel=panel, state__in=held, opened_at__isnull=False).order_by("-opened_at").first()
    rows = Item.objects.filter(panel=panel, state=Item.State.DROPPED, closed_by__isnull=False, origin_id__isnull=False)
    if met is not None:
        rows = rows.filter(closed_at__gt=met.opened_at)
    return {(kind, number or 0) for kind, number in rows.exclude(origin_kind="").values_list("origin_kind", "origin_id")}


def _take_in(panel: Panel, supplied: Supplied, at: datetime) -> None:
    item = Item(
        panel=panel, kind=supplied.kind, title_en=supplied.title_en, title_cy=supplied.title_cy, news=supplied.detail,
        remit=_remit_of(panel, supplied), origin_kind=supplied.origin_kind, origin_id=supplied.origin_id, added_at=at,
    )  # fmt: skip
    check(item)
    item.save()


def _remit_of(panel: Panel, supplied: Supplied) -> Remit | None:
    if supplied.origin_kind == REMIT:
        return Remit.objects.filter(pk=supplied.origin_id).first()
    return remits_of(panel).filter(code=REMIT_OF_KIND.get(supplied.kind, "")).first()
