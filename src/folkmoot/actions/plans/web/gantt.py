"""The bars of a plan over time, as SVG: no script, readable on a narrow phone. A table beside it says the same in words.

A bar runs from the first day of an action to the day it is due; its filled part is how far it has come. A hollow circle stands at
each earlier due date, a dashed line runs from a missed one to today. Words come from the caller and are escaped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from folkmoot.webkit.charts.drawing import BROAD, FAINT, INK, MARK, NARROW, PAPER, Drawing, Mark, Size, framed, shape, stroke, words

ROW, TOP, SIDE = 46, 34, 8
LETTER = 7.6  # the mean width of a letter, in units, at the size of the narrow drawing


@dataclass(frozen=True)
class Bar:
    """One action. `share` 0 to 1; `earlier` the due dates it had before; `late`: not done by its due date; `inset`: a sub-action."""

    label: str
    starts: date
    due: date
    share: Fraction
    earlier: tuple[date, ...] = ()
    late: bool = False
    ended: bool = False
    inset: bool = False


@dataclass(frozen=True)
class Span:
    """The days drawn, both included, across the width of the drawing."""

    first: date
    last: date
    size: Size

    def at(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first) / max(self.last - self.first, timedelta(days=1))
        return round(SIDE + share * (self.size.width - 2 * SIDE), 1)


def gantt_svg(
    bars: Sequence[Bar], *, first: date, last: date, today: date, title: str, description: str, today_words: str, broad: bool = False,
    lang: str = "en-GB",
) -> Drawing:  # fmt: skip
    """The chart; nothing is drawn where there is no bar. The days of every bar are held, however the plan's own days lie."""
    if not bars:
        return Drawing("")
    size = BROAD if broad else NARROW
    days = [first, last, *(day for bar in bars for day in (bar.starts, bar.due, *bar.earlier))]
    span = Span(min(days), max([*days, *([today] if any(bar.late for bar in bars) else [])]), size)
    height = TOP + ROW * len(bars) + 12
    drawn = [*_months(span, height), *_today(span, today, today_words, height)]
    for place, bar in enumerate(bars):
        drawn += _bar(bar, span, TOP + ROW * place, today)
    return framed("".join(drawn), height, title, description, lang, size)


def _months(span: Span, height: float) -> Iterator[str]:
    """A thin line at the first of some months, named by number and year: the same in every language."""
    firsts = [day for number in range((span.last - span.first).days + 1) if (day := span.first + timedelta(days=number)).day == 1]
    step = next((each for each in (1, 2, 3, 6, 12, 24) if len(firsts) / each <= span.size.width / 75), 60)
    for day in firsts:
        if (day.month - 1 + day.year * 12) % step == 0:
            x = span.at(day)
            yield stroke(f"M{x:g} {TOP - 8}V{height - 6:g}", "#cecece", 1)
            if SIDE + 20 < x < span.size.width - SIDE - 24:
                yield words(x, TOP - 14, f"{day.month}/{day.year % 100:02}", "middle")


def _today(span: Span, today: date, said: str, height: float) -> Iterator[str]:
    if span.first <= today <= span.last:
        x = span.at(today)
        yield stroke(f"M{x:g} {TOP - 8}V{height - 16:g}", INK, 1.5, "2 3")
        anchor = "start" if x < 40 else "end" if x > span.size.width - 40 else "middle"
        yield words(x, height - 4, said, anchor)


def _bar(bar: Bar, span: Span, y: float, today: date) -> Iterator[str]:
    left, right = span.at(bar.starts), span.at(bar.due)
    right = max(right, left + 4)
    inset = 14 if bar.inset else 0
    yield words(SIDE + inset, y + 14, _fitting(bar.label, span.size, inset))
    tall = 8 if bar.inset else 12
    top = y + 20
    dashes = ' stroke-dasharray="4 3"' if bar.ended else ""
    frame = f'x="{left:g}" y="{top:g}" width="{right - left:g}" height="{tall}"'
    yield f'<rect {frame} fill="{PAPER}" stroke="{MARK}" stroke-width="1.5"{dashes}/>'
    if bar.share and not bar.ended:
        yield f'<rect x="{left:g}" y="{top:g}" width="{round((right - left) * float(bar.share), 1):g}" height="{tall}" fill="{MARK}"/>'
    if bar.late:
        yield stroke(f"M{right:g} {top + tall / 2:g}H{span.at(today):g}", INK, 2, "5 3")
    for day in bar.earlier:
        yield shape(Mark.CIRCLE, span.at(day), top + tall / 2, 0.7)
    if bar.ended:
        yield stroke(f"M{left:g} {top + tall / 2:g}H{right:g}", FAINT, 1.5)


def _fitting(label: str, size: Size, inset: float) -> str:
    room = int((size.width - 2 * SIDE - inset) / (LETTER * size.font / NARROW.font))
    return label if len(label) <= room else label[: room - 1].rstrip() + "…"
