"""From the shapes of a file to outlines of authorities or forces, or to a layout of equal tiles."""

import re
from collections import defaultdict
from math import cos, radians

from django.utils.translation import gettext as _

from folkmoot.areas.authorities import rules
from folkmoot.areas.authorities.facts import BadPlaces, Facts, Held, Known, Outline, Ring
from folkmoot.areas.authorities.geojson import Shape
from folkmoot.areas.authorities.sheets import not_ours
from folkmoot.areas.rules import force_key
from folkmoot.webkit.charts.outlines import area_of, thinned_ring

TOLERANCE = 0.002  # degrees of latitude, about 220 metres: a tenth of a millimetre on a map of England and Wales one page high
_CODE = re.compile(r"(?:LAD|LTLA|UTLA|CTYUA|PFA|AREA)(\d\d)?_?(?:CD|CODE)", re.IGNORECASE)
_NAME = re.compile(r"(?:LAD|LTLA|UTLA|CTYUA|PFA|AREA)(\d\d)?_?(?:NM|NAME)", re.IGNORECASE)
_WELSH = re.compile(r"(?:LAD|LTLA|UTLA|CTYUA|PFA)(\d\d)?_?(?:NMW|NAME_?(?:CY|WELSH))", re.IGNORECASE)


def facts_of(shapes: list[Shape], name: str, held: Held) -> Facts:
    """What the shapes say: tiles where every one is a lone hexagon, else outlines. Raises BadPlaces."""
    facts = Facts(rows=len(shapes), year=_year(shapes[0]))
    hexagons = all(len(shape.rings) == 1 and len(shape.rings[0]) == 7 for shape in shapes)
    coded: dict[str, Shape] = {}
    for shape in shapes:
        code = str(_property(shape, _CODE) or shape.properties.get("id", "")).strip()
        if rules.ANY_GSS.fullmatch(code) and code[0] in "SNK":
            continue
        if code in coded:
            raise BadPlaces(name, shape.place, _("“%(code)s” is already %(place)s.") % {"code": code, "place": coded[code].place})
        coded[code] = shape
        _take(facts, shape, code, name, held, as_tile=hexagons)
    if hexagons:
        facts.tiles = tile_places({code: shape.rings[0] for code, shape in coded.items()}, name)
    _say_what_was_left(facts, len(shapes) - len(coded))
    return facts


def simplified(rings: list[Ring]) -> tuple[list[Ring], bool]:
    """Rings thinned to TOLERANCE, with its islands and holes as long as they can be seen; whether anything was left out.

    Each outline is thinned by itself: along a shared border two neighbours may differ by up to the tolerance.
    """
    widest = max(rings, key=area_of)
    squeeze = cos(radians(widest[0][1]))  # a degree of longitude is shorter than one of latitude
    found = []
    for ring in rings:
        thin = thinned_ring([(x * squeeze, y) for x, y in ring], TOLERANCE)
        if area_of(thin) < TOLERANCE * TOLERANCE and ring is not widest:
            continue
        found.append([(round(x / squeeze, 5), round(y, 5)) for x, y in thin] if thin else ring)
    return found, sum(map(len, found)) != sum(map(len, rings))


def tile_places(hexagons: dict[str, Ring], name: str = "") -> dict[str, tuple[int, int]]:
    """Column and row of each hexagon (points up and down), the top left at 0, odd rows half a tile to the right.

    The way to the neighbour on the right and to the one below right is measured on the hexagons that touch, so that a layout
    drawn a little askew still falls into rows.
    """
    middles = {code: _middle(ring) for code, ring in hexagons.items()}
    right, down = _neighbours(hexagons, middles, name)
    x0, y0 = next(iter(middles.values()))
    spread = right[0] * down[1] - right[1] * down[0]
    places: dict[str, tuple[int, int]] = {}
    for code, (x, y) in middles.items():
        dx, dy = x - x0, y - y0
        along, below = round((dx * down[1] - dy * down[0]) / spread), round((right[0] * dy - right[1] * dx) / spread)
        places[code] = (along, below)
    return _from_the_corner(places, name)


