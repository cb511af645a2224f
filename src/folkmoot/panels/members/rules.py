"""Who holds a seat on a day, who votes, why somebody gets no papers, and what is kept of those who left. No database, no clock.

Why no papers before an undertaking, training and vetting: practice of panels in England and Wales (confidentiality signed before the
first meeting, training compulsory, vetting). Why a chair's time is watched: a panel's meeting of June 2023 was cancelled because the
chair stepped down and nobody was ready (Norfolk and Suffolk out-of-court disposal panel).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from folkmoot.panels.rules import months_after

SENTENCE_WORDS = 4
SOON = timedelta(days=90)  # so long before a seat, an undertaking or a chair's time ends, it is said
TO_THE_END = ("term", "panel")  # ways of leaving by which the last day is still one on which the seat is held
# Staff of the service are bound by their employment; everybody else signs. Observers and advisers are trained by their own bodies.
SIGNS = frozenset({"member", "chair", "deputy", "facilitator", "legal_adviser", "observer"})
IS_VETTED = SIGNS
IS_TRAINED = frozenset({"member", "chair", "deputy", "facilitator"})
CHAIRS: Mapping[str, tuple[str, ...]] = {
    "elected": ("chair",),
    "appointed": ("chair",),
    "independent": ("chair", "facilitator"),
    "service": ("chair", "service"),
}


class State(StrEnum):
    COMING = "coming"
    HELD = "held"
    OVER = "over"
    LEFT = "left"


# What a seat can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.COMING, "its first day comes", State.HELD),
    (State.HELD, "its last day passes, and it was not renewed", State.OVER),
    (State.COMING, "left before it began, with reason", State.LEFT),
    (State.HELD, "left or removed, with reason", State.LEFT),
)


def state_of(*, starts: date, ends: date | None, ended_on: date | None, ended_how: str, today: date) -> State:
    """Where a seat stands on a day; its first and last are both days on which it is held, the day of leaving early is not."""
    if ended_on is not None and (ended_on < starts or (ended_how not in TO_THE_END and ended_on <= today)):
        return State.LEFT
    if today < starts:
        return State.COMING
    last = min((day for day in (ends, ended_on) if day), default=None)
    return State.HELD if last is None or today <= last else State.OVER


# ------------------------------------------------------------------------------------------------ appointing, renewing, leaving


def appointment_problems(
    *, why: str, starts: date | None, ends: date | None, panel_starts: date, panel_ended: date | None, seated: bool, usable: bool,
    same_area: bool, same_organisation_area: bool,
) -> dict[str, list[str]]:  # fmt: skip
    """Why somebody cannot be appointed like this, by field. `usable`: the person's details may be used (not erased, not merged)."""
    problems: dict[str, list[str]] = {}
    if not usable:
        problems["contact"] = [_("These details were erased, joined with another person’s, or may be used for nothing. Choose the other.")]
    elif not same_area:
        problems["contact"] = [_("This person is known to another Area. The panel’s own Area must know them first.")]
    elif seated:
        problems["contact"] = [_("This person has a seat on the panel for some of this time already. Renew that one, or end it first.")]
    if not same_organisation_area:
        problems["organisation"] = [_("This organisation is known to another Area than the person.")]
    if len(why.split()) < SENTENCE_WORDS:
        problems["why"] = [_("Say in a sentence why they were appointed, so that anybody who asks can be told.")]
    problems |= days_problems(starts=starts, ends=ends)
    if "starts" not in problems and starts is not None:
        if starts < panel_starts:
            problems["starts"] = [_("The panel was not set up yet on that day.")]
        elif panel_ended is not None:
            problems["starts"] = [_("The panel has ended: nobody can be appointed to it.")]
    return problems


def days_problems(*, starts: date | None, ends: date | None) -> dict[str, list[str]]:
    if starts is None:
        return {"starts": [_("Give the first day of the seat.")]}
    if ends is not None and ends < starts:
        return {"ends": [_("The seat cannot end before it begins.")]}
    return {}


