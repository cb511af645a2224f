"""Measures in the fictional year: surveys of confidence and satisfaction by community, figures of the rooms, baselines, owners, a break."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.foundation.tables.table import Row, Table
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.operations import change_measure, choose_baseline, note_break
from folkmoot.strategy.measures.taking import take_in_everywhere
from folkmoot.strategy.surveys.operations import Described, bring_in
from folkmoot.strategy.surveys.rules import plan_results

FIELDS = ("characteristic", "group", "value", "base", "design_effect")
ETHNIC, DISABILITY = "Ethnic group", "Disability"
# code, name, question, and by year back: everybody and each group with its share and base. Of the Roma too few answered to be shown.
CONFIDENCE = (
    ("", "", ("58", "61"), (4120, 4385)), (ETHNIC, "Asian", ("60", "62"), (410, 436)), (ETHNIC, "Black", ("44", "53"), (302, 331)),
    (ETHNIC, "Mixed", ("51", "50"), (148, 161)), (ETHNIC, "Roma", ("38", "40"), (9, 11)), (ETHNIC, "White", ("59", "61"), (3190, 3380)),
    (DISABILITY, "Disabled", ("52", "47"), (760, 802)), (DISABILITY, "Not disabled", ("60", "63"), (3290, 3510)),
)  # fmt: skip
SATISFACTION = (
    ("", "", ("66", "66"), (1810, 1902)), (ETHNIC, "Asian", ("63", "64"), (190, 204)), (ETHNIC, "Black", ("58", "57"), (143, 150)),
    (ETHNIC, "White", ("67", "67"), (1420, 1490)), (DISABILITY, "Disabled", ("61", "60"), (402, 419)),
)  # fmt: skip
SURVEYS = (
    ("success-1", "Confidence survey", "How confident are you that the criminal justice system as a whole is fair?", CONFIDENCE),
    ("success-2", "Survey of victims", "How satisfied are you with how the prosecution service treated you?", SATISFACTION),
)


def enter_measures(accounts: dict[str, Account], now: datetime) -> None:
    """Enter them as headquarters would, shortly before the Board's report."""
    owner, today = accounts["owen.achebe@example.org"], timezone.localdate(now)
    by = viewer_for(owner, today)
    for code, name, question, lines in SURVEYS:
        measure = Measure.objects.get(code=code)
        change_measure(by=by, at=now, measure=measure, owner=owner)
        for turn, year in enumerate((today.year - 2, today.year - 1)):
            _survey(measure, f"{name} {year}, invented", question, year, turn, lines, by=by, at=now)
    confidence = Measure.objects.get(code="success-1")
    change_measure(by=by, at=now, measure=confidence, target=Decimal(65), target_on=date(today.year + 2, 3, 31))
    first = Observation.objects.filter(measure=confidence).order_by("as_of").first()
    if first:
        choose_baseline(by=by, at=now, observation=first, why="The last survey before the new approach to engagement")
    satisfaction = Measure.objects.get(code="success-2")
    note_break(
        by=by, at=now, measure=satisfaction, on=date(today.year - 1, 6, 1),
        what="Since then victims whose case was stopped before a charge are asked as well.",
    )  # fmt: skip
    take_in_everywhere(by=by, at=now)


def _survey(
    measure: Measure, name: str, question: str, year: int, turn: int,
    lines: tuple[tuple[str, str, tuple[str, str], tuple[int, int]], ...], *, by: Viewer, at: datetime,
) -> None:  # fmt: skip
    rows = [(characteristic, group, values[turn], str(bases[turn]), "1.2") for characteristic, group, values, bases in lines]
    table = Table(FIELDS, tuple(Row(number, row) for number, row in enumerate(rows, start=2)), "", (), "utf-8", ",", ())
    file = f"{measure.code}-{year}.csv"
    plan = plan_results(table, file, FIELDS, unit=measure.unit, unbased=False)
    said = Described(name, question, "Invented for the fictional year", date(year, 1, 1), date(year, 12, 31))
    bring_in(by=by, at=at, measure=measure, area=None, said=said, plan=plan, file_name=file, sha256=sha256(file.encode()).hexdigest())
