"""Forest plots: several intervals for each name, beside a line that means no difference; also the steps of a chain."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from folkmoot.webkit.charts.drawing import BROAD, FAINT, INK, MARK, NARROW, Drawing, Mark, framed, shape, stroke, words
from folkmoot.webkit.charts.intervals import BAR_LEFT, CHARS, GAP, LEFT, LINE, NAME_END, PLOT, RIGHT, WIDE_CHARS, WIDE_ROW, axis
from folkmoot.webkit.charts.scales import Scale, ratio_scale, whole_scale

_BAR_RIGHT = 530
_SMALL = BROAD.font + 2


@dataclass(frozen=True)
class Line:
    """One bar. Without a `value` only the words are printed; a bound that is None has no limit and ends in an arrow.

    `said` are the figures in words; `follows` joins the point to the one above it by a thin line where no words stand between them.
    """

    said: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    mark: Mark = Mark.CIRCLE
    label: str = ""
    follows: bool = False


@dataclass(frozen=True)
class Bunch:
    """A name and its bars, from the top down."""

    label: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class _Row:
    """One printed row: its words, its bar, and the middle of the bar in units from the top."""

    left: Sequence[str]
    line: Line
    top: float
    middle: float
    bottom: float
    name_lines: int  # how many of `left` are the name of the bunch


def forest_svg(
    bunches: Sequence[Bunch],
    *,
    title: str,
    description: str,
    reference: float,
    ratios: bool = False,
    unit: str = "",
    lang: str = "en-GB",
    wide: bool = False,
) -> Drawing:
    """The plot, narrow for a phone or `wide` for paper and large screens. `ratios` makes the scale logarithmic.

    `reference` is the value that means no difference (1 of ratios, 0 of gaps). Nothing is drawn for no bunches.
    """
    if not any(bunch.lines for bunch in bunches):
        return Drawing("")
    ends = [reference, *_ends(bunches, ratios)]
    left, right = (BAR_LEFT, _BAR_RIGHT) if wide else (LEFT, NARROW.width - RIGHT)
    scale = ratio_scale(ends, left, right) if ratios else whole_scale(ends, left, right)
    rows = list(_wide_rows(bunches) if wide else _narrow_rows(bunches))
    pieces = [_dashed(row, scale.at(reference), wide) for row in rows] + (list(_joins(rows, scale)) if wide else [])
    pieces += [(_wide_words(row) if wide else _narrow_words(row)) + _bar(row, scale, 0.75 if wide else 1) for row in rows]
    bottom = rows[-1].bottom
    below = LINE + (12 if wide else 14)
    return framed("".join(pieces) + axis(scale, bottom, unit), bottom + below, title, description, lang, BROAD if wide else NARROW)


def _ends(bunches: Sequence[Bunch], ratios: bool) -> Iterator[float]:
    """What the scale must hold. A ratio of nought has no place on a logarithmic one, and would stretch it for all others."""
    for bunch in bunches:
        for line in bunch.lines:
            if line.value is not None and (line.value > 0 or not ratios):
                yield from (end for end in (line.value, line.low, line.high) if end is not None)


def _narrow_rows(bunches: Sequence[Bunch]) -> Iterator[_Row]:
    y: float = 6
    for bunch in bunches:
        for place, line in enumerate(bunch.lines):
            said, names = _narrow_said(bunch, line, first=place == 0)
            middle = y + LINE * len(said) + PLOT // 2
            drawn = _is_drawn(line)
            bottom = middle + PLOT // 2 + (GAP if place == len(bunch.lines) - 1 else 2) if drawn else middle - PLOT // 2 + GAP
            yield _Row(said, line, y, middle, bottom, names)
            y = bottom


def _narrow_said(bunch: Bunch, line: Line, first: bool) -> tuple[list[str], int]:
    words_of_line = f"{line.label}: {line.said}" if line.label else line.said
    alone = f"{bunch.label}: {line.said}"
    if first and len(bunch.lines) == 1 and not line.label and len(alone) <= CHARS:
        return [alone], 0
    name = (textwrap.wrap(bunch.label, CHARS - 4) or [bunch.label]) if first else []
    return [*name, *textwrap.wrap(words_of_line, CHARS)], len(name)


def _wide_rows(bunches: Sequence[Bunch]) -> Iterator[_Row]:
    y: float = 6
    for bunch in bunches:
        name = textwrap.wrap(bunch.label, WIDE_CHARS - 4) or [bunch.label]
        labelled = any(line.label for line in bunch.lines)
        if labelled:
            yield _Row(
                name, Line(""), y, y + WIDE_ROW / 2 + (len(name) - 1) * _SMALL / 2, y + WIDE_ROW + (len(name) - 1) * _SMALL, len(name)
            )
            y += WIDE_ROW + (len(name) - 1) * _SMALL
        for line in bunch.lines:
            left = (textwrap.wrap(line.label, WIDE_CHARS) or [""]) if labelled else name
            height = WIDE_ROW + (len(left) - 1) * _SMALL
            yield _Row(left, line, y, y + height / 2, y + height, 0 if labelled else len(left))
            y += height
        y += 6


def _narrow_words(row: _Row) -> str:
    texts = [words(LEFT, row.top + LINE * place - 4, said, bold=place <= row.name_lines) for place, said in enumerate(row.left, 1)]
    return "".join(texts)


def _wide_words(row: _Row) -> str:
    first = row.middle + 4 - (len(row.left) - 1) * _SMALL / 2
    is_heading = not row.line.said and row.name_lines > 0
    texts = [words(NAME_END, first + place * _SMALL, said, "end", bold=is_heading) for place, said in enumerate(row.left)]
    return "".join(texts) + (words(_BAR_RIGHT + 14, row.middle + 4, row.line.said) if row.line.said else "")


def _is_drawn(line: Line) -> bool:
    return line.value is not None or line.low is not None or line.high is not None


def _dashed(row: _Row, x: float, wide: bool) -> str:
    """The line of no difference: through all rows where words stand beside the bars, only beside the bar where they stand above."""
    if wide:
        return stroke(f"M{x} {row.top:g}V{row.bottom:g}", FAINT, 1.5, "4 4")
    return stroke(f"M{x} {row.middle - PLOT // 2:g}v{PLOT + 2}", FAINT, 1.5, "4 4") if _is_drawn(row.line) else ""


def _joins(rows: Sequence[_Row], scale: Scale) -> Iterator[str]:
    for above, row in pairwise(rows):
        before, value = above.line.value, row.line.value
        if row.line.follows and before is not None and value is not None:
            yield stroke(f"M{scale.at(before)} {above.middle:g}L{scale.at(value)} {row.middle:g}", FAINT, 1.5)


def _bar(row: _Row, scale: Scale, size: float) -> str:
    line = row.line
    if not _is_drawn(line):
        return ""
    y, end = row.middle, 6 * size
    low, high = _end(line.low, scale, scale.low), _end(line.high, scale, scale.high)
    if low[0] == high[0] and (low[1] or high[1]):
        return stroke(_arrow(low[0], y, end, 1 if low[0] == scale.left else -1), MARK, 2.5)
    path = f"M{low[0]} {y:g}H{high[0]}" + _cap(low, y, end, 1) + _cap(high, y, end, -1)
    bar = stroke(path, INK if line.mark is Mark.SQUARE else MARK, 2.5)
    has_place = line.value is not None and scale.holds(line.value)
    return bar + (shape(line.mark, scale.at(line.value or 0), y, size) if has_place else "")


def _end(bound: float | None, scale: Scale, edge: float) -> tuple[float, bool]:
    """Where a bar ends, and whether it goes on beyond the scale."""
    if bound is None:
        return scale.at(edge), True
    return scale.at(bound), not scale.holds(bound)


def _cap(end: tuple[float, bool], y: float, half: float, inwards: int) -> str:
    x, goes_on = end
    return _arrow(x, y, half, inwards) if goes_on else f"M{x} {y - half:g}v{2 * half:g}"


def _arrow(x: float, y: float, half: float, inwards: int) -> str:
    return f"M{x + inwards * half:g} {y - half:g}L{x} {y:g}L{x + inwards * half:g} {y + half:g}"
