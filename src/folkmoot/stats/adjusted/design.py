"""A model's columns, and the sums over cells that stand in for its design matrix.

A coefficient has a place in one long vector: the intercept first, then for each column one place a level (the reference level too,
which stays at zero) or, for a linear control, one place. Sums over cells are made from whole-number codes: a weighted count by one
column, or by two.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.stats.cells import CellTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Column:
    """`levels` that occur, `reference` the place of one of them, `start` where the coefficients begin.

    `place`, shape (levels of the table's factor,), gives for each of its codes the place in `levels`. A linear control has no levels
    but `numbers`, one for each code, brought to mean 0 and standard deviation 1: number = (written number - centre) / scale.
    """

    name: str
    start: int
    levels: tuple[str, ...]
    reference: int
    place: "NDArray[np.int32]"
    numbers: "NDArray[np.float64] | None" = None
    centre: float = 0.0
    scale: float = 1.0

    @property
    def is_linear(self) -> bool:
        return self.numbers is not None

    @property
    def width(self) -> int:
        return 1 if self.is_linear else len(self.levels)

    @property
    def places(self) -> slice:
        return slice(self.start, self.start + self.width)

    @property
    def estimated(self) -> list[int]:
        """Places of the coefficients to be estimated: every level but the reference. A linear control of one value has none."""
        if self.is_linear:
            return [self.start] if self.scale else []
        return [self.start + level for level in range(self.width) if level != self.reference]

    def part(self, table: CellTable) -> "Part":
        """This column over the cells of a table that has the same factor."""
        codes = table.factor(self.name).codes
        if self.numbers is not None:
            return Part(self, values=self.numbers[codes])
        return Part(self, codes=self.place[codes])


@dataclass(frozen=True, eq=False)
class Part:
    """One column of the model over the cells: `codes` of its levels, or `values` of a linear control; both of shape (cells,)."""

    column: Column
    codes: "NDArray[np.int32] | None" = None
    values: "NDArray[np.float64] | None" = None

    def sums(self, weights: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Weights summed by level, shape (width,); for a linear control its weighted sum."""
        import numpy as np

        if self.codes is None:
            return np.array([weights @ self.numbers])
        return np.asarray(np.bincount(self.codes, weights=weights, minlength=self.column.width), dtype=np.float64)

    def crossed(self, other: "Part", weights: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Weights summed by the levels of both, shape (width, width of the other)."""
        import numpy as np

        if self.codes is None:
            return other.sums(weights * self.numbers)[None, :]
        if other.codes is None:
            return self.sums(weights * other.numbers)[:, None]
        both = self.codes * np.int32(other.column.width) + other.codes
        shape = (self.column.width, other.column.width)
        return np.asarray(np.bincount(both, weights=weights, minlength=shape[0] * shape[1]), dtype=np.float64).reshape(shape)

    def effect(self, coefficients: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """What this column adds to the linear predictor, shape (cells,), given the whole vector of coefficients."""
        own = coefficients[self.column.places]
        effect: NDArray[np.float64] = self.numbers * own[0] if self.codes is None else own[self.codes]
        return effect

    @property
    def numbers(self) -> "NDArray[np.float64]":
        assert self.values is not None
        return self.values


@dataclass(frozen=True, eq=False)
class Design:
    """`width` is the length of the vector of coefficients, `cells` the number of cells."""

    parts: tuple[Part, ...]
    cells: int
    width: int

    def predictor(self, coefficients: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """The linear predictor X b, shape (cells,)."""
        import numpy as np

        predictor = np.full(self.cells, coefficients[0])
        for part in self.parts:
            predictor += part.effect(coefficients)
        return predictor

    def sums(self, weights: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """X' w, shape (width,)."""
        import numpy as np

        sums = np.zeros(self.width)
        sums[0] = weights.sum()
        for part in self.parts:
            sums[part.column.places] = part.sums(weights)
        return sums

    def cross_products(self, weights: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """X' W X, shape (width, width)."""
        import numpy as np

        sums = self.sums(weights)
        products = np.diag(sums)  # a case has one level of a column: the block of a column with itself has a diagonal only
        products[0] = products[:, 0] = sums
        for place, part in enumerate(self.parts):
            for other in self.parts[place if part.codes is None else place + 1 :]:
                block = part.crossed(other, weights)
                products[part.column.places, other.column.places] = block
                products[other.column.places, part.column.places] = block.T
        return products

    def sums_of_squares(self) -> "NDArray[np.float64]":
        """The diagonal of X' X, each cell counted once; shape (width,)."""
        import numpy as np

        squares = self.sums(np.ones(self.cells))
        for part in self.parts:
            if part.codes is None:
                squares[part.column.places] = part.numbers @ part.numbers
        return squares
