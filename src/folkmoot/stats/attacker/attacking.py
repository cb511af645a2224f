"""The attack as a whole: which tables hang together, which are solved in closed form, and what was found."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.stats.attacker.equations import Equations, Printed, Row
from folkmoot.stats.attacker.hypergraph import Columns
from folkmoot.stats.attacker.knowledge import NOTHING_MORE, Knowledge, anatomy
from folkmoot.stats.attacker.pools import Pool, pool_of
from folkmoot.stats.attacker.programmes import Bound, Programme, eliminated
from folkmoot.stats.attacker.seen import Figure, Seen
from folkmoot.stats.counts import Key

MOST_COMBINATIONS = 20_000
_NEAR = 1e-6


@dataclass(frozen=True)
class Interval:
    """The whole numbers between which a figure lies; `high` is None without limit. Not `exact`: it is at least this wide, and no one
    has looked further. `rows`: the printed rows that set the limits, as characteristics (in order of name) and group."""

    low: int
    high: int | None
    exact: bool = True
    rows: frozenset[Row] = frozenset()

    def exposes(self, threshold: int) -> bool:
        """Whether a small count that lies here is as good as told: fewer than `threshold` + 1 values are possible.

        That a group is somebody is no secret, so that from 1 is as wide as from 0.
        """
        return self.high is not None and self.high - (self.low if self.low > 1 else 0) < threshold


@dataclass(frozen=True)
class Found:
    """What the attack gave. `unknowns`: the numbers it did not know. `programmes`: linear programmes solved."""

    intervals: Mapping[Figure, Interval]
    unknowns: int
    programmes: int

    @property
    def method(self) -> str:
        return "linear programmes over all tables together" if self.programmes else "closed form, one characteristic at a time"


def attack(
    tables: Sequence[Seen],
    figures: Iterable[Figure],
    knowledge: Knowledge = NOTHING_MORE,
    enough: int | None = None,
    most: int = MOST_COMBINATIONS,
) -> Found:
    """Between which values each figure must lie, for whoever has all the tables.

    With `enough` an interval is not followed further once it is that wide. Raises TooEntangled where tables overlap in a circle whose
    combinations number more than `most`. A figure that no table is about has no interval.
    """
    places = dict.fromkeys((table.population, table.outcome) for table in tables)
    places |= dict.fromkeys((name, outcome) for name, _ in knowledge.rests for _, outcome in list(places))
    wanted = [figure for figure in dict.fromkeys(figures) if (figure.population, figure.outcome) in places]
    printed = Printed(tables, knowledge, anatomy(places, knowledge), most)
    alone = _alone(printed)
    intervals: dict[Figure, Interval] = {}
    unknowns = 0
    for by, pools in alone.items():
        unknowns += sum(len(pool.hidden) + len(pool.blind) for pool in pools.values())
        asked = [figure for figure in wanted if figure.by == by and figure.outcome in pools]
        found = {figure: _of_pool(pools[figure.outcome], figure) for figure in asked}
        intervals |= {figure: interval for figure, interval in found.items() if interval is not None}
    rest = [place for place, columns in enumerate(printed.joined.sets) if tuple(columns) not in alone]
    if not rest:
        return Found(intervals, unknowns, 0)
    more = _programmed(Equations(printed, rest), [figure for figure in wanted if figure.by not in alone], enough)
    return Found({**intervals, **more.intervals}, unknowns + more.unknowns, more.programmes)


def _alone(printed: Printed) -> dict[tuple[str, ...], dict[str, Pool]]:
    """Pools by characteristic and outcome, of tables of one characteristic that share nothing with others but shown totals."""
    found: dict[tuple[str, ...], dict[str, Pool]] = {}
    for columns in printed.joined.sets:
        pools = _pools(printed, columns) if len(columns) == 1 else None
        if pools is not None:
            found[tuple(columns)] = pools
    return found


def _pools(printed: Printed, columns: Columns) -> dict[str, Pool] | None:
    own = [table for table in printed.tables if frozenset(table.by) == columns]
    tables = {table.outcome: table for table in own}
    several = len(tables) < len(own) or len({table.population for table in printed.tables}) > 1
    if several or not _alike(own, printed.knowledge):
        return None
    next_stage = {earlier: later for later, earlier, _ in printed.knowledge.follows}
    pools: dict[str, Pool] = {}
    for outcome, table in tables.items():
        later = tables.get(next_stage.get(outcome, ""))
        named: Iterable[Key] = later.rows if later is not None and printed.knowledge.named_are_somebody else ()
        pool = pool_of(table, printed.knowledge.named_are_somebody, frozenset(named))
        if pool is None:
            return None
        pools[outcome] = pool
    return pools


def _alike(tables: Sequence[Seen], knowledge: Knowledge) -> bool:
    """Whether the same is withheld in every table, so that none says more of a group than another: then each has its own closed form.

    Where one outcome's people are the next one's base, that takes groups that are shown whole or not at all.
    """
    first = _withheld(tables[0])
    whole = all(base == had for base, had in first.values()) or not knowledge.follows
    return whole and all(_withheld(table) == first for table in tables)


def _withheld(table: Seen) -> dict[Key, tuple[bool, bool]]:
    unrecorded: Key = (None,)
    rows = {**table.rows, unrecorded: table.not_recorded}
    return {key: (row.base is None, row.with_outcome is None) for key, row in rows.items()}


def _of_pool(pool: Pool, figure: Figure) -> Interval | None:
    """None for a group that the table does not name."""
    ends = pool.range(figure.key, figure.kind)
    return None if ends is None else Interval(int(ends[0]), int(ends[1]), True, frozenset({(figure.by, figure.key)}))


def _programmed(equations: Equations, figures: Sequence[Figure], enough: int | None) -> Found:
    sums = {figure: variables for figure in figures if (variables := equations.of_figure(figure))}
    rows = list(equations.equations())
    solved = eliminated(equations.size, rows)
    programme = Programme(solved, rows, list(equations.inequalities(solved.unknown())))
    order = list(sums)
    bounds = programme.bounds({place: sums[figure] for place, figure in enumerate(order)}, enough)
    intervals = {figure: _interval(bounds[place]) for place, figure in enumerate(order)}
    return Found(intervals, len(programme.unknown), max(1, programme.count))


def _interval(bound: Bound) -> Interval:
    low = math.ceil(bound.low - _NEAR) if math.isfinite(bound.low) else 0
    high = math.floor(bound.high + _NEAR) if math.isfinite(bound.high) else None
    return Interval(max(0, low), high, bound.exact, bound.rows)
