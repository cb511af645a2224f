"""Between which values the sums asked about must lie: elimination first, then linear programmes for what hangs together."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from folkmoot.stats.attacker.equations import Equation, Inequality, Row
from folkmoot.stats.attacker.errors import Contradictory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

_NEAR = 1e-6
_TRIES = 3  # times that a sum is moved together with others, before it is tried alone
_LARGE = 3_000  # unknowns


@dataclass(frozen=True)
class Bound:
    """Between which values a sum lies; with `exact` no tighter can be had. `rows`: the printed rows that set a limit to it."""

    low: float
    high: float
    exact: bool
    rows: frozenset[Row] = frozenset()

    def plus(self, other: "Bound") -> "Bound":
        return Bound(self.low + other.low, self.high + other.high, self.exact and other.exact, self.rows | other.rows)

    @property
    def width(self) -> float:
        """The distance between the lowest and the highest whole number possible; nothing where no table was found."""
        if self.low == math.inf:
            return 0.0
        return math.inf if math.inf in (self.high, -self.low) else math.floor(self.high + _NEAR) - math.ceil(self.low - _NEAR)


@dataclass
class Solved:
    """Variables that follow from single equations, and the rows they follow from."""

    values: list[float]  # not a number: not known
    rows: dict[int, frozenset[Row]] = field(default_factory=dict)

    def unknown(self) -> list[bool]:
        return [math.isnan(value) for value in self.values]


def eliminated(size: int, equations: Sequence[Equation]) -> Solved:
    """Whatever an equation with one unknown fixes, and every unknown of a sum that is zero, again and again."""
    solved = Solved([math.nan] * size)
    of_variable: dict[int, list[int]] = {}
    for place, equation in enumerate(equations):
        for variable in (*equation.plus, *equation.minus):
            of_variable.setdefault(variable, []).append(place)
    todo = dict.fromkeys(range(len(equations)))
    while todo:
        place = next(iter(todo))
        del todo[place]
        for variable in _fixed(equations[place], solved):
            todo |= dict.fromkeys(of_variable[variable])
    return solved


def _fixed(equation: Equation, solved: Solved) -> list[int]:
    plus = _unknown(equation.plus, solved)
    minus = _unknown(equation.minus, solved)
    rest = equation.value - _known(equation.plus, solved) + _known(equation.minus, solved)
    if (rest and not plus and not minus) or (rest < 0 and not minus) or (rest > 0 and not plus):
        raise Contradictory("a count would be below zero, or two sums differ")
    if not plus and not minus:
        return []
    if len(plus) + len(minus) == 1:
        found = {(plus or minus)[0]: rest if plus else -rest}
    elif rest == 0 and not (plus and minus):
        found = dict.fromkeys([*plus, *minus], 0.0)
    else:
        return []
    because = equation.rows.union(*(solved.rows.get(variable, frozenset()) for variable in (*equation.plus, *equation.minus)))
    for variable, value in found.items():
        solved.values[variable] = value
        solved.rows[variable] = because
    return list(found)


def _unknown(variables: Sequence[int], solved: Solved) -> list[int]:
    return [variable for variable in variables if math.isnan(solved.values[variable])]


def _known(variables: Sequence[int], solved: Solved) -> float:
    return sum(value for value in (solved.values[variable] for variable in variables) if not math.isnan(value))


class Programme:
    """All that is still unknown, in parts that nothing joins."""

    def __init__(self, solved: Solved, equations: Sequence[Equation], inequalities: Sequence[Inequality]) -> None:
        import numpy as np

        self.solved = solved
        self.unknown = np.flatnonzero(solved.unknown())
        self.column = {int(variable): place for place, variable in enumerate(self.unknown)}
        self.equations = [equation for equation in equations if any(v in self.column for v in (*equation.plus, *equation.minus))]
        signed = [[(v, 1.0) for v in e.plus] + [(v, -1.0) for v in e.minus] for e in self.equations]
        exact = [[(v, 1.0) for v in i.less] + [(v, -1.0) for v in i.more] for i in inequalities if i.exactly]
        below = [[(v, 1.0) for v in i.less] + [(v, -1.0) for v in i.more] for i in inequalities if not i.exactly]
        values = [float(e.value) for e in self.equations] + [float(i.slack) for i in inequalities if i.exactly]
        self.equal, self.equal_to = self._matrix([*signed, *exact], values)
        self.below, self.below_to = self._matrix(below, [float(i.slack) for i in inequalities if not i.exactly])
        self.count = 0

    def _matrix(self, rows: Sequence[Sequence[tuple[int, float]]], values: Sequence[float]) -> tuple[Any, "Numbers"]:
        import numpy as np
        from scipy.sparse import csr_array

        right = np.array(values, dtype=np.float64)
        places: list[int] = []
        columns: list[int] = []
        signs: list[float] = []
        for place, row in enumerate(rows):
            for variable, sign in row:
                if variable in self.column:
                    places.append(place)
                    columns.append(self.column[variable])
                    signs.append(sign)
                else:
                    right[place] -= sign * self.solved.values[variable]
        return csr_array((signs, (places, columns)), shape=(len(rows), len(self.unknown))), right

    def bounds(self, sums: Mapping[int, Sequence[int]], enough: int | None) -> dict[int, Bound]:
        """For each sum of variables its bounds; where `enough` is given, no more work is done once a sum is seen to reach that width.

        The parts know nothing of one another: a sum over several of them is as wide as its pieces together.
        """
        known = {name: _known(variables, self.solved) for name, variables in sums.items()}
        rows = {
            name: frozenset[Row]().union(*(self.solved.rows.get(v, frozenset()) for v in variables)) for name, variables in sums.items()
        }
        found = {name: Bound(known[name], known[name], True, rows[name]) for name in sums}
        parts = [(part, wanted, part.spread(wanted, enough)) for part, wanted in self._parts(sums)]
        for _, _, reached in parts:
            found |= {name: found[name].plus(bound) for name, bound in reached.items()}
        narrow = {name for name, bound in found.items() if enough is None or bound.width < enough}
        found |= {name: Bound(known[name], known[name], True, rows[name]) for name in narrow}
        for part, wanted, reached in parts:
            asked = {name: places for name, places in wanted.items() if name in narrow}
            found |= {name: found[name].plus(bound) for name, bound in part.bounds(asked, reached).items()}
            self.count += part.count
        return found

    def _rows(self, variables: Sequence[int]) -> frozenset[Row]:
        return frozenset[Row]().union(*(self.solved.rows.get(variable, frozenset()) for variable in variables))

    def _parts(self, sums: Mapping[int, Sequence[int]]) -> Iterator[tuple["_Part", dict[int, "Places"]]]:
        import numpy as np
        from scipy.sparse import block_array, vstack
        from scipy.sparse.csgraph import connected_components

        if not len(self.unknown):
            return
        matrix = vstack([self.equal, self.below]).tocsr()
        _, labels = connected_components(block_array([[None, matrix], [matrix.T, None]]), directed=False)
        of_rows, of_columns = labels[: matrix.shape[0]], labels[matrix.shape[0] :]
        wanted: dict[int, dict[int, list[int]]] = {}
        for name, variables in sums.items():
            for variable in variables:
                if variable in self.column:
                    place = self.column[variable]
                    wanted.setdefault(int(of_columns[place]), {}).setdefault(name, []).append(place)
        within = np.zeros(len(self.unknown), dtype=np.int64)
        for label, asked in wanted.items():
            columns = np.flatnonzero(of_columns == label)
            within[columns] = np.arange(len(columns))
            yield self._part(columns, of_rows == label), {name: within[places] for name, places in asked.items()}

    def _part(self, columns: "Places", rows: "NDArray[np.bool_]") -> "_Part":
        equal, below = rows[: self.equal.shape[0]], rows[self.equal.shape[0] :]
        names = [equation.rows for equation in self.equations]
        origins = [names[place] if place < len(names) else frozenset() for place in equal.nonzero()[0]]
        return _Part(self.equal[equal][:, columns], self.equal_to[equal], self.below[below][:, columns], self.below_to[below], origins)


@dataclass
class _Part:
    equal: Any
    equal_to: "Numbers"
    below: Any
    below_to: "Numbers"
    origins: Sequence[frozenset[Row]]
    count: int = 0

    @property
    def _one_sum(self) -> bool:
        return self.equal.shape[0] == 1 and not self.below.shape[0] and float(self.equal.min()) == 1.0

    def spread(self, sums: "Mapping[int, Places]", enough: int | None) -> dict[int, Bound]:
        """What tables that agree with all that is printed show of each sum; where only one total is known, its bounds."""
        import numpy as np

        if self._one_sum:
            return self._of_one_sum(sums)
        distinct = _distinct(sums)
        low, high = np.full(len(distinct), np.inf), np.full(len(distinct), -np.inf)
        if enough is not None:
            self._spread(self._pick(list(distinct)), low, high, float(enough))
        ends = zip(distinct.values(), low.tolist(), high.tolist(), strict=True)
        return {name: Bound(least, most, False) for names, least, most in ends for name in names}

    def bounds(self, sums: "Mapping[int, Places]", reached: Mapping[int, Bound]) -> dict[int, Bound]:
        """The exact bounds of each sum; `reached` is what `spread` gave."""
        if self._one_sum:
            return {name: reached[name] for name in sums}
        distinct = _distinct(sums)
        pick = self._pick(list(distinct))
        return {name: bound for place, names in enumerate(distinct.values()) for bound in [self._alone(pick[[place], :])] for name in names}

    def _of_one_sum(self, sums: "Mapping[int, Places]") -> dict[int, Bound]:
        """Where only a total is known, anything within it can be anything."""
        total, size, rows = float(self.equal_to[0]), self.equal.shape[1], self.origins[0]
        return {name: Bound(total if len(places) == size else 0.0, total, True, rows) for name, places in sums.items()}

    def _pick(self, sums: Sequence[Sequence[int]]) -> Any:
        import numpy as np
        from scipy.sparse import csr_array

        places = [place for place, members in enumerate(sums) for _ in members]
        columns = [member for members in sums for member in members]
        return csr_array((np.ones(len(columns)), (places, columns)), shape=(len(sums), self.equal.shape[1]))

    def _spread(self, pick: Any, low: "Numbers", high: "Numbers", enough: float) -> None:
        """Tables that agree with all that is printed and in which many sums are low, or high, at once. Changes `low` and `high`.

        A sum that was moved `_TRIES` times and is still not wide enough is left alone, so that it does not stand in the way of others.
        """
        import numpy as np

        table, tries = self._lowest(pick), np.zeros(pick.shape[0])
        while table is not None:
            reached = pick @ table
            np.minimum(low, reached, out=low)
            np.maximum(high, reached, out=high)
            narrow = (np.floor(high + _NEAR) - np.ceil(low - _NEAR) < enough) & (tries < _TRIES)
            fallen = narrow & (low < _NEAR)
            if not narrow.any():
                return
            if fallen.any():  # as low as can be: only these are raised, and nothing is asked of the others
                todo = np.flatnonzero(fallen)
                table = self._together(pick[todo, :], low[todo], enough)
                moved = todo if table is None else todo[pick[todo, :] @ table > low[todo] + _NEAR]
                moved = moved if len(moved) else todo
            else:
                moved = np.flatnonzero(narrow)
                table = self._lowest(pick[moved, :])
            tries[moved] += 1

    def _lowest(self, pick: Any) -> "Numbers | None":
        import numpy as np

        answer = self._solved(np.asarray(pick.sum(axis=0)).ravel().astype(float))
        return answer.x if answer.status == 0 else None

    def _together(self, pick: Any, start: "Numbers", enough: float) -> "Numbers | None":
        """Raise as many sums as can be, each no further above its start than is enough: a gain g for each, g <= sum - start."""
        import numpy as np
        from scipy.sparse import csr_array, eye_array, hstack, vstack

        size, wanted = self.equal.shape[1], pick.shape[0]
        gains = hstack([-pick, eye_array(wanted)])
        below = vstack([hstack([self.below, csr_array((self.below.shape[0], wanted))]), gains]).tocsr()
        answer = self._solved(
            np.concatenate([np.zeros(size), -np.ones(wanted)]),
            hstack([self.equal, csr_array((self.equal.shape[0], wanted))]).tocsr(),
            below,
            np.concatenate([self.below_to, -start]),
            np.concatenate([np.full(size, np.inf), np.full(wanted, enough)]),
        )
        return answer.x[:size] if answer.status == 0 else None

    def _alone(self, pick: Any) -> Bound:
        """The exact bounds of one sum, and the rows whose equations set them."""
        import numpy as np

        cost = np.asarray(pick.todense()).ravel().astype(float)
        ends: list[float] = []
        rows: frozenset[Row] = frozenset()
        for sign in (1.0, -1.0):
            answer = self._solved(sign * cost)
            if answer.status == 3:  # without limit
                ends.append(-np.inf if sign > 0 else np.inf)
                continue
            if answer.status != 0:
                raise Contradictory(answer.message)
            ends.append(sign * float(answer.fun))
            rows |= frozenset[Row]().union(*(self.origins[at] for at in np.flatnonzero(np.abs(answer.eqlin.marginals) > _NEAR).tolist()))
        return Bound(ends[0], ends[1], True, rows)

    def _solved(
        self,
        cost: "Numbers",
        equal: Any = None,
        below: Any = None,
        below_to: "Numbers | None" = None,
        upper: "Numbers | None" = None,
    ) -> Any:
        import numpy as np
        from scipy.optimize import linprog

        self.count += 1
        below = self.below if below is None else below
        limits = below_to if below_to is not None else self.below_to
        return linprog(
            cost,
            A_eq=self.equal if equal is None else equal,
            b_eq=self.equal_to,
            A_ub=below if below.shape[0] else None,
            b_ub=limits if below.shape[0] else None,
            bounds=np.column_stack([np.zeros(len(cost)), np.full(len(cost), np.inf) if upper is None else upper]),
            method="highs-ipm" if len(cost) > _LARGE else "highs",  # on large programmes the simplex method takes ten times as long
        )


def _distinct(sums: "Mapping[int, Places]") -> dict[tuple[int, ...], list[int]]:
    """The names of sums by their members: the same sum is not solved twice."""
    found: dict[tuple[int, ...], list[int]] = {}
    for name, places in sums.items():
        found.setdefault(tuple(sorted(places.tolist())), []).append(name)
    return found
