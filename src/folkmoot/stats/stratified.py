"""Two groups compared within strata (offence, Area, year), and one answer for all strata together: the methods of Mantel and Haenszel.

A gap over all cases can turn round inside every stratum (Berkeley admissions, 1973). A pooled ratio is one number only where the strata
tell the same story, so the test of homogeneity belongs beside it.

Sources: Mantel and Haenszel (1959); Robins, Breslow and Greenland (1986) for the interval of the odds ratio; Greenland and Robins (1985)
for those of the risk ratio; Sato (1989) for that of the risk difference; Breslow and Day (1980) and Tarone (1985) for homogeneity.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from folkmoot.stats.cells import CellTable
from folkmoot.stats.counts import NONE_COUNTED, Counts, Key
from folkmoot.stats.intervals import Estimate, z_value
from folkmoot.stats.significance import chi_squared_p


@dataclass(frozen=True)
class Stratum:
    """Both groups in one stratum. A stratum in which either is empty says nothing about the two and is left out of every figure."""

    key: Key
    group: Counts
    reference: Counts

    @property
    def compares(self) -> bool:
        return bool(self.group.base and self.reference.base)

    @property
    def total(self) -> Counts:
        return self.group + self.reference


@dataclass(frozen=True)
class ChiSquared:
    """A test: statistic, degrees of freedom, p value."""

    statistic: float
    degrees: int
    p_value: float


@dataclass(frozen=True)
class Stratified:
    """Group beside reference over all strata that hold both. A figure is None where the counts do not define it.

    `left_out` is what the strata without one of the two hold; `homogeneity` is Breslow and Day's test with Tarone's correction.
    """

    crude: tuple[Counts, Counts]
    strata: tuple[Stratum, ...]
    left_out: Counts
    odds_ratio: Estimate | None
    risk_ratio: Estimate | None
    risk_difference: Estimate | None
    test: ChiSquared | None
    homogeneity: ChiSquared | None


def stratified(strata: Sequence[Stratum], level: float = 0.95) -> Stratified:
    """Everything at once, at the given level."""
    used = tuple(stratum for stratum in strata if stratum.compares)
    return Stratified(
        (sum((each.group for each in strata), NONE_COUNTED), sum((each.reference for each in strata), NONE_COUNTED)),
        used,
        sum((stratum.total for stratum in strata if not stratum.compares), NONE_COUNTED),
        pooled_odds_ratio(used, level),
        pooled_risk_ratio(used, level),
        pooled_risk_difference(used, level),
        mantel_haenszel_test(used),
        breslow_day(used, tarone=True),
    )


def strata_of(table: CellTable, column: str, group: str, reference: str, by: Sequence[str]) -> tuple[Stratum, ...]:
    """The strata of a table by one or more columns; a value not recorded is a stratum of its own. Raises KeyError for an unknown column."""
    counts = table.counts([column, *by]).cells
    keys = dict.fromkeys(key[1:] for key in counts)
    return tuple(Stratum(key, counts.get((group, *key), NONE_COUNTED), counts.get((reference, *key), NONE_COUNTED)) for key in keys)


def pooled_odds_ratio(strata: Sequence[Stratum], level: float = 0.95) -> Estimate | None:
    """Mantel-Haenszel odds ratio with the log interval of Robins, Breslow and Greenland; None where either sum is zero."""
    cells = [_Cells.of(stratum) for stratum in strata if stratum.compares]
    r, s = _sum(cells, lambda t: t.a * t.d / t.n), _sum(cells, lambda t: t.b * t.c / t.n)
    if not r or not s:
        return None
    variance = (
        _sum(cells, lambda t: (t.a + t.d) / t.n * (t.a * t.d / t.n)) / (2 * r * r)
        + _sum(cells, lambda t: ((t.a + t.d) * (t.b * t.c) + (t.b + t.c) * (t.a * t.d)) / (t.n * t.n)) / (2 * r * s)
        + _sum(cells, lambda t: (t.b + t.c) / t.n * (t.b * t.c / t.n)) / (2 * s * s)
    )
    return _on_log_scale(r / s, variance, level)


def pooled_risk_ratio(strata: Sequence[Stratum], level: float = 0.95) -> Estimate | None:
    """Mantel-Haenszel relative rate with the log interval of Greenland and Robins; None where either side has no event."""
    cells = [_Cells.of(stratum) for stratum in strata if stratum.compares]
    r, s = _sum(cells, lambda t: t.a * t.n2 / t.n), _sum(cells, lambda t: t.c * t.n1 / t.n)
    if not r or not s:
        return None
    variance = _sum(cells, lambda t: (t.n1 * t.n2 * t.had - t.a * t.c * t.n) / (t.n * t.n)) / (r * s)
    return _on_log_scale(r / s, variance, level)


def pooled_risk_difference(strata: Sequence[Stratum], level: float = 0.95) -> Estimate | None:
    """Mantel-Haenszel difference of rates with the interval of Sato; None without a stratum."""
    cells = [_Cells.of(stratum) for stratum in strata if stratum.compares]
    weight = _sum(cells, lambda t: t.n1 * t.n2 / t.n)
    if not weight:
        return None
    gap = _sum(cells, lambda t: (t.a * t.n2 - t.c * t.n1) / t.n) / weight
    p = _sum(cells, lambda t: (t.n1 * t.n1 * t.c - t.n2 * t.n2 * t.a + t.n1 * t.n2 * (t.n2 - t.n1) / 2) / (t.n * t.n))
    q = _sum(cells, lambda t: (t.a * t.d + t.b * t.c) / (2 * t.n))
    half = z_value(level) * math.sqrt(max(0.0, gap * p + q)) / weight
    return Estimate(gap, max(-1.0, gap - half), min(1.0, gap + half))


def mantel_haenszel_test(strata: Sequence[Stratum], corrected: bool = True) -> ChiSquared | None:
    """Mantel-Haenszel chi-squared of no association in any stratum, with or without the continuity correction of a half.

    None where no stratum could have come out otherwise. A gap smaller than a half is corrected to none.
    """
    cells = [_Cells.of(stratum) for stratum in strata if stratum.compares]
    variance = _sum(cells, lambda t: t.n1 * t.n2 * t.had * t.had_not / (t.n * t.n * (t.n - 1)))
    if not variance:
        return None
    gap = abs(_sum(cells, lambda t: (t.a * t.n - t.n1 * t.had) / t.n))
    statistic = max(0.0, gap - (0.5 if corrected else 0.0)) ** 2 / variance
    return ChiSquared(statistic, 1, chi_squared_p(statistic, 1))


def breslow_day(strata: Sequence[Stratum], tarone: bool = False) -> ChiSquared | None:
    """Breslow and Day's test that one odds ratio fits all strata, with Tarone's correction if asked.

    A stratum in which nobody or everybody has the outcome cannot tell and counts no degree of freedom. None with fewer than two that
    can, or where the pooled odds ratio is not defined.
    """
    pooled = pooled_odds_ratio(strata)
    tables = [_Cells.of(stratum) for stratum in strata if stratum.compares and 0 < stratum.total.with_outcome < stratum.total.base]
    if pooled is None or len(tables) < 2:
        return None
    gaps = [table.a - _expected(table, pooled.value) for table in tables]
    variances = [_variance(table, pooled.value) for table in tables]
    statistic = math.fsum(gap * gap / variance for gap, variance in zip(gaps, variances, strict=True))
    if tarone:
        statistic = max(0.0, statistic - math.fsum(gaps) ** 2 / math.fsum(variances))  # equal strata: a rounding error below 0
    return ChiSquared(statistic, len(tables) - 1, chi_squared_p(statistic, len(tables) - 1))


@dataclass(frozen=True)
class _Cells:
    """a, b: the group with and without the outcome; c, d: the reference. Whole numbers, so that products lose no digit."""

    a: int
    b: int
    c: int
    d: int

    @classmethod
    def of(cls, stratum: Stratum) -> "_Cells":
        group, reference = stratum.group, stratum.reference
        return cls(group.with_outcome, group.without_outcome, reference.with_outcome, reference.without_outcome)

    @property
    def n1(self) -> int:
        return self.a + self.b

    @property
    def n2(self) -> int:
        return self.c + self.d

    @property
    def n(self) -> int:
        return self.n1 + self.n2

    @property
    def had(self) -> int:
        return self.a + self.c

    @property
    def had_not(self) -> int:
        return self.b + self.d


def _sum(cells: Sequence[_Cells], term: Callable[[_Cells], float]) -> float:
    return math.fsum(term(each) for each in cells)


def _on_log_scale(value: float, variance: float, level: float) -> Estimate:
    spread = z_value(level) * math.sqrt(max(0.0, variance))
    return Estimate(value, value * math.exp(-spread), value * math.exp(spread))


def _expected(t: _Cells, odds_ratio: float) -> float:
    """How many of the group would have the outcome, given the margins and the odds ratio: the root of a quadratic that lies among the
    possible tables, in the form that subtracts nothing.
    """
    b = t.n2 - t.had + odds_ratio * (t.n1 + t.had)
    root = math.sqrt(max(0.0, b * b + 4 * (1 - odds_ratio) * odds_ratio * t.n1 * t.had))
    return 2 * odds_ratio * t.n1 * t.had / (b + root) if b > 0 else (root - b) / (2 * (1 - odds_ratio))


def _variance(t: _Cells, odds_ratio: float) -> float:
    """The asymptotic variance of the group's number with the outcome, given the margins. Each expected cell is found by itself: as what
    is left of a margin, a small one would be a rounding error.
    """
    turned = 1 / odds_ratio
    a, d = _expected(t, odds_ratio), _expected(_Cells(t.d, t.c, t.b, t.a), odds_ratio)
    b, c = _expected(_Cells(t.b, t.a, t.d, t.c), turned), _expected(_Cells(t.c, t.d, t.a, t.b), turned)
    return 1 / (1 / a + 1 / b + 1 / c + 1 / d)
