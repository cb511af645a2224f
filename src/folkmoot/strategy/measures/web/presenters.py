"""Measures in words: the figure, its margin, its age, and what may be said of it beside its target and the time before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.strategy.measures.cards import Card as MeasureCard
from folkmoot.strategy.measures.cards import Group, Point, shown_of
from folkmoot.strategy.measures.judgement import Verdict
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.queries import seen_of
from folkmoot.strategy.measures.rules import Answer, Change, beside_target, change_since, is_late, people_short
from folkmoot.strategy.measures.words import VERDICTS, day, figure, span
from folkmoot.webkit.charts import Drawing, Interval, interval_plot, interval_plot_wide

ANSWERS: dict[Answer, Promise] = {
    Answer.MET: _("The target is met: the whole interval reaches it."),
    Answer.NOT_MET: _("The target is not met: no part of the interval reaches it."),
    Answer.WITHIN_MARGIN: _("Whether the target is met cannot be known: it lies within the margin of this figure."),
    Answer.MET_AS_GIVEN: _("The figure as given reaches the target. Its margin is not known."),
    Answer.NOT_MET_AS_GIVEN: _("The figure as given does not reach the target. Its margin is not known."),
    Answer.NO_TARGET: _("No target was published or set."),
    Answer.NO_DIRECTION: _("Nobody has said whether higher or lower is better, so nothing can be said beside the target."),
    Answer.NO_DATA: _("There is no figure yet, so nothing can be known."),
}
TAGS: dict[Answer, tuple[Promise, str]] = {
    Answer.MET: (_("Met"), "turquoise"),
    Answer.NOT_MET: (_("Not met"), "orange"),
    Answer.WITHIN_MARGIN: (_("Cannot be known"), "grey"),
    Answer.MET_AS_GIVEN: (_("Reached in the figure given; its margin is not known"), "light-blue"),
    Answer.NOT_MET_AS_GIVEN: (_("Not reached as given"), "yellow"),
    Answer.NO_TARGET: (_("No target"), "grey"),
    Answer.NO_DIRECTION: (_("Cannot be known"), "grey"),
    Answer.NO_DATA: (_("No figure yet"), "grey"),
}
CHANGES: dict[Change, Promise] = {
    Change.BETTER: _("Better than the time before, by more than the margin."),
    Change.WORSE: _("Worse than the time before, by more than the margin."),
    Change.MOVED: _("It moved by more than the margin since the time before."),
    Change.WITHIN_MARGIN: _("The movement since the time before is within the margin: it may be chance."),
    Change.UNKNOWN: _("Whether it moved since the time before cannot be known: a margin is missing."),
    Change.FIRST: _("The first figure: there is nothing to compare it with."),
}


@dataclass(frozen=True)
class Card:
    """One measure as a card. `latest` is None where there is no figure; `change` and `short` are empty where nothing can be said."""

    measure: Measure
    latest: Observation | None
    value: str
    interval: str
    target: str
    tag: Promise
    colour: str
    answer: Promise
    change: Promise | str
    short: str
    late: bool


def card_of(measure: Measure, rows: Sequence[Observation], today: date) -> Card:
    """`rows`: the latest observation and the one before it, latest first; empty where there is none."""
    latest = rows[0] if rows else None
    seen = shown_of(latest, measure.unit) if latest else None
    answer = beside_target(seen, target=measure.target, direction=measure.direction)
    tag, colour = TAGS[answer]
    before = shown_of(rows[1], measure.unit) if len(rows) > 1 else None
    change = CHANGES[change_since(seen, before, direction=measure.direction, unit=measure.unit)] if seen else ""
    return Card(
        measure, latest, figure(latest.value, measure.unit) if latest else "", interval_of(latest, measure.unit) if latest else "",
        figure(measure.target, measure.unit), tag, colour, ANSWERS[answer], change, _short(measure, latest, answer),
        bool(latest and is_late(latest.as_of, measure.frequency, today)),
    )  # fmt: skip


def interval_of(row: Observation, unit: str) -> str:
    """“24.1% to 31.9%”, as published or worked out from the base; empty where neither is known."""
    seen = shown_of(row, unit)
    return span(seen.lower, seen.upper, unit)


@dataclass(frozen=True)
class Line:
    """One observation as a row of the table. `replaced`: a later correction stands in its place."""

    row: Observation
    value: str
    interval: str
    replaced: bool


def lines_of(measure: Measure, rows: Sequence[Observation]) -> list[Line]:
    """The observations of one place, latest first, those that were corrected among them."""
    replaced = {row.replaces_id for row in rows}
    return [Line(row, figure(row.value, measure.unit), interval_of(row, measure.unit), row.pk in replaced) for row in rows]


@dataclass(frozen=True)
class Picture:
    narrow: Drawing
    broad: Drawing


def picture_of(card: MeasureCard, *, name: str) -> Picture | None:
    """The figures over time that have an interval, the earliest first; the dashed line is the target. None for fewer than two.

    A figure without an interval is left to the table: drawn, it would look certain. One counted in an earlier definition says so.
    """
    now = card.latest.version if card.latest else 1
    drawn = [
        Interval(_label(point, now), point.value, point.low, point.high)
        for point in card.series
        if point.low is not None and point.high is not None
    ]
    if len(drawn) < 2:
        return None
    said = {
        "title": name,
        "description": gettext("Each figure with its interval, the earliest first. The same figures stand in the table."),
        "reference": card.target,
        "unit": "%" if card.unit == Measure.Unit.PERCENT else "",
        "lang": "cy" if get_language() == "cy" else "en-GB",
    }
    return Picture(interval_plot(drawn, **said), interval_plot_wide(drawn, **said))  # type: ignore[arg-type]


def _label(point: Point, now: int) -> str:
    words = day(point.as_of)
    return words if point.version == now else gettext("%(day)s (earlier definition)") % {"day": words}


def _short(measure: Measure, latest: Observation | None, answer: Answer) -> str:
    """By how many people a target share is missed, where the figures can say it."""
    if latest is None or measure.target is None or answer not in {Answer.NOT_MET, Answer.NOT_MET_AS_GIVEN}:
        return ""
    number = people_short(seen_of(latest), target=measure.target, unit=measure.unit, direction=measure.direction)
    if not number:
        return ""
    words = ngettext(
        "%(number)d more person of the %(base)d, in place of another, would meet it.",
        "%(number)d more people of the %(base)d, in place of others, would meet it.",
        number,
    )
    return words % {"number": number, "base": latest.base}


@dataclass(frozen=True)
class Judged:
    """A judgement as a page shows it: its word, the colour of its tag, and the sentence after the word."""

    tag: Promise
    colour: str
    words: str


def judged_of(verdict: Verdict, words: str) -> Judged:
    tag, colour = VERDICTS[verdict]
    return Judged(tag, colour, words.partition(": ")[2] or words)


@dataclass(frozen=True)
class GroupLine:
    """One community of the latest survey."""

    group: Group
    judged: Judged


def groups_of(card: MeasureCard) -> list[GroupLine]:
    return [GroupLine(one, judged_of(one.judgement, one.judgement_words)) for one in card.groups]


@dataclass(frozen=True)
class Both:
    """A measure beside its target and the time before (`plain`), and as it is judged from its baseline (`card`)."""

    plain: Card
    card: MeasureCard
    judged: Judged


def both_of(plain: Card, card: MeasureCard) -> Both:
    return Both(plain, card, judged_of(card.judgement, card.judgement_words))
