"""A fitted model with all that its figures are made from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted import problems
from folkmoot.stats.adjusted.design import Column, Design
from folkmoot.stats.adjusted.fitting import Fit
from folkmoot.stats.adjusted.identification import Identified
from folkmoot.stats.adjusted.levels import by_columns
from folkmoot.stats.adjusted.results import Control
from folkmoot.stats.adjusted.spread import Spread, cluster_covariance, cluster_scores, model_covariance
from folkmoot.stats.cells import CellTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Asked:
    """What was asked for. `reference` is a group there is."""

    outcome: str
    characteristic: str
    controls: tuple[Control, ...]
    reference: str
    cluster: str | None
    level: float

    @property
    def categories(self) -> list[str]:
        """The columns of the model that are not numbers, the characteristic first."""
        return [self.characteristic, *(control.name for control in self.controls if not control.linear)]


@dataclass(frozen=True, eq=False)
class Model:
    """`table` holds the cases used, by the columns of the model and the cluster; `columns` stand in the order of their coefficients."""

    asked: Asked
    table: CellTable
    columns: tuple[Column, ...]
    design: Design
    identified: Identified
    fit: Fit
    spread: Spread

    @property
    def characteristic(self) -> Column:
        return self.columns[0]

    @property
    def by_column(self) -> CellTable:
        """The cases by the columns of the model alone."""
        return by_columns(self.table, [column.name for column in self.columns])


def spread_of(asked: Asked, table: CellTable, design: Design, identified: Identified, fit: Fit) -> Spread:
    """Model-based, or by cluster where one was asked for. Raises ModelProblem if there is one cluster only."""
    modelled = model_covariance(fit)
    if asked.cluster is None:
        return Spread(identified.kept, modelled, modelled)
    codes, clusters = cluster_codes(table, asked.cluster)
    if clusters < 2:
        raise problems.one_cluster(asked.cluster)
    scores = cluster_scores(design, fit, table, codes, clusters)
    return Spread(identified.kept, cluster_covariance(modelled, identified.kept, scores, table.total.base), modelled)


def cluster_codes(table: CellTable, cluster: str) -> "tuple[NDArray[np.int64], int]":
    """For each cell the number of its cluster, from 0 and without gaps, and how many clusters there are."""
    import numpy as np

    found, codes = np.unique(table.factor(cluster).codes, return_inverse=True)
    return codes.astype(np.int64), len(found)


def best_log_likelihood(table: CellTable, by: Sequence[str]) -> float:
    """The log-likelihood of single cases where each combination of these columns has its own rate."""
    import numpy as np

    counted = by_columns(table, by)
    base, had = counted.base.astype(np.float64), counted.with_outcome.astype(np.float64)
    without = base - had
    parts = [part * np.log(np.where(part > 0, part, base) / base) for part in (had, without)]
    return math.fsum(float(part.sum()) for part in parts)
