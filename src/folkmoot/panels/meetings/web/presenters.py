"""Meetings in words: when, where, where they stand, who comes, and the quorum."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.queries import name_of
from folkmoot.panels.meetings.rules import HERE, Quorum, State
from folkmoot.panels.members.queries import person_of
from folkmoot.stakeholders.models import Contact

STATE_WORDS: dict[str, Promise] = {
    State.DRAFT.value: _("Draft"), State.CALLED.value: _("Called"), State.IN_PROGRESS.value: _("In progress"),
    State.CLOSED.value: _("Closed"), State.CANCELLED.value: _("Called off"),
}  # fmt: skip
STATE_COLOURS = {
    State.DRAFT.value: "grey", State.CALLED.value: "light-blue", State.IN_PROGRESS.value: "turquoise", State.CLOSED.value: "green",
    State.CANCELLED.value: "red",
}  # fmt: skip
REPLY_COLOURS = {"yes": "green", "online": "green", "no": "red", "unsure": "yellow", "none": "grey"}


@dataclass(frozen=True)
class Line:
    """One meeting in a list."""

    meeting: Meeting
    when: str
    words: Promise
    colour: str


def line_of(meeting: Meeting) -> Line:
    return Line(meeting, when_words(meeting), STATE_WORDS[meeting.state], STATE_COLOURS[meeting.state])


def when_words(meeting: Meeting) -> str:
    """“Thursday 2 April 2026, 10:00–12:00”; words where no day was found."""
    if meeting.starts_at is None:
        return gettext("No day yet")
    return span_words(meeting.starts_at, meeting.lasts)


def span_words(starts_at: datetime, lasts: int) -> str:
    """From a moment for so many minutes, by the clock of London."""
    starts, ends = (timezone.localtime(at) for at in (starts_at, starts_at + timedelta(minutes=lasts)))
    last = f"{ends:%H:%M}" if starts.date() == ends.date() else f"{date_format(ends, 'j F')} {ends:%H:%M}"
    return f"{date_format(starts, 'l j F Y')}, {starts:%H:%M}–{last}"


def clock(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M}" if at else ""


def quorum_words(meeting: Meeting, quorum: Quorum) -> str:
    """Where the quorum stands, in a sentence that fits the state of the meeting."""
    values, number = {"present": quorum.present, "needed": quorum.needed}, quorum.present
    if meeting.state in (State.DRAFT, State.CALLED):
        said = ngettext(
            "%(present)d voting member says they come; the quorum is %(needed)d.",
            "%(present)d voting members say they come; the quorum is %(needed)d.", number,
        )  # fmt: skip
    elif meeting.state == State.IN_PROGRESS:
        said = ngettext(
            "%(present)d voting member is there; the quorum is %(needed)d.",
            "%(present)d voting members are there; the quorum is %(needed)d.", number,
        )  # fmt: skip
    else:
        said = ngettext(
            "%(present)d voting member was there at once at most; the quorum was %(needed)d.",
            "%(present)d voting members were there at once at most; the quorum was %(needed)d.", number,
        )  # fmt: skip
    return said % values


def spans_words(record: dict[str, Any] | None) -> list[str]:
    """“10:05–11:20”: when a closed meeting had a quorum."""
    spans = record["quorum"]["spans"] if record else []
    return [f"{clock(datetime.fromisoformat(first))}–{clock(datetime.fromisoformat(last))}" for first, last in spans]


@dataclass(frozen=True)
class Person:
    """One person at a meeting, in a list."""

    row: Attendance
    name: str
    what: str
    reply: str
    colour: str
    there: str
    is_here: bool


def people_of(rows: Iterable[Attendance]) -> list[Person]:
    return [
        Person(
            row, name_of(row), what_of(row), str(row.get_reply_display()), REPLY_COLOURS[row.reply], there_words(row),
            row.present in HERE and row.left_at is None,
        )
        for row in rows
    ]  # fmt: skip


def what_of(row: Attendance) -> str:
    """In what capacity somebody is there: their position and organisation, or what was said of a guest."""
    if row.member is None:
        return row.capacity
    parts = [str(row.member.get_position_display()), str(row.member.organisation or "")]
    return ", ".join(part for part in parts if part)


def there_words(row: Attendance) -> str:
    """“In the room, from 10:20 to 11:05 (an emergency)”; nothing while nobody noted it."""
    if row.present == Attendance.Present.UNKNOWN:
        return ""
    said = str(row.get_present_display())
    if row.came_at:
        said += gettext(", from %(time)s") % {"time": clock(row.came_at)}
    if row.left_at:
        said += gettext(", left at %(time)s (%(why)s)") % {"time": clock(row.left_at), "why": row.left_why}
    return said


def needs_words(rows: Iterable[Attendance]) -> list[str]:
    """What those who have not sent apologies need in order to take part, as counts without a name."""
    coming = [person_of(row.member) for row in rows if row.member and row.reply != Attendance.Reply.NO]
    names = dict(Contact.Need.choices)
    counts = Counter(need for person in coming for need in person.needs if need in names)
    return [f"{names[need]}: {number}" for need, number in counts.most_common()]


def told_words(asked: int, by_hand: int) -> str:
    """What came of writing to people, for the message after it."""
    said = ngettext("%(number)d person is written to.", "%(number)d people are written to.", asked) % {"number": asked}
    if by_hand:
        said += " " + ngettext(
            "%(number)d cannot be reached by e-mail: ring them.", "%(number)d cannot be reached by e-mail: ring them.", by_hand
        ) % {"number": by_hand}  # fmt: skip
    return said
