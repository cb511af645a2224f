"""How uncertain coefficients are: from the model, or from how much clusters (police forces, units) differ."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted.design import Design
from folkmoot.stats.adjusted.fitting import Fit, residuals
from folkmoot.stats.cells import CellTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_COLLAPSED = 1e-5  # a clustered standard error below this share of the model's is not small: the clusters cannot give one


@dataclass(frozen=True, eq=False)
class Spread:
    """`covariance` and that of the model alone, both over the kept places; `kept` are those places."""

    kept: "NDArray[np.int64]"
    covariance: "Floats"
    model: "Floats"

    def error(self, gradient: "Floats") -> float:
        """Standard error by the delta method of a quantity with this gradient, of the design's width.

        Infinite where too few clusters take part to show how they differ: their scores then cancel and would give an error of 0.
        """
        slope = gradient[self.kept]
        return self._root(float(slope @ self.covariance @ slope), float(slope @ self.model @ slope))

    def error_at(self, place: int) -> float:
        """Standard error of one coefficient that is kept."""
        import numpy as np

        own = int(np.searchsorted(self.kept, place))
        return self._root(float(self.covariance[own, own]), float(self.model[own, own]))

    def _root(self, variance: float, modelled: float) -> float:
        if self.covariance is not self.model and variance < _COLLAPSED**2 * modelled:
            return float("inf")
        return math.sqrt(max(0.0, variance))


def model_covariance(fit: Fit) -> "Floats":
    """The inverse of the Fisher information."""
    import numpy as np

    size = np.sqrt(np.diag(fit.information))
    covariance: Floats = np.linalg.inv(fit.information / np.outer(size, size)) / np.outer(size, size)
    return covariance


def cluster_covariance(model: "Floats", kept: "NDArray[np.int64]", scores: "Floats", cases: int) -> "Floats":
    """The sandwich of Liang and Zeger (1986): inverse information, sum over clusters of score times score, inverse information.

    `scores` has shape (clusters, width). Multiplied by G/(G-1) x (N-1)/(N-K) for G clusters, N cases and K coefficients, as
    statsmodels does for `GLM.fit(cov_type="cluster")` on single cases; Stata leaves out the second factor.
    """
    clusters, parameters = len(scores), len(kept)
    own = scores[:, kept] @ model
    factor = clusters / (clusters - 1) * (cases - 1) / (cases - parameters)
    covariance: Floats = factor * (own.T @ own)
    return covariance


def cluster_scores(design: Design, fit: Fit, table: CellTable, cluster: "NDArray[np.int64]", clusters: int) -> "Floats":
    """The derivative of the log-likelihood summed by cluster, shape (clusters, width). `cluster`, shape (cells,), numbers them from 0."""
    import numpy as np

    residual = residuals(fit.predictor, table.base.astype(np.float64), table.with_outcome.astype(np.float64))
    scores = np.zeros((clusters, design.width))
    scores[:, 0] = np.bincount(cluster, weights=residual, minlength=clusters)
    for part in design.parts:
        if part.codes is None:
            scores[:, part.column.start] = np.bincount(cluster, weights=residual * part.numbers, minlength=clusters)
            continue
        flat = np.bincount(cluster * part.column.width + part.codes, weights=residual, minlength=clusters * part.column.width)
        scores[:, part.column.places] = flat.reshape(clusters, part.column.width)
    return scores
