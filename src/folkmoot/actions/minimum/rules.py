"""What an item of the minimum set must say, how long an Area has, and how an Area stands with an item. No database, no clock."""

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.actions.rules import State
from folkmoot.actions.smart import smart_problems


class Standing(StrEnum):
    """How an Area stands with one item: the state of its action, or what stands in its place."""

    OVERDUE = "overdue"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    ACHIEVED = "achieved"
    NOT_GIVEN = "not_given"
    ASKED = "asked"
    NOT_APPLICABLE = "not_applicable"
    WITHDRAWN = "withdrawn"


def standing_of(*, state: State | None, exemption: bool | None, asked: bool, withdrawn: bool) -> Standing:
    """`state` None: the Area has no action; `exemption` True: headquarters agreed that the item does not apply; `asked`: it waits."""
    if state is State.ACHIEVED:
        return Standing.ACHIEVED
    if exemption:
        return Standing.NOT_APPLICABLE
    if withdrawn or state is State.ENDED:
        return Standing.WITHDRAWN
    if asked:
        return Standing.ASKED
    return Standing(state.value) if state else Standing.NOT_GIVEN


def item_problems(
    *, title: str, measure: str, resources: str, evidence_wanted: str, due_on: date | None, today: date
) -> dict[str, list[str]]:
    """Why an item may not stand in the set, by field: SMART but for its owner, whom each Area names."""
    problems = smart_problems(title=title, measure=measure, starts_on=today, due_on=due_on, resources=resources)
    if len(evidence_wanted.split()) < 2:
        problems["evidence_wanted"] = [_("Say what counts as evidence, so that every Area shows the same thing.")]
    return problems


def due_for(*, item_due: date, issued_on: date, today: date) -> date:
    """An Area that gets the item later has as long for it as the others had."""
    return item_due if today <= issued_on else max(item_due, today + (item_due - issued_on))


def reason_problem(reason: str) -> str | None:
    """Why a withdrawal, an exemption or an answer to one may not be recorded, or None."""
    return None if len(reason.split()) >= 3 else _("Give the reason in a sentence: it stays for everyone to see.")
