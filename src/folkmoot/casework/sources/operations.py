"""Declaring sources, issuing layouts, loading and taking back. Each is one transaction with its audit event.

A cube is written whole before its load is; where anything fails after it, the file goes again and nothing is kept.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.rules import date_problem
from folkmoot.casework.sources import cubes
from folkmoot.casework.sources.columns import Column
from folkmoot.casework.sources.cubes import sweep
from folkmoot.casework.sources.layouts import frozen, layout_problems
from folkmoot.casework.sources.models import Layout, Load, LoadedMonth, Source
from folkmoot.casework.sources.preparing import Prepared, held_months, loading_problems, look_at
from folkmoot.casework.sources.published_files import NOTHING_TOLD, Told
from folkmoot.casework.sources.queries import current_layout
from folkmoot.casework.sources.rules import is_month
from folkmoot.engines import cubefile
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check

LOAD = "casework.load"
_ORPHANED_AFTER = timedelta(days=1)
_DECLARED = (
    "title", "kind", "population", "owner", "area", "publisher", "licence", "cadence", "days_after", "arrives", "connection_name", "note",
)  # fmt: skip


@transaction.atomic
def declare_source(*, by: Viewer, at: datetime, values: Mapping[str, Any]) -> Source:
    """Declare a source; `values` by field of `Source`. Raises NotAllowed or Refused (by field)."""
    area = values.get("area")
    by.require_for(LOAD, area.pk if area else None)
    source = Source(declared_by_id=by.account_id, declared_at=at, **{name: values[name] for name in _DECLARED if name in values})
    check(source)
    source.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=source, detail={"kind": source.kind, "cadence": source.cadence})
    return source


@transaction.atomic
def change_source(*, by: Viewer, at: datetime, source: Source, values: Mapping[str, Any], seen_version: int | None = None) -> list[str]:
    """Change what was declared, or say since when it is no longer kept up. What it is and of which Area stays once something was loaded.

    Raises NotAllowed, Refused or ChangedMeanwhile.
    """
    by.require_for(LOAD, source.area_id)
    area = values.get("area", source.area)
    by.require_for(LOAD, area.pk if area else None)
    fixed = [name for name in ("kind", "population", "area") if name in values and values[name] != getattr(source, name)]
    if fixed and source.loads.exists():
        raise Refused({name: [_("This cannot be changed once something was loaded. Declare another source.")] for name in fixed})
    changed = change(source, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=source, detail={"fields": changed})
    return changed


@transaction.atomic
def issue_layout(
    *, by: Viewer, at: datetime, source: Source, columns: Sequence[Column], break_from: str = "", break_words: str = ""
) -> Layout:  # fmt: skip
    """Say once how the columns are read, with the category schemes as they stand today. A later version says what changed and from when.

    Raises NotAllowed, Refused (by field), or ChangedMeanwhile where somebody issued one at the same time.
    """
    by.require_for(LOAD, source.area_id)
    number = source.layouts.count() + 1
    problems = layout_problems(columns, source.population)
    if number > 1 and not break_words.strip():
        problems.setdefault("break_words", []).append(_("Say what changed: figures before and after do not compare in it."))
    if number > 1 and not is_month(break_from):
        problems.setdefault("break_from", []).append(_("Give the first month that is read in the new way, such as 2026-04."))
    if problems:
        raise Refused(problems)
    layout = Layout(
        source=source, number=number, columns=[column.plain() for column in frozen(columns)], break_from=break_from if number > 1 else "",
        break_words=break_words.strip(), issued_by_id=by.account_id, issued_at=at,
    )  # fmt: skip
    check(layout)
    layout.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=layout, detail={"number": number, "columns": len(columns)})
    return layout


def load_file(
    *, by: Viewer, at: datetime, source: Source, path: Path, data_as_of: date, replacing: Sequence[str] = (), vouched: bool = False
) -> Load:  # fmt: skip
    """Count a file and keep its cube; the file stays where it is, for the caller to remove.

    `replacing` names months loaded already whose figures this file takes the place of; `vouched`: a person read the grave remarks of
    the report. Raises NotAllowed, Refused (by field), CannotCount, FileProblem or ChangedMeanwhile; then nothing is kept.
    """
    return load_files(by=by, at=at, source=source, paths=[path], data_as_of=data_as_of, replacing=replacing, vouched=vouched)


def load_files(
    *, by: Viewer, at: datetime, source: Source, paths: Sequence[Path], data_as_of: date, replacing: Sequence[str] = (),
    vouched: bool = False, told: Told = NOTHING_TOLD,
) -> Load:  # fmt: skip
    """As `load_file`; several files of published tables make one load."""
    late = date_problem(data_as_of, timezone.localdate(at))
    if late:
        raise Refused({"data_as_of": [late]})
    prepared = look_at(by=by, source=source, paths=paths, data_as_of=data_as_of, told=told)
    return keep(by=by, at=at, source=source, prepared=prepared, data_as_of=data_as_of, replacing=replacing, vouched=vouched)


def keep(
    *, by: Viewer, at: datetime, source: Source, prepared: Prepared, data_as_of: date, replacing: Sequence[str] = (), vouched: bool = False
) -> Load:  # fmt: skip
    """Keep what was prepared: the cube first, then its row; the cube goes again where the row cannot be written."""
    by.require_for(LOAD, source.area_id)
    problems = loading_problems(source, prepared, replacing=replacing, vouched=vouched)
    if problems:
        raise Refused(problems)
    sweep(at)
    before = cubes.sum_key(source, cubes.in_use(source))
    name = f"load-{source.pk}-{secrets.token_hex(12)}.cube"
    path = cubes.folder() / name
    try:
        cubefile.write(prepared.cube, path)
        load = _kept(by, at, source, prepared, data_as_of, name, replacing)
    except IntegrityError as error:
        path.unlink(missing_ok=True)
        raise ChangedMeanwhile(source) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if not load.held_months.filter(revised__gt=0).exists():
        transaction.on_commit(lambda: cubes.add_to_sum(source, before, load))
    return load


@transaction.atomic
def _kept(
    by: Viewer, at: datetime, source: Source, prepared: Prepared, data_as_of: date, name: str, replacing: Sequence[str]
) -> Load:  # fmt: skip
    Source.objects.select_for_update().get(pk=source.pk)
    held = held_months(source, prepared.months)
    if set(held) - set(replacing):
        raise ChangedMeanwhile(source)
    load = Load(
        source=source, layout=current_layout(source), file_name=prepared.file_name, sha256=prepared.sha256, months=list(prepared.months),
        content_sha256=prepared.content_sha256, undated_sha256=prepared.undated_sha256, first_month=min(prepared.months, default=""),
        last_month=max(prepared.months, default=""), data_as_of=data_as_of, rows_read=prepared.report.rows_read,
        rows_counted=prepared.cube.rows, cells=len(prepared.cube.by_groupings(prepared.cube.spec.by)), report=prepared.report.plain(),
        cube_name=name, received_by_id=by.account_id, received_at=at,
    )  # fmt: skip
    check(load)
    load.save()
    _take_over(load, held)
    detail = {"rows": load.rows_counted, "months": list(load.months), "sha256": load.sha256, "replaced": sorted(held)}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=load, detail=detail)
    return load


def _take_over(load: Load, held: Mapping[str, LoadedMonth]) -> None:
    """Give the months to the new load; a load left without months is replaced."""
    earlier = {row.load_id: row.load for row in held.values()}
    for month in load.months:
        revised = held[month].revised + 1 if month in held else 0
        if month in held:
            held[month].delete()
        LoadedMonth.objects.create(source=load.source, month=month, load=load, revised=revised)
    load.replaces.set(earlier.values())
    for each in earlier.values():
        if not each.held_months.exists():
            change(each, {"state": Load.State.REPLACED})


@transaction.atomic
def take_back(*, by: Viewer, at: datetime, load: Load, why: str) -> None:
    """Take a load out of every figure, with the reason; its cube is deleted, its row and report stay.

    Months that it had replaced hold again what they held before, where that load was not taken back. Raises NotAllowed or Refused.
    """
    by.require_for(LOAD, load.source.area_id)
    if not why.strip():
        raise Refused({"why": [_("Say why it is taken back: whoever used its figures will want to know.")]})
    if load.state == Load.State.TAKEN_BACK:
        raise Refused({"": [_("This load was taken back already.")]})
    months = list(load.held_months.values_list("month", flat=True))
    load.held_months.all().delete()
    values = {"state": Load.State.TAKEN_BACK, "taken_back_by_id": by.account_id, "taken_back_at": at, "taken_back_why": why.strip()}
    change(load, values)
    restored = _give_back(load, months)
    path = cubes.path_of(load)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    detail = {"months": months, "rows": load.rows_counted, "restored": restored}
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=load, detail=detail)


def _give_back(load: Load, months: Sequence[str]) -> list[str]:
    """Give months to the loads that this one had replaced; returns which."""
    restored = []
    for earlier in load.replaces.exclude(state=Load.State.TAKEN_BACK):
        mine = [month for month in months if month in earlier.months and month not in restored]
        for month in mine:
            LoadedMonth.objects.create(source=load.source, month=month, load=earlier, revised=0)
        if mine and earlier.state == Load.State.REPLACED:
            change(earlier, {"state": Load.State.IN_USE})
        restored += mine
    return sorted(restored)
