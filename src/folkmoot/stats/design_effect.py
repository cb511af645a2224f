"""What a complex sample, or people counted more than once, takes from the precision of a count.

A design effect `deff` (Kish, Survey Sampling, 1965, section 8.2) is the variance of an estimate over the variance that as many
independent answers would give: n answers are worth n / deff. 1 for a survey of everyone; above 1 for weighted or clustered samples.
"""

import math
from typing import cast

from folkmoot.stats.counts import Counts

# For surveys of the public whose own design effect is not published. A planning value, to be replaced by the published one.
DESIGN_EFFECT = 1.2


def checked_deff(deff: float) -> float:
    """The same number. Raises ValueError where it is not above 0."""
    if not 0 < deff < math.inf:
        raise ValueError(f"a design effect is a number above 0, not {deff}")
    return deff


def effective(counts: Counts, deff: float) -> tuple[int, int]:
    """(with outcome, base), each divided by the design effect, to be given to a score interval.

    Seldom whole numbers: the formulas of those intervals take any numbers, though their signatures speak of counts.
    """
    if checked_deff(deff) == 1:
        return counts.with_outcome, counts.base
    return cast(int, counts.with_outcome / deff), cast(int, counts.base / deff)
