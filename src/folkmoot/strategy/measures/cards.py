"""Every measure as a card of plain values: what it is, what is known of it, and what may honestly be said. Reports freeze these.

A card holds no name of a person but its owner's; a page for the public leaves `owner` out.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.strategy.measures import queries
from folkmoot.strategy.measures.judgement import Sampled, Verdict, effective_base, judge, margins
from folkmoot.strategy.measures.models import Break, Measure, Observation
from folkmoot.strategy.measures.rules import Seen, is_late
from folkmoot.strategy.measures.words import day, figure, judged_in_words, late_in_words, span
from folkmoot.strategy.surveys.queries import Row as GroupRow
from folkmoot.strategy.surveys.queries import results_of


@dataclass(frozen=True)
class Point:
    """One figure, in the measure's unit. `low` and `high` are its 95 % interval, none where it cannot be known.

    `effective_base` is the base over its design effect. `version` counts the definitions: 1 until the first break.
    """

    value: float
    words: str
    low: float | None
    high: float | None
    interval_words: str
    base: int | None
    effective_base: int | None
    as_of: date
    source: str
    version: int = 1
    restated: bool = False


@dataclass(frozen=True)
class BreakOf:
    day: date
    what: str
    was: str


@dataclass(frozen=True)
class Restatement:
    """A figure that another replaced. `by_source`: the source gave another figure; else it was entered wrongly."""

    as_of: date
    was: str
    now: str
    why: str
    on: date
    by_source: bool


@dataclass(frozen=True)
class Group:
    """One community in the latest survey, beside the same community in the earliest comparable one."""

    characteristic: str
    name: str
    latest: Point | None
    baseline: Point | None
    withheld: bool
    judgement: Verdict
    judgement_words: str


@dataclass(frozen=True)
class Card:
    """A measure of one place. `baseline_set`: somebody chose the baseline; else it is the first figure under this definition."""

    pk: int
    code: str
    name_en: str
    name_cy: str
    of_the_seven: bool
    place: str
    definition: str
    why: str
    how: str
    source: str
    frequency: str
    frequency_words: str
    direction: str
    direction_words: str
    unit: str
    owner: str
    strategy: str
    commitment: str
    baseline: Point | None
    baseline_set: bool
    target: float | None
    target_words: str
    target_on: date | None
    latest: Point | None
    as_of: date | None
    late: bool
    late_words: str
    judgement: Verdict
    judgement_words: str
    series: tuple[Point, ...]
    breaks: tuple[BreakOf, ...]
    restatements: tuple[Restatement, ...]
    groups: tuple[Group, ...]
    caveats: tuple[str, ...]
    wanted: str


def cards(viewer: Viewer, *, area: Area | None, on: date) -> list[Card]:
    """The measures of the strategies in force, the seven of the strategy first, with the figures known on a day.

    No Area: of the whole service. An Area: its own figures of the national measures, and the measures of its own strategy.
    The number of queries does not grow with the measures. Empty for a viewer who may not read measures.
    """
    rows = queries.measures_of_place(viewer, area.pk if area else None)
    return cards_of(viewer, rows, area=area, on=on)


def card(viewer: Viewer, measure: Measure, *, area: Area | None, on: date) -> Card:
    """One measure as a card."""
    return cards_of(viewer, [measure], area=area, on=on)[0]


def cards_of(viewer: Viewer, measures: Sequence[Measure], *, area: Area | None, on: date) -> list[Card]:
    """These measures as cards of one place, in the order given."""
    ids, place = [row.pk for row in measures], area.pk if area else None
    figures = queries.figures_of_place(viewer, ids, place, on=on)
    breaks = queries.breaks_of(viewer, ids, on=on)
    baselines = queries.baselines_of(viewer, ids, place, on=on)
    groups = results_of(viewer, ids, place, on=on)
    where = area.name if area else _("England and Wales")
    return [
        _card(row, where, figures.get(row.pk, []), breaks.get(row.pk, []), baselines.get(row.pk), groups.get(row.pk, []), on)
        for row in measures
    ]  # fmt: skip


def as_plain(one: Card) -> dict[str, Any]:
    """A card as JSON can hold it: days as ISO text, verdicts as their values."""
    return {name: _plain(value) for name, value in asdict(one).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Verdict):
        return value.value
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _card(
    measure: Measure, where: str, rows: Sequence[Observation], breaks: Sequence[Break], chosen: Observation | None,
    groups: Sequence[GroupRow], on: date,
) -> Card:  # fmt: skip
    replaced = {row.replaces_id: row for row in rows if row.replaces_id}
    current = [row for row in rows if row.pk not in replaced]
    days = [one.on for one in breaks]
    latest = current[-1] if current else None
    start = standing(chosen, replaced) if chosen else first_comparable(current, days)
    now, then = (sampled_of(row) if row else None for row in (latest, start))
    judged = judge(now, then, direction=measure.direction, unit=measure.unit, breaks=days)
    late = bool(latest and is_late(latest.as_of, measure.frequency, on))
    above = measure.commitment or measure.aim
    return Card(
        pk=measure.pk, code=measure.code, name_en=measure.name_en, name_cy=measure.name_cy, of_the_seven=of_the_seven(measure),
        place=where, definition=measure.definition, why=measure.why, how=measure.how, source=measure.source,
        frequency=measure.frequency, frequency_words=str(measure.get_frequency_display()), direction=measure.direction,
        direction_words=str(measure.get_direction_display()), unit=measure.unit, owner=str(measure.owner or ""),
        strategy=measure.strategy.name, commitment=str(above), baseline=_point(start, measure.unit, days) if start else None,
        baseline_set=chosen is not None, target=float(measure.target) if measure.target is not None else None,
        target_words=figure(measure.target, measure.unit), target_on=measure.target_on,
        latest=_point(latest, measure.unit, days) if latest else None, as_of=latest.as_of if latest else None, late=late,
        late_words=late_in_words(latest.as_of, measure.frequency, on) if latest else "", judgement=judged.verdict,
        judgement_words=judged_in_words(judged, now, then, measure.unit, days),
        series=tuple(_point(row, measure.unit, days) for row in current),
        breaks=tuple(BreakOf(one.on, one.what, one.was) for one in breaks), restatements=tuple(_restated(rows, measure.unit)),
        groups=tuple(_groups(groups, measure, days)), caveats=tuple(_caveats(measure, current, latest, chosen, start, days)),
        wanted="" if latest else measure.wanted,
    )  # fmt: skip


def of_the_seven(measure: Measure) -> bool:
    """Whether it is one of the strategy's seven broad measures of success, and not one added beside it."""
    line = measure.commitment
    return bool(line and line.kind == "success_measure" and measure.code == line.code)


