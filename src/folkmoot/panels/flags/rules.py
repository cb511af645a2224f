"""What of a panel is late, missing or about to lapse: sentences out of facts. No database, no clock.

Why these: Parliament was told that nobody held the dates on which panels met (House of Commons, 2 February 2010); an answer to a
freedom-of-information request had to say that there were neither minutes nor terms of reference (National Scrutiny Panel, 2024); a
meeting of June 2023 was cancelled because the chair stepped down and nobody was ready (Norfolk and Suffolk out-of-court disposal panel).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.panels.members.rules import SOON
from folkmoot.panels.rules import month_before, months_after

MINUTES_DAYS = timedelta(days=28)  # so long minutes may be on their way to the members
GRACE_MONTHS = 1  # a meeting that moves by some weeks does not put a panel behind
NAMED = 3


class Kind(StrEnum):
    """The kinds of flag, the gravest first."""

    NO_TERMS = "no_terms"
    CHAIR_VACANT = "chair_vacant"
    NO_QUORUM = "no_quorum"
    BEHIND = "behind"
    UNANSWERED = "unanswered"
    LATE = "late"
    MINUTES = "minutes"
    UNDERTAKING = "undertaking"
    SEATS = "seats"
    CHAIR_LEAVING = "chair_leaving"
    TERM_ENDING = "term_ending"
    REMIT = "remit"


@dataclass(frozen=True)
class Held:
    """A meeting that was held and closed; `minutes` is "" where there are none, else draft, circulated or agreed."""

    on: date
    quorate: bool = True
    minutes: str = "agreed"


@dataclass(frozen=True)
class Seat:
    """A seat held today: `ends` None where no end is known; `bound_until` the last day of its undertaking.

    `signs`: whoever holds it must have signed; `signed`: they did, in the words that hold now.
    """

    position: str
    ends: date | None = None
    renewed: bool = False
    signs: bool = True
    signed: bool = True
    bound_until: date | None = None


@dataclass(frozen=True)
class Waiting:
    """A recommendation without an answer: its number in the panel, and the first meeting held since it was made."""

    number: int
    met_on: date


@dataclass(frozen=True)
class RemitPart:
    """A part of the remit, and the day by which it is to be discussed (again)."""

    name: str
    due_by: date


@dataclass(frozen=True)
class Laid:
    """What the terms that hold lay down, and since when there were terms at all."""

    since: date
    meetings_a_year: int
    voting: tuple[str, ...]
    chairs: tuple[str, ...]
    least_members: int
    undertaking: bool


@dataclass(frozen=True)
class Facts:
    """All that the flags of one panel follow from. `held` is the latest first; `next_on` the next meeting that is called; `late` the
    numbers of accepted recommendations whose day has passed, each with that day.

    Without terms today, `terms_from` is the day from which agreed ones will hold, where there are any.
    """

    starts: date
    terms: Laid | None
    held: tuple[Held, ...] = ()
    next_on: date | None = None
    seats: tuple[Seat, ...] = ()
    chair_ends: date | None = None
    chair_left: date | None = None
    waiting: tuple[Waiting, ...] = ()
    late: tuple[tuple[int, date], ...] = ()
    remit: tuple[RemitPart, ...] = ()
    terms_from: date | None = None


@dataclass(frozen=True)
class Found:
    """One thing that is wrong: its kind, the sentence, and the day since (or on) which it is so, where one is known."""

    kind: Kind
    words: str
    since: date | None


def flags_of_facts(facts: Facts, today: date) -> list[Found]:
    """Everything that is wrong with a panel on a day, the gravest first; nothing before its first day."""
    if today < facts.starts:
        return []
    if facts.terms is None:
        return [Found(Kind.NO_TERMS, _no_terms(facts), facts.starts), *_without_terms(facts, today)]
    found = [flag for rule in RULES for flag in rule(facts, facts.terms, today)]
    return sorted(found, key=lambda flag: list(Kind).index(flag.kind))


def _no_terms(facts: Facts) -> str:
    if facts.terms_from is None:
        return _("It has no agreed terms of reference: no meeting can be called until it has.")
    return _("Its terms of reference hold only from %(day)s: no meeting can be held before that day.") % {"day": _said(facts.terms_from)}


def _without_terms(facts: Facts, today: date) -> list[Found]:
    return [*_unanswered(facts, None, today), *_late(facts, None, today), *_minutes(facts, None, today)]


def meetings_due(*, since: date, meetings_a_year: int, today: date) -> int:
    """How many meetings there should have been in the last twelve months, with a month's grace; fewer in a panel's first year."""
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    return min(meetings_a_year, max(0, months - GRACE_MONTHS) * meetings_a_year // 12)


def behind_since(*, since: date, held: Iterable[date], meetings_a_year: int, today: date) -> date | None:
    """The day on which a panel fell behind its frequency; None where it is not behind.

    `held` are the days of all its meetings, `since` the day from which terms held.
    """
    days = sorted(held, reverse=True)
    window = month_before(today, 12 + GRACE_MONTHS)
    lately = [day for day in days if day > window]
    if len(lately) >= meetings_due(since=since, meetings_a_year=meetings_a_year, today=today):
        return None
    if len(days) >= meetings_a_year:  # it had enough until the last of them that counts was a year past
        return months_after(days[meetings_a_year - 1], 12 + GRACE_MONTHS)
    return months_after(since, -(-(len(days) + 1) * 12 // meetings_a_year) + GRACE_MONTHS)


def _behind(facts: Facts, terms: Laid, today: date) -> Iterator[Found]:
    day = behind_since(since=terms.since, held=[each.on for each in facts.held], meetings_a_year=terms.meetings_a_year, today=today)
    if day is None:
        return
    number = sum(each.on > month_before(today, 12) for each in facts.held)
    after = _("The next meeting is called for %(day)s.") % {"day": _said(facts.next_on)} if facts.next_on else _("No meeting is called.")
    yield Found(Kind.BEHIND, f"{_met(number, terms.meetings_a_year)} {after}", day)


def _met(number: int, least: int) -> str:
    """How often a panel met in a year, against its terms."""
    if not number:
        words = ngettext(
            "It has not met in the last twelve months; its terms of reference say at least once.",
            "It has not met in the last twelve months; its terms of reference say at least %(least)d times.", least,
        )  # fmt: skip
    else:
        words = ngettext(
            "It met once in the last twelve months; its terms of reference say at least %(least)d times.",
            "It met %(number)d times in the last twelve months; its terms of reference say at least %(least)d times.", number,
        )  # fmt: skip
    return words % {"number": number, "least": least}


def _no_quorum(facts: Facts, _terms: Laid | None, _today: date) -> Iterator[Found]:
    last = facts.held[:2]
    if len(last) == 2 and not any(each.quorate for each in last):
        words = _("Its last two meetings had no quorum: nothing could be decided or agreed at either.")
        yield Found(Kind.NO_QUORUM, words, last[1].on)


def _minutes(facts: Facts, _terms: Laid | None, today: date) -> Iterator[Found]:
    """Minutes are owed four weeks after a meeting, and are to be agreed at the one after it."""
    owed = [
        (place, each) for place, each in enumerate(facts.held)
        if (each.minutes in ("", "draft") and today > each.on + MINUTES_DAYS) or (each.minutes == "circulated" and place > 0)
    ]  # fmt: skip
    if not owed:
        return
    number, oldest = len(owed), owed[-1][1].on
    words = ngettext(
        "The minutes of its meeting of %(day)s are not agreed.",
        "The minutes of %(number)d meetings are not agreed, the oldest of %(day)s.", number,
    )  # fmt: skip
    yield Found(Kind.MINUTES, words % {"number": number, "day": _said(oldest)}, oldest)


def _chair(facts: Facts, terms: Laid, today: date) -> Iterator[Found]:
    """A chair that is missing, or about to leave with nobody to follow."""
    in_chair = [seat for seat in facts.seats if seat.position in terms.chairs]
    if not in_chair:
        deputy = any(seat.position == "deputy" for seat in facts.seats)
        words = _("Nobody chairs it. The deputy can until a chair is found.") if deputy else _("Nobody chairs it, and it has no deputy.")
        yield Found(Kind.CHAIR_VACANT, words, facts.chair_left or facts.starts)
    elif facts.chair_ends and facts.chair_ends <= today + SOON:
        words = _("The chair's time ends on %(day)s and nobody follows yet.") % {"day": _said(facts.chair_ends)}
        yield Found(Kind.CHAIR_LEAVING, words, facts.chair_ends)


def _undertakings(facts: Facts, terms: Laid, today: date) -> Iterator[Found]:
    if not terms.undertaking:
        return
    lacking = [seat for seat in facts.seats if seat.signs and _unbound(seat, today)]
    if lacking:
        words = ngettext(
            "The undertaking of confidentiality of %(number)d member was not signed or has lapsed: they get no papers.",
            "The undertakings of confidentiality of %(number)d members were not signed or have lapsed: they get no papers.",
            len(lacking),
        )
        lapsed = [seat.bound_until for seat in lacking if seat.bound_until and seat.bound_until < today]
        yield Found(Kind.UNDERTAKING, words % {"number": len(lacking)}, min(lapsed, default=None))


def _unbound(seat: Seat, today: date) -> bool:
    return not seat.signed or (seat.bound_until is not None and seat.bound_until < today)


def _unanswered(facts: Facts, _terms: Laid | None, _today: date) -> Iterator[Found]:
    if not facts.waiting:
        return
    numbers = ", ".join(str(each.number) for each in sorted(facts.waiting, key=lambda each: each.number))
    words = ngettext(
        "Recommendation %(numbers)s was not answered by the panel's next meeting.",
        "Recommendations %(numbers)s were not answered by the panel's next meeting.", len(facts.waiting),
    )  # fmt: skip
    yield Found(Kind.UNANSWERED, words % {"numbers": numbers}, min(each.met_on for each in facts.waiting))


def _late(facts: Facts, _terms: Laid | None, _today: date) -> Iterator[Found]:
    """What was promised to the panel by a day that has passed."""
    if not facts.late:
        return
    since = min(day for _number, day in facts.late)
    words = ngettext(
        "Recommendation %(numbers)s was to be done by %(day)s and is not done.",
        "Recommendations %(numbers)s are not done in time, the first was to be done by %(day)s.", len(facts.late),
    )  # fmt: skip
    numbers = ", ".join(str(number) for number, _day in sorted(facts.late))
    yield Found(Kind.LATE, words % {"numbers": numbers, "day": _said(since)}, since)


def _seats(facts: Facts, terms: Laid, _today: date) -> Iterator[Found]:
    taken = sum(seat.position in terms.voting for seat in facts.seats)
    missing = terms.least_members - taken
    if missing > 0:
        words = ngettext(
            "%(missing)d seat is empty: %(taken)d of at least %(least)d are taken.",
            "%(missing)d seats are empty: %(taken)d of at least %(least)d are taken.", missing,
        )  # fmt: skip
        yield Found(Kind.SEATS, words % {"missing": missing, "taken": taken, "least": terms.least_members}, None)


def _ending(facts: Facts, _terms: Laid, today: date) -> Iterator[Found]:
    ending = [seat.ends for seat in facts.seats if seat.ends and seat.ends <= today + SOON and not seat.renewed]
    if ending:
        words = ngettext(
            "The term of %(number)d member ends on %(day)s and is not renewed.",
            "The terms of %(number)d members end and are not renewed, the first on %(day)s.", len(ending),
        )  # fmt: skip
        yield Found(Kind.TERM_ENDING, words % {"number": len(ending), "day": _said(min(ending))}, min(ending))


def _remit(facts: Facts, _terms: Laid, today: date) -> Iterator[Found]:
    late = sorted((part.due_by, part.name) for part in facts.remit if part.due_by < today)
    if late:
        words = ngettext(
            "%(number)d part of its remit has not been discussed in its time: %(names)s.",
            "%(number)d parts of its remit have not been discussed in their time: %(names)s.", len(late),
        )  # fmt: skip
        yield Found(Kind.REMIT, words % {"number": len(late), "names": _names([name for _day, name in late])}, late[0][0])


def _names(names: list[str]) -> str:
    """The first names of a list, and how many more there are."""
    first, more = "; ".join(names[:NAMED]), len(names) - NAMED
    if more <= 0:
        return first
    return ngettext("%(first)s; and %(more)d more", "%(first)s; and %(more)d more", more) % {"first": first, "more": more}


def _said(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


RULES: tuple[Callable[[Facts, Laid, date], Iterator[Found]], ...] = (
    _behind, _no_quorum, _minutes, _chair, _undertakings, _unanswered, _late, _seats, _ending, _remit,
)  # fmt: skip
