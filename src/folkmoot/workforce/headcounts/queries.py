"""Reading headcounts: what was brought in, and everything counted on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.workforce.headcounts.held import Held, Standing
from folkmoot.workforce.headcounts.models import Headcount, HeadcountLoad
from folkmoot.workforce.models import Unit
from folkmoot.workforce.queries import READ, units

IN_POST = Headcount.Measure.IN_POST
MOST_DAYS = 12
_COLUMNS = ("unit_id", "level", "characteristic", "group", "kind", "low", "high", "printed", "load__source", "load__counted")


def loads(viewer: Viewer) -> QuerySet[HeadcountLoad]:
    """What was brought in, those taken back among them, the latest day first."""
    viewer.require(READ)
    return HeadcountLoad.objects.select_related("by", "taken_back_by")


def in_sight(viewer: Viewer) -> QuerySet[Headcount]:
    """Every headcount in use. Figures of the whole service are seen by all who may read any; of units, only those in sight are shown."""
    viewer.require(READ)
    return Headcount.objects.filter(load__taken_back_at__isnull=True)


def days(viewer: Viewer, measure: str = IN_POST) -> list[date]:
    """The days for which there are headcounts, the latest first."""
    return list(in_sight(viewer).filter(measure=measure).order_by("-load__as_of").values_list("load__as_of", flat=True).distinct())


def held(viewer: Viewer, as_of: date, measure: str = IN_POST) -> Held:
    """Everything counted on a day. Where two loads of a day count the same, the later stands."""
    return held_on(viewer, [as_of], measure)[0]


def held_on(viewer: Viewer, wanted: Iterable[date], measure: str = IN_POST) -> list[Held]:
    """Everything counted on some days, in their order, in a fixed number of queries."""
    there = list(wanted)
    rows = in_sight(viewer).filter(load__as_of__in=there, measure=measure).order_by("load__at", "pk")
    by_day: dict[date, list[_Counted]] = {day: [] for day in there}
    for as_of, *row in rows.values_list("load__as_of", *_COLUMNS):
        by_day[as_of].append(_Counted(*row))
    service = Unit.objects.filter(kind=Unit.Kind.SERVICE).order_by("pk").values_list("pk", flat=True).first() or -1
    within = dict(Unit.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
    return [_held(day, by_day[day], service, within) for day in there]


def latest(viewer: Viewer, measure: str = IN_POST, *, up_to: date | None = None, most: int = MOST_DAYS) -> list[Held]:
    """The latest days counted, the latest first."""
    there = [day for day in days(viewer, measure) if up_to is None or day <= up_to]
    return held_on(viewer, there[:most], measure)


@dataclass(slots=True)
class _Counted:
    """A headcount, and of its load what says how it was made: a day has thousands, and as whole rows they weigh ten times more."""

    unit_id: int
    level: str
    characteristic: str
    group: str
    kind: str
    low: int
    high: int
    printed: int | None
    source: str
    counted: str


def _held(day: date, rows: Sequence[_Counted], service: int, within: dict[int, int]) -> Held:
    standing = {(row.unit_id, row.level, row.characteristic, row.group, row.kind): row for row in rows}
    return Held(day, tuple(standing.values()), service, within, _standings(rows))


def _standings(rows: Iterable[_Counted]) -> dict[str, Standing]:
    found: dict[str, tuple[set[str], set[str], set[int]]] = {}
    for row in rows:
        sources, kinds, places = found.setdefault(row.characteristic, (set(), set(), set()))
        sources.add(row.source)
        kinds.add(row.counted)
        places.add(row.unit_id)
    return {key: Standing(frozenset(one), frozenset(two), frozenset(three)) for key, (one, two, three) in found.items()}


def units_of(viewer: Viewer, counted: Held) -> list[Unit]:
    """The units in sight that a day counts; none where it counts the service as a whole only."""
    return [unit for unit in units(viewer) if unit.pk in counted.unit_ids]
