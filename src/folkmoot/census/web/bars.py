"""Shares as bars from nought, one line a row: what is written beside a bar is what it shows."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.webkit.charts.drawing import BROAD, FAINT, MARK, NARROW, Drawing, Size, framed, stroke, words


@dataclass(frozen=True)
class Bar:
    """`share` in per cent of the base; `said` stands at the end of the bar."""

    label: str
    share: float
    said: str


def bars_svg(rows: Sequence[Bar], *, title: str, description: str, lang: str = "en-GB") -> Drawing:
    """For a phone: the words of a row above its bar. Nothing is drawn for no rows."""
    return _drawn(rows, NARROW, 44, 0, title, description, lang)


def bars_svg_wide(rows: Sequence[Bar], *, title: str, description: str, lang: str = "en-GB") -> Drawing:
    """For paper and wide screens: the words left of the bar."""
    return _drawn(rows, BROAD, 42, 276, title, description, lang)


def _drawn(rows: Sequence[Bar], size: Size, chars: int, left: int, title: str, description: str, lang: str) -> Drawing:
    if not rows:
        return Drawing("")
    room = size.width - left - 110
    most = max(max(row.share for row in rows), 1.0)
    pieces, y = [], 6.0
    for row in rows:
        lines = textwrap.wrap(row.label, chars) or [""]
        top = y
        for line in lines:
            y += size.font + 4
            pieces.append(words(left - 12 if left else 0, y, line, "end" if left else "start"))
        bar = top + 4 if left else y + 6
        length = room * row.share / most
        pieces.append(f'<rect x="{left}" y="{bar:g}" width="{max(length, 0.5):.1f}" height="{size.font + 2}" fill="{MARK}"/>')
        pieces.append(words(left + length + 6, bar + size.font, row.said))
        y = max(y, bar + size.font + 2) + 8
    axis = stroke(f"M{left} 2V{y:g}", FAINT, 1)
    return framed("".join(pieces) + axis, y + 6, title, description, lang, size)
