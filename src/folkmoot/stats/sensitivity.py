"""How strong something not measured would have to be to explain a ratio away: the E-value.

Source: VanderWeele and Ding (2017), "Sensitivity analysis in observational research: introducing the E-value".
"""

import math
from dataclasses import dataclass

from folkmoot.stats.intervals import Estimate

WARNING = (
    "An E-value says how strongly something that was not measured would have to be tied to both the group and the outcome to explain the "
    "whole ratio. It does not say that such a thing exists. A small E-value is no reason to set a finding aside, and a large one does not "
    "show a cause: read it beside the gap in percentage points, and name what could plausibly lie behind it."
)


@dataclass(frozen=True)
class EValue:
    """Both at least 1. `point` for the ratio itself, `limit` for the end of its interval nearest 1 (1 where the interval holds 1)."""

    point: float
    limit: float
    warning: str = WARNING


def e_value(risk_ratio: float) -> float:
    """RR + sqrt(RR (RR - 1)), with 1/RR in its place below 1. Infinite for a ratio of 0; at least 1. Raises ValueError below 0."""
    if risk_ratio < 0:
        raise ValueError(f"a ratio is at least 0, not {risk_ratio}")
    if risk_ratio == 0:
        return math.inf
    above = max(risk_ratio, 1 / risk_ratio)
    return above + math.sqrt(above) * math.sqrt(above - 1)


def e_values(risk_ratio: Estimate) -> EValue:
    """E-values of a risk ratio and of the limit of its interval that lies nearest 1."""
    if risk_ratio.low <= 1 <= risk_ratio.high:
        return EValue(e_value(risk_ratio.value), 1.0)
    return EValue(e_value(risk_ratio.value), e_value(risk_ratio.low if risk_ratio.low > 1 else risk_ratio.high))


def common_outcome(odds_ratio: Estimate) -> Estimate:
    """The risk ratio taken to stand behind an odds ratio where the outcome is common (above about 15 %): its square root."""
    return Estimate(math.sqrt(odds_ratio.value), math.sqrt(odds_ratio.low), math.sqrt(odds_ratio.high))