def standing(row: Observation, replaced: dict[int, Observation]) -> Observation:
    """The figure that stands in the place of one that was corrected, however often."""
    while row.pk in replaced:
        row = replaced[row.pk]
    return row


def first_comparable(current: Sequence[Observation], breaks: Sequence[date]) -> Observation | None:
    """The first figure counted as the latest one is."""
    if not current:
        return None
    since = max((one for one in breaks if one <= current[-1].as_of), default=date.min)
    return next(row for row in current if row.as_of >= since)


def sampled_of(row: Observation) -> Sampled:
    effect = float(row.design_effect) if row.design_effect is not None else None
    return Sampled(queries.seen_of(row), effect, row.unbased)


def _point(row: Observation, unit: str, breaks: Sequence[date]) -> Point:
    return _point_of(sampled_of(row), unit, breaks, row.source, row.restated)


def _point_of(one: Sampled, unit: str, breaks: Sequence[date], source: str, restated: bool = False) -> Point:
    seen = one.seen
    low, high = ends_of(one, unit)
    effective = round(effective_base(one, unit)) if seen.base else None
    version = 1 + sum(day_of <= seen.as_of for day_of in breaks)
    return Point(
        float(seen.value), figure(seen.value, unit), low, high, span(low, high, unit), seen.base, effective, seen.as_of, source,
        version, restated,
    )  # fmt: skip