def renewal_problems(
    *, why: str, left: bool, renewed: bool, ends: date | None, until: date | None, times: int, most_times: int | None,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a seat cannot be renewed, by field. `times` it was renewed so far; `most_times` the terms allow, None where there are none."""
    if left:
        return {"": [_("They have left the panel. If they come back, appoint them anew.")]}
    if renewed:
        return {"": [_("This seat was renewed already: renew the one that follows it.")]}
    if ends is None:
        return {"": [_("This seat has no last day, so there is nothing to renew.")]}
    problems: dict[str, list[str]] = {}
    if most_times is not None and times >= most_times:
        problems[""] = [
            _("The terms of reference let a member be renewed %(most)d times, and this has been done. Recruit, or agree other terms.")
            % {"most": most_times}
        ]
    if until is not None and until <= ends:
        problems["ends"] = [_("The new term must end after the present one.")]
    if len(why.split()) < SENTENCE_WORDS:
        problems["why"] = [_("Say in a sentence why they are renewed: what was looked at, and what the member wants.")]
    return problems


def leaving_problems(*, on: date | None, why: str, how: str, starts: date, left: bool, today: date) -> dict[str, list[str]]:
    """Why somebody cannot leave like this, by field. Only a removal must say why: nobody else owes a reason."""
    if left:
        return {"": [_("They have left the panel already.")]}
    problems: dict[str, list[str]] = {}
    if on is None or on > today:
        problems["on"] = [_("Give the day on which they left, today or earlier. Somebody who will leave leaves on that day.")]
    elif on < starts:
        problems["on"] = [_("Their seat began later than that.")]
    if how == "removed" and len(why.split()) < SENTENCE_WORDS:
        problems["why"] = [_("Say which rule of the terms of reference they are removed under, and what they were told and answered.")]
    if how == "other" and not why.strip():
        problems["why"] = [_("Say how it came that they left.")]
    return problems


# ------------------------------------------------------------------------------------------------------------ chair and deputy


def office_problems(
    *, position: str, how: str, on: date | None, rule: str, holds: str, votes_for: int | None, votes_against: int | None, voters: int,
    today: date, begun: date | None = None,
) -> dict[str, list[str]]:  # fmt: skip
    """Why the office cannot be handed over like this, by field.

    `rule` is how the terms find the chair, `holds` the position of the person now, `voters` how many vote on the panel, `begun` the day
    on which whoever is chair now became it.
    """
    problems: dict[str, list[str]] = {}
    if on is None or on > today:
        problems["on"] = [_("Give the day on which it was decided, today or earlier.")]
    elif begun is not None and on < begun:
        problems["on"] = [_("Whoever holds the office now took it later than that.")]
    if holds == "observer":
        problems["to"] = [_("An observer watches, and cannot take the chair.")]
    elif holds == position:
        problems["to"] = [_("They hold that office now.")]
    elif holds == "service" and rule != "service":
        problems["to"] = [_("The terms of reference do not let the service take the chair.")]
    if position == "chair" and how not in ("acting", _found_by(rule)):
        problems["how"] = [chair_rule_words(rule)]
    if how == "elected":
        problems |= _votes_problems(votes_for, votes_against, voters)
    return problems


def _found_by(rule: str) -> str:
    return "elected" if rule == "elected" else "appointed"


def chair_rule_words(rule: str) -> str:
    """How the terms of reference say that the chair is found, in a sentence."""
    return {
        "elected": _("The terms of reference say that the members elect the chair. Somebody can only act as chair until they do."),
        "appointed": _("The terms of reference say that the service appoints the chair."),
        "independent": _("The terms of reference say that an independent person, appointed, takes the chair."),
        "service": _("The terms of reference say that the service provides the chair."),
    }[rule]


def _votes_problems(votes_for: int | None, votes_against: int | None, voters: int) -> dict[str, list[str]]:
    if votes_for is None:
        return {"votes_for": [_("Give the number of votes for them; where nobody stood against, the votes of those who were there.")]}
    against = votes_against or 0
    if votes_for <= against:
        return {"votes_for": [_("They were not elected: no more voted for them than against.")]}
    if votes_for + against > voters:
        return {"votes_for": [_("That is more votes than the %(voters)d members who vote.") % {"voters": voters}]}
    return {}


# ------------------------------------------------------------------------------------------------------------------- no papers


@dataclass(frozen=True)
class Needed:
    """What the terms that hold ask for before a member gets papers: the words to be kept, a level of vetting, training ("" for none)."""

    confidentiality: str
    vetting: str
    training: str


@dataclass(frozen=True)
class Standing:
    """What a member has on a day. `signed`: words of the latest undertaking, None where never signed; `cleared`: None where never asked."""

    position: str
    held: bool
    signed: str | None = None
    lapsed_on: date | None = None
    vetting: str = ""
    cleared_until: date | None = None
    trained: bool = False
    training_over: date | None = None


def papers_problem(needed: Needed | None, has: Standing, on: date) -> str:
    """Why a member gets no papers on a day, in one sentence; "" where they do. `needed` is None where no terms hold."""
    if not has.held:
        return _("They do not hold a seat on the panel on that day.")
    if needed is None:
        return _("The panel has no terms of reference that hold, so nobody can have undertaken to keep its papers to themselves.")
    return _undertaking_problem(needed, has, on) or _training_problem(needed, has, on) or _vetting_problem(needed, has, on)


def _undertaking_problem(needed: Needed, has: Standing, on: date) -> str:
    if has.position not in SIGNS:
        return ""
    if has.signed is None:
        return _("The undertaking of confidentiality has not been signed.")
    if has.lapsed_on is not None and has.lapsed_on < on:
        return _("The undertaking of confidentiality lapsed on %(day)s and must be signed again.") % {"day": said_day(has.lapsed_on)}
    if has.signed.split() != needed.confidentiality.split():
        return _("The undertaking was signed in other words than the terms of reference now have, and must be signed again.")
    return ""


def _training_problem(needed: Needed, has: Standing, on: date) -> str:
    if not needed.training.strip() or has.position not in IS_TRAINED:
        return ""
    if not has.trained:
        return _("The training that the terms of reference ask for has not been done.")
    if has.training_over is not None and has.training_over < on:
        return _("The training was to be repeated after %(day)s.") % {"day": said_day(has.training_over)}
    return ""


def _vetting_problem(needed: Needed, has: Standing, on: date) -> str:
    if not needed.vetting.strip() or has.position not in IS_VETTED:
        return ""
    if has.vetting == "refused":
        return _("The vetting was not cleared.")
    if has.vetting != "cleared":
        return _("The vetting has not been cleared yet.") if has.vetting else _("The vetting has not been asked for.")
    if has.cleared_until is not None and has.cleared_until < on:
        return _("The vetting lapsed on %(day)s.") % {"day": said_day(has.cleared_until)}
    return ""


def said_day(day: date) -> str:
    """A date as people say it: 7 March 2026."""
    return date_format(day, "j F Y")


# ------------------------------------------------------------------------------------------------------- details that are recorded


def day_problem(day: date | None, today: date) -> str:
    """Why something cannot have been done on this day, or ""."""
    return _("Give the day, today or earlier.") if day is None or day > today else ""


def undertaking_problems(*, signed_on: date | None, holds_from: date | None, position: str, today: date) -> dict[str, list[str]]:
    """`holds_from`: first day of the terms that were signed, None while they are a draft."""
    if position not in SIGNS:
        return {"": [_("Staff of the service are bound by their employment and sign no undertaking.")]}
    if holds_from is None:
        return {"terms": [_("These terms are a draft. An undertaking is signed in the words that were agreed.")]}
    problem = day_problem(signed_on, today)
    return {"signed_on": [problem]} if problem else {}


def vetting_problems(*, level: str, state: str, on: date | None, valid_until: date | None, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not level.strip():
        problems["level"] = [_("Give the level of vetting.")]
    if problem := day_problem(on, today):
        problems["on"] = [problem]
    if valid_until is not None and state != "cleared":
        problems["valid_until"] = [_("Only a clearance has a last day.")]
    elif valid_until is not None and on is not None and valid_until < on:
        problems["valid_until"] = [_("It cannot end before it was given.")]
    return problems


def interest_problems(*, kind: str, what: str, on: date | None, open_interests: int, today: date) -> dict[str, list[str]]:
    """`open_interests`: how many declared interests of the member have not ended."""
    problems: dict[str, list[str]] = {}
    if kind == "none" and open_interests:
        problems["kind"] = [_("An interest stands declared. Say that it ended before saying that there is none.")]
    if kind != "none" and not what.strip():
        problems["what"] = [_("Say what it is, so that it can be weighed at an item it touches.")]
    if problem := day_problem(on, today):
        problems["declared_on"] = [problem]
    return problems


# --------------------------------------------------------------------------------------------------------------- kept how long

# Months after somebody left a panel until each kind of detail goes. Claims: six years and the running one, as for other payments (HMRC).
# An undertaking binds after leaving; it goes when a claim upon it is out of time (Limitation Act 1980, six years). The bare seat stays.
KEPT_MONTHS: Mapping[str, int] = {"checks": 12, "interests": 12, "reasons": 24, "undertakings": 72, "claims": 84, "person": 84}
KEPT_WORDS: Mapping[str, str] = {
    "checks": gettext_noop("Vetting and training"),
    "interests": gettext_noop("Declared interests"),
    "reasons": gettext_noop("Why they were appointed and how they left"),
    "undertakings": gettext_noop("Undertakings of confidentiality"),
    "claims": gettext_noop("What was claimed for, and receipts"),
    "person": gettext_noop("Who held the seat"),
}


def kept_months(said: Mapping[str, int]) -> dict[str, int]:
    """How long each kind is kept, where `said` overrides the default. The person goes last: what names them would name nobody.

    Raises ValueError for a kind that is not there, or a number of months below 1.
    """
    if unknown := set(said) - set(KEPT_MONTHS):
        raise ValueError(f"nothing is kept of past members as: {', '.join(sorted(unknown))}")
    if short := sorted(kind for kind, months in said.items() if months < 1):
        raise ValueError(f"less than a month is no time to keep: {', '.join(short)}")
    months = {**KEPT_MONTHS, **said}
    return {**months, "person": max(months.values())}


def goes_on(left_on: date, months: int) -> date:
    """The first day on which a detail that is kept for so many months after leaving is gone."""
    return months_after(left_on, months)


# ------------------------------------------------------------------------------------------------------------------- succession


def succession_words(
    *, chairs: Collection[str], chair_ends: date | None, deputies: int, rule: str, today: date, next_meeting: date | None = None
) -> str:
    """What is to be done about the chair, in a sentence; "" where nothing is. `chairs` names who could open a meeting today."""
    if not chairs:
        if deputies:
            return _("There is no chair. The deputy can open a meeting; find a chair before the next.")
        return _("There is no chair and no deputy: nobody could open the next meeting.")
    if chair_ends is None or chair_ends - today > SOON:
        return ""
    if chair_ends < today:
        return _("The chair’s time ended on %(day)s. Elect or appoint anew.") % {"day": said_day(chair_ends)}
    said = {"day": said_day(chair_ends)}
    if next_meeting is not None and next_meeting > chair_ends:
        return _("The chair’s time ends on %(day)s, before the next meeting. Settle who follows at once.") % said
    if deputies == 0 and rule != "independent":
        return _("The chair’s time ends on %(day)s and there is no deputy. Settle who follows.") % said
    return _("The chair’s time ends on %(day)s. Settle who follows.") % said
