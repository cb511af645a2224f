"""What was made once and holds until something is published or withdrawn: kept in the memory of the worker, never on disk.

The key of everything kept begins with the revision, which is read from the database at every request, so that no worker can show what
another has just withdrawn. Only so many are kept: a stranger who asks for many addresses pushes out pages, and nothing else.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
MOST_PAGES, MOST_LISTS = 400, 40


class Kept:
    """At most so many values; the one that was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._held: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable) -> Any:
        """The value, or None."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key]

    def put(self, key: Hashable, value: Any) -> None:
        with self._lock:
            self._held[key] = value
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under the key, made now where there is none."""
        found: T | None = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def clear(self) -> None:
        with self._lock:
            self._held.clear()

    def __len__(self) -> int:
        return len(self._held)


PAGES, LISTS = Kept(MOST_PAGES), Kept(MOST_LISTS)
