"""Where a campaign and an application stand, what may be done next, and how long an application is kept. No database, no clock.

What an advert says and asks follows the service's own adverts for panel members: a "critical friend", knowledge of criminal justice not
needed, training given, the communities named that the panel lacks (Crown Prosecution Service North East, Working in the community).
That personal data are kept no longer than needed: UK GDPR, article 5(1)(e).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

SENTENCE_WORDS = 4
FAIR_DAYS = 21  # time for word to reach people who do not read the service's pages, and for them to answer
HIGHEST_MARK = 3
LONGEST_ANSWER = 3000  # characters of one answer of an application
DAYS_TO_ANSWER = 30  # after a campaign closed, within which everybody who applied should know
UNDECIDED_DAYS = 365  # after its campaign closed, an application that nobody decided counts as over
LINK_DAYS = 30  # the applicant's own link works so long after their application is over
EARLIEST_HOUR, LATEST_HOUR = time(8), time(20)


class CampaignState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CHOOSING = "choosing"
    FINISHED = "finished"
    ENDED = "ended"


class State(StrEnum):
    RECEIVED = "received"
    SHORTLISTED = "shortlisted"
    INTERVIEWED = "interviewed"
    RESERVE = "reserve"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    APPOINTED = "appointed"
    DECLINED = "declined"
    UNSUCCESSFUL = "unsuccessful"
    WITHDRAWN = "withdrawn"


OVER = frozenset({State.APPOINTED, State.DECLINED, State.UNSUCCESSFUL, State.WITHDRAWN})

# What an application can become from each state, and by which step. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.RECEIVED, "shortlisted", State.SHORTLISTED),
    (State.RECEIVED, "offered", State.OFFERED),
    (State.SHORTLISTED, "interviewed", State.INTERVIEWED),
    (State.SHORTLISTED, "offered", State.OFFERED),
    (State.INTERVIEWED, "offered", State.OFFERED),
    (State.INTERVIEWED, "reserved", State.RESERVE),
    (State.RESERVE, "offered", State.OFFERED),
    (State.OFFERED, "accepted", State.ACCEPTED),
    (State.OFFERED, "declined", State.DECLINED),
    (State.ACCEPTED, "appointed", State.APPOINTED),
    (State.RECEIVED, "turned_down", State.UNSUCCESSFUL),
    (State.SHORTLISTED, "turned_down", State.UNSUCCESSFUL),
    (State.INTERVIEWED, "turned_down", State.UNSUCCESSFUL),
    (State.RESERVE, "turned_down", State.UNSUCCESSFUL),
    (State.ACCEPTED, "turned_down", State.UNSUCCESSFUL),
    (State.RECEIVED, "withdrew", State.WITHDRAWN),
    (State.SHORTLISTED, "withdrew", State.WITHDRAWN),
    (State.INTERVIEWED, "withdrew", State.WITHDRAWN),
    (State.RESERVE, "withdrew", State.WITHDRAWN),
    (State.OFFERED, "withdrew", State.WITHDRAWN),
    (State.ACCEPTED, "withdrew", State.WITHDRAWN),
)
_AFTER = {(state, step): then for state, step, then in TRANSITIONS}
NEEDS_REASON = frozenset({"shortlisted", "offered", "reserved", "turned_down"})
TOLD_OF = frozenset({"shortlisted", "reserved", "offered", "turned_down"})  # steps of which the person must hear


def state_of(steps: Iterable[str]) -> State:
    """Where an application stands after these steps, in their order. Raises KeyError for steps that do not follow each other."""
    state = State.RECEIVED
    for step in steps:
        state = _AFTER[state, step]
    return state


def step_problem(*, state: State, step: str, interviews: bool) -> str | None:
    """Why a step may not be taken from this state, or None. Where a campaign interviews, nobody is offered a seat before it."""
    if (state, step) not in _AFTER:
        return _("This does not follow from where the application stands now. Open it again to see what happened meanwhile.")
    if step == "offered" and interviews and state in (State.RECEIVED, State.SHORTLISTED):
        return _("In this campaign people are interviewed before a seat is offered: record the interview first.")
    return None


def reason_problems(*, step: str, reason: str, said: str) -> dict[str, list[str]]:
    """Why the words of a step are not enough, by field."""
    problems: dict[str, list[str]] = {}
    if step in NEEDS_REASON and len(reason.split()) < SENTENCE_WORDS:
        problems["reason"] = [_("Say in a sentence why, from what the campaign looks for: the person may ask to see it.")]
    if step == "turned_down" and len(said.split()) < SENTENCE_WORDS:
        problems["said"] = [_("Say in a sentence what they are told: they gave their time, and are owed a reason.")]
    return problems


def campaign_state(
    *, opened: bool, opens_on: date, closes_on: date, ended_on: date | None, undecided: int, today: date
) -> CampaignState:  # fmt: skip
    """`undecided`: applications of it that are not over, the reserve list left out."""
    if ended_on:
        return CampaignState.ENDED
    if not opened or today < opens_on:
        return CampaignState.PLANNED
    if today <= closes_on:
        return CampaignState.OPEN
    return CampaignState.CHOOSING if undecided else CampaignState.FINISHED


def campaign_problems(
    *, title: str, why: str, about: str, asks: str, looks_for: str, looks_for_cy: str, ways: str, opens_on: date | None,
    closes_on: date | None,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a campaign may not be kept as it is, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not title.strip():
        problems["title_en"] = [_("Give it a title.")]
    for field, text, words in (
        ("why", why, _("Say in a sentence why these people are sought: what the panel lacks.")),
        ("about_en", about, _("Say in a sentence or more what members do.")),
        ("asks_en", asks, _("Say what is asked of members: how many meetings, training, checks.")),
        ("ways_en", ways, _("Say how people can apply who cannot or will not use the page, and whom they can ask.")),
    ):
        if len(text.split()) < SENTENCE_WORDS:
            problems[field] = [words]
    if not criteria(looks_for):
        problems["looks_for_en"] = [_("Say what you look for, one thing on each line: applications are marked by it and by nothing else.")]
    elif len(criteria(looks_for)) > 6:
        problems["looks_for_en"] = [_("Six things at most, one on each line.")]
    elif criteria(looks_for_cy) and len(criteria(looks_for_cy)) != len(criteria(looks_for)):
        problems["looks_for_cy"] = [_("Give as many lines in Welsh as in English: they are the same things.")]
    if opens_on is None or closes_on is None:
        problems["closes_on" if opens_on else "opens_on"] = [_("Give the first and the last day.")]
    elif closes_on < opens_on:
        problems["closes_on"] = [_("It cannot close before it opens.")]
    return problems


def criteria(lines: str) -> list[str]:
    """What is looked for, one thing a line; blank lines and dashes before a line are left out."""
    return [line.strip(" -•\t") for line in lines.splitlines() if line.strip(" -•\t")]


def campaign_warnings(
    *, days: int, sought: int, in_wales: bool, welsh: bool, untold: Sequence[str], placings: int, opened: bool
) -> list[str]:  # fmt: skip
    """What makes it less likely that those who are missing apply, in sentences. `untold`: sought communities that heard of it nowhere."""
    found = []
    if days < FAIR_DAYS:
        found.append(
            _("It is open for fewer than %(fair)d days: word reaches people late who do not read our pages.") % {"fair": FAIR_DAYS}
        )
    if not sought:
        found.append(_("It names nobody who is missing: an advert for everybody is answered by those who always answer."))
    if in_wales and not welsh:
        found.append(_("Nothing of it is in Welsh: in Wales the Welsh Language Standards ask that it is offered in both languages."))
    if opened and not placings:
        found.append(_("It has been told of nowhere yet but on our own page."))
    elif opened and untold:
        found.append(_("It has not been told of yet among: %(names)s.") % {"names": "; ".join(untold)})
    return found


def late_warning(*, closed_on: date, waiting: int, today: date) -> str:
    """That people who applied have waited too long, in a sentence; "" where they have not."""
    if not waiting or today <= closed_on + timedelta(days=DAYS_TO_ANSWER):
        return ""
    return _("Applications closed more than %(days)d days ago, and %(number)d of those who applied have no answer yet.") % {
        "days": DAYS_TO_ANSWER, "number": waiting,
    }  # fmt: skip


def opening_problem(*, opened: bool, ended: bool, closes_on: date, panel_ended: bool, has_terms: bool, today: date) -> str | None:
    """Why a campaign may not be opened, or None."""
    if opened or ended:
        return _("It has been opened or ended already.")
    if panel_ended:
        return _("The panel has ended: nobody can join it.")
    if not has_terms:
        return _("The panel has no agreed terms of reference: agree them first, so that people know what they would join.")
    return _("Its last day has passed. Change its days first.") if closes_on < today else None


def application_problems(
    *, name: str, email: str, phone: str, address: str, reasons: str, agreed: bool, texts: Collection[str]
) -> dict[str, list[str]]:  # fmt: skip
    """Why an application cannot be taken as it is, by field; empty when it can. It asks for little: nobody needs a form of merits."""
    problems: dict[str, list[str]] = {}
    if not name.strip():
        problems["name"] = [_("Enter your name, or the name you want to be called by.")]
    if not (email.strip() or phone.strip() or address.strip()):
        problems["email"] = [_("Give one way to reach you: an e-mail address, a telephone number or a postal address.")]
    if len(reasons.split()) < SENTENCE_WORDS:
        problems["reasons"] = [_("Write a sentence or two about why you would like to join. It need not be polished.")]
    if not agreed:
        problems["agreed"] = [_("Tick that we may keep what you wrote, so that we can read it and answer you.")]
    if any(len(text) > LONGEST_ANSWER for text in texts):
        problems[""] = [_("One of the answers is too long for this page. Shorten it, or send it to us in one of the other ways.")]
    return problems


def marks_problem(marks: Sequence[int | None], wanted: int) -> str | None:
    """Why these are not marks for every thing that is looked for, or None."""
    fits = len(marks) == wanted and all(mark is not None and 0 <= mark <= HIGHEST_MARK for mark in marks)
    return None if fits else _("Give a mark from 0 to %(most)d for each thing that is looked for.") % {"most": HIGHEST_MARK}


def sift_problem(*, given: int, wanted: int) -> str | None:
    """Why an application cannot be decided at the sift yet, or None. `given`: how many people marked it."""
    if given >= wanted:
        return None
    return _("People who mark each application, each alone: %(wanted)d. So far: %(given)d.") % {
        "wanted": wanted, "given": given,
    }  # fmt: skip


def interview_problems(*, day: date | None, hour: time | None, where: str, who: str, today: date) -> dict[str, list[str]]:
    """Why an interview cannot be arranged so, by field. Hours of the night are refused, and with them those a clock change skips."""
    problems: dict[str, list[str]] = {}
    if day is None or day < today:
        problems["day"] = [_("Give a day from today on.")]
    if hour is None or not EARLIEST_HOUR <= hour <= LATEST_HOUR:
        problems["hour"] = [_("Give an hour between 8 in the morning and 8 in the evening.")]
    if not where.strip():
        problems["where"] = [_("Say where it is, or by which link or number.")]
    if not who.strip():
        problems["who"] = [_("Say whom they will meet.")]
    return problems


def moment_of(day: date, hour: time) -> datetime:
    """A day and hour by the clock of London."""
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def erase_after(*, over_on: date | None, closed_on: date, keep_months: int) -> date:
    """The day after which an application is erased: so many months after it was over.

    Never before the campaign itself closed, so that one person's early answer tells nobody that they were erased early. One that nobody
    decided counts as over a year after the campaign closed: what somebody told of themselves is not kept because it was forgotten.
    """
    over = max(over_on, closed_on) if over_on else closed_on + timedelta(days=UNDECIDED_DAYS)
    return over + timedelta(days=round(keep_months * 30.44))


def link_works(*, over_on: date | None, today: date) -> bool:
    """Whether the applicant's own link still opens their application."""
    return over_on is None or today <= over_on + timedelta(days=LINK_DAYS)
