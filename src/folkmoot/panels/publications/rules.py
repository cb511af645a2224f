"""What may be done with a publication, what it may be of, and what has to be there before it leaves. No database, no clock."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.voice.published.rules import Version

FEWEST_SHOWN = 5  # people; a smaller number is never published
FOI_WORKING_DAYS = 20
LONGEST_PERIOD = 366 * 5  # days that one publication may be about


class Kind(StrEnum):
    UPDATE = "update"
    ANNUAL = "annual"
    FOI = "foi"
    REPRESENTATION = "representation"


class State(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


# What a publication can become from each state, and by what.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "edit", State.DRAFT),
    (State.DRAFT, "submit", State.WAITING),
    (State.DRAFT, "discard", State.DRAFT),
    (State.WAITING, "edit", State.DRAFT),
    (State.WAITING, "send back", State.DRAFT),
    (State.WAITING, "discard", State.WAITING),
    (State.WAITING, "agree", State.PUBLISHED),
    (State.PUBLISHED, "withdraw", State.WITHDRAWN),
)
OPEN = (State.DRAFT, State.WAITING)


def may_do(state: str, what: str) -> bool:
    """Whether the table lets this be done from this state."""
    return any(start.value == state and verb == what for start, verb, _end in TRANSITIONS)


def transition_problem(state: str, what: str) -> str:
    """Why this may not be done; empty where it may."""
    if may_do(state, what):
        return ""
    return {
        "edit": _("What was published stays as it was. Withdraw it with a reason, and make it again."),
        "submit": _("Only a draft can be submitted to a second person."),
        "send back": _("Only what waits for a second person can be sent back."),
        "discard": _("What was published cannot be discarded. Withdraw it with a reason: the reason stays in its place."),
        "agree": _("Only what waits for a second person, and was not edited since, can be agreed."),
        "withdraw": _("Only what is published can be withdrawn."),
    }[what]


def period_problems(*, kind: Kind, first: date, last: date, today: date) -> dict[str, list[str]]:
    """Why nothing can be made about these days, by field."""
    if last < first:
        return {"last": [_("The last day is before the first. Change one of them.")]}
    if kind is not Kind.FOI and last > today:
        return {"last": [_("It tells what happened, so it ends today at the latest.")]}
    if (last - first).days > LONGEST_PERIOD:
        return {"first": [_("Choose five years at most. For more, make one for each five years.")]}
    return {}


def request_problems(*, asked_on: date | None, asked_as: str, question: str, today: date) -> dict[str, list[str]]:
    """What is missing of a request for information, by field."""
    found: dict[str, list[str]] = {}
    if asked_on is None:
        found["asked_on"] = [_("Give the day the request came: the time to answer runs from it.")]
    elif asked_on > today:
        found["asked_on"] = [_("This day is still to come. Give the day the request came.")]
    if not asked_as.strip():
        found["asked_as"] = [_("Give the reference of the request, for example FOI 2026/041.")]
    if len(question.split()) < 3:
        found["question"] = [_("Say what was asked, in a sentence, and not who asked.")]
    return found


def version_problems(leaving: Collection[Version], gaps: Mapping[Version, int], *, welsh_area: bool) -> list[str]:
    """Why these versions may not be published as they are. `gaps`: passages of a Welsh version that stand in English.

    In Wales Welsh is treated no less favourably (Welsh Language (Wales) Measure 2011).
    """
    if not welsh_area:
        return []
    found = []
    if Version.WELSH not in leaving:
        found.append(_("In Wales nothing is published without Welsh. Have somebody who reads Welsh read that version and say so."))
    if Version.EASY in leaving and Version.EASY_WELSH not in leaving:
        found.append(_("There is Easy Read in English and not in Welsh. In Wales publish both, or leave both out."))
    for version in (Version.WELSH, Version.EASY_WELSH):
        if version in leaving and gaps.get(version):
            found.append(_("Some of the Welsh text still stands in English. Write those passages in Welsh: each begins with [en:"))
            break
    return found


def agreeing_problem(*, by_id: int | None, writers: Collection[int]) -> str:
    """Why this person may not agree or send back; empty where they may. It takes a second person, who wrote none of it."""
    if by_id is None:
        return _("A person agrees, by name.")
    return _("Nobody agrees to what they made themselves. Ask a second person.") if by_id in writers else ""


def reason_problem(reason: str) -> str:
    """Why this reason does not do for withdrawing; empty where it does."""
    return "" if len(reason.split()) >= 3 else _("Give the reason in a sentence: it stands on the public page in place of the text.")
