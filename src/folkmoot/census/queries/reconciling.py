"""The tables that are in beside the figures their publisher states for England and Wales, within what its own changes allow."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from folkmoot.census import rules
from folkmoot.census.models import Count, PublishedTable
from folkmoot.census.queries.standing import tables_in_use
from folkmoot.census.sources import SOURCES
from folkmoot.census.sources.declaring import Published, Source, Words
from folkmoot.foundation.audit import Actor


@dataclass(frozen=True)
class Line:
    """One figure: what it is of, and whether it holds. `percent`: the figures are shares, not people."""

    words: Words
    checked: rules.Checked
    percent: bool = False

    @property
    def ours(self) -> str:
        return self._said(self.checked.ours, 2)

    @property
    def published(self) -> str:
        return self._said(self.checked.published, 1)

    @property
    def allowed(self) -> str:
        return f"{self.checked.allowed:.3f}" if self.percent else f"{self.checked.allowed:,.0f}"

    @property
    def difference(self) -> str:
        return f"{self.checked.difference:+.3f}" if self.percent else f"{self.checked.difference:+,.0f}"

    def _said(self, value: float, places: int) -> str:
        return f"{value:.{places}f}%" if self.percent else f"{value:,.0f}"


@dataclass(frozen=True)
class Reconciliation:
    """One table with its lines; none: no figure to compare it with is declared."""

    table: PublishedTable
    source: Source
    lines: tuple[Line, ...]

    @property
    def holds(self) -> bool:
        return all(line.checked.holds for line in self.lines)


def reconciliations(viewer: Actor) -> list[Reconciliation]:
    """Every table of counts in use; those that fail are among them, never left out."""
    tables = [table for table in tables_in_use(viewer) if table.kind == "counts" and table.source in SOURCES]
    sums = _national_sums(tables)
    bases: dict[int, dict[str, int]] = {table.pk: {} for table in tables}
    everybody = Count.objects.filter(table__in=tables, category__isnull=True).order_by()
    for table_id, code, people in everybody.values_list("table", "authority__code", "people"):
        bases[table_id][code] = people
    return [Reconciliation(table, SOURCES[table.source], (*_own_lines(table, sums), *_beside(table, tables, bases))) for table in tables]


def _national_sums(tables: Iterable[PublishedTable]) -> dict[tuple[int, str], int]:
    """People by table and category code over all authorities; "" for everybody."""
    rows = Count.objects.filter(table__in=list(tables)).order_by().values_list("table", "category__code").annotate(people=Sum("people"))
    return {(table, code or ""): people for table, code, people in rows}


def _own_lines(table: PublishedTable, sums: dict[tuple[int, str], int]) -> list[Line]:
    """The figures declared with the source, and whether the categories add up to the table's own total."""
    source = SOURCES[table.source]
    base = sums.get((table.pk, ""), 0)
    parts = sum(people for (of, code), people in sums.items() if of == table.pk and code)
    cells = table.cells if source.perturbed else 0
    lines = [] if table.partial else [_line(one, table, base, sums, cells) for one in source.published]
    return [*lines, Line(_("The categories add up to the table's own total"), rules.check_number(base, parts, cells))]


def _line(one: Published, table: PublishedTable, base: int, sums: dict[tuple[int, str], int], cells: int) -> Line:
    part = sum(sums.get((table.pk, code), 0) for code in one.codes) if one.codes else base
    if one.percent is not None:
        return Line(one.words, rules.check_percent(one.percent, part, base, cells), percent=True)
    return Line(one.words, rules.check_number(one.number or 0, part, cells))


def _beside(table: PublishedTable, tables: Iterable[PublishedTable], bases: dict[int, dict[str, int]]) -> list[Line]:
    """A part beside the whole: the people of the same authorities in another table of everybody of the same census."""
    if not table.partial or not SOURCES[table.source].everybody:
        return []
    lines = []
    for other in tables:
        codes = bases[table.pk].keys() & bases[other.pk].keys()
        if other.pk == table.pk or other.partial or other.year != table.year or not SOURCES[other.source].everybody or not codes:
            continue
        ours, theirs = (sum(bases[one.pk][code] for code in codes) for one in (table, other))
        words = _("The same authorities in “%(table)s”") % {"table": SOURCES[other.source].title}
        lines.append(Line(words, rules.check_number(theirs, ours, table.cells + other.cells)))
    return lines
