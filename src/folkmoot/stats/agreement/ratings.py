"""Assessments of the same items by several assessors, and how near two grades are to each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Integers: TypeAlias = NDArray[np.int64]

Grade: TypeAlias = str | int | float
NOT_GIVEN = -1


class UnreadableRatings(FolkmootError):
    """The assessments do not form a table of items by assessors."""


@dataclass(frozen=True, eq=False)
class Ratings:
    """`codes` has shape (items, assessors): the place in `grades` of each assessment, -1 where it was not given.

    `grades` are in order, lowest to highest where they have one. Every item has at least one assessment.
    """

    grades: tuple[Grade, ...]
    codes: "Integers"

    @property
    def items(self) -> int:
        return int(self.codes.shape[0])

    @property
    def assessors(self) -> int:
        return int(self.codes.shape[1])

    @cached_property
    def counts(self) -> "Integers":
        """Assessments of each item by grade, of shape (items, grades)."""
        import numpy as np

        counts = np.zeros((self.items, len(self.grades)), dtype=np.int64)
        items, assessors = np.nonzero(self.codes != NOT_GIVEN)
        np.add.at(counts, (items, self.codes[items, assessors]), 1)
        return counts


def ratings(rows: Sequence[Sequence[Grade | None]], grades: Sequence[Grade] | None = None) -> Ratings:
    """One row an item, one column an assessor, None where an assessor did not assess it. Items nobody assessed are left out.

    Give `grades` in their order, with those nobody used: without them they are those used, in alphabetical or numerical order.
    Raises UnreadableRatings.
    """
    import numpy as np

    width = max((len(row) for row in rows), default=0)
    if any(len(row) != width for row in rows):
        raise UnreadableRatings(
            "The items have different numbers of assessors.", "Each needs one place an assessor.", "Leave a place empty."
        )
    used = {grade for row in rows for grade in row if grade is not None}
    scale = tuple(_ordered(used) if grades is None else grades)
    if used - set(scale) or len(set(scale)) != len(scale):
        strange = ", ".join(sorted(str(grade)[:40] for grade in used - set(scale)))
        raise UnreadableRatings(
            f"Grades that are not on the scale: {strange or 'none, but one is on it twice'}.",
            "",
            "Correct the grades, or add them to the scale.",
        )
    place = {grade: code for code, grade in enumerate(scale)}
    coded = [[NOT_GIVEN if grade is None else place[grade] for grade in row] for row in rows]
    codes = np.array(coded, dtype=np.int64).reshape(len(rows), width)
    return Ratings(scale, codes[(codes != NOT_GIVEN).any(axis=1)])


def _ordered(grades: set[Grade]) -> list[Grade]:
    if any(isinstance(grade, str) for grade in grades):
        return sorted(grades, key=str)
    return sorted(grades, key=float)


def ratings_of_counts(counts: Sequence[Sequence[int]], grades: Sequence[Grade] | None = None) -> Ratings:
    """From how many assessors gave each item each grade, as tables are often published. Which assessor it was is not known, so this
    is not for Cohen's kappa. Raises UnreadableRatings for a negative number.
    """
    if any(count < 0 for row in counts for count in row):
        raise UnreadableRatings("A number of assessors is below 0.", "", "Correct the table.")
    scale = tuple(range(1, len(counts[0]) + 1 if counts else 1)) if grades is None else tuple(grades)
    rows = [[grade for grade, count in zip(scale, row, strict=True) for _ in range(count)] for row in counts]
    width = max(map(len, rows), default=0)
    return ratings([[*row, *[None] * (width - len(row))] for row in rows], scale)


def ratings_of_table(table: Sequence[Sequence[int]], grades: Sequence[Grade] | None = None) -> Ratings:
    """From the table of two assessors: row, the first one's grade; column, the second one's; cell, the items."""
    scale = tuple(range(1, len(table) + 1)) if grades is None else tuple(grades)
    pairs = [
        [first, second]
        for first, row in zip(scale, table, strict=True)
        for second, count in zip(scale, row, strict=True)
        for _ in range(count)
    ]
    return ratings(pairs, scale)


def numbered(clusters: Sequence[int], items: int) -> "Floats":
    """Which items belong to which group: 1 where one does, of shape (groups, items). Raises UnreadableRatings for another number."""
    import numpy as np

    if len(clusters) != items:
        raise UnreadableRatings(
            f"There are {items} items with an assessment and {len(clusters)} numbers of groups.", "", "Give each item its group."
        )
    groups, place = np.unique(np.asarray(clusters), return_inverse=True)
    member: Floats = (np.arange(len(groups))[:, None] == place[None, :]).astype(np.float64)
    return member


class Weighting(Enum):
    """How far two different grades still count as agreement, by their places on the scale (Gwet, Handbook, 4th edition, 2014)."""

    IDENTITY = "only the same grade agrees"
    LINEAR = "by the number of steps between the grades"
    QUADRATIC = "by the square of the number of steps"
    ORDINAL = "by the number of pairs of grades between them"


Weights: TypeAlias = "Weighting | Sequence[Sequence[float]]"


def weight_matrix(weights: Weights, grades: int) -> "Floats":
    """Agreement of every pair of grades, 0 to 1, of shape (grades, grades). A matrix of one's own must be symmetric with 1 on the diagonal.

    Raises ValueError.
    """
    import numpy as np

    if not isinstance(weights, Weighting):
        own = np.array(weights, dtype=np.float64)
        if own.shape != (grades, grades) or not np.allclose(own, own.T) or not np.allclose(own.diagonal(), 1):
            raise ValueError(f"weights form a symmetric matrix of {grades} by {grades} with 1 on the diagonal")
        return own
    steps: Floats = np.abs(np.subtract.outer(np.arange(grades), np.arange(grades))).astype(np.float64)
    most = max(1, grades - 1)
    if weights is Weighting.IDENTITY:
        return np.eye(grades)
    if weights is Weighting.LINEAR:
        return 1 - steps / most
    if weights is Weighting.QUADRATIC:
        return 1 - (steps / most) ** 2
    return 1 - (steps + 1) * steps / ((most + 1) * most)
