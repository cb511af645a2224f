"""What was counted and how: sources, rows used and left out, values that fitted no scheme, completeness, and the request itself."""

import hashlib
from collections.abc import Mapping
from typing import Any

from folkmoot.disparity.analysis.plain import number
from folkmoot.disparity.analysis.plan import dimensions
from folkmoot.disparity.analysis.tables import Tables
from folkmoot.engines.spec import Condition, Outcome
from folkmoot.stats.counts import CountsTable
from folkmoot.stats.disparity import METHODS
from folkmoot.stats.released import SYMBOL

_RATIO_METHODS = {
    "score": METHODS["relative_rate"],
    "katz": "Katz log interval",
    "exact": "exact conditional Poisson interval: only for rare events over large populations",
}


def source(tables: Tables) -> dict[str, Any]:
    """Files, the rows read and used for the first outcome, and why the others were not."""
    cube, stage = tables.cube, tables.stages[0]
    files = [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in cube.sources]
    together = hashlib.sha256("".join(file.sha256 for file in cube.sources).encode()).hexdigest()
    return {
        "files": files,
        "sha256": cube.sources[0].sha256 if len(cube.sources) == 1 else together,
        "engine": tables.request.engine,
        "rows": cube.rows_read,
        "used": cube.used(stage),
        "excluded": [{"reason": one.reason, "rows": safe(tables, one.rows)} for one in cube.excluded(stage)],
        "values": [_values(tables, column) for column in cube.values if column in cube.spec.by],
    }


def safe(tables: Tables, rows: int) -> Any:
    """The number of rows, unless it is a small one."""
    return SYMBOL if 0 < rows < (tables.request.threshold or 1) else rows


def _values(tables: Tables, column: str) -> dict[str, Any]:
    read, threshold = tables.cube.values[column], tables.request.threshold or 1
    named = sorted(((value, rows) for value, rows in read.unmapped.items() if rows >= threshold), key=lambda pair: (-pair[1], pair[0]))
    return {
        "column": column,
        "scheme": tables.request.schemes.get(column),
        "unmapped": [{"value": value, "rows": rows} for value, rows in named[:50]],
        "unmapped_rows": safe(tables, sum(read.unmapped.values())),
        "invalid_rows": safe(tables, read.invalid),
    }


def specification(tables: Tables) -> dict[str, Any]:
    """The request as it was carried out, so that anyone can ask the same again."""
    asked = tables.request
    comparisons = next((table.comparisons for table in tables.by_place.values() if table.comparisons), 0)
    return {
        "outcomes": [_outcome(outcome) for outcome in asked.outcomes],
        "by": list(asked.by),
        "references": {column: tables.table((column,), tables.stages[0]).reference for column in asked.by},
        "adjust": [{"column": one.column, "linear": one.linear} for one in asked.adjust],
        "intersect": [list(columns) for columns in asked.intersect],
        "area": asked.area,
        "period": {"column": asked.period.column, "unit": asked.period.unit} if asked.period else None,
        "where": [_condition(condition) for condition in asked.where],
        "missing": sorted(asked.missing),
        "bands": {column: list(bands) for column, bands in asked.bands.items()},
        "schemes": dict(asked.schemes),
        "level": asked.level,
        "ratio_method": asked.ratio_method,
        "threshold": asked.threshold,
        "rounding": None,
        "adverse": "yes" if asked.adverse else "no",
        "rule": dict(vars(asked.rule)),
        "methods": {**METHODS, "relative_rate": _RATIO_METHODS[asked.ratio_method], **MORE_METHODS},
        "comparisons": comparisons,
    }


MORE_METHODS: Mapping[str, str] = {
    "odds_ratio": "Woolf log interval",
    "adjusted": "binomial model with a logit link on cells; effects by g-computation with delta-method intervals",
    "areas": "funnel (Spiegelhalter 2005), limits widened for variation between Areas",
    "shrunk": "empirical Bayes: drawn towards the common rate by as much as a group's own counts leave open",
    "e_value": "VanderWeele and Ding (2017)",
}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "column": outcome.column,
        "values": None if outcome.positive is None else sorted(outcome.positive),
        "at_risk": [_condition(condition) for condition in outcome.among],
    }


