"""What may be done with a bulletin and with each delivery of it, and which version fits whom. No database, no clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

WELSH_AREA = "cymru-wales"
EARLIEST = date(2000, 1, 1)


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CLEARED = "cleared"
    SEALED = "sealed"


class Version(StrEnum):
    ENGLISH = "en"
    WELSH = "cy"
    EASY = "easy"


class Delivery(StrEnum):
    CHOSEN = "chosen"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    HANDED_OVER = "handed_over"


# What a bulletin can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "submit", State.SUBMITTED),
    (State.DRAFT, "edit", State.DRAFT),
    (State.SUBMITTED, "edit", State.DRAFT),
    (State.SUBMITTED, "clear", State.CLEARED),
    (State.SUBMITTED, "send back", State.RETURNED),
    (State.RETURNED, "edit", State.RETURNED),
    (State.RETURNED, "submit", State.SUBMITTED),
    (State.CLEARED, "edit", State.DRAFT),
    (State.CLEARED, "seal", State.SEALED),
)

# What a delivery can become. Nothing that was claimed for sending is ever claimed again unless a person says that it did not arrive.
DELIVERY_TRANSITIONS: tuple[tuple[Delivery, str, Delivery], ...] = (
    (Delivery.CHOSEN, "claim", Delivery.SENDING),
    (Delivery.SENDING, "taken by the mail server", Delivery.SENT),
    (Delivery.SENDING, "refused by the mail server", Delivery.FAILED),
    (Delivery.SENDING, "no longer agrees", Delivery.FAILED),
    (Delivery.SENDING, "say it arrived", Delivery.SENT),
    (Delivery.SENDING, "say it did not arrive", Delivery.CHOSEN),
    (Delivery.FAILED, "try again", Delivery.CHOSEN),
    (Delivery.FAILED, "hand over", Delivery.HANDED_OVER),
    (Delivery.SENT, "came back", Delivery.BOUNCED),
    (Delivery.BOUNCED, "hand over", Delivery.HANDED_OVER),
    (Delivery.CHOSEN, "hand over", Delivery.HANDED_OVER),
)
# What only sending itself can say of a delivery, never a person.
SAID_BY_THE_SENDER = frozenset({"claim", "taken by the mail server", "refused by the mail server", "no longer agrees"})


def state_of(*, submitted: bool, returned: bool, cleared: bool, sealed: bool) -> State:
    """Derive the state from what has happened; `cleared` is true only while the clearance still matches what it was given for."""
    if sealed:
        return State.SEALED
    if cleared:
        return State.CLEARED
    if returned:
        return State.RETURNED
    return State.SUBMITTED if submitted else State.DRAFT


def may_do(state: State, what: str) -> bool:
    """Whether the table lets this be done from this state."""
    return any(start is state and verb == what for start, verb, _end in TRANSITIONS)


def after_delivery(state: Delivery, what: str) -> Delivery | None:
    """What a delivery becomes, or None where the table does not let it."""
    return next((end for start, verb, end in DELIVERY_TRANSITIONS if start is state and verb == what), None)


def transition_problem(state: State, what: str) -> str | None:
    """Why this may not be done, or None."""
    if may_do(state, what):
        return None
    return {
        "edit": _("This bulletin was sent. What was sent stays as it was; write a new one."),
        "submit": _("Only a draft, or a bulletin that was sent back, can be submitted."),
        "clear": _("Only a bulletin that was submitted, and not edited since, can be cleared."),
        "send back": _("Only a bulletin that was submitted can be sent back."),
        "seal": _("Only a bulletin that a lawyer cleared, and nobody edited since, can be sent."),
    }[what]


def case_problems(*, finalised: bool, finalised_on: date | None, today: date) -> dict[str, list[str]]:
    """Why a case may not stand in a bulletin, by field; empty when it may."""
    if not finalised:
        return {
            "finalised": [_("Only finalised cases may be told of: a word about a live case can harm a trial. Wait until it has ended.")]
        }
    if finalised_on is None:
        return {"finalised_on": [_("Give the day on which the case was finalised. Without it nobody can check that it has ended.")]}
    if finalised_on > today:
        return {"finalised_on": [_("This day has not come yet, so the case is not finalised.")]}
    if finalised_on < EARLIEST:
        return {"finalised_on": [_("Check the year.")]}
    return {}


@dataclass(frozen=True)
class Fit:
    """Which version somebody gets, and what they asked for that there is not, in words. `version` None: none at all may be sent."""

    version: Version | None
    missing: tuple[str, ...] = ()


def fit(*, language: str, easy: bool, other: str = "", written: Collection[Version], agreed: bool, welsh_area: bool) -> Fit:
    """The version for somebody's language and format. `other` is "large_print", "audio" or "bsl", or "" for none of them.

    `agreed`: an author said, with a reason, that another version will do.

    Welsh is never replaced in Wales. Elsewhere nothing is replaced silently: without an agreement nothing is sent.
    """
    missing = (*_missing(language, easy, written), *([_formats()[other]] if other else []))
    if language == "cy" and Version.WELSH in written:
        return Fit(Version.WELSH if not missing or agreed else None, missing)
    if language == "cy" and welsh_area:
        return Fit(None, missing)
    version = Version.EASY if easy and Version.EASY in written else Version.ENGLISH
    return Fit(version if not missing or agreed else None, missing)


def _formats() -> dict[str, str]:
    return {
        "large_print": _("They need large print: print it large and hand it over."),
        "audio": _("There is no audio version."),
        "bsl": _("There is no video in British Sign Language."),
    }


def _missing(language: str, easy: bool, written: Collection[Version]) -> tuple[str, ...]:
    found = []
    if language == "cy" and Version.WELSH not in written:
        found.append(_("The Welsh version is not written."))
    if language == "cy" and easy:
        found.append(_("There is no Easy Read version in Welsh."))
    if language == "bsl":
        found.append(_("There is no version in British Sign Language."))
    if language == "other":
        found.append(_("There is no version in their language."))
    if language != "cy" and easy and Version.EASY not in written:
        found.append(_("The Easy Read version is not written."))
    return tuple(found)


def clearing_problem(*, by_id: int | None, lawyer_id: int | None, writers: Collection[int]) -> str | None:
    """Why this person may not clear, or None: only the named lawyer, and nobody who wrote any of it."""
    if by_id is None or by_id != lawyer_id:
        return _("Only the lawyer it was submitted to can clear it or send it back.")
    if by_id in writers:
        return _("Nobody clears what they wrote themselves. Submit it to another lawyer.")
    return None


def case_day(day: date) -> str:
    return date_format(day, "j F Y")
