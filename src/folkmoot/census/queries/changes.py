"""Change between two censuses on categories that can be compared. Counts of everybody: no test of significance, for nothing was sampled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from folkmoot.areas.models import Area, Authority, County, PoliceForce
from folkmoot.census import rules
from folkmoot.census.models import PublishedTable
from folkmoot.census.queries.populations import Sums, answer, needed_authorities
from folkmoot.census.queries.standing import tables_in_use
from folkmoot.census.resolving import Resolved
from folkmoot.census.sources import SOURCES
from folkmoot.census.territory import Place, Territory
from folkmoot.characteristics.models import Category, CategoryMapping
from folkmoot.characteristics.rules import Kind
from folkmoot.foundation.audit import Actor


@dataclass(frozen=True)
class ChangeRow:
    """One category of the later census. `change` is None where the earlier had no such category; `lossy` says what is not the same."""

    category: Category
    change: rules.Change | None
    after: int
    lossy: str = ""


@dataclass(frozen=True)
class Changes:
    """From an earlier table to a later one, for one place."""

    before: PublishedTable
    after: PublishedTable
    rows: tuple[ChangeRow, ...]
    people: rules.Change | None
    notes: tuple[str, ...]


def change(
    viewer: Actor, *, area: Area | None = None, county: County | None = None, force: PoliceForce | None = None,
    authority: Authority | None = None, today: date | None = None, territory: Territory | None = None,
) -> list[Changes]:  # fmt: skip
    """Every pair of tables of one characteristic, two censuses apart and comparable, for a place (none: England and Wales)."""
    tables = [table for table in tables_in_use(viewer) if table.kind == "counts" and table.source in SOURCES]
    mappings = _mappings(tables)
    pairs = [
        (earlier, later)
        for later in tables
        for earlier in tables
        if earlier.year < later.year and (earlier.scheme_id, later.scheme_id) in mappings
    ]
    categories: dict[int, list[Category]] = {}
    for category in Category.objects.filter(scheme__in={table.scheme_id for table in tables}, withdrawn_on__isnull=True):
        categories.setdefault(category.scheme_id, []).append(category)
    wanted = {table.pk: table for pair in pairs for table in pair}.values()
    place, territory = area or county or force or authority, territory or Territory(today or timezone.localdate())
    needed = needed_authorities([territory.members(place)])
    sums = Sums([Resolved(table, frozenset(one.pk for one in categories[table.scheme_id or 0])) for table in wanted], needed)
    return [
        _changes(earlier, later, place, mappings[earlier.scheme_id, later.scheme_id], categories, sums, territory)
        for earlier, later in pairs
    ]


def _mappings(tables: Iterable[PublishedTable]) -> dict[tuple[int | None, int | None], list[CategoryMapping]]:
    schemes = {table.scheme_id for table in tables}
    rows = CategoryMapping.objects.filter(
        from_category__scheme__in=schemes, to_category__scheme__in=schemes, withdrawn_on__isnull=True
    ).select_related("from_category", "to_category")
    found: dict[tuple[int | None, int | None], list[CategoryMapping]] = {}
    for row in rows:
        found.setdefault((row.from_category.scheme_id, row.to_category.scheme_id), []).append(row)
    return found


def _changes(
    earlier: PublishedTable, later: PublishedTable, place: Place, mapping: list[CategoryMapping], categories: dict[int, list[Category]],
    sums: Sums, territory: Territory,
) -> Changes:  # fmt: skip
    members = territory.members(place)
    bases = [answer(Resolved(table), members, territory, sums) for table in (earlier, later)]
    notes = tuple(dict.fromkeys(one.note for one in bases if one.note))
    if bases[0].base is None or bases[1].base is None:
        return Changes(earlier, later, (), None, notes)
    ids = [members.whole & sums.held(table) for table in (earlier, later)]
    own = categories[later.scheme_id or 0]
    sources: dict[int, list[CategoryMapping]] = {}
    for line in mapping:
        sources.setdefault(line.to_category_id, []).append(line)
    cells = [0 if not SOURCES[table.source].perturbed else len(held) for table, held in zip((earlier, later), ids, strict=True)]
    rows = []
    for category in own:
        targets = [one for one in own if one.parent_code == category.code] if category.kind == Kind.GROUP else [category]
        lines = [line for one in targets for line in sources.get(one.pk, ())]
        after = sum(sums.add(later, one.pk, ids[1]) for one in targets)
        if category.kind == Kind.DOES_NOT_APPLY or (not after and not lines):
            continue
        before = sum(sums.add(earlier, line.from_category_id, ids[0]) for line in lines)
        moved = rules.change(
            before, after, bases[0].base, bases[1].base,
            cells_before=cells[0] * len(lines), cells_after=cells[1] * len(targets),
        ) if lines else None  # fmt: skip
        rows.append(ChangeRow(category, moved, after, _lost(lines, category)))
    people = rules.change(bases[0].base, bases[1].base, bases[0].base, bases[1].base, cells_before=0, cells_after=0)
    return Changes(earlier, later, tuple(rows), people, notes)


def _lost(lines: list[CategoryMapping], category: Category) -> str:
    """What makes the two not the same. Under a heading only what may have come from, or gone to, another heading counts."""
    if category.kind == Kind.GROUP:
        return ""
    return "; ".join(dict.fromkeys(line.note for line in lines if line.lossy))
