"""What a file shows only beside the loads in use: published files that came before, groups that changed, months that cannot be yet."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from folkmoot.casework.sources import cubes
from folkmoot.casework.sources.columns import Column, Role
from folkmoot.casework.sources.models import LoadedMonth, Source
from folkmoot.casework.sources.queries import current_layout
from folkmoot.casework.sources.report import FEW_ROWS, MUCH, Remark
from folkmoot.engines.cube import Cube

_MONTH = "month"
_PLACES = ("area", "force")
_GONE = 0.02  # a group of a smaller share of the earlier rows may be missing from a month by chance


def parts_in_use(source: Source) -> list[Mapping[str, Any]]:
    """The published files whose figures are in use now: of a load whose months another load took over, none of those."""
    held: dict[int, set[str]] = {}
    for load_id, month in LoadedMonth.objects.filter(source=source).values_list("load_id", "month"):
        held.setdefault(load_id, set()).add(month)
    loads = source.loads.filter(pk__in=held)
    parts = [(held[load.pk], part) for load in loads for part in load.report.get("parts", [])]
    return [part for months, part in parts if part.get("fingerprint") and set(part["months"]) <= months]


def fingerprints(source: Source) -> list[Mapping[str, Any]]:
    return [part["fingerprint"] for part in parts_in_use(source)]


def all_in_use(source: Source, parts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether each of these files, or one with the same figures of the same months, is in use already."""
    if not parts:
        return False
    known = {_figures(part) for part in parts_in_use(source)}
    copied = {part["sha256"] for part in parts if part.get("fingerprint")}
    return all(_figures(part) in known if part.get("fingerprint") else part["sha256"] in copied for part in parts)


def _figures(part: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    return part["fingerprint"]["figures_sha256"], tuple(part["months"])


def not_yet(months: Sequence[str], data_as_of: date) -> list[Remark]:
    """Months after the day to which the data are said to run."""
    late = [month for month in months if month > f"{data_as_of:%Y-%m}"]
    return [Remark("month_to_come", {"months": ", ".join(late), "day": data_as_of.isoformat()}, True)] if late else []


def lost_places(source: Source, cube: Cube, months: Sequence[str]) -> list[Remark]:
    """Areas or forces that the months in use hold and this file does not: where it replaced those months, they would be gone."""
    held = LoadedMonth.objects.filter(source=source, month__in=months).values_list("month", flat=True)
    if not held:
        return []
    earlier, remarks = cubes.the_cube(source), []
    for column in (name for name in _PLACES if name in cube.spec.by and name in earlier.spec.by):
        before, now = (_places_in(one, column, set(held)) for one in (earlier, cube))
        lost = [place for place, rows in before.items() if place not in now and rows > _GONE * sum(before.values())]
        if lost:
            remarks.append(Remark("places_lost", {"months": ", ".join(sorted(held)), "names": "; ".join(sorted(lost))}, True))
    return remarks


def _places_in(cube: Cube, column: str, months: set[str]) -> dict[str, int]:
    """The rows of each place in these months."""
    grouping = cube.by_groupings(cube.spec.by).summed((_MONTH, column))
    found: dict[str, int] = {}
    for (month, place), rows in zip(grouping.keys(), grouping.rows.tolist(), strict=True):
        if place is not None and month in months:
            found[place] = found.get(place, 0) + rows
    return found


def changed_groups(source: Source, cube: Cube, columns: Sequence[Column], months: Sequence[str]) -> list[Remark]:
    """Columns of groups as they are written whose groups differ from those of the loads in use, unless a new layout said so.

    A column that is read by a scheme or by bands has the groups of these, whatever a file calls them.
    """
    as_written = [one for one in columns if one.role is Role.CHARACTERISTIC and not one.scheme and not one.bands]
    if not as_written or not cubes.in_use(source) or _is_said(source, months):
        return []
    earlier = cubes.the_cube(source)
    there = [one for one in as_written if one.name in earlier.spec.by and one.name in cube.spec.by]
    found = (_changed(one, _groups(earlier, one.name), _groups(cube, one.name)) for one in there)
    return [remark for remark in found if remark]


def _is_said(source: Source, months: Sequence[str]) -> bool:
    """Whether the layout in force begins after everything that is loaded, so that its own words mark the break."""
    layout = current_layout(source)
    if layout is None or not layout.break_from or not months or layout.break_from > months[0]:
        return False
    return not LoadedMonth.objects.filter(source=source, month__gte=layout.break_from).exists()


def _groups(cube: Cube, name: str) -> dict[str, int]:
    grouping = cube.by_groupings(cube.spec.by).summed((name,))
    return {str(level): rows for (level,), rows in zip(grouping.keys(), grouping.rows.tolist(), strict=True) if level is not None}


def _changed(column: Column, before: Mapping[str, int], now: Mapping[str, int]) -> Remark | None:
    new = {group: rows for group, rows in now.items() if group not in before and rows >= FEW_ROWS}
    gone = [group for group, rows in before.items() if group not in now and rows > _GONE * sum(before.values())]
    if not before or not (new or gone):
        return None
    rows = sum(new.values())
    values = {"column": column.heading, "new": "; ".join(sorted(new)) or "–", "gone": "; ".join(sorted(gone)) or "–", "rows": rows}
    return Remark("changed_groups", values, grave=rows > MUCH * sum(now.values()))
