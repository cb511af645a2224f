"""Reading outlines: GeoJSON (RFC 7946) and TopoJSON, from a file to rings in degrees. No database.

Everything odd is refused with the outline it was found in: another projection, a ring that does not close, an outline without one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.areas.authorities.facts import BadPlaces, Point, Ring

MEGABYTE = 1024 * 1024
MOST_BYTES = 200 * MEGABYTE
MOST_POINTS = 6_000_000
_WGS84 = {"urn:ogc:def:crs:ogc:1.3:crs84", "urn:ogc:def:crs:ogc::crs84", "epsg:4326", "urn:ogc:def:crs:epsg::4326", "crs84"}
# Where England and Wales lie, with room for their waters and for layouts drawn near them; in degrees.
_WEST, _EAST, _SOUTH, _NORTH = -12.0, 6.0, 47.0, 64.0


@dataclass
class Room:
    """How many points a file may still bring, over all its outlines: a topology can name one arc without end."""

    name: str
    left: int

    def take(self, points: int, place: str) -> None:
        """Raises BadPlaces where the file has more points than it may."""
        self.left -= points
        if self.left < 0:
            why = _("Its outlines have more than %(most)d points together.") % {"most": MOST_POINTS}
            raise BadPlaces(self.name, place, why, _("Take the generalised edition (ONS calls it BGC or BUC)."))


@dataclass(frozen=True)
class Shape:
    """One outline of a file: its place there, its properties, its rings (closed; holes among them)."""

    place: str
    properties: dict[str, Any]
    rings: list[Ring]


def read_shapes(path: Path, name: str) -> list[Shape]:
    """Every outline of a file. Raises BadPlaces, and nothing else, for whatever is wrong with it."""
    document = _document(path, name)
    room = Room(name, MOST_POINTS)
    try:
        if document.get("type") == "Topology":
            shapes = list(_topology(document, name, room))
        elif document.get("type") == "FeatureCollection":
            _check_projection(document, name)
            shapes = [_feature(each, number, name, room) for number, each in enumerate(document["features"], 1)]
        else:
            raise BadPlaces(name, "", _("It is neither a GeoJSON collection of features nor TopoJSON."))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
        raise BadPlaces(name, "", _("It is not built as GeoJSON or TopoJSON are (%(why)s).") % {"why": error}) from error
    if not shapes:
        raise BadPlaces(name, "", _("It holds no outlines."))
    return shapes


def _document(path: Path, name: str) -> dict[str, Any]:
    size = path.stat().st_size
    if size > MOST_BYTES:
        told = {"size": size // MEGABYTE, "most": MOST_BYTES // MEGABYTE}
        why = _("It has %(size)d MB; outlines may have %(most)d MB.") % told
        raise BadPlaces(name, "", why, _("Take the generalised edition (ONS calls it BGC or BUC): it is smaller, and enough for a map."))
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadPlaces(name, "", _("It is not JSON in UTF-8 (%(why)s).") % {"why": str(error)[:100]}) from error
    if not isinstance(document, dict):
        raise BadPlaces(name, "", _("It is neither a GeoJSON collection of features nor TopoJSON."))
    return document


def _check_projection(document: dict[str, Any], name: str) -> None:
    """The old `crs` member, where there is one, must say WGS84."""
    crs = document.get("crs")
    said = str(crs["properties"]["name"]) if crs else ""
    if said and said.casefold() not in _WGS84:
        raise _projection(name, _("its “crs” is %(crs)s") % {"crs": said[:80]})


def _projection(name: str, why: str, place: str = "") -> BadPlaces:
    told = _("The outlines are not in degrees of longitude and latitude (WGS84): %(why)s.") % {"why": why}
    return BadPlaces(name, place, told, _("Download them again as GeoJSON in WGS84 (EPSG:4326); nothing was stored."))


def _feature(feature: dict[str, Any], number: int, name: str, room: Room) -> Shape:
    place = _("outline %(number)d") % {"number": number}
    geometry = feature["geometry"]
    properties = dict(feature.get("properties") or {})
    if "id" in feature:
        properties.setdefault("id", feature["id"])
    polygons = _polygons(geometry, place, name)
    rings = []
    for ring in (ring for polygon in polygons for ring in polygon):
        room.take(len(ring), place)
        rings.append(_ring(ring, place, name))
    return Shape(place, properties, _filled(rings, place, name))


def _polygons(geometry: dict[str, Any] | None, place: str, name: str) -> list[Any]:
    kind = (geometry or {}).get("type")
    if geometry is None or kind is None:
        raise BadPlaces(name, place, _("It has no outline at all."))
    if kind not in {"Polygon", "MultiPolygon"}:
        raise BadPlaces(name, place, _("It is a %(kind)s; an outline is a Polygon or a MultiPolygon.") % {"kind": str(kind)[:40]})
    held = geometry["arcs"] if "arcs" in geometry else geometry["coordinates"]
    return [held] if kind == "Polygon" else list(held)


def _ring(points: Any, place: str, name: str) -> Ring:
    ring = [(float(point[0]), float(point[1])) for point in points]
    if len(ring) < 4:
        raise BadPlaces(name, place, _("One of its rings is empty or has fewer than four points."))
    if ring[0] != ring[-1]:
        raise BadPlaces(name, place, _("One of its rings does not close: its last point is not its first."))
    for point in ring:
        _check_point(point, place, name)
    return ring


def _filled(rings: list[Ring], place: str, name: str) -> list[Ring]:
    if not rings:
        raise BadPlaces(name, place, _("It has no outline at all."))
    return rings


def _check_point(point: Point, place: str, name: str) -> None:
    x, y = point
    if _WEST <= x <= _EAST and _SOUTH <= y <= _NORTH:
        return
    if _WEST <= y <= _EAST and _SOUTH <= x <= _NORTH:
        raise _projection(name, _("latitude comes before longitude"), place)
    if abs(x) > 180 or abs(y) > 90:
        raise _projection(name, _("%(x)g, %(y)g are metres, as on the British National Grid") % {"x": x, "y": y}, place)
    raise BadPlaces(name, place, _("The point %(x)g, %(y)g does not lie near England or Wales.") % {"x": x, "y": y})


def _topology(document: dict[str, Any], name: str, room: Room) -> Iterator[Shape]:
    """The outlines of the one or more objects of a topology, their arcs put together."""
    arcs = _arcs(document)
    number = 0
    for held in document["objects"].values():
        for geometry in held["geometries"] if held.get("type") == "GeometryCollection" else [held]:
            number += 1
            place = _("outline %(number)d") % {"number": number}
            polygons = _polygons(geometry, place, name)
            rings = [_ring(_joined(ids, arcs, place, room), place, name) for polygon in polygons for ids in polygon]
            properties = dict(geometry.get("properties") or {})
            properties.setdefault("id", geometry.get("id", ""))
            yield Shape(place, properties, _filled(rings, place, name))


def _arcs(document: dict[str, Any]) -> list[Ring]:
    """Arcs in degrees: with a `transform`, each point is a step from the one before, on a grid."""
    transform = document.get("transform")
    if not transform:
        return [[(float(point[0]), float(point[1])) for point in arc] for arc in document["arcs"]]
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    found = []
    for arc in document["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * scale_x + move_x, y * scale_y + move_y))
        found.append(line)
    return found


def _joined(ids: list[int], arcs: list[Ring], place: str, room: Room) -> Ring:
    """One ring from its arcs, each beginning where the last ended; a negative number is an arc taken backwards."""
    ring: Ring = []
    for arc_id in ids:
        room.take(len(arcs[arc_id if arc_id >= 0 else ~arc_id]), place)
        arc = arcs[arc_id] if arc_id >= 0 else arcs[~arc_id][::-1]
        if ring and ring[-1] != arc[0]:
            raise BadPlaces(room.name, place, _("One of its rings is broken: its arcs do not meet."))
        ring += arc[1:] if ring else arc
    return ring
