"""When a gap between two groups is called one, how it stood over the years, and what may be said of it. Values in, values out.

Sources: People Survey quality and methodology information (tests; at least 30, 20 and 10 respondents); Benjamini and Hochberg (1995)
over all gaps judged together; Zou and Donner (2008) for the change of a gap from the two intervals.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from folkmoot.published.survey.catalogue import Break, Group, GroupKind, Item, ItemKind, breaks_of, groups_of, items
from folkmoot.stats.counts import Counts
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds
from folkmoot.stats.survey.gaps import Gap, counts_of_percent, index_gap, judge_gaps, share_gap
from folkmoot.stats.survey.published import WHOLE_SCALE, PublishedScore, published_index_gap, published_share_gap, widest_sd
from folkmoot.stats.survey.scores import LEAST_REPORTED, Measure, Scores, TooFew
from folkmoot.stats.survey.waves import Broken, Change, Wave, changes

_NEAREST_TEN = 5  # a base published to the nearest 10 may be so many fewer
MEASURES = {ItemKind.INDEX: Measure.INDEX, ItemKind.THEME: Measure.THEME, ItemKind.QUESTION: Measure.QUESTION}


@dataclass(frozen=True)
class SurveyRule:
    """What is called a gap: at least `min_gap` points, and below `q` after adjusting for all gaps judged together.

    `deff` 1: the survey asks everybody, and its publisher tests without a design effect.
    """

    min_gap: float = 2.0
    q: float = 0.05
    deff: float = 1.0


THE_RULE = SurveyRule()


class Why(StrEnum):
    """Why nothing more can be said of a gap."""

    NOTHING = ""
    WITHHELD = "withheld"
    TOO_FEW = "too_few"
    BASE_UNKNOWN = "base_unknown"
    ROUNDED = "rounded"
    SPREAD_UNKNOWN = "spread_unknown"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True)
class Score:
    """A published score, 0 to 100: every value it may be (None where withheld), how many answered, the decimals printed."""

    base: int | None
    low: float | None
    high: float | None
    decimals: int = 0
    base_rounded: bool = False
    figure_id: int | None = None

    @property
    def value(self) -> float | None:
        """The score as printed: the middle of what it may be, but not past the ends of the scale."""
        if self.low is None or self.high is None:
            return None
        half = 0.5 * 10.0**-self.decimals
        return (
            0.0
            if self.low == 0 and self.high <= half
            else 100.0
            if self.high == 100 and self.low >= 100 - half
            else (self.low + self.high) / 2
        )

    @property
    def people(self) -> int | None:
        """How many answered at the least."""
        return self.base if self.base is None or not self.base_rounded else max(0, self.base - _NEAREST_TEN)

    @property
    def published(self) -> PublishedScore:
        known = self.low is not None and self.high is not None
        return PublishedScore(self.people, Bounds(self.low or 0.0, self.high) if known else WHOLE_SCALE)

    @property
    def counts(self) -> Counts | None:
        value, people = self.value, self.people
        return None if value is None or not people else counts_of_percent(people, value)


NO_SCORE = Score(None, None, None)


@dataclass(frozen=True)
class GapRow:
    """One group beside the reference for one score. `gap`, `low` and `high` are points, group minus reference; None where unknown.

    `widest`: the spread of an index is not published, so the interval is the widest any spread allows. `statistic` is z or t.
    """

    year: int
    characteristic: str
    item: Item
    group: Group
    reference: Group
    score: Score
    beside: Score
    gap: float | None = None
    low: float | None = None
    high: float | None = None
    widest: bool = False
    statistic: float | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    finding: Finding = Finding.TOO_FEW
    why: Why = Why.NOTHING

    @property
    def worse(self) -> float | None:
        """The gap in points with its sign turned so that more is worse for the group."""
        return None if self.gap is None else self.gap if self.item.worse_when_higher else -self.gap

    @property
    def ratio(self) -> float | None:
        """The group's score over the reference's; None where either is unknown or 0."""
        return self.score.value / self.beside.value if self.score.value and self.beside.value else None

    @property
    def least(self) -> int:
        """The fewest respondents on either side for which it is tested."""
        return MEASURES[self.item.kind].least

    @property
    def needs_review(self) -> bool:
        return self.finding is Finding.DIFFERENCE

    def is_small(self, rule: SurveyRule = THE_RULE) -> bool:
        """Whether the gap is smaller than one that matters, whatever was rounded away."""
        ends = _ends(self.score, self.beside)
        return ends is not None and max(abs(end) for end in ends) < rule.min_gap


def _ends(first: Score, second: Score) -> tuple[float, float] | None:
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return None
    return first.low - second.high, first.high - second.low


def gaps_of(year: int, characteristic: str, scores: Mapping[tuple[str, str], Score], rule: SurveyRule = THE_RULE) -> list[GapRow]:
    """Every group beside the reference for every score, judged together. `scores` are by group and item.

    Groups that say nothing of who somebody is ("prefer not to say") are rows of their own, compared with nobody.
    """
    known = groups_of(characteristic)
    reference = next(group for group in known if group.kind is GroupKind.REFERENCE)
    rows, tests = [], []
    for item in (one for one in items().values() if one.kind in MEASURES):
        for group in (one for one in known if one is not reference and (one.code, item.code) in scores):
            pair = scores[group.code, item.code], scores.get((reference.code, item.code), NO_SCORE)
            row = GapRow(year, characteristic, item, group, reference, *pair)
            test = _tested(row, rule) if group.kind is GroupKind.GROUP else TooFew(0)
            rows.append(row)
            tests.append(test)
    judged = judge_gaps(tests, min_gap=0.0, q=rule.q)
    return [_said(row, test, one.p_adjusted, rule) for row, test, one in zip(rows, tests, judged, strict=True)]


def _tested(row: GapRow, rule: SurveyRule) -> Gap | TooFew:
    """The test of one gap, shares on the scale 0 to 1 and an index from 0 to 100 with the widest spread it can have."""
    first, second = row.score.counts, row.beside.counts
    if first is None or second is None:
        return TooFew(row.least)
    if row.item.kind is not ItemKind.INDEX:
        return share_gap(first, second, measure=MEASURES[row.item.kind], deff=rule.deff)
    if min(first.base, second.base) < LEAST_REPORTED:
        return TooFew(LEAST_REPORTED)
    sides = [Scores(side.people or 0, side.value, widest_sd(side.value or 0.0, side.people or 2)) for side in (row.score, row.beside)]
    return index_gap(*sides, deff=rule.deff)


def _said(row: GapRow, test: Gap | TooFew, p_adjusted: float | None, rule: SurveyRule) -> GapRow:
    gap = None if row.score.value is None or row.beside.value is None else row.score.value - row.beside.value
    if row.group.kind is not GroupKind.GROUP:
        return replace(row, finding=Finding.NOT_COMPARED, why=Why.NOT_COMPARED)
    if isinstance(test, TooFew) or p_adjusted is None:
        return replace(row, gap=gap, finding=Finding.TOO_FEW, why=_why_not(row))
    is_index = row.item.kind is ItemKind.INDEX
    low, high = _interval(row, test, rule)
    said = replace(row, gap=gap, low=low, high=high, widest=is_index, statistic=test.statistic, p_value=test.p_value, p_adjusted=p_adjusted)
    finding, why = _answer(said, rule)
    return replace(said, finding=finding, why=why)


def _why_not(row: GapRow) -> Why:
    if row.score.value is None or row.beside.value is None:
        return Why.WITHHELD
    return Why.BASE_UNKNOWN if row.score.people is None or row.beside.people is None else Why.TOO_FEW


def _interval(row: GapRow, test: Gap, rule: SurveyRule) -> tuple[float, float]:
    """The test's interval in points, as wide as it is anywhere within what was rounded away."""
    if row.item.kind is ItemKind.INDEX:
        loose = (row.score.high or 0.0) - (row.score.low or 0.0) + (row.beside.high or 0.0) - (row.beside.low or 0.0)
        return test.gap.low - loose / 2, test.gap.high + loose / 2
    ends = [test]
    for mine, other in ((row.score.low, row.beside.high), (row.score.high, row.beside.low)):
        corner = share_gap(
            counts_of_percent(row.score.people or 1, mine or 0.0), counts_of_percent(row.beside.people or 1, other or 0.0),
            measure=MEASURES[row.item.kind], deff=rule.deff,
        )  # fmt: skip
        ends += [corner] if isinstance(corner, Gap) else []
    return 100 * min(end.gap.low for end in ends), 100 * max(end.gap.high for end in ends)


