"""Reading points. Every query starts from the viewer's scope; the state is derived in the database, the same for one and for a million."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Case, CharField, Count, DateField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Least, Lower, NullIf, TruncDate

from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.queries import achieved_days, raised_times
from folkmoot.voice.issues.models import IssuePoint
from folkmoot.voice.models import Answer, EqualityCode, Point, Telling
from folkmoot.voice.rules import RESPONSE_DAYS_OF, Facts, Share, State, Step, due_on, overdue_before, step_of
from folkmoot.voice.themes.queries import bearing, names_coded

ORIGIN, ISSUE_ORIGIN = "voice.point", "voice.issue"
NOT_ANSWERED = Q(answered_on__isnull=True)  # what the state "raised" is, in a tenth of the words that `state` takes in the database


@dataclass(frozen=True)
class Loop:
    """The loop in four numbers: of the points raised, how many were answered, changed something, and had it told."""

    raised: int = 0
    answered: int = 0
    changed: int = 0
    told: int = 0


def points(viewer: Viewer) -> QuerySet[Point]:
    """The points in sight, each with its `state` and the days that decide it: `answered_on`, `changed_on`, `told_on` (None: not yet).

    An action of an issue, of the whole service or of the point's Area, counts for the points that belong to the issue now, from the
    day each was said: what was begun before it was said is no answer to it. Points kept to those who answer are in sight for nobody
    else. See `rules.Facts` for what each day means; a test compares this with `rules.state_of` over every combination.
    """
    return within(viewer, _with_states().filter(open_to(viewer)), "voice.read")


@cache
def _with_states() -> QuerySet[Point]:
    """Every point with its state. Kept for the life of the process: to put the query together costs more than to run it."""
    rows = Point.objects.select_related("area", "aim").annotate(
        latest_outcome=_of_latest(Answer, "outcome"),
        latest_answer_on=_of_latest(Answer, "on"),
        acted_on=_one_of(Least, date.max, TruncDate(Subquery(raised_times(ORIGIN, "pk")[:1])), _acted_through_issues()),
        changed_on=_one_of(Greatest, date.min, Subquery(achieved_days(ORIGIN, "pk")[:1]), _changed_through_issues()),
        told_on=_of_latest(Telling, "on"),
    )
    answers = Q(latest_outcome__isnull=False) & ~Q(latest_outcome=Answer.Outcome.NEEDS_MORE)
    day = Coalesce(F("latest_answer_on"), F("acted_on"))
    answered = Case(When(answers | Q(acted_on__isnull=False), then=day), default=Value(None), output_field=DateField())
    return rows.annotate(answered_on=answered).annotate(state=_state())


def open_to(viewer: Viewer, point: str = "") -> Q:
    """Leaves out the points that are kept to those who answer, for a viewer who is none of them; `point` as in "point__".

    For queries that count or show points without starting from `points`.
    """
    sight = viewer.sight("voice.restricted")
    if sight.national:
        return Q()
    everyone = Q(**{f"{point}visibility": Point.Visibility.AREA})
    return everyone | Q(**{f"{point}area_id__in": sight.area_ids}) if sight.area_ids else everyone


def get_point(viewer: Viewer, point_id: int) -> Point:
    """One point in sight. Raises Point.DoesNotExist for one out of sight, as for one that does not exist."""
    return points(viewer).get(pk=point_id)


def list_points(
    viewer: Viewer, *, area_id: int | None = None, state: State | None = None, reached: State | None = None, nature: str = "",
    origin_kind: str = "", theme: str = "", first: date | None = None, last: date | None = None, overdue_on: date | None = None,
    untold: bool = False, longest_first: bool = False, characteristic: str = "", category_id: int | None = None, language: str = "",
    visibility: str = "", issue_id: int | None = None, promises_late_on: date | None = None,
) -> QuerySet[Point]:  # fmt: skip
    """Points in sight, newest first. `first` and `last` (both included) bound the day each was said.

    `state` is where a point is now; `reached` a step of the loop it has come through (the rows behind `count_loop`);
    `overdue_on` today's date, for those whose answer is overdue; `untold` those answered or changed of which nobody was told.
    `longest_first` puts those first that have waited longest: for an answer, or with `untold` for being told.
    `characteristic` and `category_id` are those of the equality codes; `promises_late_on` today's date, for promises past their day
    that nothing shows were kept.
    """
    chosen = {
        "area_id": area_id, "state": state if state is not State.RAISED else None, "nature": nature, "origin_kind": origin_kind,
        "said_on__gte": first, "said_on__lte": last, "language": language, "visibility": visibility,
    }  # fmt: skip
    rows = points(viewer).filter(**{name: value for name, value in chosen.items() if value not in (None, "")})
    if state is State.RAISED:
        rows = rows.filter(NOT_ANSWERED)
    if theme:
        rows = rows.filter(bearing(theme))
    if reached:
        rows = rows.filter(REACHED[reached])
    if overdue_on:
        rows = rows.filter(NOT_ANSWERED & _past_due(overdue_on))
    if promises_late_on:
        rows = rows.filter(Q(nature=Point.Nature.PROMISE, promise_due__lt=promises_late_on) & Q(changed_on__isnull=True))
    if characteristic or category_id:
        rows = rows.filter(pk__in=_coded(characteristic, category_id))
    if issue_id is not None:
        rows = rows.filter(pk__in=IssuePoint.objects.filter(issue_id=issue_id, left_at__isnull=True).values("point_id"))
    if untold:
        rows = rows.filter(_UNTOLD)
    return rows.order_by("answered_on" if untold else "said_on", "pk") if longest_first else rows


def points_of_origin(viewer: Viewer, origin_kind: str, origin_id: int) -> QuerySet[Point]:
    """The points in sight that were raised in one place (a meeting, a form …), in the order they were recorded."""
    return points(viewer).filter(origin_kind=origin_kind, origin_id=origin_id).order_by("pk")


def perhaps_unanswered(origin_kind: str, origin_id: int) -> bool:
    """Whether a point raised in one place, in sight or not, has no answer, or one that said more was needed: the others are answered.

    Far cheaper than working out the state of each; where nothing may be waiting nothing more of them need be read.
    """
    settled = Answer.objects.filter(point=OuterRef("pk")).exclude(outcome=Answer.Outcome.NEEDS_MORE)
    unsettled = Answer.objects.filter(point=OuterRef("pk"), outcome=Answer.Outcome.NEEDS_MORE)
    raised = Point.objects.filter(origin_kind=origin_kind, origin_id=origin_id)
    return raised.filter(~Exists(settled) | Exists(unsettled)).exists()


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


def themes_in_use(viewer: Viewer, *, area_id: int | None = None) -> list[str]:
    """What points can be looked up by: the themes they were coded with, the commonest first, then words noted that name none."""
    noted: QuerySet[Any, Any] = Point.objects.exclude(theme="").filter(open_to(viewer), codings__isnull=True)
    noted = within(viewer, noted, "voice.read").order_by()
    noted = noted.filter(area_id=area_id) if area_id is not None else noted
    words = noted.values(key=Lower("theme")).annotate(name=Min("theme"), number=Count("pk")).order_by("-number", "key")
    return list(dict.fromkeys([*names_coded(viewer, area_id=area_id), *(row["name"] for row in words)]))


def points_by_equality(
    viewer: Viewer, characteristic: str, *, area: int | None = None, first: date | None = None, last: date | None = None
) -> QuerySet[Point]:
    """The points in sight that are about a characteristic or one of its categories, each with its codes read (`equality`)."""
    rows = list_points(viewer, area_id=area, first=first, last=last, characteristic=characteristic)
    return rows.prefetch_related("equality__category")


def count_by_category(
    viewer: Viewer, characteristic: str, *, area: int | None = None, first: date | None = None, last: date | None = None
) -> dict[int | None, int]:
    """How many points in sight bear on each category of a characteristic; None stands for the characteristic as a whole."""
    seen = list_points(viewer, area_id=area, first=first, last=last, characteristic=characteristic).order_by().values("pk")
    codes: QuerySet[Any, Any] = EqualityCode.objects.filter(characteristic=characteristic, point__in=seen).order_by()
    return dict(codes.values("category_id").annotate(number=Count("point_id", distinct=True)).values_list("category_id", "number"))


def share_of_concerns(viewer: Viewer, *, area_id: int | None = None, first: date | None = None, last: date | None = None) -> Share:
    """Of the concerns in sight said from `first` to `last` (both included), how many led to a change."""
    rows = list_points(viewer, area_id=area_id, nature=Point.Nature.CONCERN, first=first, last=last).order_by()
    counted = rows.aggregate(base=Count("pk"), changed=Count("pk", filter=REACHED[State.CHANGED]))
    return Share(counted["changed"], counted["base"])


@dataclass(frozen=True)
class Due:
    """An unanswered point, the day by which an answer is owed, and what that asks for today."""

    point: Point
    due: date
    step: Step

    @property
    def escalates(self) -> bool:
        return self.step is Step.ESCALATE


def clock(viewer: Viewer, *, today: date) -> Iterator[Due]:
    """The unanswered points in sight with their clock, those said first before the others."""
    for point in list_points(viewer, state=State.RAISED, longest_first=True).iterator(chunk_size=500):
        due = due_of(point)
        yield Due(point, due, step_of(due, today))


def due_of(point: Point) -> date:
    """By when an answer to a point is owed."""
    return due_on(point.said_on, point.origin_kind, point.promise_due)


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
# The states "answered" and "changed", in fewer words than `state` takes in the database.
_UNTOLD = Q(answered_on__isnull=False) & (Q(told_on__isnull=True) | Q(told_on__lt=F("answered_on")) | Q(told_on__lt=F("changed_on")))
_LOOP = {step.value: Count("pk", filter=where) if where else Count("pk") for step, where in REACHED.items()}


def _past_due(today: date) -> Q:
    """The rule `rules.overdue` said in SQL; a test compares the two."""
    others = ~Q(origin_kind__in=list(RESPONSE_DAYS_OF)) & Q(said_on__lt=overdue_before(today))
    for kind, days in RESPONSE_DAYS_OF.items():
        others |= Q(origin_kind=kind, said_on__lt=overdue_before(today, days))
    return Q(promise_due__lt=today) | Q(promise_due__isnull=True) & others


def _coded(characteristic: str, category_id: int | None) -> QuerySet[Any, Any]:
    wanted = {"characteristic": characteristic, "category_id": category_id}
    return EqualityCode.objects.filter(**{name: value for name, value in wanted.items() if value}).values("point_id")


def _acted_through_issues() -> Subquery:
    """The first day on or after a point was said on which an action was raised from an issue it belongs to."""
    here = Q(area__isnull=True) | Q(area_id=OuterRef("point__area_id"))
    raised = raised_times(ISSUE_ORIGIN, "issue_id").filter(here, raised_at__date__gte=OuterRef("point__said_on"))
    return _of_memberships(TruncDate(Subquery(raised[:1])), "day")


def _changed_through_issues() -> Subquery:
    """The last day on or after a point was said on which an action of an issue it belongs to was achieved."""
    here = Q(action__area__isnull=True) | Q(action__area_id=OuterRef("point__area_id"))
    achieved = achieved_days(ISSUE_ORIGIN, "issue_id").filter(here, on__gte=OuterRef("point__said_on"))
    return _of_memberships(Subquery(achieved[:1]), "-day")


def _of_memberships(day: Any, order: str) -> Subquery:
    rows = IssuePoint.objects.filter(point=OuterRef("pk"), left_at__isnull=True).annotate(day=day).filter(day__isnull=False)
    return Subquery(rows.order_by(order).values("day")[:1])


def _one_of(pick: Any, never: date, *days: Any) -> NullIf:
    """The least or greatest of the days, which may be missing, each read once; `never` is the day that stands for none."""
    known = [Coalesce(day, Value(never), output_field=DateField()) for day in days]
    return NullIf(pick(*known), Value(never, output_field=DateField()), output_field=DateField())


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
