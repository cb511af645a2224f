"""Signals in words: where each stands, what was seen, its history, and what is left of it once other things are taken into account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.sentences import Sentence, percent, ratio
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.queries import Standing
from folkmoot.casework.signals.rules import State, Waits
from folkmoot.casework.signals.runs.models import SignalReading
from folkmoot.casework.workbench.rules import Section, View
from folkmoot.stats.intervals import Estimate, wilson
from folkmoot.webkit.charts import Drawing, Mark
from folkmoot.webkit.charts.control import Moment, control_svg
from folkmoot.webkit.dates import month_words

STATE_WORDS: dict[State, Promise] = {
    State.OPEN: _("Open"),
    State.ACCEPTED: _("Accepted"),
    State.EXPLAINED: _("Explained"),
    State.CLOSED: _("Closed"),
}
STATE_COLOURS = {State.OPEN: "orange", State.ACCEPTED: "light-blue", State.EXPLAINED: "grey", State.CLOSED: "grey"}
WAITS_WORDS: dict[Waits, Promise] = {
    Waits.OWNER: _("Waits for an owner"),
    Waits.ANSWER: _("Waits for an answer"),
    Waits.REVIEW: _("Waits for a second person"),
    Waits.RETEST: _("Its re-test is due"),
    Waits.AFTER_RETEST: _("Was tested again: waits for what follows"),
    Waits.NOTHING: _("Waits for nothing now"),
}
FINDING_COLOURS = {"seen": "purple", "not_seen": "grey", "cannot_tell": "yellow"}
# What others tested one by one when they followed up such a difference: a beginning, never the whole list.
SUGGESTED: tuple[Promise, ...] = (
    _("The groups differ in the offences they are suspected of."),
    _("The groups differ in how serious their cases are, or in what made them worse."),
    _("The cases differ in size: in how much material the police sent."),
    _("The groups differ in their plea, or in when they made it."),
    _("The language of the files differs between the groups."),
    _("The groups are recorded differently, or more often not recorded."),
    _("The groups live in Areas, or come from police forces, that decide differently."),
)


def place_of(row: Signal) -> str:
    return row.area.name if row.area else gettext("England and Wales")


def months_of(first: str, last: str) -> str:
    first, last = month_words(first), month_words(last)
    return first if first == last else gettext("%(first)s to %(last)s") % {"first": first, "last": last}


SEEN = gettext_noop(
    "%(place)s, “%(outcome)s”: %(rate)s%% for %(group)s and %(other)s%% for %(reference)s, a difference of %(gap)s percentage points"
    " (between %(low)s and %(high)s)."
)
SEEN_OF = gettext_noop(
    "%(place)s, “%(outcome)s”: %(rate)s%% of %(base)s for %(group)s and %(other)s%% for %(reference)s, a difference of %(gap)s"
    " percentage points (between %(low)s and %(high)s)."
)


def seen_words(row: Signal) -> Sentence:
    """What was seen, in one sentence with its interval and base."""
    words = {
        "group": row.group, "reference": row.reference, "outcome": row.outcome, "place": place_of(row),
        "rate": percent(row.rate), "other": percent(row.reference_rate), "gap": points(row.gap), "low": points(row.gap_low),
        "high": points(row.gap_high), "base": f"{row.base:,}" if row.base is not None else "",
    }  # fmt: skip
    return Sentence(SEEN if row.base is None else SEEN_OF, words)


def since_words(row: Signal, history: Sequence[SignalReading]) -> str:
    """Since when it has been seen, and how often it was read since."""
    noticed = date_format(row.noticed_on, "j F Y")
    if not history:
        return gettext("Noticed on %(day)s. It has not been read again since.") % {"day": noticed}
    seen = sum(one.finding == SignalReading.Finding.SEEN for one in history)
    said = ngettext(
        "Noticed on %(day)s. Figures were read %(number)d time, and met the rule %(seen)d time.",
        "Noticed on %(day)s. Figures were read %(number)d times, and met the rule in %(seen)d of them.",
        len(history),
    )
    return said % {"day": noticed, "number": len(history), "seen": seen}


def figures_of(row: Signal) -> list[tuple[Promise | str, str]]:
    """Each figure with its interval and base."""
    return [
        (row.group, _rate(Estimate(row.rate, row.rate_low, row.rate_high), row.with_outcome, row.base)),
        (row.reference, _reference(row)),
        (_("Difference in percentage points"), f"{points(row.gap)} ({points(row.gap_low)} to {points(row.gap_high)})"),
        *(
            [(_("Relative rate"), f"{ratio(row.ratio)} ({ratio(row.ratio_low)} to {ratio(row.ratio_high)})")]
            if row.ratio is not None
            else []
        ),
        (_("Confidence of the intervals"), f"{row.level * 100:g}%"),
        *([(_("The characteristic is recorded in"), f"{percent(row.completeness)}%")] if row.completeness is not None else []),
        *([(_("Months"), months_of(row.window_first, row.window_last))] if row.window_first else []),
    ]


def _reference(row: Signal) -> str:
    if row.reference_base is None or row.reference_with is None:
        return f"{percent(row.reference_rate)}%"
    return _rate(wilson(row.reference_with, row.reference_base, row.level), row.reference_with, row.reference_base)


def _rate(rate: Estimate, number: int | None, base: int | None) -> str:
    counts = f", {number:,} / {base:,}" if number is not None and base is not None else f", {base:,}" if base is not None else ""
    return f"{percent(rate.value)}% ({percent(rate.low)} to {percent(rate.high)}){counts}"


def points(share: float | None) -> str:
    return "[c]" if share is None else f"{share * 100:+.1f}".replace("-", "−")


@dataclass(frozen=True)
class Line:
    """One reading as a row of the history."""

    months: str
    as_of: Any
    group: str
    other: str
    gap: str
    finding: str
    why: str
    colour: str


def history_lines(history: Iterable[SignalReading]) -> list[Line]:
    """The history of a signal, the latest first."""
    return [_line(one) for one in reversed(list(history))]


def _line(one: SignalReading) -> Line:
    rate = "[c]" if one.rate is None or one.rate_low is None or one.rate_high is None else _rate(
        Estimate(one.rate, one.rate_low, one.rate_high), one.with_outcome, one.base
    )  # fmt: skip
    other = "[c]" if one.reference_rate is None else f"{percent(one.reference_rate)}%"
    gap = "[c]" if one.gap is None else f"{points(one.gap)} ({points(one.gap_low)} to {points(one.gap_high)})"
    months = months_of(one.window_first, one.window_last) if one.window_first else date_format(one.at, "j F Y")
    return Line(
        months,
        one.as_of,
        rate,
        other,
        gap,
        one.get_finding_display(),
        one.get_why_display() if one.why else "",
        FINDING_COLOURS[one.finding],
    )


def trend_picture(row: Signal, history: Sequence[SignalReading]) -> Drawing:
    """The difference reading by reading, with its intervals; nothing for fewer than two readings."""
    if len([one for one in history if one.gap is not None]) < 2:
        return Drawing("")
    moments = [_moment(one) for one in history]
    title = gettext("Difference in percentage points: %(group)s and %(reference)s") % {"group": row.group, "reference": row.reference}
    told = gettext("One point for each reading, with its interval. A filled diamond met the rule. All figures stand in the table.")
    return control_svg(
        moments, title=title, description=told, period_words=gettext("Last month"), unit="",
        lang="cy" if get_language() == "cy" else "en-GB",
    )  # fmt: skip


def _moment(one: SignalReading) -> Moment:
    label = month_words(one.window_last or f"{one.at:%Y-%m}")
    if one.gap is None or one.gap_low is None or one.gap_high is None:
        return Moment(label, None, instead="[c]")
    mark = Mark.DIAMOND if one.finding == SignalReading.Finding.SEEN else Mark.CIRCLE
    return Moment(label, one.gap * 100, one.gap_low * 100, one.gap_high * 100, mark=mark)


LEFT_NOTHING = gettext_noop(
    "With %(controls)s taken into account, the difference of %(gap)s becomes %(left)s percentage points (between %(low)s and %(high)s): the"
    " interval holds 0, so that what is taken into account could explain it. That has to be shown, not assumed."
)
LEFT_A_PART = gettext_noop(
    "With %(controls)s taken into account, a part of the difference goes: of %(gap)s, %(left)s percentage points are left (between %(low)s"
    " and %(high)s)."
)
LEFT_ALL = gettext_noop(
    "With %(controls)s taken into account, the difference stays: %(gap)s becomes %(left)s percentage points (between %(low)s and %(high)s)."
    " These do not explain it."
)
A_PART = 0.8  # what is left of a gap, as a share of it, below which a part is said to go


def adjusted_words(history: Sequence[SignalReading]) -> Sentence | None:
    """What is left of the difference once like is compared with like, by the latest reading that could tell; None where none could."""
    latest = next((one for one in reversed(history) if one.adjusted_gap is not None), None)
    if latest is None or latest.adjusted_gap is None or latest.adjusted_low is None or latest.adjusted_high is None or latest.gap is None:
        return None
    words = {
        "controls": ", ".join(latest.controls), "gap": points(latest.gap), "left": points(latest.adjusted_gap),
        "low": points(latest.adjusted_low), "high": points(latest.adjusted_high),
    }  # fmt: skip
    if latest.adjusted_low <= 0 <= latest.adjusted_high:
        return Sentence(LEFT_NOTHING, words)
    return Sentence(LEFT_A_PART if abs(latest.adjusted_gap) < abs(latest.gap) * A_PART else LEFT_ALL, words)


def origin_address(row: Signal) -> str:
    """Where its figures are read in this room; "" for those of another."""
    if row.analysis_id is not None:
        return reverse("casework:detail", args=[row.analysis_id])
    return _workbench(row, Section.RATES) if row.source_id is not None else ""


def areas_address(row: Signal) -> str:
    """The same comparison Area by Area in the workbench; "" where it has none."""
    return _workbench(row, Section.AREAS) if row.source_id is not None else ""


def _workbench(row: Signal, section: Section) -> str:
    view = View(row.source_id or 0, row.stage, tuple(row.by_columns), section, row.reference)
    return f"{reverse('casework:workbench_view', args=[row.source_id])}?{view.to_query()}"


def elsewhere_lines(found: Iterable[Standing]) -> list[tuple[Standing, str, str]]:
    """The same group in other places: where each stands, and its last difference."""
    return [(one, place_of(one.row), points(one.last.gap if one.last else one.row.gap)) for one in found]


def next_words(standing: Standing) -> str:
    """What it waits for, as a sentence that says who does what."""
    if standing.waits is Waits.NOTHING and standing.retest_on is not None:
        return gettext("It is tested again by itself from %(day)s.") % {"day": date_format(standing.retest_on, "j F Y")}
    return str(_NEXT[standing.waits])


_NEXT: dict[Waits, Promise] = {
    Waits.OWNER: _("Nobody answers for it yet. Name an owner: silence closes nothing."),
    Waits.ANSWER: _("Its owner explains it with tested hypotheses and evidence, or acts on it. Until then it stays open."),
    Waits.REVIEW: _("A second person, not its author, says whether the answer holds."),
    Waits.RETEST: _("Its re-test is due: the next run makes it and writes here what it found."),
    Waits.AFTER_RETEST: _("It was tested again. Answer it anew, close it where it was no longer seen, or set another re-test."),
    Waits.NOTHING: _("No re-test is set. Set one, so that somebody finds out whether it is still there."),
}
