"""Where a row stands on the outcomes, packed into one small whole number that a query can group by.

For each outcome column: 0 where nothing is recorded, 1 for a value nobody asked about, then one number for each value asked about.
For each condition that says who is at risk: 1 where it holds, else 0. They are the digits of the number, each with its own radix.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from folkmoot.engines.spec import NO, YES, Condition, CubeSpec, Outcome, folded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOT_RECORDED, OTHER, FIRST_CLASS = 0, 1, 2
NOT_MET, WRONG_COUNT = -1, -2  # in place of the number: the row does not meet `where`; its column of counts holds no whole number


@dataclass(frozen=True)
class Digit:
    """One digit of the number: an outcome column with its classes of folded values, or a condition (which has no classes)."""

    column: str
    classes: tuple[frozenset[str], ...] = ()
    condition: Condition | None = None

    @property
    def radix(self) -> int:
        return 2 if self.condition else FIRST_CLASS + len(self.classes)


@dataclass(frozen=True)
class Splits:
    """The digits of a specification, least significant first, and what they say of each outcome."""

    spec: CubeSpec

    @cached_property
    def digits(self) -> tuple[Digit, ...]:
        columns = dict.fromkeys(outcome.column for outcome in self.spec.outcomes)
        conditions = dict.fromkeys(condition for outcome in self.spec.outcomes for condition in outcome.among)
        states = [Digit(column, self._classes(column)) for column in columns]
        return (*states, *(Digit(condition.column, (), condition) for condition in conditions))

    def _classes(self, column: str) -> tuple[frozenset[str], ...]:
        """A class for each value asked about in the column, and for the rest of yes and no where an outcome is just that."""
        outcomes = [outcome for outcome in self.spec.outcomes if outcome.column == column]
        asked = sorted({folded(value) for outcome in outcomes for value in outcome.positive or ()})
        classes = [frozenset({value}) for value in asked]
        if any(outcome.positive is None for outcome in outcomes):
            classes += [frozenset(answers.difference(asked)) for answers in (YES, NO)]
        return tuple(members for members in classes if members)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """What one step of each digit adds to the number."""
        places, place = [], 1
        for digit in self.digits:
            places.append(place)
            place *= digit.radix
        return tuple(places)

    @property
    def most(self) -> int:
        """The number of different splits there can be."""
        return self.places[-1] * self.digits[-1].radix if self.digits else 1

    def of_value(self, column: str, value: str | None) -> int:
        """What a value of the column adds to the number."""
        own = [(digit, place) for digit, place in zip(self.digits, self.places, strict=True) if digit.column == column]
        return sum(place * self._digit(digit, value) for digit, place in own)

    def _digit(self, digit: Digit, value: str | None) -> int:
        if digit.condition:
            return int(digit.condition.holds(value))
        recorded = self.spec.recorded(value)
        if recorded is None:
            return NOT_RECORDED
        return next((state for state, members in enumerate(digit.classes, FIRST_CLASS) if folded(recorded) in members), OTHER)

    def digit_values(self, splits: "NDArray[np.int64]", place: int) -> "NDArray[np.int64]":
        """The digit at a place in each of the numbers."""
        return splits // self.places[place] % self.digits[place].radix

    def present(self, column: str, rows_by_split: Mapping[int, int]) -> tuple[frozenset[str], ...]:
        """The classes of the column that some row is in; with an empty one first if a row holds another value."""
        place = next(place for place, digit in enumerate(self.digits) if digit.column == column and not digit.condition)
        found = {split // self.places[place] % self.digits[place].radix for split, rows in rows_by_split.items() if rows and split >= 0}
        other = (frozenset[str](),) if OTHER in found else ()
        return other + tuple(members for state, members in enumerate(self.digits[place].classes, FIRST_CLASS) if state in found)

    def classify(self, outcome: Outcome, splits: "NDArray[np.int64]") -> "tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]":
        """Of each number: whether the outcome is looked for, whether it is recorded, and whether it happened. Shapes as `splits`."""
        import numpy as np

        eligible = np.ones(splits.shape, dtype=bool)
        for place, digit in enumerate(self.digits):
            if digit.condition in outcome.among:
                eligible &= self.digit_values(splits, place) == 1
        place = next(place for place, digit in enumerate(self.digits) if digit.column == outcome.column and not digit.condition)
        state = self.digit_values(splits, place)
        had = np.isin(state, self._positive_states(outcome, self.digits[place].classes))
        return eligible, eligible & (state != NOT_RECORDED), eligible & had

    def _positive_states(self, outcome: Outcome, classes: Sequence[frozenset[str]]) -> list[int]:
        positive = YES if outcome.positive is None else {folded(value) for value in outcome.positive}
        return [state for state, members in enumerate(classes, FIRST_CLASS) if members <= positive]
