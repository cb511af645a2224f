"""Reading sources and their loads. A source of England and Wales is seen by everyone who may read casework anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.areas.queries import areas_by_key
from folkmoot.areas.rules import name_key
from folkmoot.casework.sources.columns import Column, Roles, from_plain
from folkmoot.casework.sources.models import Layout, Load, LoadedMonth, Source
from folkmoot.casework.sources.rules import Lateness, gaps_in, lateness
from folkmoot.casework.stages.outcomes import stages_of
from folkmoot.casework.stages.scheme import Stage, stages

__all__ = [
    "Listed",
    "areas_of_levels",
    "breaks",
    "current_layout",
    "get_load",
    "get_source",
    "late",
    "listed",
    "loads",
    "sources",
    "stages_in",
]


@dataclass(frozen=True)
class Listed:
    """A source as the list shows it: how it stands today, its months, and the day to which its latest data run."""

    source: Source
    standing: Lateness
    last_month: str
    data_as_of: date | None
    loads: int


def sources(viewer: Viewer) -> QuerySet[Source]:
    """The sources in sight, retired ones among them."""
    rows = Source.objects.select_related("area", "owner", "declared_by")
    return within(viewer, rows, "casework.read", national_rows=True)


def get_source(viewer: Viewer, pk: int) -> Source:
    """Raises Source.DoesNotExist for one out of sight, as for one that does not exist."""
    return sources(viewer).get(pk=pk)


def listed(viewer: Viewer, today: date) -> list[Listed]:
    """Every source in sight with how it stands: what is late first, then by title."""
    in_use = Q(loads__state=Load.State.IN_USE)
    rows = sources(viewer).annotate(
        last_loaded=Max("loads__last_month", filter=in_use), latest_data=Max("loads__data_as_of", filter=in_use)
    )
    counts = _loads_by_source(viewer)
    found = [_listed(row, today, counts.get(row.pk, 0)) for row in rows]
    return sorted(found, key=lambda each: (not each.standing.late, each.source.retired_on is not None, each.source.title))


def _loads_by_source(viewer: Viewer) -> dict[int, int]:
    counts: dict[int, int] = {}
    in_sight = Load.objects.filter(source__in=sources(viewer).values("pk"), state=Load.State.IN_USE)
    for source_id in in_sight.values_list("source_id", flat=True):
        counts[source_id] = counts.get(source_id, 0) + 1
    return counts


def _listed(row: Source, today: date, number: int) -> Listed:
    last = getattr(row, "last_loaded", None) or ""
    return Listed(row, standing_of(row, last, today), last, getattr(row, "latest_data", None), number)


def standing_of(source: Source, last_month: str, today: date) -> Lateness:
    return lateness(
        cadence=source.cadence, days_after=source.days_after, last_month=last_month, retired_on=source.retired_on,
        declared_on=timezone.localdate(source.declared_at), today=today,
    )  # fmt: skip


def late(viewer: Viewer, today: date) -> list[Listed]:
    """The sources in sight whose data should have come by now."""
    return [each for each in listed(viewer, today) if each.standing.late]


def loads(viewer: Viewer, source: Source) -> QuerySet[Load]:
    """The loads of a source in sight, those taken back or replaced among them; the latest months first."""
    rows = Load.objects.filter(source__in=sources(viewer).filter(pk=source.pk).values("pk"))
    people = rows.select_related("source", "layout", "received_by", "taken_back_by")
    return people.prefetch_related(Prefetch("held_months"), Prefetch("replaces"), Prefetch("replaced_by"))


def get_load(viewer: Viewer, pk: int) -> Load:
    """Raises Load.DoesNotExist for one out of sight."""
    return Load.objects.select_related("source", "source__area", "layout", "received_by").get(
        pk=pk, source__in=sources(viewer).values("pk")
    )


def current_layout(source: Source) -> Layout | None:
    """The layout by which the next file is read; none until the columns of a first file were mapped."""
    return Layout.objects.filter(source=source).order_by("-number").first()


def roles(source: Source) -> Roles:
    """What each column of the source's cube is for: those of the current layout, then those that only earlier layouts had."""
    seen = {column.name: column for row in Layout.objects.filter(source=source).order_by("number") for column in _columns(row)}
    return Roles(tuple(seen.values()))


def stages_in(source: Source) -> tuple[Stage, ...]:
    """The stages that the layouts of a source make, in the order of the process."""
    made = {stage.key for row in Layout.objects.filter(source=source) for stage in stages_of(Roles(_columns(row)).stages)}
    return tuple(stage for stage in stages() if stage.key in made)


def breaks(source: Source) -> list[tuple[str, str]]:
    """The months from which columns were read in another way, each with what changed."""
    rows = Layout.objects.filter(source=source, number__gt=1).exclude(break_from="").order_by("break_from")
    return [(row.break_from, row.break_words) for row in rows]


def loaded_months(source: Source) -> list[LoadedMonth]:
    """Every month in use, in order, with the load that holds it."""
    return list(LoadedMonth.objects.filter(source=source).select_related("load").order_by("month"))


def missing_months(source: Source, months: Sequence[str]) -> tuple[str, ...]:
    """Months between the first and the last loaded for which there are no data."""
    return gaps_in(months, source.cadence)


def areas_of_levels(viewer: Viewer, levels: Sequence[str]) -> dict[str, Area]:
    """The Area for each level of the Area column that is the name of one."""
    known = areas_by_key(viewer)
    return {level: known[name_key(level)] for level in levels if level and name_key(level) in known}


def _columns(row: Layout) -> tuple[Column, ...]:
    return from_plain(row.columns)
