"""Areas beside one another in a funnel, never in a league table; and whether a difference is the same in every Area."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.disparity.analysis.plain import interval, value
from folkmoot.disparity.analysis.tables import Tables, not_placed
from folkmoot.stats.counts import NONE_COUNTED, Counts
from folkmoot.stats.disparity import is_not_stated
from folkmoot.stats.funnel import AreaPoint, CurvePoint, Funnel, Limits, NothingToCompare, Position, funnel
from folkmoot.stats.intervals import ratio
from folkmoot.stats.released import SYMBOL
from folkmoot.stats.shrinkage import shrink_relative_rates

NO_AREA = "Records with no Area recorded are in no funnel: {number}."
WITHHELD = "Areas whose numbers are withheld are left out of the limits."
_CURVE_POINTS = 40
_POSITIONS = {
    Position.INSIDE: "inside", Position.BEYOND_95: "beyond 95%", Position.BEYOND_998: "beyond 99.8%", Position.TOO_FEW: "too few",
}  # fmt: skip


def areas(tables: Tables) -> list[dict[str, Any]]:
    """One funnel for each stage; none where no column of Areas was given."""
    column = tables.request.area
    return [_funnel(tables, column, stage) for stage in tables.stages] if column else []


def _funnel(tables: Tables, column: str, stage: str) -> dict[str, Any]:
    shown = {key[0] or "": counts for key, counts in tables.shown((column,), stage).items()}
    known = {area: counts for area, counts in shown.items() if counts is not None}
    part: dict[str, Any] = {"stage": stage, "column": column, "limits": [95, 99.8], "target": None, "phi": None, "tau2": None}
    part |= {"scale": "arcsine square root, winsorised", "verdict": "", "areas": [], "curve": [], "notes": [], "characteristics": []}
    try:
        found, plain = funnel(known, tables.request.target), funnel(known, tables.request.target, adjust="none")
    except NothingToCompare as nothing:
        return part | {"verdict": nothing.what}
    points = {point.area: point for point in found.areas}
    return part | {
        "target": found.target,
        "phi": found.phi,
        "tau2": found.tau2,
        "verdict": _verdict(found, plain),
        "areas": [_area(area, points.get(area)) for area in sorted(shown)],
        "curve": _curve(found, plain, known),
        "notes": [*([WITHHELD] if len(known) < len(shown) else []), *not_placed(tables, column, stage, NO_AREA)],
        "characteristics": _by_group(tables, column, stage),
    }


def _verdict(found: Funnel, plain: Funnel) -> str:
    judged = sum(point.position is not Position.TOO_FEW for point in found.areas)
    alarm = sum(point.position is Position.BEYOND_998 for point in found.areas)
    return (
        f"Of {judged} with enough cases to judge, {len(found.beyond)} lie beyond the 95% limits and {alarm} beyond the 99.8% limits"
        f" (by chance alone about {found.expected_beyond_95:.1f} would lie beyond 95%). Without allowing for differences in cases it"
        f" would be {len(plain.beyond)}."
    )


def _area(area: str, point: AreaPoint | None) -> dict[str, Any]:
    if point is None:
        figures = ("n", "k", "rate", "rate_ci", "z", "z_adjusted", "position", "limits_95", "limits_998")
        return {"area": area, **dict.fromkeys(figures, SYMBOL), "suppressed": True}
    return {
        "area": area,
        "n": point.counts.base,
        "k": point.counts.with_outcome,
        "rate": value(point.rate),
        "rate_ci": interval(point.rate),
        "z": point.z,
        "z_adjusted": point.z_adjusted,
        "position": _POSITIONS[point.position],
        "limits_95": _limits(point.limits95),
        "limits_998": _limits(point.limits998),
        "suppressed": False,
    }


def _limits(found: Limits | None) -> list[float] | None:
    return [found.low, found.high] if found else None


def _curve(found: Funnel, plain: Funnel, known: Mapping[str, Counts]) -> list[dict[str, Any]]:
    """Limits along the horizontal axis, evenly on a logarithmic scale over the numbers at risk that there are."""
    bases = [counts.base for counts in known.values() if counts.base]
    low, high = math.log(min(bases)), math.log(max(bases) * 1.1)
    steps = [round(math.exp(low + (high - low) * place / (_CURVE_POINTS - 1))) for place in range(_CURVE_POINTS)]
    ordered = sorted({max(1, step) for step in steps})
    pairs = zip(plain.curve(ordered), found.curve(ordered), strict=True)
    return [_curve_point(unadjusted, adjusted) for unadjusted, adjusted in pairs]


def _curve_point(unadjusted: CurvePoint, adjusted: CurvePoint) -> dict[str, Any]:
    return {
        "n": unadjusted.base,
        "limits_95": _limits(unadjusted.limits95),
        "limits_998": _limits(unadjusted.limits998),
        "adjusted_95": _limits(adjusted.limits95),
        "adjusted_998": _limits(adjusted.limits998),
    }


def _by_group(tables: Tables, area: str, stage: str) -> list[dict[str, Any]]:
    """The relative rate of each group in each Area, and the same drawn towards that of all Areas."""
    return [part for column in tables.request.by if column != area for part in _of_column(tables, column, area, stage)]


def _of_column(tables: Tables, column: str, area: str, stage: str) -> list[dict[str, Any]]:
    reference = tables.table((column,), stage).reference
    shown = tables.shown((column, area), stage)
    places = sorted({key[1] or "" for key in tables.counts((column, area), stage).recorded()})
    groups = [row.group for row in tables.table((column,), stage).rows if row.group != reference and not is_not_stated(row.group)]
    if reference in (SYMBOL, ""):
        return []
    return [
        {
            "name": column,
            "reference": reference,
            "group": group,
            "areas": _compared(tables, {place: (shown.get((group, place)), shown.get((reference, place))) for place in places}),
        }
        for group in groups
        if any(shown.get((group, place)) for place in places)
    ]


def _compared(tables: Tables, pairs: Mapping[str, tuple[Counts | None, Counts | None]]) -> Sequence[dict[str, Any]]:
    known = {place: (ours, theirs) for place, (ours, theirs) in pairs.items() if ours is not None and theirs is not None}
    shrunk = {one.name: one.shrunk for one in shrink_relative_rates(known, tables.request.level).ratios} if len(known) > 2 else {}
    told = []
    for place, (ours, theirs) in pairs.items():
        if ours is None or theirs is None:
            names = ("n", "k", "relative_rate", "relative_rate_ci", "shrunk_relative_rate")
            told.append({"area": place, **dict.fromkeys(names, SYMBOL), "suppressed": True})
            continue
        found = _ratio(tables, ours, theirs)
        told.append(
            {
                "area": place,
                "n": ours.base,
                "k": ours.with_outcome,
                "relative_rate": value(found),
                "relative_rate_ci": interval(found),
                "shrunk_relative_rate": value(shrunk.get(place)),
                "suppressed": False,
            }
        )
    return told


def _ratio(tables: Tables, ours: Counts, theirs: Counts) -> object:
    if NONE_COUNTED in (ours, theirs) or not ours.base or not theirs.base:
        return None
    asked = tables.request
    return ratio(asked.ratio_method, ours.with_outcome, ours.base, theirs.with_outcome, theirs.base, asked.level)
