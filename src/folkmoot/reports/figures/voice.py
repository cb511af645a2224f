"""What communities said in the period and what had become of it on the day of the report. No words and no names are gathered."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from folkmoot.actions.rules import State as ActionState
from folkmoot.reports.figures.actions import Standing, standings_of_issues
from folkmoot.reports.figures.scope import Scope, local_day, noted, place_of, place_or_none
from folkmoot.reports.rules import middle
from folkmoot.reports.shapes import AreaLoop, ChangedThing, Input, Loop, ThemeLoop, Voice, Waiting
from folkmoot.voice.issues.models import IssuePoint
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.queries import ORIGIN, points
from folkmoot.voice.rules import RESPONSE_DAYS, Facts, State, overdue, state_of
from folkmoot.voice.themes.queries import themes_of_points

_QUERY = (
    "points said in the period and scope, and earlier ones that nobody had answered by the day of the report, with the answers and"
    " tellings dated by then and the actions raised from them"
)
MOST_SHOWN = 10


@dataclass(frozen=True)
class Heard:
    """A point as it stood on the day of the report. `first_answer` is the day of the first answer that counts, or of the first action.

    `themes` are those it was coded with by then, the word noted when it was recorded among them.
    """

    point: Point
    facts: Facts
    first_answer: date | None
    actioned: bool
    themes: tuple[str, ...] = ()

    @property
    def theme(self) -> str:
        """What it was coded with by then, in a word; blank where nobody had coded it."""
        return ", ".join(self.themes)

    @property
    def state(self) -> State:
        return state_of(self.facts)

    @property
    def days(self) -> int | None:
        return (self.first_answer - self.point.said_on).days if self.first_answer else None


def gather(scope: Scope, known: Sequence[Standing]) -> tuple[Voice, Input]:
    """`known` are the actions of the scope as they stood: a point is changed where one raised from it was achieved."""
    heard = _heard(scope, known)
    said = [one for one in heard if scope.holds(one.point.said_on)]
    waiting = sorted((one for one in heard if one.state is State.RAISED), key=lambda one: (one.point.said_on, one.point.pk))
    concerns = [one for one in said if one.point.nature == Point.Nature.CONCERN]
    days = [one.days for one in said if one.days is not None]
    figures: Voice = {
        "loop": _loop(said),
        "by_nature": [{"nature": nature, "loop": _loop(rows)} for nature, rows in _grouped(said, lambda one: one.point.nature)],
        "by_theme": _by_theme(said),
        "by_area": [] if scope.area else _by_area(said),
        "concerns_changed": {"count": _loop(concerns)["changed"], "of": len(concerns)},
        "without_theme": sum(not one.themes for one in said),
        "median_days": middle(days),
        "answers": len(days),
        "waiting": len(waiting),
        "waiting_overdue": sum(_overdue(one.point, scope.position) for one in waiting),
        "response_days": RESPONSE_DAYS,
        "waiting_longest": [_waiting(one, scope.position) for one in waiting[:MOST_SHOWN]],
        "waiting_praise": sum(one.point.nature == Point.Nature.PRAISE for one in waiting),
        "changed_list": _changed(scope, known),
    }
    return figures, _note(heard)


def _heard(scope: Scope, known: Sequence[Standing]) -> list[Heard]:
    """The points of the period, and earlier ones that may still have been waiting: those answered in time are left out below."""
    maybe_waiting = Q(answered_on__isnull=True) | Q(answered_on__gt=scope.position)
    rows = scope.of_area(points(scope.viewer)).filter(said_on__lte=scope.position).filter(Q(said_on__gte=scope.first) | maybe_waiting)
    rows = rows.prefetch_related(
        Prefetch("answers", Answer.objects.filter(on__lte=scope.position).order_by("on", "pk"), to_attr="given"),
        Prefetch("tellings", Telling.objects.filter(on__lte=scope.position).order_by("on", "pk"), to_attr="told"),
    )
    stood = list(rows.order_by("pk"))
    raised = _raised_for(scope, known, stood)
    themes = _themes(scope, [point.pk for point in stood])
    heard = [_stood(point, raised[point.pk], themes.get(point.pk, ())) for point in stood]
    return [one for one in heard if scope.holds(one.point.said_on) or one.state is State.RAISED]


def _raised_for(scope: Scope, known: Sequence[Standing], stood: Sequence[Point]) -> dict[int, list[Standing]]:
    """The actions that count for each point: raised from it, or from an issue it belonged to by then, as `voice.queries.points` says."""
    raised: dict[int, list[Standing]] = defaultdict(list)
    of_issue: dict[int, list[Standing]] = defaultdict(list)
    for one in known:
        if one.action.origin_kind == ORIGIN and one.action.origin_id is not None:
            raised[one.action.origin_id].append(one)
    for one in standings_of_issues(scope):
        of_issue[one.action.origin_id or 0].append(one)
    issues_of = _issues_of(scope, stood)
    for point in stood:
        shared = [one for issue in issues_of.get(point.pk, ()) for one in of_issue[issue]]
        raised[point.pk] += [one for one in shared if one.action.area_id in (None, point.area_id) and _after(one, point)]
    return raised


def _after(one: Standing, point: Point) -> bool:
    """What was raised or done through an issue counts from the day the point was said: nothing earlier came of it."""
    return local_day(one.action.raised_at) >= point.said_on or (one.done_on is not None and one.done_on >= point.said_on)


def _issues_of(scope: Scope, stood: Sequence[Point]) -> dict[int, list[int]]:
    """The issues to which each point belonged on the day of the report."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = IssuePoint.objects.filter(point_id__in=[point.pk for point in stood])
    for point, issue, joined, left in rows.values_list("point_id", "issue_id", "joined_at", "left_at"):
        if local_day(joined) <= scope.position and (left is None or local_day(left) > scope.position):
            found[point].append(issue)
    return found


