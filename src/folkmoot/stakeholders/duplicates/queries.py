"""Reading what may be the same: as one types, and what a search in the background found. A pair is seen by whoever sees both rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Model, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.stakeholders.duplicates.keeping import COMPARED, entry_said, in_being, numbers, table_of
from folkmoot.stakeholders.duplicates.models import DuplicatePair, DuplicateRun, Merge, NameKey
from folkmoot.stakeholders.duplicates.rules import WORTH_ASKING, Entry, Kind, Weighed, entry, weigh

LOOKED_AT = 150  # rows that share most keys
SHOWN = 8
SILENT = timedelta(minutes=3)  # a search that has said nothing for so long has died


@dataclass(frozen=True)
class Likely:
    """A stored row that may be the one being typed, and why, in words."""

    row: Model
    words: str
    probability: float


def likely(
    viewer: Viewer, *, area: Area | int, name: str, email: str = "", phone: str = "", postcode: str = "", birth_year: int | None = None,
    kind: str = Kind.PERSON, town: str = "", website: str = "", but: int | None = None,
) -> list[Likely]:  # fmt: skip
    """The rows of one Area in sight that may be the one typed, likeliest first, at most eight; `but` leaves one row out. Three queries."""
    area_id = area if isinstance(area, int) else area.pk
    if not viewer.may("stakeholders.read", area_id):
        return []
    typed = entry(Kind(kind), name, email=email, phone=phone, postcode=postcode, birth_year=birth_year, town=town, website=website)
    shared = NameKey.objects.filter(key__in=numbers(typed), area=area_id, kind=kind).values("row_id")
    most = shared.annotate(keys=Count("id")).order_by("-keys", "row_id").values_list("row_id", flat=True)[:LOOKED_AT]
    return _likeliest(typed, [pk for pk in most if pk != but])


def _likeliest(typed: Entry, ids: list[int]) -> list[Likely]:
    """Weighs bare values first; only the few rows worth showing are read whole."""
    said = list(in_being(typed.kind).filter(pk__in=ids).values("pk", *COMPARED[typed.kind]))
    bearing = Counter(each["name"].casefold() for each in said)
    weighed = [(weigh(typed, entry_said(typed.kind, each), of_this_name=bearing[each["name"].casefold()]), each["pk"]) for each in said]
    asked = sorted((each for each in weighed if each[0].probability >= WORTH_ASKING), key=lambda each: (-each[0].weight, each[1]))[:SHOWN]
    nearer = ("area", "organisation") if typed.kind == Kind.PERSON else ("area",)
    rows = in_being(typed.kind).select_related(*nearer).in_bulk([pk for _weighed, pk in asked])
    return [Likely(rows[pk], words(each), each.probability) for each, pk in asked if pk in rows]


def words(weighed: Weighed) -> str:
    return "; ".join(weighed.reasons)


@dataclass(frozen=True)
class Pair:
    """A pair with both its rows; `reasons` in words."""

    found: DuplicatePair
    left: Model
    right: Model

    @property
    def reasons(self) -> str:
        return "; ".join(self.found.reasons)

    @property
    def per_cent(self) -> int:
        """Never 100: no search is certain."""
        return min(99, round(self.found.probability * 100))


def pairs(viewer: Viewer, *, kind: str, area_id: int | None = None) -> QuerySet[DuplicatePair]:
    """The pairs not put aside of which both rows are in sight, likeliest first; of one Area where given."""
    rows = DuplicatePair.objects.filter(kind=kind, put_aside_at__isnull=True)
    rows = within(viewer, within(viewer, rows, "stakeholders.read", area="left_area_id"), "stakeholders.read", area="right_area_id")
    live = in_being(kind).values("pk")
    rows = rows.filter(left_id__in=live, right_id__in=live)
    return rows.filter(Q(left_area=area_id) | Q(right_area=area_id)) if area_id else rows


def get_pair(viewer: Viewer, *, pair_id: int) -> Pair:
    """One pair of which both rows are in sight. Raises DuplicatePair.DoesNotExist."""
    kind = DuplicatePair.objects.filter(pk=pair_id).values_list("kind", flat=True).first() or Kind.PERSON
    return with_rows([pairs(viewer, kind=kind).get(pk=pair_id)])[0]


def with_rows(found: Iterable[DuplicatePair]) -> list[Pair]:
    """The pairs of one kind with their rows, in two queries."""
    given = list(found)
    if not given:
        return []
    rows = in_being(given[0].kind).select_related("area").in_bulk({each for pair in given for each in (pair.left_id, pair.right_id)})
    return [Pair(each, rows[each.left_id], rows[each.right_id]) for each in given if each.left_id in rows and each.right_id in rows]


def two_rows(viewer: Viewer, *, kind: str, kept_id: int, gone_id: int) -> tuple[Model, Model]:
    """Two rows in sight, in this order. Raises the table's DoesNotExist where either is out of sight, erased or merged away."""
    rows = within(viewer, in_being(kind), "stakeholders.read").select_related("area")
    return rows.get(pk=kept_id), rows.get(pk=gone_id)


def merges(viewer: Viewer) -> QuerySet[Merge]:
    """The merges of which both rows were in sight, newest first."""
    rows = within(viewer, Merge.objects.all(), "stakeholders.read", area="kept_area_id")
    return within(viewer, rows, "stakeholders.read", area="gone_area_id")


def get_merge(viewer: Viewer, *, merge_id: int) -> Merge:
    """Raises Merge.DoesNotExist for one out of sight."""
    return merges(viewer).get(pk=merge_id)


def rows_of_merges(found: Iterable[Merge]) -> dict[tuple[str, int], Model]:
    """The rows of these merges by kind and id, merged ones and erased ones among them; one query for each kind."""
    given = list(found)
    rows: dict[tuple[str, int], Model] = {}
    for kind in {each.kind for each in given}:
        ids = {pk for each in given if each.kind == kind for pk in (each.kept_id, each.gone_id)}
        rows |= {(kind, pk): row for pk, row in table_of(kind)._default_manager.select_related("area").in_bulk(ids).items()}
    return rows


def runs(viewer: Viewer) -> QuerySet[DuplicateRun]:
    """Searches, newest first: those of Areas in sight, and those of the whole service for whoever sees all of it."""
    return within(viewer, DuplicateRun.objects.select_related("area"), "stakeholders.read")


def get_run(viewer: Viewer, *, run_id: int) -> DuplicateRun:
    """Raises DuplicateRun.DoesNotExist for one out of sight."""
    return runs(viewer).get(pk=run_id)


def has_died(run: DuplicateRun, *, at: datetime) -> bool:
    """Whether a search has neither ended nor said that it is alive for some minutes."""
    return run.ended_at is None and at - run.beat_at > SILENT


def changed_since_put_aside(kind: str) -> QuerySet[DuplicatePair]:
    """The pairs put aside of which a row has changed since: they may be asked about again."""
    table = table_of(kind)._default_manager
    rows = DuplicatePair.objects.filter(kind=kind, put_aside_at__isnull=False)
    left = table.filter(pk__in=rows.values("left_id")).values_list("pk", "version")
    versions = dict(left) | dict(table.filter(pk__in=rows.values("right_id")).values_list("pk", "version"))
    changed = [
        pair.pk
        for pair in rows.only("left_id", "right_id", "left_seen", "right_seen")
        if (pair.left_seen, pair.right_seen) != (versions.get(pair.left_id), versions.get(pair.right_id))
    ]
    return rows.filter(pk__in=changed)
