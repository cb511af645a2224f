"""Areas beside one another without a league table: Spiegelhalter's funnel, for proportions, standardised ratios and relative rates.

Inside the limits areas do not differ by more than chance would make them, so nothing here orders them: they come in alphabetical
order and in no other.
"""

from folkmoot.stats.funnel.dispersion import Adjust, Dispersion, dispersion
from folkmoot.stats.funnel.limits import Limits, Position
from folkmoot.stats.funnel.proportions import AreaPoint, CurvePoint, Funnel, ImpossibleTarget, NothingToCompare, funnel
from folkmoot.stats.funnel.quality import NationalCheck, check_national
from folkmoot.stats.funnel.ratios import RatioFunnel, RatioPoint, StandardisedRatio, ratio_funnel
from folkmoot.stats.funnel.relative_rates import RelativeRateFunnel, RelativeRatePoint, relative_rate_funnel

__all__ = [
    "Adjust",
    "AreaPoint",
    "CurvePoint",
    "Dispersion",
    "Funnel",
    "ImpossibleTarget",
    "Limits",
    "NationalCheck",
    "NothingToCompare",
    "Position",
    "RatioFunnel",
    "RatioPoint",
    "RelativeRateFunnel",
    "RelativeRatePoint",
    "StandardisedRatio",
    "check_national",
    "dispersion",
    "funnel",
    "ratio_funnel",
    "relative_rate_funnel",
]
