"""What a room above hands down as the value of a measure. Named in settings.MEASURE_SUPPLIERS, so that no room need be imported here.

A supplier is a function `(viewer, *, area, on) -> list[Supplied]`: aggregates only, read through its room's own queries and
suppression, of the whole service (no Area) or of one Area, as they were on a day or at the last end of a period before it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from folkmoot.stats.intervals import wilson

ONE_PLACE = Decimal("0.1")
# A share of fewer tells of single people or cases: it is not handed down, because measures are read by more than the rooms are.
LEAST_HANDED_DOWN = 10


@dataclass(frozen=True)
class Supplied:
    """A value of the measure `code` in its unit. `base` None: its source publishes none. `link`: the page of the room it comes from."""

    code: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    base: int | None
    as_of: date
    source: str
    link: str = ""
    note: str = ""
    design_effect: Decimal | None = None
    unbased: bool = False


Supplier = Callable[..., list[Supplied]]


def share(
    code: str, part: int, base: int, as_of: date, source: str, link: str, *, of_people: bool = True
) -> list[Supplied]:  # fmt: skip
    """A share as a percentage to one place with Wilson's 95 % interval; nothing where its base is too small to be handed down.

    `of_people`: of people, of what they said or of cases; a share of anything else tells of nobody, however small.
    """
    if base < (LEAST_HANDED_DOWN if of_people else 1):
        return []
    found = wilson(part, base)
    value, low, high = (one_place(end * 100) for end in (found.value, found.low, found.high))
    return [Supplied(code, value, min(low, value), max(high, value), base, as_of, source, link)]


def one_place(value: float) -> Decimal:
    return Decimal(str(value)).quantize(ONE_PLACE, ROUND_HALF_UP)


def quarter_end(on: date) -> date:
    """The last day of the last whole quarter before a day: 3 March 2026 gives 31 December 2025."""
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    return first - timedelta(days=1)


def year_to(last: date) -> date:
    """The first of the twelve months that end on a day at the end of a month: 31 December 2025 gives 1 January 2025."""
    after = last + timedelta(days=1)
    return after.replace(year=after.year - 1)
