"""The home of the workforce: what needs attention in sentences, and units beside one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.queries import list_signals
from folkmoot.casework.signals.rules import Waits
from folkmoot.stats.workforce.representation import Representation
from folkmoot.stats.workforce.targets import TargetAnswer
from folkmoot.workforce.headcounts.words import questions
from folkmoot.workforce.representation.side_by_side import SideBySide
from folkmoot.workforce.rules import are_old
from folkmoot.workforce.targets.models import DeclarationReview, Target
from folkmoot.workforce.targets.queries import Card
from folkmoot.workforce.web.words import ANSWERS, base, missed, said_day, sentences, share, target_words


@dataclass(frozen=True)
class ShownCard:
    """A target as a card: `said` in sentences, `answer` with the colour of its tag, the `signal` that was raised of it."""

    card: Card
    said: list[str]
    answer: object
    colour: str
    target: str
    signal: Signal | None = None


@dataclass(frozen=True)
class Need:
    """A sentence with what to do about it."""

    words: str
    button: str
    about: str
    address: str


def shown(card: Card, signal: Signal | None = None) -> ShownCard:
    words, colour = ANSWERS[card.answer]
    return ShownCard(card, [one for one in sentences(card) if one], words, colour, target_words(card.target), signal)


def needs(viewer: Viewer, cards: Sequence[Card], reviews: Sequence[DeclarationReview], latest: date | None, today: date) -> list[Need]:
    """What is missed first, then what was to be looked at again, then figures grown old; signals that wait for somebody last."""
    found = [_missed(card) for card in cards if card.answer is TargetAnswer.NOT_MET]
    found += [_review(row) for row in reviews if row.next_on <= today]
    if latest is not None and are_old(latest, today):
        words = _("The latest figures are as of %(day)s.") % {"day": said_day(latest)}
        found.append(Need(words, _("Bring in figures on staff"), "", reverse("workforce:bring_in_headcounts")))
    waiting = _signals_waiting(viewer, today)
    if waiting:
        words = ngettext(
            "%(number)d signal waits for an owner or an answer.", "%(number)d signals wait for an owner or an answer.", waiting
        )
        found.append(Need(words % {"number": waiting}, _("See the signals"), "", reverse("workforce:signals")))
    return found


def _missed(card: Card) -> Need:
    name, more = card.target.name, missed(card.against) if card.against else ""
    words = _("%(target)s: the target is not met.") % {"target": name}
    return Need(f"{words} {more}".strip(), _("See the target"), name, reverse("workforce:target", args=[card.target.key]))


def _review(row: DeclarationReview) -> Need:
    name = questions()[row.characteristic].name if row.characteristic in questions() else row.characteristic
    words = _("%(what)s: declaration was to be looked at again on %(day)s.") % {"what": name, "day": said_day(row.next_on)}
    return Need(words, _("Look at it"), name, reverse("workforce:declaration"))


def _signals_waiting(viewer: Viewer, today: date) -> int:
    if not viewer.may("workforce.read"):
        return 0
    standing = list_signals(viewer, today=today, subject=Signal.Subject.WORKFORCE)
    return sum(1 for one in standing if one.waits in (Waits.OWNER, Waits.ANSWER, Waits.AFTER_RETEST))


@dataclass(frozen=True)
class Cell:
    share: str
    base: str


@dataclass(frozen=True)
class UnitRow:
    """A unit in the table of units. `declared`: of how many characteristics declaration reaches its target, in words."""

    name: str
    key: int | None
    cells: list[Cell]
    declared: str


def unit_rows(beside: SideBySide) -> list[UnitRow]:
    return [
        UnitRow(
            row.unit.name if row.unit else _("The whole service"), row.unit.pk if row.unit else None, [_cell(one) for one in row.shares],
            _declared(row.declared, row.asked, row.open),
        )
        for row in beside.rows
    ]  # fmt: skip


def _cell(found: Representation | None) -> Cell:
    return Cell(share(found), base(found))


def _declared(met: int, asked: int, unclear: int) -> str:
    if not asked:
        return _("not counted")
    said = _("%(met)d of %(asked)d") % {"met": met, "asked": asked}
    return _("%(said)s (%(unclear)d cannot be told)") % {"said": said, "unclear": unclear} if unclear else said


def column_words(target: Target) -> str:
    """The group of a target without its grades, as the heading of a column of all grades."""
    return {"ethnicity": _("Ethnic minority"), "disability": _("Disabled"), "sex": _("Women")}.get(
        target.characteristic, _("Lesbian, gay, bisexual or other") if target.characteristic == "sexual_orientation" else target.name
    )
