"""Reading themes, codings and what was counted with them. Every query starts from the viewer's scope."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When

from folkmoot.accounts.scope import Viewer, within
from folkmoot.voice.models import Point
from folkmoot.voice.themes.models import Coding, Reading, Theme
from folkmoot.voice.themes.rules import names_of

RESTRICTED = "restricted"
Period = tuple[date, date]


def points_in_sight(viewer: Viewer) -> QuerySet[Point]:
    """The points a viewer may read, those kept to the people who answer only for these; without the state that `voice.queries` adds."""
    rows = within(viewer, Point.objects.order_by(), "voice.read")
    sight = viewer.sight("voice.restricted")
    if sight.national:
        return rows
    return rows.filter(~Q(visibility=RESTRICTED) | Q(area_id__in=sight.area_ids))


def codable(viewer: Viewer) -> QuerySet[Point]:
    """The points a viewer may both read and code."""
    return within(viewer, points_in_sight(viewer), "voice.write")


def themes_in_use(viewer: Viewer, *, area_id: int | None, on: date) -> QuerySet[Theme]:
    """What points of an Area (None: of the whole service) can be coded with on a day: the national list, then the Area's own themes."""
    where = Q(area__isnull=True) if area_id is None else Q(area__isnull=True) | Q(area_id=area_id)
    rows = Theme.objects.filter(where, starts__lte=on).filter(Q(ends__isnull=True) | Q(ends__gt=on))
    return rows.select_related("parent", "area").order_by(F("area_id").asc(nulls_first=True), "order", "name_en")


def theme_named(words: str, *, area_id: int, on: date) -> Theme | None:
    """The theme in use that a noted word names, in either language, whatever its capitals; the national list before an Area's own."""
    return by_name(area_id=area_id, on=on).get(words.strip().casefold())


def by_name(*, area_id: int, on: date) -> dict[str, Theme]:
    """Every name and alias that stands for a theme in use in an Area."""
    where = Q(area__isnull=True) | Q(area_id=area_id)
    rows = Theme.objects.filter(where, starts__lte=on).filter(Q(ends__isnull=True) | Q(ends__gt=on))
    found: dict[str, Theme] = {}
    for theme in rows.order_by(F("area_id").asc(nulls_first=True), "order"):
        for name in names_of(name_en=theme.name_en, name_cy=theme.name_cy, aliases=theme.aliases):
            found.setdefault(name, theme)
    return found


def codings_of(viewer: Viewer, point_ids: Iterable[int]) -> dict[int, list[Coding]]:
    """The codings that hold now of the points in sight, by point; no entry for a point without any."""
    rows = Coding.objects.filter(ended_at__isnull=True, point__in=points_in_sight(viewer).filter(pk__in=list(point_ids)).values("pk"))
    found: dict[int, list[Coding]] = defaultdict(list)
    for coding in rows.select_related("theme", "by").order_by("theme__order", "pk"):
        found[coding.point_id].append(coding)
    return dict(found)


def last_reading(point: Point) -> int:
    """What changes whenever a point is coded anew or a coding undone: the latest reading that counts, 0 for none."""
    rows = Reading.objects.filter(point=point, blind=False, undone_at__isnull=True)
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def is_coded() -> Q:
    """Of a point: somebody coded it, or went through it and found that no theme fits. Suggestions do not count."""
    return is_coded_through("pk")


def is_coded_through(path: str) -> Q:
    """`is_coded` of the point that a row leads to."""
    live = Coding.objects.filter(point=OuterRef(path), ended_at__isnull=True)
    read = Reading.objects.filter(point=OuterRef(path), blind=False, undone_at__isnull=True)
    return Q(Exists(live)) | Q(Exists(read))


