"""What must hold before a panel, its terms of reference or a kind of panel can be kept, and in what state they are. No database, no clock.

Why terms come first: an answer of 2024 to a freedom-of-information request about a national scrutiny panel had to say that there
were no formal terms of reference and no minutes (Crown Prosecution Service, National Scrutiny Panel on joint enterprise, 2024).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

SENTENCE_WORDS = 4
NEVER_VOTES = "observer"
# Addresses under /panels/ that are no panel's: a panel may not be called so.
TAKEN_WORDS = frozenset(
    {
        "agenda", "applications", "briefings", "campaigns", "expenses", "flags", "guidance", "invitations", "items", "kinds",
        "meetings", "members", "minutes", "new", "papers", "publications", "recommendations", "recruitment", "remits", "representation",
        "seats", "survey", "terms",
    }
)  # fmt: skip


class State(StrEnum):
    COMING = "coming"
    WITHOUT_TERMS = "without_terms"
    RUNNING = "running"
    ENDED = "ended"


# What a panel can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.COMING, "its first day comes", State.WITHOUT_TERMS),
    (State.WITHOUT_TERMS, "terms of reference agreed, and their first day comes", State.RUNNING),
    (State.COMING, "ended, with reason", State.ENDED),
    (State.WITHOUT_TERMS, "ended, with reason", State.ENDED),
    (State.RUNNING, "ended, with reason", State.ENDED),
)


def state_of(*, starts: date, ended_on: date | None, has_terms: bool, today: date) -> State:
    """Where a panel stands on a day. A panel that ends on a day still stands on that day."""
    if ended_on is not None and ended_on < today:
        return State.ENDED
    if today < starts:
        return State.COMING
    return State.RUNNING if has_terms else State.WITHOUT_TERMS


@dataclass(frozen=True)
class Ways:
    """How a panel works; the same numbers as `models.Ways`, in months, members, meetings and cases."""

    meetings_a_year: int
    quorum: int
    voting: tuple[str, ...]
    chair_rule: str
    least_members: int
    most_members: int
    least_cases: int
    most_cases: int
    undertaking_months: int | None


def ways_problems(ways: Ways, positions: Collection[str]) -> dict[str, list[str]]:
    """Why a panel cannot work so, by field; empty where it can. `positions` are all that there are."""
    problems: dict[str, list[str]] = {}
    if ways.meetings_a_year < 1:
        problems["meetings_a_year"] = [_("Say how often it meets: at least once a year.")]
    if ways.most_members < ways.least_members:
        problems["most_members"] = [_("It cannot have fewer members at most than at least.")]
    if ways.quorum < 1:
        problems["quorum"] = [_("Say how many voting members must be there: at least one.")]
    elif ways.quorum > max(ways.most_members, ways.least_members):
        problems["quorum"] = [_("More members would have to be there than the panel can have: no meeting could ever have a quorum.")]
    if ways.most_cases < ways.least_cases:
        problems["most_cases"] = [_("It cannot see fewer cases at most than at least.")]
    problem = _voting_problem(ways.voting, positions)
    if problem:
        problems["voting"] = [problem]
    return problems


def _voting_problem(voting: Collection[str], positions: Collection[str]) -> str:
    if not voting:
        return _("Say who votes: without a vote nothing can be decided, and there is no quorum to count.")
    if set(voting) - set(positions):
        return _("Choose from the positions that there are.")
    if NEVER_VOTES in voting:
        return _("An observer does not vote. Give them another position, or leave their vote out.")
    return ""


def terms_missing(*, ways: Ways, scope: str, conduct: str, confidentiality: str) -> dict[str, list[str]]:
    """What a draft still lacks before it can be agreed, by field."""
    missing: dict[str, list[str]] = {}
    if len(scope.split()) < SENTENCE_WORDS:
        missing["scope_en"] = [_("Say what the panel does, and what it cannot do.")]
    if len(conduct.split()) < SENTENCE_WORDS:
        missing["conduct_en"] = [_("Say how members work together, declare interests, and how somebody leaves or is asked to leave.")]
    if ways.undertaking_months is not None and len(confidentiality.split()) < SENTENCE_WORDS:
        missing["confidentiality_en"] = [
            _("Members sign an undertaking: say what they undertake to keep to themselves, or leave the months it holds empty.")
        ]
    return missing


def agreeing_problems(
    *, how: str, on: date | None, holds_from: date | None, last_holds_from: date | None, today: date
) -> dict[str, list[str]]:  # fmt: skip
    """Why terms cannot be agreed like this, by field. `last_holds_from`: the first day of the version before."""
    problems: dict[str, list[str]] = {}
    if not how.strip():
        problems["how"] = [_("Say who agreed them, and how: by a vote of the panel, by the Chief Crown Prosecutor.")]
    if on is None or on > today:
        problems["on"] = [_("Give the day on which they were agreed, today or earlier.")]
    if holds_from is None:
        problems["holds_from"] = [_("Give the first day on which they hold.")]
    elif on is not None and holds_from < on:
        problems["holds_from"] = [_("They cannot hold before they were agreed.")]
    elif last_holds_from is not None and holds_from <= last_holds_from:
        problems["holds_from"] = [
            _("The version before holds from %(day)s. Give a later day, so that one version holds on every day.")
            % {"day": date_format(last_holds_from, "j F Y")}
        ]
    return problems


def code_problem(code: str) -> str:
    """Why a panel cannot have this short name, or ""."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
        return _("Use small letters without accents, figures and single hyphens, such as eastern-hate-crime.")
    if code in TAKEN_WORDS:
        return _("That word is an address of the product already. Choose another short name.")
    return ""


