"""Fewer points for an outline: what nobody can see at the size of the picture is left out."""

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def thinned(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The points of an open line without those nearer than `tolerance` (in the units of the points) to the line that is left.

    Douglas and Peucker (1973), without recursion: a coast of 100,000 points must not exhaust the stack.
    """
    if len(points) < 3 or tolerance <= 0:
        return list(points)
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        place, distance = _farthest(points, first, last)
        if distance > tolerance * tolerance:
            kept.add(place)
            waiting += [(first, place), (place, last)]
    return [points[place] for place in sorted(kept)]


def thinned_ring(ring: Sequence[Point], tolerance: float) -> list[Point]:
    """The same for a closed ring (its last point is its first); [] where nothing that encloses anything is left."""
    if len(ring) < 4:
        return []
    far = max(range(len(ring)), key=lambda place: _square(ring[0], ring[place]))
    thin = thinned(ring[: far + 1], tolerance)[:-1] + thinned(ring[far:], tolerance)
    return thin if len(thin) > 3 else []


def apart(ring: Sequence[Point], distance: float) -> list[Point]:
    """A closed ring without the points nearer than `distance` to the one kept before: quick, for a first coarse look."""
    kept = [ring[0]]
    for point in ring[1:-1]:
        if _square(kept[-1], point) >= distance * distance:
            kept.append(point)
    return [*kept, ring[-1]]


def area_of(ring: Sequence[Point]) -> float:
    """What a closed ring encloses, in square units of its points."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def _farthest(points: Sequence[Point], first: int, last: int) -> tuple[int, float]:
    """The place between two others that is farthest from the line between them, and the square of its distance."""
    (x1, y1), (x2, y2) = points[first], points[last]
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    best, place = -1.0, first
    for at in range(first + 1, last):
        x, y = points[at][0] - x1, points[at][1] - y1
        along = max(0.0, min(1.0, (x * dx + y * dy) / length)) if length else 0.0
        distance = (x - along * dx) ** 2 + (y - along * dy) ** 2
        if distance > best:
            best, place = distance, at
    return place, best


def _square(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
