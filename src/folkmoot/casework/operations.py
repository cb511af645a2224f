"""Writing: count a file and keep the cube, remove an analysis, and record that a table was taken away. Each leaves its audit event."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.casework import process
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import Counted
from folkmoot.casework.rules import THRESHOLD, Choices, choice_problems, date_problem
from folkmoot.casework.tables.populations import population_of
from folkmoot.casework.tables.register import keep_taken
from folkmoot.engines.cube import Cube
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, check
from folkmoot.stats.released import ReleasedTable


def count_file(
    *, by: Viewer, at: datetime, path: Path, choices: Choices, adverse: str, area: Area | None, title: str, source: str, data_as_of: date
) -> Analysis:
    """Count a file in a process of its own and keep the cube; the file is left where it is, for the caller to remove.

    No Area means England and Wales. Raises NotAllowed, Refused (by field), CannotCount or ReferenceNotFound; then nothing is kept.
    """
    by.require_for("casework.write", area.pk if area else None)
    _refuse(choices, data_as_of, timezone.localdate(at))
    text = process.count(path, choices)
    cube = Cube.from_json(text)
    analysis = Analysis(
        area=area, title=title.strip(), source=source.strip(), data_as_of=data_as_of, outcome=cube.spec.outcomes[0].name,
        outcome_column=cube.spec.outcomes[0].column, outcome_values=sorted(choices.outcome_values), by_columns=list(cube.spec.by),
        references=dict(choices.references), restricted_to=_restriction(cube), adverse=adverse, file_name=path.name[:200],
        file_sha256=cube.sources[0].sha256, rows_counted=cube.rows, cube=text, threshold=THRESHOLD, made_by_id=by.account_id, made_at=at,
    )  # fmt: skip
    assert Counted(analysis).tables  # a reference group that is not there is refused before anything is kept
    return _kept(analysis, by, at)


def _refuse(choices: Choices, data_as_of: date, today: date) -> None:
    problems = choice_problems(choices)
    late = date_problem(data_as_of, today)
    if late:
        problems["data_as_of"] = [late]
    if problems:
        raise Refused(problems)


def _restriction(cube: Cube) -> dict[str, list[str]]:
    return {condition.column: sorted(condition.values) for condition in cube.spec.where}


@transaction.atomic
def _kept(analysis: Analysis, by: Viewer, at: datetime) -> Analysis:
    check(analysis)
    analysis.save()
    detail = {"rows": analysis.rows_counted, "characteristics": len(analysis.by_columns), "sha256": analysis.file_sha256}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=analysis, detail=detail)
    return analysis


@transaction.atomic
def remove_analysis(*, by: Viewer, at: datetime, analysis: Analysis) -> None:
    """Take back a counting: the cube and all about it go; the audit event says that it was there. Actions from it stay.

    Raises NotAllowed, or Refused where a signal was raised from it: its figures would have no source.
    """
    by.require_for("casework.write", analysis.area_id)
    if analysis.signals.exists():
        raise Refused({"": [_("A signal was raised from this table. The table stays, so that its figures can be checked.")]})
    detail = {"rows": analysis.rows_counted, "sha256": analysis.file_sha256}
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=analysis, detail=detail)
    analysis.delete()


@transaction.atomic
def take_away(*, by: Viewer, at: datetime, analysis: Analysis, kind: str, tables: Sequence[ReleasedTable] = ()) -> None:
    """Record that the released tables of an analysis left as a file of this kind ("csv", "xlsx" or "ods"), and put them on the register."""
    by.require("casework.read", analysis.area_id)
    keep_taken(
        by=by, at=at, tables=tables, population=population_of(analysis), title=analysis.title, area=analysis.area,
        origin_kind="casework.analysis", origin_id=analysis.pk,
    )  # fmt: skip
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=analysis, recipient=by.name, detail={"kind": kind})
