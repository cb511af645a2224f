"""Differences between two groups of respondents, or two years: the margin, the test, the interval and what may be said.

Source: Civil Service People Survey, quality and methodology information (z test for questions, t test for the index, at least 30, 20
and 10 respondents for a question, a theme and an index). `deff` is 1.2 unless another is given; 1 for a survey of everyone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from folkmoot.stats.counts import Counts
from folkmoot.stats.design_effect import DESIGN_EFFECT, checked_deff, effective
from folkmoot.stats.intervals import Estimate, newcombe_difference, z_value
from folkmoot.stats.judgement import Finding
from folkmoot.stats.significance import benjamini_hochberg
from folkmoot.stats.survey.scores import Measure, Scores, TooFew

Z_TEST = "two-sample z test of proportions, pooled variance, two-sided; Newcombe interval"
WELCH_TEST = "Welch t test, two-sided"
STUDENT_TEST = "Student t test with equal variances, two-sided"


@dataclass(frozen=True)
class Gap:
    """First minus second: shares on the scale 0 to 1, index scores on the scale 0 to 100. `df` is None for a z statistic."""

    gap: Estimate
    statistic: float
    df: float | None
    p_value: float
    test: str
    deff: float


def margin_of_error(share: float, n: int, population: int | None = None, deff: float = 1.0, level: float = 0.95) -> float:
    """Half width of the usual interval for a share, 0 to 1, of n answers from a population of N: z sqrt(p (1 - p) / n (N - n) / (N - 1)).

    The correction has N - 1, as the People Survey publishes it. Where everyone answered it is 0. Raises ValueError.
    """
    if not 0 <= share <= 1 or n < 1 or (population is not None and population < n):
        raise ValueError("a share lies between 0 and 1, and 1 <= n <= population")
    left = 1.0 if population is None else (population - n) / max(1, population - 1)
    return z_value(level) * math.sqrt(checked_deff(deff) * share * (1 - share) / n * left)


def counts_of_percent(n: int, percent: float) -> Counts:
    """The counts behind a published base and percentage, as near as the rounding allows."""
    return Counts(n, math.floor(n * percent / 100 + 0.5))


def share_gap(
    first: Counts, second: Counts, *, measure: Measure = Measure.QUESTION, deff: float = DESIGN_EFFECT, level: float = 0.95
) -> Gap | TooFew:
    """Difference of two shares. For a theme's share with the number of respondents the test errs on the side of no difference:
    a mean of several questions varies less than one question does.
    """
    if min(first.base, second.base) < measure.least:
        return TooFew(measure.least)
    z = _z(first, second) / math.sqrt(checked_deff(deff))
    interval = newcombe_difference(*effective(first, deff), *effective(second, deff), level)
    return Gap(interval, z, None, min(1.0, 2 * NormalDist().cdf(-abs(z))), Z_TEST, deff)


def _z(first: Counts, second: Counts) -> float:
    pooled = (first.with_outcome + second.with_outcome) / (first.base + second.base)
    variance = pooled * (1 - pooled) * (1 / first.base + 1 / second.base)
    gap = first.with_outcome / first.base - second.with_outcome / second.base
    return gap / math.sqrt(variance) if variance else 0.0


def index_gap(
    first: Scores, second: Scores, *, equal_spread: bool = False, deff: float = DESIGN_EFFECT, level: float = 0.95
) -> Gap | TooFew:
    """Difference of two mean scores by Welch's (1947) test, or Student's with `equal_spread`. Raises ValueError without both
    standard deviations: a mean alone cannot be tested (see `published_index_gap`).
    """
    if min(first.n, second.n) < Measure.INDEX.least:
        return TooFew(Measure.INDEX.least)
    if first.mean is None or second.mean is None or first.sd is None or second.sd is None:
        raise ValueError("both groups need a mean and a standard deviation")
    squares = (first.sd**2, second.sd**2)
    if equal_spread:
        pooled = ((first.n - 1) * squares[0] + (second.n - 1) * squares[1]) / (first.n + second.n - 2)
        squares = (pooled, pooled)
    variances = (squares[0] * checked_deff(deff) / first.n, squares[1] * deff / second.n)
    df = float(first.n + second.n - 2) if equal_spread else _welch_df(variances, (first.n, second.n))
    return _t_gap(first.mean - second.mean, math.sqrt(sum(variances)), df, STUDENT_TEST if equal_spread else WELCH_TEST, deff, level)


def _welch_df(variances: tuple[float, float], sizes: tuple[int, int]) -> float:
    """Satterthwaite's degrees of freedom for the difference of two means whose variances are given."""
    below = sum(variance**2 / (n - 1) for variance, n in zip(variances, sizes, strict=True))
    return sum(variances) ** 2 / below if below else float(sum(sizes) - 2)


def _t_gap(gap: float, error: float, df: float, test: str, deff: float, level: float) -> Gap:
    from scipy.special import stdtr, stdtrit

    half = float(stdtrit(df, (1 + level) / 2)) * error
    t = gap / error if error else math.copysign(math.inf, gap) if gap else 0.0
    p_value = 2 * float(stdtr(df, -abs(t))) if math.isfinite(t) else 0.0
    return Gap(Estimate(gap, gap - half, gap + half), t, df, min(1.0, p_value), test, deff)


@dataclass(frozen=True)
class JudgedGap:
    """A gap, its p value adjusted for all the gaps judged with it (None where there were too few), and the answer."""

    gap: Gap | TooFew
    p_adjusted: float | None
    finding: Finding


def judge_gaps(gaps: Sequence[Gap | TooFew], *, min_gap: float, q: float = 0.05) -> list[JudgedGap]:
    """Every gap with its answer, adjusted for one another by Benjamini and Hochberg (1995).

    `min_gap` is the smallest gap that matters, on the gaps' own scale. Too few never reads as no difference.
    """
    adjusted = iter(benjamini_hochberg([gap.p_value for gap in gaps if isinstance(gap, Gap)]))
    return [_judged(gap, next(adjusted), min_gap, q) if isinstance(gap, Gap) else _unjudged(gap) for gap in gaps]


def _unjudged(gap: TooFew) -> JudgedGap:
    return JudgedGap(gap, None, Finding.TOO_FEW)


def _judged(gap: Gap, p_adjusted: float, min_gap: float, q: float) -> JudgedGap:
    found = p_adjusted <= q and abs(gap.gap.value) >= min_gap - 1e-12
    return JudgedGap(gap, p_adjusted, Finding.DIFFERENCE if found else Finding.NO_DIFFERENCE)
