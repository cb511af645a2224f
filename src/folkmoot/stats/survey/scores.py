"""Scores of a staff survey as the Civil Service People Survey defines them, and the rounding it publishes them with.

Sources: Civil Service People Survey 2024, quality and methodology information; 2018 Technical Guide. Index scores lie on the scale
0 to 100, shares on the scale 0 to 1. A person who left out a question that a score needs is left out of that score, and counted.
"""

import math
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import Estimate, wilson
from folkmoot.stats.missing import Bounds

AGREEMENT_SCORES: Mapping[str, int] = {
    "Strongly agree": 100,
    "Agree": 75,
    "Neither agree nor disagree": 50,
    "Disagree": 25,
    "Strongly disagree": 0,
}
ENGAGEMENT_QUESTIONS = 5
PROXY_STRESS_QUESTIONS = 8
WELLBEING_QUESTIONS = 5
LEAST_REPORTED = 10


class Measure(Enum):
    """What is compared; the value is the smallest number of respondents on either side for which the People Survey tests it."""

    QUESTION = 30
    THEME = 20
    INDEX = 10

    @property
    def least(self) -> int:
        return self.value


@dataclass(frozen=True)
class TooFew:
    """No result, because fewer than `least` people answered. How many did is not said: it is a small number."""

    least: int


@dataclass(frozen=True)
class Scores:
    """Respondents' scores: how many, their mean (None where n is 0) and standard deviation (None below 2); how many were incomplete."""

    n: int
    mean: float | None
    sd: float | None
    left_out: int = 0


def scores_of(values: Iterable[float | None]) -> Scores:
    """The scores of a group from one score a respondent; None stands for a respondent who did not answer every question."""
    listed = list(values)
    complete = [value for value in listed if value is not None]
    n, left_out = len(complete), len(listed) - len(complete)
    if not n:
        return Scores(0, None, None, left_out)
    mean = statistics.fmean(complete)
    spread = math.fsum((value - mean) ** 2 for value in complete)
    return Scores(n, mean, math.sqrt(spread / (n - 1)) if n > 1 else None, left_out)


def reported(scores: Scores, least: int = LEAST_REPORTED) -> Scores | TooFew:
    """The scores, or `TooFew` where fewer than `least` respondents gave them."""
    return scores if scores.n >= least else TooFew(least)


def engagement_score(answers: Sequence[float | None]) -> float | None:
    """One respondent's engagement, 0 to 100: the mean of the five questions' scores; None unless all five are answered."""
    return _mean_of_all(answers, ENGAGEMENT_QUESTIONS)


def engagement_index(respondents: Iterable[Sequence[float | None]]) -> Scores:
    """Employee Engagement Index of a group: the mean of its respondents' own scores."""
    return scores_of(engagement_score(answers) for answers in respondents)


def proxy_stress_score(answers: Sequence[float | None], inverted: Collection[int] = ()) -> float | None:
    """One respondent's Proxy Stress score, 0 to 100, where higher is worse; None unless all eight questions are answered.

    `answers` score 100 for the most agreement; those at the places in `inverted` are turned round because agreement is the worse
    answer to them (bullied or harassed: yes).
    """
    turned = [answer if answer is None or place not in inverted else 100 - answer for place, answer in enumerate(answers)]
    favourable = _mean_of_all(turned, PROXY_STRESS_QUESTIONS)
    return None if favourable is None else 100 - favourable


def proxy_stress_index(respondents: Iterable[Sequence[float | None]], inverted: Collection[int] = ()) -> Scores:
    """Proxy Stress Index of a group: the mean of its respondents' own scores."""
    return scores_of(proxy_stress_score(answers, inverted) for answers in respondents)


def perma_points(answer: int) -> int:
    """What an answer from 0 to 10 counts: 0 is 0, 1 to 4 is 25, 5 and 6 are 50, 7 to 9 are 75, 10 is 100. Raises ValueError."""
    if not 0 <= answer <= 10:
        raise ValueError(f"an answer lies between 0 and 10, not {answer}")
    return next(points for highest, points in ((0, 0), (4, 25), (6, 50), (9, 75), (10, 100)) if answer <= highest)


def perma_score(answers: Sequence[int | None]) -> float | None:
    """One respondent's PERMA score, 0 to 100, from five answers of 0 to 10; None unless all five are answered."""
    return _mean_of_all([None if answer is None else perma_points(answer) for answer in answers], WELLBEING_QUESTIONS)


def perma_index(respondents: Iterable[Sequence[int | None]]) -> Scores:
    """PERMA index of a group: the mean of its respondents' own scores."""
    return scores_of(perma_score(answers) for answers in respondents)


