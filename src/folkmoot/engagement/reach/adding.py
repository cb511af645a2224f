"""Adding up what hangs on communities, what came before each taken in, and nothing counted twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Max, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression

from folkmoot.communities.succession.rules import Before

FEW = 10

Where = tuple[int, int | None]  # a community and a county; None for all of its place


@dataclass(frozen=True)
class Families:
    """Communities, each with what came before it."""

    ids: tuple[int, ...]
    before: Mapping[int, list[Before]] = field(default_factory=dict)

    def of(self, community: int) -> list[int]:
        """A community and everything before it."""
        return [community, *(each.community_id for each in self.before.get(community, ()))]

    @property
    def everyone(self) -> list[int]:
        return sorted({member for community in self.ids for member in self.of(community)})

    @property
    def with_history(self) -> list[int]:
        """The members of those families that have more than one."""
        return sorted({member for community in self.before for member in self.of(community)})


@dataclass(frozen=True)
class Meetings:
    """Contact with one community in one place. `last_with` is the earlier community that was met last, None where it was this one."""

    last: date | None = None
    contacts: int = 0
    last_with: int | None = None


def counted(links: QuerySet[Any], thing: str, families: Families, *, county: str = "") -> dict[Where, int]:
    """How many different things are linked with each community, in all and (by the field `county`) in each county.

    `links` has a `community` and joins it with a thing once; what is linked with a community and with one before it counts once.
    Two queries, whatever the number.
    """
    groups = ("community", county) if county else ("community",)
    found: dict[Where, int] = {}
    rows = links.filter(community__in=families.ids).order_by().values_list(*groups).annotate(number=Count(thing))
    for row in rows:
        community, number = row[0], row[-1]
        _add(found, community, row[1] if county else None, number)
    if families.before:
        found |= _of_families(links, thing, families, county)
    return found


def _add(found: dict[Where, int], community: int, county: int | None, number: int) -> None:
    found[community, None] = found.get((community, None), 0) + number
    if county is not None:
        found[community, county] = found.get((community, county), 0) + number


def _of_families(links: QuerySet[Any], thing: str, families: Families, county: str) -> dict[Where, int]:
    fields = ("community", thing, county) if county else ("community", thing)
    things: dict[int, dict[int, int | None]] = {}
    for community, linked, *where in links.filter(community__in=families.with_history).order_by().values_list(*fields):
        things.setdefault(community, {})[linked] = where[0] if where else None
    found: dict[Where, int] = {}
    for community in families.before:
        found[community, None] = 0
        together = {linked: where for member in families.of(community) for linked, where in things.get(member, {}).items()}
        for where in together.values():
            _add(found, community, where, 1)
    return found


def met(links: QuerySet[Any], families: Families, first: date, last: date, *, by_county: bool = True) -> dict[Where, Meetings]:
    """When each community was last met, and how often from `first` to `last` (both included), in all and in each county.

    `links` joins communities with activities that were held. A merged community was last met when any of its parts was. What was held
    before `first` is read only for those not met since: a service of many years is not read through for each page. Without `by_county`
    the days of the counties may be wanting, those in all are not. The same number of queries
    whether any is missing or none (0 is no community).
    """
    latest: dict[Where, date] = {}
    numbers: dict[Where, int] = {}
    number = Count("activity", filter=Q(activity__held_on__lte=last))
    for community, county, day, number_held in _days(links, families.everyone, first).annotate(number=number):
        _later(latest, community, county, day)
        _add(numbers, community, county, number_held)
    recent = frozenset(latest)
    missing = [each for each in families.everyone if by_county or (each, None) not in latest]
    for community, county, day in _days(links.filter(activity__held_on__lt=first), missing or [0]):
        for where in {(community, None), (community, county)} - recent:
            latest[where] = max(latest.get(where, day), day)
    if families.before:
        numbers |= _of_families(links.filter(activity__held_on__range=(first, last)), "activity", families, "activity__county")
    counties = {county for _community, county in latest}
    return {
        (community, county): meetings
        for community in families.ids
        for county in counties | {None}
        if (meetings := _meetings(families.of(community), county, latest, numbers.get((community, county), 0))).last
    }


def days_met(links: QuerySet[Any], communities: Sequence[int], today: date) -> dict[int, date]:
    """The day each of some communities was last met; no entry for one never met.

    Those met in the last month are found first, then those of the last year, then the others: most are found in the first.
    """
    found: dict[int, date] = {}
    for first in (today - timedelta(days=31), today - timedelta(days=366), None):
        wanted = [each for each in communities if each not in found]
        for community, _county, day in _days(links, wanted, first) if wanted else ():
            found[community] = max(found.get(community, day), day)
    return found


def _days(links: QuerySet[Any], communities: Sequence[int], first: date | None = None) -> QuerySet[Any, Any]:
    """The latest day of each community in each county as (community, county, day), counted from `first` if one is given.

    From a day on, those of all communities are read where many are asked for: the index of the days then leads to them. The sums hide
    from the database that it could go by the indexes of communities and counties instead, through all that was ever held.
    """
    rows = links.filter(activity__held_on__gte=first) if first else links
    if first is None or len(communities) <= FEW:
        rows = rows.filter(community__in=communities)
    of, where = _hidden("community_id"), _hidden("activity__county_id")
    found: QuerySet[Any, Any] = rows.order_by().annotate(of=of, where=where).values_list("of", "where")
    dated: QuerySet[Any, Any] = found.annotate(day=Max("activity__held_on"))
    return dated


def _hidden(column: str) -> "ExpressionWrapper[CombinedExpression]":
    return ExpressionWrapper(F(column) + Value(0), output_field=BigIntegerField())


def _later(latest: dict[Where, date], community: int, county: int | None, day: date) -> None:
    for where in {(community, None), (community, county)}:
        latest[where] = max(latest.get(where, day), day)


def _meetings(family: Iterable[int], county: int | None, latest: Mapping[Where, date], contacts: int) -> Meetings:
    days = [(latest[member, county], -place, member) for place, member in enumerate(family) if (member, county) in latest]
    if not days:
        return Meetings()
    day, place, member = max(days)
    return Meetings(day, contacts, member if place else None)