def ends_of(one: Sampled, unit: str) -> tuple[float | None, float | None]:
    """The 95 % interval of a figure to one place: as published, or worked out from its effective base; none where neither is known."""
    found, value = margins(one, unit), float(one.seen.value)
    return (round(value - found[0], 1), round(value + found[1], 1)) if found else (None, None)


def shown_of(row: Observation, unit: str) -> Seen:
    """A figure with the interval that is shown of it, worked out where it was not published."""
    low, high = ends_of(sampled_of(row), unit)
    if low is None or high is None:
        return queries.seen_of(row)
    return Seen(row.as_of, row.value, min(Decimal(str(low)), row.value), max(Decimal(str(high)), row.value), row.base)


def _restated(rows: Sequence[Observation], unit: str) -> list[Restatement]:
    by_id = {row.pk: row for row in rows}
    return [
        Restatement(
            row.as_of, figure(by_id[row.replaces_id].value, unit), figure(row.value, unit), row.note, timezone.localdate(row.at),
            row.restated,
        )
        for row in rows
        if row.replaces_id in by_id
    ]  # fmt: skip


def _groups(rows: Sequence[GroupRow], measure: Measure, breaks: Sequence[date]) -> list[Group]:
    """Each community of the latest survey; its baseline is the earliest survey under the same definition that shows it."""
    if not rows:
        return []
    last = max(row.as_of for row in rows)
    since = max((one for one in breaks if one <= last), default=date.min)
    series: defaultdict[tuple[str, str], list[GroupRow]] = defaultdict(list)
    for row in rows:
        if row.as_of >= since:
            series[row.characteristic, row.group].append(row)
    found = []
    for (characteristic, name), several in series.items():
        shown = sorted((row for row in several if row.value is not None), key=lambda row: row.as_of)
        newest = next((row for row in several if row.as_of == last), None)
        if newest is None:
            continue
        now = _sampled(newest) if newest.value is not None else None
        then = _sampled(shown[0]) if shown else None
        judged = judge(now, then, direction=measure.direction, unit=measure.unit, breaks=breaks)
        found.append(Group(
            characteristic, name, _point_of(now, measure.unit, breaks, newest.source) if now else None,
            _point_of(then, measure.unit, breaks, shown[0].source) if then and shown[0] is not newest else None, newest.withheld,
            judged.verdict, _("Withheld: too few answered.") if newest.withheld
            else judged_in_words(judged, now, then, measure.unit, breaks),
        ))  # fmt: skip
    return found


def _sampled(row: GroupRow) -> Sampled:
    assert row.value is not None  # withheld rows never come here
    return Sampled(Seen(row.as_of, row.value, row.lower, row.upper, row.base), row.design_effect, row.unbased)


def _caveats(
    measure: Measure, current: Sequence[Observation], latest: Observation | None, chosen: Observation | None,
    start: Observation | None, breaks: Sequence[date],
) -> list[str]:  # fmt: skip
    found = []
    if len(current) == 1:
        found.append(_("There is one point only: no trend can be seen."))
    if latest and latest.base is None:
        found.append(
            _("Its source publishes no base: it is shown and not judged.") if latest.unbased else _("How many it rests on is not known.")
        )
    if latest and start and any(start.as_of < one <= latest.as_of for one in breaks):
        found.append(_("The baseline is of another definition: set a new one."))
    if start and not chosen and len(current) > 1:
        found.append(
            _("Nobody chose a baseline: the first figure under this definition, of %(day)s, stands in.") % {"day": day(start.as_of)}
        )
    if measure.target is None:
        found.append(_("No target was published or set."))
    elif latest and measure.target_on and measure.target_on < latest.as_of:
        found.append(_("The day of the target, %(day)s, has passed.") % {"day": day(measure.target_on)})
    return found
