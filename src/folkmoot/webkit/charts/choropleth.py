"""Maps of places by their outlines: offline, each place a link that says its name and figure, never a shade for what may be chance."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from xml.sax.saxutils import escape, quoteattr

from folkmoot.webkit.charts.drawing import FONTS, INK, NARROW, Drawing
from folkmoot.webkit.charts.outlines import Point, apart, area_of, thinned_ring
from folkmoot.webkit.charts.shading import KINDS, Band, Kinds, fill_of, fills_of_legend, legend, patterns

_EDGE, _TALLEST = 6, 520
_TOLERANCE = 0.4  # units of the drawing: a third of a line's width on the widest screen
_POINTS, _POINTS_EACH = 3_000, 60  # so many points in all, and for each place: 400 kB for England and Wales, 80 kB for an Area
_SPECK = 0.3  # square units: islands and holes smaller than this are not seen


@dataclass(frozen=True)
class Shape:
    """A place: rings of (longitude, latitude) in degrees, its value (None: no figure), what is said of it, where it leads.

    `steady=False`: the value may be chance; it gets no shade. `chosen` marks one place on a map without bands.
    """

    code: str
    name: str
    rings: Sequence[Sequence[Sequence[float]]]
    value: float | None
    words: str
    href: str = ""
    steady: bool = True
    chosen: bool = False


@dataclass(frozen=True)
class Piece:
    """A place ready to be drawn: the inside of its link, the name of its fill, and what is said."""

    content: Callable[[str], str]
    fill: str
    said: str
    href: str


def choropleth(
    shapes: Sequence[Shape],
    *,
    title: str,
    description: str,
    bands: Sequence[Band] = (),
    legend_title: str = "",
    kinds: Kinds = KINDS,
    lang: str = "en-GB",
) -> Drawing:
    """The map, equirectangular at the mean latitude: right in proportion for a country, not for measuring.

    Without bands every place is drawn alike, the chosen one dark. Nothing is drawn where no shape has a ring.
    """
    drawable = [shape for shape in shapes if shape.rings]
    if not drawable:
        return Drawing("")
    at, height = _projection([point for shape in drawable for ring in shape.rings for point in ring])
    paths = _paths([[[at(point) for point in ring] for ring in shape.rings] for shape in drawable])
    pieces = [
        Piece(path, fill_of(shape.value, shape.steady, shape.chosen, bands), _said(shape.name, shape.words), shape.href)
        for shape, path in zip(drawable, paths, strict=True)
    ]
    return drawn(pieces, height, title=title, description=description, bands=bands, legend_title=legend_title, kinds=kinds, lang=lang)


def drawn(
    pieces: Iterable[Piece],
    height: float,
    *,
    title: str,
    description: str,
    bands: Sequence[Band],
    legend_title: str,
    kinds: Kinds,
    lang: str,
) -> Drawing:
    """The frame, patterns, places and legend of a map whose places fill `height` units."""
    placed = list(pieces)
    key = (
        "map-"
        + hashlib.sha256(repr([title, description, [(each.said, each.fill, each.href) for each in placed]]).encode()).hexdigest()[:10]
    )
    used = {piece.fill for piece in placed}
    below, bottom = legend(used, bands, kinds, legend_title, key, height)
    places = "".join(_place(piece, key) for piece in placed)
    bottom += _EDGE
    shown = round(bottom * NARROW.shown_width / NARROW.width)
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fm-map" role="graphics-document" lang={quoteattr(lang)} '
        f'aria-labelledby="{key}-title" aria-describedby="{key}-desc" viewBox="0 0 {NARROW.width} {bottom:g}" '
        f'width="{NARROW.shown_width}" height="{shown}" font-family="{FONTS}" font-size="{NARROW.font}" fill="{INK}">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
        f'{patterns(fills_of_legend(used, bands), bands, key)}<g stroke="{INK}" stroke-width="0.6" stroke-linejoin="round">{places}</g>'
        f"{below}</svg>"
    )


def _said(name: str, said: str) -> str:
    return f"{name}: {said}" if said else name


def _place(piece: Piece, key: str) -> str:
    """A link, or where it leads nowhere a picture of its own; either is named by what is said."""
    inside = f"<title>{escape(piece.said)}</title>{piece.content(f'url(#{key}-{piece.fill})')}"
    if not piece.href:
        return f'<g role="img" aria-label={quoteattr(piece.said)}>{inside}</g>'
    return f'<a href={quoteattr(piece.href)} aria-label={quoteattr(piece.said)} class="fm-map__place">{inside}</a>'


def _projection(points: Sequence[Sequence[float]]) -> tuple[Callable[[Sequence[float]], Point], float]:
    """From degrees to units, as large as fits, and the height of the picture."""
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    squeeze = cos(radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((NARROW.width - 2 * _EDGE) / wide, (_TALLEST - 2 * _EDGE) / high)
    left = (NARROW.width - wide * scale) / 2
    return lambda point: (left + (point[0] - west) * squeeze * scale, _EDGE + (north - point[1]) * scale), high * scale + 2 * _EDGE


def _paths(places: Sequence[Sequence[Sequence[Point]]]) -> list[Callable[[str], str]]:
    """The path of each place; a coast rougher than there is room for is thinned further."""
    tolerance = _TOLERANCE
    kept = [_seen(rings, tolerance) for rings in places]
    while sum(len(ring) for rings in kept for ring in rings) > _POINTS + _POINTS_EACH * len(places) and tolerance < 20:
        tolerance *= 2
        kept = [_seen(rings, tolerance) for rings in kept]
    return [_path("".join(_closed(ring) for ring in rings)) for rings in kept]


def _seen(rings: Sequence[Sequence[Point]], tolerance: float) -> list[Sequence[Point]]:
    """The rings of one place as they can be seen: thinned, without specks; the widest is kept whatever its size."""
    widest = max(rings, key=area_of)
    found: list[Sequence[Point]] = []
    for ring in rings:
        thin = thinned_ring(apart(ring, tolerance), tolerance)
        if ring is widest:
            found.append(thin or ring)
        elif area_of(thin) > _SPECK:
            found.append(thin)
    return found


def _path(steps: str) -> Callable[[str], str]:
    return lambda fill: f'<path fill="{fill}" fill-rule="evenodd" d="{steps}"/>'


def _closed(ring: Sequence[Point]) -> str:
    """A ring as steps from point to point, in tenths of a unit: shorter than places."""
    x, y = round(ring[0][0] * 10), round(ring[0][1] * 10)
    steps = [f"M{x / 10:g} {y / 10:g}l"]
    for point in ring[1:-1]:
        next_x, next_y = round(point[0] * 10), round(point[1] * 10)
        if (next_x, next_y) != (x, y):
            steps.append(f"{(next_x - x) / 10:g} {(next_y - y) / 10:g} ")
        x, y = next_x, next_y
    return "".join(steps).rstrip() + "z"
