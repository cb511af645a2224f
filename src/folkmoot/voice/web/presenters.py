"""Points in words: states, what is missing, what the service may say it does, and what happened, in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.characteristics.web.presenters import characteristic_name
from folkmoot.voice.models import EqualityCode, Point
from folkmoot.voice.queries import due_of, facts_of
from folkmoot.voice.rules import Share, Standing, State, broken_link, days_waiting, said_day, state_of

STATE_WORDS: dict[State, Promise] = {
    State.RAISED: _("Waiting"),
    State.ANSWERED: _("Answered"),
    State.CHANGED: _("Changed"),
    State.TOLD: _("Told"),
}
STATE_COLOURS = {State.RAISED: "yellow", State.ANSWERED: "light-blue", State.CHANGED: "purple", State.TOLD: "turquoise"}
STANDING_WORDS: dict[Standing, Promise] = {
    Standing.WAITING: _("Waiting: nobody has answered yet"),
    Standing.NEEDS_MORE: _("Waiting: we need to know more"),
    Standing.THANKED: _("Thanked"),
    Standing.NOTHING_PLANNED: _("Accepted, but nothing is planned: no action was raised"),
    Standing.PLANNED: _("Planned"),
    Standing.DONE: _("Done"),
    Standing.CANNOT: _("Cannot"),
}


@dataclass(frozen=True)
class Line:
    """One point as a line of a list. `missing` is the broken link in words, empty where the loop closed."""

    point: Point
    state: State
    state_words: Promise
    state_colour: str
    age: str
    late: bool
    missing: str


def line_of(point: Point, today: date) -> Line:
    """A point read by `queries.points`, as a line."""
    facts = facts_of(point)
    state = state_of(facts)
    due = due_of(point)
    late = state is State.RAISED and today > due
    missing = broken_link(facts, said_on=point.said_on, today=today, due=due) or ""
    return Line(point, state, STATE_WORDS[state], STATE_COLOURS[state], age_in_words(point.said_on, today), late, missing)


def age_in_words(said_on: date, today: date) -> str:
    """“today”, “5 days ago”, “14 months ago”."""
    days = days_waiting(said_on, today)
    if days == 0:
        return gettext("today")
    if days < 60:
        return ngettext("%(number)d day ago", "%(number)d days ago", days) % {"number": days}
    months = round(days / 30.44)
    return ngettext("%(number)d month ago", "%(number)d months ago", months) % {"number": months}


def told_words(point: Point, today: date) -> str:
    """“told 9 March”, after the state “Told” only “9 March”; empty where nobody was told."""
    facts = facts_of(point)
    told_on = facts.told_on
    if told_on and state_of(facts) is State.TOLD:
        return said_day(told_on, today)
    return gettext("told %(day)s") % {"day": said_day(told_on, today)} if told_on else ""


def codes_in_words(codes: Iterable[EqualityCode]) -> list[str]:
    """“Age”, “Religion or belief: Sikh”: what a point is about, as it is read."""
    return [
        f"{characteristic_name(code.characteristic)}: {code.category.name}"
        if code.category
        else str(characteristic_name(code.characteristic))
        for code in codes
    ]


def share_in_words(share: Share, first: date, last: date) -> str:
    """The headline with its base, interval and period; empty where no concern was recorded."""
    estimate = share.estimate
    if estimate is None:
        return ""
    values = {
        "changed": share.changed, "base": share.base, "percent": _percent(estimate.value), "low": _percent(estimate.low),
        "high": _percent(estimate.high), "first": date_format(first, "j F Y"), "last": date_format(last, "j F Y"),
    }  # fmt: skip
    led = ngettext(
        "%(changed)d of %(base)d concern said from %(first)s to %(last)s led to a change:",
        "%(changed)d of %(base)d concerns said from %(first)s to %(last)s led to a change:",
        share.base,
    )
    return f"{led} %(percent)s%% ({gettext('95%% interval %(low)s%% to %(high)s%%')})." % values


def _percent(value: float) -> str:
    return f"{100 * value:.0f}"
