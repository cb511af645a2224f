"""Maps of equal tiles, for when there are no outlines, or when small places must be seen as well as large ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from folkmoot.webkit.charts.choropleth import Piece, drawn
from folkmoot.webkit.charts.drawing import NARROW, Drawing, halo, words
from folkmoot.webkit.charts.shading import KINDS, Band, Kinds, fill_of

_EDGE, _WIDEST, _LABELLED, _LETTER = 6, 52, 30, 6.6


@dataclass(frozen=True)
class Tile:
    """A place as a hexagon at (column, row), odd rows half a tile to the right; the rest is as in `choropleth.Shape`."""

    code: str
    name: str
    place: tuple[int, int]
    value: float | None
    words: str
    href: str = ""
    steady: bool = True
    chosen: bool = False


def tile_map(
    tiles: Sequence[Tile],
    *,
    title: str,
    description: str,
    bands: Sequence[Band] = (),
    legend_title: str = "",
    kinds: Kinds = KINDS,
    lang: str = "en-GB",
) -> Drawing:
    """The map; nothing is drawn for no tiles. Where there is room, a tile bears the first letters of its name."""
    if not tiles:
        return Drawing("")
    across = {tile.code: tile.place[0] + 0.5 * (tile.place[1] % 2) for tile in tiles}
    left, top = min(across.values()), min(tile.place[1] for tile in tiles)
    columns = max(across.values()) - left + 1
    wide = min(_WIDEST, (NARROW.width - 2 * _EDGE) / columns)
    high = wide * 1.1547  # a regular hexagon
    start = (NARROW.width - columns * wide) / 2
    pieces = [
        Piece(
            _hexagon(start + (across[tile.code] - left) * wide, _EDGE + (tile.place[1] - top) * high * 0.75, wide, high, tile.name),
            fill_of(tile.value, tile.steady, tile.chosen, bands),
            f"{tile.name}: {tile.words}" if tile.words else tile.name,
            tile.href,
        )
        for tile in tiles
    ]
    height = 2 * _EDGE + high * (0.75 * (max(tile.place[1] for tile in tiles) - top) + 1)
    return drawn(pieces, height, title=title, description=description, bands=bands, legend_title=legend_title, kinds=kinds, lang=lang)


def _hexagon(x: float, y: float, wide: float, high: float, name: str) -> Callable[[str], str]:
    half, quarter = wide / 2, high / 4
    path = (
        f"M{x + half:.1f} {y:.1f}l{half:.1f} {quarter:.1f}v{2 * quarter:.1f}l{-half:.1f} {quarter:.1f}"
        f"l{-half:.1f} {-quarter:.1f}v{-2 * quarter:.1f}z"
    )
    label = ""
    if wide >= _LABELLED:
        room = int((wide - 4) / _LETTER)
        said = name[:room].rstrip() + ("" if len(name) <= room else ".")
        middle, line = round(x + half, 1), round(y + high / 2 + 4, 1)
        letters = halo(middle, line, said, "middle") + words(middle, line, said, "middle")
        label = f'<g font-size="11" stroke="none" aria-hidden="true">{letters}</g>'
    return lambda fill: f'<path fill="{fill}" d="{path}"/>{label}'
