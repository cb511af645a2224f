"""How tables hang together through the characteristics they share."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.stats.attacker.errors import TooEntangled

Columns = frozenset[str]


@dataclass(frozen=True)
class Joined:
    """Sets of characteristics that form an acyclic hypergraph, and which of them agree on what they share: (place, place, shared)."""

    sets: tuple[Columns, ...]
    links: tuple[tuple[int, int, Columns], ...]


def joined(tables: Iterable[Columns], size: Callable[[Columns], int], most: int) -> Joined:
    """The sets of characteristics to look at, and the links between them. Raises TooEntangled where `size` of one is over `most`.

    A core is what Graham's reduction (Yu and Özsoyoğlu; "GYO") leaves: take away characteristics of one set only and sets within others.
    """
    sets = maximal(tables)
    for core, around in cores(sets):
        if size(core) > most:
            raise TooEntangled([one for one in sets if len(one & core) > 1 and any(part <= one for part in around)], most)
        sets = maximal([*sets, core])
    for one in sets:
        if size(one) > most:
            raise TooEntangled([one], most)
    return Joined(tuple(sets), tuple(_links(sets)))


def maximal(sets: Iterable[Columns]) -> list[Columns]:
    """Those that lie in no other, the larger first, in an order that depends on their names alone."""
    ordered = sorted(set(sets), key=lambda one: (-len(one), sorted(one)))
    kept: list[Columns] = []
    for one in ordered:
        if not any(one <= other for other in kept):
            kept.append(one)
    return kept


def cores(sets: Sequence[Columns]) -> list[tuple[Columns, list[Columns]]]:
    """What remains of a hypergraph after reduction, in connected pieces: the characteristics of each, and its reduced sets."""
    left = list(sets)
    while True:
        seen: dict[str, int] = {}
        for one in left:
            for column in one:
                seen[column] = seen.get(column, 0) + 1
        smaller = [one for one in maximal(frozenset(column for column in one if seen[column] > 1) for one in left) if one]
        if smaller == left or len(smaller) <= 1:
            return _pieces(smaller if len(smaller) > 1 else [])
        left = smaller


def _pieces(sets: Sequence[Columns]) -> list[tuple[Columns, list[Columns]]]:
    pieces: list[tuple[Columns, list[Columns]]] = []
    for one in sets:
        touching = [piece for piece in pieces if piece[0] & one]
        merged = frozenset(one).union(*(piece[0] for piece in touching))
        pieces = [piece for piece in pieces if piece not in touching]
        pieces.append((merged, [one, *(part for piece in touching for part in piece[1])]))
    return pieces


def _links(sets: Sequence[Columns]) -> Iterable[tuple[int, int, Columns]]:
    """A spanning tree that shares as much as can be: of an acyclic hypergraph that is a join tree."""
    pairs = [(a, b) for a in range(len(sets)) for b in range(a + 1, len(sets))]
    root: Mapping[int, int] = {place: place for place in range(len(sets))}
    for a, b in sorted(pairs, key=lambda pair: (-len(sets[pair[0]] & sets[pair[1]]), pair)):
        if root[a] != root[b]:
            yield a, b, sets[a] & sets[b]
            root = {place: root[a] if old == root[b] else old for place, old in root.items()}
