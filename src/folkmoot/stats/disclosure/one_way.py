"""One characteristic: which groups to withhold so that subtracting the others from the total gives nothing small away.

Everything an attacker can set up here is one sum over the withheld groups for each outcome, so the width of what is possible has a
closed form and the best choice is a small covering problem (Fischetti and Salazar-González 2001, section 2, for a single sum).
"""

from collections.abc import Sequence

from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disclosure.rule import SMALL_GROUPS, Cells, Withheld, cells_of, is_small, merged_together, same_bases, sensitive
from folkmoot.stats.suppression import Need, Unit
from folkmoot.stats.suppression.cover import fewest


def of_one(tables: Sequence[CountsTable], threshold: int, also: frozenset[Key] = frozenset()) -> Withheld:
    """What to withhold of tables by one characteristic. `also` are groups to withhold for reasons that lie outside these tables."""
    small = frozenset(key for key, row in cells_of(tables).items() if None not in key and all(c.base < threshold for c in row))
    cells = cells_of([merged_together(table, small, SMALL_GROUPS) for table in tables])
    together = not same_bases(cells)  # then a base may be another table's outcome: both are withheld, or neither
    sizes, needs = _problem(cells, threshold, together)
    chosen = fewest(sizes, needs, _forced(cells, threshold, together, also))
    if chosen is None:
        return Withheld(everything=True)
    bases = frozenset(key for key in cells if ("base", key) in chosen)
    outcomes = bases if together else frozenset(key for key in cells if ("outcome", key) in chosen)
    missing: Key = (None,)
    return Withheld(bases, outcomes, small, missing_base=missing in bases, missing_outcome=missing in outcomes)


def _forced(cells: Cells, threshold: int, together: bool, also: frozenset[Key]) -> frozenset[Unit]:
    forced: set[Unit] = set()
    for key, row in cells.items():
        whole = key in also or any(is_small(counts.base, threshold) for counts in row)
        if whole or any(sensitive(counts, threshold) for counts in row):
            forced.add(("base", key) if together else ("outcome", key))
        if whole:
            forced.add(("base", key))
    return frozenset(forced)


def _problem(cells: Cells, threshold: int, together: bool) -> tuple[dict[Unit, int], list[Need]]:
    sizes: dict[Unit, int] = {("base", key): max(counts.base for counts in row) for key, row in cells.items()}
    if together:
        columns = [_column(cells, place) for place in range(len(next(iter(cells.values()), ())))]
        return sizes, [need for column in columns for need in (*_bases(column, threshold), *_outcomes(column, threshold, "base", 1))]
    sizes |= {("outcome", key): max(counts.base for counts in row) for key, row in cells.items()}
    needs = [Need({("outcome", key): 1}, 1, frozenset({("base", key)})) for key in cells]
    for place in range(len(next(iter(cells.values()), ()))):
        column = _column(cells, place)
        needs += [*_bases(column, threshold), *_outcomes(column, threshold, "outcome", 0), *_room(column, threshold)]
    return sizes, needs


_Column = dict[Key, Counts]


def _column(cells: Cells, place: int) -> _Column:
    return {key: row[place] for key, row in cells.items() if row[place].base}


def _bases(column: _Column, threshold: int) -> list[Need]:
    """At least two; and any of them could be as large as the threshold, though each of the others is known to be somebody."""
    units = frozenset(("base", key) for key in column)
    return [
        Need(dict.fromkeys(units, 1), 2, units),
        Need({("base", key): counts.base - 1 for key, counts in column.items()}, threshold - 1, units),
    ]


def _outcomes(column: _Column, threshold: int, kind: str, floor: int) -> list[Need]:
    """At least two, and enough people with the outcome and without it (unless nobody at all had it, or everybody: no secret of a group).

    `floor` is 1 where those with the outcome may be seen again as the base of the next table, and so are known to be somebody.
    """
    units = frozenset((kind, key) for key in column)
    had: dict[Unit, int] = {(kind, key): counts.with_outcome - min(floor, counts.with_outcome) for key, counts in column.items()}
    without: dict[Unit, int] = {(kind, key): counts.without_outcome for key, counts in column.items()}
    total, others = sum(c.with_outcome for c in column.values()), sum(c.without_outcome for c in column.values())
    return [
        Need(dict.fromkeys(units, 1), 2, units),
        Need(had, min(threshold, total) - (floor if total else 0), units),
        Need(without, min(threshold, others), units),
    ]


def _room(column: _Column, threshold: int) -> list[Need]:
    """Where a base is shown and its outcome is not, there must be as many people in the other withheld groups as the threshold."""
    needs = []
    for key in column:
        others: dict[Unit, int] = {("outcome", other): counts.base for other, counts in column.items() if other != key}
        needs.append(Need({**others, ("base", key): threshold}, threshold, frozenset({("outcome", key)})))
    return needs
