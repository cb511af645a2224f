"""Reading measures. A measure is public; an Area's figures are seen by those who may read of that Area, national ones by all."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.rules import Seen, is_late

CAPABILITY = "reference.read"


def measures(viewer: Viewer) -> QuerySet[Measure]:
    """Every measure, with the commitment or aim that it stands under and the strategy of that."""
    if viewer.sight(CAPABILITY).nothing and not viewer.may(CAPABILITY):
        return Measure.objects.none()
    return Measure.objects.filter(withdrawn_on__isnull=True).select_related("commitment__strategy__area", "aim__strategy__area")


def get_measure(viewer: Viewer, measure_id: int) -> Measure:
    """One measure. Raises Measure.DoesNotExist."""
    return measures(viewer).get(pk=measure_id)


def observations(viewer: Viewer, *, replaced_too: bool = False) -> QuerySet[Observation]:
    """The observations in sight, the oldest first; those that a correction replaced only where asked for."""
    rows = within(viewer, Observation.objects.select_related("area", "by"), CAPABILITY, national_rows=True)
    return rows if replaced_too else rows.filter(replaced_by__isnull=True)


def history(viewer: Viewer, measure: Measure, area_id: int | None) -> QuerySet[Observation]:
    """All observations of one measure and one place, replaced ones too, the latest first."""
    rows = observations(viewer, replaced_too=True).filter(measure=measure)
    rows = rows.filter(area__isnull=True) if area_id is None else rows.filter(area_id=area_id)
    return rows.select_related("replaced_by").order_by("-as_of", "-pk")


def areas_with_figures(viewer: Viewer, measure: Measure) -> set[int]:
    """The Areas in sight of which this measure has figures."""
    return {area_id for area_id in observations(viewer).filter(measure=measure).values_list("area_id", flat=True) if area_id}


def latest_two(viewer: Viewer, measure_ids: Collection[int]) -> dict[int, list[Observation]]:
    """For each measure its latest observation and the one before (latest first), of the place its strategy is of.

    For a strategy of the whole service those are its national figures, for an Area's strategy that Area's. One query.
    """
    found: defaultdict[int, list[Observation]] = defaultdict(list)
    of_place = Q(area=F("measure__commitment__strategy__area")) | Q(area=F("measure__aim__strategy__area"))
    national = Q(area__isnull=True) & (Q(measure__commitment__strategy__area__isnull=True) & Q(measure__aim__strategy__area__isnull=True))
    rows = observations(viewer).filter(of_place | national, measure__in=list(measure_ids)).order_by("-as_of", "-pk")
    for row in rows:
        if len(found[row.measure_id]) < 2:
            found[row.measure_id].append(row)
    return dict(found)


def measures_under(viewer: Viewer, *, commitments: Collection[int] = (), aims: Collection[int] = ()) -> list[Measure]:
    """The measures of these commitments and of these aims, in document order."""
    return list(measures(viewer).filter(Q(commitment__in=list(commitments)) | Q(aim__in=list(aims))))


def late(viewer: Viewer, *, today: date) -> list[Measure]:
    """The measures whose latest figure is older than their frequency; those without any figure are not among them."""
    rows = list(measures(viewer).exclude(frequency=""))
    latest = latest_two(viewer, [row.pk for row in rows])
    return [row for row in rows if row.pk in latest and is_late(latest[row.pk][0].as_of, row.frequency, today)]


def seen_of(row: Observation) -> Seen:
    return Seen(row.as_of, row.value, row.lower, row.upper, row.base)
