"""How much of the staff was briefed, as far as counts without names can tell, and which numbers are withheld. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

LEAST = 10  # staff: no figure is shown of a smaller unit. Source: the Civil Service People Survey reports no unit below ten.
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Briefed:
    """One unit over a period. `came` is how many came to each session, in any order; `last` the day of the latest session ever."""

    name: str
    headcount: int
    counted_on: date
    came: tuple[int, ...] = ()
    last: date | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class Line:
    """How many of a unit's staff were briefed: at least and at most, as nobody is named and somebody may have come twice.

    `units` is how many units the line stands for; `withheld` says that the numbers of a small unit are not shown.
    """

    name: str
    headcount: int
    counted_on: date
    least: int
    most: int
    sessions: int
    last: date | None
    units: int = 1
    withheld: bool = False
    unit_id: int | None = None

    @property
    def least_share(self) -> float:
        return self.least / self.headcount

    @property
    def most_share(self) -> float:
        return self.most / self.headcount

    @property
    def never(self) -> bool:
        return self.last is None


@dataclass(frozen=True)
class Coverage:
    """Every unit, those never briefed first; the total of those shown; and how many small units are left out of it."""

    lines: list[Line]
    total: Line | None
    left_out: int


def unit_line(each: Briefed) -> Line:
    """At least as many as came to the fullest session, at most as many as came to all of them."""
    least = min(max(each.came, default=0), each.headcount)
    most = min(sum(each.came), each.headcount)
    return Line(each.name, each.headcount, each.counted_on, least, most, len(each.came), each.last, unit_id=each.unit_id)


def coverage(units: Sequence[Briefed], *, protect: bool) -> Coverage:
    """Coverage of some units. With `protect` the numbers of small units are withheld, singly and from the total.

    Small units that together reach `LEAST` stand in one line; otherwise they are left out, so that no sum gives them back.
    """
    lines = [unit_line(each) for each in units]
    small = [line for line in lines if protect and line.headcount < LEAST]
    open_ = [line for line in lines if line not in small]
    together = _sum(small, _("Small units together"))
    pooled = [together] if together and len(small) > 1 and together.headcount >= LEAST else []
    total = _sum([*open_, *pooled], _("All units shown"))
    hidden = [
        Line(line.name, line.headcount, line.counted_on, 0, 0, 0, None, withheld=True, unit_id=line.unit_id) for line in small
    ]  # fmt: skip
    return Coverage(sorted([*open_, *pooled, *hidden], key=_order), total, 0 if pooled else len(small))


def joined(parts: Sequence[Coverage]) -> Coverage:
    """The coverage of several Areas, each protected by itself: small units of two Areas never stand in one line."""
    lines = sorted((line for part in parts for line in part.lines), key=_order)
    total = _sum([part.total for part in parts if part.total], _("All units shown"))
    return Coverage(lines, total, sum(part.left_out for part in parts))


def _order(line: Line) -> tuple[bool, bool, bool, float, str]:
    """Units never briefed first, then those least briefed; what is kept together or withheld last."""
    return (line.withheld, line.units > 1, not line.never, line.least_share, line.name)


def attendance_problem(*, came: int, headcount: int) -> str | None:
    """Why so many cannot have come, or None."""
    if came <= headcount:
        return None
    return _("This unit has %(headcount)d staff, so %(came)d cannot have come. Correct the number of staff first, if it grew.") % {
        "headcount": headcount, "came": came,
    }  # fmt: skip


def day_problem(day: date, today: date) -> str | None:
    """Why this cannot be the day of something that has happened, or None."""
    if day > today:
        return _("This day has not come yet.")
    return _("Check the year.") if day < EARLIEST else None


def _sum(lines: Sequence[Line], name: str) -> Line | None:
    if not lines:
        return None
    days = [line.last for line in lines if line.last]
    return Line(
        name, sum(line.headcount for line in lines), min(line.counted_on for line in lines), sum(line.least for line in lines),
        sum(line.most for line in lines), max(line.sessions for line in lines), max(days, default=None), units=len(lines),
    )  # fmt: skip
