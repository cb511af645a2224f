"""Requests counted in memory that all processes of the server share, so that any of them can tell the whole.

The memory is made before the server's processes are, and each writes into a part of its own: no lock is held across processes, so one that
is killed cannot stop the others. A process that takes another's place goes on with its part, so the numbers only grow. They begin anew
with the server, as a reader of such counters expects.
"""

import mmap
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from django.urls import URLPattern, URLResolver, get_resolver

PLACES = 32  # processes at once, with those that are being replaced
MOST_ROUTES = 2000
STATUSES = (200, 204, 206, 301, 302, 304, 400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
OTHER_STATUS = len(STATUSES)
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_COUNTERS = MOST_ROUTES * (OTHER_STATUS + 1)
_BUCKETS = len(BOUNDS) + 1
_NUMBER = struct.Struct("<Q")
_NUMBERS = _COUNTERS + _BUCKETS + 1
_PART = _NUMBERS * _NUMBER.size
NO_ROUTE = "(none)"


@dataclass(frozen=True)
class Totals:
    """Over all processes: requests by route and status, durations by bucket (not added up), and the seconds of all of them."""

    requests: dict[tuple[str, str], int] = field(default_factory=dict)
    buckets: tuple[int, ...] = ()
    seconds: float = 0.0


class Counts:
    """The shared memory. `take_place` is called in each process after it was forked."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, PLACES * _PART)
        self._place, self._lock = 0, threading.Lock()

    def take_place(self, place: int) -> None:
        self._place, self._lock = place % PLACES, threading.Lock()

    def add(self, route: str, status: int, seconds: float) -> None:
        number = places_of_routes().get(route, 0)
        which = STATUSES.index(status) if status in STATUSES else OTHER_STATUS
        bucket = next((place for place, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))
        with self._lock:
            self._grow(number * (OTHER_STATUS + 1) + which, 1)
            self._grow(_COUNTERS + bucket, 1)
            self._grow(_COUNTERS + _BUCKETS, int(seconds * 1_000_000))

    def totals(self) -> Totals:
        parts = np.frombuffer(self._memory, dtype="<u8").reshape(PLACES, _NUMBERS)
        used = parts[parts[:, _COUNTERS:].any(axis=1)].sum(axis=0)
        by_status = used[:_COUNTERS].reshape(MOST_ROUTES, OTHER_STATUS + 1)
        requests: dict[tuple[str, str], int] = {}
        for route, number in places_of_routes().items():
            for which in np.flatnonzero(by_status[number]):
                requests[route, "other" if which == OTHER_STATUS else str(STATUSES[which])] = int(by_status[number, which])
        buckets = tuple(map(int, used[_COUNTERS : _COUNTERS + _BUCKETS]))
        return Totals(requests, buckets, int(used[-1]) / 1_000_000)

    def _grow(self, number: int, by: int) -> None:
        at = self._place * _PART + number * _NUMBER.size
        _NUMBER.pack_into(self._memory, at, _NUMBER.unpack_from(self._memory, at)[0] + by)


COUNTS = Counts()


@cache
def places_of_routes() -> dict[str, int]:
    """Each address pattern with its number, the same in every process; whatever fits none has the first."""
    routes = sorted({NO_ROUTE, *_routes(get_resolver().url_patterns, "")} - {NO_ROUTE})
    return {NO_ROUTE: 0} | {route: number for number, route in enumerate(routes[: MOST_ROUTES - 1], start=1)}


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern)
        else:
            yield from _routes(pattern.url_patterns, before + str(pattern.pattern))
