"""Panels in words: where each stands, how it works, and its year on one line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.flags.queries import Flag
from folkmoot.panels.flags.rules import Kind
from folkmoot.panels.models import Panel, Position, Terms, Ways
from folkmoot.panels.rules import State

STATE_WORDS: dict[State, Promise] = {
    State.COMING: _("Not begun"),
    State.WITHOUT_TERMS: _("Without terms"),
    State.RUNNING: _("At work"),
    State.ENDED: _("Ended"),
}
STATE_COLOURS = {State.COMING: "grey", State.WITHOUT_TERMS: "red", State.RUNNING: "green", State.ENDED: "grey"}
FLAG_WORDS: dict[Kind, Promise] = {
    Kind.NO_TERMS: _("No terms"),
    Kind.CHAIR_VACANT: _("No chair"),
    Kind.NO_QUORUM: _("No quorum twice"),
    Kind.BEHIND: _("Behind"),
    Kind.UNANSWERED: _("No answer"),
    Kind.LATE: _("Late"),
    Kind.MINUTES: _("Minutes"),
    Kind.UNDERTAKING: _("Undertaking"),
    Kind.SEATS: _("Empty seats"),
    Kind.CHAIR_LEAVING: _("Chair leaving"),
    Kind.TERM_ENDING: _("Terms ending"),
    Kind.REMIT: _("Remit"),
}
GRAVE = frozenset({Kind.NO_TERMS, Kind.CHAIR_VACANT, Kind.NO_QUORUM, Kind.BEHIND, Kind.UNANSWERED, Kind.LATE})


@dataclass(frozen=True)
class FlagLine:
    """A flag as it is shown: a short tag whose words carry the meaning, and the sentence."""

    flag: Flag
    words: Promise
    colour: str


@dataclass(frozen=True)
class PanelLine:
    """A panel in the list: where it stands, its next and last meeting, and what it needs."""

    panel: Panel
    words: Promise
    colour: str
    next_on: date | None
    last_on: date | None
    flags: list[FlagLine] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """A text and the language it is in."""

    words: str
    language: str


def said_in(row: object, name: str) -> Said:
    """A text of a row in the language of the page, in English where there is no Welsh."""
    welsh = str(getattr(row, f"{name}_cy"))
    if get_language() == "cy" and welsh:
        return Said(welsh, "cy")
    return Said(str(getattr(row, f"{name}_en")), "en")


def flag_line(flag: Flag) -> FlagLine:
    return FlagLine(flag, FLAG_WORDS[flag.kind], "orange" if flag.kind in GRAVE else "yellow")


def flag_lines(flags: Iterable[Flag]) -> list[FlagLine]:
    return [flag_line(flag) for flag in flags]


def ways_in_words(ways: Ways) -> list[tuple[str, str]]:
    """How a panel works, as lines of a summary: what, and how much."""
    lines = [
        (_("Meetings a year, at least"), str(ways.meetings_a_year)),
        (_("Quorum"), _quorum(ways.quorum)),
        (_("Who votes"), ", ".join(str(Position(each).label) for each in ways.voting)),
        (_("The chair"), _chair(ways)),
        (_("Term of a member"), _term(ways)),
        (_("Members who vote"), _between(ways.least_members, ways.most_members)),
        (_("Cases a meeting"), _between(ways.least_cases, ways.most_cases) if ways.most_cases else gettext("It sees no cases")),
        (
            _("Undertaking of confidentiality"),
            _months(ways.undertaking_months) or gettext("Holds as long as the seat, where one is signed"),
        ),
        (_("Vetting"), ways.vetting or gettext("None")),
        (_("Training"), ways.training or gettext("None laid down")),
        (_("Substitutes"), gettext("Allowed") if ways.substitutes else gettext("Not allowed")),
    ]
    return [(str(label), words) for label, words in lines]


def _quorum(number: int) -> str:
    return ngettext("%(number)d voting member", "%(number)d voting members", number) % {"number": number}


def _chair(ways: Ways) -> str:
    found = str(ways.get_chair_rule_display())
    return f"{found}, {_months(ways.chair_months)}" if ways.chair_months else found


def _term(ways: Ways) -> str:
    if ways.term_months is None:
        return gettext("No limit")
    renewed = ngettext("may be renewed once", "may be renewed %(times)d times", ways.renewals) % {"times": ways.renewals}
    return f"{_months(ways.term_months)}, {renewed if ways.renewals else gettext('not renewed')}"


def _months(number: int | None) -> str:
    return ngettext("%(number)d month", "%(number)d months", number) % {"number": number} if number else ""


def _between(least: int, most: int) -> str:
    if least == most:
        return str(most)
    return gettext("%(least)d to %(most)d") % {"least": least, "most": most}


@dataclass(frozen=True)
class Difference:
    """One thing in which two versions of the terms differ."""

    label: str
    before: str
    after: str


TEXTS = {"scope_en": _("What the panel does"), "conduct_en": _("How members work together"), "confidentiality_en": _("Confidentiality")}


def differences(before: Terms, after: Terms) -> list[Difference]:
    """In what a version of the terms differs from the one before, in the order of the page."""
    texts = [(str(label), getattr(before, name), getattr(after, name)) for name, label in TEXTS.items()]
    ways = [(label, old, new) for (label, old), (_label, new) in zip(ways_in_words(before), ways_in_words(after), strict=True)]
    return [Difference(*each) for each in [*ways, *texts] if each[1] != each[2]]
