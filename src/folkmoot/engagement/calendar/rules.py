"""States of communications, clashes between days, gaps of contact, and who may be invited. No database, no clock."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.engagement.calendar.observances import BANK_HOLIDAY, VACATION, Observance

LONDON = ZoneInfo("Europe/London")
GAP_WITHIN_DAYS = 92  # a contact that falls due within three months should stand in the calendar
LONGEST_DAYS = 366
FEED_BACK, FEED_AHEAD = timedelta(days=92), timedelta(days=731)


class State(StrEnum):
    PLANNED = "planned"
    DUE = "due"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


# What a communication can become from each state, and by what. It falls due by itself when its last day has passed.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.PLANNED, "publish", State.PUBLISHED),
    (State.PLANNED, "cancel", State.CANCELLED),
    (State.PLANNED, "pass", State.DUE),
    (State.DUE, "publish", State.PUBLISHED),
    (State.DUE, "cancel", State.CANCELLED),
)


def state_of(*, last_on: date, published_on: date | None, cancelled_on: date | None, today: date) -> State:
    """Derive the state from what has happened. DUE: its last day has passed and nobody said that it was published."""
    if cancelled_on:
        return State.CANCELLED
    if published_on:
        return State.PUBLISHED
    return State.DUE if last_on < today else State.PLANNED


def may_do(state: State, what: str) -> bool:
    return any(start is state and verb == what for start, verb, _end in TRANSITIONS)


def may_change(state: State) -> bool:
    return state in (State.PLANNED, State.DUE)


def span_problems(*, first_on: date, last_on: date, starts_at: time | None, ends_at: time | None) -> dict[str, list[str]]:
    """Why a span of days and times may not be stored, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if last_on < first_on:
        problems["last_on"] = [_("It ends before it begins.")]
    elif (last_on - first_on).days > LONGEST_DAYS:
        problems["last_on"] = [_("This is longer than a year. Check the year.")]
    return problems | time_problems(first_on, starts_at, ends_at, same_day=last_on == first_on)


def time_problems(day: date, starts_at: time | None, ends_at: time | None, *, same_day: bool = True) -> dict[str, list[str]]:
    """Why these times may not stand on this day, by field."""
    problems: dict[str, list[str]] = {}
    if ends_at and not starts_at:
        problems["starts_at"] = [_("Say when it starts, or leave the end out.")]
    elif starts_at and ends_at and same_day and ends_at <= starts_at:
        problems["ends_at"] = [_("It ends before it begins.")]
    for name, at in (("starts_at", starts_at), ("ends_at", ends_at)):
        if at and not exists(datetime.combine(day, at)):
            problems.setdefault(name, []).append(_("The clocks go forward that night: this time does not exist."))
    return problems


def exists(wall: datetime) -> bool:
    """Whether this time (without a zone) is ever shown by a clock in London."""
    there = wall.replace(tzinfo=LONDON)
    return there.astimezone(ZoneInfo("UTC")).astimezone(LONDON).replace(tzinfo=None) == wall


def moment(day: date, at: time | None) -> datetime | None:
    """A time of a day by the clock of London. Of a time that comes twice, when the clocks go back, the first is meant."""
    return datetime.combine(day, at, tzinfo=LONDON) if at else None


# --- clashes -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Busy:
    """One thing in the calendar, as far as a clash asks. `key` tells it from others; `people` are ids of any kind, never names."""

    key: str
    title: str
    first: date
    last: date
    starts: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    community_ids: frozenset[int] = frozenset()
    people: frozenset[str] = frozenset()


class Sort(StrEnum):
    FESTIVAL = "festival"
    CLOSED = "closed"
    VACATION = "vacation"
    COMMUNITY = "community"
    PLACE = "place"
    PEOPLE = "people"


@dataclass(frozen=True)
class Clash:
    """Something to know of before the day, in words; `keys` name what it is about. It warns and never refuses."""

    sort: Sort
    day: date
    words: str
    keys: tuple[str, ...]


def clashes(
    busy: Sequence[Busy], observances: Iterable[Observance], *, names: dict[int, str], faiths: dict[int, frozenset[str]]
) -> list[Clash]:
    """Every clash, by day. `names` of communities by id; `faiths` are the faiths of a community, as observances name them."""
    known = list(observances)
    found = [clash for each in busy for clash in _with_days(each, known, names, faiths)]
    for one, other in combinations(sorted(busy, key=lambda each: (each.first, each.key)), 2):
        if one.first <= other.last and other.first <= one.last:
            found += _with_each_other(one, other, names)
    return sorted(found, key=lambda clash: (clash.day, clash.sort, clash.words))


def _with_days(each: Busy, observances: Iterable[Observance], names: dict[int, str], faiths: dict[int, frozenset[str]]) -> Iterator[Clash]:
    met = [day for day in observances if day.holds(each.first, each.last)]
    closed = any(day.kind == BANK_HOLIDAY for day in met)
    for day in met:
        if day.kind == VACATION and closed:  # then no court sits at all, which is said already
            continue
        yield Clash(
            _sort_of(day),
            max(day.first, each.first),
            f"{each.title}: {observance_words(day)}{_whose(each, day, names, faiths)}",
            (each.key,),
        )


