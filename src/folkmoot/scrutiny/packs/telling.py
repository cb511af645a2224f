"""Telling people in their inbox what became of a pack. A notice names it by its kind of case, never by anything that is of the case."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.operations import notify
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import Viewer
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import sitting
from folkmoot.scrutiny.packs.models import Pack, PackReading
from folkmoot.scrutiny.packs.queries import reading_problem


def tell_reviewers(*, by: Viewer, at: datetime, pack: Pack) -> None:
    """Whoever may review it and had no hand in it: a pack waits."""
    hands = set(pack.hands.values_list("who_id", flat=True))
    done = set(pack.reviews.filter(edition=pack.edition, void_at__isnull=True).values_list("by_id", flat=True))
    people = people_who_may("scrutiny.review", pack.area_id, today=timezone.localdate(at))
    words = _("A pack waits for review: %(title)s") % {"title": pack.title}
    for account in people.exclude(pk__in=hands | done):
        key = f"pack {pack.pk} {pack.edition} {pack.state} {account.pk}"
        notify(by=by, at=at, account=account, kind="scrutiny.pack_review", words=words, address=_of_service(pack), key=key)


def tell_preparers(*, by: Viewer, at: datetime, pack: Pack, words: str) -> None:
    for hand in pack.hands.select_related("who"):
        key = f"pack {pack.pk} back {pack.version} {hand.who_id}"
        notify(by=by, at=at, account=hand.who, kind="scrutiny.pack_returned", words=words, address=_of_service(pack), key=key)


def tell_members_released(*, by: Viewer, at: datetime, pack: Pack) -> None:
    """Every member who may read it now."""
    words = _("A case is open for you to read: %(title)s") % {"title": pack.title}
    seats = sitting(pack.drawn.draw.panel, timezone.localdate(at))
    _tell(by, at, pack, "scrutiny.pack_released", words, (seat for seat in seats if not reading_problem(pack, seat, at)))


def tell_members_recalled(*, by: Viewer, at: datetime, pack: Pack) -> None:
    """Everybody who opened it, and everybody who was told that it was open."""
    told = {"case": pack.numbered, "panel": pack.drawn.draw.panel.name}  # its title may be why it is withdrawn
    words = _("A case was withdrawn: %(case)s of %(panel)s. Please do not speak of it, and destroy any notes of it.") % told
    opened = PackReading.objects.filter(pack=pack).values("member")
    seats = Member.objects.filter(pk__in=opened) | sitting(pack.drawn.draw.panel, timezone.localdate(at)).order_by()
    _tell(by, at, pack, "scrutiny.pack_recalled", words, seats.distinct().select_related("account"))


def _tell(by: Viewer, at: datetime, pack: Pack, kind: str, words: str, seats: Iterable[Member]) -> None:
    accounts: dict[int, Account] = {seat.account.pk: seat.account for seat in seats if seat.account is not None}
    for pk, account in accounts.items():
        key = f"{kind} {pack.pk} {pack.version} {pk}"
        notify(by=by, at=at, account=account, kind=kind, words=words, address=reverse("my_cases:pack", args=[pack.pk]), key=key)


def _of_service(pack: Pack) -> str:
    return reverse("scrutiny:pack", args=[pack.pk])
