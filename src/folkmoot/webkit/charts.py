"""Charts drawn on the server as SVG: no script, no style attribute, readable on a narrow phone, spoken by a screen reader.

Shape says what colour says. The picture only repeats what stands beside it in words and in a table.
"""

import hashlib
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString, mark_safe

_WIDTH, _SHOWN_WIDTH = 360, 480  # units of the drawing; pixels on a wide screen. A phone shows the same letters a little smaller.
_LEFT, _RIGHT = 14, 14
_FONT, _LINE, _CHARS = 15, 19, 44
_PLOT, _GAP = 26, 12
_INK, _MARK, _FAINT = "#0b0c0c", "#4c2c92", "#6f777b"  # beside white: 19, 9 and 4.6 to 1
_FONTS = "Helvetica Neue, Liberation Sans, Arial, sans-serif"
_STEPS = (1, 2, 5, 10, 20, 25, 50)  # ticks stand at whole numbers
_NARROWEST = 5  # units of the plot: a narrower scale would make small differences look large
# On paper and on wide screens: the label, the bar and the value side by side.
_WIDE, _NAME_END, _BAR_LEFT, _BAR_RIGHT, _WIDE_ROW, _WIDE_FONT, _WIDE_CHARS = 720, 262, 276, 566, 22, 13, 42


class Mark(Enum):
    """The shape of a point: a square to compare with, a hollow circle compared, a filled diamond that needs review."""

    SQUARE = "square"
    CIRCLE = "circle"
    DIAMOND = "diamond"


@dataclass(frozen=True)
class Interval:
    """One line of the plot, in the plot's unit. A bound that is not finite may not be drawn: leave the line out."""

    label: str
    value: float
    low: float
    high: float
    mark: Mark = Mark.CIRCLE


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    step: float
    left: int = _LEFT
    right: int = _WIDTH - _RIGHT

    def x(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        return round(self.left + (inside - self.low) / (self.high - self.low) * (self.right - self.left), 1)

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + place * self.step for place in range(count + 1)]


def interval_plot(
    rows: Sequence[Interval], *, title: str, description: str, reference: float | None = None, unit: str = "", lang: str = "en-GB"
) -> SafeString:
    """The plot for a page: one line a row, the value as a shape, its interval as a bar with ends.

    `reference` draws a dashed line there; `unit` follows every number ("%"). Nothing is drawn for no rows.
    """
    return mark_safe(interval_svg(rows, title=title, description=description, reference=reference, unit=unit, lang=lang))  # noqa: S308


def interval_plot_wide(
    rows: Sequence[Interval], *, title: str, description: str, reference: float | None = None, unit: str = "", lang: str = "en-GB"
) -> SafeString:
    """The same plot for a wide screen or paper: each label stands beside its bar."""
    return mark_safe(interval_svg_wide(rows, title=title, description=description, reference=reference, unit=unit, lang=lang))  # noqa: S308


def interval_svg(
    rows: Sequence[Interval], *, title: str, description: str, reference: float | None = None, unit: str = "", lang: str = "en-GB"
) -> str:
    """The same plot as the text of an SVG file, for a document. Every word in it is escaped."""
    if not rows:
        return ""
    scale = _scale([*(row.low for row in rows), *(row.high for row in rows), *([] if reference is None else [reference])])
    drawn: list[str] = []
    y = 6
    for row in rows:
        piece, y = _row(row, scale, y, unit, reference)
        drawn.append(piece)
    return _framed("".join(drawn) + _axis(scale, y, unit), y + _LINE + 14, title, description, lang)


def interval_svg_wide(
    rows: Sequence[Interval], *, title: str, description: str, reference: float | None = None, unit: str = "", lang: str = "en-GB"
) -> str:
    """The same plot for paper and wide screens: one line a row, the label on the left, the bar, and the value on the right."""
    if not rows:
        return ""
    found = _scale([*(row.low for row in rows), *(row.high for row in rows), *([] if reference is None else [reference])])
    scale = replace(found, left=_BAR_LEFT, right=_BAR_RIGHT)
    drawn: list[str] = []
    y = 6
    for row in rows:
        piece, y = _wide_row(row, scale, y, unit)
        drawn.append(piece)
    dashed = "" if reference is None else _dashed_through(scale.x(reference), y)
    return _framed(dashed + "".join(drawn) + _axis(scale, y, unit), y + _LINE + 12, title, description, lang, (_WIDE, _WIDE, _WIDE_FONT))


def _wide_row(row: Interval, scale: _Scale, top: int, unit: str) -> tuple[str, int]:
    name = textwrap.wrap(row.label, _WIDE_CHARS) or [row.label]
    height = _WIDE_ROW + (len(name) - 1) * (_WIDE_FONT + 2)
    middle = top + height // 2
    first = middle + 4 - (len(name) - 1) * (_WIDE_FONT + 2) // 2
    texts = [_text(_NAME_END, first + place * (_WIDE_FONT + 2), line, "end") for place, line in enumerate(name)]
    values = _text(_BAR_RIGHT + 14, middle + 4, _values(row, unit))
    return "".join(texts) + values + _bar(row, scale, middle, 0.75), top + height


