"""What communities said in the period and what had become of it on the day of the report. No words and no names are gathered."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from folkmoot.actions.rules import State as ActionState
from folkmoot.reports.figures.actions import Standing
from folkmoot.reports.figures.scope import Scope, local_day, noted, place_of, place_or_none
from folkmoot.reports.rules import middle
from folkmoot.reports.shapes import AreaLoop, ChangedThing, Input, Loop, ThemeLoop, Voice, Waiting
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.queries import ORIGIN, points
from folkmoot.voice.rules import RESPONSE_DAYS, Facts, State, overdue, state_of

_QUERY = (
    "points said in the period and scope, and earlier ones that nobody had answered by the day of the report, with the answers and"
    " tellings dated by then and the actions raised from them"
)
MOST_SHOWN = 10


@dataclass(frozen=True)
class Heard:
    """A point as it stood on the day of the report. `first_answer` is the day of the first answer that counts, or of the first action."""

    point: Point
    facts: Facts
    first_answer: date | None
    actioned: bool

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
        "without_theme": sum(not one.point.theme for one in said),
        "median_days": middle(days),
        "answers": len(days),
        "waiting": len(waiting),
        "waiting_overdue": sum(overdue(one.point.said_on, scope.position) for one in waiting),
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
    raised: dict[int, list[Standing]] = defaultdict(list)
    for one in known:
        if one.action.origin_kind == ORIGIN and one.action.origin_id is not None:
            raised[one.action.origin_id].append(one)
    heard = [_stood(point, raised[point.pk]) for point in rows.order_by("pk")]
    return [one for one in heard if scope.holds(one.point.said_on) or one.state is State.RAISED]


def _stood(point: Point, raised: Sequence[Standing]) -> Heard:
    given, told = point.given, point.told  # type: ignore[attr-defined]
    acted_on = min((local_day(one.action.raised_at) for one in raised), default=None)
    counting = [answer.on for answer in given if answer.outcome != Answer.Outcome.NEEDS_MORE]
    answered_on = given[-1].on if given and given[-1].outcome != Answer.Outcome.NEEDS_MORE else acted_on
    changed_on = max((one.done_on for one in raised if one.done_on and one.state is ActionState.ACHIEVED), default=None)
    facts = Facts(answered_on, changed_on, told[-1].on if told else None)
    first = min([*counting, *([acted_on] if acted_on else [])], default=None) if answered_on else None
    return Heard(point, facts, first, bool(raised))


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
    themed = [one for one in said if one.point.theme]
    return [{"theme": theme, "loop": _loop(rows)} for theme, rows in _grouped(themed, lambda one: one.point.theme)[:MOST_SHOWN]]


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
    rows = points(scope.viewer).filter(pk__in=origins.values())
    themes = dict(rows.order_by().values_list("pk", "theme"))
    lines = [_changed_line(one, themes.get(origins[one.action.pk], "")) for one in done]
    return sorted(lines, key=lambda line: (line["on"], line["id"]), reverse=True)


def _changed_line(one: Standing, theme: str) -> ChangedThing:
    action = one.action
    on = one.done_on.isoformat() if one.done_on else ""
    return {"id": action.pk, "title": action.title, "area": place_or_none(action.area), "theme": theme, "on": on}


def _waiting(one: Heard, position: date) -> Waiting:
    return {
        "theme": one.point.theme,
        "area": place_of(one.point.area),
        "said_on": one.point.said_on.isoformat(),
        "days": (position - one.point.said_on).days,
    }


def _note(heard: Sequence[Heard]) -> Input:
    rows = [
        ("voice.point", one.point.pk, one.point.version, (
            one.point.said_on, one.point.nature, one.point.theme, one.facts, one.first_answer, one.actioned,
        ))
        for one in heard
    ]  # fmt: skip
    return noted("voice", _QUERY, rows)