def _neighbours(
    hexagons: dict[str, Ring], middles: dict[str, tuple[float, float]], name: str
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The mean way to the right and to below right, over every pair of hexagons with a side in common."""
    at_corner: dict[tuple[float, float], list[str]] = defaultdict(list)
    for code, ring in hexagons.items():
        for x, y in ring[:-1]:
            at_corner[round(x, 9), round(y, 9)].append(code)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for codes in at_corner.values():
        for one in codes:
            for other in codes:
                shared[one, other] += one != other
    ways: dict[str, list[tuple[float, float]]] = {"right": [], "down": []}
    for (one, other), corners in shared.items():
        dx, dy = middles[other][0] - middles[one][0], middles[other][1] - middles[one][1]
        if corners == 2 and dx > 0 and dy < abs(dx) / 4:
            ways["right" if abs(dy) < abs(dx) / 4 else "down"].append((dx, dy))
    if not ways["right"] or not ways["down"]:
        raise BadPlaces(name, "", _("Its hexagons do not touch each other in rows."))
    return _mean(ways["right"]), _mean(ways["down"])


def _from_the_corner(places: dict[str, tuple[int, int]], name: str) -> dict[str, tuple[int, int]]:
    """Steps along two ways turned into columns and rows counted from the top left."""
    top = min(row for _, row in places.values())
    rows = {code: (along, row - top) for code, (along, row) in places.items()}
    columns = {code: (along + row // 2, row) for code, (along, row) in rows.items()}
    left = min(column for column, _ in columns.values())
    found = {code: (column - left, row) for code, (column, row) in columns.items()}
    if len(set(found.values())) != len(found):
        raise BadPlaces(name, "", _("Two of its hexagons lie in one place."))
    return found


def _take(facts: Facts, shape: Shape, code: str, name: str, held: Held, *, as_tile: bool) -> None:
    """An outline of a force or an authority; of a tile only who it stands for."""
    place = f"{shape.place} ({code})" if code else shape.place
    if code[:3] in {"E23", "W15"}:
        _take_force(facts, shape, code, held, place, name)
        return
    if not rules.GSS.fullmatch(code) or rules.kind_of(code) == "other":
        raise BadPlaces(name, place, not_ours(code))
    last = held.ended_before(code, facts.year)
    if last:
        told = {"code": code, "name": held.names.get(code, ""), "day": last, "year": facts.year}
        raise BadPlaces(name, place, _("%(code)s %(name)s ended on %(day)s: it has no place in an edition of %(year)s.") % told)
    said = str(_property(shape, _NAME) or shape.properties.get("name") or held.names.get(code, "")).strip()
    if not said:
        raise BadPlaces(name, place, _("The name is empty."))
    facts.authorities[code] = Known(code, said, str(_property(shape, _WELSH) or "").strip())
    if not as_tile:
        rings, thinner = simplified(shape.rings)
        facts.outlines.append(Outline("authority", code, rings, thinner))


def _take_force(facts: Facts, shape: Shape, code: str, held: Held, place: str, name: str) -> None:
    force = held.forces_by_ons.get(code)
    if force is None:
        raise BadPlaces(name, place, _("“%(code)s” is not the code of a police force.") % {"code": code})
    said = str(_property(shape, _NAME) or shape.properties.get("name") or "").strip()
    if said and held.forces_by_key.get(force_key(said)) != force:
        raise BadPlaces(name, place, _("“%(name)s” is not the force whose code is %(code)s.") % {"name": said, "code": code})
    rings, thinner = simplified(shape.rings)
    facts.outlines.append(Outline("force", force, rings, thinner))


def _say_what_was_left(facts: Facts, elsewhere: int) -> None:
    if any(outline.simplified for outline in facts.outlines):
        facts.notes.append(_("Outlines are simplified to about 200 metres, each by itself: shared borders may differ slightly."))
    if elsewhere:
        facts.notes.append(_("%(count)d outlines of Scotland, Northern Ireland or the whole are left out.") % {"count": elsewhere})


def _property(shape: Shape, pattern: re.Pattern[str]) -> object:
    return next((value for key, value in shape.properties.items() if pattern.fullmatch(key)), None)


def _year(shape: Shape) -> int | None:
    match = next((found for key in shape.properties if (found := _CODE.fullmatch(key))), None)
    return 2000 + int(match[1]) if match and match[1] else None


def _middle(ring: Ring) -> tuple[float, float]:
    return _mean(ring[:-1])


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
