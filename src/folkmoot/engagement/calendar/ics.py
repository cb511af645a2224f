"""Writing calendars as RFC 5545 and invitations as RFC 5546. No database.

Times stand by the clock of London with the zone's own rules beside them, so that ten o'clock stays ten o'clock on both sides of a
clock change, in programs that know the zone and in those that do not. A day without a time is a DATE; its end is the day after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

MAKER = "-//Folkmoot//Calendar//EN"
ZONE = "Europe/London"


@dataclass(frozen=True)
class Published:
    """One event as it leaves: its stable `uid`, the `sequence` of its edition, and when that edition came about.

    `first` and `last` are days (both included); `starts` and `ends` are aware times by the clock of London, or None for whole days.
    """

    uid: str
    sequence: int
    changed_at: datetime
    title: str
    first: date
    last: date
    starts: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class Guest:
    """Who an invitation is for; nobody else's address stands in it."""

    email: str
    organiser: str
    organiser_name: str


def feed(events: Iterable[Published], *, name: str) -> bytes:
    """A calendar to be read again and again: titles, places and times, no person."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_event(event, stamped=event.changed_at))
    return bytes(calendar.to_ical())


def invitation(event: Published, guest: Guest, *, at: datetime, words: str = "", link: str = "") -> bytes:
    """An invitation or its update (METHOD:REQUEST), or where the event is cancelled its withdrawal (METHOD:CANCEL)."""
    from icalendar import vCalAddress

    calendar = _calendar("CANCEL" if event.cancelled else "REQUEST")
    made = _event(event, stamped=at)
    organiser = vCalAddress(f"mailto:{guest.organiser}")
    organiser.params["CN"] = guest.organiser_name
    made.add("organizer", organiser)
    attendee = vCalAddress(f"mailto:{guest.email}")
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "CUTYPE": "INDIVIDUAL"})
    if not event.cancelled:
        attendee.params.update({"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    made.add("attendee", attendee)
    if words:
        made.add("description", words)
    if link:
        made.add("url", link)
    calendar.add_component(made)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    for name, value in (("prodid", MAKER), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", method)):
        calendar.add(name, value)
    calendar.add_component(_london())
    return calendar


def _london() -> "Timezone":
    """The clock of London as it has run since 1996: back on the last Sunday of October, forward on the last of March, at 01:00 UTC."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    hour, nothing = timedelta(hours=1), timedelta(0)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    for half, name, starts, before, after, month in (
        (summer, "BST", datetime(1996, 3, 31, 1), nothing, hour, 3),  # noqa: DTZ001  the rules of a zone stand in its own wall time
        (winter, "GMT", datetime(1996, 10, 27, 2), hour, nothing, 10),  # noqa: DTZ001
    ):
        half.add("tzname", name)
        half.add("dtstart", starts)
        half.add("tzoffsetfrom", before)
        half.add("tzoffsetto", after)
        half.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _event(event: Published, *, stamped: datetime) -> "Event":
    from icalendar import Event

    made = Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", stamped.astimezone(UTC))
    made.add("last-modified", event.changed_at.astimezone(UTC))
    made.add("summary", event.title)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.place:
        made.add("location", event.place)
    if event.starts is None:
        made.add("dtstart", event.first)
        made.add("dtend", event.last + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
        return made
    made.add("dtstart", event.starts)
    made.add("dtend", event.ends or event.starts + timedelta(hours=1))
    return made
