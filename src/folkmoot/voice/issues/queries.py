"""Reading issues. An issue of the whole service is seen by all who read points; its points only where each of them is in sight."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.models import Action
from folkmoot.actions.queries import actions
from folkmoot.areas.models import Area
from folkmoot.foundation.fence import lifted
from folkmoot.voice.issues.models import Issue, IssuePoint
from folkmoot.voice.issues.rules import Standing
from folkmoot.voice.issues.similar import MOST_TEXTS, most_like
from folkmoot.voice.models import Answer, Point
from folkmoot.voice.queries import ISSUE_ORIGIN, NOT_ANSWERED, REACHED, open_to, points
from folkmoot.voice.queries import ORIGIN as POINT_ORIGIN
from folkmoot.voice.rules import State

ORIGIN = ISSUE_ORIGIN
_WORDS_OF_POINTS = 50


def issues(viewer: Viewer) -> QuerySet[Issue]:
    """The issues in sight: of the viewer's Areas, of the whole service, and of other Areas where a point in sight belongs to them.

    One whose points are all kept to those who answer is kept to them too; one without points is seen by its Area.
    """
    rows = Issue.objects.select_related("area", "opened_by")
    if viewer.sight("voice.read").nothing:
        return rows.none()
    own = within(viewer, Issue.objects.filter(_open_to(viewer)), "voice.read", national_rows=True).values("pk")
    joined = _memberships(viewer).values("issue_id")
    return rows.filter(Q(pk__in=own) | Q(pk__in=joined))


def only_restricted() -> Q:
    """Issues whose points are all kept to those who answer."""
    return Q(_belonging()) & ~Q(_belonging(point__visibility=Point.Visibility.AREA))


def _open_to(viewer: Viewer) -> Q:
    sight = viewer.sight("voice.restricted")
    return Q() if sight.national else ~only_restricted() | Q(area_id__in=sight.area_ids)


def _belonging(**only: str) -> Exists:
    return Exists(IssuePoint.objects.filter(issue=OuterRef("pk"), left_at__isnull=True, **only))


def get_issue(viewer: Viewer, issue_id: int) -> Issue:
    """One issue in sight. Raises Issue.DoesNotExist for one out of sight, as for one that does not exist."""
    return issues(viewer).get(pk=issue_id)


def list_issues(viewer: Viewer, *, area_id: int | None = None, words: str = "", several_areas: bool = False) -> QuerySet[Issue]:
    """Issues in sight, the newest first: those of an Area or with a point in sight of it, with these words, in more than one Area."""
    rows = issues(viewer)
    if area_id is not None:
        joined = _memberships(viewer).filter(point__area_id=area_id).values("issue_id")
        rows = rows.filter(Q(area_id=area_id) | Q(pk__in=joined))
    for word in words.split()[:10]:
        rows = rows.filter(Q(title__icontains=word) | Q(about__icontains=word))
    if several_areas:
        now = IssuePoint.objects.filter(left_at__isnull=True).order_by().values("issue_id")
        several = now.annotate(areas=Count("point__area_id", distinct=True)).filter(areas__gt=1).values_list("issue_id", flat=True)
        with lifted():
            rows = rows.filter(pk__in=list(several))
    return rows.order_by("-opened_on", "-pk")


def issues_about(viewer: Viewer, point: Point) -> QuerySet[Issue]:
    """The issues in sight to which a point belongs now."""
    return issues(viewer).filter(pk__in=IssuePoint.objects.filter(point=point, left_at__isnull=True).values("issue_id"))


def actions_for(viewer: Viewer, point: Point) -> QuerySet[Action]:
    """The actions in sight that a point gave rise to: by itself, or through an issue it belongs to now (those that hold for its Area)."""
    of_issues = IssuePoint.objects.filter(point=point, left_at__isnull=True).values("issue_id")
    own = Q(origin_kind=POINT_ORIGIN, origin_id=point.pk)
    shared = Q(origin_kind=ORIGIN, origin_id__in=of_issues) & (Q(area__isnull=True) | Q(area_id=point.area_id))
    return actions(viewer).filter(own | shared).prefetch_related("progress", "evidence")


def points_of_issue(viewer: Viewer, issue: Issue) -> QuerySet[Point]:
    """The points in sight that belong to an issue now, those said first before the others."""
    now = IssuePoint.objects.filter(issue=issue, left_at__isnull=True)
    return points(viewer).filter(pk__in=now.values("point_id")).order_by("said_on", "pk")


def history_of(viewer: Viewer, issue: Issue) -> QuerySet[IssuePoint]:
    """Which points in sight joined and left an issue, when, by whom and why, in that order."""
    rows = within(viewer, IssuePoint.objects.filter(open_to(viewer, "point__"), issue=issue), "voice.read", area="point__area_id")
    return rows.select_related("point", "joined_by", "left_by").order_by("joined_at", "pk")


@lifted()
def standings(viewer: Viewer, of: Iterable[Issue]) -> dict[int, Standing]:
    """The standing of each of these issues, in two queries."""
    ids = [issue.pk for issue in of]
    now: QuerySet[Any, Any] = IssuePoint.objects.filter(issue_id__in=ids, left_at__isnull=True).order_by()
    areas = dict(now.values("issue_id").annotate(areas=Count("point__area_id", distinct=True)).values_list("issue_id", "areas"))
    counts = {state.value: Count("pk", filter=REACHED[state]) for state in (State.ANSWERED, State.CHANGED, State.TOLD)}
    seen: QuerySet[Any, Any] = points(viewer).filter(memberships__issue_id__in=ids, memberships__left_at__isnull=True).order_by()
    rows = seen.values("memberships__issue_id").annotate(
        points=Count("pk"), areas_seen=Count("area_id", distinct=True), first=Min("said_on"), last=Max("said_on"), **counts
    )
    names = ("points", "areas_seen", "first", "last", *counts)
    found = {row["memberships__issue_id"]: {name: row[name] for name in names} for row in rows.values("memberships__issue_id", *names)}
    return {pk: Standing(areas=areas.get(pk, 0), **found.get(pk, {})) for pk in ids}


@dataclass(frozen=True)
class AreaLine:
    """What one Area in sight holds of an issue: its points, of all that was said there in the same time (`base`)."""

    area: Any
    points: int
    base: int


def by_area(viewer: Viewer, issue: Issue, *, first: date, last: date) -> list[AreaLine]:
    """The Areas in sight where an issue was raised, most points first; `base` counts all points said there from `first` to `last`."""
    held: dict[int, list[Any]] = {}
    for point in points_of_issue(viewer, issue):
        held.setdefault(point.area_id, []).append(point)
    said = within(viewer, Point.objects.filter(open_to(viewer), said_on__range=(first, last), area_id__in=held), "voice.read")
    bases = dict(said.order_by().values("area_id").annotate(number=Count("pk")).values_list("area_id", "number"))
    lines = [AreaLine(rows[0].area, len(rows), bases.get(pk, 0)) for pk, rows in held.items()]
    return sorted(lines, key=lambda line: (-line.points, line.area.name))


def answers_to(viewer: Viewer, issue: Issue) -> list[Answer]:
    """What was answered to the points in sight of an issue, the latest first: one for each time, however many points it answered."""
    rows = Answer.objects.filter(issue=issue, point__in=points(viewer).values("pk")).select_related("by").order_by("-on", "-pk")
    once: dict[tuple[Any, ...], Answer] = {}
    for row in rows:
        once.setdefault((row.outcome, row.words, row.reason, row.on, row.by_id), row)
    return list(once.values())


def answerable(viewer: Viewer, issue: Issue, *, only_waiting: bool = False) -> list[Point]:
    """The points of an issue that the viewer may answer; `only_waiting`: those that nobody has answered."""
    sight = viewer.sight("voice.answer")
    rows = points_of_issue(viewer, issue)
    if only_waiting:
        rows = rows.filter(NOT_ANSWERED)
    return [point for point in rows if sight.holds(point.area_id)]


def area_of_action(viewer: Viewer, issue: Issue, mine: Iterable[Point]) -> Area | None:
    """Whose an action from this issue is: the issue's Area; else the whole service's, or of the one Area the viewer can act for."""
    if issue.area or viewer.sight("actions.write").national:
        return issue.area
    own = {point.area_id: point.area for point in mine if viewer.may("actions.write", point.area_id)}
    return next(iter(own.values())) if len(own) == 1 else None


@dataclass(frozen=True)
class ToTell:
    """Whom an issue's answer is to be told: by e-mail from here, otherwise by hand, and those of whom no way is known."""

    by_mail: list[Point]
    by_hand: list[Point]
    unknown: list[Point]


