"""Reading measures. A measure is public; an Area's figures are seen by those who may read of that Area, national ones by all."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.strategy.measures.models import Baseline, Break, Measure, Observation
from folkmoot.strategy.measures.rules import Seen, is_late

CAPABILITY = "reference.read"


def measures(viewer: Viewer) -> QuerySet[Measure]:
    """Every measure, with the commitment or aim that it stands under and the strategy of that."""
    if viewer.sight(CAPABILITY).nothing and not viewer.may(CAPABILITY):
        return Measure.objects.none()
    return Measure.objects.filter(withdrawn_on__isnull=True).select_related("owner", "commitment__strategy__area", "aim__strategy__area")


def get_measure(viewer: Viewer, measure_id: int) -> Measure:
    """One measure. Raises Measure.DoesNotExist."""
    return measures(viewer).get(pk=measure_id)


def observations(viewer: Viewer, *, replaced_too: bool = False) -> QuerySet[Observation]:
    """The observations in sight, the oldest first; those that a correction replaced only where asked for, of a survey taken back none."""
    standing = Observation.objects.filter(survey__taken_back_at__isnull=True).select_related("area", "by")
    rows = within(viewer, standing, CAPABILITY, national_rows=True)
    return rows if replaced_too else rows.filter(replaced_by__isnull=True)


def history(viewer: Viewer, measure: Measure, area_id: int | None) -> QuerySet[Observation]:
    """All observations of one measure and one place, replaced ones too, the latest first."""
    rows = observations(viewer, replaced_too=True).filter(measure=measure)
    return rows.filter(of_place(area_id)).select_related("replaced_by").order_by("-as_of", "-pk")


def of_place(area_id: int | None) -> Q:
    """Rows of one Area, or with none those of the whole service."""
    return Q(area__isnull=True) if area_id is None else Q(area_id=area_id)


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


def measures_of_place(viewer: Viewer, area_id: int | None) -> list[Measure]:
    """The measures of strategies in force that are known of a place, the seven of the strategy first.

    Of the whole service (none): those of national strategies. Of an Area: those and the ones of its own strategy.
    """
    rows = [
        row
        for row in measures(viewer)
        if row.strategy.area_id in {None, area_id} and not row.strategy.ended_on and not (row.commitment and row.commitment.ended_on)
    ]
    seven = {row.pk for row in rows if row.commitment and row.commitment.kind == "success_measure" and row.code == row.commitment.code}
    return sorted(rows, key=lambda row: row.pk not in seven)


def figures_of_place(viewer: Viewer, measure_ids: Collection[int], area_id: int | None, *, on: date) -> dict[int, list[Observation]]:
    """By measure: its figures of one place up to a day, corrected ones too, the oldest first. One query."""
    found: defaultdict[int, list[Observation]] = defaultdict(list)
    rows = observations(viewer, replaced_too=True).filter(of_place(area_id), measure__in=list(measure_ids), as_of__lte=on)
    for row in rows.order_by("as_of", "pk"):
        found[row.measure_id].append(row)
    return dict(found)


def latest_two_of_place(viewer: Viewer, measure_ids: Collection[int], area_id: int | None, *, on: date) -> dict[int, list[Observation]]:
    """By measure: its latest figure of one place and the one before, latest first. One query."""
    found: defaultdict[int, list[Observation]] = defaultdict(list)
    rows = observations(viewer).filter(of_place(area_id), measure__in=list(measure_ids), as_of__lte=on)
    for row in rows.order_by("-as_of", "-pk"):
        if len(found[row.measure_id]) < 2:
            found[row.measure_id].append(row)
    return dict(found)


def breaks_of(viewer: Viewer, measure_ids: Collection[int], *, on: date) -> dict[int, list[Break]]:
    """By measure: the days from which it was counted otherwise, the earliest first. One query."""
    found: defaultdict[int, list[Break]] = defaultdict(list)
    for row in Break.objects.filter(measure__in=measures(viewer).filter(pk__in=list(measure_ids)).order_by(), on__lte=on):
        found[row.measure_id].append(row)
    return dict(found)


def baselines_of(viewer: Viewer, measure_ids: Collection[int], area_id: int | None, *, on: date) -> dict[int, Observation]:
    """By measure: the figure last chosen as the baseline for a place; a measure for which nobody chose one is left out. One query."""
    seen = observations(viewer, replaced_too=True).filter(of_place(area_id), measure__in=list(measure_ids), as_of__lte=on)
    rows = Baseline.objects.filter(observation__in=seen.order_by()).select_related("observation").order_by("at", "pk")
    return {row.observation.measure_id: row.observation for row in rows}
