"""Reading: the gaps of a year, a score over the years, what was brought in. All figures are of the whole service."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.published.survey.catalogue import Break, GroupKind, breaks_of, characteristics
from folkmoot.workforce.survey.models import SurveyFigure, SurveyLoad, SurveyOrganisation
from folkmoot.workforce.survey.rules import GapRow, Score, TrendYear, gaps_of, trend_of

READ = "workforce.read"
ORIGIN = "workforce.surveyfigure"
Whose = SurveyFigure.Whose


@dataclass(frozen=True)
class Gaps:
    """The gaps of one year and characteristic: the service's, everybody's beside them, and how complete they are.

    `alone` are groups compared with nobody, such as "prefer not to say". `answered` is how many of the groups shown answered;
    `of` how many did by the fullest characteristic of that year: the share known is at most one over the other.
    """

    year: int
    characteristic: str
    rows: list[GapRow]
    alone: list[GapRow]
    everybody: dict[tuple[str, str], GapRow]
    totals: dict[tuple[str, str], Score]
    answered: int | None
    of: int | None
    loads: list[SurveyLoad]


def organisation(viewer: Viewer) -> str:
    """The service's name in the published tables; "" until somebody has chosen it."""
    viewer.require(READ)
    return SurveyOrganisation.objects.values_list("name", flat=True).first() or ""


def loads(viewer: Viewer) -> QuerySet[SurveyLoad]:
    viewer.require(READ)
    return SurveyLoad.objects.select_related("by", "taken_back_by")


def in_use(viewer: Viewer) -> QuerySet[SurveyFigure]:
    """Figures that stand: those of files not taken back, the service's under the name that holds now. Later publications come last."""
    rows = SurveyFigure.objects.filter(load__taken_back_at__isnull=True).order_by("load__year", "load__at", "load_id", "id")
    return rows.filter(~Q(whose=Whose.ORGANISATION) | Q(load__organisation=organisation(viewer)))


def asked(viewer: Viewer) -> dict[str, list[int]]:
    """The characteristics for which the service has figures, with their years, the latest first; in the catalogue's order."""
    rows = in_use(viewer).filter(whose=Whose.ORGANISATION).exclude(characteristic="")
    found: dict[str, set[int]] = {}
    for characteristic, year in rows.order_by().values_list("characteristic", "year").distinct():
        found.setdefault(characteristic, set()).add(year)
    return {one: sorted(found[one], reverse=True) for one in characteristics() if one in found}


def gaps(viewer: Viewer, year: int, characteristic: str) -> Gaps:
    """What one year says of one characteristic: three queries, however many groups and scores."""
    rows = list(in_use(viewer).filter(year=year, characteristic__in=("", characteristic)).select_related("load"))
    mine = _latest(rows, characteristic, {Whose.ORGANISATION})
    everybody = gaps_of(year, characteristic, _scores(_latest(rows, characteristic, {Whose.MEAN})))
    judged = gaps_of(year, characteristic, _scores(mine))
    totals = {(row.whose, row.item): score_of(row) for row in rows if not row.characteristic}
    answered, of = _answered(viewer, year, characteristic)
    return Gaps(
        year, characteristic, [row for row in judged if row.group.kind is GroupKind.GROUP],
        [row for row in judged if row.group.kind is not GroupKind.GROUP],
        {(row.group.code, row.item.code): row for row in everybody}, totals, answered, of,
        sorted({row.load for row in rows if row.characteristic}, key=lambda load: (-load.year, -load.pk)),
    )  # fmt: skip


def gap_rows(viewer: Viewer, year: int, characteristic: str = "") -> list[GapRow]:
    """The service's gaps in a year, of one characteristic or of all, each characteristic judged together."""
    rows = list(in_use(viewer).filter(year=year, whose=Whose.ORGANISATION))
    wanted = [characteristic] if characteristic else [one for one in characteristics() if any(row.characteristic == one for row in rows)]
    found = [gaps_of(year, one, _scores(_latest(rows, one, {Whose.ORGANISATION}))) for one in wanted]
    return [row for several in found for row in several if row.group.kind is GroupKind.GROUP]


def latest_year(viewer: Viewer) -> int | None:
    """The latest survey of which the service's own figures are in."""
    return max((years[0] for years in asked(viewer).values()), default=None)


def trend(viewer: Viewer, characteristic: str, item: str) -> dict[str, list[TrendYear]]:
    """The service's gap in one score over the years, by group: one query. Each year is judged as it stood in all its scores."""
    rows = list(in_use(viewer).filter(whose=Whose.ORGANISATION, characteristic=characteristic))
    by_group: dict[str, list[GapRow]] = {}
    for year in sorted({row.year for row in rows}):
        figures = _latest((row for row in rows if row.year == year), characteristic, {Whose.ORGANISATION})
        for row in gaps_of(year, characteristic, _scores(figures)):
            if row.item.code == item and row.group.kind is GroupKind.GROUP:
                by_group.setdefault(row.group.code, []).append(row)
    return {group: trend_of(series) for group, series in by_group.items()}


def breaks(item: str, characteristic: str) -> list[Break]:
    """Where a series of a score for the groups of a characteristic breaks."""
    return breaks_of(item, characteristic)


def _latest(rows: Iterable[SurveyFigure], characteristic: str, whose: set[str]) -> dict[tuple[str, str], SurveyFigure]:
    """One figure for each group and score: the one last published, which recalculates earlier ones."""
    return {(row.group, row.item): row for row in rows if row.characteristic == characteristic and row.whose in whose}


def _scores(figures: dict[tuple[str, str], SurveyFigure]) -> dict[tuple[str, str], Score]:
    return {key: score_of(figure) for key, figure in figures.items()}


def score_of(figure: SurveyFigure) -> Score:
    return Score(figure.base, figure.low, figure.high, figure.decimals, figure.base_rounded, figure.pk)


def _answered(viewer: Viewer, year: int, characteristic: str) -> tuple[int | None, int | None]:
    """How many answered in the groups of a characteristic, and in those of whichever characteristic has most; one query."""
    rows = in_use(viewer).filter(year=year, whose=Whose.ORGANISATION, base__isnull=False).exclude(characteristic="")
    bases: dict[str, dict[str, int]] = {}
    for one, group, base in rows.values_list("characteristic", "group", "base"):
        groups = bases.setdefault(one, {})
        groups[group] = max(base or 0, groups.get(group, 0))
    sums = {one: sum(groups.values()) for one, groups in bases.items()}
    return sums.get(characteristic), max(sums.values(), default=None)


def figure_in_sight(viewer: Viewer, pk: int) -> SurveyFigure | None:
    """A figure that stands, by its number."""
    return in_use(viewer).filter(pk=pk).first()
