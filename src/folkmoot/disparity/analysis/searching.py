"""The search for the subgroup that departs most from the overall rate: a question to look into, never a finding."""

from typing import Any

from folkmoot.disparity.analysis.plain import significant
from folkmoot.disparity.analysis.tables import Tables
from folkmoot.stats.released import SYMBOL
from folkmoot.stats.scan import SEARCH_LABEL, NothingToScan, Scan, Subgroup, subgroup_scan

LABEL = "A search, not a test of a question asked beforehand"
ROUNDED = (
    "Numbers of a subgroup are rounded to the nearest 10, and its rates to the whole per cent, so that it cannot be subtracted from the"
    " tables."
)
LEFT_OUT = "Records for which one of the characteristics is not recorded are not searched."
NOTHING = "No subgroup stands out."
_ROUNDING = 10


def scan(tables: Tables) -> dict[str, Any]:
    """The subgroups furthest above and furthest below the overall rate, for every stage."""
    subgroups: list[dict[str, Any]] = []
    notes = [SEARCH_LABEL, LEFT_OUT, *([ROUNDED] if tables.request.threshold else [])]
    for stage in tables.stages:
        try:
            found = _scanned(tables, stage)
        except NothingToScan as nothing:
            notes.append(nothing.what)
            continue
        subgroups += [_subgroup(tables, stage, one, found) for one in (found.more, found.fewer) if one is not None]
    if not subgroups:
        notes.append(NOTHING)
    return {"label": LABEL, "subgroups": subgroups, "notes": notes}


def _scanned(tables: Tables, stage: str) -> Scan:
    asked = tables.request
    cells = tables.cube.cell_table(asked.by, stage)
    return subgroup_scan(cells, asked.by, seed=asked.seed, permutations=asked.permutations)


def _subgroup(tables: Tables, stage: str, one: Subgroup, found: Scan) -> dict[str, Any]:
    threshold = tables.request.threshold or 1
    few = any(0 < number < threshold * 2 for number in (one.counts.with_outcome, one.counts.without_outcome)) and threshold > 1
    told: dict[str, Any] = {
        "stage": stage,
        "conditions": [{"column": column, "values": list(values)} for column, values in one.values.items()],
        "direction": one.direction.value,
        "p_value": one.p_value,
        "permutations": found.permutations,
        "suppressed": few,
    }
    if few:
        figures = ("n", "k", "observed_rate", "expected_rate", "score")
        return told | {"conditions": []} | dict.fromkeys(figures, SYMBOL)
    if threshold == 1:
        counts = {"n": one.counts.base, "k": one.counts.with_outcome, "observed_rate": one.rate, "expected_rate": one.expected_rate}
        return told | counts | {"score": one.score}
    return told | {
        "n": _rounded(one.counts.base),
        "k": _rounded(one.counts.with_outcome),
        "observed_rate": round(one.rate, 2),
        "expected_rate": round(one.expected_rate, 2),
        "score": significant(one.score, 2),
    }


def _rounded(number: int) -> int:
    return (number + _ROUNDING // 2) // _ROUNDING * _ROUNDING