def _answer(row: GapRow, rule: SurveyRule) -> tuple[Finding, Why]:
    """A difference only where it is one whatever was rounded away, and large enough to matter."""
    if row.is_small(rule):
        return Finding.NO_DIFFERENCE, Why.NOTHING
    if row.item.kind is ItemKind.INDEX:
        published = published_index_gap(row.score.published, row.beside.published, deff=rule.deff, alpha=rule.q)
    else:
        published = published_share_gap(
            row.score.published, row.beside.published, measure=MEASURES[row.item.kind], deff=rule.deff, alpha=rule.q
        )
    significant = row.p_adjusted is not None and row.p_adjusted <= rule.q
    if published.finding is Finding.MISSING_DATA or (row.widest and not significant):
        return Finding.MISSING_DATA, Why.SPREAD_UNKNOWN if row.widest else Why.ROUNDED
    large = row.gap is not None and abs(row.gap) >= rule.min_gap
    return (Finding.DIFFERENCE if significant and large else Finding.NO_DIFFERENCE), Why.NOTHING


@dataclass(frozen=True)
class TrendYear:
    """One year of a series: the gap as it then stood, the breaks that begin with it, and how the group's own score changed."""

    row: GapRow
    breaks: tuple[Break, ...]
    change: Change | None


def trend_of(rows: Sequence[GapRow]) -> list[TrendYear]:
    """A series of one score and group over the years, the earliest first. Nothing is tested across a break, nor without a spread."""
    if not rows:
        return []
    known = breaks_of(rows[0].item.code, rows[0].characteristic)
    starts = {row.year: tuple(one for one in known if _between(one.year, before, row.year)) for before, row in _with_before(rows)}
    found: dict[str, Change] = {}
    if rows[0].item.kind is not ItemKind.INDEX:
        waves = [Wave(str(row.year), row.score.counts, bool(starts[row.year])) for row in rows]
        found = {change.later: change for change in changes(waves, measure=MEASURES[rows[0].item.kind], deff=THE_RULE.deff)}
    return [TrendYear(row, starts[row.year], found.get(str(row.year))) for row in rows]