def place_problem(*, level: str, has_area: bool, kind: str) -> str:
    """Why a panel of this kind cannot stand in an Area, or for the whole service; "" where it can."""
    if level == "area" and not has_area:
        return _("“%(kind)s” stands in an Area: choose one.") % {"kind": kind}
    if level == "national" and has_area:
        return _("“%(kind)s” is for the whole service: it has no Area.") % {"kind": kind}
    return ""


def parent_problem(panel_id: int | None, parent_id: int, parent_of: Mapping[int, int | None]) -> str:
    """Why a panel cannot report to another, or "". `parent_of` says to which panel each panel reports now."""
    seen: set[int] = set()
    step: int | None = parent_id
    while step is not None and step not in seen:
        if step == panel_id:
            return _("That panel reports to this one, itself or through others: they cannot report to each other.")
        seen.add(step)
        step = parent_of.get(step)
    return ""


def ending_problems(
    *, on: date | None, why: str, starts: date, today: date, last_used: date | None, children: Collection[str], meetings: int
) -> dict[str, list[str]]:  # fmt: skip
    """Why a panel cannot be ended like this.

    `last_used` is the latest day of a meeting held or a seat begun, `children` report to it, `meetings` are planned and neither closed
    nor cancelled.
    """
    problems: dict[str, list[str]] = {}
    if on is None or not starts <= on <= today:
        problems["on"] = [_("Give the last day of the panel: since it was set up, and not in the future.")]
    elif last_used is not None and on < last_used:
        problems["on"] = [
            _("A meeting was held or a seat begins on %(day)s. The panel cannot have ended before that day.")
            % {"day": date_format(last_used, "j F Y")}
        ]
    if len(why.split()) < SENTENCE_WORDS:
        problems["why"] = [_("Say why it ends, and what takes its place, for whoever asks in years to come.")]
    open_ends = []
    if children:
        open_ends.append(_("These panels report to it: %(panels)s. Say to whom they report from now on.") % {"panels": ", ".join(children)})
    if meetings:
        open_ends.append(_("It has a meeting that is planned and not closed. Close or cancel it first."))
    if open_ends:
        problems[""] = open_ends
    return problems


def month_before(day: date, months: int) -> date:
    """The day so many months earlier, or the last day of that month where it is shorter."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"{day} has no day {months} months earlier")


def months_after(day: date, months: int) -> date:
    """The day so many months later, or the last day of that month where it is shorter: how terms of seats and undertakings are counted."""
    return month_before(day, -months)


def last_day_of_term(starts: date, months: int) -> date:
    """The last day of a term of so many months that begins on a day: 1 March for 24 months ends on the last day of February."""
    return months_after(starts, months) - timedelta(days=1)
