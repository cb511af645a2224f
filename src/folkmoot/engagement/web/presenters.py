"""Activities and reach in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.communities.models import Community
from folkmoot.communities.rules import Contact
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import Reach, state_of_row
from folkmoot.engagement.rules import RECORD_WITHIN_DAYS, State, days_late

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


def contact_words(contact: Contact) -> str:
    """“Last contact 14 months ago; you expect one every 6 months.”"""
    every = ngettext("you expect one every month", "you expect one every %(months)d months", contact.every_months)
    return f"{_last_words(contact)}; {every % {'months': contact.every_months}}."


def opportunity_words(each: Reach) -> str:
    """What there is to gain with a community, in sentences; the words of the reach page."""
    community = each.community
    sentences = []
    if community.population is not None:
        sentences.append(_people_words(community))
    sentences.append(contact_words(each.contact))
    if each.organisations is not None:
        known = ngettext("%(number)d organisation is known.", "%(number)d organisations are known.", each.organisations)
        sentences.append(known % {"number": each.organisations} if each.organisations else gettext("No organisation is known."))
    if community.low_trust:
        sentences.append(gettext("Trust is low."))
    return " ".join(sentences)


def opportunities(reached: Iterable[Reach], most: int) -> list[tuple[Reach, str]]:
    """The first few communities where contact is overdue, each with its sentences."""
    overdue = [each for each in reached if each.contact.overdue]
    return [(each, opportunity_words(each)) for each in overdue[:most]]


def _people_words(community: Community) -> str:
    """“About 4,100 people in Cambridgeshire (Census 2021).” The year is added where the source does not say it."""
    where = community.county or community.area
    year = str(community.population_on.year) if community.population_on else ""
    source = community.population_source if year in community.population_source else f"{year}, {community.population_source}"
    words = gettext("About %(people)s people%(where)s (%(source)s).")
    place = gettext(" in %(place)s") % {"place": where.name} if where else ""
    return words % {"people": f"{community.population:,}", "where": place, "source": source}


def _last_words(contact: Contact) -> str:
    if contact.last is None or contact.months_since is None:
        return gettext("Never met, as far as is recorded")
    if contact.months_since == 0:
        return gettext("Last contact %(day)s") % {"day": date_format(contact.last, "j F Y")}
    ago = ngettext("Last contact %(months)d month ago", "Last contact %(months)d months ago", contact.months_since)
    return ago % {"months": contact.months_since}
