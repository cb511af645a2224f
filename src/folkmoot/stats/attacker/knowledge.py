"""What the attacker knows beside the tables: how outcomes and populations lie within one another, and which combinations are empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from folkmoot.stats.counts import CountsTable, Key

Part = str
Parts = frozenset[Part]
Place = tuple[str, str]  # population and outcome
_PartsOf = dict[str, tuple[Part, ...]]  # by outcome


@dataclass(frozen=True)
class Knowledge:
    """`follows`: (later, earlier, exactly): the later outcome is looked for only in those with the earlier one, and exactly in all of them.
    `same_base`: (a, b) are looked for in the same people. `within`: (narrower, wider): who has the one has the other.
    `apart`: (a, b): nobody has both.
    `contains`: (larger, smaller) populations: everyone of the smaller is in the larger. Outcomes of one name are the same outcome.
    `rests`: (name, larger): a name for those of the larger population who are not in the smaller one.
    `possible`: by characteristics, the combinations that anybody is in; where it is not known any combination may be.
    `named_are_somebody`: a group of one characteristic is not listed unless somebody is in it.
    """

    follows: tuple[tuple[str, str, bool], ...] = ()
    same_base: tuple[tuple[str, str], ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    contains: tuple[tuple[str, str], ...] = ()
    rests: tuple[tuple[str, str], ...] = ()
    possible: Mapping[tuple[str, ...], frozenset[Key]] = field(default_factory=dict)
    named_are_somebody: bool = True


NOTHING_MORE = Knowledge()


def known_of(tables: Iterable[CountsTable]) -> Knowledge:
    """All that could be known of the outcomes of these tables: what holds in every cell counts as known, whether it had to hold or not."""
    by_outcome: dict[str, dict[tuple[tuple[str, ...], Key], tuple[int, int]]] = {}
    columns: dict[str, str] = {}
    for table in tables:
        columns[table.outcome] = table.outcome_column
        cells = by_outcome.setdefault(table.outcome, {})
        cells |= {(table.by, key): (counts.base, counts.with_outcome) for key, counts in table.cells.items()}
    found = _Pairs(by_outcome)
    names = list(by_outcome)
    pairs = [(a, b) for place, a in enumerate(names) for b in names[place + 1 :]]
    same_people = [(a, b) for a, b in pairs if found.same_base(a, b)]
    both_ways = [*same_people, *((b, a) for a, b in same_people)]
    return Knowledge(
        follows=tuple((later, earlier, found.follows_exactly(later, earlier)) for later, earlier in found.chain(names)),
        same_base=tuple((a, b) for a, b in pairs if a == next(name for name in names if found.same_base(name, b))),
        within=tuple(pair for pair in both_ways if found.within(*pair)),
        apart=tuple((a, b) for a, b in same_people if columns[a] and columns[a] == columns[b] and found.apart(a, b)),
    )


@dataclass(frozen=True)
class _Pairs:
    cells: Mapping[str, Mapping[tuple[tuple[str, ...], Key], tuple[int, int]]]

    def _both(self, a: str, b: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        first, second = self.cells[a], self.cells[b]
        return [(first.get(place, (0, 0)), second.get(place, (0, 0))) for place in first.keys() | second.keys()]

    def same_base(self, a: str, b: str) -> bool:
        return all(x[0] == y[0] for x, y in self._both(a, b))

    def within(self, narrower: str, wider: str) -> bool:
        return all(x[1] <= y[1] for x, y in self._both(narrower, wider))

    def apart(self, a: str, b: str) -> bool:
        return all(x[1] + y[1] <= x[0] for x, y in self._both(a, b))

    def follows(self, later: str, earlier: str) -> bool:
        return all(x[0] <= y[1] for x, y in self._both(later, earlier))

    def follows_exactly(self, later: str, earlier: str) -> bool:
        return all(x[0] == y[1] for x, y in self._both(later, earlier))

    def chain(self, names: list[str]) -> list[tuple[str, str]]:
        """Each outcome with the stage just before it: of all that it could follow, the one with the fewest people."""
        found = []
        for later in names:
            before = [name for name in names if name != later and not self.same_base(later, name) and self.follows(later, name)]
            if before:
                found.append((later, min(before, key=lambda name: sum(counts[1] for counts in self.cells[name].values()))))
        return found


@dataclass(frozen=True)
class Coupling:
    """In every cell: the sum of `left` is the sum of `right` (`exactly`), or is at most that. A part may stand twice on the left."""

    left: tuple[Part, ...]
    right: tuple[Part, ...]
    exactly: bool

    @property
    def is_plain(self) -> bool:
        """Whether it holds for any parts, so that it need not be said."""
        twice = len(set(self.left)) < len(self.left)
        return not twice and (set(self.left) == set(self.right) or (not self.exactly and set(self.left) <= set(self.right)))


@dataclass(frozen=True)
class Anatomy:
    """Every count written as a sum of parts that can each be any number from zero: those with an outcome, and those without."""

    had: Mapping[Place, Parts]
    had_not: Mapping[Place, Parts]
    couplings: tuple[Coupling, ...]

    def of(self, kind: str, place: Place) -> Parts:
        if kind == "with_outcome":
            return self.had[place]
        return self.had_not[place] if kind == "without_outcome" else self.had[place] | self.had_not[place]


def anatomy(places: Iterable[Place], knowledge: Knowledge) -> Anatomy:
    """Parts for each population and outcome. A stage splits those with the outcome before it; a larger population has more of each part."""
    wanted = list(dict.fromkeys(places))
    outcomes = list(dict.fromkeys(outcome for _, outcome in wanted))
    had, had_not, left_over = _stages(outcomes, knowledge)
    layers = _layers(list(dict.fromkeys(population for population, _ in wanted)), knowledge)

    def spread(parts: Iterable[Part], population: str) -> tuple[Part, ...]:
        return tuple(f"{layer}|{part}" for layer in layers[population] for part in parts)

    couplings = [
        Coupling(spread(coupling.left, population), spread(coupling.right, population), coupling.exactly)
        for population in layers
        for coupling in _couplings(outcomes, had, had_not, left_over, knowledge)
    ]
    return Anatomy(
        {(population, outcome): frozenset(spread(had[outcome], population)) for population, outcome in wanted},
        {(population, outcome): frozenset(spread(had_not[outcome], population)) for population, outcome in wanted},
        tuple(couplings),
    )


def _stages(outcomes: list[str], knowledge: Knowledge) -> tuple[_PartsOf, _PartsOf, list[tuple[str, str, bool]]]:
    """Those with each outcome, and those without it, in parts; and what could not be put into parts, to be coupled.

    Outcomes of the same people that lie within one another share their parts: with the narrowest, between two of them, without the
    widest. Those with an outcome (the narrowest) are split by one outcome that is looked for in them.
    """
    nests = {outcome: nest for nest in _nests(outcomes, knowledge) for outcome in nest}
    follower: dict[str, tuple[str, bool]] = {}
    left_over: list[tuple[str, str, bool]] = []
    for later, earlier, exactly in knowledge.follows:
        if later in outcomes and earlier in outcomes:
            if earlier in follower or earlier != nests[earlier][0]:
                left_over.append((later, earlier, exactly))
            else:
                follower[earlier] = (later, exactly)

    def between(nest: list[str]) -> list[Part]:
        return [f"{wider} but not {narrower}" for narrower, wider in pairwise(nest)]

    def had(outcome: str) -> tuple[Part, ...]:
        nest = nests[outcome]
        if outcome != nest[0]:
            return (*had(nest[0]), *between(nest)[: nest.index(outcome)])
        if outcome not in follower:
            return (f"with {outcome}",)
        later, exactly = follower[outcome]
        return (*(() if exactly else (f"not followed {outcome}",)), *had(later), *had_not(later))

    def had_not(outcome: str) -> tuple[Part, ...]:
        nest = nests[outcome]
        return (*between(nest)[nest.index(outcome) :], f"without {nest[-1]}")

    return {outcome: had(outcome) for outcome in outcomes}, {outcome: had_not(outcome) for outcome in outcomes}, left_over


def _nests(outcomes: list[str], knowledge: Knowledge) -> list[list[str]]:
    """Outcomes of the same people in lists, the narrowest first, each within the next; those that fit into no list stand alone."""
    same = {frozenset(pair) for pair in knowledge.same_base}
    first = {b: a for a, b in knowledge.same_base}
    inside = set(knowledge.within)
    nests: list[list[str]] = []
    for outcome in sorted(outcomes, key=lambda one: (sum(wider == one for _, wider in inside), outcomes.index(one))):
        for nest in nests:
            alike = frozenset((nest[-1], outcome)) in same or first.get(nest[-1], nest[-1]) == first.get(outcome, outcome)
            if alike and (nest[-1], outcome) in inside:
                nest.append(outcome)
                break
        else:
            nests.append([outcome])
    return nests


def _layers(populations: list[str], knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """A population is itself and, below, what the smaller one within it is made of."""
    inner = {larger: smaller for larger, smaller in knowledge.contains if larger in populations and smaller in populations}

    def layers(population: str) -> tuple[str, ...]:
        return (population, *(layers(inner[population]) if population in inner else ()))

    rests = {name: (larger,) for name, larger in knowledge.rests}
    return {population: rests.get(population) or layers(population) for population in populations}


def _couplings(
    outcomes: list[str],
    had: Mapping[str, tuple[Part, ...]],
    had_not: Mapping[str, tuple[Part, ...]],
    left_over: list[tuple[str, str, bool]],
    knowledge: Knowledge,
) -> Iterable[Coupling]:
    def base(outcome: str) -> tuple[Part, ...]:
        return (*had[outcome], *had_not[outcome])

    known = set(outcomes)
    found = [Coupling(base(a), base(b), True) for a, b in knowledge.same_base if {a, b} <= known]
    found += [Coupling(had[a], had[b], False) for a, b in knowledge.within if {a, b} <= known]
    found += [Coupling((*had[a], *had[b]), base(a), False) for a, b in knowledge.apart if {a, b} <= known]
    found += [Coupling(base(later), had[earlier], exactly) for later, earlier, exactly in left_over]
    return (coupling for coupling in found if not coupling.is_plain)
