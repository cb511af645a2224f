"""Nothing is released before the attack on it has failed: plan, show, attack, and withhold more until nothing is found."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from folkmoot.stats.attacker import Contradictory, Figure, Found, Interval, Knowledge, Seen, TooEntangled, attack, known_of
from folkmoot.stats.counts import NONE_COUNTED, Counts, CountsTable, Key
from folkmoot.stats.disclosure.planning import By, planned
from folkmoot.stats.disclosure.rule import SMALL_GROUPS, Withheld, is_small, merged_together

Families = Mapping[By, Sequence[CountsTable]]
Plans = Mapping[By, Withheld]
_TRIES = 40  # rounds of withholding single combinations; after them whole tables are withheld


@dataclass(frozen=True)
class Guarded:
    """Plans that the attack could do nothing against. `protected`: the small counts it was after; `notes`: tables withheld for its sake."""

    plans: Plans
    found: Found
    protected: int
    notes: tuple[str, ...] = ()


@dataclass
class _More:
    """What is withheld because an attack succeeded."""

    also: dict[By, set[Key]] = field(default_factory=dict)
    closed: dict[By, str] = field(default_factory=dict)


def guarded(
    families: Families, threshold: int, show: Callable[[Plans], Sequence[Seen]], also: Mapping[By, Collection[Key]] | None = None
) -> Guarded:
    """Plans for families of tables that are released together. `show` gives what a reader would see if they were carried out.

    `also` are groups to withhold for reasons that lie outside these tables.
    """
    more = _More({by: set(keys) for by, keys in (also or {}).items()})
    tries = 0
    while True:
        plans = _plans(families, threshold, more)
        figures, knowledge = small_figures(families, plans, threshold), knowledge_of(families, plans)
        try:
            found = attack(show(plans), figures, knowledge, threshold)
        except TooEntangled as error:
            open_ones = [by for by in families if frozenset(by) in error.tables and by not in more.closed]
            if not open_ones:
                raise
            _close(more, families, _largest(open_ones, families), f"{error.what} {error.why}")
            continue
        except Contradictory:  # it cannot be seen whether what is left is safe with this table, so it is not shown
            open_ = [by for by in families if len(by) > 1 and by not in more.closed]
            if not open_:
                raise
            _close(more, families, _largest(open_, families), "It could not be seen whether small numbers can be worked out from it.")
            continue
        exposed = {figure: interval for figure, interval in found.intervals.items() if interval.exposes(threshold)}
        if not exposed:
            return Guarded(plans, found, len(figures), tuple(dict.fromkeys(more.closed.values())))
        tries += 1
        _withhold_more(exposed, families, plans, more, tries > _TRIES)


def _plans(families: Families, threshold: int, more: _More) -> Plans:
    """Intersections that are closed are planned for no one: the others need no protection against them."""
    kept = {by: tables for by, tables in families.items() if len(by) == 1 or by not in more.closed}
    plans = planned(kept, threshold, more.also)
    nothing = Withheld(everything=True)
    return {by: nothing if by in more.closed else plans[by] for by in families}


def _largest(bys: Sequence[By], families: Families) -> By:
    """Of tables any of which could be withheld, the one with most combinations; of equal ones the last."""
    return max(bys, key=lambda by: (len(by), len(families[by][0].cells), list(families).index(by)))


def _close(more: _More, families: Families, by: By, why: str) -> None:
    for twin in families:
        if set(twin) == set(by):
            more.closed[twin] = f"{' by '.join(by)} is withheld as a whole. {why}"


def _withhold_more(exposed: Mapping[Figure, Interval], families: Families, plans: Plans, more: _More, whole: bool) -> None:
    """For every figure found: the smallest of the shown combinations that gave it away. Without one, or with `whole`: a table."""
    chosen: set[tuple[By, Key]] = set()
    for figure, interval in exposed.items():
        open_rows = dict.fromkeys(_shown_rows(interval, figure, families, plans))
        if chosen & open_rows.keys():
            continue
        if open_rows and not whole:
            chosen.add(min(open_rows, key=lambda row: (families[row[0]][0].cells[row[1]].base, str(row))))
            continue
        _close_one(figure, interval, families, more)
        return
    for by, key in chosen:
        more.also.setdefault(by, set()).add(key)


def _shown_rows(interval: Interval, figure: Figure, families: Families, plans: Plans) -> Iterator[tuple[By, Key]]:
    """Shown combinations that the interval rests on: printed rows themselves, and those subtracted from a printed sum."""
    for columns, key in sorted(interval.rows, key=str):
        for by, tables in families.items():
            if (len(by) == 1 and by != figure.by) or not set(columns) <= set(by) or plans[by].everything:
                continue
            places = [by.index(column) for column in columns]
            for cell, counts in tables[0].cells.items():
                shown = None not in cell and counts.base and cell not in plans[by].outcomes | plans[by].merged
                if shown and (len(by) == 1 or _agrees(tuple(cell[place] for place in places), key)):
                    yield by, cell


def _agrees(cell: Key, key: Key) -> bool:
    return len(cell) != len(key) or cell == key


def _close_one(figure: Figure, interval: Interval, families: Families, more: _More) -> None:
    columns = {column for row in interval.rows for column in row[0]} | set(figure.by)
    near = [by for by in families if len(by) > 1 and by not in more.closed and columns & set(by)]
    by = _largest(near, families) if near else figure.by
    if by in more.closed:
        raise ArithmeticError(f"{figure.by} by {figure.outcome} is withheld as a whole and can still be worked out")
    _close(more, families, by, "Small numbers could be worked out from it and the other tables together.")


def small_figures(families: Families, plans: Plans, threshold: int) -> list[Figure]:
    """Every small count of every family, groups shown together counted as one, as a reader knows them.

    Of an intersection that is not printed nothing is asked: whatever could be said of it, it is not this table that says it.
    """
    found: list[Figure] = []
    for by, tables in families.items():
        if len(by) > 1 and plans[by].everything:
            continue
        for table in _as_named(by, tables, plans):
            for key, counts in table.cells.items():
                found += [Figure(by, key, table.outcome, kind) for kind, count in _kinds(counts) if is_small(count, threshold)]
    return found


def _kinds(counts: Counts) -> tuple[tuple[str, int], ...]:
    return ("base", counts.base), ("with_outcome", counts.with_outcome), ("without_outcome", counts.without_outcome)


def knowledge_of(families: Families, plans: Plans) -> Knowledge:
    """What the attacker is given beside the tables: all that holds between the outcomes, and which combinations are empty."""
    known = known_of(table for tables in families.values() for table in tables)
    possible = {
        by: frozenset(key for table in _as_named(by, tables, plans) for key, counts in table.cells.items() if counts.base)
        for by, tables in families.items()
    }
    return replace(known, possible=possible)


def _as_named(by: By, tables: Sequence[CountsTable], plans: Plans) -> list[CountsTable]:
    """The tables with every value that is not named by itself put under the common name."""
    merged = [plans[(column,)].merged if (column,) in plans else frozenset() for column in by]
    if not any(merged):
        return list(tables)
    if len(by) == 1:
        return [merged_together(table, merged[0], SMALL_GROUPS) for table in tables]

    def named(key: Key) -> Key:
        return tuple(SMALL_GROUPS if (part,) in merged[place] else part for place, part in enumerate(key))

    found = []
    for table in tables:
        cells: dict[Key, Counts] = {}
        for key, counts in table.cells.items():
            cells[named(key)] = cells.get(named(key), NONE_COUNTED) + counts
        found.append(CountsTable(table.by, table.outcome, cells, table.eligible, table.outcome_column))
    return found


def with_margins(printed: Families) -> dict[By, list[CountsTable]]:
    """The families, and the tables of one characteristic that an intersection is protected against though they are not printed."""
    found = {by: list(tables) for by, tables in printed.items()}
    for by, tables in printed.items():
        for column in by if len(by) > 1 else ():
            if (column,) not in printed:
                margin = found.setdefault((column,), [])
                margin += [table.margin((column,)) for table in tables if table.outcome not in {one.outcome for one in margin}]
    return found
