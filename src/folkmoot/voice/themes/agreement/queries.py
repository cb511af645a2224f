"""Points drawn for a second coding, and the pairs of readings they gave."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.voice.models import Point
from folkmoot.voice.themes.agreement.rules import Pair, beside_each_other
from folkmoot.voice.themes.models import Drawn, Reading, Theme
from folkmoot.voice.themes.queries import codable, points_in_sight


@dataclass(frozen=True)
class Twice:
    """The points coded twice: what each coder chose, by the codes of themes; the first coder of `helped` had suggestions on the screen."""

    pairs: list[Pair]
    helped: int
    drawn: int
    themes: dict[str, Theme]


def coded_twice(viewer: Viewer) -> Twice:
    """The drawn points in sight with a first and a blind second reading by different people, as each was made."""
    seen = Drawn.objects.filter(point__in=points_in_sight(viewer).values("pk"))
    rows = Reading.objects.filter(point__in=seen.values("point"), undone_at__isnull=True).prefetch_related("themes").order_by("pk")
    first: dict[int, Reading] = {}
    second: dict[int, Reading] = {}
    for reading in rows:
        (second if reading.blind else first).setdefault(reading.point_id, reading)
    both = [point for point in second if point in first and first[point].by_id != second[point].by_id]
    pairs = [beside_each_other(_codes(first[point]), _codes(second[point])) for point in both]
    themes = {theme.code: theme for point in both for reading in (first[point], second[point]) for theme in reading.themes.all()}
    return Twice(pairs, sum(first[point].beside_id is not None for point in both), seen.count(), themes)


def _codes(reading: Reading) -> set[str]:
    return {theme.code for theme in reading.themes.all()}


def to_code_again(viewer: Viewer) -> QuerySet[Point]:
    """Drawn points that the viewer may code, did not code first, and that nobody has coded a second time."""
    read = Reading.objects.filter(point=OuterRef("pk"), undone_at__isnull=True)
    rows = codable(viewer).filter(drawn__isnull=False).filter(Exists(read.filter(blind=False)))
    return rows.exclude(Exists(read.filter(blind=True))).exclude(Exists(read.filter(by=viewer.account_id))).order_by("drawn__pk")


def could_be_drawn(viewer: Viewer) -> QuerySet[Point]:
    """Points the viewer may code that somebody went through once and that were not drawn yet."""
    read = Reading.objects.filter(point=OuterRef("pk"), undone_at__isnull=True, blind=False)
    return codable(viewer).filter(Exists(read), drawn__isnull=True).order_by("pk")
