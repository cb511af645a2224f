"""Goals in words and figures: every value with its interval, in the unit of its measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.goals.models import Goal, GoalReading, GoalVersion
from folkmoot.casework.goals.queries import Standing
from folkmoot.casework.goals.rules import CANNOT_TELL, FURTHER, NEARER, NOT_YET, REACHED
from folkmoot.casework.sentences import Sentence
from folkmoot.webkit.charts import Drawing, Interval, Mark, interval_svg
from folkmoot.webkit.charts.intervals import interval_svg_wide
from folkmoot.webkit.dates import month_words

COLOURS = {REACHED: "light-blue", NEARER: "grey", NOT_YET: "yellow", FURTHER: "orange", CANNOT_TELL: "yellow", "withheld": "grey"}
NOT_YET_READ = _("Not read yet")


def value_words(measure: str, value: float) -> str:
    """A value in its unit."""
    if measure == Goal.Measure.RATIO:
        return _bare(measure, value)
    said = _("%(value)s percentage points") if measure == Goal.Measure.GAP else _("%(value)s%%")
    return str(said % {"value": _bare(measure, value)})


def interval_words(measure: str, value: float | None, low: float | None, high: float | None) -> str:
    """A value with its interval; "[c]" where it may not be shown."""
    if value is None or low is None or high is None:
        return "[c]"
    ends = {"value": value_words(measure, value), "low": _bare(measure, low), "high": _bare(measure, high)}
    return gettext("%(value)s (between %(low)s and %(high)s)") % ends


def _bare(measure: str, value: float) -> str:
    """A value without its unit."""
    if measure == Goal.Measure.RATIO:
        return f"{value:.2f}"
    shown = f"{value * 100:+.1f}" if measure == Goal.Measure.GAP else f"{value * 100:.1f}"
    return shown.replace("-", "−")


RATE = gettext_noop("%(place)s: how many of %(group)s had the outcome “%(outcome)s”.")
RATIO = gettext_noop("%(place)s: the rate of the outcome “%(outcome)s” of %(group)s, relative to that of %(reference)s.")
GAP = gettext_noop("%(place)s: the rate of the outcome “%(outcome)s” of %(group)s, less that of %(reference)s.")


def what_words(row: Goal) -> Sentence:
    """What is measured, in one sentence."""
    words = {"group": row.group, "reference": row.reference, "outcome": row.outcome, "place": place_of(row)}
    phrase = {Goal.Measure.RATE: RATE, Goal.Measure.RATIO: RATIO, Goal.Measure.GAP: GAP}[Goal.Measure(row.measure)]
    return Sentence(phrase, words)


def place_of(row: Goal) -> str:
    return row.area.name if row.area else gettext("England and Wales")


@dataclass(frozen=True)
class Line:
    """A goal as a list and its own page show it, every figure as text."""

    standing: Standing
    version: GoalVersion
    what: Sentence
    target: str
    baseline: str
    now: str
    finding: str
    colour: str
    months: str


def line_of(standing: Standing, version: GoalVersion | None = None) -> Line:
    """The goal in one of its versions: the public one, where none is named."""
    row, held, latest = standing.row, version or standing.shown, standing.latest
    now = interval_words(row.measure, latest.value, latest.low, latest.high) if latest else ""
    return Line(
        standing, held, what_words(row), value_words(row.measure, held.target),
        interval_words(row.measure, row.baseline, row.baseline_low, row.baseline_high), now,
        latest.get_finding_display() if latest else str(NOT_YET_READ), COLOURS[latest.finding] if latest else "grey",
        latest_months(latest) if latest else "",
    )  # fmt: skip


def latest_months(one: GoalReading | Goal) -> str:
    first, last = month_words(one.window_first), month_words(one.window_last)
    return first if first == last else f"{first} – {last}"


def history_lines(standing: Standing) -> list[tuple[str, str, str, str, date | None]]:
    """Each reading, the latest first: months, value with interval, target then, what it says, the day of its data."""
    measure = standing.row.measure
    return [
        (
            latest_months(one),
            interval_words(measure, one.value, one.low, one.high),
            value_words(measure, one.target),
            one.get_finding_display(),
            one.as_of,
        )
        for one in reversed(standing.readings)
    ]


def pictures(standing: Standing) -> tuple[Drawing, Drawing]:
    """Every reading with its interval and the target as a dashed line, narrow and wide; nothing where none may be shown."""
    rate, scale = standing.row.measure == Goal.Measure.RATE, 1 if standing.row.measure == Goal.Measure.RATIO else 100
    rows = [one for one in (_interval(reading, scale) for reading in standing.readings) if one is not None]
    title, target = standing.shown.title, standing.shown.target * scale
    told = gettext("One line for each reading, with its interval; the dashed line is the target. All figures stand in the table.")
    unit, lang = "%" if rate else "", "cy" if get_language() == "cy" else "en-GB"
    narrow = interval_svg(rows, title=title, description=told, reference=target, unit=unit, lang=lang)
    return narrow, interval_svg_wide(rows, title=title, description=told, reference=target, unit=unit, lang=lang)


def _interval(one: GoalReading, scale: int) -> Interval | None:
    if one.value is None or one.low is None or one.high is None:
        return None
    mark = Mark.DIAMOND if one.finding == GoalReading.Finding.REACHED else Mark.CIRCLE
    return Interval(latest_months(one), one.value * scale, one.low * scale, one.high * scale, mark)


def changes_of(standing: Standing, versions: Sequence[GoalVersion]) -> list[tuple[GoalVersion, str]]:
    """Each version, the latest first, with what it asked for in words."""
    measure = standing.row.measure
    said = _("Target %(target)s by %(day)s.")
    return [
        (one, str(said % {"target": value_words(measure, one.target), "day": date_format(one.by_on, "j F Y")}))
        for one in reversed(versions)
    ]
