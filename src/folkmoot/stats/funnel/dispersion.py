"""How much more areas vary than chance alone would make them: overdispersion, and what is added to the limits for it.

Sources: Spiegelhalter (2005), "Handling over-dispersion of performance indicators", Quality and Safety in Health Care 14; the
variance between areas by DerSimonian and Laird (1986). Winsorising as the Care Quality Commission does, truncating as the Summary
Hospital-level Mortality Indicator does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

# "none" leaves the limits as chance alone sets them; the others say which scores the variation between areas is taken from.
Adjust: TypeAlias = Literal["winsorised", "truncated", "untrimmed", "none"]
TRIMMED_AT_EACH_END = 0.1


@dataclass(frozen=True)
class Dispersion:
    """`phi`: mean of the squared scores, about 1 where areas vary by chance alone. `tau2`: variance between areas, on the scale of
    the scores' standard errors; 0 where chance explains the variation."""

    phi: float
    tau2: float


def dispersion(scores: Sequence[float], errors: Sequence[float], adjust: Adjust) -> Dispersion:
    """From z scores and their standard errors, one of each for every area; no area gives 0 and 0. "none" gives tau² 0."""
    kept = list(zip(scores, errors, strict=True))
    if adjust == "winsorised":
        kept = list(zip(winsorised(scores), errors, strict=True))
    elif adjust == "truncated":
        kept = [pair for pair, inner in zip(kept, _inner(scores), strict=True) if inner]
    if not kept:
        return Dispersion(0.0, 0.0)
    phi = math.fsum(score * score for score, _ in kept) / len(kept)
    return Dispersion(phi, 0.0 if adjust == "none" else _between(phi, [error for _, error in kept]))


def winsorised(scores: Sequence[float], share: float = TRIMMED_AT_EACH_END) -> list[float]:
    """Scores beyond the quantiles `share` and 1 − `share` are moved onto them."""
    if not scores:
        return []
    low, high = _quantile(scores, share), _quantile(scores, 1 - share)
    return [min(max(score, low), high) for score in scores]


def _between(phi: float, errors: Sequence[float]) -> float:
    """Method of moments: (k·phi − (k − 1)) / (Σw − Σw²/Σw), w = 1/error², not below 0."""
    weights = [1 / (error * error) for error in errors]
    total = math.fsum(weights)
    spread = total - math.fsum(weight * weight for weight in weights) / total
    excess = len(weights) * phi - (len(weights) - 1)
    return excess / spread if excess > 0 and spread > 1e-9 * total else 0.0


def _inner(scores: Sequence[float], share: float = TRIMMED_AT_EACH_END) -> list[bool]:
    """Whether each score lies in neither the first nor the last of 1/share groups made by rank (ties share their mean rank)."""
    groups = round(1 / share)
    ranks = [_rank(score, scores) for score in scores]
    return [0 < math.floor(rank * groups / (len(scores) + 1)) < groups - 1 for rank in ranks]


def _rank(score: float, scores: Sequence[float]) -> float:
    below = sum(other < score for other in scores)
    return below + (1 + sum(other == score for other in scores)) / 2


def _quantile(values: Sequence[float], share: float) -> float:
    """Linear between order statistics (Hyndman and Fan's type 7, the default of R and numpy)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
