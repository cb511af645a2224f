"""Bring a file in: all of it or nothing, in one transaction, with what was done on record."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.importing.columns import ImportSpec
from folkmoot.foundation.importing.matching import Matching, WrongMatching, matching_problems, remember
from folkmoot.foundation.importing.plan import Plan, Step, make_plan
from folkmoot.foundation.models import ImportRun
from folkmoot.foundation.saving import Refused, constraints_left_to_the_database
from folkmoot.foundation.tables.table import Table

_LOCK = 0x496D706F  # any fixed number but the audit trail's: the name of the one import's lock on PostgreSQL


@dataclass(frozen=True)
class Source:
    """A file that is brought in: its table, which column is which, and what it was. `area` is that of rows that name none."""

    table: Table
    matching: Matching
    file_name: str
    sha256: str
    area: Any | None = None

    @property
    def area_id(self) -> int | None:
        return self.area.pk if self.area else None


@dataclass(frozen=True)
class Outcome:
    """What was done; `run` is None where everything in the file was known already, and nothing was written."""

    plan: Plan
    run: ImportRun | None


class NotBroughtIn(FolkmootError):
    """Nothing was stored; `plan` holds every problem."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(
            _("Nothing was brought in."),
            _("%(count)d problems were found.") % {"count": len(plan.problems)} if len(plan.problems) > 1 else _("A problem was found."),
            _("Put them right in the file and bring it again."),
        )


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(spec: ImportSpec, source: Source, *, by: audit.Actor, at: datetime) -> Plan:
    """The dry run. Raises FolkmootError where the columns are matched so that nothing can be brought in."""
    _refuse_matching(spec, source)
    return make_plan(spec, spec.open(by=by, at=at, area=source.area), source.table, source.matching)


def _refuse_matching(spec: ImportSpec, source: Source) -> None:
    found = matching_problems(spec, source.table.columns, source.matching, has_area=source.area is not None)
    if found:
        raise WrongMatching(_("This file cannot be brought in yet."), " ".join(found), _("Match its columns."))


@transaction.atomic
def bring_in(spec: ImportSpec, source: Source, *, by: audit.Actor, at: datetime) -> Outcome:
    """Add and change every row of a file, or nothing at all.

    Raises NotBroughtIn with every problem, or WrongMatching where the columns are matched so that nothing can be brought in.
    """
    _refuse_matching(spec, source)
    _wait_for_turn()
    book = spec.open(by=by, at=at, area=source.area)
    plan = make_plan(spec, book, source.table, source.matching)
    if plan.problems:
        raise NotBroughtIn(plan)
    if plan.does_nothing:
        return Outcome(plan, None)
    with constraints_left_to_the_database():
        for step in plan.steps:
            with _at_row(step):
                _do(book, step)
    remember(spec, source.table.columns, source.matching, by=by, at=at, area_id=source.area_id)
    return Outcome(plan, _on_record(spec, source, plan, by=by, at=at))


def _wait_for_turn() -> None:
    """Two people who bring in the same file at once would both find its rows unknown; the second looks when the first has done.

    On PostgreSQL a lock is held until commit. SQLite admits one writer at a time already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _do(book: Any, step: Step) -> None:
    if step.adds:
        book.add(step.values)
    elif step.changed:
        book.change(step.stored, {name: step.values[name] for name in step.changed})


@contextmanager
def _at_row(step: Step) -> Iterator[None]:
    """Say at which row an operation refused."""
    try:
        yield
    except (Refused, IntegrityError) as error:
        why = str(error) if isinstance(error, Refused) else _("What it says contradicts itself, or a row that is stored already.")
        what = _("Nothing was brought in: row %(number)d was refused.") % {"number": step.number}
        raise FolkmootError(what, why, _("Put it right in the file and bring it again.")) from error


def _on_record(spec: ImportSpec, source: Source, plan: Plan, *, by: audit.Actor, at: datetime) -> ImportRun:
    run = ImportRun.objects.create(
        kind=spec.kind, area_id=source.area_id, file_name=source.file_name[:200], sha256=source.sha256, rows=plan.rows,
        added=len(plan.added), changed=len(plan.changed), unchanged=plan.unchanged, account_id=by.account_id, at=at,
    )  # fmt: skip
    detail = {name: getattr(run, name) for name in ("kind", "sha256", "rows", "added", "changed", "unchanged")}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=run, detail=detail)
    return run
