"""Which declared table a file is, by its headings. No database."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from folkmoot.census.sources import NOT_USABLE, SOURCES
from folkmoot.census.sources.declaring import MEASURES, Long, Scores, Source, Wide
from folkmoot.characteristics.rules import label_key
from folkmoot.characteristics.tables import read_schemes
from folkmoot.errors import FolkmootError
from folkmoot.foundation.tables.table import Table

SHOWN = 12  # headings of a file in an error


class BadTable(FolkmootError):
    """A published table cannot be brought in; nothing was stored."""


def recognise(table: Table, file: str) -> Source:
    """The one declared source whose headings these are. Raises BadTable for a known file that is of no use, and for none."""
    headings = {label_key(column) for column in table.columns}
    for known in NOT_USABLE:
        if {label_key(heading) for heading in known.headings} <= headings:
            raise BadTable(_("%(file)s cannot be brought in.") % {"file": file}, str(known.why), str(known.do))
    found = [source for source in SOURCES.values() if has_headings(source, table.columns)]
    if len(found) > 1:
        found = [source for source in found if _all_words_fit(source, table)] or found
    if len(found) == 1:
        return found[0]
    if found:
        why = _("Its headings fit several tables: %(names)s.") % {"names": ", ".join(source.name for source in found)}
        raise BadTable(_("%(file)s could be more than one table.") % {"file": file}, why, _("Say which with its name."))
    raise _unknown(table, file)


def _unknown(table: Table, file: str) -> BadTable:
    shown = ", ".join(f"“{column}”" for column in table.columns[:SHOWN])
    more = len(table.columns) - SHOWN
    why = _("It has the columns: %(headings)s.") % {"headings": shown + (f" … (+{more})" if more > 0 else "")}
    wanted = "; ".join(sorted({str(source.title).partition(",")[0] for source in SOURCES.values()}))
    return BadTable(
        _("%(file)s is none of the published tables that are known here.") % {"file": file}, why,
        _(
            "Tables by lower tier local authority are wanted of: %(subjects)s. Each with the place where it is published stands under "
            "“Bring in a published table” and is listed by: folkmoot census sources."
        ) % {"subjects": wanted},
    )  # fmt: skip


def has_headings(source: Source, columns: Sequence[str]) -> bool:
    """Whether every heading that the declaration asks for is there."""
    return not lacking_headings(source, columns)


def find(columns: Sequence[str], names: Iterable[str]) -> str | None:
    keys = {label_key(name) for name in names}
    return next((column for column in columns if label_key(column) in keys), None)


def lacking_headings(source: Source, columns: Sequence[str]) -> list[str]:
    """The headings that the declaration asks for and the file has not."""
    layout = source.layout
    asked: list[tuple[str, ...]] = [layout.code]
    if isinstance(layout, Long):
        asked += [layout.label, layout.value, *((heading,) for heading in layout.same)]
    elif isinstance(layout, Scores):
        asked += [(layout.average,), (layout.share_worst,)]
    else:
        asked += [(layout.dated,)] if layout.dated else []
        asked += [] if layout.dated else [(heading,) for heading in layout.named]  # nothing else says which table it is
        asked.append(tuple(f"{layout.variable}: {total}{ending}" for total in layout.total for ending in ("", MEASURES)) + layout.total)
    return [names[0] for names in asked if find(columns, names) is None]


def another_table(source: Source, table: Table, file: str, lacking: list[str]) -> BadTable:
    others = [str(other.title) for other in SOURCES.values() if other is not source and has_headings(other, table.columns)]
    why = _("It has no column “%(heading)s”.") % {"heading": lacking[0]}
    if others:
        why += " " + _("Its headings are those of: %(tables)s.") % {"tables": "; ".join(others[:3])}
    return BadTable(
        _("%(file)s is not the table “%(table)s”.") % {"file": file, "table": source.title}, why,
        _("Bring it without naming a table, or bring the file published at %(address)s.") % {"address": source.address},
    )  # fmt: skip


def _all_words_fit(source: Source, table: Table) -> bool:
    """Whether the rest of a table is this source's: its nation, and each heading of a wide one (ages stand in two kinds of bands)."""
    if isinstance(source.layout, Scores):
        column = table.columns.index(find(table.columns, source.layout.code) or "")
        return all(row.values[column].strip()[:1].upper() in source.coverage.letters for row in table.rows)
    if not isinstance(source.layout, Wide):
        return True
    layout = source.layout
    lines = [line for line in read_schemes().categories if line.text("scheme") == source.scheme]
    names = {label_key(line.text("name_en")) for line in lines}
    met = {label_key(words) for column in table.columns if (words := words_of(layout, column))}
    return met - {label_key(total) for total in layout.total} <= names | {label_key(word) for word in (*source.aliases, *source.subtotals)}


def words_of(layout: Wide, column: str) -> str:
    """The category that a heading of a wide table names; "" for a column of another kind."""
    plain = column.strip().removesuffix(MEASURES).strip()
    head, _colon, words = plain.partition(": ")
    if label_key(head) == label_key(layout.variable) and words:
        return words.strip()
    aside = {label_key(name) for name in (*layout.code, *layout.beside, layout.dated) if name}
    return "" if label_key(plain) in aside else plain