def _mean_of_all(answers: Sequence[float | None], questions: int) -> float | None:
    if len(answers) != questions:
        raise ValueError(f"{questions} answers are needed (None where one was left out), not {len(answers)}")
    given = [answer for answer in answers if answer is not None]
    if any(not 0 <= answer <= 100 for answer in given):
        raise ValueError("scores lie between 0 and 100")
    return statistics.fmean(given) if len(given) == questions else None


@dataclass(frozen=True)
class AnswerCounts:
    """How many gave each answer to one question. Those who left it out are in none of them."""

    strongly_agree: int
    agree: int
    neither: int
    disagree: int
    strongly_disagree: int

    @property
    def listed(self) -> tuple[int, ...]:
        return self.strongly_agree, self.agree, self.neither, self.disagree, self.strongly_disagree

    @property
    def n(self) -> int:
        return sum(self.listed)

    @property
    def positive(self) -> Counts:
        """Everyone who answered, and those who agreed or strongly agreed."""
        return Counts(self.n, self.strongly_agree + self.agree)

    @property
    def shares(self) -> tuple[float, ...]:
        """Each answer's share, 0 to 1, in the order of the fields. Raises ZeroDivisionError where nobody answered."""
        return tuple(count / self.n for count in self.listed)

    @property
    def scores(self) -> Scores:
        """The answers as scores of 100, 75, 50, 25 and 0."""
        return _spread(list(zip(AGREEMENT_SCORES.values(), self.listed, strict=True)))


def _spread(scored: Sequence[tuple[int, int]]) -> Scores:
    n = sum(count for _, count in scored)
    if not n:
        return Scores(0, None, None)
    mean = sum(score * count for score, count in scored) / n
    squares = math.fsum(count * (score - mean) ** 2 for score, count in scored)
    return Scores(n, mean, math.sqrt(squares / (n - 1)) if n > 1 else None)


@dataclass(frozen=True)
class ThemeScore:
    """A theme: the mean over its questions of the share positive, 0 to 1, and the fewest people who answered one of them."""

    share: float
    questions: int
    fewest: int


def theme_score(questions: Sequence[AnswerCounts], least: int = LEAST_REPORTED) -> ThemeScore | TooFew:
    """Share positive, averaged over the questions of a theme, each question counting alike whatever its base."""
    fewest = min(question.n for question in questions)
    if fewest < least:
        return TooFew(least)
    shares = [question.positive.with_outcome / question.n for question in questions]
    return ThemeScore(statistics.fmean(shares), len(shares), fewest)


class YesBase(Enum):
    """Who stands in the denominator of a share that said yes. The People Survey takes everyone who answered."""

    EVERYONE_WHO_ANSWERED = "everyone who answered, 'prefer not to say' included"
    YES_OR_NO = "those who said yes or no"


@dataclass(frozen=True)
class YesShare:
    """The share that said yes, 0 to 1, the base it was taken of, and how far those who preferred not to say could move it."""

    share: Estimate
    counts: Counts
    base: YesBase
    bounds: Bounds


def yes_share(yes: int, no: int, prefer_not: int, base: YesBase = YesBase.EVERYONE_WHO_ANSWERED, level: float = 0.95) -> YesShare | TooFew:
    """Share that said yes to "in the last 12 months, have you ..." with its Wilson interval; `TooFew` below 10 in the base.

    The bounds run from nobody who preferred not to say meaning yes, to all of them.
    """
    everyone = yes + no + prefer_not
    counts = Counts(everyone if base is YesBase.EVERYONE_WHO_ANSWERED else yes + no, yes)
    if counts.base < LEAST_REPORTED:
        return TooFew(LEAST_REPORTED)
    bounds = Bounds(yes / everyone, (yes + prefer_not) / everyone)
    return YesShare(wilson(yes, counts.base, level), counts, base, bounds)


@dataclass(frozen=True)
class Benchmark:
    """The median of organisations' scores (not of people's), and how many organisations it is the median of."""

    median: float
    organisations: int


def benchmark(scores: Iterable[float | None]) -> Benchmark | None:
    """Benchmark of organisations' scores; None stands for an organisation without one. None where no organisation has a score."""
    known = [score for score in scores if score is not None]
    return Benchmark(statistics.median(known), len(known)) if known else None


def rounded(value: float, places: int = 0) -> float:
    """Rounded for showing, halves away from zero: 37.5 is shown as 38, where `round` would give 38 and 36.5 as 36."""
    clean = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places - 9), ROUND_HALF_UP)
    return float(clean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def rounded_difference(first: float, second: float, places: int = 0) -> float:
    """first - second, rounded last: 58.495 - 52.952 is shown as 6, though 58 - 53 is 5."""
    return rounded(first - second, places)
