"""What a network's event, a standard and an accreditation must say, and how they stand. No database, no clock."""

from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

SOON = timedelta(days=120)  # an award is renewed by an assessment that has to be prepared


class Held(StrEnum):
    HELD = "held"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    SOUGHT = "sought"
    ENDED = "ended"


def accreditation_state(*, awarded_on: date | None, expires_on: date | None, ended_on: date | None, today: date) -> Held:
    if ended_on:
        return Held.ENDED
    if awarded_on is None:
        return Held.SOUGHT
    if expires_on is None or expires_on > today + SOON:
        return Held.HELD
    return Held.EXPIRED if expires_on < today else Held.EXPIRES_SOON


def accreditation_problems(
    *, awarded_on: date | None, expires_on: date | None, evidence: str, next_step: str, today: date
) -> dict[str, list[str]]:
    """Why an accreditation may not be kept so, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if awarded_on and awarded_on > today:
        problems["awarded_on"] = [_("It cannot have been awarded on a day still to come. Leave it empty until it is.")]
    if awarded_on and not evidence.strip():
        problems["evidence"] = [_("Say what shows the award and where it lies, so that somebody else can find it.")]
    if awarded_on and expires_on and expires_on <= awarded_on:
        problems["expires_on"] = [_("It ends before it was awarded.")]
    if not awarded_on and not next_step.strip():
        problems["next_step"] = [_("It is not held yet: say what is to be done next.")]
    return problems


def event_problems(*, on: date, title: str, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if on > today:
        problems["on"] = [_("Record it once it was held: the day is still to come.")]
    if not title.strip():
        problems["title"] = [_("Say what it was.")]
    return problems
