"""From a cube and a request to the document `folkmoot.disparity/1`: everything that is said, and nothing that may not be."""

from typing import Any

from folkmoot.disparity.analysis import record
from folkmoot.disparity.analysis.areas import areas
from folkmoot.disparity.analysis.chain import chains
from folkmoot.disparity.analysis.groups import Beside
from folkmoot.disparity.analysis.models import decompositions, model, stratified_parts
from folkmoot.disparity.analysis.periods import periods
from folkmoot.disparity.analysis.plain import counted, number
from folkmoot.disparity.analysis.searching import scan
from folkmoot.disparity.analysis.tables import Tables
from folkmoot.disparity.request import Request
from folkmoot.engines.cube import Cube
from folkmoot.errors import FolkmootError
from folkmoot.stats.counts import Counts
from folkmoot.stats.disparity import is_not_stated
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.released import ReleasedTable
from folkmoot.stats.shrinkage import shrink_rates

NOT_KNOWN = "Of some earlier releases it is not known whether their people are the same: whoever releases this was warned."
SCHEMA = "folkmoot.disparity/1"

ADJUSTED_NOT_EVIDENCE = (
    "A difference here is not evidence of bias, nor an effect of belonging to a group: groups differ in more than what is taken into"
    " account. It says where to look, and needs review by people who know the cases."
)
ADJUSTED_IS_NOT_CAUSE = (
    "Adjusted figures compare like with like only as far as the controls go. Previous convictions, plea and the recorded offence may"
    " themselves carry earlier disparity, so adjusting for them can hide part of an effect; and cases reach prosecutors only after others"
    " have decided, so neither figure measures the whole system."
)


class NothingToCompare(FolkmootError):
    """What was asked for leaves nothing to set beside anything."""


def analyse(cube: Cube, request: Request) -> dict[str, Any]:
    """The document. `request` has the columns by the cube's own names. Raises FolkmootError for what the person can put right."""
    return document_of(Tables(cube, request))


def document_of(tables: Tables) -> dict[str, Any]:
    """The document of tables that may stand beside a register of earlier releases. Raises as `analyse` does."""
    request = tables.request
    refuse_what_compares_nothing(tables)
    return {
        "schema": SCHEMA,
        "source": record.source(tables),
        "specification": record.specification(tables),
        "stages": [_stage(tables, stage) for stage in tables.stages],
        "chain": chains(tables),
        "intersections": [_intersection(tables, by, stage) for by in request.intersect for stage in tables.stages],
        "areas": areas(tables),
        "periods": periods(tables),
        "completeness": record.completeness(tables),
        "scan": scan(tables) if request.scan else None,
        "disclosure": _disclosure(tables),
        "caveats": _caveats(tables),
    }


def refuse_what_compares_nothing(tables: Tables) -> None:
    """Raises NothingToCompare where nobody is at risk, a characteristic has fewer than two groups, or no period can be read."""
    first = tables.stages[0]
    for column in tables.request.by:
        counts = tables.counts((column,), first)
        groups = len(counts.recorded())
        if not counts.total.base:
            raise NothingToCompare(
                f"Nobody is at risk of the outcome '{first}'.", "It is not recorded for anybody who was counted.", "Check the column."
            )
        if groups < 2:
            found = "Nobody has one recorded." if not groups else "Everybody for whom it is recorded is of one group."
            raise NothingToCompare(f"'{column}' compares nothing.", found, "Leave it out of --by, or check its values and --missing.")
    asked = tables.request.period
    if asked and not tables.counts((asked.column,), first).recorded():
        raise NothingToCompare(
            f"No value of '{asked.column}' can be read as a date or a period.", "", "Name a column of dates after --period."
        )


def _stage(tables: Tables, stage: str) -> dict[str, Any]:
    first = tables.table((tables.request.by[0],), stage)
    return {
        "name": stage,
        "overall": counted(first.overall),
        "outcome_not_recorded": number(first.completeness.outcome_not_recorded),
        "eligible": number(first.completeness.eligible),
        "characteristics": [_characteristic(tables, column, stage) for column in tables.request.by],
    }


def _characteristic(tables: Tables, column: str, stage: str) -> dict[str, Any]:
    table = tables.table((column,), stage)
    found = model(tables, column, stage)
    beside = Beside(table, tables.request, found.groups if found else {}, _shrunk(table))
    named = {group: counts for group, counts in beside.shown.items() if not is_not_stated(group)}
    return {
        "name": column,
        "scheme": tables.request.schemes.get(column),
        **_read_with(table),
        "groups": beside.groups(),
        "model": found.plain() if found else None,
        "stratified": stratified_parts(found, named) if found else None,
        "decomposition": decompositions(found, named) if found else None,
    }


def _read_with(table: ReleasedTable) -> dict[str, Any]:
    known = table.completeness
    return {
        "reference": table.reference,
        "completeness": {
            "not_recorded": number(known.not_recorded),
            "share_recorded": number(known.share_recorded),
            "not_stated": number(known.not_stated),
        },
        "not_recorded": counted(table.not_recorded),
    }


def _shrunk(table: ReleasedTable) -> dict[str, Estimate]:
    """Rates of the groups that are shown, drawn towards the common one. Of two groups there is no common rate to draw to."""
    groups: dict[str, Counts] = {row.group: row.shown.counts for row in table.rows if row.shown.counts is not None}
    found = shrink_rates(groups, "moments", table.settings.level) if len(groups) > 2 else None
    return {one.group: one.shrunk for one in found.rates if one.shrunk is not None} if found else {}


def _intersection(tables: Tables, by: tuple[str, ...], stage: str) -> dict[str, Any]:
    table = tables.table(by, stage)
    return {
        "by": list(by),
        "stage": stage,
        "combinations_withheld": table.combinations_withheld,
        "overall": counted(table.overall),
        **_read_with(table),
        "groups": Beside(table, tables.request, {}, _shrunk(table)).groups(),
    }


def _disclosure(tables: Tables) -> dict[str, Any]:
    attack = tables.attack
    return {
        "threshold": tables.request.threshold,
        "rounding": None,
        "attack": {
            "ran": attack.ran,
            "tables": attack.tables,
            "unknowns": attack.unknowns,
            "protected": attack.protected,
            "recovered": attack.recovered,
            "method": attack.method,
        },
        "register": _register(tables),
        "off": tables.request.threshold is None,
    }


def _register(tables: Tables) -> dict[str, Any] | None:
    kept, beside = tables.register, tables.beside
    if kept is None or beside is None:
        return None
    releases = {(repr(record.population.to_dict()), record.released_on) for record in kept.earlier}
    return {"file": kept.name, "releases": len(releases), "differences": [NOT_KNOWN] if beside.warnings else []}


def _caveats(tables: Tables) -> list[str]:
    first = next(iter(tables.by_place.values()))
    if not tables.request.adjust:
        return list(first.caveats)
    return [ADJUSTED_NOT_EVIDENCE, *first.caveats[1:], ADJUSTED_IS_NOT_CAUSE]
