"""Relative rates along the stages, and from the first people at risk to the last outcome."""

from fractions import Fraction
from typing import Any

from folkmoot.disparity.analysis.plain import interval, value
from folkmoot.disparity.analysis.tables import Tables
from folkmoot.stats.counts import Counts
from folkmoot.stats.disparity import is_not_stated
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.released import SYMBOL
from folkmoot.stats.stages import GroupChain, NoNumber, Settings, Stage, stage_chain


def chains(tables: Tables) -> list[dict[str, Any]] | None:
    """One for each characteristic; None where the outcomes are not a chain."""
    if not tables.request.chain or len(tables.stages) < 2:
        return None
    return [_chain(tables, column) for column in tables.request.by]


def _chain(tables: Tables, column: str) -> dict[str, Any]:
    shown = [_shown(tables, column, stage) for stage in tables.stages]
    reference = tables.table((column,), tables.stages[0]).reference
    withheld = {group for counts in shown for group, found in counts.items() if found is None}
    notes: list[str] = []
    groups: list[dict[str, Any]] = []
    if reference != SYMBOL and all(counts.get(reference) for counts in shown):
        stages = [Stage(name, dict(counts)) for name, counts in zip(tables.stages, shown, strict=True)]
        asked = tables.request
        found = stage_chain(
            stages,
            reference,
            Settings(min_share=Fraction(0), rule=asked.rule, method=asked.ratio_method, level=asked.level),
            show_breaks=True,
        )
        groups = [_group(chain, tables.stages, chain.group in withheld) for chain in found.groups]
        if found.breaks:
            notes.append(BROKEN)
        few = [
            chain.group
            for chain in found.groups
            if chain.group not in withheld and NoNumber.TOO_FEW_EVENTS in (*chain.stages, chain.cumulative)
        ]
        if few:
            notes.append(TOO_FEW.format(groups="; ".join(few)))
    else:
        notes.append(NO_REFERENCE)
    return {"characteristic": column, "reference": reference, "groups": groups, "notes": notes}


BROKEN = (
    "Not everyone who had one outcome is at risk of the next, because the next is not recorded for all of them:"
    " the relative rates of the stages do not multiply exactly to the one from first to last."
)
TOO_FEW = "Too few people or events at some stage for a figure there: {groups}."
NO_REFERENCE = "The group to compare with cannot be shown at every stage, so no chain is."


def _shown(tables: Tables, column: str, stage: str) -> dict[str, Counts | None]:
    rows = tables.table((column,), stage).rows
    return {row.group: row.shown.counts for row in rows if not is_not_stated(row.group)}


def _group(chain: GroupChain, stages: tuple[str, ...], withheld: bool) -> dict[str, Any]:
    steps = [
        {"stage": stage, "relative_rate": _figure(found, withheld), "relative_rate_ci": _limits(found, withheld)}
        for stage, found in zip(stages, chain.stages, strict=True)
    ]
    return {
        "group": chain.group,
        "steps": steps,
        "cumulative": _figure(chain.cumulative, withheld),
        "cumulative_ci": _limits(chain.cumulative, withheld),
        "suppressed": withheld,
    }


def _figure(found: Estimate | NoNumber, withheld: bool) -> Any:
    return value(found) if isinstance(found, Estimate) else SYMBOL if withheld else None


def _limits(found: Estimate | NoNumber, withheld: bool) -> Any:
    return interval(found) if isinstance(found, Estimate) else SYMBOL if withheld else None
