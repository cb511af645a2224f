"""What the model says of each group on the scale of rates: everyone is predicted as if they were of that group, and averaged.

This is standardisation, also called g-computation (Robins 1986; Lane and Nelder 1982 for its use with such models). To switch one
group's indicator on and leave the other indicators as they are, as some programs do for an average marginal effect, would put people
of a third group into two groups at once; here the whole column is set. Intervals are of the delta method (Lane and Nelder 1982) and
take the cases as given, as Stata's `margins` does by default.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted.columns import design_of
from folkmoot.stats.adjusted.design import Column, Design
from folkmoot.stats.adjusted.fitting import probabilities
from folkmoot.stats.adjusted.spread import Spread
from folkmoot.stats.cells import CellTable
from folkmoot.stats.intervals import Estimate, z_value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Standardised:
    """The average predicted probability, 0 to 1, its complement, and its gradient by the coefficients, of the design's width."""

    rate: float
    complement: float
    gradient: "Floats"


@dataclass(frozen=True, eq=False)
class Everyone:
    """The cases summed over the characteristic, so that each combination of controls is predicted once for each group."""

    design: Design
    base: "Floats"
    predictor: "Floats"
    characteristic: Column

    def as_if(self, level: int, coefficients: "Floats") -> Standardised:
        """Everyone as if of the group at that place of the characteristic's levels."""
        place = self.characteristic.start + level
        probability, complement = probabilities(self.predictor + coefficients[place])
        total = self.base.sum()
        gradient: Floats = self.design.sums(self.base * probability * complement) / total
        gradient[place] = gradient[0]
        return Standardised(float(self.base @ probability / total), float(self.base @ complement / total), gradient)


def everyone(table: CellTable, columns: tuple[Column, ...], coefficients: "Floats") -> Everyone:
    """`columns` with the characteristic first; `coefficients` of the design's width."""
    collapsed = table.by([column.name for column in columns[1:]])
    design = design_of(columns, collapsed, without=columns[0].name)
    return Everyone(design, collapsed.base.astype("float64"), design.predictor(coefficients), columns[0])


def rate_estimate(one: Standardised, spread: Spread, level: float) -> Estimate:
    """The standardised rate; its interval is found on the scale of log-odds, so that it lies inside 0 to 1."""
    middle = math.log(one.rate / one.complement)
    half = z_value(level) * spread.error(one.gradient) / (one.rate * one.complement)
    return Estimate(one.rate, _expit(middle - half), _expit(middle + half))


def effect_estimate(one: Standardised, reference: Standardised, spread: Spread, level: float) -> Estimate:
    """Average marginal effect: the difference of two standardised rates, symmetric interval, cut at -1 and 1."""
    half = z_value(level) * spread.error(one.gradient - reference.gradient)
    effect = one.rate - reference.rate
    return Estimate(effect, max(-1.0, effect - half), min(1.0, effect + half))


def ratio_estimate(one: Standardised, reference: Standardised, spread: Spread, level: float) -> Estimate:
    """Standardised relative rate: the ratio of two standardised rates, interval found on the scale of logarithms."""
    half = z_value(level) * spread.error(one.gradient / one.rate - reference.gradient / reference.rate)
    return _around(math.log(one.rate / reference.rate), half)


def odds_estimate(coefficient: float, error: float, level: float) -> Estimate:
    """Odds ratio with Wald's interval: exp(b ± z·SE)."""
    return _around(coefficient, z_value(level) * error)


def wald_p(coefficient: float, error: float) -> float | None:
    """Two-sided p value of the hypothesis that a coefficient is 0, by the normal distribution; None without a finite error."""
    if not error or math.isinf(error):
        return None
    return math.erfc(abs(coefficient / error) / math.sqrt(2))


def _around(logarithm: float, half: float) -> Estimate:
    return Estimate(_exp(logarithm), _exp(logarithm - half), _exp(logarithm + half))


def _exp(logarithm: float) -> float:
    return math.exp(logarithm) if logarithm < 700 else math.inf


def _expit(logit: float) -> float:
    return 1 / (1 + _exp(-logit))
