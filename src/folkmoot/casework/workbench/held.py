"""Projections kept in this process: the next view of the same characteristic is a slice of what was counted before.

Nothing here outlives the process, and none of it is shown: only tables released from it are.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeAlias

from folkmoot.casework.workbench.projection import Projection
from folkmoot.casework.workbench.protection import Guard
from folkmoot.engines.cube import Cube

MOST_BYTES = 64 * 1024 * 1024
Key: TypeAlias = tuple[object, ...]


class Held:
    """The projections of the cubes in use, the one asked for longest ago dropped first. A cube that is replaced takes its own along."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._bytes = most_bytes, 0
        self._cubes: dict[int, Cube] = {}
        self._found: OrderedDict[tuple[int, Key], Projection] = OrderedDict()
        self._guards: dict[int, Guard] = {}
        self._lock = Lock()

    def get(self, source: int, cube: Cube, key: Key, make: Callable[[], Projection]) -> Projection:
        """The projection of that key of the source's cube, made where it is not held."""
        with self._lock:
            if self._cubes.get(source) is not cube:
                self._drop(source)
                self._cubes[source] = cube
            found = self._found.get((source, key))
            if found is not None:
                self._found.move_to_end((source, key))
                return found
        made = make()
        with self._lock:
            if self._cubes.get(source) is cube and made.bytes <= self._most // 4:
                self._keep((source, key), made)
        return made

    def guard(self, found: Projection, make: Callable[[], Guard]) -> Guard:
        """What is withheld in every slice of a projection, worked out once as long as the projection is held."""
        with self._lock:
            kept = self._guards.get(id(found))
        if kept is not None and kept.found is found:
            return kept
        made = make()
        with self._lock:
            if any(one is found for one in self._found.values()):
                self._guards[id(found)] = made
        return made

    @property
    def bytes(self) -> int:
        return self._bytes

    def _keep(self, place: tuple[int, Key], made: Projection) -> None:
        if place in self._found:
            return
        self._found[place] = made
        self._bytes += made.bytes
        while self._bytes > self._most:
            self._forget(self._found.popitem(last=False)[1])

    def _drop(self, source: int) -> None:
        for place in [place for place in self._found if place[0] == source]:
            self._forget(self._found.pop(place))

    def _forget(self, found: Projection) -> None:
        self._bytes -= found.bytes
        self._guards.pop(id(found), None)


PROJECTIONS = Held()
