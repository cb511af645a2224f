"""Reading partnerships with their state. Those of the whole service are seen by everyone who sees organisations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.stakeholders.partnerships.models import Partnership
from folkmoot.stakeholders.partnerships.rules import State, due_on, state_of

CAPABILITY = "stakeholders.read"


@dataclass(frozen=True)
class Standing:
    """A partnership with its last contact, the day by which the next is due, and the state that follows."""

    partnership: Any
    last: date | None
    due: date
    state: State


def partnerships(viewer: Viewer) -> QuerySet[Partnership]:
    """The partnerships in sight, each with `last_on` (last contact) and `outcomes_count`."""
    rows = Partnership.objects.select_related("area", "owner")
    rows = rows.annotate(last_on=Max("contacts__on"), outcomes_count=Count("outcomes", distinct=True))
    return within(viewer, rows, CAPABILITY, national_rows=True)


def get_partnership(viewer: Viewer, partnership_id: int) -> Partnership:
    """One partnership in sight with all it is linked to. Raises Partnership.DoesNotExist for one out of sight."""
    linked = ("partners", "aims", "trends", "contacts__by", "outcomes__by")
    return partnerships(viewer).prefetch_related(*linked).get(pk=partnership_id)


@dataclass(frozen=True)
class Partners:
    """The partners in sight, and how many stand in Areas out of it."""

    seen: list[Any]
    others: int


def partners_in_sight(viewer: Viewer, rows: Iterable[Any]) -> dict[int, Partners]:
    """The partners of each partnership (read with its partners) as far as this viewer sees organisations."""
    sight = viewer.sight(CAPABILITY)
    found = {}
    for row in rows:
        everybody = list(row.partners.all())
        seen = [partner for partner in everybody if sight.holds(partner.area_id)]
        found[row.pk] = Partners(seen, len(everybody) - len(seen))
    return found


def list_partnerships(
    viewer: Viewer, *, today: date, area_id: int | None = None, kind: str = "", state: State | None = None
) -> list[Standing]:
    """Partnerships in sight with their standing, lapsed ones first, then by name; ended ones only when asked for."""
    rows = partnerships(viewer).filter(ended_on__isnull=state is not State.ENDED).prefetch_related("partners")
    if area_id is not None:
        rows = rows.filter(Q(area_id=area_id) | Q(area__isnull=True))
    if kind:
        rows = rows.filter(kind=kind)
    standing = [standing_of(row, today) for row in rows]
    wanted = [each for each in standing if state is None or each.state is state]
    return sorted(wanted, key=lambda each: (each.state is not State.LAPSED, each.partnership.title))


def standing_of(partnership: Any, today: date) -> Standing:
    """The standing of a partnership read by `partnerships`."""
    due = due_on(last=partnership.last_on, starts=partnership.starts, every_months=partnership.review_every_months)
    return Standing(partnership, partnership.last_on, due, state_of(due=due, ended_on=partnership.ended_on, today=today))


def partnerships_for(viewer: Viewer, area_id: int | None, *, also: Iterable[int] = ()) -> QuerySet[Partnership]:
    """What a plan or an activity of this Area may be part of; `also` those it is part of already."""
    here = Q(area__isnull=True) | Q(area_id=area_id) if area_id else Q(area__isnull=True)
    return partnerships(viewer).filter(Q(ended_on__isnull=True) & here | Q(pk__in=list(also)))


def lapsed(viewer: Viewer, *, today: date, area_id: int | None = None) -> list[Standing]:
    """Partnerships without contact in their time, the longest without first."""
    return sorted(list_partnerships(viewer, today=today, area_id=area_id, state=State.LAPSED), key=lambda each: each.due)
