"""Which rows of a table of tactics are sums of others: totals, "of which" rows, and the rows they are broken down into."""

import re
from collections.abc import Sequence

from folkmoot.published.model import Level
from folkmoot.published.sheets import folded

GRAND = "total tactics"
LEFT_OUT_OF_GRAND = frozenset({"not reported", "tactical communication"})
_OF_WHICH = re.compile(r"[,\s]*\bof which\b.*", re.IGNORECASE)
_USE = re.compile(r"\s+use$")


def bare(tactic: str) -> str:
    """A tactic without its mark, as it is compared."""
    return folded(tactic.replace("*", " "))


def is_grand(tactic: str) -> bool:
    return bare(tactic) in (GRAND, "total") or bare(tactic).startswith(GRAND)


def levels(tactics: Sequence[str]) -> tuple[Level, ...]:
    """The level of each row of one force and one type of force, in the order of the table.

    A total with nothing under it is itself the detail. Rows after an "of which" row belong to it as long as they name its tactic.
    """
    found = [_level(tactic) for tactic in tactics]
    if Level.TOTAL in found and not any(level is not Level.TOTAL for level in found) and not is_grand(tactics[0]):
        return (*(Level.TOTAL for _ in tactics[1:]), Level.DETAIL)
    return tuple(found)


def parents(tactics: Sequence[str]) -> tuple[int | None, ...]:
    """For each row the position of the "of which" row that it is a part of."""
    parent: int | None = None
    found: list[int | None] = []
    for place, tactic in enumerate(tactics):
        level = _level(tactic)
        if level is not Level.DETAIL:
            parent = place if level is Level.OF_WHICH else None
            found.append(None)
            continue
        if parent is not None and not _names(tactic, tactics[parent]):
            parent = None
        found.append(parent)
    return tuple(found)


def _level(tactic: str) -> Level:
    if bare(tactic).startswith("total"):
        return Level.TOTAL
    return Level.OF_WHICH if _OF_WHICH.search(tactic) else Level.DETAIL


def _names(tactic: str, parent: str) -> bool:
    stem = _USE.sub("", bare(_OF_WHICH.sub("", parent)))
    return stem in bare(tactic) or bare(tactic) == "not stated"
