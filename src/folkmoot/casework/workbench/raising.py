"""The signal that a view raises: the figures of one group as they are shown, and where they came from."""

from dataclasses import dataclass
from datetime import datetime

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.signals.figures import figures_of_row
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.operations import raise_from
from folkmoot.casework.workbench.answering import Answer
from folkmoot.casework.workbench.opening import Opened
from folkmoot.casework.workbench.rules import View
from folkmoot.casework.workbench.shape import quarter_of, year_of
from folkmoot.stats.figures import Row
from folkmoot.stats.judgement import Finding
from folkmoot.stats.released import ReleasedTable


@dataclass(frozen=True)
class Found:
    """A group that needs review, in the released table of its characteristic."""

    table: ReleasedTable
    row: Row


def found_in(answer: Answer, group: str) -> Found | None:
    """The group of the view's first characteristic where it needs review; None for any other."""
    stage = answer.shape.stage(answer.view.stage)
    table = answer.tables.table((answer.tables.request.by[0],), stage.title)
    row = next((one for one in table.rows if one.group == group), None)
    return Found(table, row) if row is not None and row.finding is Finding.DIFFERENCE else None


def may_raise(view: View) -> bool:
    """Whether a view is one that signals are kept of: the monthly run looks at stages, groups and Areas, at no offence, force or flag."""
    return not (view.offence or view.force or view.flags)


def raised(*, by: Viewer, at: datetime, opened: Opened, view: View, found: Found, note: str = "") -> Signal:
    """The signal of the group, raised or read again. Raises NotAllowed or Refused."""
    months = [month for month in opened.shape.months if not view.period or view.period in (year_of(month), quarter_of(month))]
    figures = figures_of_row(
        found.table, found.row, by=view.by[:1], outcome=opened.shape.stage(view.stage).title, as_of=opened.data_as_of,
        window=(months[0], months[-1]) if months else ("", ""),
    )  # fmt: skip
    return raise_from(
        by=by, at=at, figures=figures, subject=Signal.Subject.CASEWORK, area=opened.area_of(view), source=opened.row, stage=view.stage,
        note=note.strip(),
    )  # fmt: skip
