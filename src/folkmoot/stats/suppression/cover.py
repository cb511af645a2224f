"""The fewest units that meet a handful of needs, found by trying: for tables of one characteristic, where one or two more are enough."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb

from folkmoot.stats.suppression.optimum import suppress
from folkmoot.stats.suppression.table import Need, Table, Unit

_TRIES = 20_000  # sets of units; beyond it the mixed-integer programme is quicker


def fewest(sizes: Mapping[Unit, int], needs: Sequence[Need], forced: frozenset[Unit]) -> frozenset[Unit] | None:
    """The smallest set of units that holds the forced ones and meets every need; of equal ones that with the smallest sum of sizes.

    None where even all units together do not meet them. The same answer as the mixed-integer programme gives, without loading it.
    """
    if not all(need.met(frozenset(sizes)) for need in needs):
        return None
    others = [unit for unit in sizes if unit not in forced]
    tries = 0
    for more in range(len(others) + 1):
        tries += comb(len(others), more)
        if tries > _TRIES:
            return _programmed(sizes, needs, forced)
        found = [chosen for chosen in combinations(others, more) if all(need.met(forced.union(chosen)) for need in needs)]
        if found:
            return forced.union(min(found, key=lambda chosen: sum(sizes[unit] for unit in chosen)))
    return None


def _programmed(sizes: Mapping[Unit, int], needs: Sequence[Need], forced: frozenset[Unit]) -> frozenset[Unit] | None:
    table = Table(dict(sizes), (), {unit: (unit,) for unit in sizes})
    chosen = suppress(table, {}, forced=forced, needs=needs).withheld
    return chosen if all(need.met(chosen) for need in needs) else frozenset(sizes)