@dataclass(frozen=True)
class ThemeLine:
    """How many points bear a theme: in each period asked for, in their order, and in how many Areas over all of them."""

    theme: Theme
    numbers: list[int]
    areas: int

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True)
class ThemeCounts:
    """Themes by period. `coded` and `points` are the points coded and all points of each period: base and completeness."""

    lines: list[ThemeLine] = field(default_factory=list)
    coded: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Among:
    """Which points are counted; blank and None stand for all of them. `ids` is a set of points to stay within."""

    area_id: int | None = None
    origin_kind: str = ""
    nature: str = ""
    characteristic: str = ""
    ids: QuerySet[Any, Any] | None = None

    def of(self, rows: QuerySet[Point]) -> QuerySet[Point]:
        plain = {"area_id": self.area_id, "origin_kind": self.origin_kind, "nature": self.nature}
        rows = rows.filter(**{name: value for name, value in plain.items() if value not in (None, "")})
        if self.characteristic:
            rows = rows.filter(pk__in=_bearing_on(self.characteristic))
        return rows if self.ids is None else rows.filter(pk__in=self.ids)


def _bearing_on(characteristic: str) -> QuerySet[Any, Any]:
    from folkmoot.voice.models import EqualityCode

    return EqualityCode.objects.filter(characteristic=characteristic).values("point")


def count_themes(viewer: Viewer, *, periods: Sequence[Period], area_id: int | None = None, among: Among | None = None) -> ThemeCounts:
    """The themes of the points in sight said in the periods (first and last day, both included), those of most points first.

    A local theme that was merged into another is counted as that one. Three queries, whatever the number.
    """
    counted = (among or Among(area_id)).of(points_in_sight(viewer))
    within_them = _in_any(periods, "")
    sums = counted.filter(within_them).aggregate(**_base(periods))
    rows: QuerySet[Any, Any] = (
        Coding.objects.filter(ended_at__isnull=True, point__in=counted.values("pk"))
        .filter(_in_any(periods, "point__"))
        .order_by()
        .values(counts_as=counted_as())
        .annotate(areas=Count("point__area", distinct=True), **_by_period(periods))
    )
    found = {row["counts_as"]: row for row in rows}
    themes = Theme.objects.in_bulk(found)
    lines = [ThemeLine(themes[key], [row[f"period_{place}"] for place in range(len(periods))], row["areas"]) for key, row in found.items()]
    lines.sort(key=lambda line: (-line.total, -line.areas, line.theme.order, line.theme.name_en.casefold()))
    places = range(len(periods))
    return ThemeCounts(lines, [sums[f"coded_{each}"] for each in places], [sums[f"points_{each}"] for each in places])


@dataclass(frozen=True)
class SourceCounts:
    """Themes by where the points came from (a kind of origin): points of each theme, and the points coded and all points."""

    numbers: dict[Theme, dict[str, int]]
    bases: dict[str, tuple[int, int]]


def count_by_source(viewer: Viewer, *, first: date, last: date, among: Among | None = None) -> SourceCounts:
    """The themes of the points in sight said in a period, by origin; sources of most points first. Three queries, whatever the number."""
    counted = (among or Among()).of(points_in_sight(viewer)).filter(said_on__range=(first, last))
    every: QuerySet[Any, Any] = counted.values("origin_kind").annotate(every=Count("pk"), read=Count("pk", filter=is_coded()))
    bases = {row["origin_kind"]: (row["read"], row["every"]) for row in every.order_by("-every", "origin_kind")}
    rows: QuerySet[Any, Any] = Coding.objects.filter(ended_at__isnull=True, point__in=counted.values("pk")).order_by()
    numbers: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows.values("point__origin_kind", counts_as=counted_as()).annotate(number=Count("point", distinct=True)):
        numbers[row["counts_as"]][row["point__origin_kind"]] = row["number"]
    themes = Theme.objects.in_bulk(numbers)
    ranked = sorted(themes, key=lambda key: (-sum(numbers[key].values()), themes[key].order, themes[key].name_en))
    return SourceCounts({themes[key]: numbers[key] for key in ranked}, bases)


def _in_any(periods: Sequence[Period], of: str) -> Q:
    where = Q(pk__in=[])
    for period in periods:
        where |= Q(**{f"{of}said_on__range": period})
    return where


