"""Measures in words: the figure, its margin, its age, and what may be said of it beside its target and the time before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.queries import seen_of
from folkmoot.strategy.measures.rules import Answer, Change, beside_target, change_since, is_late, people_short
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
    seen = seen_of(latest) if latest else None
    answer = beside_target(seen, target=measure.target, direction=measure.direction)
    tag, colour = TAGS[answer]
    before = seen_of(rows[1]) if len(rows) > 1 else None
    change = CHANGES[change_since(seen, before, direction=measure.direction, unit=measure.unit)] if seen else ""
    return Card(
        measure, latest, figure(latest.value, measure.unit) if latest else "", interval_of(latest, measure.unit) if latest else "",
        figure(measure.target, measure.unit), tag, colour, ANSWERS[answer], change, _short(measure, latest, answer),
        bool(latest and is_late(latest.as_of, measure.frequency, today)),
    )  # fmt: skip


def figure(value: Decimal | None, unit: str) -> str:
    """A value with its unit; empty for none."""
    if value is None:
        return ""
    plain = f"{value.normalize():,f}"
    if unit == Measure.Unit.PERCENT:
        return f"{plain}%"
    if unit == Measure.Unit.POUNDS:
        return f"£{plain}"
    return gettext("%(number)s days") % {"number": plain} if unit == Measure.Unit.DAYS else plain


def interval_of(row: Observation, unit: str) -> str:
    """“24.1% to 31.9%”; empty where no interval was given."""
    if row.lower is None or row.upper is None:
        return ""
    return gettext("%(low)s to %(high)s") % {"low": figure(row.lower, unit), "high": figure(row.upper, unit)}


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


def picture_of(measure: Measure, rows: Sequence[Observation]) -> Picture | None:
    """The figures over time that have an interval, the earliest first; the dashed line is the target. None for fewer than two.

    A figure without an interval is left to the table: drawn, it would look certain.
    """
    replaced = {row.replaces_id for row in rows}
    current = sorted((row for row in rows if row.pk not in replaced), key=lambda row: (row.as_of, row.pk))
    drawn = [
        Interval(date_format(row.as_of, "j F Y"), float(row.value), float(row.lower), float(row.upper))
        for row in current
        if row.lower is not None and row.upper is not None
    ]
    if len(drawn) < 2:
        return None
    said = {
        "title": measure.name,
        "description": gettext("Each figure with its interval, the earliest first. The same figures stand in the table."),
        "reference": None if measure.target is None else float(measure.target),
        "unit": "%" if measure.unit == Measure.Unit.PERCENT else "",
        "lang": "cy" if get_language() == "cy" else "en-GB",
    }
    return Picture(interval_plot(drawn, **said), interval_plot_wide(drawn, **said))  # type: ignore[arg-type]


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