def _themes(scope: Scope, points: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The themes each point was coded with by the day of the report, as the list calls them in English."""
    found = themes_of_points(scope.viewer, points, on=scope.position)
    return {point: tuple(theme.name_en for theme in themes) for point, themes in found.items()}


def _stood(point: Point, raised: Sequence[Standing], themes: tuple[str, ...]) -> Heard:
    given, told = point.given, point.told  # type: ignore[attr-defined]
    days = [local_day(one.action.raised_at) for one in raised]
    acted_on = min((day for day in days if day >= point.said_on), default=None)
    counting = [answer.on for answer in given if answer.outcome != Answer.Outcome.NEEDS_MORE]
    answered_on = given[-1].on if given and given[-1].outcome != Answer.Outcome.NEEDS_MORE else acted_on
    changed_on = max((one.done_on for one in raised if one.done_on and one.state is ActionState.ACHIEVED), default=None)
    facts = Facts(answered_on, changed_on, told[-1].on if told else None)
    first = min([*counting, *([acted_on] if acted_on else [])], default=None) if answered_on else None
    return Heard(point, facts, first, bool(raised), themes)


def _overdue(point: Point, position: date) -> bool:
    return overdue(point.said_on, position, point.origin_kind, point.promise_due)


def _loop(rows: Sequence[Heard]) -> Loop:
    return {
        "raised": len(rows),
        "answered": sum(one.state is not State.RAISED for one in rows),
        "actioned": sum(one.actioned for one in rows),
        "changed": sum(one.state is not State.RAISED and one.facts.changed_on is not None for one in rows),
        "told": sum(one.state is State.TOLD for one in rows),
    }


def _grouped(rows: Sequence[Heard], key: Callable[[Heard], str]) -> list[tuple[str, list[Heard]]]:
    """Groups, the largest first."""
    groups: dict[str, list[Heard]] = defaultdict(list)
    for one in rows:
        groups[key(one)].append(one)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def _by_theme(said: Sequence[Heard]) -> list[ThemeLoop]:
    """The themes of most points first; a point with several themes stands under each."""
    groups: dict[str, list[Heard]] = defaultdict(list)
    for one in said:
        for theme in one.themes:
            groups[theme].append(one)
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"theme": theme, "loop": _loop(rows)} for theme, rows in ranked[:MOST_SHOWN]]


def _by_area(said: Sequence[Heard]) -> list[AreaLoop]:
    areas = {one.point.area_id: one.point.area for one in said}
    return [
        {"area": place_of(area), "loop": _loop([one for one in said if one.point.area_id == key])}
        for key, area in sorted(areas.items(), key=lambda item: item[1].name_en)
    ]


def _changed(scope: Scope, known: Sequence[Standing]) -> list[ChangedThing]:
    """The actions from points that were achieved with evidence in the period, the latest first: what was done, not what was said."""
    done = [one for one in known if one.action.origin_kind == ORIGIN and one.done_on and scope.holds(one.done_on)]
    origins = {one.action.pk: one.action.origin_id or 0 for one in done}
    themes = _themes(scope, list(origins.values()))
    lines = [_changed_line(one, ", ".join(themes.get(origins[one.action.pk], ()))) for one in done]
    return sorted(lines, key=lambda line: (line["on"], line["id"]), reverse=True)


def _changed_line(one: Standing, theme: str) -> ChangedThing:
    action = one.action
    on = one.done_on.isoformat() if one.done_on else ""
    return {"id": action.pk, "title": action.title, "area": place_or_none(action.area), "theme": theme, "on": on}


def _waiting(one: Heard, position: date) -> Waiting:
    return {
        "theme": one.theme,
        "area": place_of(one.point.area),
        "said_on": one.point.said_on.isoformat(),
        "days": (position - one.point.said_on).days,
    }


def _note(heard: Sequence[Heard]) -> Input:
    rows = [
        ("voice.point", one.point.pk, one.point.version, (
            one.point.said_on, one.point.nature, one.theme, one.facts, one.first_answer, one.actioned,
        ))
        for one in heard
    ]  # fmt: skip
    return noted("voice", _QUERY, rows)
