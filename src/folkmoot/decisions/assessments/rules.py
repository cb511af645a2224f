"""What an assessment must hold, what screening decides, and which states it passes through. No database, no clock.

Legal points: Equality Act 2010, section 149, and the cases and regulations named in `RULE_SETS` and in `guidance`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from folkmoot.decisions.assessments.screening import AIM_NAMES, NAMES, PROTECTED, Aim, Characteristic, Need, aims_for

ORIGIN = "decisions.assessment"
LONGEST_REVIEW_YEARS = 3


@dataclass(frozen=True)
class RuleSet:
    """What the law of one jurisdiction asks. `requires` are sentences for the person who writes."""

    code: str
    name: Promise
    law: str
    requires: tuple[Promise, ...]
    must_publish: bool = False
    asks_about_welsh: bool = False


RULE_SETS: dict[str, RuleSet] = {
    "reserved": RuleSet(
        "reserved", _lazy("England, and bodies that are not devolved"), "SI 2017/353",
        (
            _lazy("An assessment document is not itself required. Evidence that due regard was had is, and this record is that evidence."),
            _lazy("Information that shows compliance is published at least once a year (regulation 4)."),
            _lazy("Equality objectives are set at least every four years (regulation 5). What is published is accessible (regulation 6)."),
        ),
    ),
    "wales": RuleSet(
        "wales", _lazy("Wales"), "SI 2011/1064 (W.155)",
        (
            _lazy("Listed Welsh authorities must assess the likely impact and publish a report where it is substantial (regulation 8)."),
            _lazy("A body that is not devolved, as the CPS, is not listed. It follows this set by choice, or with a listed partner."),
            _lazy("People who share a protected characteristic are engaged (regulation 5)."),
            _lazy("Effects on opportunities to use Welsh, and on treating it no less favourably than English, are answered."),
        ),
        must_publish=True, asks_about_welsh=True,
    ),
}  # fmt: skip


def rule_set_for(area_code: str) -> str:
    """The rule set offered first for an Area; a person may choose the other."""
    return "wales" if area_code == "cymru-wales" else "reserved"


class Step(StrEnum):
    PROPOSAL = "proposal"
    EVIDENCE = "evidence"
    ENGAGEMENT = "engagement"
    IMPACT = "impact"
    COMBINATIONS = "combinations"
    AIMS = "aims"
    ALTERNATIVES = "alternatives"
    MITIGATION = "mitigation"
    CONCLUSION = "conclusion"
    REVIEW = "review"


STEP_NAMES: dict[Step, Promise] = {
    Step.PROPOSAL: _lazy("About the proposal"), Step.EVIDENCE: _lazy("Evidence"), Step.ENGAGEMENT: _lazy("Engagement and consultation"),
    Step.IMPACT: _lazy("Impact on each characteristic"), Step.COMBINATIONS: _lazy("Characteristics in combination"),
    Step.AIMS: _lazy("The three aims of the duty"), Step.ALTERNATIVES: _lazy("Alternatives considered"),
    Step.MITIGATION: _lazy("Mitigation"), Step.CONCLUSION: _lazy("Conclusion"), Step.REVIEW: _lazy("Sign-off and review"),
}  # fmt: skip
_ONLY_FULL = {Step.ENGAGEMENT, Step.COMBINATIONS, Step.ALTERNATIVES}
# The fields of an assessment that each step writes; impacts and evidence are rows of their own.
FIELDS: dict[Step, tuple[str, ...]] = {
    Step.PROPOSAL: ("title", "aims_of_it", "affected", "owner", "decision", "decision_due", "starts_on", "rule_set", "language", "welsh"),
    Step.EVIDENCE: ("gaps",), Step.ENGAGEMENT: ("engaged", "consulted"), Step.IMPACT: (), Step.COMBINATIONS: ("no_combination",),
    Step.AIMS: ("eliminate", "advance", "foster"), Step.ALTERNATIVES: ("alternatives",), Step.MITIGATION: ("no_mitigation",),
    Step.CONCLUSION: ("conclusion", "conclusion_why"), Step.REVIEW: ("review_on", "monitoring"),
}  # fmt: skip


def steps_of(kind: str) -> tuple[Step, ...]:
    """The steps of a short or a full assessment, in order; none where none is needed."""
    if kind == Need.NONE:
        return ()
    return tuple(step for step in Step if kind == Need.FULL or step not in _ONLY_FULL)


class Effect(StrEnum):
    """What was found of a characteristic. No evidence found is not evidence of no impact."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NO_IMPACT = "no_impact"
    NO_EVIDENCE = "no_evidence"


HARMFUL = frozenset({Effect.NEGATIVE, Effect.MIXED})
TOUCHING = HARMFUL | {Effect.POSITIVE}


