"""States of a meeting, its quorum over time, times at a clock change, and double bookings. No database, no clock.

The state is written by the operations; what may follow what is said here, and the diagram in docs is drawn from this table.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.engagement.calendar.rules import LONDON, exists, place_key

SENTENCE_WORDS = 3
LONGEST_MINUTES = 720


class State(StrEnum):
    DRAFT = "draft"
    CALLED = "called"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    CANCELLED = "cancelled"


TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "call", State.CALLED),
    (State.CALLED, "open", State.IN_PROGRESS),
    (State.DRAFT, "enter afterwards", State.IN_PROGRESS),
    (State.IN_PROGRESS, "close", State.CLOSED),
    (State.DRAFT, "cancel", State.CANCELLED),
    (State.CALLED, "cancel", State.CANCELLED),
)
HERE = frozenset({"room", "online"})


def after(state: str, what: str) -> State | None:
    """The state a meeting is in after `what`, or None where that cannot be done to it now."""
    return next((end for start, verb, end in TRANSITIONS if start == state and verb == what), None)


# --- what a meeting must say ---------------------------------------------------------------------------------------------------------


def meeting_problems(
    *, kind: str, where: str, place: str, link: str, lasts: int, why_extraordinary: str, starts_at: datetime | None
) -> dict[str, list[str]]:
    """Why a meeting may not be stored as it is, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if kind == "extraordinary" and len(why_extraordinary.split()) < SENTENCE_WORDS:
        problems["why_extraordinary"] = [_("Say in a sentence why it cannot wait for the next ordinary meeting.")]
    if not 1 <= lasts <= LONGEST_MINUTES:
        problems["lasts"] = [_("Say how long it lasts: up to %(most)d minutes.") % {"most": LONGEST_MINUTES}]
    if starts_at is not None and (problem := instant_problem(starts_at)):
        problems["starts_at"] = [problem]
    return problems


def calling_problems(*, starts_at: datetime | None, where: str, place: str, link: str, at: datetime) -> dict[str, list[str]]:
    """What members must know before they are asked, by field; empty when nothing is missing."""
    problems: dict[str, list[str]] = {}
    if starts_at is None:
        problems["starts_at"] = [_("Give the day and the time first, or find them by a poll.")]
    elif starts_at <= at:
        problems["starts_at"] = [_("This time has passed. Give a time to come.")]
    if where in ("place", "both") and not place.strip():
        problems["place"] = [_("Say where it is held, so that people can come.")]
    if where in ("online", "both") and not link.strip():
        problems["link"] = [_("Give the link to join online.")]
    return problems


# --- times by the clock of London ----------------------------------------------------------------------------------------------------


def instant_problem(at: datetime) -> str:
    """Why a moment cannot be meant as it is given, or "". A moment needs a zone, and a clock in London must show it once."""
    if at.tzinfo is None:
        return _("A time needs a zone.")
    if at.tzinfo is LONDON and not exists(at.replace(tzinfo=None, fold=0)):
        return missing_words(at.replace(tzinfo=None))
    return ""


def missing_words(wall: datetime) -> str:
    return _("The clocks go forward that night, from one to two o’clock: %(time)s does not exist on that day. Give another time.") % {
        "time": f"{wall:%H:%M}"
    }


def happens_twice(wall: datetime) -> bool:
    """Whether a clock in London shows this time twice, because the clocks go back."""
    first, second = (wall.replace(tzinfo=LONDON, fold=fold).utcoffset() for fold in (0, 1))
    return exists(wall) and first != second


def starts_from(day: date | None, at: time | None, which: str = "") -> tuple[datetime | None, dict[str, list[str]]]:
    """A day and a time as one moment by the clock of London, and what is wrong with them by field ("day", "time", "which").

    `which` ("first" or "second") is asked only for a time that comes twice when the clocks go back.
    """
    if day is None and at is None:
        return None, {}
    if day is None or at is None:
        return None, {"day": [_("Give the day.")]} if day is None else {"time": [_("Give the time it starts.")]}
    wall = datetime.combine(day, at)
    if not exists(wall):
        return None, {"time": [missing_words(wall)]}
    if happens_twice(wall) and which not in ("first", "second"):
        words = _("The clocks go back that night and %(time)s comes twice: say whether you mean the first or the second time.")
        return None, {"which": [words % {"time": f"{wall:%H:%M}"}]}
    return wall.replace(tzinfo=LONDON, fold=int(happens_twice(wall) and which == "second")), {}


# --- double bookings -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Booked:
    """One meeting as far as double booking asks; times are compared as moments, so a clock change moves nothing."""

    panel_id: int
    words: str
    starts: datetime
    lasts: int
    place: str = ""
    members: frozenset[int] = frozenset()  # ids of contacts: the same person may sit on two panels

    @property
    def ends(self) -> datetime:
        return self.starts.astimezone(UTC) + timedelta(minutes=self.lasts)


def overlaps(one: Booked, other: Booked) -> bool:
    return one.starts.astimezone(UTC) < other.ends and other.starts.astimezone(UTC) < one.ends


