"""Who lives in a place by one scheme of categories: every category, its people and its share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.areas.models import Area, Authority, County, PoliceForce
from folkmoot.census import rules
from folkmoot.census.models import PublishedTable
from folkmoot.census.queries.populations import Sums, answer, needed_authorities
from folkmoot.census.queries.standing import tables_in_use
from folkmoot.census.resolving import Resolved
from folkmoot.census.sources import SOURCES
from folkmoot.census.sources.declaring import Source
from folkmoot.census.territory import Place, Territory
from folkmoot.characteristics.models import Category
from folkmoot.characteristics.rules import Kind
from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import Actor


class NotIn(FolkmootError):
    """No table of this scheme and year is in."""

    def __init__(self, scheme: str) -> None:
        what = _("No table counts people by “%(scheme)s” yet.") % {"scheme": scheme}
        super().__init__(what, "", _("See “Who lives here” for what to bring in, and where it is published."))


@dataclass(frozen=True)
class ProfileRow:
    """One category. `people` of the base; a heading holds the sum of those under it."""

    category: Category
    people: int
    share: float | None

    @property
    def is_heading(self) -> bool:
        return self.category.kind == Kind.GROUP

    @property
    def is_answer(self) -> bool:
        return self.category.kind == Kind.ANSWER


@dataclass(frozen=True)
class Profile:
    """One table for one place. `base` is None where the table holds nothing for it; `answered` is the share, in per cent, who answered."""

    table: PublishedTable
    source: Source
    rows: tuple[ProfileRow, ...]
    base: int | None
    answered: float | None
    authorities: int
    missing: int
    note: str


def profile(
    viewer: Actor, *, scheme: str, area: Area | None = None, county: County | None = None, force: PoliceForce | None = None,
    authority: Authority | None = None, year: int | None = None, today: date | None = None,
) -> Profile:  # fmt: skip
    """The newest table of a scheme, or that of a year, for a place (none: England and Wales). Raises NotIn."""
    tables = [table for table in tables_in_use(viewer).filter(scheme__code=scheme) if year in {None, table.year}]
    if not tables:
        raise NotIn(scheme)
    return _profiles(tables[:1], area or county or force or authority, Territory(today or timezone.localdate()))[0]


def profiles(viewer: Actor, *, place: Place, today: date | None = None, territory: Territory | None = None) -> list[Profile]:
    """Every table of counts in use for a place, newest census first, in a few queries for all of them."""
    tables = [table for table in tables_in_use(viewer) if table.kind == "counts"]
    return _profiles(tables, place, territory or Territory(today or timezone.localdate()))


def _profiles(tables: Sequence[PublishedTable], place: Place, territory: Territory) -> list[Profile]:
    categories: dict[int, list[Category]] = {}
    for category in Category.objects.filter(scheme__in={table.scheme_id for table in tables}, withdrawn_on__isnull=True):
        categories.setdefault(category.scheme_id, []).append(category)
    known = [table for table in tables if table.source in SOURCES]
    asked = [Resolved(table, frozenset(one.pk for one in categories.get(table.scheme_id or 0, ()))) for table in known]
    sums = Sums(asked, needed_authorities([territory.members(place)]))
    return [_profile(found.table, place, categories, sums, territory) for found in asked if found.table]


def _profile(table: PublishedTable, place: Place, categories: dict[int, list[Category]], sums: Sums, territory: Territory) -> Profile:
    members = territory.members(place)
    everybody = answer(Resolved(table), members, territory, sums)
    ids = members.whole & sums.held(table)
    own = categories.get(table.scheme_id or 0, [])
    people = {one.pk: sums.add(table, one.pk, ids) for one in own}
    for heading in (one for one in own if one.kind == Kind.GROUP):
        people[heading.pk] = sum(people[one.pk] for one in own if one.parent_code == heading.code)
    base = everybody.base
    rows = [
        ProfileRow(one, people[one.pk], rules.share(people[one.pk], base or 0))
        for one in own
        if sums.holds(table, one.pk) or people[one.pk]
    ]
    silent = sum(row.people for row in rows if row.category.kind in {Kind.NOT_STATED, Kind.NOT_KNOWN})
    asked_all = any(one.kind in {Kind.NOT_STATED, Kind.NOT_KNOWN} and sums.holds(table, one.pk) for one in own)
    return Profile(
        table, SOURCES[table.source], tuple(rows) if base else (), base,
        None if not base or not asked_all else 100 - 100 * silent / base, everybody.authorities, everybody.missing, everybody.note,
    )  # fmt: skip
