"""What may be said of a unit, and how old figures may be. No database, no clock."""

from collections.abc import Mapping
from datetime import date

OLD_AFTER = 190  # days: a quarter's figures, the two months they take, and a month of grace


def parent_problem(unit: int, parent: int | None, above: Mapping[int, int]) -> str | None:
    """Why a unit may not be part of another, or None. `above`: the parent of each unit that has one."""
    seen: set[int] = set()
    while parent is not None and parent not in seen:
        if parent == unit:
            return "A unit cannot be part of itself, nor of one of its own parts."
        seen.add(parent)
        parent = above.get(parent)
    return None


def are_old(as_of: date, today: date) -> bool:
    return (today - as_of).days > OLD_AFTER
