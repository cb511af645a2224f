"""What counts as something happening for a commitment, and how actions add up. No database, no clock."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from folkmoot.actions.rules import State


@dataclass(frozen=True)
class Delivered:
    """How many actions serve a commitment, by how they stand. Actions that ended undone are not among `total`."""

    total: int
    achieved: int
    overdue: int

    @property
    def under_way(self) -> int:
        return self.total - self.achieved - self.overdue


NOTHING = Delivered(0, 0, 0)


@dataclass(frozen=True)
class Reach:
    """The Areas in which something is happening for a commitment, and those in which nothing is. In the order of the Areas."""

    something: tuple[int, ...]
    nothing: tuple[int, ...]
    whole_service: bool = False


def add_up(states: Iterable[State]) -> Delivered:
    counted = Counter(states)
    total = sum(number for state, number in counted.items() if state is not State.ENDED)
    return Delivered(total, counted[State.ACHIEVED], counted[State.OVERDUE])


def in_time(*, starts_on: date, due_on: date, starts: date | None, ends: date | None) -> bool:
    """Whether an action falls into the time of a strategy, at least in part. A blank date is not known and bars nothing."""
    return (starts is None or due_on >= starts) and (ends is None or starts_on <= ends)


def reach_of(areas: Iterable[int], happening: Collection[int | None]) -> Reach:
    """`areas`: those that the strategy is for; `happening`: where an action is open or achieved (None: the whole service)."""
    every = tuple(areas)
    return Reach(
        tuple(area for area in every if area in happening), tuple(area for area in every if area not in happening), None in happening
    )
