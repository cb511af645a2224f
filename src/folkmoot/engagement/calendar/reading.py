"""Reading a calendar file that somebody sent: one event, as plain facts, or a plain reason why not. No database.

The file may be hostile. It is measured before it is parsed; rules of repetition are put into words and never worked out.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from folkmoot.engagement.calendar.rules import LONDON
from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MOST_BYTES, MOST_LINES, LONGEST_LINE, DEEPEST, MOST_COMPONENTS, MOST_PEOPLE = 256 * 1024, 5000, 16 * 1024, 4, 200, 300
METHODS = frozenset({"REQUEST", "PUBLISH", "ADD", "CANCEL", "REPLY", ""})
ADDRESS = re.compile(r"[^@\s<>\"',;:]{1,64}@[A-Za-z0-9.-]{1,190}")
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


class Unreadable(FolkmootError):
    """A calendar file from which no event can be taken."""

    def __init__(self, why: str, do: str = "") -> None:
        super().__init__(
            _("This calendar file cannot be used."), why, do or _("Save the invitation as an .ics file again, or type the activity in.")
        )


@dataclass(frozen=True)
class Person:
    """An attendee: an address in lower case, and the answer they gave, as RFC 5545 names it ("ACCEPTED")."""

    email: str
    answer: str = ""


@dataclass(frozen=True)
class Read:
    """What a calendar file says of its first event. Times are by the clock of London; `floating` where the file names no zone."""

    method: str
    uid: str
    sequence: int
    title: str
    first: date
    last: date
    starts: datetime | None = None
    ends: datetime | None = None
    floating: bool = False
    place: str = ""
    link: str = ""
    repeats: str = ""
    cancelled: bool = False
    organiser: str = ""
    people: tuple[Person, ...] = field(default=())


def read(raw: bytes) -> Read:
    """The event of a calendar file. Raises Unreadable."""
    _measure(raw)
    calendar = _parsed(raw)
    method = str(calendar.get("METHOD", "")).strip().upper()
    if method not in METHODS:
        raise Unreadable(_("It is a message of another kind (%(method)s), not an invitation.") % {"method": method[:20]})
    try:
        return _read_event(_first_event(calendar), method)
    except Unreadable:
        raise
    except Exception as error:  # the library keeps a damaged property until it is asked for, and then raises
        raise Unreadable(_("Its contents are damaged.")) from error


def _measure(raw: bytes) -> None:
    """Refuse what is too long, too deep or no calendar before any of it is parsed."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("It is larger than %(most)d kB.") % {"most": MOST_BYTES // 1024})
    if raw.count(b"\n") > MOST_LINES or raw.count(b"\r") > MOST_LINES:
        raise Unreadable(_("It has more than %(most)d lines.") % {"most": MOST_LINES})
    if b"\x00" in raw:
        raise Unreadable(_("It is not a text file."))
    lines = re.sub(rb"\r?\n[ \t]", b"", raw).splitlines()
    if any(len(line) > LONGEST_LINE for line in lines):
        raise Unreadable(_("One of its lines is longer than any calendar program writes."))
    begun = [line.strip().upper() for line in lines if line[:6].upper() == b"BEGIN:"]
    if b"BEGIN:VCALENDAR" not in begun:
        raise Unreadable(_("It is not a calendar file."))
    if len(begun) > MOST_COMPONENTS or _depth(lines) > DEEPEST:
        raise Unreadable(_("It holds too many parts, or parts within parts."))


def _depth(lines: list[bytes]) -> int:
    depth = deepest = 0
    for line in lines:
        depth += (line[:6].upper() == b"BEGIN:") - (line[:4].upper() == b"END:")
        deepest = max(deepest, depth)
    return deepest


def _parsed(raw: bytes) -> "Calendar":
    from icalendar import Calendar

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    try:
        found = Calendar.from_ical(text)
    except Exception as error:
        raise Unreadable(_("Its contents are damaged.")) from error
    if getattr(found, "name", "") != "VCALENDAR":
        raise Unreadable(_("It is not a calendar file."))
    return found


def _first_event(calendar: "Calendar") -> "Event":
    """The one event, or the first of a series. A change to a single date of a series is refused: the rest would be lost."""
    events: list[Any] = [part for part in calendar.subcomponents if part.name == "VEVENT"]
    if not events:
        raise Unreadable(_("There is no event in it."))
    masters = [event for event in events if "RECURRENCE-ID" not in event]
    if not masters:
        raise Unreadable(_("It changes one date of a repeating event, which cannot be taken by itself."), _("Change the activity by hand."))
    if len({str(event.get("UID", "")) for event in events}) > 1:
        raise Unreadable(_("It holds several events."), _("Send one invitation at a time."))
    first: Event = masters[0]
    return first


