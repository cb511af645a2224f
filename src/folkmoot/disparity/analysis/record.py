"""What was counted and how: sources, rows used and left out, values that fitted no scheme, completeness, and the request itself."""

import hashlib
from collections.abc import Mapping
from typing import Any

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
    """How many of those the outcome was looked for in have one on record: in all, by Area and by period."""
    place = next(place for place, found in enumerate(tables.cube.spec.outcomes) if found.name == stage)

    def known(by: tuple[str, ...]) -> dict[str | None, tuple[int, int]]:
        cells = tables.cube.cells(by)
        return {key[0]: (cell.eligible[place], cell.at_risk[place]) for key, cell in cells.items() if cell.eligible[place]}

    places = []
    for dimension in dimensions(tables.request):
        named = sorted((value, counts) for value, counts in known((dimension,)).items() if value)
        places += [{"dimension": dimension, "value": value, **_share(tables, *counts)} for value, counts in named]
    rows, recorded = (sum(counts[side] for counts in known((tables.request.by[0],)).values()) for side in (0, 1))
    told = _share(tables, rows, recorded)
    return {"column": stage, "rows": told["rows"], "recorded": safe(tables, recorded), "share": told["share"], "by": places}


def _completeness(tables: Tables, column: str) -> dict[str, Any]:
    whole = _recorded(tables, (column,), 0).get(None, (0, 0))
    places = []
    for dimension in dimensions(tables.request):
        if dimension != column:
            found = _recorded(tables, (column, dimension), 1)
            places += [
                {"dimension": dimension, "value": place, **_share(tables, *counts)}
                for place, counts in sorted(found.items(), key=str)
                if place
            ]
    told = _share(tables, *whole)
    return {"column": column, "rows": told["rows"], "recorded": safe(tables, whole[1]), "share": told["share"], "by": places}


def _recorded(tables: Tables, by: tuple[str, ...], place: int) -> dict[str | None, tuple[int, int]]:
    """Rows at risk of the first outcome and those of them with the first of `by` on record, by the value at `place` (0: all together)."""
    counts: CountsTable = tables.counts(by, tables.stages[0])
    sums: dict[str | None, tuple[int, int]] = {}
    for key, cell in counts.cells.items():
        where = key[place] if place else None
        rows, recorded = sums.get(where, (0, 0))
        sums[where] = (rows + cell.base, recorded + (cell.base if key[0] is not None else 0))
    return sums


def _share(tables: Tables, rows: int, recorded: int) -> dict[str, Any]:
    """The share to the whole per cent. Where very few are recorded, or very few are not, it is withheld: it would give them away."""
    threshold = tables.request.threshold or 1
    few = any(0 < number < threshold for number in (rows, recorded, rows - recorded))
    share: Any = SYMBOL if few else round(recorded / rows, 2 if threshold > 1 else 6) if rows else None
    return {"rows": safe(tables, rows), "share": share}
