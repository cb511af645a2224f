"""What an agenda and its minutes may become, when things start, and what of a remit was left out too long. No database, no clock."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.panels.rules import months_after

FEWEST_WORDS = 3


class State(StrEnum):
    """Where the minutes of a meeting stand. The same values as Minutes.State."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    AGREED = "agreed"


# What minutes can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "circulated to the members, once the meeting is closed", State.CIRCULATED),
    (State.CIRCULATED, "corrected, with the words before and after kept", State.CIRCULATED),
    (State.CIRCULATED, "agreed at a later meeting, and fixed", State.AGREED),
)

# The order in which kinds of item are proposed: what is owed to the panel first, then what is new.
USUAL_ORDER = (
    "minutes", "report_back", "action", "enquiry", "recommendation", "case", "consultation", "discussion", "standing",
)  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """When an item starts and ends by the plan."""

    starts: datetime | None
    ends: datetime | None


def timetable(starts_at: datetime | None, minutes: Sequence[int]) -> list[Slot]:
    """When each item starts and ends, given how long each lasts. Without a time of the meeting no slot has one."""
    slots, now = [], starts_at
    for lasts in minutes:
        then = now + timedelta(minutes=lasts) if now else None
        slots.append(Slot(now, then))
        now = then
    return slots


def overrun(minutes: Iterable[int], lasts: int) -> int:
    """By how many minutes the items are longer than the meeting; 0 where they fit."""
    return max(0, sum(minutes) - lasts)


def usual_place(kind: str) -> int:
    return USUAL_ORDER.index(kind) if kind in USUAL_ORDER else len(USUAL_ORDER)


def item_problems(*, title: str, lasts: int | None, remit_fits: bool) -> dict[str, list[str]]:
    """Why an item may not be stored, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not title.strip():
        problems["title_en"] = [_("Say in a few words what is to be talked about.")]
    if lasts is None or not 1 <= lasts <= 480:
        problems["lasts"] = [_("Give the minutes it needs, from 1 to 480.")]
    if not remit_fits:
        problems["remit"] = [_("This is no part of what panels of this kind are there to discuss. Choose one of the list, or none.")]
    return problems


def placing_problem(*, item_state: str, meeting_state: str, same_panel: bool) -> str:
    """Why an item may not be put on the agenda of a meeting; "" when it may."""
    if not same_panel:
        return _("The meeting is of another panel.")
    if item_state != "waiting":
        return _("Only an item that waits in the backlog can be put on an agenda.")
    if meeting_state in ("closed", "cancelled"):
        return _("That meeting is over or was cancelled. Choose one that is to come.")
    return ""


def dropping_problem(*, item_state: str, meeting_state: str, why: str) -> str:
    """Why an item may not be dropped; "" when it may."""
    if item_state not in ("waiting", "on_agenda"):
        return _("It was dealt with, carried over or dropped before: what was recorded stays.")
    if meeting_state in ("closed", "cancelled"):
        return _("The meeting is over: its agenda stays as it was.")
    if len(why.split()) < FEWEST_WORDS:
        return _("Say why it is dropped, in a few words: members who expected it will ask.")
    return ""


def writing_problem(*, item_state: str, meeting_state: str, minutes_state: str) -> str:
    """Why the minutes of an item may not be written now; "" when they may."""
    if meeting_state in ("draft", "called"):
        return _("The meeting has not been opened. Open it, then write what is said.")
    if meeting_state == "cancelled":
        return _("The meeting was cancelled: there is nothing to minute.")
    if minutes_state == State.AGREED:
        return _("These minutes were agreed by the panel and are fixed. Put what is wrong on the agenda of the next meeting.")
    if minutes_state == State.CIRCULATED:
        return _("These minutes were circulated. Record a correction instead: the words before and after are kept.")
    if item_state == "dropped":
        return _("This item was dropped.")
    return ""


def declaring_problem(*, meeting_state: str, minutes_state: str, present: str, what: str) -> dict[str, list[str]]:
    """Why an interest may not be recorded at an item, by field; empty when it may."""
    if meeting_state not in ("in_progress", "closed"):
        return {"": [_("Interests are recorded at an item once the meeting has been opened.")]}
    if minutes_state != State.DRAFT:
        return {"": [_("The minutes were circulated. Record a correction that names the interest.")]}
    problems: dict[str, list[str]] = {}
    if present not in ("room", "online"):
        problems["attendance"] = [_("Record first that this person is at the meeting, then the interest.")]
    if len(what.split()) < FEWEST_WORDS:
        problems["what"] = [_("Say what the interest is, for example “works for the charity that is discussed”.")]
    return problems


def settling_problem(unminuted: Sequence[str]) -> str:
    """Why a meeting may not be closed yet, naming the items; "" when it may."""
    if not unminuted:
        return ""
    return ngettext(
        "One item has neither minutes nor an outcome: %(items)s. Write what was said, carry it over, or drop it, then close the meeting.",
        "%(number)d items have neither minutes nor an outcome: %(items)s. Write what was said, carry them over, or drop them, then close"
        " the meeting.",
        len(unminuted),
    ) % {"number": len(unminuted), "items": "; ".join(f"“{title}”" for title in unminuted)}


def circulating_problem(*, minutes_state: str, meeting_state: str, unminuted: Sequence[str]) -> str:
    """Why minutes may not be circulated; "" when they may."""
    if minutes_state == State.AGREED:
        return _("They were agreed: what was agreed is what everybody has.")
    if meeting_state != "closed":
        return _("Close the meeting first: until then the minutes are still being written.")
    return settling_problem(unminuted)


@dataclass(frozen=True)
class AgreeingAt:
    """What of the meeting that agrees decides whether it can."""

    same_panel: bool
    state: str
    later: bool
    quorate: bool


def agreeing_problem(*, minutes_state: str, waiting: int, at_meeting: AgreeingAt) -> str:
    """Why minutes may not be agreed at a meeting; "" when they may."""
    if minutes_state == State.AGREED:
        return _("They were agreed already, and are fixed.")
    if minutes_state == State.DRAFT:
        return _("Circulate them first: members agree what they have read.")
    if not at_meeting.same_panel or not at_meeting.later:
        return _("Minutes are agreed at a later meeting of the same panel.")
    if at_meeting.state not in ("in_progress", "closed"):
        return _("That meeting has not been opened. Minutes are agreed while a meeting is held.")
    if waiting:
        return ngettext(
            "One correction that was asked for has no answer yet. Make it, or say why not; then the minutes can be agreed.",
            "%(number)d corrections that were asked for have no answer yet. Make each, or say why not; then the minutes can be agreed.",
            waiting,
        ) % {"number": waiting}
    if not at_meeting.quorate:
        return _("That meeting has no quorum, and cannot agree minutes. They wait for the next meeting that has.")
    return ""


def fingerprint(record: object) -> str:
    """SHA-256 of a record as canonical JSON: the same content gives the same 64 hexadecimal digits, whatever the order of its keys."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(text: str) -> str:
    """A text as it is compared: browsers send line ends of their own."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def seen_mark(*texts: str) -> str:
    """A short mark of texts as somebody had them on screen: tells whether they changed them."""
    return fingerprint([plain(text) for text in texts])[:16]


@dataclass(frozen=True)
class Due:
    """By when a part of a remit is to be discussed again, and whether that has passed."""

    by: date
    overdue: bool


def due_again(*, last_on: date | None, began_on: date, every_months: int, today: date) -> Due:
    """A part never discussed is counted from the day the panel began."""
    by = months_after(last_on or began_on, every_months)
    return Due(by, today > by)
