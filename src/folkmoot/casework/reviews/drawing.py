"""From a list of references to the cases drawn: the list is opened in a process of its own, drawn from by chance, and forgotten.

What is drawn from is a list of marks, so that the receipt proves the draw to whoever brings the same list again, and names no case.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.casework.reviews.marks import mark_of
from folkmoot.casework.reviews.rules import MOST_FACTS, fact_problem
from folkmoot.errors import FolkmootError
from folkmoot.foundation.tables.reading import read_table
from folkmoot.foundation.tables.table import Table
from folkmoot.sampling.frame import Case, Frame
from folkmoot.sampling.receipt import Receipt
from folkmoot.sampling.references import suspicions
from folkmoot.sampling.rules import Columns, Rules, tidied
from folkmoot.sampling.seals import By, Contribution, said_openly
from folkmoot.sampling.verifying import verify

BLANK = ""


class WrongColumns(FolkmootError):
    """The columns chosen are not in the list, or hold more than may be kept of a case."""


@dataclass(frozen=True)
class Wanted:
    """What is drawn: the column of references, up to three coarse facts, how many cases, and the fact whose every value is to be there
    ("" for none). `phrase` was said by `said_by`, who is not the one who draws ("" where nobody did)."""

    reference: str
    facts: tuple[str, ...]
    number: int
    spread: str = ""
    title: str = ""
    phrase: str = ""
    said_by: str = ""


@dataclass(frozen=True)
class DrawnCase:
    """A case under its number. `reference` and `row` are shown once to whoever drew, and kept nowhere."""

    number: int
    mark: str
    facts: dict[str, str]
    reference: str
    row: int


@dataclass(frozen=True)
class Drawn:
    """`listed`: of each fact how many cases of the list have each value. `notes`: remarks on the list for whoever brought it."""

    cases: tuple[DrawnCase, ...]
    receipt: Receipt
    listed: dict[str, dict[str, int]]
    list_cases: int
    notes: tuple[str, ...]


def read_list(path: Path, name: str) -> Table:
    """The list, opened in the confined process. Raises TableError naming sheet, row and column."""
    return read_table(path, name=name)


def draw(table: Table, wanted: Wanted, *, at: datetime) -> Drawn:
    """Draw from a list. Raises WrongColumns, NoReference, FrameError (rows that repeat) or RulesError (too few cases)."""
    _refuse(table, wanted)
    frame = frame_of(table, wanted.reference, wanted.spread)
    grouped = bool(wanted.spread)
    columns = Columns(tidied(wanted.reference), (tidied(wanted.spread),) if grouped else ())
    rules = Rules(total=wanted.number, least=1 if grouped else 0, grouped=grouped, title=tidied(wanted.title), columns=columns)
    receipt = Receipt.of(frame, rules, "", _phrases(wanted), made_at=at.isoformat())
    cases = cases_of(table, wanted.reference, wanted.facts, receipt.sample)
    listed = {fact: dict(Counter(_values(table, fact))) for fact in wanted.facts}
    references = [Case(value, row=row.number) for value, row in zip(_values(table, wanted.reference), table.rows, strict=True)]
    return Drawn(tuple(cases), receipt, listed, len(frame.cases), (*table.notes, *suspicions(references)))


def frame_of(table: Table, reference: str, spread: str) -> Frame:
    """The list as it is drawn from: marks, and the value by which it is spread. Raises NoReference or FrameError."""
    groups = _values(table, spread) if spread else [BLANK] * len(table.rows)
    marked = zip(_values(table, reference), groups, table.rows, strict=True)
    return Frame.of([Case(mark_of(value, row.number), (group,) if spread else (), row=row.number) for value, group, row in marked])


def cases_of(table: Table, reference: str, facts: Sequence[str], sample: Sequence[str]) -> list[DrawnCase]:
    """The drawn cases in the order of their marks, which says nothing of them."""
    drawn = set(sample)
    values = {fact: _values(table, fact) for fact in facts}
    found = []
    for place, (value, row) in enumerate(zip(_values(table, reference), table.rows, strict=True)):
        mark = mark_of(value, row.number)
        if mark in drawn:
            found.append((mark, value, row.number, {fact: held[place] for fact, held in values.items()}))
    return [
        DrawnCase(number, mark, kept, value, row)
        for number, (mark, value, row, kept) in enumerate(sorted(found, key=lambda one: one[0]), 1)
    ]


def check(table: Table, plain: Any) -> list[str]:
    """Why a list brought again does not prove the draw of a stored receipt, in sentences; none where it does. Raises ReceiptError,
    WrongColumns, NoReference or FrameError."""
    receipt = Receipt.from_plain(plain)
    columns = receipt.rules.columns
    if columns is None:
        raise WrongColumns(_("The receipt names no columns."), "", _("Bring the receipt as it was given out."))
    spread = columns.strata[0] if columns.strata else ""
    _refuse_absent(table, [columns.id, *columns.strata])
    return [problem.said for problem in verify(frame_of(table, columns.id, spread), receipt)]


def _phrases(wanted: Wanted) -> list[Contribution]:
    """The service's own phrase, made by chance, and that of somebody else where one was given."""
    own = said_openly("service", secrets.token_hex(16), By.SERVICE)
    other = [said_openly(tidied(wanted.said_by or "somebody else"), wanted.phrase)] if wanted.phrase.strip() else []
    return [own, *other]


def _values(table: Table, column: str) -> list[str]:
    place = table.columns.index(column)
    return [" ".join(row.values[place].split()) for row in table.rows]


def _refuse(table: Table, wanted: Wanted) -> None:
    _refuse_absent(table, [wanted.reference, *wanted.facts, *([wanted.spread] if wanted.spread else [])])
    if len(wanted.facts) > MOST_FACTS or wanted.reference in wanted.facts:
        raise WrongColumns(
            _("Choose at most %(most)d facts, and not the column of references.") % {"most": MOST_FACTS},
            _("What is kept of a case must not tell which case it is."), _("Choose again."),
        )  # fmt: skip
    if wanted.spread and wanted.spread not in wanted.facts:
        raise WrongColumns(
            _("The draw can only be spread over one of the facts that are kept."), "", _("Choose it among the facts as well.")
        )
    for fact in wanted.facts:
        problem = fact_problem(fact, set(_values(table, fact)))
        if problem:
            raise WrongColumns(
                problem, _("Names, dates and references never stay here."), _("Choose another column, or group its values first.")
            )


def _refuse_absent(table: Table, columns: Sequence[str]) -> None:
    absent = [column for column in columns if column not in table.columns]
    if absent:
        raise WrongColumns(
            _("The list has no column “%(column)s”.") % {"column": absent[0]},
            _("Its columns are: %(all)s.") % {"all": "; ".join(table.columns)},
            _("Bring the list as it was."),
        )  # fmt: skip
