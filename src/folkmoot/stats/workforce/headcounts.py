"""Headcounts as they are published: exact, rounded, or withheld. A figure that is not known exactly is kept as the range it lies in.

Source: Civil Service Statistics, background notes: headcounts to the nearest 5; below 5 withheld as "[c]", zeros too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.errors import FolkmootError

ROUNDED_TO = 5
WITHHELD_BELOW = 5
_MARK = re.compile(r"\[[a-z]{1,3}\]")


class UnreadableHeadcount(FolkmootError):
    """A cell of a published table is neither a whole number nor a mark."""


@dataclass(frozen=True)
class Headcount:
    """Between `low` and `high` people. `printed` is the figure as published; None where it was withheld."""

    low: int
    high: int
    printed: int | None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"a headcount runs from a lower to a higher number of people, not from {self.low} to {self.high}")

    def __add__(self, other: "Headcount") -> "Headcount":
        printed = None if self.printed is None or other.printed is None else self.printed + other.printed
        return Headcount(self.low + other.low, self.high + other.high, printed)


NOBODY = Headcount(0, 0, 0)


def exact(people: int) -> Headcount:
    """A headcount that is known."""
    return Headcount(people, people, people)


def withheld(below: int = WITHHELD_BELOW) -> Headcount:
    """A headcount printed as "[c]": from nobody to one below the threshold."""
    return Headcount(0, below - 1, None)


def rounded_headcount(printed: int, to: int = ROUNDED_TO, below: int = WITHHELD_BELOW) -> Headcount:
    """A headcount printed to the nearest `to` where anything from 1 to `below` - 1 is withheld: 75 is 73 to 77, and 5 is 5 to 7."""
    if printed == 0:
        return NOBODY
    half = to // 2
    return Headcount(max(below, printed - half), printed + half, printed)


def published_headcount(cell: str, to: int = ROUNDED_TO, below: int = WITHHELD_BELOW) -> Headcount:
    """A cell as it stands in the file: "1,540" or "[c]". Raises UnreadableHeadcount."""
    clean = cell.strip().replace(",", "")
    if _MARK.fullmatch(clean):
        return withheld(below)
    if not clean.isdecimal() or (0 < int(clean) < below):
        raise UnreadableHeadcount(
            f"'{cell[:40]}' is not a published headcount.",
            f"A cell holds a whole number of at least {below}, or a mark such as [c].",
            "Correct the cell; where the numbers are exact, bring them in as exact headcounts.",
        )
    return rounded_headcount(int(clean), to, below)


def together(headcounts: Iterable[Headcount]) -> Headcount:
    """Their sum; the ranges add, because each may be wrong in the same direction."""
    return sum(headcounts, NOBODY)