class Conclusion(StrEnum):
    NO_CHANGE = "no_change"
    ADJUST = "adjust"
    JUSTIFY = "justify"
    STOP = "stop"


def impact_problems(
    *,
    effect: str,
    words: str,
    likely: str,
    severe: str,
    aims: Collection[str],
    cited: int,
    will_do: str,
    codes: Sequence[str],
    telling: int = 0,
) -> dict[str, list[str]]:
    """Why an impact may not be stored, by field. `codes`: the characteristics it is of; `cited`: how much evidence it names.

    `telling`: how much of that tells of these characteristics, by what it is about or by what the writer says it shows.
    """
    problems: dict[str, list[str]] = {}
    if effect in TOUCHING:
        problems |= {} if likely else {"likely": [_("Say how likely it is.")]}
        problems |= {} if severe else {"severe": [_("Say how much it would matter to those it reaches.")]}
        problems |= {} if aims else {"aims": [_("Name at least one of the three aims that it bears on.")]}
    if effect in (*TOUCHING, Effect.NO_IMPACT) and len(words.split()) < 4:
        problems["words"] = [_("Say in your own words what the evidence shows.")]
    if effect == Effect.NO_IMPACT and not cited:
        problems["cited"] = [_("Evidence of no impact names its evidence. Without any, choose “no evidence found”.")]
    elif effect == Effect.NO_IMPACT and not telling:
        problems["cited"] = [
            _("None of this evidence tells of this characteristic. Say beside it what in it does, or choose “no evidence found”.")
        ]
    if effect == Effect.NO_EVIDENCE and len(will_do.split()) < 4:
        problems["will_do"] = [_("Say what will be done to find out, and when.")]
    reached = {aim for code in codes for aim in aims_for(code)}
    if set(aims) - reached:
        problems["aims"] = [_("The duty reaches marriage and civil partnership only through the first aim (section 149(7)).")]
    return problems


@dataclass(frozen=True)
class Facts:
    """What is written so far, as far as it decides whether an assessment is complete."""

    kind: str
    words: Mapping[str, object]
    effects: Mapping[str, str] = field(default_factory=dict)
    touched: Collection[str] = ()
    combined: Sequence[str] = ()
    taken: int = 0
    mitigations: int = 0
    asks_about_welsh: bool = False


def needed_codes(kind: str, touched: Collection[str]) -> tuple[Characteristic, ...]:
    """The characteristics that must have an impact: all in a full one; in a short one the nine, and those that screening touched."""
    return tuple(each for each in Characteristic if kind == Need.FULL or each in PROTECTED or each in touched)


def missing(facts: Facts) -> dict[Step, list[str]]:
    """What is still missing, step by step, in sentences. An assessment is complete when every list is empty."""
    finders = {
        Step.PROPOSAL: _proposal, Step.EVIDENCE: _evidence, Step.ENGAGEMENT: _engagement, Step.IMPACT: _impact,
        Step.COMBINATIONS: _combinations, Step.AIMS: _aims, Step.ALTERNATIVES: _alternatives, Step.MITIGATION: _mitigation,
        Step.CONCLUSION: _conclusion, Step.REVIEW: _review,
    }  # fmt: skip
    return {step: finders[step](facts) for step in steps_of(facts.kind)}


def _unwritten(facts: Facts, **sentences: str) -> list[str]:
    return [sentence for name, sentence in sentences.items() if not str(facts.words.get(name) or "").strip()]


def _proposal(facts: Facts) -> list[str]:
    found = _unwritten(
        facts, aims_of_it=_("What the proposal is meant to achieve."), affected=_("Who is affected."), owner=_("Who owns it."),
        decision_due=_("When the decision is due."),
    )  # fmt: skip
    return found + (_unwritten(facts, welsh=_("What it does for the use of Welsh.")) if facts.asks_about_welsh else [])


def _evidence(facts: Facts) -> list[str]:
    found = [] if facts.taken else [_("At least one piece of evidence, the product's own or another.")]
    return found + _unwritten(facts, gaps=_("What is not known, and what that means for the conclusion."))


def _engagement(facts: Facts) -> list[str]:
    return _unwritten(
        facts, engaged=_("Who was spoken with, and what they said that mattered."),
        consulted=_("Whether it is consulted on, and if not, why not."),
    )  # fmt: skip


def _impact(facts: Facts) -> list[str]:
    blank = [str(NAMES[code]) for code in needed_codes(facts.kind, facts.touched) if not facts.effects.get(code)]
    return [_("Blank, which is not “no impact”: %(names)s.") % {"names": ", ".join(blank)}] if blank else []


def _combinations(facts: Facts) -> list[str]:
    return [] if facts.combined else _unwritten(facts, no_combination=_("A combination of two or more, or why none needs its own answer."))


def _aims(facts: Facts) -> list[str]:
    return _unwritten(facts, **{aim.value: _("How regard was had: %(aim)s.") % {"aim": AIM_NAMES[aim]} for aim in Aim})