def to_tell(viewer: Viewer, issue: Issue) -> ToTell:
    """The points of an issue that were answered and of which nobody was told, by how each wants to be told."""
    rows = [point for point in answerable(viewer, issue) if point.state in (State.ANSWERED, State.CHANGED)]  # type: ignore[attr-defined]
    by_mail = [point for point in rows if point.reply_by == Point.ReplyBy.EMAIL]
    by_hand = [point for point in rows if point.reply_by and point not in by_mail]
    return ToTell(by_mail, by_hand, [point for point in rows if not point.reply_by])


def points_named(viewer: Viewer, ids: Iterable[int]) -> list[Point]:
    """The points in sight of these ids."""
    return list(points(viewer).filter(pk__in=list(ids)))


@dataclass(frozen=True)
class Alike:
    """A point or an issue suggested because its words are like others; `percent` is how much (0 to 100), never a probability."""

    row: Any
    percent: int


def similar_points(viewer: Viewer, issue: Issue, *, words: str = "", most: int = 12) -> list[Alike]:
    """Points in sight that might belong to an issue, the likest first: by its words and those of its points, or by `words` alone.

    The few thousand points said last are looked through; those that belong to it or were taken out of it are not suggested again.
    """
    met = IssuePoint.objects.filter(issue=issue).values("point_id")
    own = " ".join(f"{point.words[:500]} {point.theme}" for point in points_of_issue(viewer, issue)[:_WORDS_OF_POINTS])
    return _like(words or f"{issue.title} {issue.about} {own}", _recent(viewer).exclude(pk__in=met), most)


