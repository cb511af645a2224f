"""How many people of some categories live in a place: for one question, or for a national grid of them in the same few queries."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.areas.models import Area, Authority, County, PoliceForce
from folkmoot.census import rules
from folkmoot.census.models import Count, PublishedTable
from folkmoot.census.resolving import Resolved, Resolver
from folkmoot.census.sources import SOURCES
from folkmoot.census.territory import Members, Place, Territory
from folkmoot.characteristics.models import Category
from folkmoot.foundation.audit import Actor


@dataclass(frozen=True)
class Population:
    """People of some categories in a place. `value` and `base` are None where no table can say; `note` says why, or what to know.

    `authorities` is how many of the place's authorities of today the figure covers, `missing` how many it does not. `shared`: the
    place shares its force with another, and the figure is of both together.
    """

    value: int | None
    base: int | None
    year: int | None
    source: str
    day: date | None
    note: str
    authorities: int
    missing: int
    shared: bool = False

    @property
    def share(self) -> float | None:
        """Per cent of the base."""
        return None if self.value is None or self.base is None else rules.share(self.value, self.base)


@dataclass(frozen=True)
class Asked:
    """One question of a grid: how many people of `categories` (none: everybody) live in `place` (None: England and Wales)."""

    categories: tuple[Category, ...] = ()
    place: Place = None
    year: int | None = None


def population(
    viewer: Actor, *, categories: Sequence[Category] = (), area: Area | None = None, county: County | None = None,
    force: PoliceForce | None = None, authority: Authority | None = None, year: int | None = None, today: date | None = None,
    territory: Territory | None = None,
) -> Population:  # fmt: skip
    """How many people of one characteristic's categories live in a place: their sum; without a category everybody; latest census first."""
    asked = Asked(tuple(categories), area or county or force or authority, year)
    return populations(viewer, [asked], today=today, territory=territory)[asked]


def populations(
    viewer: Actor, asked: Iterable[Asked], *, today: date | None = None, territory: Territory | None = None
) -> dict[Asked, Population]:
    """The answers to many questions at once: the same few queries for one as for a national grid."""
    questions = list(dict.fromkeys(asked))
    if not questions:
        return {}
    territory = territory or Territory(today or timezone.localdate())
    resolver = Resolver.read({category for one in questions for category in one.categories})
    needed = needed_authorities(territory.members(one.place) for one in questions)
    sums = Sums([resolver.resolve(one.categories, one.year) for one in questions], needed)
    return {one: answer(found, territory.members(one.place), territory, sums) for one, found in zip(questions, sums.asked, strict=True)}


def needed_authorities(members: Iterable[Members]) -> frozenset[int] | None:
    """The authorities whose counts some places need; None for all of them."""
    places = list(members)
    if any(one.everywhere for one in places):
        return None
    return frozenset().union(*(one.whole | one.divided for one in places))


class Sums:
    """The counts that some questions need, read in one query and added up by table, categories and place.

    `authorities`: those whose counts are read; None for all.
    """

    def __init__(self, asked: Sequence[Resolved], authorities: frozenset[int] | None = None) -> None:
        self.asked, self._authorities = list(asked), authorities
        self._added: dict[Hashable, int] = {}

    @cached_property
    def _counts(self) -> dict[tuple[int, int | None], dict[int, int]]:
        tables = {found.table.pk for found in self.asked if found.table}
        wanted = {pk for found in self.asked for pk in found.category_ids}
        rows = Count.objects.filter(table__in=tables).order_by()
        if self._authorities is not None:
            rows = rows.filter(authority__in=self._authorities)
        counts: dict[tuple[int, int | None], dict[int, int]] = {}
        bases = rows.filter(category__isnull=True).values_list("table_id", "category_id", "authority_id", "people")
        parts = rows.filter(category__in=wanted).values_list("table_id", "category_id", "authority_id", "people")
        for table, category, authority, people in bases.union(parts, all=True):
            counts.setdefault((table, category), {})[authority] = people
        return counts

    def held(self, table: PublishedTable) -> frozenset[int]:
        """The authorities that a table holds."""
        return frozenset(self._counts.get((table.pk, None), ()))

    def holds(self, table: PublishedTable, category: int) -> bool:
        return (table.pk, category) in self._counts

    def add(self, table: PublishedTable, category: int | None, ids: frozenset[int]) -> int:
        key = (table.pk, category, ids)
        if key not in self._added:
            counts = self._counts.get((table.pk, category), {})
            self._added[key] = sum(people for authority, people in counts.items() if authority in ids)
        return self._added[key]


def answer(found: Resolved, members: Members, territory: Territory, sums: Sums) -> Population:
    """One figure from counts that were read."""
    if found.table is None:
        return Population(None, None, None, "", None, " ".join(found.notes), 0, len(members.current))
    table, held = found.table, sums.held(found.table)
    counted = members.whole & held
    here = [pk for pk in members.current if territory.counted_as(pk, held & members.whole)]
    day = SOURCES[table.source].day if table.source in SOURCES else None
    missing = len(members.current) - len(here)
    notes = [*found.notes, *_notes(members, territory, held, missing)]
    if not counted:
        return Population(None, None, table.year, title_of(table), day, " ".join(notes), 0, len(members.current))
    base = sums.add(table, None, counted)
    value = sum(sums.add(table, category, counted) for category in found.category_ids) if found.category_ids else base
    shared = bool(members.shared_with)
    return Population(value, base, table.year, title_of(table), day, " ".join(notes), len(here), missing, shared)


def _notes(members: Members, territory: Territory, held: frozenset[int], missing: int) -> list[str]:
    """What to know of a figure before using it."""
    notes = []
    if members.shared_with:
        said = {"areas": ", ".join(members.shared_with), "forces": ", ".join(members.shared_forces)}
        notes.append(
            _("Shared with %(areas)s: which part of %(forces)s each serves is not published, so the figure is of both together.") % said
        )
    if not members.current and not territory.has_forces:
        notes.append(_("The published lookup from local authorities to police forces has not been brought in."))
    elif not members.whole & held:
        notes.append(_("The table holds nothing for this place under its boundaries of today or before."))
    elif missing:
        notes.append(_("Of the authorities here, %(missing)s are not in the table, so the figure is too low.") % {"missing": missing})
    divided = sorted(territory.authorities[pk].name for pk in members.divided & held)
    if divided:
        notes.append(_("Left out, because it was divided across the border: %(names)s.") % {"names": ", ".join(divided)})
    return notes


def title_of(table: PublishedTable) -> str:
    source = SOURCES.get(table.source)
    return str(source.title) if source else table.source
