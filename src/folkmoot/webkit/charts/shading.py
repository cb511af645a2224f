"""How a value on a map is shown without colour alone: bands of shades, each with a pattern of its own, and a legend with numbers."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.webkit.charts.drawing import FAINT, INK, NARROW, PAPER, words

MOST_BANDS = 5
_SHADES = {
    1: ("#cdbfe3",),
    2: ("#efe9f7", "#7a5bb0"),
    3: ("#efe9f7", "#a58ccd", "#4c2c92"),
    4: ("#efe9f7", "#cdbfe3", "#8f72c0", "#4c2c92"),
    5: ("#efe9f7", "#cdbfe3", "#a58ccd", "#7a5bb0", "#4c2c92"),
}
_MARKS = ("", "dots", "lines", "grid", "strokes")
_EDGE, _LINE, _SWATCH, _CHARS = 6, 20, 30, 36
NO_FIGURE, CANNOT_TELL, PLAIN, CHOSEN = "none", "unsure", "plain", "chosen"


@dataclass(frozen=True)
class Band:
    """Values from `low` up to, not including, `high` (None: without end), and how the legend says so."""

    low: float
    high: float | None
    words: str

    def holds(self, value: float) -> bool:
        return self.low <= value and (self.high is None or value < self.high)


@dataclass(frozen=True)
class Kinds:
    """The words of the legend for what has no shade: no figure at all, and one too uncertain to tell."""

    no_figure: str = "No figure"
    cannot_tell: str = "Cannot tell: too few to judge"


KINDS = Kinds()


def fill_of(value: float | None, steady: bool, chosen: bool, bands: Sequence[Band]) -> str:
    """The name of the fill: the number of the band, hatching for no figure, rings for one that may be chance."""
    if not bands:
        return CHOSEN if chosen else PLAIN
    if value is None:
        return NO_FIGURE
    if not steady:
        return CANNOT_TELL
    return next((str(place) for place, band in enumerate(bands) if band.holds(value)), NO_FIGURE)


def patterns(used: set[str], bands: Sequence[Band], key: str) -> str:
    """The definitions of the fills that are used. Raises ValueError for more bands than can be told apart."""
    if len(bands) > MOST_BANDS:
        raise ValueError(f"a map tells {MOST_BANDS} bands apart, not {len(bands)}")
    drawn = [_pattern(key, name, *_look(name, len(bands))) for name in sorted(used)]
    return f"<defs>{''.join(drawn)}</defs>"


def legend(used: set[str], bands: Sequence[Band], kinds: Kinds, title: str, key: str, y: float) -> tuple[str, float]:
    """The legend below a picture that ends at `y`, and where it ends. Every band is listed, the other fills where they occur."""
    if not bands:
        return "", y
    rows = [(str(place), band.words) for place, band in enumerate(bands)]
    rows += [(name, said) for name, said in ((CANNOT_TELL, kinds.cannot_tell), (NO_FIGURE, kinds.no_figure)) if name in used]
    drawn = []
    for line in textwrap.wrap(title, _CHARS + 4):
        y += _LINE
        drawn.append(words(_EDGE, y, line, bold=True))
    y += 6
    for name, said in rows:
        drawn.append(f'<rect x="{_EDGE}" y="{y:g}" width="{_SWATCH}" height="16" fill="url(#{key}-{name})" stroke="{INK}"/>')
        for line in textwrap.wrap(said, _CHARS) or [""]:
            drawn.append(words(_EDGE + _SWATCH + 8, y + 13, line))
            y += _LINE
        y += 4
    return "".join(drawn), y


def fills_of_legend(used: set[str], bands: Sequence[Band]) -> set[str]:
    return used | {str(place) for place in range(len(bands))}


def width() -> int:
    return NARROW.width


def _look(name: str, count: int) -> tuple[str, str, str]:
    """Ground, mark and colour of the mark."""
    special = {
        NO_FIGURE: (PAPER, "hatch", FAINT),
        CANNOT_TELL: (PAPER, "rings", FAINT),
        PLAIN: ("#efe9f7", "", INK),
        CHOSEN: ("#4c2c92", "", PAPER),
    }
    if name in special:
        return special[name]
    place = int(name)
    dark = place == count - 1 and count > 2
    return _SHADES[count][place], _MARKS[place], PAPER if dark else INK


def _pattern(key: str, name: str, ground: str, mark: str, colour: str) -> str:
    thin = f'stroke="{colour}" stroke-width="0.7" fill="none"'
    marks = {
        "": "",
        "dots": f'<circle cx="2" cy="2" r="0.8" fill="{colour}"/>',
        "lines": f'<path d="M0 3H6" {thin}/>',
        "grid": f'<path d="M0 3H6M3 0V6" {thin}/>',
        "strokes": f'<path d="M0 3H3" {thin}/>',
        "hatch": f'<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" {thin}/>',
        "rings": f'<circle cx="3" cy="3" r="1.5" {thin}/>',
    }
    return (
        f'<pattern id="{key}-{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{ground}"/>{marks[mark]}</pattern>'
    )
