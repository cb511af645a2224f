"""The suppressor's own attack: how far each protected cell can move, and what would have to be withheld for it to move further.

All is written as deviations z from the true table. What is shown cannot move (z = 0); what is withheld can fall to zero and rise
without limit; every sum must stay (A z = 0). A cell is protected when the distance between the highest and the lowest value that
such a z can give it is at least what was asked for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from folkmoot.stats.suppression.table import Cell, Table, Unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

TOLERANCE = 1e-6
_TRIES = 3  # times that a cell is moved together with others, before it is tried alone


@dataclass(frozen=True)
class Cut:
    """A requirement that every safe pattern meets and the attacked one does not: the withheld units must weigh `at_least`."""

    weights: Mapping[Unit, float]
    at_least: float


@dataclass(frozen=True)
class _Part:
    """Withheld cells that hang together: places of its cells and of the relations between them."""

    cells: "Places"
    relations: "Places"


class Attack:
    """What can be worked out about the protected cells of a table, for any choice of withheld units."""

    def __init__(self, table: Table, protect: Mapping[Cell, int]) -> None:
        import numpy as np

        self.table = table
        self.cells = list(table.values)
        self.place = {cell: place for place, cell in enumerate(self.cells)}
        self.values = np.array([table.values[cell] for cell in self.cells], dtype=np.float64)
        self.matrix = self._matrix()
        self.protect = {self.place[cell]: width for cell, width in protect.items()}
        self.programmes = 0
        self._safe: set[frozenset[Unit]] = set()

    def _matrix(self) -> Any:
        import numpy as np
        from scipy.sparse import csc_array

        entries = [
            (row, self.place[cell], -1.0 if cell == relation.total else 1.0)
            for row, relation in enumerate(self.table.relations)
            for cell in relation.cells
        ]
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(self.table.relations), len(self.cells))
        return csc_array((np.array(signs), (np.array(rows, dtype=int), np.array(columns, dtype=int))), shape=shape)

    def exposed(self, withheld: Collection[Unit], most: int | None = None) -> list[tuple[Cell, Cut]]:
        """Protected cells that move too little when these units are withheld, each with a cut; at most `most` of them."""
        found: list[tuple[Cell, Cut]] = []
        if frozenset(withheld) in self._safe:
            return found
        for part in self._parts(withheld):
            found += self._exposed_in(part, None if most is None else most - len(found))
            if most is not None and len(found) >= most:
                break
        if not found:
            self._safe.add(frozenset(withheld))
        return found

    def _hidden(self, withheld: Collection[Unit]) -> "NDArray[np.bool_]":
        import numpy as np

        hidden = np.zeros(len(self.cells), dtype=bool)
        for unit in withheld:
            hidden[[self.place[cell] for cell in self.table.units[unit]]] = True
        hidden[[self.place[cell] for cell in self.table.never_shown]] = True
        return hidden

    def _parts(self, withheld: Collection[Unit]) -> list[_Part]:
        """Withheld cells split into groups that no relation joins; groups without a protected cell are left out."""
        import numpy as np
        from scipy.sparse import block_array
        from scipy.sparse.csgraph import connected_components

        places = np.flatnonzero(self._hidden(withheld))
        among = self.matrix[:, places]
        graph = block_array([[None, among], [among.T, None]])
        _, labels = connected_components(graph, directed=False)
        of_relations, of_cells = labels[: among.shape[0]], labels[among.shape[0] :]
        wanted = sorted({int(of_cells[at]) for at, place in enumerate(places.tolist()) if place in self.protect})
        return [_Part(places[of_cells == label], np.flatnonzero(of_relations == label)) for label in wanted]

    def _exposed_in(self, part: _Part, most: int | None) -> list[tuple[Cell, Cut]]:
        import numpy as np

        matrix = self.matrix[:, part.cells][part.relations, :].tocsr()
        floor = -self.values[part.cells]
        targets = np.array([at for at, place in enumerate(part.cells.tolist()) if place in self.protect], dtype=np.int64)
        asked = np.array([self.protect[int(part.cells[at])] for at in targets], dtype=np.float64)
        left = self._left(matrix, floor, targets, asked)
        found: list[tuple[Cell, Cut]] = []
        for target, width in left:
            cut = self._cut(part, matrix, floor, int(target), float(width))
            if cut is not None:
                found.append((self.cells[int(part.cells[target])], cut))
            if most is not None and len(found) >= most:
                break
        return found

    def _left(self, matrix: Any, floor: "Numbers", targets: "Places", asked: "Numbers") -> list[tuple[int, float]]:
        """Cells that no programme over many at once could move far enough, with the width asked for.

        First as many as can be go down together. From the lowest a cell was seen at (where it is at its floor) the rest is upwards,
        as many as can be at a time. What `_TRIES` such tables did not settle is tried alone.
        """
        import numpy as np

        low, high, tries = np.zeros(len(targets)), np.zeros(len(targets)), np.zeros(len(targets))
        moved = self._moved(matrix, floor, targets, None)
        while moved is not None:
            low, high = np.minimum(low, moved[targets]), np.maximum(high, moved[targets])
            open_ones = (high - low < asked - TOLERANCE) & (tries < _TRIES)
            fallen = np.flatnonzero(open_ones & (low <= floor[targets] + TOLERANCE))
            chosen = fallen if len(fallen) else np.flatnonzero(open_ones)
            if not len(chosen):
                break
            up = (low + asked)[chosen] if len(fallen) else None
            moved = self._moved(matrix, floor, targets[chosen], up)
            risen = chosen[:0] if moved is None or up is None else chosen[moved[targets[chosen]] > low[chosen] + TOLERANCE]
            tries[risen if len(risen) else chosen] += 1
        return [(int(targets[at]), float(asked[at])) for at in np.flatnonzero(high - low < asked - TOLERANCE)]

    def _moved(self, matrix: Any, floor: "Numbers", todo: "Places", up_to: "Numbers | None") -> "Numbers | None":
        """One table in which these cells are as low as can be or, with `up_to`, as many of them as can be as high as that."""
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import coo_array, csr_array, eye_array, hstack

        self.programmes += 1
        cells, wanted = matrix.shape[1], len(todo)
        cost, bounds = np.zeros(cells), np.column_stack([floor, np.full(cells, np.inf)])
        zero = np.zeros(matrix.shape[0])
        if up_to is None:
            cost[todo] = 1.0
            answer = linprog(cost, A_eq=matrix, b_eq=zero, bounds=bounds, method="highs")
            return answer.x if answer.status == 0 else None
        pick = coo_array((np.full(wanted, -1.0), (np.arange(wanted), todo)), shape=(wanted, cells))
        answer = linprog(
            np.concatenate([cost, -np.ones(wanted)]),
            A_ub=hstack([pick, eye_array(wanted)]).tocsr(),
            b_ub=-floor[todo],
            A_eq=hstack([matrix, csr_array((matrix.shape[0], wanted))]).tocsr(),
            b_eq=zero,
            bounds=np.vstack([bounds, np.column_stack([np.zeros(wanted), np.maximum(up_to - floor[todo], 0.0)])]),
            method="highs",
        )
        return answer.x[:cells] if answer.status == 0 else None

    def _cut(self, part: _Part, matrix: Any, floor: "Numbers", target: int, width: float) -> Cut | None:
        """The capacity constraint of one cell that moves less than `width`, from the duals of its two programmes; None if it is safe."""
        import numpy as np

        total, weights = 0.0, np.zeros(len(self.cells))
        for sign in (1.0, -1.0):
            distance, duals = self._furthest(matrix, floor, target, sign)
            if duals is None:
                return None
            total += distance
            if total >= width - TOLERANCE:
                return None
            weights += self._capacity(part, duals, int(part.cells[target]), sign)
        return self._as_cut(weights, width)

    def _furthest(self, matrix: Any, floor: "Numbers", target: int, sign: float) -> "tuple[float, Numbers | None]":
        """How far a cell can go up (sign 1) or down (-1), with the duals of the sums; without limit there are none."""
        import numpy as np
        from scipy.optimize import linprog

        self.programmes += 1
        cost = np.zeros(matrix.shape[1])
        cost[target] = -sign
        bounds = np.column_stack([floor, np.full(len(floor), np.inf)])
        answer = linprog(cost, A_eq=matrix, b_eq=np.zeros(matrix.shape[0]), bounds=bounds, method="highs")
        if answer.status != 0:
            return np.inf, None
        return -float(answer.fun), answer.eqlin.marginals

    def _capacity(self, part: _Part, duals: "Numbers", target: int, sign: float) -> "Numbers":
        """By how much each cell, were it withheld, could let the target move: its reduced cost times the room it has.

        With duals u, sign·z_target = sum of d_i z_i for d = sign·e_target + A'u, whatever z with A z = 0. A cell with d < 0 can add
        at most -d times its value (it falls to zero); one with d > 0 can add without limit.
        """
        import numpy as np

        reduced = np.asarray(self.matrix[part.relations, :].T @ duals)
        reduced[target] += sign
        reduced[np.abs(reduced) < TOLERANCE] = 0.0
        reduced[part.cells] = np.minimum(reduced[part.cells], 0.0)  # not above zero at the optimum, but for rounding
        return np.where(reduced > 0, np.inf, np.where(reduced < 0, -reduced * self.values, 0.0))

    def _as_cut(self, weights: "Numbers", width: float) -> Cut:
        """By units; what is never shown has given its part already. No unit need weigh more than what is lacking."""
        given = sum(float(weights[self.place[cell]]) for cell in self.table.never_shown)
        lacking = width - given
        by_unit: dict[Unit, float] = {}
        for unit, cells in self.table.units.items():
            weight = sum(float(weights[self.place[cell]]) for cell in cells)
            if weight > TOLERANCE:
                by_unit[unit] = min(weight, lacking)
        return Cut(by_unit, lacking)
