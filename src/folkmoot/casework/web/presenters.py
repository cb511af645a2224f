"""Released tables in words, figures and pictures: the only form in which a page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.queries import Counted
from folkmoot.casework.rules import in_words
from folkmoot.casework.sentences import Sentence, answer_of, counted, percent, ratio, withheld_groups
from folkmoot.stats.disclosure import Suppressed
from folkmoot.stats.figures import Row
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds
from folkmoot.stats.released import SYMBOL, ReleasedTable
from folkmoot.webkit.charts import Drawing, Interval, Mark, interval_plot, interval_plot_wide, interval_svg

NO_FIGURE = "–"
# Purple, yellow and grey: no answer is green or red, because none is a verdict.
STATES: dict[Finding, tuple[Promise, str]] = {
    Finding.REFERENCE: (_("compared with"), "light-blue"),
    Finding.DIFFERENCE: (_("needs review"), "purple"),
    Finding.NO_DIFFERENCE: (_("no difference found"), "grey"),
    Finding.TOO_FEW: (_("cannot tell: too few"), "yellow"),
    Finding.MISSING_DATA: (_("cannot tell: missing data"), "yellow"),
    Finding.NOT_COMPARED: (_("not compared"), "grey"),
}
WITHHELD = (_("withheld"), "grey")

LEAD = gettext_noop(
    "%(rate)s%% of %(base)s records have the outcome “%(outcome)s” (between %(low)s%% and %(high)s%% with %(level)s%% confidence)."
)
LEAD_WITHHELD = gettext_noop("The overall rate is withheld, because so few records have the outcome “%(outcome)s”, or so few have not.")
REVIEW_NONE = gettext_noop("No group meets the rule for review. That is not proof that there is no difference.")
REVIEW_ONE = gettext_noop("1 group needs review. It is a reason to look at the cases, not evidence of bias.")
REVIEW_SOME = gettext_noop("%(number)s groups need review. Each is a reason to look at the cases, not evidence of bias.")
UNSURE_ONE = gettext_noop("For 1 group it cannot be told, or its figures are withheld.")
UNSURE_SOME = gettext_noop("For %(number)s groups it cannot be told, or their figures are withheld.")
CHART_TITLE = gettext_noop("%(outcome)s, by %(by)s: rate and %(level)s%% interval")
CHART_DESCRIPTION = gettext_noop(
    "One line for each of %(number)s groups. A square marks %(reference)s, with which the others are compared, and the dashed line its"
    " rate. A filled diamond needs review; a hollow circle was not called a difference. All figures stand in the table that follows."
)


@dataclass(frozen=True)
class Line:
    """One row of a table, every figure as text. `state` is empty for a row that is compared with nothing."""

    group: str
    base: str
    with_outcome: str
    rate: str
    gap: str
    ratio: str
    ratio_without: str
    bounds: str
    state: Promise | str
    colour: str


@dataclass(frozen=True)
class Panel:
    """One characteristic, or two together: the answer, the picture, the table."""

    key: str
    by: str
    reference: str
    sentences: list[Sentence]
    chart: Drawing
    broad: Drawing
    withheld: list[str]
    lines: list[Line]
    share_recorded: str
    not_recorded: str
    not_stated: str
    outcome_not_recorded: str
    eligible: str
    base: str


def panel_of(table: ReleasedTable, adverse: bool, key: str) -> Panel:
    known = table.completeness
    share = SYMBOL if isinstance(known.share_recorded, Suppressed) else f"{percent(known.share_recorded)}%"
    picture = _picture(table)
    return Panel(
        key, joined(table.by), table.reference, answer_of(table, adverse), interval_plot(**picture), interval_plot_wide(**picture),
        withheld_groups(table),
        [_line(row) for row in _shown_rows(table)], share, counted(known.not_recorded), counted(known.not_stated),
        counted(known.outcome_not_recorded), counted(known.eligible), counted(table.overall.shown.base),
    )  # fmt: skip


def chart_svg(table: ReleasedTable) -> str:
    """The picture of a table as an SVG file, for a document; empty where no rate can be shown."""
    return interval_svg(**_picture(table))


def lead_of(shown: Counted, panels: Sequence[Panel]) -> list[Sentence]:
    """The answer of an analysis: the rate of everyone, how many groups need review, and for how many that cannot be told."""
    overall, level = shown.tables[0].overall, shown.tables[0].settings.level
    reviews = sum(sentence.needs_review for panel in panels for sentence in panel.sentences)
    phrase = REVIEW_NONE if not reviews else REVIEW_ONE if reviews == 1 else REVIEW_SOME
    outcome = shown.analysis.outcome
    first = Sentence(LEAD_WITHHELD, {"outcome": outcome})
    if isinstance(overall.rate, Estimate):
        rate = overall.rate
        figures = {"rate": percent(rate.value), "low": percent(rate.low), "high": percent(rate.high), "level": f"{level * 100:g}"}
        first = Sentence(LEAD, {"base": counted(overall.shown.base), "outcome": outcome, **figures})
    return [first, Sentence(phrase, {"number": reviews}), *_unsure(shown.tables)]


def _unsure(tables: Sequence[ReleasedTable]) -> list[Sentence]:
    open_answers = (Finding.TOO_FEW, Finding.MISSING_DATA)
    number = sum(isinstance(row.finding, Suppressed) or row.finding in open_answers for table in tables for row in table.rows)
    return [Sentence(UNSURE_ONE if number == 1 else UNSURE_SOME, {"number": number})] if number else []


def joined(by: tuple[str, ...]) -> str:
    """Characteristics looked at together, as people read them."""
    return " × ".join(map(in_words, by))


def _shown_rows(table: ReleasedTable) -> list[Row]:
    missing = table.not_recorded.shown.base
    nobody_missing = not isinstance(missing, Suppressed) and missing == 0
    return [*table.rows, *([] if nobody_missing else [table.not_recorded]), table.overall]


def _line(row: Row) -> Line:
    state, colour = _state(row)
    return Line(
        row.group, counted(row.shown.base), counted(row.shown.with_outcome), _rate(row.rate), _gap(row.difference),
        _ratio(row.relative_rate), _ratio(row.relative_rate_without), _range(row.bounds), state, colour,
    )  # fmt: skip


def _state(row: Row) -> tuple[Promise | str, str]:
    if isinstance(row.finding, Suppressed) or (row.finding is None and isinstance(row.rate, Suppressed)):
        return WITHHELD
    return STATES[row.finding] if row.finding else ("", "")


def _rate(figure: Estimate | Suppressed | None) -> str:
    if isinstance(figure, Estimate):
        return f"{percent(figure.value)}% ({percent(figure.low)} to {percent(figure.high)})"
    return _absent(figure)


def _gap(figure: Estimate | Suppressed | None) -> str:
    if isinstance(figure, Estimate):
        return f"{_points(figure.value)} ({_points(figure.low)} to {_points(figure.high)})"
    return _absent(figure)


def _points(share: float) -> str:
    return f"{share * 100:+.1f}".replace("-", "−")


def _ratio(figure: Estimate | Suppressed | None) -> str:
    if isinstance(figure, Estimate):
        return f"{ratio(figure.value)} ({ratio(figure.low)} to {ratio(figure.high)})"
    return _absent(figure)


def _range(figure: Bounds | Suppressed | None) -> str:
    return f"{ratio(figure.low)} to {ratio(figure.high)}" if isinstance(figure, Bounds) else _absent(figure)


def _absent(figure: Suppressed | None) -> str:
    return SYMBOL if isinstance(figure, Suppressed) else NO_FIGURE


def _picture(table: ReleasedTable) -> dict[str, Any]:
    """What the chart is given: only rows whose rate may be shown."""
    drawn = [_interval(row, row.rate) for row in table.rows if isinstance(row.rate, Estimate)]
    level = f"{table.settings.level * 100:g}"
    title = Sentence(CHART_TITLE, {"outcome": table.outcome, "by": joined(table.by), "level": level})
    description = Sentence(CHART_DESCRIPTION, {"number": len(drawn), "reference": table.reference})
    reference = next((row.rate.value * 100 for row in table.rows if row.group == table.reference and isinstance(row.rate, Estimate)), None)
    lang = "cy" if get_language() == "cy" and not title.lang else "en-GB"
    return {"rows": drawn, "title": str(title), "description": str(description), "reference": reference, "unit": "%", "lang": lang}


def _interval(row: Row, rate: Estimate) -> Interval:
    marks = {Finding.REFERENCE: Mark.SQUARE, Finding.DIFFERENCE: Mark.DIAMOND}
    mark = marks.get(row.finding, Mark.CIRCLE) if isinstance(row.finding, Finding) else Mark.CIRCLE
    return Interval(row.group, rate.value * 100, rate.low * 100, rate.high * 100, mark)
