"""Published survey tables: rounded figures and figures withheld ("[c]") give a range, never a number that was not published.

Source of the marks: Government Statistical Service symbols guidance; "[c]" stands for fewer than 10 respondents in the People Survey.
"""

import math
import re
from dataclasses import dataclass

from folkmoot.errors import FolkmootError
from folkmoot.stats.design_effect import DESIGN_EFFECT
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds
from folkmoot.stats.survey.gaps import Gap, counts_of_percent, index_gap, share_gap
from folkmoot.stats.survey.scores import LEAST_REPORTED, Measure, Scores, TooFew

_MARK = re.compile(r"\[[a-z]{1,3}\]")
_NUMBER = re.compile(r"-?[\d,]*\.?\d+")


class UnreadableFigure(FolkmootError):
    """A cell of a published table is neither a number nor a mark."""


@dataclass(frozen=True)
class PublishedScore:
    """One published row: its base (None where withheld) and the range, 0 to 100, of a figure that may be rounded or withheld."""

    base: int | None
    score: Bounds

    @property
    def withheld(self) -> bool:
        return self.base is None or self.score == WHOLE_SCALE


WHOLE_SCALE = Bounds(0.0, 100.0)


@dataclass(frozen=True)
class PublishedGap:
    """How far apart two published figures may lie, in points, and what may be said. `why` is empty where something can be said."""

    gap: Bounds
    finding: Finding
    why: str = ""


WITHHELD = "a figure is withheld because too few people answered"
ROUNDED = "the answer depends on digits that were rounded away"
SPREAD_UNKNOWN = "the spread of the scores is not published"


def published_score(base: str, score: str) -> PublishedScore:
    """A row as it stands in the file, such as ("416", "12.74") or ("[c]", "[c]"). Raises UnreadableFigure."""
    number = _number(base)
    return PublishedScore(None if number is None else int(number), _range(score))


def _number(text: str) -> float | None:
    clean = text.strip()
    if _MARK.fullmatch(clean):
        return None
    if not _NUMBER.fullmatch(clean):
        raise UnreadableFigure(
            f"'{clean[:40]}' is not a figure.",
            "A cell holds a number or a mark such as [c].",
            "Correct the cell, or put [x] for not available.",
        )
    return float(clean.replace(",", ""))


def _range(text: str) -> Bounds:
    """Every value that rounds to the one printed."""
    number = _number(text)
    if number is None:
        return WHOLE_SCALE
    decimals = len(text.strip().partition(".")[2])
    half = 0.5 * 10.0**-decimals
    return Bounds(max(0.0, number - half), min(100.0, number + half))


def published_share_gap(
    first: PublishedScore,
    second: PublishedScore,
    *,
    measure: Measure = Measure.QUESTION,
    deff: float = DESIGN_EFFECT,
    alpha: float = 0.05,
) -> PublishedGap:
    """Two published percentages compared: a difference only where it is significant whatever was rounded away."""
    bounds = _gap_bounds(first, second)
    if first.base is None or second.base is None or first.withheld or second.withheld:
        return PublishedGap(bounds, Finding.TOO_FEW, WITHHELD)
    sizes = (first.base, second.base)
    nearest, farthest = (_share_gap(sizes, pair, measure, deff) for pair in _extremes(first, second))
    if isinstance(nearest, TooFew) or isinstance(farthest, TooFew):
        return PublishedGap(bounds, Finding.TOO_FEW, f"fewer than {measure.least} people answered on one side")
    return _answer(bounds, nearest.p_value <= alpha, farthest.p_value <= alpha, ROUNDED)


def published_index_gap(
    first: PublishedScore, second: PublishedScore, *, sd: float | None = None, deff: float = DESIGN_EFFECT, alpha: float = 0.05
) -> PublishedGap:
    """Two published index scores compared. Without a standard deviation the widest possible for the mean is taken, so that a
    difference holds whatever the spread; where it does not hold, nothing can be said.

    No set of scores from 0 to 100 with mean m spreads more than sqrt(m (100 - m)): Bhatia and Davis (2000).
    """
    bounds = _gap_bounds(first, second)
    if first.base is None or second.base is None or first.withheld or second.withheld:
        return PublishedGap(bounds, Finding.TOO_FEW, WITHHELD)
    sizes = (first.base, second.base)
    nearest, farthest = (_index_gap(sizes, pair, sd, deff) for pair in _extremes(first, second))
    if isinstance(nearest, TooFew) or isinstance(farthest, TooFew):
        return PublishedGap(bounds, Finding.TOO_FEW, f"fewer than {LEAST_REPORTED} people answered on one side")
    if sd is None and nearest.p_value > alpha:
        return PublishedGap(bounds, Finding.MISSING_DATA, SPREAD_UNKNOWN)
    return _answer(bounds, nearest.p_value <= alpha, farthest.p_value <= alpha, ROUNDED)


def widest_sd(mean: float, n: int) -> float:
    """The largest standard deviation that n scores from 0 to 100 with this mean can have (n - 1 below)."""
    return math.sqrt(mean * (100 - mean) * n / (n - 1))


def _answer(bounds: Bounds, surely: bool, possibly: bool, why: str) -> PublishedGap:
    if surely:
        return PublishedGap(bounds, Finding.DIFFERENCE)
    return PublishedGap(bounds, Finding.MISSING_DATA, why) if possibly else PublishedGap(bounds, Finding.NO_DIFFERENCE)


def _gap_bounds(first: PublishedScore, second: PublishedScore) -> Bounds:
    return Bounds(first.score.low - _top(second), _top(first) - second.score.low)


def _top(row: PublishedScore) -> float:
    return 100.0 if row.score.high is None else row.score.high


def _extremes(first: PublishedScore, second: PublishedScore) -> tuple[tuple[float, float], tuple[float, float]]:
    """The pair of values nearest to each other and the pair farthest apart, within what the rounding allows."""
    meet = max(first.score.low, second.score.low)
    if meet <= min(_top(first), _top(second)):
        nearest = (meet, meet)
    elif first.score.low > second.score.low:
        nearest = (first.score.low, _top(second))
    else:
        nearest = (_top(first), second.score.low)
    corners = ((first.score.low, _top(second)), (_top(first), second.score.low))
    return nearest, max(corners, key=lambda pair: abs(pair[0] - pair[1]))


def _share_gap(sizes: tuple[int, int], percents: tuple[float, float], measure: Measure, deff: float) -> Gap | TooFew:
    first, second = (counts_of_percent(n, percent) for n, percent in zip(sizes, percents, strict=True))
    return share_gap(first, second, measure=measure, deff=deff)


def _index_gap(sizes: tuple[int, int], means: tuple[float, float], sd: float | None, deff: float) -> Gap | TooFew:
    if min(sizes) < LEAST_REPORTED:
        return TooFew(LEAST_REPORTED)
    first, second = (Scores(n, mean, widest_sd(mean, n) if sd is None else sd) for n, mean in zip(sizes, means, strict=True))
    return index_gap(first, second, deff=deff)
