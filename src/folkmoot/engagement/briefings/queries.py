"""Reading units, briefings and coverage."""

from collections import defaultdict
from datetime import date

from django.db.models import Q, QuerySet, Sum

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.engagement.briefings.models import Attendance, Briefing, StaffUnit
from folkmoot.engagement.briefings.rules import LEAST, Briefed, Coverage, coverage, joined


def staff_units(viewer: Viewer, *, area_id: int | None = None, on: date | None = None) -> QuerySet[StaffUnit]:
    """The units in sight by name; with `on` those in being that day."""
    rows = within(viewer, StaffUnit.objects.select_related("area"), "engagement.read")
    rows = rows.filter(area_id=area_id) if area_id is not None else rows
    return rows.filter(_in_being(on, on)) if on else rows


def get_unit(viewer: Viewer, unit_id: int) -> StaffUnit:
    """One unit in sight. Raises StaffUnit.DoesNotExist."""
    return staff_units(viewer).get(pk=unit_id)


def list_briefings(
    viewer: Viewer, *, area_id: int | None = None, first: date | None = None, last: date | None = None
) -> QuerySet[Briefing]:
    """Briefings in sight, the latest first, each with `came`: how many came in all. `first` and `last` are both included."""
    bounds = {"area_id": area_id, "held_on__gte": first, "held_on__lte": last}
    rows = within(viewer, Briefing.objects.select_related("area"), "engagement.read")
    asked = {name: value for name, value in bounds.items() if value is not None}
    return rows.filter(**asked).annotate(came=Sum("attendance__came")).order_by("-held_on", "-pk")


def get_briefing(viewer: Viewer, briefing_id: int) -> Briefing:
    """One briefing in sight. Raises Briefing.DoesNotExist."""
    return list_briefings(viewer).get(pk=briefing_id)


def attendance_of(viewer: Viewer, briefing: Briefing) -> tuple[list[Attendance], int]:
    """How many of each unit came, and how many units are left out because they are small and the viewer does not keep them."""
    rows = list(briefing.attendance.select_related("unit"))
    if viewer.may("staff_work.write", briefing.area_id):
        return rows, 0
    shown = [row for row in rows if row.unit.headcount >= LEAST]
    return shown, len(rows) - len(shown)


def briefing_coverage(viewer: Viewer, *, area: Area | None, first: date, last: date) -> Coverage:
    """Coverage of staff by unit in briefings held from `first` to `last` (both included), of one Area or all in sight.

    Units in being at any time in the period. Numbers of small units are withheld from whoever does not keep them.
    """
    area_id = area.pk if area else None
    units = list(staff_units(viewer, area_id=area_id).filter(_in_being(first, last)))
    held = Attendance.objects.filter(unit__in=units, briefing__held_on__lte=last)
    came: dict[int, list[int]] = defaultdict(list)
    latest: dict[int, date] = {}
    for unit_id, day, number in held.values_list("unit_id", "briefing__held_on", "came").order_by():
        latest[unit_id] = max(day, latest.get(unit_id, day))
        came[unit_id] += [number] if day >= first else []
    by_area: dict[int, list[Briefed]] = defaultdict(list)
    for row in units:
        by_area[row.area_id].append(
            Briefed(str(row), row.headcount, row.headcount_on, tuple(came[row.pk]), latest.get(row.pk), row.pk)
        )  # fmt: skip
    return joined([coverage(briefed, protect=not viewer.may("staff_work.write", where)) for where, briefed in by_area.items()])


def _in_being(first: date, last: date) -> Q:
    return (Q(starts__isnull=True) | Q(starts__lte=last)) & (Q(ends__isnull=True) | Q(ends__gte=first))
