"""What may be done with an edition, how editions are numbered, and what has to be there before one leaves. No database, no clock."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

MOST_TABLES = 20
LONGEST_PERIOD = 366 * 10  # days that one edition may be about
RESERVED = frozenset({"register", "goals"})  # parts of public addresses that are taken


class State(StrEnum):
    DRAFT = "draft"
    CHECKED = "checked"
    AGREED = "agreed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


# What an edition can become from each state, and by what. That a later edition replaces one follows from the later one.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "edit", State.DRAFT),
    (State.DRAFT, "check", State.CHECKED),
    (State.CHECKED, "check", State.CHECKED),
    (State.CHECKED, "edit", State.DRAFT),
    (State.CHECKED, "agree", State.AGREED),
    (State.CHECKED, "send back", State.DRAFT),
    (State.AGREED, "check", State.CHECKED),
    (State.AGREED, "edit", State.DRAFT),
    (State.AGREED, "send back", State.DRAFT),
    (State.AGREED, "publish", State.PUBLISHED),
    (State.PUBLISHED, "withdraw", State.WITHDRAWN),
    (State.DRAFT, "discard", State.DRAFT),
    (State.CHECKED, "discard", State.CHECKED),
    (State.AGREED, "discard", State.AGREED),
)
OPEN = (State.DRAFT, State.CHECKED, State.AGREED)
SHOWN = (State.PUBLISHED, State.WITHDRAWN)


def may_do(state: str, what: str) -> bool:
    """Whether the table lets this be done from this state."""
    return any(start.value == state and verb == what for start, verb, _end in TRANSITIONS)


def transition_problem(state: str, what: str) -> str:
    """Why this may not be done; empty where it may."""
    if may_do(state, what):
        return ""
    return {
        "edit": _("What was published stays as it was. Begin a new edition and say what it changes."),
        "check": _("What was published was checked before. Begin a new edition to change it."),
        "agree": _("Only tables that were checked, and not changed since, can be agreed."),
        "send back": _("Only tables that wait for a second person, or that one agreed to, can be sent back."),
        "publish": _("Only tables that were checked and that a second person agreed to can be published."),
        "withdraw": _("Only what is published can be withdrawn."),
        "discard": _("What was published cannot be discarded. Withdraw it with a reason: the reason stays in its place."),
    }[what]


def next_number(latest: tuple[int, int], *, minor: bool) -> tuple[int, int]:
    """The number of the edition that follows: 1.0 is followed by 1.1 (a correction or a small change) or by 2.0 (another period)."""
    major, small = latest
    return (major, small + 1) if minor else (major + 1, 0)


def slug_problem(slug: str, taken: Collection[str]) -> str:
    """Why this cannot be the last part of a public address; empty where it can."""
    if not slug:
        return _("Give a title with letters: the public address is made from it.")
    if slug in RESERVED or slug in taken:
        return _("Another publication has this address. Choose another title, for example with the place or the period in it.")
    return ""


def period_problems(*, first: date, last: date, today: date, next_on: date | None) -> dict[str, list[str]]:
    """Why an edition cannot be about these days, by field."""
    found: dict[str, list[str]] = {}
    if last < first:
        found["period_last"] = [_("The last day is before the first. Change one of them.")]
    elif last > today:
        found["period_last"] = [_("It tells what happened, so its period ends today at the latest.")]
    elif (last - first).days > LONGEST_PERIOD:
        found["period_first"] = [_("Choose ten years at most.")]
    if next_on is not None and next_on <= today:
        found["next_on"] = [_("The next edition comes out on a later day. Leave it empty where none is planned.")]
    return found


def words_problems(*, title_en: str, about_en: str) -> dict[str, list[str]]:
    """What is missing of the words of an edition, by field."""
    found: dict[str, list[str]] = {}
    if len(title_en.split()) < 2:
        found["title_en"] = [_("Give a title that says what of whom, for example “Charging by ethnicity and sex”.")]
    if len(about_en.split()) < 5:
        found["about_en"] = [_("Say in a sentence or two what the tables are about, for people who never saw them.")]
    return found


def changes_problem(changes: str) -> str:
    """Why these words do not say what an edition changes; empty where they do."""
    return "" if len(changes.split()) >= 4 else _("Say in a sentence what changed since the edition before, and why.")


def months_of(first: date, last: date) -> frozenset[str]:
    """The months that a period touches, such as "2026-01"."""
    begins, ends = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return frozenset(f"{month // 12}-{month % 12 + 1:02}" for month in range(begins, ends + 1))
