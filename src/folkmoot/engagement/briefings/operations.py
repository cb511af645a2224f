"""Writing units and briefings. Each is one transaction with its audit event."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.engagement.briefings.models import Attendance, Briefing, StaffUnit
from folkmoot.engagement.briefings.rules import attendance_problem, day_problem
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check


@transaction.atomic
def add_unit(*, by: Viewer, at: datetime, area: Area, name: str, headcount: int, headcount_on: date, **values: object) -> StaffUnit:
    """Add a unit of staff to an Area. Raises Refused or NotAllowed."""
    by.require("staff_work.write", area.pk)
    _refuse_day("headcount_on", headcount_on, at)
    unit = StaffUnit(area=area, name=name.strip(), headcount=headcount, headcount_on=headcount_on, **values)
    check(unit)
    unit.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=unit)
    return unit


@transaction.atomic
def change_unit(*, by: Viewer, at: datetime, unit: StaffUnit, seen_version: int | None = None, **values: object) -> list[str]:
    """Change a unit; returns the fields that changed. A new number of staff needs the day it was counted on. Raises Refused."""
    by.require("staff_work.write", unit.area_id)
    day = values.get("headcount_on", unit.headcount_on)
    if isinstance(day, date):
        _refuse_day("headcount_on", day, at)
    changed = change(unit, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=unit, detail={"fields": changed})
    return changed


@transaction.atomic
def record_briefing(
    *, by: Viewer, at: datetime, area: Area, title: str, topic: str, held_on: date, came: Mapping[StaffUnit, int], **values: object
) -> Briefing:
    """Record a briefing with how many of each unit came; a unit of which nobody came is left out. Raises Refused or NotAllowed."""
    by.require("staff_work.write", area.pk)
    _refuse_day("held_on", held_on, at)
    briefing = Briefing(area=area, title=title.strip(), topic=topic.strip(), held_on=held_on, **values)
    check(briefing)
    briefing.save()
    _count(briefing, came)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=briefing, detail={"held": held_on.isoformat(), "units": len(came)})
    return briefing


@transaction.atomic
def change_briefing(
    *, by: Viewer, at: datetime, briefing: Briefing, came: Mapping[StaffUnit, int], seen_version: int | None = None, **values: object
) -> list[str]:
    """Change a briefing and who came; returns the fields that changed, "came" among them. Raises Refused or ChangedMeanwhile."""
    by.require("staff_work.write", briefing.area_id)
    day = values.get("held_on", briefing.held_on)
    if isinstance(day, date):
        _refuse_day("held_on", day, at)
    changed = change(briefing, values, seen_version=seen_version)
    if _count(briefing, came):
        changed.append("came")
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=briefing, detail={"fields": changed})
    return changed


def _count(briefing: Briefing, came: Mapping[StaffUnit, int]) -> bool:
    """Store how many of each unit came; whether any number differs. A number that stays is not asked about again."""
    stored = {row.unit_id: row for row in briefing.attendance.all()}
    wanted = {unit: number for unit, number in came.items() if number}
    differs = False
    for unit, number in wanted.items():
        row = stored.pop(unit.pk, None)
        if row is None or row.came != number:
            _count_unit(briefing, unit, number, row)
            differs = True
    for row in stored.values():
        row.delete()
    return differs or bool(stored)


def _count_unit(briefing: Briefing, unit: StaffUnit, number: int, row: Attendance | None) -> None:
    problem = attendance_problem(came=number, headcount=unit.headcount)
    if unit.area_id != briefing.area_id:
        problem = _("“%(name)s” belongs to another Area.") % {"name": unit}
    if problem:
        raise Refused({f"unit_{unit.pk}": [problem]})
    if row is None:
        new = Attendance(briefing=briefing, unit=unit, came=number)
        check(new)
        new.save()
    else:
        change(row, {"came": number})


def _refuse_day(field: str, day: date, at: datetime) -> None:
    problem = day_problem(day, timezone.localdate(at))
    if problem:
        raise Refused({field: [problem]})
