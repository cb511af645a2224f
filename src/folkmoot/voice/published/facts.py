"""What the records say today about what entries tell of: the words as said, the latest answer and the actions, for many entries at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from folkmoot.actions.models import Action
from folkmoot.actions.queries import state_of_row, with_latest
from folkmoot.actions.rules import State as ActionState
from folkmoot.foundation.fence import lifted
from folkmoot.voice.issues.models import IssuePoint
from folkmoot.voice.models import Answer, Point
from folkmoot.voice.published.models import Entry
from folkmoot.voice.published.rules import Acted, Facts, facts_of
from folkmoot.voice.queries import ISSUE_ORIGIN, ORIGIN


@dataclass
class Behind:
    """The points an entry tells of, in its Area, and the issues whose actions count for it."""

    area_id: int
    points: dict[int, date] = field(default_factory=dict)
    issues: set[int] = field(default_factory=set)

    def counts(self, action: Action) -> bool:
        """An action of a point itself counts; one of an issue where it holds for this Area and was begun after something was said."""
        if action.origin_kind == ORIGIN:
            return action.origin_id in self.points
        here = action.area_id in (None, self.area_id)
        begun = timezone.localdate(action.raised_at)
        return action.origin_id in self.issues and here and any(said_on <= begun for said_on in self.points.values())


@lifted()
def behind(entries: Iterable[Entry]) -> dict[int | None, Behind]:
    """What stands behind each entry, by its id (None: not stored yet); read in two statements, however many there are."""
    rows = list(entries)
    point_ids = {row.origin_id for row in rows if row.origin_kind == ORIGIN}
    issue_ids = {row.origin_id for row in rows if row.origin_kind == ISSUE_ORIGIN}
    said = {pk: (area, day) for pk, area, day in Point.objects.filter(pk__in=point_ids).order_by().values_list("pk", "area_id", "said_on")}
    now = IssuePoint.objects.filter(Q(point_id__in=point_ids) | Q(issue_id__in=issue_ids), left_at__isnull=True).order_by()
    members = list(now.values_list("issue_id", "point_id", "point__area_id", "point__said_on"))
    found: dict[int | None, Behind] = {}
    for row in rows:
        one = found[row.pk] = Behind(row.area_id)
        if row.origin_kind == ORIGIN:
            area_id, said_on = said.get(row.origin_id, (None, date.min))
            one.points = {row.origin_id: said_on} if area_id == row.area_id else {}
            one.issues = {issue for issue, point, _area, _said in members if point == row.origin_id}
        else:
            one.points = {point: said_on for issue, point, area, said_on in members if issue == row.origin_id and area == row.area_id}
            one.issues = {row.origin_id}
    return found


@lifted()
def facts_now(entries: Iterable[Entry], *, today: date) -> dict[int | None, Facts]:
    """What may truthfully be said of each entry today, by its id; read in a constant number of statements."""
    standing = behind(entries)
    points = {point for one in standing.values() for point in one.points}
    issues = {issue for one in standing.values() for issue in one.issues}
    acts = _actions(points, issues)
    answers = _answers(points)
    found: dict[int | None, Facts] = {}
    for pk, one in standing.items():
        mine = [_acted(action, today) for action in acts if one.counts(action)]
        given = [answer for point in one.points for answer in answers[point]]
        latest = max(given, key=lambda answer: (answer.on, answer.pk), default=None)
        found[pk] = facts_of(latest.outcome if latest else None, latest.reason if latest else "", mine)
    return found


def actions_behind(entry: Entry) -> list[Action]:
    """The actions that count for an entry, as `actions.queries.with_latest` reads them."""
    one = behind([entry])[entry.pk]
    return [action for action in _actions(set(one.points), one.issues) if one.counts(action)]


def _actions(points: set[int], issues: set[int]) -> list[Action]:
    own = Q(origin_kind=ORIGIN, origin_id__in=points) | Q(origin_kind=ISSUE_ORIGIN, origin_id__in=issues)
    rows = with_latest(Action.objects.filter(own).select_related("area", "owner"))
    return list(rows.prefetch_related("evidence").order_by("due_on", "pk"))


def _answers(points: set[int]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(point_id__in=points).order_by("on", "pk"):
        found[answer.point_id].append(answer)
    return found


def _acted(action: Action, today: date) -> Acted:
    state = state_of_row(action, today)
    done = state is ActionState.ACHIEVED
    evidence = tuple(row.title for row in action.evidence.all()) if done else ()
    done_on = action.latest_on if done else None  # type: ignore[attr-defined]
    return Acted(state, action.due_on, action.agency, action.partner_name, done_on, evidence, action.ended_why)
