"""What is small, what it means to withhold, and which outcomes can be subtracted from one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, NoReturn

from folkmoot.stats.counts import NONE_COUNTED, Counts, CountsTable, Key

DEFAULT_THRESHOLD = 5
SMALL_GROUPS = "Groups too small to show one by one"

Cells = Mapping[Key, tuple[Counts, ...]]  # for every group, its counts in each of the tables withheld together


class Suppressed:
    """A figure that exists and is not shown. It is not a number, not zero and not an absence, and it refuses to act as one."""

    def __repr__(self) -> str:
        return "[c]"

    def __bool__(self) -> NoReturn:
        raise TypeError("a suppressed figure is neither true nor false: ask `is SUPPRESSED`")


SUPPRESSED: Final = Suppressed()


@dataclass(frozen=True)
class Withheld:
    """What is not shown of one characteristic (or intersection), for all outcomes released together.

    Of an intersection the base and the outcome of a combination are withheld together, and so are those of its `missing` row:
    everyone for whom something is not recorded.
    """

    bases: frozenset[Key] = frozenset()
    outcomes: frozenset[Key] = frozenset()
    merged: frozenset[Key] = frozenset()  # groups shown only together
    everything: bool = False  # of groups; the total is shown
    total: bool = False  # the total is not shown either
    missing_base: bool = False
    missing_outcome: bool = False


def is_small(count: int, threshold: int) -> bool:
    return 0 < count < threshold


def sensitive(counts: Counts, threshold: int) -> bool:
    """Whether those with the outcome, or those without it, are too few to show."""
    return is_small(counts.with_outcome, threshold) or is_small(counts.without_outcome, threshold)


def too_small_as_a_whole(table: CountsTable, threshold: int) -> bool:
    """Whether not even the total may be shown."""
    return sensitive(table.total, threshold) or is_small(table.total.base, threshold)


def merged_together(table: CountsTable, keys: frozenset[Key], name: str) -> CountsTable:
    """The same table with the given groups put into one group of that name."""
    if not keys:
        return table
    cells = {key: counts for key, counts in table.cells.items() if key not in keys}
    cells[(name,)] = sum((table.cells[key] for key in keys if key in table.cells), NONE_COUNTED)
    return CountsTable(table.by, table.outcome, cells, table.eligible, table.outcome_column)


def cells_of(tables: Sequence[CountsTable]) -> dict[Key, tuple[Counts, ...]]:
    """The groups that anybody is in, in reading order, so that equal tables are always treated alike."""
    keys = sorted({key for table in tables for key in table.cells}, key=in_order)
    rows = {key: tuple(table.cells.get(key, NONE_COUNTED) for table in tables) for key in keys}
    return {key: row for key, row in rows.items() if any(counts.base for counts in row)}


def in_order(key: Key) -> tuple[tuple[bool, str], ...]:
    return tuple((part is None, part or "") for part in key)


def same_bases(cells: Cells) -> bool:
    return all(len({counts.base for counts in row}) == 1 for row in cells.values())


def with_differences(tables: Sequence[CountsTable]) -> list[CountsTable]:
    """The tables, and what can be had by subtracting two outcomes of the same people: where everyone with the one has the other (as far as
    the counts can tell), those with the wider who are not of the narrower; of one column, where nobody has both, those of neither.
    A small number there is as small as any other."""
    return [*tables, *(found for a, b in combinations(tables, 2) for found in _differences(a, b))]


def _differences(a: CountsTable, b: CountsTable) -> list[CountsTable]:
    rows = cells_of([a, b])
    if not same_bases(rows):
        return []
    found = []
    for narrow, wide in ((0, 1), (1, 0)):
        if all(row[narrow].with_outcome <= row[wide].with_outcome for row in rows.values()):
            found.append({key: Counts(row[0].base, row[wide].with_outcome - row[narrow].with_outcome) for key, row in rows.items()})
    one_column = a.outcome_column and a.outcome_column == b.outcome_column
    if one_column and all(row[0].with_outcome + row[1].with_outcome <= row[0].base for row in rows.values()):
        found.append({key: Counts(row[0].base, row[0].base - row[0].with_outcome - row[1].with_outcome) for key, row in rows.items()})
    return [CountsTable(a.by, f"{a.outcome} and {b.outcome}, {place}", cells, a.eligible) for place, cells in enumerate(found)]
