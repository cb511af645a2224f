"""Things that happen in the fictional year, in the order of their days: the audit trail then reads as a year would."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

Happening = Callable[[datetime], None]


@dataclass
class Calendar:
    """Happenings by time; each may enter later ones. Nothing happens after `until`."""

    until: datetime
    _entries: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _count: int = 0

    def enter(self, at: datetime, happening: Happening) -> None:
        """Enter one happening. What would happen after the end of the year is left out: it has not happened yet."""
        if at <= self.until:
            heapq.heappush(self._entries, (at, self._count, happening))
            self._count += 1

    def run(self, passed: Callable[[datetime], None]) -> None:
        """Let everything happen in order; `passed` is called after each with its time."""
        while self._entries:
            at, _, happening = heapq.heappop(self._entries)
            happening(at)
            passed(at)
