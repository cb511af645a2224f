"""How far two coders agree on each theme and on all of them, and what the number says. No database, no clock.

Per theme every point is a yes or a no of each coder; over all themes the whole set a coder chose is one answer. Krippendorff's advice is
followed: from 0.8 on conclusions may rest on the coding, from 0.667 on tentative ones; the lower end of the interval decides.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.stats.agreement.coefficients import Agreement, Reason, cohen_kappa, percent_agreement
from folkmoot.stats.agreement.krippendorff import krippendorff_alpha
from folkmoot.stats.agreement.ratings import ratings

RELIABLE, TENTATIVE = 0.8, 0.667
SEED = 20
LEAST_ALIKE = 30  # points coded twice from which full agreement, which has no interval, is believed

Pair = tuple[frozenset[str], frozenset[str]]


class Verdict(StrEnum):
    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    REVIEW = "review"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Agreed:
    """`alpha` and `kappa` correct for chance, `same` is the plain share of points coded alike; `base` is the points coded twice.

    `chosen` is on how many of them at least one coder chose the theme: with few, the number says little about it.
    """

    base: int
    chosen: int
    alpha: Agreement
    kappa: Agreement
    same: Agreement

    @property
    def verdict(self) -> Verdict:
        """By the lower end of alpha's interval; where no point differs from another, by alpha itself if enough were coded twice."""
        low = self.alpha.interval.low if self.alpha.interval else None
        if self.alpha.reason is Reason.NO_SPREAD and self.base >= LEAST_ALIKE:
            low = self.alpha.value
        if low is None:
            return Verdict.UNKNOWN
        return Verdict.RELIABLE if low >= RELIABLE else Verdict.TENTATIVE if low >= TENTATIVE else Verdict.REVIEW


def on_theme(pairs: Sequence[Pair], theme: str) -> Agreed:
    """Of one theme: whether both chose it, point by point. The interval of alpha draws points with replacement, always the same way."""
    rows = [(int(theme in one), int(theme in other)) for one, other in pairs]
    return _agreed(rows, (0, 1), sum(any(row) for row in rows))


def on_all(pairs: Sequence[Pair]) -> Agreed:
    """Of all themes: whether both chose the very same ones. Stricter than any theme alone."""
    rows = [("|".join(sorted(one)), "|".join(sorted(other))) for one, other in pairs]
    grades = sorted({grade for row in rows for grade in row}) or [""]
    return _agreed(rows, grades, len(rows))


def _agreed(rows: Sequence[Sequence[str | int]], grades: Sequence[str | int], chosen: int) -> Agreed:
    given = ratings(rows or [[None, None]], grades)
    return Agreed(len(rows), chosen, krippendorff_alpha(given, seed=SEED), cohen_kappa(given), percent_agreement(given))


def themes_chosen(pairs: Sequence[Pair]) -> list[str]:
    """Every theme that somebody chose, in alphabetical order."""
    return sorted({theme for pair in pairs for one in pair for theme in one})


def beside_each_other(first: Collection[str], second: Collection[str]) -> Pair:
    return frozenset(first), frozenset(second)
