"""Counts to a multiple of a base, for headcounts that are published without the rates that would undo it.

Two ways. *Conventional* rounding (to the nearest) is for reading, and is not a disclosure control by itself: the Handbook on Statistical
Disclosure Control (2024), chapter 5, does not recommend it as one. *Random* rounding goes up or down by chance, without bias, and by
a chance that is fixed for each cell: the same cell of the same population is rounded alike in every release, so that asking twice
averages nothing out, and one more person never rounds to less.

Rates are computed before rounding (as in Civil Service Statistics). Whoever computes them again from rounded counts gets a range, and
`rate_band` gives that range, to be printed with them.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from folkmoot.errors import FolkmootError

BASE = 5
LOW = "[low]"
NOT_A_CONTROL = "Counts are rounded to the nearest {base}. That makes them easier to read; it is not a disclosure control by itself."
BY_CHANCE = "Counts are rounded up or down to a multiple of {base}, by a chance that is fixed for each cell. They need not add up."

Definition: TypeAlias = Mapping[str, "str | int | list[str] | dict[str, str] | None"]


class KeyTooShort(FolkmootError):
    """A key that could be guessed, and with it every count that was rounded."""

    def __init__(self) -> None:
        super().__init__("The key for rounding is too short.", "Whoever guesses it can narrow the counts down.", "Use at least 16 bytes.")


@dataclass(frozen=True)
class Rounded:
    """A multiple of `base`. `least` and `most` are the counts that it can stand for; `low`: rounds to zero and is not zero."""

    value: int
    base: int
    least: int
    most: int
    low: bool = False

    def __str__(self) -> str:
        return LOW if self.low else f"{self.value:,}"


def to_nearest(count: int, base: int = BASE, smallest_shown: int = 0) -> Rounded:
    """The nearest multiple; halves go up. `smallest_shown`: counts below it are withheld elsewhere, which a reader knows."""
    value = (2 * _checked(count, base) + base) // (2 * base) * base
    below, above = base // 2, (base - 1) // 2
    if not value:
        return _zero(count, base, above)
    return Rounded(value, base, max(value - below, smallest_shown), value + above)


def by_chance(count: int, key: bytes, cell: Definition, base: int = BASE) -> Rounded:
    """Up or down with probabilities that leave no bias: 13 becomes 15 for three cells in five, and 10 for two.

    `key` is a secret of the organisation; `cell` says which cell of which population it is, and must be worded alike in every release.
    Raises KeyTooShort.
    """
    down = _checked(count, base) // base * base
    up = chance(key, cell) < (count - down) / base
    value = down + base if up else down
    return Rounded(value, base, value - base + 1, value + base - 1) if value else _zero(count, base, base - 1)


def _zero(count: int, base: int, most: int) -> Rounded:
    """A true zero is printed as one, so that `[low]` says that there is somebody."""
    return Rounded(0, base, 1, most, low=True) if count else Rounded(0, base, 0, 0)


def chance(key: bytes, cell: Definition) -> float:
    """A number from 0 to 1 that belongs to the cell for good: HMAC-SHA256 of its definition, by the key. Raises KeyTooShort."""
    if len(key) < 16:
        raise KeyTooShort
    wording = json.dumps(cell, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hmac.new(key, wording.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def rate_band(group: tuple[int, int], rest: tuple[int, int]) -> tuple[float, float]:
    """Lowest and highest share of the group in group and rest together, when each count lies in the range given (lowest, highest).

    With nobody in either the share is not defined and the band is 0 to 1.
    """
    low = group[0] / (group[0] + rest[1]) if group[0] + rest[1] else 0.0
    high = group[1] / (group[1] + rest[0]) if group[1] + rest[0] else 1.0
    return low, high


def band_of(*counts: Rounded) -> tuple[int, int]:
    """The range of a sum of rounded counts, for `rate_band`."""
    return sum(count.least for count in counts), sum(count.most for count in counts)


def _checked(count: int, base: int) -> int:
    if count < 0 or base < 2:
        raise ValueError(f"a count from 0 and a base from 2 are wanted: {count}, {base}")
    return count
