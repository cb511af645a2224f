"""Small groups: rates and relative rates drawn towards the common one by as much as their own counts leave open.

Shrunk figures say where to look first. They are not published as if observed: the raw count stands beside each.
"""

from folkmoot.stats.shrinkage.beta_binomial import BetaPrior, Method, ShrunkRate, ShrunkRates, shrink_rates
from folkmoot.stats.shrinkage.random_effects import (
    LogRatio,
    RandomEffects,
    ShrunkRatio,
    ShrunkRatios,
    log_ratio,
    random_effects,
    shrink_relative_rates,
)

__all__ = [
    "BetaPrior",
    "LogRatio",
    "Method",
    "RandomEffects",
    "ShrunkRate",
    "ShrunkRates",
    "ShrunkRatio",
    "ShrunkRatios",
    "log_ratio",
    "random_effects",
    "shrink_rates",
    "shrink_relative_rates",
]
