"""The calendar in words: weeks, days, lines, clashes and gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.communities.models import Community
from folkmoot.engagement.calendar import observances as days
from folkmoot.engagement.calendar.models import Communication
from folkmoot.engagement.calendar.observances import Observance
from folkmoot.engagement.calendar.queries import ACTION, ACTIVITY, CONSULTATION, PANEL_MEETING, Entry
from folkmoot.engagement.calendar.rules import Gap, State, state_of
from folkmoot.engagement.models import Activity

STATE_WORDS: dict[State, Promise] = {
    State.PLANNED: _("Planned"), State.DUE: _("Was it published?"), State.PUBLISHED: _("Published"), State.CANCELLED: _("Cancelled"),
}  # fmt: skip
STATE_COLOURS = {State.PLANNED: "light-blue", State.DUE: "orange", State.PUBLISHED: "turquoise", State.CANCELLED: "grey"}


@dataclass(frozen=True)
class Line:
    """One entry on one day; `time` is “10:00–12:00”, empty for a whole day."""

    entry: Entry
    time: str
    sort: str
    is_activity: bool


@dataclass(frozen=True)
class Day:
    """One day of the calendar; `notes` are festivals and bank holidays that touch it."""

    day: date
    in_month: bool
    is_today: bool
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return not self.lines and not self.notes


def days_of(shown: Sequence[Entry], known: Sequence[Observance], *, first: date, last: date, today: date, month: int = 0) -> list[Day]:
    """Every day of a span with what stands on it; `month` marks the days of that month (0: all)."""
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    festivals = [each for each in known if each.kind != days.VACATION]
    return [
        Day(
            day, month in (0, day.month), day == today,
            tuple(line_of(entry, day) for entry in shown if entry.day <= day <= entry.last_day),
            tuple(note_of(each) for each in festivals if each.holds(day, day)),
        )
        for day in span
    ]  # fmt: skip


def weeks_of(listed: Sequence[Day]) -> list[Sequence[Day]]:
    return [listed[number : number + 7] for number in range(0, len(listed), 7)]


def line_of(entry: Entry, day: date) -> Line:
    return Line(entry, time_words(entry, day), str(_sort(entry)), entry.kind == ACTIVITY)


def _sort(entry: Entry) -> object:
    if isinstance(entry.row, Communication):
        return entry.row.get_channel_display()
    if isinstance(entry.row, Activity):
        return entry.row.get_kind_display()
    others = {ACTION: gettext("Action due"), CONSULTATION: gettext("Consultation"), PANEL_MEETING: gettext("Meeting of a panel")}
    return others.get(entry.kind, gettext("Casework bulletin"))


def time_words(entry: Entry, day: date) -> str:
    """“10:00–12:00”; on the days between the first and the last of a span, nothing."""
    starts = clock(entry.start) if entry.start and entry.day == day else ""
    ends = clock(entry.end) if entry.end and entry.last_day == day else ""
    return f"{starts}–{ends}" if starts and ends else starts or (gettext("until %(time)s") % {"time": ends} if ends else "")


def clock(at: datetime) -> str:
    return f"{at:%H:%M}"


def note_of(day: Observance) -> str:
    if day.kind == days.BANK_HOLIDAY:
        return gettext("Bank holiday: %(name)s; the courts do not sit") % {"name": day.name}
    about = gettext(", about") if day.about else ""
    return f"{day.name} ({day.faith}{about})"


def sources(first: date, last: date) -> list[str]:
    """Where the days to know of come from, and for which years; said on every page that shows them."""
    version = days.library_version()
    words = [
        gettext("Festivals and bank holidays: calendars of the “holidays” library, version %(version)s, known for %(first)d to %(last)d.")
        % {"version": version, "first": days.FIRST_YEAR, "last": days.LAST_YEAR},
        gettext("Muslim days move by a day with the sighting of the moon; Jewish and Muslim days begin at sunset the day before."),
        gettext(
            "Bank holidays proclaimed since, and closures of one court, are not among them. High Court vacations: Practice Direction 2F."
        ),
    ]
    if not days.covered(first, last):
        words.insert(0, gettext("For part of what is shown no festival dates are known: that none is named means nothing."))
    return words


def gap_words(community: Community, gap: Gap) -> str:
    """“Never met; you expect a contact every 6 months, and none is planned.”"""
    every = ngettext("you expect a contact every month", "you expect a contact every %(months)d months", gap.every_months)
    if gap.last is None:
        last = gettext("Never met, as far as is recorded")
    else:
        last = gettext("Last met %(day)s, so the next contact is due by %(due)s") % {"day": day_words(gap.last), "due": day_words(gap.due)}
    planned = gettext("none is planned")
    if gap.next_planned:
        planned = gettext("the next is planned only for %(day)s") % {"day": day_words(gap.next_planned)}
    return f"{last}; {every % {'months': gap.every_months}}; {planned}."


def day_words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def state_words(row: Communication, today: date) -> tuple[Promise, str]:
    """The state of a communication and the colour of its tag."""
    state = communication_state(row, today)
    return STATE_WORDS[state], STATE_COLOURS[state]


def communication_state(row: Communication, today: date) -> State:
    return state_of(last_on=row.last_on, published_on=row.published_on, cancelled_on=row.cancelled_on, today=today)


def when_words(entry: Entry) -> str:
    """“Thursday 2 April 2026, 10:00–12:00”, or from a day to a day."""
    first = date_format(entry.day, "l j F Y")
    if entry.last_day != entry.day:
        first = gettext("%(first)s to %(last)s") % {"first": first, "last": date_format(entry.last_day, "l j F Y")}
        times = [clock(each) for each in (entry.start, entry.end) if each]
        return ", ".join([first, *times])
    times_said = time_words(entry, entry.day)
    return f"{first}, {times_said}" if times_said else first


def only_filled(listed: Iterable[Day]) -> list[Day]:
    """Days on which something stands, for a list."""
    return [each for each in listed if not each.empty and each.in_month]
