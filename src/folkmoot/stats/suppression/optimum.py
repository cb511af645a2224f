"""The search: a master programme chooses what to withhold, the attack says what is still open, and so on until nothing is."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from folkmoot.stats.suppression.attack import TOLERANCE, Attack, Cut
from folkmoot.stats.suppression.table import Cell, Need, Relation, Table, Unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Guarantee(Enum):
    """`PATTERN`: no sum has exactly one withheld cell (what most published examples ask). `INTERVAL`: every protected cell keeps a
    range of possible values at least as wide as asked, against whoever knows all the sums."""

    PATTERN = "no sum with a single withheld cell"
    INTERVAL = "every protected cell keeps the width asked for"


class Objective(Enum):
    """What is kept small: first the one, and among equals the other."""

    FEWEST = "fewest units, then the smallest sum"
    SMALLEST = "smallest sum, then the fewest units"


@dataclass(frozen=True)
class Limits:
    """Beyond these the answer is still safe, and no longer proved to be the best. `seconds` is a stop for runaways: the other limits
    do not depend on the machine, so that the same table is always treated alike."""

    units: int = 400
    nodes: int = 20_000
    rounds: int = 200
    seconds: float = 60.0


@dataclass(frozen=True)
class Suppression:
    """`withheld`: the units to withhold. `unprotected`: cells that even withholding every unit would not protect."""

    withheld: frozenset[Unit]
    optimal: bool
    unprotected: frozenset[Cell] = frozenset()
    programmes: int = 0
    note: str = ""


def suppress(
    table: Table,
    protect: Mapping[Cell, int],
    *,
    guarantee: Guarantee = Guarantee.INTERVAL,
    objective: Objective = Objective.FEWEST,
    forced: Collection[Unit] = (),
    needs: Iterable[Need] = (),
    limits: Limits = Limits(),
) -> Suppression:
    """The best pattern that protects the given cells, each by the width asked for (the units that hold them are withheld).

    `forced` units are withheld whatever else is; `needs` are further requirements. Where a limit is reached the pattern is completed
    by withholding more, step by step, until the attack fails, and `note` says so. Equal input gives equal output.
    """
    primary = {table.unit_of[cell] for cell in protect if cell in table.unit_of}
    master = _Master(table, objective, frozenset(forced) | primary, limits)
    for need in needs:
        for unit in [None] if need.only_if is None else sorted(need.only_if, key=master.place.__getitem__):
            master.require(Cut(need.weights, need.at_least), unit)
    if guarantee is Guarantee.PATTERN:
        for cut in _pattern(table):
            master.require(*cut)
        return _patterned(master)
    return _protected(master, Attack(table, protect))


def _patterned(master: "_Master") -> Suppression:
    chosen = master.best(lambda _: [])
    if chosen is None:
        return Suppression(frozenset(master.units), False, note="No pattern meets the rule: everything is withheld.")
    return Suppression(chosen, master.proved)


def _protected(master: "_Master", attack: Attack) -> Suppression:
    if len(master.units) <= master.limits.units:
        chosen = master.best(lambda withheld: [cut for _, cut in attack.exposed(withheld)])
        if chosen is not None:
            return Suppression(chosen, master.proved, programmes=attack.programmes)
    return _grown(master, attack)


def _pattern(table: Table) -> list[tuple[Cut, Unit]]:
    """For every unit in a relation: if it is withheld, so is another cell of the relation."""
    rows: list[tuple[Cut, Unit]] = []
    for relation in table.relations:
        units = _units(table, relation)
        if not any(cell in table.never_shown for cell in relation.cells):
            rows += [(Cut({other: 1.0 for other in units if other != unit}, 1.0), unit) for unit in units]
    return rows


def _units(table: Table, relation: Relation) -> list[Unit]:
    return list(dict.fromkeys(table.unit_of[cell] for cell in relation.cells if cell in table.unit_of))


@dataclass
class _Master:
    """Chooses the cheapest units that meet every requirement found so far."""

    table: Table
    objective: Objective
    forced: frozenset[Unit]
    limits: Limits
    rows: list[tuple[Cut, Unit | None]] = field(default_factory=list)
    proved: bool = True

    def __post_init__(self) -> None:
        self.units = list(self.table.units)
        self.place = {unit: place for place, unit in enumerate(self.units)}
        self.until = time.monotonic() + self.limits.seconds

    def require(self, cut: Cut, only_if: Unit | None = None) -> None:
        """The cut must hold; with `only_if`, where that unit is withheld."""
        self.rows.append((cut, only_if))

    def best(self, open_to: "Callable[[frozenset[Unit]], list[Cut]]") -> frozenset[Unit] | None:
        """The best pattern in which `open_to` finds nothing, by both objectives in turn; None where there is none, or a limit is met."""
        count = [1] * len(self.units)
        sizes = [self.table.size(unit) for unit in self.units]
        first, second = (count, sizes) if self.objective is Objective.FEWEST else (sizes, count)
        chosen = self._safe(first, (), open_to)
        if chosen is None:
            return None
        most = sum(first[self.place[unit]] for unit in chosen)
        again = self._safe(second, ((first, most),), open_to)
        self.proved = self.proved and again is not None
        return chosen if again is None else again

    def _safe(
        self, costs: Sequence[int], ceilings: Sequence[tuple[Sequence[int], int]], open_to: "Callable[[frozenset[Unit]], list[Cut]]"
    ) -> frozenset[Unit] | None:
        for _ in range(self.limits.rounds):
            if time.monotonic() > self.until:
                return None
            chosen = self._chosen(costs, ceilings)
            cuts = [] if chosen is None else open_to(chosen)
            if not cuts:
                return chosen
            for cut in cuts:
                self.require(cut)
        return None

    def _chosen(self, costs: Sequence[int], ceilings: Sequence[tuple[Sequence[int], int]]) -> frozenset[Unit] | None:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        low = np.array([1.0 if unit in self.forced else 0.0 for unit in self.units])
        if not self.rows and not ceilings:
            return self.forced
        constraints = [LinearConstraint(*self._matrix())] if self.rows else []
        constraints += [LinearConstraint(np.array([ceiling], dtype=float), ub=most) for ceiling, most in ceilings]
        answer = milp(
            np.array(costs, dtype=float),
            integrality=np.ones(len(self.units)),
            bounds=Bounds(low, np.ones(len(self.units))),
            constraints=constraints,
            options={"mip_rel_gap": 0.0, "node_limit": self.limits.nodes, "time_limit": max(0.1, self.until - time.monotonic())},
        )
        if answer.x is None:
            return None
        self.proved = self.proved and answer.status == 0
        return frozenset(unit for unit, value in zip(self.units, answer.x, strict=True) if value > 0.5)

    def _matrix(self) -> "tuple[object, NDArray[np.float64]]":
        import numpy as np
        from scipy.sparse import csr_array

        rows: list[int] = []
        columns: list[int] = []
        weights: list[float] = []
        for row, (cut, only_if) in enumerate(self.rows):
            entries = dict(cut.weights)
            if only_if is not None:
                entries[only_if] = entries.get(only_if, 0.0) - cut.at_least
            rows += [row] * len(entries)
            columns += [self.place[unit] for unit in entries]
            weights += entries.values()
        lowest = np.array([0.0 if only_if is not None else cut.at_least - 1e-9 for cut, only_if in self.rows])
        return csr_array((weights, (rows, columns)), shape=(len(self.rows), len(self.units))), lowest


_STEP = 40  # protected cells attacked alone between two steps of the greedy search


def _grown(master: _Master, attack: Attack) -> Suppression:
    """Withhold more until nothing is open: cheap, safe, and not the best. Nothing withheld is ever shown again, so that it ends."""
    withheld = _covered(master, [cut for cut, only_if in master.rows if only_if is None], master.forced)
    unprotected: set[Cell] = set()
    while True:
        found = [(cell, cut) for cell, cut in attack.exposed(withheld, _STEP + len(unprotected)) if cell not in unprotected]
        if not found:
            break
        if time.monotonic() > master.until:
            withheld = frozenset(master.units)
        more = _covered(master, [cut for _, cut in found], withheld)
        if more == withheld:
            unprotected |= {cell for cell, _ in found}
        withheld = more
    note = "More is withheld than the least possible: the table is too large for the search for the least."
    return Suppression(withheld, False, frozenset(unprotected), attack.programmes, note)


def _covered(master: _Master, cuts: Sequence[Cut], withheld: frozenset[Unit]) -> frozenset[Unit]:
    """More units until every cut that can be met is: each time the one that brings most for its size. Then those not needed go back."""
    cover = _Cover(cuts, withheld)
    more: list[Unit] = []
    sizes = {unit: 1 + master.table.size(unit) for unit in cover.gains}
    while cover.gains:
        more.append(max(cover.gains, key=lambda unit: (cover.gains[unit] / sizes[unit], -master.place[unit])))
        cover.take(more[-1])
    for unit in sorted(more, key=lambda unit: (-sizes[unit], master.place[unit])):
        if cover.spare(unit):
            cover.give_back(unit)
            more.remove(unit)
    return withheld.union(more)


class _Cover:
    """How much every cut lacks, and what each unit that is still shown would bring: for each cut a share of what is lacking."""

    def __init__(self, cuts: Sequence[Cut], withheld: frozenset[Unit]) -> None:
        self.cuts = cuts
        self.lacking = [cut.at_least - sum(weight for unit, weight in cut.weights.items() if unit in withheld) for cut in cuts]
        self.of_unit: dict[Unit, list[int]] = {}
        self.gains: dict[Unit, float] = {}
        for at, cut in enumerate(cuts):
            for unit in cut.weights:
                if unit not in withheld:
                    self.of_unit.setdefault(unit, []).append(at)
        for unit in self.of_unit:
            self._weigh(unit)

    def _weigh(self, unit: Unit) -> None:
        short = [at for at in self.of_unit[unit] if self.lacking[at] > TOLERANCE]
        gain = sum(min(self.cuts[at].weights[unit], self.lacking[at]) / self.lacking[at] for at in short)
        if gain > 0:
            self.gains[unit] = gain
        else:
            self.gains.pop(unit, None)

    def take(self, unit: Unit) -> None:
        touched: dict[Unit, None] = {}
        for at in self.of_unit[unit]:
            self.lacking[at] -= self.cuts[at].weights[unit]
            touched |= dict.fromkeys(other for other in self.cuts[at].weights if other in self.gains)
        del self.gains[unit]
        for other in touched:
            if other != unit:
                self._weigh(other)

    def spare(self, unit: Unit) -> bool:
        """Whether every cut would still be met without it. A cut that cannot be met at all is to be met as far as it can be."""
        return all(self.lacking[at] + self.cuts[at].weights[unit] <= TOLERANCE for at in self.of_unit[unit])

    def give_back(self, unit: Unit) -> None:
        for at in self.of_unit[unit]:
            self.lacking[at] += self.cuts[at].weights[unit]
