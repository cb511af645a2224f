"""One characteristic by itself: everything withheld is one pool, and the attacker's linear programme has a closed form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from folkmoot.stats.attacker.seen import BASE, WITH, Seen, SeenRow
from folkmoot.stats.counts import Key

_UNNAMED: Key = ("\x00groups of a table of which no row is shown",)
Range = tuple[float, float]


@dataclass(frozen=True)
class Pool:
    """The `rows` of one table, of which some are `hidden`, and what the shown groups leave of the totals.

    `base` is what they leave for the groups whose base is withheld too, `blind`. `floors`: groups known to be somebody; `had_floors`:
    those of whom it is known that somebody has the outcome.
    """

    rows: Mapping[Key, SeenRow]
    hidden: frozenset[Key]
    with_outcome: int
    without_outcome: int
    base: int
    blind: frozenset[Key]
    floors: Mapping[Key, int]
    had_floors: Mapping[Key, int]

    def range(self, key: Key, kind: str) -> Range | None:
        """Lowest and highest value of a group's base, or of those of it with or without the outcome; None for a group not named."""
        if key not in self.rows:
            return None
        base, had = self._base(key), self.rows[key].with_outcome
        if had is not None and kind != BASE:
            return (had, had) if kind == WITH else (base[0] - had, base[1] - had)
        if kind == BASE:
            return base
        if base[0] == base[1]:
            return self._of_known_base(key, int(base[0]), kind)
        pool, other = (self.with_outcome, self.without_outcome) if kind == WITH else (self.without_outcome, self.with_outcome)
        low = max(self.had_floors.get(key, 0) if kind == WITH else 0, self.floors.get(key, 0) - other, 0)
        return low, min(pool - (self._others(self.had_floors, key) if kind == WITH else 0), base[1])

    def _base(self, key: Key) -> Range:
        shown = self.rows[key].base
        if shown is not None:
            return shown, shown
        if len(self.blind) == 1:
            return self.base, self.base
        others = sum(max(self.floors.get(other, 0), self.had_floors.get(other, 0)) for other in self.blind if other != key)
        return max(self.floors.get(key, 0), self.had_floors.get(key, 0)), self.base - others

    def _of_known_base(self, key: Key, base: int, kind: str) -> Range:
        low = max(0, self.had_floors.get(key, 0), base - self.without_outcome)
        high = min(base, self.with_outcome - self._others(self.had_floors, key))
        return (low, high) if kind == WITH else (base - high, base - low)

    def _others(self, floors: Mapping[Key, int], key: Key) -> int:
        return sum(floor for other, floor in floors.items() if other != key)


def pool_of(table: Seen, somebody: bool, seen_later: Collection[Key]) -> Pool | None:
    """The pool of a table of one characteristic; None where its totals are not shown. `seen_later`: groups at risk of the next stage."""
    unrecorded: Key = (None,)
    rows = {**(table.rows or {_UNNAMED: SeenRow(None, None)}), unrecorded: table.not_recorded}
    if table.overall.base is None or table.overall.with_outcome is None:
        return None
    hidden = frozenset(key for key, row in rows.items() if row.with_outcome is None or row.base is None)
    shown = [(row.base, row.with_outcome) for row in rows.values() if row.base is not None and row.with_outcome is not None]
    had = table.overall.with_outcome - sum(with_outcome for _, with_outcome in shown)
    without = table.overall.base - table.overall.with_outcome - sum(base - with_outcome for base, with_outcome in shown)
    known_bases = sum(row.base for row in rows.values() if row.base is not None)
    blind = frozenset(key for key in hidden if rows[key].base is None)
    floors = {key: 1 for key in blind if somebody and None not in key and key != _UNNAMED}
    later = {key: 1 for key in hidden if key in seen_later}
    return Pool(rows, hidden, had, without, table.overall.base - known_bases, blind, floors, later)
