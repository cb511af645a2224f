"""The maximum of the binomial likelihood, by Newton's method on cells."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted import problems
from folkmoot.stats.adjusted.design import Design
from folkmoot.stats.adjusted.separation import Separated, separated_cells

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 100
_HALVINGS = 30
_SAFE = 4.0  # log-odds in one step
_DEVIANCE_SETTLED = 1e-10  # relative change
_PREDICTOR_SETTLED = 1e-6  # largest change of a cell; Newton's next error is its square
_LONG = 10  # a step from which on the model may be running away; a group of 1 in 20,000 is still found in ten


@dataclass(frozen=True, eq=False)
class Fit:
    """`coefficients` has the design's width, zero where none is estimated; `information` is over the kept places, in their order.

    `predictor` has shape (cells,). The log-likelihood is that of single cases.
    """

    coefficients: "Floats"
    information: "Floats"
    predictor: "Floats"
    log_likelihood: float
    iterations: int


def fit(design: Design, kept: "NDArray[np.int64]", base: "Floats", had: "Floats") -> Fit | Separated:
    """Newton's method, which for the logit link is iteratively reweighted least squares (McCullagh and Nelder 1989, section 2.5).

    `base` and `had` have shape (cells,); some must have had the outcome and some not. A step that lowers the likelihood is halved.
    It has settled when the deviance changes by less than 1e-10 of itself and no linear predictor by more than 1e-6. Where some
    cells are pushed out for ever because the outcome follows from the columns, gives those cells instead. Raises ModelProblem.
    """
    import numpy as np

    coefficients = np.zeros(design.width)
    coefficients[0] = math.log(had.sum() / (base.sum() - had.sum()))
    predictor = design.predictor(coefficients)
    likelihood = log_likelihood(predictor, base, had)
    for iteration in range(1, _STEPS + 1):
        step = newton_step(design, kept, base, had, predictor)
        change = design.predictor(step)
        share, reached = _share(predictor, change, base, had, likelihood)
        coefficients, predictor = coefficients + share * step, predictor + share * change
        settled = abs(reached - likelihood) <= _DEVIANCE_SETTLED * (abs(reached) + 0.1)
        likelihood = reached
        if settled and np.abs(change).max() <= _PREDICTOR_SETTLED:
            return Fit(coefficients, _information(design, kept, base, predictor), predictor, likelihood, iteration)
        if iteration >= _LONG:
            separated = separated_cells(design, kept, step, base, had)
            if separated is not None:
                return separated
    raise problems.not_converged(_STEPS)


def newton_step(design: Design, kept: "NDArray[np.int64]", base: "Floats", had: "Floats", predictor: "Floats") -> "Floats":
    """The step from here, of the design's width; zero where no coefficient is estimated."""
    import numpy as np

    information = _information(design, kept, base, predictor)
    score = design.sums(residuals(predictor, base, had))[kept]
    step = np.zeros(design.width)
    step[kept] = solved(information, score)
    return step


def solved(information: "Floats", right: "Floats") -> "Floats":
    """The solution of a symmetric system, brought to a diagonal of ones first; the shortest one where there are many."""
    import numpy as np

    size = np.sqrt(np.diag(information))
    size[size == 0] = 1.0
    scaled = information / np.outer(size, size)
    try:
        solution = np.linalg.solve(scaled, right / size)
    except np.linalg.LinAlgError:
        solution = np.linalg.lstsq(scaled, right / size)[0]
    answer: Floats = solution / size
    return answer


def probabilities(predictor: "Floats") -> "tuple[Floats, Floats]":
    """Of the outcome and of its absence, both of shape (cells,); the small one of the two is exact however far out the predictor is."""
    import numpy as np

    tail = np.exp(-np.abs(predictor))
    large, small = 1 / (1 + tail), tail / (1 + tail)
    likely = predictor >= 0
    return np.where(likely, large, small), np.where(likely, small, large)


def residuals(predictor: "Floats", base: "Floats", had: "Floats") -> "Floats":
    """What was seen less what was expected, y - n p, of shape (cells,); written so that a huge n does not drown the rare case."""
    probability, complement = probabilities(predictor)
    return had * complement - (base - had) * probability


def log_likelihood(predictor: "Floats", base: "Floats", had: "Floats") -> float:
    """Of single cases: the sum of y log p + (n - y) log(1 - p) over the cells."""
    import numpy as np

    tail = np.log1p(np.exp(-np.abs(predictor)))
    without = base - had
    return -float(had @ (tail + np.maximum(-predictor, 0)) + without @ (tail + np.maximum(predictor, 0)))


def _information(design: Design, kept: "NDArray[np.int64]", base: "Floats", predictor: "Floats") -> "Floats":
    import numpy as np

    probability, complement = probabilities(predictor)
    information: Floats = design.cross_products(base * probability * complement)[np.ix_(kept, kept)]
    return information


def _share(predictor: "Floats", change: "Floats", base: "Floats", had: "Floats", before: float) -> tuple[float, float]:
    """How much of a step to take, and the log-likelihood there: no further than is safe, and halved until the likelihood does not fall.

    From a probability near 0 a step may leap to one so near to 1 that its variance vanishes and no step leads back, while the
    likelihood still rises for the sake of others. So cells some of whose cases speak against the move go a few log-odds at a time.
    """
    import numpy as np

    against = np.where(change > 0, base - had, had) > 0
    share = min(1.0, _SAFE / max(_SAFE, float(np.abs(change[against]).max(initial=0.0))))
    for _ in range(_HALVINGS):
        reached = log_likelihood(predictor + share * change, base, had)
        if reached >= before - _DEVIANCE_SETTLED * (abs(before) + 0.1):
            return share, reached
        share /= 2
    return 0.0, before
