"""How far a plan or an action has come, from its parts and their weights. No database.

The four steps are counted as shares of a part: not progressed 0, in progress one third, substantial progress two thirds,
achieved 1. The steps are those of follow-up inspection; equal distances between them are a convention of this product, so the
number of parts achieved always stands beside the share.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from folkmoot.actions.rules import LEVELS

SHARES: dict[str, Fraction] = {level: Fraction(place, len(LEVELS) - 1) for place, level in enumerate(LEVELS)}


@dataclass(frozen=True)
class Part:
    """One part: its step on the scale (None: nothing recorded) and its weight, 1 or more."""

    level: str | None
    weight: int = 1


@dataclass(frozen=True)
class Weighed:
    """Parts achieved, of how many; `share` 0 to 1 by weight; `level` the step on the scale that the share stands for."""

    achieved: int
    parts: int
    share: Fraction
    level: str

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 only where every part is achieved."""
        return int(self.share * 100)


def weigh(parts: Iterable[Part]) -> Weighed | None:
    """What parts come to together; None where there is none."""
    given = list(parts)
    if not given:
        return None
    share = sum((SHARES[part.level or LEVELS[0]] * part.weight for part in given), Fraction(0)) / sum(part.weight for part in given)
    return Weighed(sum(part.level == "achieved" for part in given), len(given), share, level_of(share))


def level_of(share: Fraction) -> str:
    """The highest step whose share is reached; anything above nought is in progress."""
    if share == 1:
        return "achieved"
    if share >= SHARES["substantial"]:
        return "substantial"
    return "in_progress" if share else "not_progressed"