def double_bookings(new: Booked, others: Iterable[Booked], names: dict[int, str]) -> list[str]:
    """What is booked twice, in sentences: the panel itself, a place, people. `names` of contacts by id."""
    found = []
    for other in others:
        if not overlaps(new, other):
            continue
        if other.panel_id == new.panel_id:
            found.append(_("This panel meets at the same time already: %(other)s.") % {"other": other.words})
        elif place_key(new.place) and place_key(new.place) == place_key(other.place):
            found.append(_("%(place)s is taken at that time by %(other)s.") % {"place": new.place, "other": other.words})
        if shared := sorted(names.get(pk, "") for pk in new.members & other.members):
            who = {"who": ", ".join(name for name in shared if name), "other": other.words}
            found.append(_("Expected at %(other)s at the same time: %(who)s.") % who)
    return found


# --- quorum --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quorum:
    """Voting members there now, or at the end of a closed meeting; how many are needed; whether that is met."""

    present: int
    needed: int

    @property
    def met(self) -> bool:
        return self.present >= self.needed


@dataclass(frozen=True)
class Stay:
    """One person's stay at a meeting. `stands_for` is the key of whom they stand in for: only one of the two counts."""

    key: int
    votes: bool
    present: str
    came: datetime | None = None
    left: datetime | None = None
    stands_for: int | None = None

    def there(self, at: datetime) -> bool:
        return self.present in HERE and (self.came is None or self.came <= at) and (self.left is None or at < self.left)


def voting_at(stays: Sequence[Stay], at: datetime) -> int:
    """How many votes are there at a moment: a substitute's only while the member they stand for is not."""
    there = {stay.key for stay in stays if stay.there(at)}
    counted = {stay.stands_for or stay.key for stay in stays if stay.votes and stay.key in there}
    return len(counted)


@dataclass(frozen=True)
class Span:
    """From when until when there was a quorum."""

    first: datetime
    last: datetime


def quorate_spans(stays: Sequence[Stay], *, needed: int, opened: datetime, closed: datetime) -> list[Span]:
    """When there was a quorum, from opening to closing. People may come late and leave early."""
    moments = {opened, closed} | {at for stay in stays for at in (stay.came, stay.left) if at and opened < at < closed}
    spans: list[Span] = []
    for first, last in pairwise(sorted(moments)):
        if voting_at(stays, first) < needed:
            continue
        if spans and spans[-1].last == first:
            spans[-1] = Span(spans[-1].first, last)
        else:
            spans.append(Span(first, last))
    return spans


def closing_problems(
    *, unrecorded: Sequence[str], gone: Sequence[str], quorate: bool, why: str, early: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Why a meeting may not be closed, by field. `unrecorded`: whose attendance nobody noted. `gone`: whose seat ended meanwhile."""
    problems: dict[str, list[str]] = {}
    if unrecorded:
        problems.setdefault("", []).append(
            _("Record who came first. Nothing is noted yet for: %(names)s.") % {"names": ", ".join(unrecorded)}
        )
    for name in gone:
        problems.setdefault("", []).append(
            _("The seat of %(name)s has ended. Record when they left the meeting, so that quorum and votes are right.") % {"name": name}
        )
    if not quorate and len(why.split()) < SENTENCE_WORDS:
        problems["why"] = [
            _("There was no quorum at any time. Say in a sentence why it was held, and what that means for what was decided.")
        ]
    return problems


def presence_problem(*, state: str, present: str, came: datetime | None, left: datetime | None) -> str:
    """Why attendance cannot be noted so, or ""."""
    if state != State.IN_PROGRESS:
        return _("Attendance is recorded while the meeting is in progress.")
    if present not in HERE and (came or left):
        return _("Whoever was not there neither came nor left.")
    return _("Nobody leaves before they came.") if came and left and left < came else ""


# --- replies -------------------------------------------------------------------------------------------------------------------------


def reply_problem(*, reply: str, where: str) -> str:
    """Why a reply cannot be taken, or ""."""
    allowed = {"place": {"yes", "no", "unsure"}, "online": {"online", "no", "unsure"}, "both": {"yes", "online", "no", "unsure"}}
    return "" if reply in allowed[where] else _("Say whether you come.")


def replies_for(where: str) -> tuple[str, ...]:
    """The replies that a meeting so held can be given, in the order they are offered."""
    return {"place": ("yes", "no", "unsure"), "online": ("online", "no", "unsure")}.get(where, ("yes", "online", "no", "unsure"))


def closed_words(*, state: str, ends: datetime | None, at: datetime) -> str:
    """Why no reply is taken any more, or ""."""
    if state == State.CANCELLED:
        return _("This meeting was called off.")
    if state not in (State.CALLED, State.IN_PROGRESS) or ends is None or ends <= at:
        return _("This meeting is over.")
    return ""


# --- records -------------------------------------------------------------------------------------------------------------------------


def digest(value: Any) -> str:
    """SHA-256 of a value as canonical JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def one_line(text: str) -> str:
    """Words as one line, for a subject."""
    return re.sub(r"\s+", " ", text).strip()


def changed_for_members(changed: Collection[str]) -> bool:
    """Whether a change is one that those who were asked must be told of."""
    return bool(set(changed) & {"starts_at", "lasts", "where", "place", "link", "access"})


def moved(changed: Collection[str]) -> bool:
    """Whether people must answer anew: their answer was to another time or another place."""
    return bool(set(changed) & {"starts_at", "where", "place"})
