"""What a table of another room says, as the register keeps it, and which of its rows may not be shown."""

from collections.abc import Iterator
from datetime import date

from folkmoot.casework.tables.comparing import HIDDEN
from folkmoot.casework.tables.protocol import GivenRow, PublishedTable, Range
from folkmoot.stats.attacker import SeenRow
from folkmoot.stats.counts import Key
from folkmoot.stats.register import Record


def record_of(table: PublishedTable, today: date, withheld: frozenset[Key], threshold: int) -> Record:
    """What a handed table says. A count that is a range of any width counts as not told; one that is small is withheld."""
    hidden = withheld | small_rows(table, threshold)
    rows = {key_of(row): HIDDEN if key_of(row) in hidden else _seen(row) for row in table.rows}
    overall = HIDDEN if () in hidden else _seen(table.overall)
    nobody = SeenRow(0, 0)  # those whose group is not known are not in a table of those for whom it is
    return Record(table.population, today.isoformat(), threshold, tuple(table.by), table.outcome, rows, nobody, overall)


def small_rows(table: PublishedTable, threshold: int) -> frozenset[Key]:
    """Rows in which a count, or what is left of it, is small or lies in a range that as good as tells that it is."""
    named = [(key_of(row), row) for row in table.rows] + [((), table.overall)]
    return frozenset(key for key, row in named if any(_is_told(count, threshold) for count in _counts(row)))


def key_of(row: GivenRow) -> Key:
    return tuple(row.group)


def _counts(row: GivenRow) -> Iterator[Range]:
    if row.base is not None:
        yield row.base
    if row.had is not None:
        yield row.had
        if row.base is not None:
            yield Range(max(0, row.base.low - row.had.high), row.base.high - row.had.low)


def _is_told(count: Range, threshold: int) -> bool:
    return count.high > 0 and count.low < threshold and count.high - max(count.low, 1) + 1 < threshold


def _seen(row: GivenRow) -> SeenRow:
    return SeenRow(_exact(row.base), _exact(row.had))


def _exact(count: Range | None) -> int | None:
    return count.low if count is not None and count.low == count.high else None
