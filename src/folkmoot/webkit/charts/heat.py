"""Heat maps: one figure for each pair of two things, printed in its cell; the shade only repeats it."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.webkit.charts.drawing import FAINT, INK, NARROW, PAPER, Drawing, framed, words

_EDGE, _GAP, _ROW, _LINE = 6, 4, 40, 18
_MOST_ACROSS = 4  # cells beside one another that a narrow screen can show; more stand below in a block of their own
_LETTER = 8.2
_LIGHT, _DARK = (255, 255, 255), (176, 158, 214)  # black letters on the darker one: 8 to 1


@dataclass(frozen=True)
class Cell:
    """What is printed, and the value its shade stands for; a cell without a value is left white with a dashed edge."""

    said: str
    value: float | None = None


def heat_svg(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], Cell],
    *,
    title: str,
    description: str,
    absent: str = "[x]",
    lang: str = "en-GB",
) -> Drawing:
    """The map; `cells` is asked for each (row, column), and `absent` is printed where it has none."""
    if not rows or not columns:
        return Drawing("")
    values = [cell.value for cell in cells.values() if cell.value is not None]
    ends = (min(values), max(values)) if values else (0.0, 0.0)
    drawn: list[str] = []
    y: float = _EDGE
    for first in range(0, len(columns), _MOST_ACROSS):
        block = columns[first : first + _MOST_ACROSS]
        piece, y = _heading(block, y)
        drawn.append(piece)
        for row in rows:
            piece, y = _row(row, [cells.get((row, column), Cell(absent)) for column in block], ends, y)
            drawn.append(piece)
        y += 2 * _GAP
    return framed("".join(drawn), y, title, description, lang)


def _width(number: int) -> float:
    return (NARROW.width - 2 * _EDGE - _GAP * (number - 1)) / number


def _heading(block: Sequence[str], y: float) -> tuple[str, float]:
    width = _width(len(block))
    wrapped = [textwrap.wrap(name, max(4, int(width / _LETTER))) or [""] for name in block]
    high = max(map(len, wrapped))
    texts = [
        words(_EDGE + place * (width + _GAP) + width / 2, y + 14 + line * _LINE, said, "middle", bold=True)
        for place, lines in enumerate(wrapped)
        for line, said in enumerate(lines)
    ]
    return "".join(texts), y + high * _LINE + _GAP


def _row(name: str, cells: Sequence[Cell], ends: tuple[float, float], y: float) -> tuple[str, float]:
    """The name above its cells, so that a long one has the width of the picture."""
    lines = textwrap.wrap(name, int((NARROW.width - 2 * _EDGE) / _LETTER)) or [""]
    texts = [words(_EDGE, y + 14 + place * _LINE, said) for place, said in enumerate(lines)]
    top = y + len(lines) * _LINE + 2
    width = _width(len(cells))
    boxes = [_cell(cell, _EDGE + place * (width + _GAP), top, width, ends) for place, cell in enumerate(cells)]
    return "".join(texts + boxes), top + _ROW + 2 * _GAP


def _cell(cell: Cell, x: float, y: float, width: float, ends: tuple[float, float]) -> str:
    known = cell.value is not None
    edge = f'stroke="{INK if known else FAINT}" stroke-width="1"' + ("" if known else ' stroke-dasharray="4 3"')
    box = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{_ROW}" fill="{_shade(cell.value, ends)}" {edge}/>'
    return box + words(x + width / 2, y + _ROW / 2 + 5, cell.said, "middle")


def _shade(value: float | None, ends: tuple[float, float]) -> str:
    if value is None:
        return PAPER
    share = (value - ends[0]) / (ends[1] - ends[0]) if ends[1] > ends[0] else 0.0
    parts = [round(light + (dark - light) * share) for light, dark in zip(_LIGHT, _DARK, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in parts)
