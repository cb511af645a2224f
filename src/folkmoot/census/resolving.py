"""Which table in use can say how many people stand in some categories, and which of its own categories they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from folkmoot.census.models import PublishedTable
from folkmoot.census.sources import SOURCES
from folkmoot.characteristics.models import Category, CategoryMapping, Scheme
from folkmoot.characteristics.rules import Kind

# Tables whose base is everybody, best first: where nothing but the number of people is asked for.
_EVERYBODY = ("sex", "age-census-2021-18", "age-census-2021-11", "ethnicity-census-2021", "ethnicity-census-2011", "religion-census-2021")


@dataclass(frozen=True)
class Resolved:
    """A table and the ids of its own categories to add up (none: everybody). `notes` say what is approximate; without a table, why."""

    table: PublishedTable | None
    category_ids: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass
class Resolver:
    """The tables of counts in use, and how their categories lead to those of other schemes: four queries, for any number of questions."""

    tables: list[PublishedTable]
    _by_scheme: dict[int, list[Category]] = field(default_factory=dict)
    _mapped: dict[int, list[CategoryMapping]] = field(default_factory=dict)
    _characteristics: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, wanted: Iterable[Category]) -> "Resolver":
        tables = list(PublishedTable.objects.filter(kind="counts", replaced_at__isnull=True).select_related("scheme"))
        resolver = cls(tables)
        wanted = list(wanted)
        schemes = {table.scheme_id for table in tables if table.scheme_id} | {category.scheme_id for category in wanted}
        resolver._characteristics = dict(Scheme.objects.filter(pk__in=schemes).values_list("pk", "characteristic"))
        for category in Category.objects.filter(scheme__in=schemes, withdrawn_on__isnull=True):
            resolver._by_scheme.setdefault(category.scheme_id, []).append(category)
        mappings = CategoryMapping.objects.filter(
            to_category__scheme__in={category.scheme_id for category in wanted},
            from_category__scheme__in=schemes,
            withdrawn_on__isnull=True,
        ).select_related("from_category")
        for mapping in mappings:
            resolver._mapped.setdefault(mapping.to_category_id, []).append(mapping)
        return resolver

    def resolve(self, categories: Sequence[Category], year: int | None) -> Resolved:
        """The table for some categories of one characteristic, or for everybody where there is no category."""
        if not categories:
            return self._everybody(year)
        if len({self._characteristics[category.scheme_id] for category in categories}) > 1:
            return Resolved(
                None, notes=(_("Published tables count one characteristic at a time, so nobody can say how many people share several."),)
            )
        answers = [self._one_by_one(table, categories) for table in self._tables(year)]
        found = [answer for answer in answers if answer]
        if found:
            return found[0]
        return Resolved(None, notes=(_("No table that has been brought in counts this."),))

    def _tables(self, year: int | None) -> list[PublishedTable]:
        """Newest first, whole before part."""
        tables = [table for table in self.tables if year in {None, table.year}]
        return sorted(tables, key=lambda table: (-table.year, table.partial, table.subject))

    def _everybody(self, year: int | None) -> Resolved:
        def rank(table: PublishedTable) -> tuple[bool, int, int]:
            scheme = table.scheme.code if table.scheme else ""
            return table.partial, -table.year, _EVERYBODY.index(scheme) if scheme in _EVERYBODY else len(_EVERYBODY)

        tables = [table for table in self._tables(year) if table.source in SOURCES and SOURCES[table.source].everybody]
        best = min(tables, key=rank, default=None)
        return Resolved(best, notes=() if best else (_("No table of the whole population has been brought in."),))

    def _one_by_one(self, table: PublishedTable, categories: Sequence[Category]) -> Resolved | None:
        """This table's own categories for all that are asked for; None where it cannot say one of them."""
        ids: set[int] = set()
        notes: list[str] = []
        for category in categories:
            found = self._of_table(table, category)
            if found is None:
                return None
            ids |= found[0]
            notes += found[1]
        return Resolved(table, frozenset(ids), tuple(dict.fromkeys(notes)))

    def _of_table(self, table: PublishedTable, category: Category) -> tuple[set[int], list[str]] | None:
        if category.scheme_id == table.scheme_id:
            return self._under(category), []
        targets = self._under(category)
        lines = [line for target in targets for line in self._mapped.get(target, ()) if line.from_category.scheme_id == table.scheme_id]
        if not lines:
            return None
        return {line.from_category_id for line in lines}, [line.note for line in lines if line.lossy and line.note]

    def _under(self, category: Category) -> set[int]:
        """The category itself, or the answers that stand under a heading."""
        if category.kind != Kind.GROUP:
            return {category.pk}
        return {one.pk for one in self._by_scheme.get(category.scheme_id, ()) if one.parent_code == category.code}
