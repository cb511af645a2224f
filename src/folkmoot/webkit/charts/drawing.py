"""The pen: letters, lines and shapes of every chart, and the frame that gives it a name and a description."""

import hashlib
from dataclasses import dataclass
from enum import Enum
from xml.sax.saxutils import escape, quoteattr

INK, MARK, FAINT, PAPER = "#0b0c0c", "#4c2c92", "#6f777b", "#ffffff"  # beside white: 19, 9 and 4.6 to 1
FONTS = "Helvetica Neue, Liberation Sans, Arial, sans-serif"


class Drawing(str):
    """The text of an SVG element in which every word is escaped: templates and builders take it as it is."""

    def __html__(self) -> str:
        return str(self)


class Mark(Enum):
    """The shape of a point: a square to compare with, a hollow circle compared, a filled diamond that needs review.

    A hollow triangle stands for a figure after other things were taken into account, a cross for one with too few to judge.
    """

    SQUARE = "square"
    CIRCLE = "circle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    CROSS = "cross"


@dataclass(frozen=True)
class Size:
    """Units of the drawing, pixels on a wide screen, and the height of its letters in units."""

    width: int
    shown_width: int
    font: int


NARROW = Size(360, 480, 15)  # a phone shows the same letters a little smaller: 12 pixels at a width of 290
BROAD = Size(720, 720, 13)  # for paper and wide screens


def framed(content: str, height: float, title: str, description: str, lang: str, size: Size = NARROW) -> Drawing:
    key = "chart-" + hashlib.sha256(f"{title}{description}{content}".encode()).hexdigest()[:10]
    shown = round(height * size.shown_width / size.width)
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang={quoteattr(lang)} aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {size.width} {height:g}" width="{size.shown_width}" height="{shown}" '
        f'font-family="{FONTS}" font-size="{size.font}" fill="{INK}">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>{content}</svg>'
    )


def words(x: float, y: float, said: str, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{weight}>{escape(said)}</text>'


def halo(x: float, y: float, said: str, anchor: str) -> str:
    """The same words in white outline, to stand below words that cross a line; hidden from whoever hears the picture."""
    outline = f'stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"'
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" aria-hidden="true" {outline}>{escape(said)}</text>'


def stroke(path: str, colour: str = FAINT, width: float = 1.5, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def shape(mark: Mark, x: float, y: float, size: float = 1) -> str:
    """One point. `size` 1 is 12 units across."""
    colour = INK if mark is Mark.SQUARE else MARK
    half, far = 6 * size, 9 * size
    if mark is Mark.SQUARE:
        return f'<rect x="{round(x - half, 1)}" y="{y - half:g}" width="{2 * half:g}" height="{2 * half:g}" fill="{colour}"/>'
    if mark is Mark.DIAMOND:
        return f'<path d="M{x:g} {y - far:g}l{far:g} {far:g}l-{far:g} {far:g}l-{far:g} -{far:g}z" fill="{colour}"/>'
    if mark is Mark.CROSS:
        return stroke(f"M{x - half:g} {y - half:g}l{2 * half:g} {2 * half:g}m-{2 * half:g} 0l{2 * half:g} -{2 * half:g}", FAINT, 2)
    if mark is Mark.TRIANGLE:
        path = f"M{x:g} {y - 7 * size:g}l{7 * size:g} {12 * size:g}h-{14 * size:g}z"
        return f'<path d="{path}" fill="{PAPER}" stroke="{colour}" stroke-width="2.5"/>'
    return f'<circle cx="{x:g}" cy="{y:g}" r="{half:g}" fill="{PAPER}" stroke="{colour}" stroke-width="2.5"/>'
