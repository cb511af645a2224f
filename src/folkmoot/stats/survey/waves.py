"""One question or score over the years. A change is never computed across a break: a new wording is a new question."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from folkmoot.stats.counts import Counts
from folkmoot.stats.design_effect import DESIGN_EFFECT
from folkmoot.stats.survey.gaps import Gap, index_gap, share_gap
from folkmoot.stats.survey.scores import Measure, Scores, TooFew


@dataclass(frozen=True)
class Wave:
    """One year's result: counts for a share, scores for an index, None where it was not asked or not published.

    `break_before` marks a year from which earlier ones cannot be compared (wording, answers or coverage changed).
    """

    label: str
    result: Counts | Scores | None
    break_before: bool = False


@dataclass(frozen=True)
class Broken:
    """No comparison, because the series breaks at the wave named."""

    at: str


@dataclass(frozen=True)
class Change:
    """Later minus earlier, or why there is no such figure."""

    earlier: str
    later: str
    result: Gap | TooFew | Broken


def changes(waves: Sequence[Wave], *, measure: Measure = Measure.QUESTION, deff: float = DESIGN_EFFECT) -> list[Change]:
    """Each measured wave beside the measured one before it; years without a result are stepped over, breaks between them are not."""
    places = [place for place, wave in enumerate(waves) if wave.result is not None]
    return [_change(waves, before, after, measure, deff) for before, after in pairwise(places)]


def change_between(
    waves: Sequence[Wave], earlier: str, later: str, *, measure: Measure = Measure.QUESTION, deff: float = DESIGN_EFFECT
) -> Change:
    """Two named waves compared. Raises ValueError where one is not there, has no result, or they stand in the other order."""
    places = {wave.label: place for place, wave in enumerate(waves) if wave.result is not None}
    if earlier not in places or later not in places or places[earlier] >= places[later]:
        raise ValueError(f"no results for {earlier} followed by {later}")
    return _change(waves, places[earlier], places[later], measure, deff)


def _change(waves: Sequence[Wave], before: int, after: int, measure: Measure, deff: float) -> Change:
    broken = next((wave.label for wave in waves[before + 1 : after + 1] if wave.break_before), None)
    result = _compared(waves[after].result, waves[before].result, measure, deff) if broken is None else Broken(broken)
    return Change(waves[before].label, waves[after].label, result)


def _compared(later: Counts | Scores | None, earlier: Counts | Scores | None, measure: Measure, deff: float) -> Gap | TooFew:
    if isinstance(later, Counts) and isinstance(earlier, Counts):
        return share_gap(later, earlier, measure=measure, deff=deff)
    if isinstance(later, Scores) and isinstance(earlier, Scores):
        return index_gap(later, earlier, deff=deff)
    raise ValueError("the waves of one series are all shares or all scores")
