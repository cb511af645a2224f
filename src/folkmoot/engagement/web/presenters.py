"""Activities and reach in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import state_of_row
from folkmoot.engagement.rules import RECORD_WITHIN_DAYS, Obstacle, State, days_late

STATE_WORDS: dict[State, Promise] = {
    State.PLANNED: _("Planned"), State.RECORDED: _("Recorded"), State.CLOSED: _("Closed"), State.CANCELLED: _("Cancelled"),
}  # fmt: skip
STATE_COLOURS = {State.PLANNED: "light-blue", State.RECORDED: "yellow", State.CLOSED: "turquoise", State.CANCELLED: "grey"}
TO_BE_RECORDED = _("To be recorded")


@dataclass(frozen=True)
class Line:
    """One activity as a line of a list; `day` is when it was held, or else is planned for."""

    activity: Activity
    day: date
    state: State
    state_words: Promise
    state_colour: str


def line_of(activity: Activity, today: date) -> Line:
    state = state_of_row(activity)
    day = activity.held_on or activity.planned_for or today
    if state is State.PLANNED and day < today:
        return Line(activity, day, state, TO_BE_RECORDED, "orange")
    return Line(activity, day, state, STATE_WORDS[state], STATE_COLOURS[state])


def recorded_words(activity: Activity) -> str:
    """“recorded 23 days after it was held”; empty where it was not held."""
    if activity.held_on is None or activity.recorded_at is None:
        return ""
    days = days_late(activity.held_on, timezone.localdate(activity.recorded_at))
    if days == 0:
        return gettext("recorded on the day it was held")
    return ngettext("recorded %(days)d day after it was held", "recorded %(days)d days after it was held", days) % {"days": days}


def recorded_late(activity: Activity) -> bool:
    """Whether it took longer than the days within which an activity should be recorded."""
    if activity.held_on is None or activity.recorded_at is None:
        return False
    return days_late(activity.held_on, timezone.localdate(activity.recorded_at)) > RECORD_WITHIN_DAYS


# On which page a thing that is missing before closing is put right.
_EVALUATION_FIELDS = ("outcome", "result", "follow_up")


@dataclass(frozen=True)
class ToPutRight:
    """What stands in the way of closing, as a link: `before` is said ahead of the words, `href` empty where the viewer cannot go."""

    words: str
    href: str = ""
    before: str = ""


def to_put_right(activity: Activity, obstacles: Iterable[Obstacle]) -> list[ToPutRight]:
    """Each obstacle with the address at which it is put right."""
    return [_put_right(activity, obstacle) for obstacle in obstacles]


def _put_right(activity: Activity, obstacle: Obstacle) -> ToPutRight:
    if obstacle.point_id:
        return ToPutRight(obstacle.words, reverse("voice:detail", args=[obstacle.point_id]), gettext("Not answered:"))
    if not obstacle.field:
        return ToPutRight(obstacle.words)
    route = "engagement:evaluation" if obstacle.field in _EVALUATION_FIELDS else "engagement:change"
    first = "_1" if obstacle.field in ("aims", "communities", "result", "follow_up") else ""
    return ToPutRight(obstacle.words, f"{reverse(route, args=[activity.pk])}#id_{obstacle.field}{first}")