def similar_to_point(viewer: Viewer, point: Point, *, most: int = 8) -> list[Alike]:
    """Points in sight that say something like this one."""
    return _like(f"{point.words} {point.theme}", _recent(viewer).exclude(pk=point.pk), most)


def issues_like(viewer: Viewer, point: Point, *, most: int = 8) -> list[Alike]:
    """The issues in sight that this point might belong to, the likest first, and then the newest."""
    rows = list(issues(viewer).exclude(memberships__point=point, memberships__left_at__isnull=True)[:MOST_TEXTS])
    like = most_like(f"{point.words} {point.theme}", [f"{issue.title} {issue.about}" for issue in rows], most=most)
    found = [Alike(rows[place], round(100 * value)) for place, value in like]
    known = {each.row.pk for each in found}
    return found + [Alike(issue, 0) for issue in rows if issue.pk not in known][: most - len(found)]


def _like(words: str, rows: QuerySet[Point], most: int) -> list[Alike]:
    known = list(rows.values_list("pk", "words", "theme"))
    like = most_like(words, [f"{said} {theme}" for _pk, said, theme in known], most=most)
    found = Point.objects.select_related("area").in_bulk([known[place][0] for place, _value in like])
    return [Alike(found[known[place][0]], round(100 * value)) for place, value in like]


def _recent(viewer: Viewer) -> QuerySet[Point]:
    rows = within(viewer, Point.objects.filter(open_to(viewer)), "voice.read").order_by("-said_on", "-pk")
    return Point.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:MOST_TEXTS]))


def _memberships(viewer: Viewer) -> QuerySet[IssuePoint]:
    """What belongs to an issue now and is in sight."""
    rows = IssuePoint.objects.filter(open_to(viewer, "point__"), left_at__isnull=True)
    return within(viewer, rows, "voice.read", area="point__area_id")