def _condition(condition: Condition) -> dict[str, Any]:
    return {"column": condition.column, "values": sorted(condition.values)}


def completeness(tables: Tables) -> list[dict[str, Any]]:
    """How much of each characteristic is on record: in all, by Area and by period."""
    return [*(_completeness(tables, column) for column in tables.request.by), *(_outcome_known(tables, stage) for stage in tables.stages)]


def _outcome_known(tables: Tables, stage: str) -> dict[str, Any]:
    """How many of those the outcome was looked for in have one on record: in all, by Area and by period.

    By Area or period only as a share: the numbers it was looked for in are in no table that was attacked.
    """
    first = tables.table((tables.request.by[0],), stage)
    place = next(place for place, found in enumerate(tables.cube.spec.outcomes) if found.name == stage)
    known = {dimension: tables.cube.cells((dimension,)) for dimension in dimensions(tables.request)}
    places = [
        _told(tables, stage, dimension, str(key[0]), cells[key].eligible[place], cells[key].at_risk[place])
        for dimension, cells in known.items()
        for key in sorted((key for key in cells if key[0] is not None), key=str)
        if cells[key].eligible[place] and key in tables.shown((dimension,), stage)
    ]
    if tables.request.threshold:
        places = [one | {"rows": SYMBOL} for one in places]
    rows, recorded = number(first.completeness.eligible), number(first.overall.shown.base)
    return {"column": stage, "rows": rows, "recorded": recorded, "share": _part(rows, recorded), "by": places}


def _completeness(tables: Tables, column: str) -> dict[str, Any]:
    stage = tables.stages[0]
    table = tables.table((column,), stage)
    rows, missing = number(table.overall.shown.base), number(table.not_recorded.shown.base)
    recorded = SYMBOL if SYMBOL in (rows, missing) else rows - missing
    places = []
    for dimension in dimensions(tables.request):
        if dimension != column:
            found = _recorded(tables, (column, dimension), stage)
            named = tables.shown((dimension,), stage)
            places += [_told(tables, stage, dimension, place, *found[place]) for place in sorted(found) if (place,) in named]
    return {"column": column, "rows": rows, "recorded": recorded, "share": _part(rows, recorded), "by": places}


def _part(rows: Any, recorded: Any) -> Any:
    if SYMBOL in (rows, recorded):
        return SYMBOL
    return recorded / rows if rows else None


def _recorded(tables: Tables, by: tuple[str, str], stage: str) -> dict[str, tuple[int, int]]:
    """For every Area or period: rows at risk of the outcome, and those of them with the first of `by` on record."""
    counts: CountsTable = tables.counts(by, stage)
    sums: dict[str, tuple[int, int]] = {}
    for (value, place), cell in counts.cells.items():
        if place is not None:
            rows, recorded = sums.get(place, (0, 0))
            sums[place] = (rows + cell.base, recorded + (cell.base if value is not None else 0))
    return sums


def _told(tables: Tables, stage: str, dimension: str, place: str, rows: int, recorded: int) -> dict[str, Any]:
    """The share on record in one Area or period, to the whole per cent. Withheld where its own row is, and where very few are recorded
    or very few are not: it would give them away."""
    threshold = tables.request.threshold or 1
    own_row = tables.shown((dimension,), stage).get((place,))
    few = any(0 < one < threshold for one in (rows, recorded, rows - recorded))
    share: Any = SYMBOL if few or own_row is None else round(recorded / rows, 2 if threshold > 1 else 6) if rows else None
    return {"dimension": dimension, "value": place, "rows": SYMBOL if own_row is None else rows, "share": share}
