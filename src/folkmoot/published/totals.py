"""Rows that are the sum of the others."""

from collections.abc import Sequence

FEWEST_PARTS = 3


def sum_of_others(rows: Sequence[Sequence[int]]) -> int | None:
    """The position of the one row that equals the sum of all others in every column; None where none, or several, would.

    A row of nothing but zeros is not asked, and at least three others are: among fewer, equality is chance.
    """
    if len(rows) <= FEWEST_PARTS:
        return None
    sums = [sum(column) for column in zip(*rows, strict=True)]
    found = [place for place, row in enumerate(rows) if any(row) and all(2 * each == all_ for each, all_ in zip(row, sums, strict=True))]
    others = [sum(any(row) for row in rows) - 1] if found else []
    return found[0] if len(found) == 1 and others[0] >= FEWEST_PARTS else None
