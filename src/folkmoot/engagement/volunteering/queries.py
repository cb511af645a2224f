"""Reading opportunities, one's own volunteering, and what all of it adds up to. Nobody's hours are shown to anybody else."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.engagement.volunteering.models import Opportunity, TakeUp, VolunteerTime
from folkmoot.engagement.volunteering.rules import Given, apart, overlapping, total_of
from folkmoot.engagement.volunteering.subtraction import Cell


def opportunities(viewer: Viewer) -> QuerySet[Opportunity]:
    """The opportunities in sight, each with `taken`: how many people have taken it up and not left."""
    still = Count("taken_up", filter=Q(taken_up__left_on__isnull=True), distinct=True)
    rows = Opportunity.objects.select_related("area", "organisation").annotate(taken=still).order_by("-starts", "-pk")
    return within(viewer, rows, "engagement.read")


def get_opportunity(viewer: Viewer, opportunity_id: int) -> Opportunity:
    """One opportunity in sight. Raises Opportunity.DoesNotExist."""
    return opportunities(viewer).prefetch_related("communities", "aims").get(pk=opportunity_id)


def list_opportunities(viewer: Viewer, *, today: date, area_id: int | None = None, ended: bool = False) -> QuerySet[Opportunity]:
    """Opportunities that have not ended, or those that did; the latest first."""
    over = Q(ends__lt=today)
    rows = opportunities(viewer).filter(over if ended else ~over | Q(ends__isnull=True)).prefetch_related("communities")
    return rows.filter(area_id=area_id) if area_id is not None else rows


def own_take_ups(viewer: Viewer) -> QuerySet[TakeUp]:
    """What the viewer took up, each with `quarters`: the time they gave. Nobody else's."""
    rows = TakeUp.objects.select_related("opportunity__area", "unit")
    rows = rows.none() if viewer.account_id is None else rows.filter(account_id=viewer.account_id)
    return rows.annotate(quarters=Sum("time__quarters")).order_by("-since", "-pk")


def own_take_up(viewer: Viewer, opportunity: Opportunity) -> TakeUp | None:
    return own_take_ups(viewer).filter(opportunity=opportunity).first()


def own_time(viewer: Viewer, *, first: date | None = None) -> QuerySet[VolunteerTime]:
    """The time that the viewer gave, the latest first. Nobody else's."""
    rows = VolunteerTime.objects.filter(take_up__in=own_take_ups(viewer).order_by().values("pk")).select_related("take_up__opportunity")
    return rows.filter(day__gte=first) if first else rows


@dataclass(frozen=True)
class VolunteeringFigures:
    """Time given by staff; each list holds only lines of enough people. `total` is None where too few people gave any.

    The lines by unit and by organisation add up to the total; those by community and by aim do not, as time may serve several.
    """

    total: Given | None
    by_unit: list[Given]
    by_organisation: list[Given]
    by_community: list[Given]
    by_aim: list[Given]
    names: dict[tuple[str, Hashable], str]


def volunteering_figures(viewer: Viewer, *, area: Area | None, first: date, last: date) -> VolunteeringFigures:
    """What staff gave from `first` to `last` (both included) in one Area or all in sight, by unit, organisation, community and aim.

    Areas in which too few people gave are left out altogether, so that the whole less the other Areas gives nothing back.
    """
    seen = within(viewer, Opportunity.objects.all(), "engagement.read")
    seen = seen.filter(area=area) if area else seen
    rows = VolunteerTime.objects.filter(take_up__opportunity__in=seen, day__range=(first, last))
    fields = (
        "take_up__account",
        "quarters",
        "take_up__opportunity",
        "take_up__unit__name",
        "take_up__opportunity__organisation__name",
        "take_up__opportunity__area",
    )
    given = _in_areas_of_many(list(rows.values_list(*fields).order_by()))
    everybody = _by(given, lambda _row: "all").get("all", {})
    names: dict[tuple[str, Hashable], str] = {}
    linked = {which: _links(which, {row[2] for row in given}, names) for which in ("communities", "aims")}
    if total_of(everybody) is None:
        return VolunteeringFigures(None, [], [], [], [], {})
    by_unit, by_organisation = apart(_by(given, _unit)), apart(_by(given, _organisation))
    # Whatever stands on the same page can be subtracted from one another.
    beside = [_cells(given), *_lines_of(given, _unit, by_unit), *_lines_of(given, _organisation, by_organisation)]
    communities, aims = (_by_several(given, linked[which]) for which in ("communities", "aims"))
    by_community = overlapping(communities, beside)
    by_aim = overlapping(aims, [*beside, *(communities[key] for key in by_community)])
    return VolunteeringFigures(
        total_of(everybody), by_unit, by_organisation, list(by_community.values()), list(by_aim.values()), names
    )  # fmt: skip


def _unit(row: Any) -> Hashable:
    return row[3] or ""


def _organisation(row: Any) -> Hashable:
    return row[4] or ""


def _cells(given: Iterable[Any]) -> dict[Cell, int]:
    """Quarter hours by person and opportunity."""
    found: dict[Cell, int] = defaultdict(int)
    for row in given:
        found[row[0], row[2]] += row[1]
    return dict(found)


def _lines_of(given: list[Any], key: Callable[[Any], Hashable], shown: list[Given]) -> list[dict[Cell, int]]:
    """What the lines shown hold; those kept together are the rest, so they tell nothing that these do not."""
    return [_cells(row for row in given if key(row) == line.key) for line in shown if line.key is not None]


def _in_areas_of_many(given: list[Any]) -> list[Any]:
    enough = {where for where, people in _by(given, lambda row: row[5]).items() if total_of(people)}
    return [row for row in given if row[5] in enough]


def _links(which: str, ids: Iterable[int], names: dict[tuple[str, Hashable], str]) -> dict[int, list[int]]:
    """The communities or aims of each opportunity; their names are put into `names`."""
    found: dict[int, list[int]] = defaultdict(list)
    for opportunity in Opportunity.objects.filter(pk__in=list(ids)).prefetch_related(which).order_by():
        for row in getattr(opportunity, which).all():
            found[opportunity.pk].append(row.pk)
            names[which, row.pk] = str(row)
    return found


def _by(given: list[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, dict[int, int]]:
    found: dict[Hashable, dict[int, int]] = {}
    for row in given:
        people = found.setdefault(key(row), {})
        people[row[0]] = people.get(row[0], 0) + row[1]
    return found


def _by_several(given: list[Any], linked: dict[int, list[int]]) -> dict[Hashable, dict[Cell, int]]:
    rows: dict[Hashable, list[Any]] = defaultdict(list)
    for row in given:
        for key in linked.get(row[2], ()):
            rows[key].append(row)
    return {key: _cells(each) for key, each in rows.items()}
