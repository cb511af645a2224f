"""An outcome over time: limits for what chance alone would do, and no run rule where there are too few points for one."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.disparity.analysis.plain import counted, interval, value
from folkmoot.disparity.analysis.plan import placed
from folkmoot.disparity.analysis.tables import Tables, not_placed
from folkmoot.stats.counts import NONE_COUNTED, Counts
from folkmoot.stats.disparity import is_not_stated
from folkmoot.stats.figures import ShownCounts, plain_row
from folkmoot.stats.intervals import Estimate, ratio
from folkmoot.stats.released import SYMBOL
from folkmoot.stats.trends import Chart, Point, Segment, laney_chart, p_chart

# Beyond this many at risk in a period chance is so small that nearly every point would be marked: the limits then allow for the
# variation there is between periods (Laney 2002).
MANY_AT_RISK = 2_000
NO_PERIOD = "Records with no period, or one that cannot be read, are in no point of the chart: {number}."
ONE_FOLLOWED = "By group, only {column} is followed over time, because Areas were asked for as well; ask without --area for the others."
WITHHELD = "Periods whose numbers are withheld are gaps in the chart."


def periods(tables: Tables) -> list[dict[str, Any]]:
    """One chart for each stage; none where no column of periods was given."""
    asked = tables.request.period
    return [_series(tables, asked.column, asked.unit, stage) for stage in tables.stages] if asked else []


def _series(tables: Tables, column: str, unit: str, stage: str) -> dict[str, Any]:
    shown = {key[0] or "": counts for key, counts in tables.shown((column,), stage).items()}
    names = sorted(shown)
    known = [shown[name] or NONE_COUNTED for name in names]
    breaks = [name for name in tables.request.breaks if name in shown]
    many = bool(known) and sorted(counts.base for counts in known)[len(known) // 2] > MANY_AT_RISK
    chart = p_chart(names, known, breaks)
    if many:
        wider = laney_chart(names, known, breaks)
        many = all((segment.sigma_z or 0) >= 1 for segment in wider.segments)  # limits are only ever widened by what periods differ
        chart = wider if many else chart
    return {
        "stage": stage,
        "column": column,
        "unit": unit,
        "chart": ("p'" if many else "p") if names else "none",
        "points": [_point(point, segment, shown, tables.request.level) for segment in chart.segments for point in segment.points],
        "notes": [
            *_notes(chart, any(counts is None for counts in shown.values())),
            *not_placed(tables, column, stage, NO_PERIOD),
            *_not_followed(tables),
        ],
        "completeness": [],
        "characteristics": _by_group(tables, column, stage, names),
    }


def _point(point: Point, segment: Segment, shown: Mapping[str, Counts | None], level: float) -> dict[str, Any]:
    counts = shown[point.period]
    if counts is None:
        names = ("n", "k", "rate", "rate_ci", "lower", "centre", "upper")
        return {"period": point.period, **dict.fromkeys(names, SYMBOL), "signals": [], "suppressed": True}
    return {
        "period": point.period,
        **counted(plain_row(point.period, ShownCounts.of(counts), level)),
        "lower": point.limits.low if point.limits else None,
        "centre": segment.centre,
        "upper": point.limits.high if point.limits else None,
        "signals": sorted(signal.value for signal in point.signals),
        "suppressed": False,
    }


def _notes(chart: Chart, withheld: bool) -> list[str]:
    notes = list(dict.fromkeys(segment.refused for segment in chart.segments if segment.refused))
    if chart.change is not None:
        notes.append(_change(chart.change))
    return [*notes, WITHHELD] if withheld else notes


def _not_followed(tables: Tables) -> list[str]:
    asked = tables.request
    return [ONE_FOLLOWED.format(column=asked.by[0])] if asked.area and len(asked.by) > 1 else []


def _change(found: Estimate) -> str:
    points = [f"{figure * 100:+.1f}" for figure in (found.value, found.low, found.high)]
    return f"From the first period to the last the rate changed by {points[0]} percentage points (interval {points[1]} to {points[2]})."


def _by_group(tables: Tables, period: str, stage: str, names: Sequence[str]) -> list[dict[str, Any]]:
    parts = []
    for column in placed(tables.request, period):
        reference = tables.table((column,), stage).reference
        if reference in (SYMBOL, ""):
            continue
        shown = tables.shown((column, period), stage)
        groups = [row.group for row in tables.table((column,), stage).rows if not is_not_stated(row.group)]
        points = [_group_point(tables, shown, group, reference, name) for group in groups for name in names]
        parts.append({"name": column, "reference": reference, "points": points})
    return parts


def _group_point(
    tables: Tables, shown: Mapping[tuple[str | None, ...], Counts | None], group: str, reference: str, period: str
) -> dict[str, Any]:
    ours, theirs = shown.get((group, period)), shown.get((reference, period))
    point: dict[str, Any] = {"period": period, "group": group}
    if ours is None:
        return point | dict.fromkeys(("n", "k", "rate", "relative_rate", "relative_rate_ci"), SYMBOL) | {"suppressed": True}
    found: object = None
    if theirs and theirs.base and ours.base and group != reference:
        asked = tables.request
        found = ratio(asked.ratio_method, ours.with_outcome, ours.base, theirs.with_outcome, theirs.base, asked.level)
    return point | {
        "n": ours.base,
        "k": ours.with_outcome,
        "rate": ours.with_outcome / ours.base if ours.base else None,
        "relative_rate": value(found),
        "relative_rate_ci": interval(found),
        "suppressed": False,
    }
