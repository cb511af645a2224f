"""Where a consultation stands, what makes it fair, and what may not be stored. No database, no clock.

What makes a consultation fair: R v Brent LBC ex p Gunning (1985), approved in R (Moseley) v Haringey LBC [2014] UKSC 56. It is
held while the proposal can still change; it gives reasons enough for an intelligent answer; it gives time enough; and what was
said is conscientiously taken into account.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

FAIR_DAYS = 28
SENTENCE_WORDS = 4
LEAST_SHOWN = 5  # a smaller number of people or points is not published
SOURCE = "R v Brent LBC ex p Gunning (1985); R (Moseley) v Haringey LBC [2014] UKSC 56"


class State(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    ANALYSED = "analysed"
    RESPONDED = "responded"
    WITHDRAWN = "withdrawn"


# What a consultation can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.PLANNED, "approved to open, and its first day comes", State.OPEN),
    (State.OPEN, "its last day passes", State.CLOSED),
    (State.CLOSED, "extended", State.OPEN),
    (State.CLOSED, "analysis recorded", State.ANALYSED),
    (State.ANALYSED, "response given: what was heard, what changed, what did not", State.RESPONDED),
    (State.PLANNED, "withdrawn, with reason", State.WITHDRAWN),
    (State.OPEN, "withdrawn, with reason", State.WITHDRAWN),
    (State.CLOSED, "withdrawn, with reason", State.WITHDRAWN),
)


def state_of(
    *, opened: bool, opens_on: date, closes_on: date, analysed_on: date | None, responded_on: date | None, withdrawn_on: date | None,
    today: date,
) -> State:  # fmt: skip
    """Derive the state from what was done and from the days."""
    if withdrawn_on:
        return State.WITHDRAWN
    if responded_on:
        return State.RESPONDED
    if analysed_on:
        return State.ANALYSED
    if not opened or today < opens_on:
        return State.PLANNED
    return State.OPEN if today <= closes_on else State.CLOSED


def wording_problems(
    *, title: str, proposal: str, open_to_change: str, opens_on: date | None, closes_on: date | None, short_why: str
) -> dict[str, list[str]]:
    """Why a consultation may not be stored as it is, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not title.strip():
        problems["title_en"] = [_("Give it a title.")]
    if len(proposal.split()) < SENTENCE_WORDS:
        problems["proposal_en"] = [_("Say what is proposed and why, so that people can answer with reasons.")]
    if len(open_to_change.split()) < SENTENCE_WORDS:
        problems["open_to_change"] = [_("Say what can still change: a consultation on what is settled already is not one.")]
    if opens_on is None or closes_on is None:
        problems["closes_on" if opens_on else "opens_on"] = [_("Give the first and the last day.")]
    elif closes_on < opens_on:
        problems["closes_on"] = [_("It cannot close before it opens.")]
    elif days_open(opens_on, closes_on) < FAIR_DAYS and len(short_why.split()) < SENTENCE_WORDS:
        problems["short_why"] = [
            _("That is %(days)d days. People need about four weeks (%(fair)d days) to answer: give longer, or say why it must be shorter.")
            % {"days": days_open(opens_on, closes_on), "fair": FAIR_DAYS}
        ]
    return problems


def days_open(opens_on: date, closes_on: date) -> int:
    """How many days people have to answer, the first and the last included."""
    return (closes_on - opens_on).days + 1


def warnings(*, days: int, languages: Collection[str], easy_read: bool, in_wales: bool, asked: int, way_to_answer: bool) -> list[str]:
    """What makes this consultation less fair than it should be, in sentences; empty where nothing does. See `SOURCE`.

    `languages` are those of its documents, `asked` how many communities and organisations are named.
    """
    found = []
    if days < FAIR_DAYS:
        found.append(
            _("It is open for fewer than %(fair)d days. Time enough to answer is part of a fair consultation.") % {"fair": FAIR_DAYS}
        )
    if not languages:
        found.append(_("No document is published with it: people must be given reasons enough for an informed answer."))
    if languages and not easy_read:
        found.append(_("Nothing is in Easy Read: people with a learning disability cannot answer what they cannot read."))
    if languages and in_wales and "cy" not in languages:
        found.append(_("Nothing is in Welsh: in Wales the Welsh Language Standards ask that it is consulted on in both languages."))
    if not asked:
        found.append(_("No community or organisation is named: say who is asked, above all who would be affected."))
    if not way_to_answer:
        found.append(_("It does not say how to answer."))
    return found


def opening_problem(*, opened: bool, withdrawn: bool, closes_on: date, documents: int, way_to_answer: bool, today: date) -> str | None:
    """Why it may not be opened, or None."""
    if opened or withdrawn:
        return _("It has been opened or withdrawn already.")
    if closes_on < today:
        return _("Its last day has passed. Change its days first.")
    if not documents:
        return _("Add at least one document: people must be able to read what they are asked about.")
    return None if way_to_answer else _("Say how people can answer: a form, an address, a meeting.")


def extension_problem(*, state: State, closes_on: date, until: date | None, today: date) -> str | None:
    """Why the last day may not be moved so, or None. Once people have been told a day it can only be later."""
    if state not in (State.OPEN, State.CLOSED):
        return _("Only a consultation that is open or has just closed can be extended.")
    if until is None or until <= closes_on or until < today:
        return _("Give a later day than the one people were told.")
    return None


def analysis_problem(*, state: State, findings: str) -> str | None:
    """Why the analysis may not be recorded, or None."""
    if state not in (State.CLOSED, State.ANALYSED):
        return _("An analysis is recorded when the consultation has closed and before the response is given.")
    return None if len(findings.split()) >= SENTENCE_WORDS else _("Say in a sentence what was found, from how many answers.")


def response_problems(*, state: State, heard: str, changed: str, unchanged: str) -> dict[str, list[str]]:
    """Why the response may not be given, by field; empty when it may."""
    if state is not State.ANALYSED:
        return {"": [_("Record the analysis first: the response says what came of it.")]}
    problems: dict[str, list[str]] = {}
    if len(heard.split()) < SENTENCE_WORDS:
        problems["heard_en"] = [_("Say what you heard, also what you did not like to hear.")]
    if len(changed.split()) < 2:
        problems["changed_en"] = [_("Say what changed because of it; where nothing did, say so.")]
    if len(unchanged.split()) < SENTENCE_WORDS:
        problems["unchanged_en"] = [_("Say what did not change, and why.")]
    return problems


def answer_day_problem(*, on: date | None, opens_on: date, opened: bool, today: date) -> str | None:
    """Why an answer may not carry this day, or None. A late one is taken, and shown as late."""
    if not opened:
        return _("The consultation has not been opened yet.")
    if on is None or not opens_on <= on <= today:
        return _("Give the day it came: since the consultation opened, and not in the future.")
    return None


def withdrawal_problem(*, state: State, reason: str) -> str | None:
    if state in (State.RESPONDED, State.WITHDRAWN, State.ANALYSED):
        return _("It can no longer be withdrawn: people answered, and are owed a response.")
    return None if len(reason.split()) >= SENTENCE_WORDS else _("Say in a sentence why it is withdrawn.")


def warn_before(closes_on: date) -> date:
    """The day on which whoever runs it is reminded that it closes."""
    return closes_on - timedelta(days=7)


def shown(number: int) -> str:
    """A number as it may be published: a small one is only said to be small."""
    return str(number) if number == 0 or number >= LEAST_SHOWN else _("fewer than %(least)d") % {"least": LEAST_SHOWN}
