"""Reading points. Every query starts from the viewer's scope; the state is derived in the database, the same for one and for a million."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, DateField, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower, TruncDate

from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.queries import achieved_days, raised_times
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.rules import Facts, State, overdue_before

ORIGIN = "voice.point"


@dataclass(frozen=True)
class Loop:
    """The loop in four numbers: of the points raised, how many were answered, changed something, and had it told."""

    raised: int = 0
    answered: int = 0
    changed: int = 0
    told: int = 0


def points(viewer: Viewer) -> QuerySet[Point]:
    """The points in sight, each with its `state` and the days that decide it: `answered_on`, `changed_on`, `told_on` (None: not yet).

    See `rules.Facts` for what each day means; a test compares this with `rules.state_of` over every combination.
    """
    rows = Point.objects.select_related("area", "aim").annotate(
        latest_outcome=_of_latest(Answer, "outcome"),
        latest_answer_on=_of_latest(Answer, "on"),
        acted_on=TruncDate(Subquery(raised_times(ORIGIN, "pk")[:1])),
        changed_on=Subquery(achieved_days(ORIGIN, "pk")[:1]),
        told_on=_of_latest(Telling, "on"),
    )
    answers = Q(latest_outcome__isnull=False) & ~Q(latest_outcome=Answer.Outcome.NEEDS_MORE)
    day = Coalesce(F("latest_answer_on"), F("acted_on"))
    answered = Case(When(answers | Q(acted_on__isnull=False), then=day), default=Value(None), output_field=DateField())
    return within(viewer, rows.annotate(answered_on=answered).annotate(state=_state()), "voice.read")


def get_point(viewer: Viewer, point_id: int) -> Point:
    """One point in sight. Raises Point.DoesNotExist for one out of sight, as for one that does not exist."""
    return points(viewer).get(pk=point_id)


def list_points(
    viewer: Viewer, *, area_id: int | None = None, state: State | None = None, reached: State | None = None, nature: str = "",
    origin_kind: str = "", theme: str = "", first: date | None = None, last: date | None = None, overdue_on: date | None = None,
    untold: bool = False, longest_first: bool = False,
) -> QuerySet[Point]:  # fmt: skip
    """Points in sight, newest first. `first` and `last` (both included) bound the day each was said.

    `state` is where a point is now; `reached` a step of the loop it has come through (the rows behind `count_loop`);
    `overdue_on` today's date, for those whose answer is overdue; `untold` those answered or changed of which nobody was told.
    `longest_first` puts those first that have waited longest: for an answer, or with `untold` for being told.
    """
    chosen = {
        "area_id": area_id, "state": state, "nature": nature, "origin_kind": origin_kind, "theme__iexact": theme,
        "said_on__gte": first, "said_on__lte": last,
    }  # fmt: skip
    rows = points(viewer).filter(**{name: value for name, value in chosen.items() if value not in (None, "")})
    if reached:
        rows = rows.filter(REACHED[reached])
    if overdue_on:
        rows = rows.filter(Q(state=State.RAISED), said_on__lt=overdue_before(overdue_on))
    if untold:
        rows = rows.filter(Q(state__in=(State.ANSWERED, State.CHANGED)))
    return rows.order_by("answered_on" if untold else "said_on", "pk") if longest_first else rows


def points_of_origin(viewer: Viewer, origin_kind: str, origin_id: int) -> QuerySet[Point]:
    """The points in sight that were raised in one place (a meeting, a form …), in the order they were recorded."""
    return points(viewer).filter(origin_kind=origin_kind, origin_id=origin_id).order_by("pk")


def count_loop(viewer: Viewer, *, area_id: int | None = None, first: date | None = None, last: date | None = None) -> Loop:
    """The loop of the points in sight said from `first` to `last` (both included)."""
    rows = list_points(viewer, area_id=area_id, first=first, last=last).order_by()
    return Loop(**rows.aggregate(**_LOOP))


def count_loop_by_area(viewer: Viewer, *, first: date | None = None, last: date | None = None) -> dict[int, Loop]:
    """The loop of each Area in sight where something was said, in one query."""
    rows = list_points(viewer, first=first, last=last).order_by().values("area_id").annotate(**_LOOP)
    return {row.pop("area_id"): Loop(**row) for row in rows.values("area_id", *_LOOP)}


def count_overdue_by_area(viewer: Viewer, *, today: date) -> dict[int, int]:
    """How many points in sight have waited too long for an answer, by Area; no entry for none."""
    rows: QuerySet[Any, Any] = list_points(viewer, overdue_on=today).order_by()
    return dict(rows.values("area_id").annotate(number=Count("pk")).values_list("area_id", "number"))


@dataclass(frozen=True)
class ThemeLine:
    """How often a theme was raised: in each period asked for, in their order, and in how many Areas over all of them."""

    theme: str
    numbers: list[int]
    areas: int

    @property
    def total(self) -> int:
        return sum(self.numbers)


def themes_in_use(viewer: Viewer, *, area_id: int | None = None) -> list[str]:
    """The themes written so far, the commonest first; those that differ only in capital letters are one."""
    rows = _by_theme(viewer, area_id).annotate(number=Count("pk")).order_by("-number", "key")
    return [row["name"] for row in rows]


def count_themes(viewer: Viewer, *, periods: Sequence[tuple[date, date]], area_id: int | None = None) -> list[ThemeLine]:
    """The themes raised in the periods (first and last day, both included), those of most Areas first and then of most points."""
    within_them = Q()
    for first, last in periods:
        within_them |= Q(said_on__range=(first, last))
    counts = {f"period_{place}": Count("pk", filter=Q(said_on__range=period)) for place, period in enumerate(periods)}
    rows = _by_theme(viewer, area_id).annotate(areas=Count("area_id", filter=within_them, distinct=True), **counts)
    lines = [ThemeLine(row["name"], [row[name] for name in counts], row["areas"]) for row in rows]
    return sorted((line for line in lines if line.areas), key=lambda line: (-line.areas, -line.total, line.theme.casefold()))


def _by_theme(viewer: Viewer, area_id: int | None) -> QuerySet[Any, Any]:
    rows = within(viewer, Point.objects.exclude(theme=""), "voice.read").order_by()
    rows = rows.filter(area_id=area_id) if area_id is not None else rows
    return rows.values(key=Lower("theme")).annotate(name=Min("theme"))


def facts_of(point: Point) -> Facts:
    """The days that decide the state of a point read by `points`."""
    return Facts(point.answered_on, point.changed_on, point.told_on)  # type: ignore[attr-defined]


# Which points have come through each step. A point told without any change counts as answered and told, not as changed.
REACHED: dict[State, Q] = {
    State.RAISED: Q(),
    State.ANSWERED: Q(answered_on__isnull=False),
    State.CHANGED: Q(answered_on__isnull=False, changed_on__isnull=False),
    State.TOLD: Q(state=State.TOLD),
}
_LOOP = {step.value: Count("pk", filter=where) if where else Count("pk") for step, where in REACHED.items()}


def _of_latest(hung: type[Answer] | type[Telling], field: str) -> Subquery:
    return Subquery(hung.objects.filter(point=OuterRef("pk")).order_by("-on", "-pk").values(field)[:1])


def _state() -> Case:
    told_of_answer = Q(told_on__gte=F("answered_on"))
    told_of_change = Q(changed_on__isnull=True) | Q(told_on__gte=F("changed_on"))
    return Case(
        When(answered_on__isnull=True, then=Value(State.RAISED.value)),
        When(told_of_answer & told_of_change, then=Value(State.TOLD.value)),
        When(changed_on__isnull=False, then=Value(State.CHANGED.value)),
        default=Value(State.ANSWERED.value),
        output_field=CharField(),
    )