def _dashed_through(x: float, bottom: int) -> str:
    return f'<path d="M{x} 2V{bottom}" fill="none" stroke="{_FAINT}" stroke-width="1.5" stroke-dasharray="4 4"/>'


def _framed(
    content: str, height: int, title: str, description: str, lang: str, size: tuple[int, int, int] = (_WIDTH, _SHOWN_WIDTH, _FONT)
) -> str:
    width, shown_width, font = size
    key = "chart-" + hashlib.sha256(f"{title}{description}{content}".encode()).hexdigest()[:10]
    shown = round(height * shown_width / width)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang={quoteattr(lang)} aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {width} {height}" width="{shown_width}" height="{shown}" font-family="{_FONTS}" font-size="{font}" fill="{_INK}">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>{content}</svg>'
    )


def _row(row: Interval, scale: _Scale, top: int, unit: str, reference: float | None) -> tuple[str, int]:
    """The words of a row above its interval (the dashed line stays out of the words), and where the next row begins."""
    values = _values(row, unit)
    name = textwrap.wrap(row.label, _CHARS) or [row.label]
    lines = [f"{name[0]}: {values}"] if len(name) == 1 and len(name[0]) + len(values) + 2 <= _CHARS else [*name, values]
    texts = [_text(_LEFT, top + _LINE * place - 4, line) for place, line in enumerate(lines, 1)]
    middle = top + _LINE * len(lines) + _PLOT // 2
    line = "" if reference is None else _dashed(scale.x(reference), middle)
    return "".join(texts) + line + _bar(row, scale, middle), middle + _PLOT // 2 + _GAP


def _values(row: Interval, unit: str) -> str:
    return f"{_number(row.value)}{unit} ({_number(row.low)} to {_number(row.high)})"


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _bar(row: Interval, scale: _Scale, y: int, size: float = 1) -> str:
    low, high, middle = scale.x(row.low), scale.x(row.high), scale.x(row.value)
    colour = _INK if row.mark is Mark.SQUARE else _MARK
    end = 6 * size
    path = f"M{low} {y - end:g}v{2 * end:g}M{low} {y}H{high}M{high} {y - end:g}v{2 * end:g}"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>' + _shape(row.mark, middle, y, colour, size)


def _shape(mark: Mark, x: float, y: int, colour: str, size: float) -> str:
    half, far = 6 * size, 9 * size
    if mark is Mark.SQUARE:
        return f'<rect x="{round(x - half, 1)}" y="{y - half:g}" width="{2 * half:g}" height="{2 * half:g}" fill="{colour}"/>'
    if mark is Mark.DIAMOND:
        return f'<path d="M{x} {y - far:g}l{far:g} {far:g}l-{far:g} {far:g}l-{far:g} -{far:g}z" fill="{colour}"/>'
    return f'<circle cx="{x}" cy="{y}" r="{half:g}" fill="#ffffff" stroke="{colour}" stroke-width="2.5"/>'


def _dashed(x: float, middle: int) -> str:
    return f'<path d="M{x} {middle - _PLOT // 2}v{_PLOT + 2}" fill="none" stroke="{_FAINT}" stroke-width="1.5" stroke-dasharray="4 4"/>'


def _axis(scale: _Scale, y: int, unit: str) -> str:
    ends = f"M{scale.left} {y}H{scale.right}"
    ticks = "".join(f"M{scale.x(tick)} {y}v6" for tick in scale.ticks)
    words = "".join(_tick_words(scale, place, y, unit) for place in range(len(scale.ticks)))
    return f'<path d="{ends}{ticks}" fill="none" stroke="{_FAINT}" stroke-width="1.5"/>{words}'


def _tick_words(scale: _Scale, place: int, y: int, unit: str) -> str:
    tick, last = scale.ticks[place], len(scale.ticks) - 1
    x = scale.left - _LEFT if place == 0 else scale.right + _RIGHT if place == last else scale.x(tick)
    anchor = "start" if place == 0 else "end" if place == last else "middle"
    return _text(x, y + 22, f"{tick:g}{unit}", anchor)


def _scale(values: Iterable[float]) -> _Scale:
    """A scale of three to five whole steps that holds every value and is never narrower than `_NARROWEST`."""
    given = list(values)
    low, high = min(given), max(given)
    for step in _STEPS:
        first, last = _floor(low, step), -_floor(-high, step)
        if (last - first) / step <= 5:
            return _Scale(*_widened(first, last), step)
    return _scale_of_large(low, high)


def _widened(first: float, last: float) -> tuple[float, float]:
    """At least `_NARROWEST` wide: to both sides, but not past nought where nothing is negative, nor past 100 where nothing is more."""
    missing = max(0, _NARROWEST - (last - first))
    below = min(missing // 2, first) if first >= 0 else missing // 2
    above = missing - below
    past = max(0, last + above - 100) if last <= 100 else 0
    return first - below - past, last + above - past


def _scale_of_large(low: float, high: float) -> _Scale:
    step = 100.0
    while -_floor(-high, step) - _floor(low, step) > 5 * step:
        step *= 2
    return _Scale(_floor(low, step), max(-_floor(-high, step), _floor(low, step) + step), step)


def _floor(value: float, step: float) -> float:
    return (value // step) * step


def _number(value: float) -> str:
    return f"{value:.1f}"
