"""Taking away what is kept of past members, each kind of detail when its months are over. The bare seat stays: position and days.

A seat that became bare names an emptied entry in place of the person, so that nothing leads from it to anybody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.panels.members.models import ERASED, Interest, Member, OfMember, SignIn, Training, Undertaking, Vetting
from folkmoot.panels.members.rules import goes_on, kept_months
from folkmoot.stakeholders.models import Affiliation, Contact

Seats = list[Member]


def how_long() -> dict[str, int]:
    """Months after leaving for which each kind of detail is kept: the rule, with what the settings say instead."""
    return kept_months(settings.PANEL_MEMBERS_KEPT)


@transaction.atomic
def forget_past_members(*, by: Viewer, at: datetime) -> int:
    """Take away what has been kept long enough; returns of how many seats something was taken. Made to be repeated each day."""
    today, months, touched = timezone.localdate(at), how_long(), set[int]()
    past = _left(today)
    for kind, forget in _KINDS.items():
        due = [seat for left_on, seats in past for seat in seats if goes_on(left_on, months[kind]) <= today]
        gone = forget(due, today) if due else set()
        touched |= gone
        for area_id, ids in _by_area(due, gone).items():
            detail: dict[str, object] = {"kept long enough": kind}
            audit.record(audit.Kind.ERASURE, by=by, at=at, subject="panels.member", ids=ids, area_id=area_id, detail=detail)
    return len(touched)


def _left(today: date) -> list[tuple[date, Seats]]:
    """The seats of each person who has none left on a panel, with the last day of the last of them; those already bare are left out."""
    theirs: dict[tuple[int, int], Seats] = defaultdict(list)
    for seat in Member.objects.filter(bare_on__isnull=True).select_related("panel", "contact").order_by("pk"):
        theirs[seat.panel_id, seat.contact_id].append(seat)
    whole = [seats for seats in theirs.values() if all(seat.ended_on is not None for seat in seats)]
    dated = [(max(seat.last_day for seat in seats if seat.last_day), seats) for seats in whole]
    return [(left_on, seats) for left_on, seats in dated if left_on < today]


def _by_area(seats: Seats, touched: set[int]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = defaultdict(list)
    for seat in seats:
        if seat.pk in touched:
            found[seat.panel.area_id].append(seat.pk)
    return found


def _delete(models: Iterable[type[OfMember]]) -> Callable[[Seats, date], set[int]]:
    def forget(seats: Seats, today: date) -> set[int]:
        touched: set[int] = set()
        for model in models:
            rows = model._default_manager.filter(member__in=[seat.pk for seat in seats])
            touched |= set(rows.values_list("member_id", flat=True))
            rows.delete()
        return touched

    return forget


def _forget_reasons(seats: Seats, today: date) -> set[int]:
    with_words = [seat.pk for seat in seats if seat.why != ERASED or seat.ended_why]
    Member.objects.filter(pk__in=with_words).update(why=ERASED, ended_why="", version=F("version") + 1)
    return set(with_words)


def _forget_person(seats: Seats, today: date) -> set[int]:
    for seat in seats:
        nobody = Contact.objects.create(area=seat.contact.area, erased_on=today, basis=Contact.Basis.WITHDRAWN)
        Affiliation.objects.filter(pk=seat.affiliation_id or 0).delete()
        for model in OfMember.__subclasses__():
            model._default_manager.filter(member=seat).update(contact=nobody, version=F("version") + 1)
        bare = {"contact": nobody, "organisation": None, "account": None, "affiliation": None, "bare_on": today}
        Member.objects.filter(pk=seat.pk).update(**bare, why=ERASED, ended_why="", version=F("version") + 1)
    return {seat.pk for seat in seats}


_KINDS: dict[str, Callable[[Seats, date], set[int]]] = {
    "checks": _delete([Vetting, Training, SignIn]),
    "interests": _delete([Interest]),
    "reasons": _forget_reasons,
    "undertakings": _delete([Undertaking]),
    "person": _forget_person,
}
