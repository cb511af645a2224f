"""Which tables are in, and which are not and where they are published."""

from dataclasses import dataclass

from django.db.models import Count as Counted
from django.db.models import QuerySet

from folkmoot.census.models import PublishedTable
from folkmoot.census.sources import SOURCES
from folkmoot.census.sources.declaring import Coverage, Source
from folkmoot.foundation.audit import Actor


@dataclass(frozen=True)
class Standing:
    """One subject: the table in use, if any, and the sources that would bring it, the whole country's first."""

    subject: str
    table: PublishedTable | None
    source: Source
    sources: tuple[Source, ...]

    @property
    def wanting(self) -> bool:
        return self.table is None or self.table.partial


def tables_in_use(viewer: Actor) -> QuerySet[PublishedTable]:
    """The tables in use, newest census first, with the number of their authorities as `authorities`."""
    return (
        PublishedTable.objects.filter(replaced_at__isnull=True)
        .select_related("scheme")
        .annotate(authorities=Counted("counts__authority", distinct=True) + Counted("scores__authority", distinct=True))
    )


def standings(viewer: Actor) -> list[Standing]:
    """Every subject that can be brought in, in the order of the declarations."""
    held = {table.subject: table for table in tables_in_use(viewer)}
    subjects: dict[str, list[Source]] = {}
    for source in SOURCES.values():
        subjects.setdefault(source.subject, []).append(source)
    found = []
    for subject, sources in subjects.items():
        table = held.get(subject)
        ordered = sorted(sources, key=lambda source: source.coverage is Coverage.PART)
        read_by = SOURCES.get(table.source, ordered[0]) if table else ordered[0]
        found.append(Standing(subject, table, read_by, tuple(ordered)))
    return found
