"""What a letter can become and when it is tried again, which period a digest belongs to, and what may leave. No database, no clock."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class How(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


# What a letter can become, and by what. Nothing that may have left is ever sent again unless a person says so.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.WAITING, "claim", State.CLAIMED),
    (State.CLAIMED, "taken by the mail server", State.SENT),
    (State.CLAIMED, "refused for now", State.WAITING),
    (State.CLAIMED, "refused for good", State.FAILED),
    (State.CLAIMED, "no answer", State.UNCERTAIN),
    (State.UNCERTAIN, "taken by the mail server", State.SENT),
    (State.UNCERTAIN, "refused for now", State.WAITING),
    (State.UNCERTAIN, "refused for good", State.FAILED),
    (State.UNCERTAIN, "say it arrived", State.SENT),
    (State.UNCERTAIN, "send again", State.WAITING),
    (State.FAILED, "send again", State.WAITING),
)
SAID_BY_A_PERSON = frozenset({"say it arrived", "send again"})
# A sender that has not said what became of a letter for so long has stopped: it is then not certain whether the letter left.
LEASE = timedelta(minutes=15)
# How long a letter that was refused for now waits before it is tried again: nine times over some three days, then it has failed.
WAITS = tuple(timedelta(minutes=each) for each in (5, 15, 60, 240, 480, 720, 1440, 1440))
KEPT = timedelta(days=90)  # of a letter that left or failed; after it only the bare record stays
WEEKDAYS = 7
LONGEST_TEXT = 100_000


def after(state: State, what: str) -> State | None:
    """What a letter becomes, or None where the table does not let it."""
    return next((end for start, verb, end in TRANSITIONS if start is state and verb == what), None)


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts (1 or more) that certainly did not leave; None: it is not tried again."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def breaks_the_header(words: str) -> bool:
    """Whether a subject or an address holds what would end its line in a message, and could add lines of somebody's own."""
    return any(ord(letter) < 32 or ord(letter) == 127 or letter in "\u0085\u2028\u2029" for letter in words)


def is_own_page(address: str) -> bool:
    """Whether an address is a path of this service. Browsers read “//” and “/\\” as the beginning of somebody else's."""
    return address.startswith("/") and address[1:2] not in ("/", "\\") and not breaks_the_header(address)


def period_of(how: How, weekday: int, today: date) -> str:
    """The period that a digest of this day belongs to, "" where there is none. `weekday` 0 is Monday.

    A weekly digest belongs to the latest such day, today included: a job that runs late or misses days still makes it, once.
    """
    if how is How.DAILY:
        return today.isoformat()
    if how is How.WEEKLY:
        return f"week of {today - timedelta(days=(today.weekday() - weekday) % WEEKDAYS)}"
    return ""


def foreign_lines(text: str, own: Collection[str], link_start: str) -> list[str]:
    """The lines of a message that are neither fixed sentences of ours nor a link to somebody's own inbox. `own` are the sentences."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and line not in own and not _is_own_link(line, link_start)]


def _is_own_link(line: str, link_start: str) -> bool:
    rest = line.removeprefix(link_start)
    return rest != line and all(letter.isdigit() or letter == "/" for letter in rest)