def _sort_of(day: Observance) -> Sort:
    return {BANK_HOLIDAY: Sort.CLOSED, VACATION: Sort.VACATION}.get(day.kind, Sort.FESTIVAL)


def observance_words(day: Observance) -> str:
    """“Eid al-Fitr (Muslim), about this day, by moon sighting; begins at sunset the day before”."""
    if day.kind == BANK_HOLIDAY:
        return _("bank holiday (%(name)s): the courts do not sit") % {"name": day.name}
    if day.kind == VACATION:
        return _("the High Court is in vacation; Crown and magistrates’ courts sit")
    words = f"{day.name} ({day.faith})"
    if day.about:
        words += _(", about this day, by moon sighting")
    return words + (_("; begins at sunset the day before") if day.eve else "")


def _whose(each: Busy, day: Observance, names: dict[int, str], faiths: dict[int, frozenset[str]]) -> str:
    """Which of the communities it is for keep this day, as far as their characteristics say."""
    keeping = sorted(names[pk] for pk in each.community_ids if pk in names and day.faith and day.faith in faiths.get(pk, frozenset()))
    return _(". It matters to: %(names)s") % {"names": ", ".join(keeping)} if keeping else ""


def _with_each_other(one: Busy, other: Busy, names: dict[int, str]) -> Iterator[Clash]:
    day, keys, both = max(one.first, other.first), (one.key, other.key), {"one": one.title, "other": other.title}
    for pk in sorted(one.community_ids & other.community_ids):
        words = _("%(one)s and %(other)s are both for %(community)s on the same day")
        yield Clash(Sort.COMMUNITY, day, words % {**both, "community": names.get(pk, _("one community"))}, keys)
    overlapping = overlap(one, other)
    if overlapping is False:
        return
    sure = _("at the same time") if overlapping else _("on the same day; the times are not both given")
    if place_key(one.place) and place_key(one.place) == place_key(other.place):
        words = _("%(one)s and %(other)s are both at %(place)s %(when)s")
        yield Clash(Sort.PLACE, day, words % {**both, "place": one.place, "when": sure}, keys)
    shared = len(one.people & other.people)
    if shared:
        words = ngettext(
            "%(one)s and %(other)s both expect the same person %(when)s",
            "%(one)s and %(other)s both expect %(number)d of the same people %(when)s", shared,
        )  # fmt: skip
        yield Clash(Sort.PEOPLE, day, words % {**both, "number": shared, "when": sure}, keys)


def overlap(one: Busy, other: Busy) -> bool | None:
    """Whether two things are at the same time; None where one of them says no time. Without an end it takes an hour."""
    if one.starts is None or other.starts is None:
        return None
    ends = [each.ends or each.starts + timedelta(hours=1) for each in (one, other) if each.starts]
    return one.starts < ends[1] and other.starts < ends[0]


def place_key(place: str) -> str:
    """A place as it is compared: without case, punctuation and spare spaces."""
    return " ".join(re.findall(r"\w+", place.casefold()))


# --- gaps ----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gap:
    """A community that nobody plans to meet in time. `due`: when the next contact is expected; None where it was never met."""

    community_id: int
    last: date | None
    due: date | None
    next_planned: date | None
    every_months: int


def gap_of(*, community_id: int, last: date | None, every_months: int, next_planned: date | None, today: date) -> Gap | None:
    """The gap of one community, or None where a contact is planned in time or is not due within three months."""
    due = months_later(last, every_months) if last else None
    deadline = max(due or today, today)
    if due and due > today + timedelta(days=GAP_WITHIN_DAYS):
        return None
    if next_planned and (next_planned <= deadline or next_planned <= today + timedelta(days=31)):
        return None
    return Gap(community_id, last, due, next_planned, every_months)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    return date(day.year + year, month + 1, day.day)


# --- invitations ---------------------------------------------------------------------------------------------------------------------


def invitation_problem(*, email: str, channel: str, erased: bool, agreed: bool) -> str:
    """Why a person may not be invited by e-mail, or "" where they may. `agreed`: their details may be used for invitations today."""
    if erased:
        return _("Their details were erased.")
    if not agreed:
        return _("They have not agreed to be invited, or no longer: see what they agreed to on their page.")
    if not email:
        return _("No e-mail address is known.")
    if channel != "email":
        return _("They asked to hear from us in another way: ring or write.")
    return ""


def fingerprint_of(
    *, title: str, first: date, last: date, starts_at: time | None, ends_at: time | None, place: str, cancelled: bool
) -> str:
    """What tells one edition of an entry from the next: everything that a person who comes must know."""
    said = "\n".join(map(str, (title, first, last, starts_at or "", ends_at or "", place, cancelled)))
    return hashlib.sha256(said.encode()).hexdigest()


def token_fingerprint(token: str) -> str:
    """What is kept of a feed's secret. It has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
