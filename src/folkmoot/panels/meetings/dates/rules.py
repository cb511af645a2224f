"""Which days a series falls on, what a poll may offer, and which of its days is best. No database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.engagement.calendar.rules import LONDON, months_later
from folkmoot.panels.meetings.rules import instant_problem, starts_from

MOST_OF_A_SERIES = 60
MOST_DATES = 12
POSSIBLE = frozenset({"yes", "online", "maybe"})


# --- series --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pattern:
    """How a series falls: see `models.Series`."""

    rhythm: str
    every: int
    weekday: int
    nth: int
    first_on: date
    until: date
    at: time


def days_of(pattern: Pattern) -> list[date]:
    """The days of a series, at most `MOST_OF_A_SERIES`; a month without a fifth such day has its last one."""
    days = _weeks(pattern) if pattern.rhythm == "weekly" else _months(pattern)
    return [day for day in days if pattern.first_on <= day <= pattern.until][:MOST_OF_A_SERIES]


def _weeks(pattern: Pattern) -> list[date]:
    first = pattern.first_on + timedelta(days=(pattern.weekday - pattern.first_on.weekday()) % 7)
    steps = range((pattern.until - first).days // (7 * pattern.every) + 1) if pattern.until >= first else range(0)
    return [first + timedelta(weeks=pattern.every * step) for step in steps]


def _months(pattern: Pattern) -> list[date]:
    """Counted from the month of the first day that still holds such a day."""
    start = pattern.first_on.replace(day=1)
    if nth_day(start, pattern.weekday, pattern.nth) < pattern.first_on:
        start = months_later(start, 1)
    found: list[date] = []
    month = start
    while month <= pattern.until and len(found) < MOST_OF_A_SERIES:
        found.append(nth_day(month, pattern.weekday, pattern.nth))
        month = months_later(month, pattern.every)
    return found


def nth_day(month: date, weekday: int, nth: int) -> date:
    """The `nth` such day of the week of a month (given by its first day); 5 is the last."""
    first = month + timedelta(days=(weekday - month.weekday()) % 7)
    if nth < 5:
        return first + timedelta(weeks=nth - 1)
    return max(day for day in (first + timedelta(weeks=3), first + timedelta(weeks=4)) if day.month == month.month)


def moments_of(pattern: Pattern, days: Iterable[date]) -> list[datetime]:
    """The same hour by the clock of London on each of these days, whichever side of a clock change it stands on.

    A time that a day does not have, or has twice, is left to `pattern_problems`.
    """
    return [datetime.combine(day, pattern.at, tzinfo=LONDON) for day in days]


def pattern_problems(pattern: Pattern, days: Sequence[date], *, today: date) -> dict[str, list[str]]:
    """Why a series may not be planned so, by field."""
    problems: dict[str, list[str]] = {}
    if pattern.every < 1:
        problems["every"] = [_("Say every how many months or weeks.")]
    if pattern.until < pattern.first_on:
        problems["until"] = [_("It ends before it begins.")]
    elif not days:
        problems["until"] = [_("No meeting falls in this time. Make it longer.")]
    if any(day < today for day in days):
        problems["first_on"] = [_("Some of these days have passed. Begin today or later.")]
    for day in days:
        _moment, wrong = starts_from(day, pattern.at)
        if wrong:
            words = [sentence for sentences in wrong.values() for sentence in sentences]
            problems.setdefault("at", []).extend(f"{date_format(day, 'j F Y')}: {sentence}" for sentence in words)
    return problems


# --- polls ---------------------------------------------------------------------------------------------------------------------------


def poll_problems(*, dates: Sequence[datetime], closes_on: date | None, today: date, at: datetime) -> dict[str, list[str]]:
    """Why members may not be asked so, by field."""
    problems: dict[str, list[str]] = {}
    wrong = [words for words in map(instant_problem, dates) if words]
    if wrong:
        problems["dates"] = wrong
    elif len(set(dates)) < 2:
        problems["dates"] = [_("Offer at least two different times: with one alone, call the meeting.")]
    elif len(dates) > MOST_DATES:
        problems["dates"] = [_("Offer at most %(most)d times: more is a burden to answer.") % {"most": MOST_DATES}]
    elif min(dates) <= at:
        problems["dates"] = [_("Offer times to come.")]
    if closes_on is None or closes_on < today:
        problems["closes_on"] = [_("Give people a day until which they can answer, today or later.")]
    elif not wrong and dates and closes_on >= min(each.astimezone(LONDON).date() for each in dates):
        problems["closes_on"] = [_("Answers are needed before the first of the days that are offered.")]
    return problems


@dataclass(frozen=True)
class Standing:
    """How one offered time stands: voices by answer, those who said nothing, voting members who could come, whether that is a quorum."""

    date_id: int
    yes: int
    online: int
    maybe: int
    no: int
    silent: int
    voting: int
    quorate: bool


def standing(date_id: int, answers: Iterable[tuple[str, bool]], *, needed: int) -> Standing:
    """`answers`: for each voice its answer ("" for none) and whether it votes."""
    said = list(answers)
    count = {answer: sum(each == answer for each, _votes in said) for answer in ("yes", "online", "maybe", "no", "")}
    voting = sum(votes and answer in POSSIBLE for answer, votes in said)
    return Standing(date_id, count["yes"], count["online"], count["maybe"], count["no"], count[""], voting, voting >= needed)


def best_first(standings: Iterable[Standing]) -> list[Standing]:
    """Those with a quorum first, then the most who come for certain, then the most who might."""
    return sorted(standings, key=lambda each: (not each.quorate, -(each.yes + each.online), -each.maybe, each.no))


def answering_problem(*, ended: bool, closes_on: date, today: date) -> str:
    """Why no answer is taken any more, or ""."""
    if ended:
        return _("The day has been found, or the question was withdrawn.")
    return _("The time to answer is over.") if today > closes_on else ""
