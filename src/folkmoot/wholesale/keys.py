"""Whether keys are unique and lead somewhere, for any number of rows: kept in a scratch database on disk, never in memory."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_MADE = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE held (place TEXT, value, row INTEGER, PRIMARY KEY (place, value)) WITHOUT ROWID;
CREATE TABLE wanted (target TEXT, value, place TEXT, row INTEGER, PRIMARY KEY (target, value, place)) WITHOUT ROWID;
"""
AT_ONCE = 5000


class Keys:
    """`hold` what a column holds and `want` what another points at; then ask what is held twice, and what is wanted and not held."""

    def __init__(self, scratch: sqlite3.Connection) -> None:
        self._scratch = scratch
        self._held: list[tuple[str, Any, int]] = []
        self._wanted: list[tuple[str, Any, str, int]] = []
        self._twice: list[tuple[str, int, int]] = []
        scratch.executescript(_MADE)

    def hold(self, place: str, values: list[Any], row: int) -> None:
        """`values` of one row that together stand in one row only; a row with an empty one among them is like no other."""
        if any(value is None for value in values):
            return
        self._held.append((place, values[0] if len(values) == 1 else json.dumps(values), row))
        if len(self._held) >= AT_ONCE:
            self._keep_held()

    def want(self, target: str, value: Any, place: str, row: int) -> None:
        """A row of `place` points at the row of `target` whose key is `value`."""
        if value is not None:
            self._wanted.append((target, value, place, row))
            if len(self._wanted) >= AT_ONCE:
                self._keep_wanted()

    def twice(self) -> list[tuple[str, int, int]]:
        """Place, first row and second row of what is held twice."""
        self._keep_held()
        return self._twice

    def leading_nowhere(self) -> Iterator[tuple[str, int, str]]:
        """Place, row and target of what is wanted and not held."""
        self._keep_held()
        self._keep_wanted()
        yield from self._scratch.execute(
            "SELECT place, row, target FROM wanted WHERE NOT EXISTS"
            " (SELECT 1 FROM held WHERE held.place = wanted.target AND held.value = wanted.value) ORDER BY place, row"
        )

    def _keep_held(self) -> None:
        before = self._scratch.total_changes
        self._scratch.executemany("INSERT OR IGNORE INTO held VALUES (?, ?, ?)", self._held)
        if self._scratch.total_changes - before < len(self._held):
            for place, value, row in self._held:
                first = self._scratch.execute("SELECT row FROM held WHERE place = ? AND value = ?", (place, value)).fetchone()[0]
                if first != row:
                    self._twice.append((place, first, row))
        self._held = []

    def _keep_wanted(self) -> None:
        self._scratch.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?, ?, ?)", self._wanted)
        self._wanted = []


@contextmanager
def scratch_keys(folder: Path) -> Iterator[Keys]:
    """Keys in a private folder inside `folder`, gone afterwards."""
    with TemporaryDirectory(prefix="everything-", dir=folder) as place, closing(sqlite3.connect(Path(place) / "keys")) as scratch:
        yield Keys(scratch)
