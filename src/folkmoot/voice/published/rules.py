"""What an entry of “You said, we did” may say, who may agree to it, and what became of it since. No database, no clock."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.actions.rules import State as ActionState
from folkmoot.voice.rules import Standing, standing_of

WELSH_AREA = "cymru-wales"
SMALLEST_BASE = 10  # concerns; no share of fewer is published
QUIET_DAYS = 182  # an Area that published nothing for six months is named
FEWEST_WORDS = 5  # an answer of fewer words explains nothing


class Version(StrEnum):
    ENGLISH = "en"
    WELSH = "cy"
    EASY = "easy"
    EASY_WELSH = "easy-cy"

    @property
    def language(self) -> str:
        return "cy" if self in (Version.WELSH, Version.EASY_WELSH) else "en"

    @property
    def is_easy(self) -> bool:
        return self in (Version.EASY, Version.EASY_WELSH)


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    AGREED = "agreed"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


# What an entry can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "edit", State.DRAFT),
    (State.DRAFT, "submit", State.SUBMITTED),
    (State.SUBMITTED, "edit", State.DRAFT),
    (State.SUBMITTED, "agree", State.AGREED),
    (State.SUBMITTED, "send back", State.RETURNED),
    (State.RETURNED, "edit", State.RETURNED),
    (State.RETURNED, "submit", State.SUBMITTED),
    (State.AGREED, "edit", State.DRAFT),
    (State.AGREED, "what was done or planned is no longer the same", State.SUBMITTED),
    (State.AGREED, "publish", State.PUBLISHED),
    (State.PUBLISHED, "a later version is published", State.REPLACED),
    (State.PUBLISHED, "withdraw", State.WITHDRAWN),
)
OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.AGREED)


def state_of(*, submitted: bool, returned: bool, agreed: bool, published: bool, replaced: bool = False, withdrawn: bool = False) -> State:
    """Derive the state; `agreed` is true only while the agreement matches what it was given for, `withdrawn` is of the whole entry."""
    if replaced:
        return State.REPLACED
    if withdrawn:
        return State.WITHDRAWN
    if published:
        return State.PUBLISHED
    if agreed:
        return State.AGREED
    if returned:
        return State.RETURNED
    return State.SUBMITTED if submitted else State.DRAFT


def may_do(state: State, what: str) -> bool:
    """Whether the table lets this be done from this state."""
    return any(start is state and verb == what for start, verb, _end in TRANSITIONS)


def transition_problem(state: State, what: str) -> str | None:
    """Why this may not be done, or None."""
    if may_do(state, what):
        return None
    return {
        "edit": _("What was published stays as it was. Begin a new version and say what it corrects."),
        "submit": _("Only a draft, or one that was sent back, can be submitted."),
        "agree": _("Only what was submitted, and not edited since, can be agreed."),
        "send back": _("Only what was submitted can be sent back."),
        "publish": _("Only what a second person agreed, word for word and as things stand today, can be published."),
        "withdraw": _("Only what is published can be withdrawn."),
    }[what]


@dataclass(frozen=True)
class Acted:
    """One action of an entry, as its records say today. `done_on`: the day it was achieved, with evidence."""

    state: ActionState
    due_on: date
    agency: str = "cps"
    partner: str = ""
    done_on: date | None = None
    evidence: tuple[str, ...] = ()
    ended_why: str = ""


@dataclass(frozen=True)
class Facts:
    """What may truthfully be said: derived from the answer and the actions, never chosen.

    `due_on` is the last day by which all that is planned is due; `agencies` are (agency, partner's name) of those who do it;
    `evidence` names what shows that it was done; `reasons` why not, as recorded. The last two are for staff, never published as
    they stand.
    """

    standing: Standing
    due_on: date | None = None
    overdue: bool = False
    agencies: tuple[tuple[str, str], ...] = ()
    done_on: date | None = None
    evidence: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As it is stored with what was published."""
        return {
            "standing": self.standing.value, "due_on": self.due_on and self.due_on.isoformat(), "overdue": self.overdue,
            "agencies": [list(pair) for pair in self.agencies], "done_on": self.done_on and self.done_on.isoformat(),
            "evidence": list(self.evidence), "reasons": list(self.reasons),
        }  # fmt: skip


def facts_kept(kept: Mapping[str, Any]) -> Facts:
    """What `Facts.kept` stored."""
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("due_on", "done_on")}
    return Facts(
        Standing(kept["standing"]), days["due_on"], kept["overdue"], tuple((agency, partner) for agency, partner in kept["agencies"]),
        days["done_on"], tuple(kept["evidence"]), tuple(kept["reasons"]),
    )  # fmt: skip


def facts_of(outcome: str | None, reason: str, acts: Sequence[Acted]) -> Facts:
    """What may be said of an answer (its latest outcome and reason) and the actions that came of it.

    An action that was ended undone is no plan: where none is left, the answer is that it cannot be done, for the reasons recorded.
    """
    live = [act for act in acts if act.state is not ActionState.ENDED]
    ended = tuple(act.ended_why for act in acts if act.state is ActionState.ENDED)
    reasons = (*ended, *((reason,) if reason else ()))
    if acts and not live:
        return Facts(Standing.CANNOT, reasons=reasons)
    standing = standing_of(outcome, [act.state for act in live])
    if standing is Standing.PLANNED:
        waiting = [act for act in live if act.state is not ActionState.ACHIEVED]
        overdue = any(act.state is ActionState.OVERDUE for act in waiting)
        return Facts(standing, max(act.due_on for act in waiting), overdue, _agencies(waiting), reasons=reasons)
    if standing is Standing.DONE:
        days = [act.done_on for act in live if act.done_on]
        evidence = tuple(title for act in live for title in act.evidence)
        return Facts(standing, agencies=_agencies(live), done_on=max(days, default=None), evidence=evidence, reasons=reasons)
    return Facts(standing, reasons=reasons)


