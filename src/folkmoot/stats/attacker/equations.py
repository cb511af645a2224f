"""Everything printed, as equations between numbers that are not negative: one for each combination and each part of the outcomes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from folkmoot.stats.attacker.errors import Contradictory
from folkmoot.stats.attacker.hypergraph import Columns, Joined, joined
from folkmoot.stats.attacker.knowledge import Anatomy, Knowledge, Part, Parts, Place
from folkmoot.stats.attacker.seen import BASE, TOGETHER, Figure, Seen, SeenRow
from folkmoot.stats.counts import Key

MISSING: Key = ("\x00one or more not recorded",)  # the row of a table of several characteristics for all who lack one
_OTHERS = "\x00others"  # groups that no table names
Row = tuple[tuple[str, ...], Key]  # a printed row: characteristics in order of name, and its group
Fact = tuple[Parts, int]


@dataclass(frozen=True)
class Equation:
    """The variables that add up to `value`, each with its sign; `rows` are the printed rows it was read from."""

    plus: tuple[int, ...]
    value: int
    rows: frozenset[Row]
    minus: tuple[int, ...] = ()


@dataclass(frozen=True)
class Inequality:
    """The first sum is at most the second (or exactly it), plus `slack`."""

    less: tuple[int, ...]
    more: tuple[int, ...]
    slack: int = 0
    exactly: bool = False


@dataclass(frozen=True)
class Printed:
    """The tables of one release, and what the attacker can set up from them. Raises TooEntangled (see `hypergraph.joined`)."""

    tables: Sequence[Seen]
    knowledge: Knowledge
    anatomy: Anatomy
    most: int
    _grids: dict[Columns, list[Key]] = field(default_factory=dict)

    @cached_property
    def joined(self) -> Joined:
        telling = [table for table in self.tables if table.rows or table.not_recorded != SeenRow(None, None)]
        return joined((frozenset(table.by) for table in telling), lambda columns: len(self.grid(columns)), self.most)

    @cached_property
    def parts(self) -> list[Part]:
        return sorted({part for parts in (*self.anatomy.had.values(), *self.anatomy.had_not.values()) for part in parts})

    @cached_property
    def facts(self) -> dict[Row, list[Fact]]:
        """For every printed row, sums of parts that are known of it, taken apart as far as they can be."""
        found: dict[Row, list[Fact]] = {}
        for table in self.tables:
            place = (table.population, table.outcome)
            for row, numbers in self._rows(table):
                found.setdefault(row, []).extend(_facts(numbers, self.anatomy.had[place], self.anatomy.had_not[place]))
            for row in self._nobody(table):
                found.setdefault(row, []).append((self.anatomy.of(BASE, place), 0))
        return {row: _reduced(facts) for row, facts in found.items()}

    def _rows(self, table: Seen) -> Iterator[tuple[Row, SeenRow]]:
        """The rows of a table with their characteristics in order of name."""
        columns, place = tuple(sorted(table.by)), (table.population, table.outcome)
        for key, row in table.rows.items():
            yield self.row(table.by, key, place), row
        yield (columns, (None,) if len(columns) == 1 else MISSING), table.not_recorded
        yield ((), ()), table.overall

    def row(self, by: tuple[str, ...], key: Key, place: Place) -> Row:
        """A printed row, its characteristics in order of name; a row of several groups together under a name that says which."""
        columns = tuple(sorted(by))
        if key == (TOGETHER,) and (place, by[0]) in self.together:
            return columns, _name_of(self.together[place, by[0]])
        return columns, tuple(key[by.index(column)] for column in columns)

    @cached_property
    def together(self) -> dict[tuple[Place, str], frozenset[str | None]]:
        """By table, the groups that are shown only together there and are named in other tables.

        Each outcome for itself: a group that the next stage does not name is not for that reason part of what is joined in this one.
        """
        found: dict[tuple[Place, str], frozenset[str | None]] = {}
        for table in self.tables:
            if len(table.by) == 1 and (TOGETHER,) in table.rows:
                elsewhere = self._named(table.by[0]) - {key[0] for key in table.rows} - {None}
                if elsewhere:
                    found[(table.population, table.outcome), table.by[0]] = elsewhere | {TOGETHER}
        return found

    def _named(self, column: str) -> frozenset[str | None]:
        return frozenset(key[table.by.index(column)] for table in self.tables if column in table.by for key in table.rows)

    def _nobody(self, table: Seen) -> Iterator[Row]:
        """Groups that a table of one characteristic does not list though another table does: nobody of them is in it."""
        lists_all = len(table.by) == 1 and table.rows and (TOGETHER,) not in table.rows and table.overall.base is not None
        if lists_all and self.knowledge.named_are_somebody:
            named = {key for other in self.tables if other.by == table.by for key in other.rows if key != (TOGETHER,)}
            yield from ((table.by, key) for key in sorted(named - table.rows.keys(), key=str))

    def grid(self, columns: Columns) -> list[Key]:
        """Every combination that anybody may be in, characteristics in order of name; at most one over `most`."""
        if columns not in self._grids:
            self._grids[columns] = self._grid(sorted(columns))
        return self._grids[columns]

    def _grid(self, columns: list[str]) -> list[Key]:
        rows: list[dict[str, str | None]] = [{}]
        for by, keys in sorted(self.knowledge.possible.items(), key=lambda pair: (-len(pair[0]), pair[0])):
            if set(by) <= set(columns):
                rows = _join(rows, by, keys, self.most)
                if len(rows) > self.most:  # cut short: joined to more it could seem small enough, and lack what was cut off
                    return [MISSING] * (self.most + 1)
        for column in columns:
            if column not in rows[0]:
                rows = [{**row, column: value} for row, value in product(rows[: self.most + 1], self._levels(column))]
        return sorted({tuple(row[column] for column in columns) for row in rows[: self.most + 1]}, key=str)

    def _levels(self, column: str) -> list[str | None]:
        named = self._named(column)
        listed = any(table.by == (column,) and table.rows for table in self.tables)
        return [*sorted(named - {None}, key=str), *([] if listed else [_OTHERS]), None]


def _join(rows: list[dict[str, str | None]], by: tuple[str, ...], keys: Iterable[Key], most: int) -> list[dict[str, str | None]]:
    """The rows together with the keys that agree with them; no more than one over `most`."""
    shared = [column for column in by if rows and column in rows[0]]
    index: dict[Key, list[Key]] = {}
    for key in sorted(keys, key=str):
        index.setdefault(tuple(key[by.index(column)] for column in shared), []).append(key)
    found: list[dict[str, str | None]] = []
    for row in rows:
        for key in index.get(tuple(row[column] for column in shared), ()):
            found.append({**row, **dict(zip(by, key, strict=True))})
            if len(found) > most:
                return found
    return found or [dict.fromkeys([*(rows[0] if rows else ()), *by])]


def _name_of(groups: frozenset[str | None]) -> Key:
    return ("\x00".join(sorted(map(str, groups))),)


def _facts(row: SeenRow, had: Parts, had_not: Parts) -> list[Fact]:
    found: list[Fact] = []
    if row.with_outcome is not None:
        found.append((had, row.with_outcome))
    if row.base is not None:
        found.append((had_not, row.base - row.with_outcome) if row.with_outcome is not None else (had | had_not, row.base))
    return found


def _reduced(facts: Iterable[Fact]) -> list[Fact]:
    """Known sums less the known sums within them, until none lies within another."""
    kept: dict[Parts, int] = {}
    todo = sorted(facts, key=lambda fact: (len(fact[0]), sorted(fact[0])))
    while todo:
        parts, value = todo.pop(0)
        inner = next((other for other in kept if other < parts), None)
        if inner is not None:
            todo.insert(0, (parts - inner, value - kept[inner]))
        elif kept.get(parts, value if parts else 0) != value:
            raise Contradictory("two sums of the same counts differ")
        elif parts and parts not in kept:
            outer = [other for other in kept if parts < other]
            todo += [(other, kept.pop(other)) for other in outer]
            kept[parts] = value
    return list(kept.items())


class Equations:
    """The variables, numbered, and the equations between them."""

    def __init__(self, printed: Printed, places: Sequence[int]) -> None:
        self.printed = printed
        self.sets = [printed.joined.sets[place] for place in places]
        self.grids = [printed.grid(columns) for columns in self.sets]
        self.part_place = {part: place for place, part in enumerate(printed.parts)}
        self.starts = [0]
        for grid in self.grids:
            self.starts.append(self.starts[-1] + len(grid) * len(printed.parts))
        self._groups: dict[tuple[int, tuple[str, ...]], dict[Key, list[int]]] = {}
        self._local = {place: at for at, place in enumerate(places)}

    @property
    def size(self) -> int:
        return self.starts[-1]

    def variables(self, at: int, columns: tuple[str, ...], key: Key, parts: Iterable[Part]) -> tuple[int, ...]:
        """The numbers that make up the given parts of a row, in the set of characteristics at that place."""
        atoms = self.groups(at, columns).get(key, [])
        size, start = len(self.grids[at]), self.starts[at]
        return tuple(start + self.part_place[part] * size + atom for part in sorted(parts) for atom in atoms)

    def groups(self, at: int, columns: tuple[str, ...]) -> dict[Key, list[int]]:
        """Combinations by the group they belong to, by fewer characteristics."""
        if (at, columns) not in self._groups:
            order = sorted(self.sets[at])
            places = [order.index(column) for column in columns]
            found: dict[Key, list[int]] = {}
            for atom, key in enumerate(self.grids[at]):
                group = tuple(key[place] for place in places)
                found.setdefault(group, []).append(atom)
                if len(columns) > 1 and None in group:
                    found.setdefault(MISSING, []).append(atom)
            for (_, column), groups in self.printed.together.items():
                if columns == (column,):
                    found[_name_of(groups)] = [atom for group in sorted(groups, key=str) for atom in found.get((group,), [])]
            self._groups[at, columns] = found
        return self._groups[at, columns]

    def where(self, columns: Iterable[str]) -> int | None:
        """The smallest set of characteristics that holds all of these."""
        holding = [at for at, columns_of in enumerate(self.sets) if set(columns) <= columns_of]
        return min(holding, key=lambda at: (len(self.grids[at]), at)) if holding else None

    def of_figure(self, figure: Figure) -> tuple[int, ...] | None:
        """The variables that add up to a figure; None where none of these tables is about it."""
        place = (figure.population, figure.outcome)
        columns, key = self.printed.row(figure.by, figure.key, place)
        at = self.where(columns)
        if at is None:
            return None
        return self.variables(at, columns, key, self.printed.anatomy.of(figure.kind, place))

    def equations(self) -> Iterator[Equation]:
        """What each printed row says of every set of characteristics it can be added up in, and what two sets must agree on."""
        for (columns, key), facts in self.printed.facts.items():
            for at, columns_of in enumerate(self.sets):
                if set(columns) <= columns_of:
                    for parts, value in facts:
                        yield Equation(self.variables(at, columns, key, parts), value, frozenset({(columns, key)}))
        for first, second, shared in self.printed.joined.links:
            if first in self._local and second in self._local:
                yield from self._agreement(self._local[first], self._local[second], tuple(sorted(shared)))

    def _agreement(self, first: int, second: int, shared: tuple[str, ...]) -> Iterator[Equation]:
        keys = self.groups(first, shared).keys() | self.groups(second, shared).keys()
        joint = {MISSING, *map(_name_of, self.printed.together.values())}
        for key in sorted(keys - joint, key=str):
            known = {part for parts, _ in self.printed.facts.get((shared, key), []) if len(parts) == 1 for part in parts}
            for part in self.printed.parts:
                if part not in known:
                    yield Equation(self.variables(first, shared, key, [part]), 0, frozenset(), self.variables(second, shared, key, [part]))

    def inequalities(self, unknown: Sequence[bool]) -> Iterator[Inequality]:
        """What is known of every combination that is not printed, and that a group named by itself is somebody."""
        for at, grid in enumerate(self.grids):
            order = tuple(sorted(self.sets[at]))
            for coupling in self.printed.anatomy.couplings:
                for key in grid:
                    less = self._each(at, order, key, coupling.left)
                    more = self._each(at, order, key, coupling.right)
                    if any(unknown[variable] for variable in (*less, *more)):
                        yield Inequality(less, more, exactly=coupling.exactly)
        if self.printed.knowledge.named_are_somebody:
            yield from self._somebody()

    def _each(self, at: int, order: tuple[str, ...], key: Key, parts: Sequence[Part]) -> tuple[int, ...]:
        return tuple(variable for part in parts for variable in self.variables(at, order, key, [part]))

    def _somebody(self) -> Iterator[Inequality]:
        for table in self.printed.tables:
            at = self.where(table.by) if len(table.by) == 1 else None
            place = (table.population, table.outcome)
            hidden = [self.printed.row(table.by, key, place) for key, row in table.rows.items() if row.base is None]
            if at is not None:
                parts = self.printed.anatomy.of(BASE, place)
                yield from (Inequality((), self.variables(at, columns, key, parts), -1) for columns, key in hidden)
