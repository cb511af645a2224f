"""Which coefficients the cases can tell apart, and for those they cannot, what each cannot be told apart from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted.design import Design

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NOTHING_OF_ITS_OWN = 1e-9  # share of a column's own sum of squares left when the columns before it are taken out of it
_COUNTS = 1e-6  # smallest weight with which a column takes part in another


@dataclass(frozen=True, eq=False)
class Identified:
    """`kept`: places of the coefficients to estimate. `same_as`: for each place dropped, the kept ones its column is made of."""

    kept: "NDArray[np.int64]"
    same_as: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def involved(self) -> set[int]:
        """Every place that takes part in columns that cannot be told apart."""
        return set(self.same_as).union(*self.same_as.values())


def identify(design: Design) -> Identified:
    """Keep each column that is no weighted sum of the columns before it, so that the later of two is dropped.

    The Cholesky factor of the cross-products (each cell counted once), columns in order: a diagonal element is what a column has of
    its own. R's `lm` and `glm` drop the same columns (limited pivoting of LINPACK's dqrdc2).
    """
    import numpy as np

    wanted = np.array([0, *(place for part in design.parts for place in part.column.estimated)], dtype=np.int64)
    products = design.cross_products(np.ones(design.cells))[np.ix_(wanted, wanted)]
    size = np.sqrt(np.diag(products))
    products = products / np.outer(size, size)
    if _all_have_their_own(products):
        return Identified(wanted)
    kept, same_as = _one_by_one(products)
    names = {int(wanted[place]): tuple(int(wanted[other]) for other in others) for place, others in same_as.items()}
    return Identified(wanted[kept], names)


def _all_have_their_own(products: "NDArray[np.float64]") -> bool:
    import numpy as np

    try:
        factor = np.linalg.cholesky(products)
    except np.linalg.LinAlgError:
        return False
    return bool(np.diag(factor).min() ** 2 > _NOTHING_OF_ITS_OWN)


def _one_by_one(products: "NDArray[np.float64]") -> tuple[list[int], dict[int, list[int]]]:
    """The places kept, and for each dropped those kept that it is made of. `products` has a diagonal of ones."""
    import numpy as np

    kept: list[int] = []
    same_as: dict[int, list[int]] = {}
    inverse = np.zeros_like(products)  # of the triangular factor of the columns kept, so that no system is solved afresh
    for place in range(len(products)):
        count = len(kept)
        shares = inverse[:count, :count] @ products[kept, place]
        own = products[place, place] - shares @ shares
        made_of = inverse[:count, :count].T @ shares
        if own <= _NOTHING_OF_ITS_OWN:
            same_as[place] = [kept[at] for at in np.flatnonzero(np.abs(made_of) > _COUNTS)]
            continue
        inverse[count, :count] = -made_of / np.sqrt(own)
        inverse[count, count] = 1 / np.sqrt(own)
        kept.append(place)
    return kept, same_as