def _with_before(rows: Sequence[GapRow]) -> Iterable[tuple[int | None, GapRow]]:
    return zip([None, *(row.year for row in rows)], rows, strict=False)


def _between(year: int, before: int | None, now: int) -> bool:
    """Whether a break of that year lies between two waves. The first wave has none before it."""
    return before is not None and before < year <= now


class Movement(StrEnum):
    CLOSING = "closing"
    WIDENING = "widening"
    CANNOT_TELL = "cannot_tell"
    NOT_TESTED = "not_tested"


@dataclass(frozen=True)
class Closing:
    """Whether a gap has closed since the earliest year that can be compared: the change in points, more is worse, with its interval."""

    since: GapRow
    now: GapRow
    movement: Movement
    change: float | None = None
    low: float | None = None
    high: float | None = None


def closing_of(series: Sequence[TrendYear]) -> Closing | None:
    """The latest gap beside the earliest after the last break; None where there are not two years to compare."""
    last_break = max((place for place, year in enumerate(series) if year.breaks), default=0)
    comparable = [year.row for year in series[last_break:] if year.row.gap is not None]
    if len(comparable) < 2:
        return None
    since, now = comparable[0], comparable[-1]
    ends = (since.low, since.high, now.low, now.high)
    if now.widest or None in ends:
        change = None if since.worse is None or now.worse is None else now.worse - since.worse
        return Closing(since, now, Movement.NOT_TESTED, change)
    change, low, high = _change(since, now)
    movement = Movement.CLOSING if high < 0 else Movement.WIDENING if low > 0 else Movement.CANNOT_TELL
    return Closing(since, now, movement, change, low, high)


def _change(since: GapRow, now: GapRow) -> tuple[float, float, float]:
    """Later minus earlier with an interval from both intervals, as for independent samples: the two years share many respondents."""
    (then, then_low, then_high), (value, low, high) = _turned(since), _turned(now)
    change = value - then
    return change, change - math.hypot(value - low, then_high - then), change + math.hypot(high - value, then - then_low)


def _turned(row: GapRow) -> tuple[float, float, float]:
    gap, low, high = row.gap or 0.0, row.low or 0.0, row.high or 0.0
    return (gap, low, high) if row.item.worse_when_higher else (-gap, -high, -low)


def is_broken(change: Change | None) -> bool:
    return change is not None and isinstance(change.result, Broken)


def hidden_by_engagement(rows: Iterable[GapRow], rule: SurveyRule = THE_RULE) -> list[tuple[GapRow, GapRow]]:
    """Groups whose engagement is near everybody's while discrimination, bullying or harassment needs review: the pair of rows."""
    listed = list(rows)
    calm = {row.group.code: row for row in listed if row.item.code == "EES" and row.is_small(rule)}
    found = (row for row in listed if row.item.code in ("E01", "E03") and row.needs_review and (row.worse or 0) > 0)
    return [(calm[row.group.code], row) for row in found if row.group.code in calm]


def file_again(sha256: str, digest: str, in_use: Iterable[tuple[str, str]]) -> str:
    """ "file" where these very bytes are in use, "figures" where the same figures came in another file, else ""."""
    listed = list(in_use)
    if any(sha256 == one for one, _ in listed):
        return "file"
    return "figures" if any(digest == one for _, one in listed) else ""