def _agencies(acts: Iterable[Acted]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(act.agency, act.partner) for act in acts}))


SAYABLE = (Standing.PLANNED, Standing.DONE, Standing.CANNOT)


def standing_problem(facts: Facts) -> str | None:
    """Why there is nothing to publish yet, or None: only what is planned, done, or cannot be done is an answer."""
    return {
        Standing.WAITING: _("Nobody has answered this yet. Answer it first; then it can be published."),
        Standing.NEEDS_MORE: _("The answer says that we need to know more. That is no answer to publish."),
        Standing.THANKED: _("The answer is thanks alone: there is nothing planned, done or refused to tell of."),
        Standing.NOTHING_PLANNED: _("The answer accepts what was said, and nothing is planned. Raise the action first, then say so."),
    }.get(facts.standing)


class Since(StrEnum):
    """What became of an answer after it was published."""

    OVERDUE = "overdue"
    MOVED = "moved"
    DONE = "done"
    SLIPPED = "slipped"
    CANNOT = "cannot"
    TAKEN_UP = "taken_up"
    OPEN_AGAIN = "open_again"


def since_published(was: Facts, now: Facts) -> Since | None:
    """What is no longer as it was published, or None."""
    if now.standing not in SAYABLE:
        return Since.OPEN_AGAIN
    if now.standing is not was.standing:
        if now.standing is Standing.PLANNED:
            return Since.SLIPPED if was.standing is Standing.DONE else Since.TAKEN_UP
        return Since.DONE if now.standing is Standing.DONE else Since.CANNOT
    if now.standing is Standing.PLANNED:
        if now.due_on != was.due_on:
            return Since.MOVED
        return Since.OVERDUE if now.overdue and not was.overdue else None
    return None


@dataclass(frozen=True)
class Texts:
    """One version as written. `shown_by` names, for everybody, what shows that it was done."""

    title: str = ""
    you_said: str = ""
    we_did: str = ""
    shown_by: str = ""

    @property
    def begun(self) -> bool:
        return any(text.strip() for text in (self.title, self.you_said, self.we_did, self.shown_by))

    @property
    def whole(self) -> str:
        return "\n\n".join((self.title, self.you_said, self.we_did, self.shown_by))


def gaps(texts: Texts, standing: Standing) -> list[str]:
    """The parts of a version that are still to be written."""
    needed = ["title", "you_said", "we_did", *(["shown_by"] if standing is Standing.DONE else [])]
    return [name for name in needed if not getattr(texts, name).strip()]


def leaving(written: Mapping[Version, Texts], standing: Standing) -> dict[Version, Texts]:
    """The versions that are written in full: only these are published, and evidence is named only of what was done."""
    full = {version: texts for version, texts in written.items() if not gaps(texts, standing)}
    if standing is Standing.DONE:
        return full
    return {version: Texts(texts.title, texts.you_said, texts.we_did) for version, texts in full.items()}


def version_problems(leaves: Mapping[Version, Texts], *, welsh_area: bool) -> list[str]:
    """Why these versions may not be published as they are; empty when they may. In Wales Welsh is treated no less favourably."""
    found = []
    if Version.ENGLISH not in leaves:
        found.append(_("The English version has gaps: write its title, what you said and what we did, and name what shows what was done."))
    if welsh_area and Version.WELSH not in leaves:
        found.append(_("In Wales nothing is published without Welsh. Have the Welsh version written by somebody who writes Welsh."))
    if welsh_area and Version.EASY in leaves and Version.EASY_WELSH not in leaves:
        found.append(_("There is Easy Read in English and not in Welsh. In Wales write both, or leave both out."))
    if any(len(texts.we_did.split()) < FEWEST_WORDS for texts in leaves.values()):
        found.append(_("Say what we did, or why not, in a whole sentence: fewer than five words explain nothing."))
    return found


def fingerprint(
    leaves: Mapping[Version, Texts], facts: Facts, explained: Iterable[tuple[str, str]], beside: Collection[object] = ()
) -> str:
    """SHA-256 of all that two people agree to: the exact texts, what they rest on, each finding with why it may stay, and what else is
    shown with them (`beside`).
    """
    texts = sorted([version.value, each.title, each.you_said, each.we_did, each.shown_by] for version, each in leaves.items())
    said = [texts, facts.kept(), sorted([*pair] for pair in explained), [str(each) for each in beside]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def agreeing_problem(*, by_id: int | None, writers: Collection[int]) -> str | None:
    """Why this person may not agree or send back, or None: it takes a second person, who wrote none of it."""
    if by_id is None:
        return _("A person agrees, by name.")
    return _("Nobody agrees to what they wrote themselves. Ask a second person.") if by_id in writers else None


def told_by_publication(*, reply_by: str, said_by: str) -> bool:
    """Whether publishing tells those who said it.

    Only where they left no way to be told and nobody is named who could be asked: then a public answer is the only one they can get.
    Who asked for an e-mail, a letter or a call is told in that way, and a group that is named is told in person; a page that they may
    never open does not close the loop for them.
    """
    return not reply_by and not said_by.strip()
