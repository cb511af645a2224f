"""Arithmetic of published counts: reading a cell, what perturbation allows, shares and their change. Values in, values out."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

PERTURBED_SHARE = 0.14
"""The part of counts in a typical dataset that the ONS says it changed: "around 14% of cell counts perturbed by a small amount"."""

SMALL_AREA = re.compile(r"^[EW]0[0-5]\d{6}$")  # output areas, their groups, and wards
WIDER_AREA = re.compile(r"^([EW](1\d|92|10|13)\d{6,7}|K\d{8})$")  # regions, counties, nations
ELSEWHERE = re.compile(r"^[NS]\d{8}$")  # Northern Ireland, Scotland


class NotACount(ValueError):
    """Why a cell is no count of people; the message is half a sentence."""


def whole(text: str) -> int:
    """A count from a cell such as “1,234” or “1234.0”. Raises NotACount: blank, a share, negative, or not whole."""
    plain = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", text.strip())
    if not plain:
        raise NotACount("is blank")
    if plain.endswith("%"):
        raise NotACount("is a share, not a count")
    number = _number(plain)
    if number < 0:
        raise NotACount("is negative")
    if number != number.to_integral_value():
        raise NotACount("is not a whole number, so it may be a share or a rate")
    if number > 2_000_000_000:
        raise NotACount("is more than any count of people here")
    return int(number)


def decimal(text: str) -> Decimal:
    """A score or share of 0 or more. Raises NotACount."""
    number = _number(text.strip())
    if number < 0:
        raise NotACount("is negative")
    return number


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise NotACount("is not a number") from None
    if not number.is_finite():
        raise NotACount("is not a number")
    return number


def allowance(cells: int) -> int:
    """How far a sum of `cells` perturbed counts may lie from the true sum: three standard deviations, and never less than 10.

    Of the counts 14 % were changed; a change of one person up or down (the ONS's own example: "a count of four to a three or a
    five") that balances out gives the sum a standard deviation of √(0.14 × cells). Source: ONS, Protecting personal data in Census
    2021 results, 9 March 2023.
    """
    return max(10, math.ceil(3 * math.sqrt(PERTURBED_SHARE * cells)))


def share(part: int, base: int) -> float | None:
    """Per cent; None without a base."""
    return 100 * part / base if base else None


@dataclass(frozen=True)
class Change:
    """From one census to the next. `points` is the change of the share in percentage points; `unsure` how far perturbation may move it."""

    before: int
    after: int
    base_before: int
    base_after: int
    unsure: float

    @property
    def people(self) -> int:
        return self.after - self.before

    @property
    def share_before(self) -> float | None:
        return share(self.before, self.base_before)

    @property
    def share_after(self) -> float | None:
        return share(self.after, self.base_after)

    @property
    def points(self) -> float | None:
        first, last = self.share_before, self.share_after
        return None if first is None or last is None else last - first

    @property
    def beyond_perturbation(self) -> bool:
        """Whether the share moved by more than perturbation alone could move it."""
        return self.points is not None and abs(self.points) > self.unsure


def change(before: int, after: int, base_before: int, base_after: int, *, cells_before: int, cells_after: int) -> Change:
    """The change of one category. `cells_…` is the number of perturbed counts in the part; 0 where none was perturbed."""
    unsure = sum(
        100 * allowance(cells) / base for cells, base in ((cells_before, base_before), (cells_after, base_after)) if cells and base
    )
    return Change(before, after, base_before, base_after, unsure)


@dataclass(frozen=True)
class Checked:
    """A published figure beside ours. `allowed` is in the unit of the figure: people, or percentage points."""

    published: float
    ours: float
    allowed: float

    @property
    def holds(self) -> bool:
        return abs(self.ours - self.published) <= self.allowed

    @property
    def difference(self) -> float:
        return self.ours - self.published


def check_number(published: int, ours: int, cells: int) -> Checked:
    """`cells` perturbed counts were added up; 0: none was, and nothing is allowed."""
    return Checked(published, ours, allowance(cells) if cells else 0)


def check_percent(published: float, part: int, base: int, cells: int) -> Checked:
    """A share published to one decimal: half a tenth for its rounding, and what perturbation allows."""
    ours = share(part, base) or 0.0
    perturbed = 100 * allowance(cells) / base if cells and base else 0.0
    return Checked(published, ours, 0.05 + perturbed + 1e-9)