def _base(periods: Sequence[Period]) -> dict[str, Count]:
    sums = {}
    for place, period in enumerate(periods):
        here = Q(said_on__range=period)
        sums[f"points_{place}"] = Count("pk", filter=here)
        sums[f"coded_{place}"] = Count("pk", filter=here & is_coded())
    return sums


def _by_period(periods: Sequence[Period]) -> dict[str, Count]:
    """Points, each once: a point coded with a theme and with another merged into it is one."""
    return {
        f"period_{place}": Count("point", filter=Q(point__said_on__range=period), distinct=True) for place, period in enumerate(periods)
    }


def counted_as(path: str = "theme") -> Case:
    """The theme that a theme counts as: a local one that was merged counts as the one it was merged into."""
    merged = When(**{f"{path}__area__isnull": False, f"{path}__replaced_by__isnull": False}, then=F(f"{path}__replaced_by"))
    return Case(merged, default=F(path))


def points_of_theme(viewer: Viewer, theme: Theme, *, among: Among | None = None) -> QuerySet[Point]:
    """The points in sight that bear a theme, or one merged into it, newest first."""
    bearing = Coding.objects.filter(ended_at__isnull=True).filter(
        Q(theme=theme) | Q(theme__replaced_by=theme, theme__area__isnull=False)
    )  # fmt: skip
    rows = (among or Among()).of(points_in_sight(viewer)).filter(pk__in=bearing.values("point"))
    return rows.select_related("area").order_by("-said_on", "-pk")


def themes_of_points(viewer: Viewer, point_ids: Iterable[int] | QuerySet[Any, Any], *, on: date | None = None) -> dict[int, list[Theme]]:
    """The themes of each point (by ids, or a subquery of them), those merged counted as what they were merged into; with `on`, as coded by
    that day (included).
    """
    ids = point_ids if isinstance(point_ids, QuerySet) else list(point_ids)
    seen = points_in_sight(viewer).filter(pk__in=ids).values("pk")
    rows = Coding.objects.filter(point__in=seen).select_related("theme__replaced_by")
    if on is None:
        rows = rows.filter(ended_at__isnull=True)
    else:
        rows = rows.filter(at__date__lte=on).filter(Q(ended_at__isnull=True) | Q(ended_at__date__gt=on))
    found: dict[int, dict[int, Theme]] = defaultdict(dict)
    for coding in rows.order_by("theme__order", "pk"):
        theme = coding.theme.replaced_by if coding.theme.area_id and coding.theme.replaced_by else coding.theme
        found[coding.point_id][theme.pk] = theme
    return {point: list(themes.values()) for point, themes in found.items()}


def bearing(name: str) -> Q:
    """Of a point: it is coded with the theme of this name, in either language, or one merged into it. A name that is no theme's is looked
    for among the words noted when points were recorded.
    """
    themes = list(Theme.objects.filter(Q(name_en__iexact=name) | Q(name_cy__iexact=name)).values_list("pk", flat=True))
    if not themes:
        return Q(theme__iexact=name)
    merged = Q(theme__replaced_by__in=themes, theme__area__isnull=False)
    return Q(pk__in=Coding.objects.filter(Q(theme__in=themes) | merged, ended_at__isnull=True).values("point"))


def names_coded(viewer: Viewer, *, area_id: int | None = None) -> list[str]:
    """The names of the themes that points in sight bear, the commonest first."""
    seen = Among(area_id).of(points_in_sight(viewer)).values("pk")
    rows: QuerySet[Any, Any] = Coding.objects.filter(ended_at__isnull=True, point__in=seen).order_by().values(counts_as=counted_as())
    numbers = {row["counts_as"]: row["number"] for row in rows.annotate(number=Count("point", distinct=True))}
    themes = Theme.objects.in_bulk(numbers).values()
    return [theme.name for theme in sorted(themes, key=lambda theme: (-numbers[theme.pk], theme.order, theme.name_en))]
