"""Targets over time and by unit, and declaration by characteristic, quarter and unit, as rows of words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.foundation.tables.sheets import Sheet
from folkmoot.stats.workforce.representation import Declaration
from folkmoot.stats.workforce.targets import Declared, declaration_against_target
from folkmoot.workforce.headcounts.held import Held
from folkmoot.workforce.headcounts.words import Question, questions
from folkmoot.workforce.models import Unit
from folkmoot.workforce.targets.models import DeclarationReview
from folkmoot.workforce.targets.queries import Card, Standing, quarters
from folkmoot.workforce.web.presenters import ShownCard, shown
from folkmoot.workforce.web.words import ANSWERS, base, between, missed, process, said_day, share


@dataclass(frozen=True)
class StandingRow:
    """A target on one day or in one unit: `missed` says by how many people, `process` is the 95% interval of the process."""

    day: date
    unit: str
    share: str
    process: str
    base: str
    answer: object
    colour: str
    missed: str


def standing_rows(standings: Sequence[Standing]) -> list[StandingRow]:
    rows = []
    for one in standings:
        answer, colour = ANSWERS[one.against.answer]
        rows.append(
            StandingRow(
                one.as_of, one.unit.name if one.unit else "", share(one.found), process(one.found), base(one.found), answer, colour,
                missed(one.against),
            )
        )  # fmt: skip
    return rows


@dataclass(frozen=True)
class DeclaredLine:
    """Declaration by both definitions, of a day or a unit; `answer`: whether the published one reaches the target."""

    name: str
    known: str
    returned: str
    answer: object = ""
    colour: str = "grey"
    day: date | None = None


@dataclass(frozen=True)
class DeclarationRow:
    question: Question
    shown: ShownCard | None
    review: DeclarationReview | None
    quarters: list[DeclaredLine] = field(default_factory=list)
    units: list[DeclaredLine] = field(default_factory=list)
    unsaid: bool = False  # counted, but not how many did not say


def declaration_rows(
    counted: Sequence[Held], cards: Mapping[str, Card], reviews: Mapping[str, DeclarationReview], units: Sequence[Unit], unit: Unit | None
) -> list[DeclarationRow]:  # fmt: skip
    """By characteristic, in the order of the questions: those that have a target of declaration, or are counted with who did not say."""
    rows = []
    for key, question in questions().items():
        card = cards.get(key)
        there = any(key in one.characteristics for one in counted)
        said = any(one.says_who_is_not_known(key) for one in counted)
        if card is None and not said:
            continue
        goal = card.target.share if card else None
        by_quarter = [_line(said_day(one.as_of), one.said, goal, one.as_of) for one in quarters(counted, key, unit)]
        rows.append(
            DeclarationRow(
                question, shown(card) if card else None, reviews.get(key), by_quarter, [] if unit else _by_unit(counted, key, units, goal),
                there and not said,
            )
        )  # fmt: skip
    return rows


def _by_unit(counted: Sequence[Held], key: str, units: Sequence[Unit], goal: float | None) -> list[DeclaredLine]:
    now = next((one for one in counted if one.says_who_is_not_known(key)), None)
    found = [(unit, now.declaration(key, unit=unit.pk)) for unit in units] if now else []
    return [_line(unit.name, said, goal) for unit, said in found if said is not None]


def _line(name: str, said: Declaration, goal: float | None, day: date | None = None) -> DeclaredLine:
    known, returned = between(said.known_rate.bounds), between(said.return_rate.bounds)
    if goal is None:
        return DeclaredLine(name, known, returned, day=day)
    answer, colour = ANSWERS[declaration_against_target(said, goal, Declared.KNOWN).answer]
    return DeclaredLine(name, known, returned, answer, colour, day)


def declaration_sheets(rows: Sequence[DeclarationRow], unit: Unit | None, as_of: date) -> list[Sheet]:
    """What the page shows, a sheet by quarter and one by unit."""
    columns = [_("Characteristic"), _("Day"), _("Said which group, per cent"), _("Answered at all, per cent"), _("Target of declaration")]
    notes = [
        _("%(unit)s, as of %(day)s.") % {"unit": unit.name if unit else _("The whole service"), "day": said_day(as_of)},
        _("“Said which group” is the definition that the Civil Service publishes: who declined to say does not count as declared."),
        _("“Answered at all” counts those who chose “prefer not to say” as well."),
        _("Where figures are rounded or withheld a rate is a range: nothing between its ends can be ruled out."),
    ]
    by_quarter = [[row.question.name, one.name, one.known, one.returned, str(one.answer)] for row in rows for one in row.quarters]
    by_unit = [[row.question.name, one.name, one.known, one.returned, str(one.answer)] for row in rows for one in row.units]
    sheets = [Sheet(_("By day"), columns, by_quarter, notes)]
    return [*sheets, Sheet(_("By unit"), [columns[0], _("Unit"), *columns[2:]], by_unit)] if by_unit else sheets
