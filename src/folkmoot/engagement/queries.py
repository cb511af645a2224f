"""Reading activities, contact with communities, and the figures for reports. Every query starts from the viewer's scope."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT, Viewer, within
from folkmoot.areas.models import County
from folkmoot.communities.models import Community
from folkmoot.engagement.figures import Deed, Figures, add_up, aimed_at_low_contact
from folkmoot.engagement.models import Activity
from folkmoot.engagement.rules import Obstacle, State, ToClose, closing_problems, state_of
from folkmoot.stakeholders.models import Contact
from folkmoot.strategy.queries import list_aims
from folkmoot.voice.models import Point
from folkmoot.voice.queries import NOT_ANSWERED, perhaps_unanswered, points_of_origin

ORIGIN = "engagement.activity"
SOON_DAYS = 14

_IN_STATE: dict[State, Q] = {
    State.PLANNED: Q(held_on__isnull=True, cancelled_on__isnull=True),
    State.RECORDED: Q(held_on__isnull=False, closed_at__isnull=True),
    State.CLOSED: Q(closed_at__isnull=False),
    State.CANCELLED: Q(cancelled_on__isnull=False),
}


def activities(viewer: Viewer) -> QuerySet[Activity]:
    """The activities in sight, each with `day`: when it was held, or else is planned for."""
    rows = Activity.objects.select_related("area", "county").annotate(day=Coalesce("held_on", "planned_for"))
    return within(viewer, rows, "engagement.read")


def get_activity(viewer: Viewer, activity_id: int) -> Activity:
    """One activity in sight with all it is linked to. Raises Activity.DoesNotExist for one out of sight."""
    people = Prefetch("contacts", Contact.objects.select_related("organisation"))
    return (
        activities(viewer)
        .prefetch_related("aims", "partnerships", "trends", "communities", "organisations", "partners", "staff", people)
        .get(pk=activity_id)
    )


def list_activities(
    viewer: Viewer, *, area_id: int | None = None, state: State | None = None, aim: int | None = None,
    community: int | None = None, organisation: int | None = None, first: date | None = None, last: date | None = None,
) -> QuerySet[Activity]:  # fmt: skip
    """Activities, the latest day first. `first` and `last` (both included) bound the day held, or else planned for.

    An aim takes in its sub-aims.
    """
    rows = activities(viewer).filter(_IN_STATE[state]) if state else activities(viewer)
    if aim is not None:
        rows = rows.filter(pk__in=Activity.objects.filter(Q(aims=aim) | Q(aims__parent=aim)).values("pk"))
    for link, asked in (("communities", community), ("organisations", organisation)):
        if asked is not None:
            rows = rows.filter(pk__in=Activity.objects.filter(**{link: asked}).values("pk"))
    bounds = {"area_id": area_id, "day__gte": first, "day__lte": last}
    asked_for = {name: value for name, value in bounds.items() if value is not None}
    return rows.filter(**asked_for).order_by("-day", "-pk")  # type: ignore[misc]  # `day` is annotated in `activities`


def waiting_to_be_recorded(viewer: Viewer, today: date, area_id: int | None = None) -> QuerySet[Activity]:
    """Planned for a day that has passed and neither recorded nor cancelled, the longest waiting first."""
    return list_activities(viewer, state=State.PLANNED, area_id=area_id).filter(planned_for__lt=today).order_by("planned_for", "pk")


def waiting_to_be_closed(viewer: Viewer, area_id: int | None = None) -> QuerySet[Activity]:
    """Recorded and not closed, the longest waiting first."""
    return list_activities(viewer, state=State.RECORDED, area_id=area_id).order_by("held_on", "pk")


def planned_next(viewer: Viewer, today: date, area_id: int | None = None) -> QuerySet[Activity]:
    """Planned from today on, the nearest first."""
    return list_activities(viewer, state=State.PLANNED, area_id=area_id).filter(planned_for__gte=today).order_by("planned_for", "pk")


def soon_without_community(viewer: Viewer, today: date, area_id: int | None = None) -> QuerySet[Activity]:
    """Planned for the next two weeks without a community that it is meant to reach, the nearest first."""
    near = planned_next(viewer, today, area_id).filter(planned_for__lte=today + timedelta(days=SOON_DAYS))
    return near.filter(communities__isnull=True)


def state_of_row(activity: Activity) -> State:
    return state_of(held_on=activity.held_on, closed=activity.closed_at is not None, cancelled=activity.cancelled_on is not None)


def points_in(viewer: Viewer, activity: Activity) -> QuerySet[Point]:
    """The points in sight that were raised in an activity, each with its state."""
    return points_of_origin(viewer, ORIGIN, activity.pk)


def raised_anything(activity: Activity) -> bool:
    """Whether any point was raised in an activity, in sight or not: where none was, nothing more of points need be read."""
    return Point.objects.filter(origin_kind=ORIGIN, origin_id=activity.pk).exists()


def unanswered_points(viewer: Viewer, activity: Activity) -> QuerySet[Point]:
    """The points raised in an activity to which nobody has answered."""
    return points_in(viewer, activity).filter(NOT_ANSWERED)


def closing_obstacles(viewer: Viewer, activity: Activity) -> list[Obstacle]:
    """What stands in the way of closing. Points that the viewer may not read stand in the way all the same, without their words."""
    waiting = list(unanswered_points(THE_PRODUCT, activity)) if perhaps_unanswered(ORIGIN, activity.pk) else []
    readable = set(points_in(viewer, activity).values_list("pk", flat=True)) if waiting else set()
    unread = _("A point raised in it has no answer yet. You may not read it; ask the inclusion manager of the Area.")
    unanswered = [Obstacle(str(point), point.pk) if point.pk in readable else Obstacle(unread) for point in waiting]
    return closing_problems(
        ToClose(
            outcome=activity.outcome, headcount=activity.headcount, purpose=activity.purpose, aims=activity.aims.count(),
            communities=activity.communities.count(), follow_up=activity.follow_up, planned=bool(activity.objective),
            result=activity.result,
        ), unanswered=unanswered,
    )  # fmt: skip


@dataclass(frozen=True)
class AimFigures:
    """The activities that served one aim; `aim_id` None (no code, no name) for those that named no aim."""

    aim_id: int | None
    aim_code: str
    aim_name: str
    figures: Figures


def engagement_figures(viewer: Viewer, area_id: int | None, first: date, last: date) -> list[AimFigures]:
    """Engagement held from `first` to `last` (both included), by aim; every aim is there, and activities without an aim come last.

    An aim takes in its sub-aims, each activity once. An activity may serve several aims and then counts in each: the aims do not
    add up to `engagement_total`.
    """
    return _by_aim(viewer, _deeds(viewer, area_id, first, last), _low_contact(viewer, last))


def _by_aim(viewer: Viewer, deeds: list[Deed], low: frozenset[int]) -> list[AimFigures]:
    aims = list(list_aims(viewer))
    family = {aim.pk: {aim.pk, *(below.pk for below in aims if below.parent_id == aim.pk)} for aim in aims}
    by_aim = [
        AimFigures(aim.pk, aim.code, aim.name, add_up([deed for deed in deeds if deed.aim_ids & family[aim.pk]], low)) for aim in aims
    ]
    without = [deed for deed in deeds if not deed.aim_ids]
    return [*by_aim, AimFigures(None, "", "", add_up(without, low))] if without else by_aim


def engagement_total(viewer: Viewer, area_id: int | None, first: date, last: date) -> Figures:
    """All engagement held from `first` to `last` (both included), each activity once."""
    return add_up(_deeds(viewer, area_id, first, last), _low_contact(viewer, last))


@dataclass(frozen=True)
class Grouped:
    """The activities of one kind, rung or county; `name` is empty for those that do not say."""

    name: str
    figures: Figures


@dataclass(frozen=True)
class Breakdown:
    """What engagement adds up to, and the same by rung of the ladder, by kind and by county: these add up to the total."""

    total: Figures
    by_aim: list[AimFigures]
    by_rung: list[Grouped]
    by_kind: list[Grouped]
    by_county: list[Grouped]


def engagement_breakdown(viewer: Viewer, area_id: int | None, first: date, last: date) -> Breakdown:
    """Engagement held from `first` to `last` (both included) by aim, rung, kind and county; what nothing was held under is left out."""
    deeds, low = _deeds(viewer, area_id, first, last), _low_contact(viewer, last)
    by_aim = [each for each in _by_aim(viewer, deeds, low) if each.figures.activities]
    county_ids = {deed.county_id for deed in deeds if deed.county_id is not None}
    counties = {str(county.pk): county.name for county in sorted(County.objects.filter(pk__in=county_ids), key=lambda row: row.name)}

    def grouped(names: Mapping[str, str], key: Callable[[Deed], str]) -> list[Grouped]:
        named = [Grouped(name, add_up([deed for deed in deeds if key(deed) == stored], low)) for stored, name in {**names, "": ""}.items()]
        return [each for each in named if each.figures.activities]

    return Breakdown(
        add_up(deeds, low), by_aim,
        grouped({value: str(label) for value, label in Activity.Purpose.choices}, lambda deed: deed.purpose),
        grouped({value: str(label) for value, label in Activity.Kind.choices}, lambda deed: deed.kind),
        grouped(counties, lambda deed: str(deed.county_id or "")),
    )  # fmt: skip


def _deeds(viewer: Viewer, area_id: int | None, first: date, last: date) -> list[Deed]:
    held = within(viewer, Activity.objects.filter(held_on__range=(first, last)), "engagement.read").order_by("pk")
    rows = held.filter(area_id=area_id) if area_id is not None else held
    aims = _ids_by_activity(Activity.aims.through.objects.filter(activity__in=rows).values_list("activity", "aim"))
    communities = _ids_by_activity(Activity.communities.through.objects.filter(activity__in=rows).values_list("activity", "community"))
    stated = rows.values_list("pk", "held_on", "headcount", "staff_quarters", "cost_pence", "kind", "purpose", "county_id")
    return [
        Deed(pk, held_on, people, quarters, pence, frozenset(aims.get(pk, ())), frozenset(communities.get(pk, ())), kind, rung, county)
        for pk, held_on, people, quarters, pence, kind, rung, county in stated
        if held_on
    ]


def _low_contact(viewer: Viewer, last: date) -> frozenset[int]:
    held = within(viewer, Activity.objects.filter(held_on__lte=last), "engagement.read")
    links = Activity.communities.through.objects.filter(activity__in=held).values_list("community", "activity__held_on", "activity")
    every = dict(Community.objects.values_list("pk", "contact_every_months"))
    return aimed_at_low_contact(((community, held_on, activity) for community, held_on, activity in links if held_on), every)


def _ids_by_activity(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for activity, linked in pairs:
        found.setdefault(activity, []).append(linked)
    return found