def _read_event(event: "Event", method: str) -> Read:
    uid = str(event.get("UID", "")).strip()
    if not uid or len(uid) > 255:
        raise Unreadable(_("The event has no identifier (UID), so that a later change could not be recognised."))
    first, last, starts, ends, floating = _when(event)
    return Read(
        method=method, uid=uid, sequence=_number(event.get("SEQUENCE")), title=_text(event, "SUMMARY")[:200] or _("No title"),
        first=first, last=last, starts=starts, ends=ends, floating=floating, place=_text(event, "LOCATION")[:200], link=_link(event),
        repeats=_repeats(event), cancelled=method == "CANCEL" or _text(event, "STATUS").upper() == "CANCELLED",
        organiser=_address(event.get("ORGANIZER")), people=_people(event),
    )  # fmt: skip


def _when(event: "Event") -> tuple[date, date, datetime | None, datetime | None, bool]:
    start, end = _value(event, "DTSTART"), _value(event, "DTEND")
    if start is None:
        raise Unreadable(_("It does not say when the event is."))
    if end is None and "DURATION" in event:
        duration = _value(event, "DURATION")
        end = _later(start, duration) if isinstance(duration, timedelta) else None
    floating = isinstance(start, datetime) and start.tzinfo is None
    if not isinstance(start, datetime):
        last = end - timedelta(days=1) if isinstance(end, date) and not isinstance(end, datetime) and end > start else start
        return _within(start), _within(last), None, None, False
    starts = _by_london(start)
    ends = _by_london(end) if isinstance(end, datetime) and (end.tzinfo is None) == floating else None
    if ends is not None and ends <= starts:
        ends = None
    return _within(starts.date()), _within((ends or starts).date()), starts, ends, floating


def _later(start: date, duration: timedelta) -> date | None:
    try:
        return start + duration
    except OverflowError:
        return None


def _by_london(when: datetime) -> datetime:
    """A time by the clock of London; one without a zone is taken as it stands, to be confirmed."""
    try:
        return when.replace(tzinfo=LONDON) if when.tzinfo is None else when.astimezone(UTC).astimezone(LONDON)
    except (OverflowError, ValueError) as error:
        raise Unreadable(_("Its day is not one of our time. Check the year.")) from error


def _within(day: date) -> date:
    if not EARLIEST <= day < LATEST:
        raise Unreadable(_("Its day is not one of our time. Check the year."))
    return day


def _value(event: "Event", name: str) -> Any:
    """The value of a property that says when; None where there is none. Raises Unreadable for one that cannot be read or stands twice."""
    found = event.get(name)
    if found is None:
        return None
    if isinstance(found, list) or not hasattr(found, "dt"):
        raise Unreadable(_("It does not say clearly when the event is."))
    zone = found.params.get("TZID")
    if zone and isinstance(found.dt, datetime) and found.dt.tzinfo is None:
        words = _("It gives its time by the clock of “%(zone)s”, which is no time zone that we know.") % {"zone": str(zone)[:60]}
        raise Unreadable(words, _("Ask for the time in London, and plan the activity by hand."))
    return found.dt


def _text(event: "Event", name: str) -> str:
    found = event.get(name)
    words = str(found[0] if isinstance(found, list) else found or "")
    return " ".join("".join(mark if mark.isprintable() else " " for mark in words).split())


def _number(found: Any) -> int:
    try:
        return min(max(int(found), 0), 2**31 - 1)
    except (TypeError, ValueError):
        return 0


def _link(event: "Event") -> str:
    """The address of an online meeting, where the file says one in a place of its own; only https, as it will be followed."""
    for name in ("X-MICROSOFT-SKYPETEAMSMEETINGURL", "CONFERENCE", "URL"):
        words = _text(event, name)
        if len(words) <= 200 and _is_safe_link(words):
            return words
    return ""


def _is_safe_link(words: str) -> bool:
    try:
        URLValidator(schemes=["https"])(words)
    except ValidationError:
        return False
    return True


def _repeats(event: "Event") -> str:
    """That an event repeats, in words. The dates are never worked out: only the first is taken."""
    rule = event.get("RRULE")
    if rule is None and "RDATE" not in event:
        return ""
    how_often = str((rule.get("FREQ") or [""])[0]).lower() if hasattr(rule, "get") else ""
    words = {"daily": _("every day"), "weekly": _("every week"), "monthly": _("every month"), "yearly": _("every year")}
    often = words.get(how_often, _("by a rule of its own"))
    return _("The invitation repeats %(often)s. Only its first date was taken.") % {"often": often}


def _address(found: Any) -> str:
    """The e-mail address of an organiser or attendee in lower case, or ""."""
    words = str(found[0] if isinstance(found, list) else found or "").strip()
    bare = words[7:] if words[:7].lower() == "mailto:" else words
    return bare.lower() if ADDRESS.fullmatch(bare) and len(bare) <= 254 else ""


def _people(event: "Event") -> tuple[Person, ...]:
    """Those invited, each address once."""
    found = event.get("ATTENDEE", [])
    rows = found if isinstance(found, list) else [found]
    if len(rows) > MOST_PEOPLE:
        raise Unreadable(_("It names more than %(most)d people.") % {"most": MOST_PEOPLE})
    people: dict[str, Person] = {}
    for row in rows:
        email = _address(row)
        if email:
            people.setdefault(email, Person(email, str(getattr(row, "params", {}).get("PARTSTAT", "")).upper()))
    return tuple(people.values())