def _alternatives(facts: Facts) -> list[str]:
    return _unwritten(facts, alternatives=_("What else was considered, and why it was not chosen."))


def harmed(facts: Facts) -> bool:
    return any(effect in HARMFUL for effect in (*facts.effects.values(), *facts.combined))


def _mitigation(facts: Facts) -> list[str]:
    if _impact(facts) and not facts.mitigations:
        return [_("It follows from the impacts: answer for each characteristic first.")]
    if not harmed(facts) or facts.mitigations:
        return []
    return _unwritten(facts, no_mitigation=_("An action against the harm that was found, or why there is none."))


def _conclusion(facts: Facts) -> list[str]:
    found = _unwritten(facts, conclusion=_("What the assessment concludes."), conclusion_why=_("Why it concludes that."))
    if facts.words.get("conclusion") == Conclusion.NO_CHANGE and harmed(facts):
        found.append(_("“No change” does not fit the harm that was found: adjust, continue with justification, or stop."))
    return found


def _review(facts: Facts) -> list[str]:
    return _unwritten(facts, review_on=_("When it will be looked at again."), monitoring=_("How the real effect will be watched."))


def review_day_problem(day: date | None, today: date) -> str | None:
    """Why this day may not be the review's, or None."""
    if day is None:
        return _("Give the day on which it will be looked at again.")
    if day <= today:
        return _("A review lies ahead: choose a day after today.")
    if (day - today).days > LONGEST_REVIEW_YEARS * 366:
        return _("The duty continues: review it within %(years)s years.") % {"years": LONGEST_REVIEW_YEARS}
    return None


class State(StrEnum):
    DRAFT = "draft"
    NOT_NEEDED = "not_needed"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SIGNED = "signed"
    PUBLISHED = "published"
    REVIEW_DUE = "review_due"
    SUPERSEDED = "superseded"


# What an assessment can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "edit", State.DRAFT),
    (State.DRAFT, "screened out, with reason", State.NOT_NEEDED),
    (State.DRAFT, "submit", State.SUBMITTED),
    (State.SUBMITTED, "edit", State.DRAFT),
    (State.SUBMITTED, "return", State.RETURNED),
    (State.SUBMITTED, "sign", State.SIGNED),
    (State.RETURNED, "edit", State.RETURNED),
    (State.RETURNED, "submit", State.SUBMITTED),
    (State.SIGNED, "publish", State.PUBLISHED),
    (State.SIGNED, "day of review passes", State.REVIEW_DUE),
    (State.SIGNED, "review", State.SIGNED),
    (State.SIGNED, "new version settled", State.SUPERSEDED),
    (State.PUBLISHED, "publish", State.PUBLISHED),
    (State.PUBLISHED, "day of review passes", State.REVIEW_DUE),
    (State.PUBLISHED, "review", State.PUBLISHED),
    (State.PUBLISHED, "new version settled", State.SUPERSEDED),
    (State.REVIEW_DUE, "publish", State.REVIEW_DUE),
    (State.REVIEW_DUE, "review", State.PUBLISHED),
    (State.REVIEW_DUE, "review", State.SIGNED),
    (State.REVIEW_DUE, "new version settled", State.SUPERSEDED),
    (State.NOT_NEEDED, "new version settled", State.SUPERSEDED),
)


def state_of(
    *, kind: str, submitted: bool, returned: bool, signed: bool, published: bool, superseded: bool, next_review: date | None, today: date
) -> State:
    """Derive the state from what has happened. `signed` is also true of a screening-out, which its screener dates."""
    if signed and superseded:
        return State.SUPERSEDED
    if signed and kind == Need.NONE:
        return State.NOT_NEEDED
    if signed and next_review is not None and next_review <= today:
        return State.REVIEW_DUE
    if signed:
        return State.PUBLISHED if published else State.SIGNED
    if returned:
        return State.RETURNED
    return State.SUBMITTED if submitted else State.DRAFT


def may_do(state: State, what: str) -> bool:
    """Whether the table lets this be done from this state."""
    return any(start is state and verb == what for start, verb, _end in TRANSITIONS)


def signing_problem(*, by_id: int | None, writers: Collection[int]) -> str | None:
    """Why this person may not sign or return, or None: nobody settles what they wrote."""
    if by_id is None or by_id in writers:
        return _("Two people stand behind an assessment: somebody who wrote none of it signs or returns it.")
    return None


_SAY_LITTLE = frozenset({"about", "their", "where", "which", "service", "change", "assessment"})


def same_topic(one: str, other: str) -> bool:
    """Whether two titles share a word that says something (five letters or more)."""
    return bool(_telling(one) & _telling(other))


def _telling(words: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{5,}", words.casefold())) - _SAY_LITTLE
