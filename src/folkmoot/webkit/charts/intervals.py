"""Values with their intervals on one scale, one line a row."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.webkit.charts.drawing import BROAD, FAINT, INK, MARK, NARROW, Drawing, Mark, framed, shape, stroke, words
from folkmoot.webkit.charts.scales import Scale, whole_scale

LEFT, RIGHT = 14, 14
LINE, CHARS = 19, 44
PLOT, GAP = 26, 12
# On paper and on wide screens: the label, the bar and the value side by side.
NAME_END, BAR_LEFT, BAR_RIGHT, WIDE_ROW, WIDE_CHARS = 262, 276, 566, 22, 42


@dataclass(frozen=True)
class Interval:
    """One line of the plot, in the plot's unit. A bound that is not finite may not be drawn: leave the line out."""

    label: str
    value: float
    low: float
    high: float
    mark: Mark = Mark.CIRCLE


def interval_svg(
    rows: Sequence[Interval], *, title: str, description: str, reference: float | None = None, unit: str = "", lang: str = "en-GB"
) -> Drawing:
    """One line a row, the value as a shape, its interval as a bar with ends; the words of a row stand above it.

    `reference` draws a dashed line there; `unit` follows every number ("%"). Nothing is drawn for no rows.
    """
    if not rows:
        return Drawing("")
    scale = _scale_of(rows, reference, LEFT, NARROW.width - RIGHT)
    drawn: list[str] = []
    y = 6
    for row in rows:
        piece, y = _row(row, scale, y, unit, reference)
        drawn.append(piece)
    return framed("".join(drawn) + axis(scale, y, unit), y + LINE + 14, title, description, lang)


def interval_svg_wide(
    rows: Sequence[Interval], *, title: str, description: str, reference: float | None = None, unit: str = "", lang: str = "en-GB"
) -> Drawing:
    """The same for paper and wide screens: one line a row, the label on the left, the bar, and the value on the right."""
    if not rows:
        return Drawing("")
    scale = _scale_of(rows, reference, BAR_LEFT, BAR_RIGHT)
    drawn: list[str] = []
    y = 6
    for row in rows:
        piece, y = _wide_row(row, scale, y, unit)
        drawn.append(piece)
    dashed = "" if reference is None else stroke(f"M{scale.at(reference)} 2V{y}", FAINT, 1.5, "4 4")
    return framed(dashed + "".join(drawn) + axis(scale, y, unit), y + LINE + 12, title, description, lang, BROAD)


interval_plot = interval_svg
interval_plot_wide = interval_svg_wide


def axis(scale: Scale, y: float, unit: str) -> str:
    """The axis below the rows. The words at its ends stay inside the picture."""
    ends = f"M{scale.left:g} {y:g}H{scale.right:g}"
    ticks = "".join(f"M{scale.at(tick)} {y:g}v6" for tick in scale.ticks)
    said = "".join(_tick_words(scale, place, y, unit) for place in range(len(scale.ticks)))
    return stroke(ends + ticks) + said


def _scale_of(rows: Sequence[Interval], reference: float | None, left: float, right: float) -> Scale:
    ends = [*(row.low for row in rows), *(row.high for row in rows), *([] if reference is None else [reference])]
    return whole_scale(ends, left, right)


def _wide_row(row: Interval, scale: Scale, top: int, unit: str) -> tuple[str, int]:
    name = textwrap.wrap(row.label, WIDE_CHARS) or [row.label]
    apart = BROAD.font + 2
    height = WIDE_ROW + (len(name) - 1) * apart
    middle = top + height // 2
    first = middle + 4 - (len(name) - 1) * apart // 2
    texts = [words(NAME_END, first + place * apart, line, "end") for place, line in enumerate(name)]
    values = words(BAR_RIGHT + 14, middle + 4, _values(row, unit))
    return "".join(texts) + values + _bar(row, scale, middle, 0.75), top + height


def _row(row: Interval, scale: Scale, top: int, unit: str, reference: float | None) -> tuple[str, int]:
    """The words of a row above its interval (the dashed line stays out of the words), and where the next row begins."""
    values = _values(row, unit)
    name = textwrap.wrap(row.label, CHARS) or [row.label]
    lines = [f"{name[0]}: {values}"] if len(name) == 1 and len(name[0]) + len(values) + 2 <= CHARS else [*name, values]
    texts = [words(LEFT, top + LINE * place - 4, line) for place, line in enumerate(lines, 1)]
    middle = top + LINE * len(lines) + PLOT // 2
    dashed = "" if reference is None else stroke(f"M{scale.at(reference)} {middle - PLOT // 2}v{PLOT + 2}", FAINT, 1.5, "4 4")
    return "".join(texts) + dashed + _bar(row, scale, middle), middle + PLOT // 2 + GAP


def _values(row: Interval, unit: str) -> str:
    return f"{row.value:.1f}{unit} ({row.low:.1f} to {row.high:.1f})"


def _bar(row: Interval, scale: Scale, y: int, size: float = 1) -> str:
    low, high = scale.at(row.low), scale.at(row.high)
    end = 6 * size
    path = f"M{low} {y - end:g}v{2 * end:g}M{low} {y}H{high}M{high} {y - end:g}v{2 * end:g}"
    return stroke(path, INK if row.mark is Mark.SQUARE else MARK, 2.5) + shape(row.mark, scale.at(row.value), y, size)


def _tick_words(scale: Scale, place: int, y: float, unit: str) -> str:
    tick, last = scale.ticks[place], len(scale.ticks) - 1
    x = scale.left - LEFT if place == 0 else scale.right + RIGHT if place == last else scale.at(tick)
    anchor = "start" if place == 0 else "end" if place == last else "middle"
    return words(x, y + 22, f"{tick:g}{unit}", anchor)
