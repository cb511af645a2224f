"""How far a subgroup departs from what was expected of it: the Bernoulli score of the bias scan.

Source: Zhang and Neill (2016), "Identifying significant predictive bias in classifiers", arXiv 1611.08292. If everybody's odds
p/(1 − p) were multiplied by q, the log likelihood would rise by F(q) = Y·ln q − Σ ln(1 − p + q·p), where Y of them had the outcome.
The score is the largest F. Throughout, θ = ln q; F is concave in θ.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

# q is sought between 1/1000 and 1000; where everybody had the outcome no q would be large enough.
LARGEST_FACTOR = 1000.0
LARGEST_THETA = math.log(LARGEST_FACTOR)
# Terms of the series that stands for a mixture of expectations: on θ from 0 to ln 1000 its error is below 1e-8 a person.
TERMS = 24
# Halvings of an interval of θ: enough for the ninth digit of q; the search needs only the sixth, where the score is flat.
HALVINGS, HALVINGS_IN_SEARCH = 34, 22


@dataclass(frozen=True)
class Score:
    """`q`: how many times the odds are those expected. `value`: the rise in log likelihood, at least 0."""

    q: float
    value: float


def bernoulli_score(base: "Floats", expected: "Floats", with_outcome: int) -> Score:
    """Exact, over 1/1000 ≤ q ≤ 1000. `base` and `expected` (rates within 0 and 1) have shape (cells,); `with_outcome` is the total."""
    import numpy as np

    def slope(theta: "Floats") -> "Floats":
        odds = np.exp(theta) * expected
        return np.asarray([with_outcome - float((base * odds / (1 - expected + odds)).sum())])

    theta = float(crossing(slope, np.array([-LARGEST_THETA]), np.array([LARGEST_THETA]), HALVINGS)[0])
    value = with_outcome * theta - float((base * np.log1p(expected * math.expm1(theta))).sum())
    return Score(math.exp(theta), max(0.0, value))


def crossing(falling: "Callable[[Floats], Floats]", low: "Floats", high: "Floats", halvings: int = HALVINGS_IN_SEARCH) -> "Floats":
    """Where each of many functions falls below 0 between `low` and `high`, by bisection; an end where none does. Any one shape."""
    import numpy as np

    for _ in range(halvings):
        middle = (low + high) / 2
        above = falling(middle) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2


class Curves(Protocol):
    """Σ n·ln(1 − p + p·eᶿ) of every row, in a form in which the curves of a group are the sum of the curves of its rows.

    `columns` has shape (rows, k). Sums of rows have shape (..., k), θ and results the shape (...), with θ from 0 to ln 1000.
    """

    columns: "Floats"

    def value(self, sums: "Floats", theta: "Floats") -> "Floats":
        """Σ n·ln(1 − p + p·eᶿ)."""

    def slope(self, sums: "Floats", theta: "Floats") -> "Floats":
        """Its derivative by θ: how many events the odds multiplied would lead one to expect."""


class OneRate:
    """Curves where the same rate is expected of everybody: a row is its number of people."""

    def __init__(self, base: "Floats", rate: float) -> None:
        self.columns = base[:, None]
        self.rate = rate

    def value(self, sums: "Floats", theta: "Floats") -> "Floats":
        import numpy as np

        result: Floats = sums[..., 0] * np.log1p(self.rate * np.expm1(theta))
        return result

    def slope(self, sums: "Floats", theta: "Floats") -> "Floats":
        import numpy as np

        odds = self.rate * np.exp(theta)
        result: Floats = sums[..., 0] * (odds / (1 - self.rate + odds))
        return result


class ManyRates:
    """Curves where each cell has a rate of its own: a row is the Chebyshev series of its curve, and series add up."""

    def __init__(self, base: "Floats", rates: "Floats", row: "NDArray[np.intp]", rows: int) -> None:
        """`base`, `rates` and `row` (which row a cell belongs to) have shape (cells,)."""
        import numpy as np
        from numpy.polynomial import chebyshev

        nodes = np.cos(np.pi * (np.arange(TERMS) + 0.5) / TERMS)
        growth = np.expm1((nodes + 1) * LARGEST_THETA / 2)
        at_nodes = np.stack([np.bincount(row, base * np.log1p(rates * each), minlength=rows) for each in growth], axis=1)
        to_series = 2 / TERMS * chebyshev.chebvander(nodes, TERMS - 1)
        to_series[:, 0] /= 2
        self.columns: Floats = at_nodes @ to_series
        self._derivative: Floats = np.zeros((TERMS, TERMS))
        self._derivative[:, :-1] = chebyshev.chebder(np.eye(TERMS)).T * (2 / LARGEST_THETA)

    def value(self, sums: "Floats", theta: "Floats") -> "Floats":
        import numpy as np
        from numpy.polynomial import chebyshev

        terms = chebyshev.chebvander(2 * theta / LARGEST_THETA - 1, TERMS - 1)
        result: Floats = np.einsum("...k,...k->...", sums, terms)
        return result

    def slope(self, sums: "Floats", theta: "Floats") -> "Floats":
        return self.value(sums @ self._derivative, theta)
