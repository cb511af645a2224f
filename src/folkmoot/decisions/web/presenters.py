"""Decisions in words: where each stands, what was considered as it stood, and what may be published of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.decisions.consultations.rules import shown
from folkmoot.decisions.evidence import CONCERNS, DOCUMENT, SOURCES, changed_since, label_of, safe
from folkmoot.decisions.models import Considered, Decision
from folkmoot.decisions.rules import State

STATE_WORDS: dict[State, Promise] = {
    State.DRAFT: _("Being prepared"),
    State.READY: _("Ready to be decided"),
    State.TAKEN: _("Taken"),
    State.SUPERSEDED: _("Replaced by a later one"),
    State.WITHDRAWN: _("Withdrawn"),
}
STATE_COLOURS = {
    State.DRAFT: "grey", State.READY: "orange", State.TAKEN: "turquoise", State.SUPERSEDED: "light-blue", State.WITHDRAWN: "grey",
}  # fmt: skip
# What is said of a row to whoever may not read it (any more): it may have been restricted after the decision.
KEPT_WORDS: dict[str, Promise] = {
    "voice.point": _("A point kept to those who answer it"), "voice.issue": _("An issue kept to those who answer it"),
}  # fmt: skip
TRACE_WORDS = {"considered": _("Considered"), "left_out": _("Known, and left out"), "later": _("Noted later")}
FACT_WORDS: dict[str, Promise] = {
    "words": _("its words"), "state": _("what became of it"), "nature": _("its kind"), "theme": _("its theme"), "title": _("its title"),
    "said_on": _("its day"), "about": _("what it is about"), "points": _("how many points it holds"), "heard": _("what was heard"),
    "findings": _("its analysis"), "responded_on": _("its response"), "opens_on": _("its days"), "closes_on": _("its days"),
    "name": _("its name"), "low_trust": _("its trust"), "population": _("its population"), "access_needs": _("its access needs"),
    "measure": _("its measure"), "due_on": _("its due date"), "progress": _("its progress"), "evidence": _("its evidence"),
    "ended_on": _("whether it has ended"), "restricted": _("who may read it"), "signed_on": _("its signature"), "state_now": _("its state"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    decision: Decision
    words: Promise
    colour: str


def line_of(decision: Any) -> Line:
    state = State(decision.state)
    return Line(decision, STATE_WORDS[state], STATE_COLOURS[state])


@dataclass(frozen=True)
class Thing:
    """One thing considered. `hidden`: the viewer's role does not show it. `changed` names what is no longer as it stood."""

    considered: Considered
    label: Promise | str
    words: str
    finding: list[str]
    address: str
    hidden: bool
    gone: bool
    changed: list[Promise | str]


def thing_of(viewer: Viewer, considered: Considered, rows: Mapping[tuple[str, int], Any]) -> Thing:
    """A considered thing for this viewer, with its row from `evidence.rows_of`; what was frozen is shown as it was frozen."""
    label, kept = label_of(considered.kind), considered.snapshot
    if considered.kind == DOCUMENT:
        return Thing(considered, label, considered.title, [], "", False, False, [])
    source, row = SOURCES[considered.kind], rows.get((considered.kind, considered.row_id or 0))
    if not viewer.may(source.capability, considered.area_id):
        return Thing(considered, label, "", [], "", True, False, [])
    if row is None and considered.kind in CONCERNS and not viewer.sight("voice.restricted").holds(considered.area_id):
        return Thing(considered, label, str(KEPT_WORDS[considered.kind]), [], "", False, False, [])
    words = kept["words"] if kept else source.words(row) if row is not None else ""
    changed = changed_since(considered, row) if row is not None else []
    address = source.address(row.pk) if row is not None else ""
    named: list[Promise | str] = list(dict.fromkeys(FACT_WORDS.get(name, name) for name in changed))
    return Thing(considered, label, words, kept["finding"] if kept else [], address, False, row is None, named)


@dataclass(frozen=True)
class Publishable:
    """What may be given to anybody who asks: no names, no words of a person, small numbers withheld."""

    things: list[tuple[Promise | str, str]]
    named: list[tuple[Promise | str, str]]
    weighed: list[str]
    left_out: list[tuple[Promise | str, str]]


# Whose titles are public or made by the service itself. What people said, and cases, are given as numbers only.
_TITLES_PUBLIC = frozenset(
    {DOCUMENT, "casework.analysis", "decisions.consultation", "decisions.assessment", "strategy.trend", "actions.action"}
)


def publishable(considered: Iterable[Considered]) -> Publishable:
    everything = list(considered)
    counted = Counter(each.kind for each in everything if not each.left_out and each.kind not in _TITLES_PUBLIC)
    things = [(label_of(kind), shown(number)) for kind, number in counted.items()]
    named = [(label_of(each.kind), _title(each)) for each in everything if not each.left_out and each.kind in _TITLES_PUBLIC]
    weighed = list(dict.fromkeys(safe(each.weighed) for each in everything if each.weighed))
    left_out = [(label_of(each.kind), safe(each.why)) for each in everything if each.left_out]
    return Publishable(things, named, weighed, left_out)


def _title(each: Considered) -> str:
    return safe(each.title or (each.snapshot or {}).get("words", ""))
