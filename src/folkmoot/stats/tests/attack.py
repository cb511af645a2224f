"""Attackers who see released tables as JSON and nothing else, and know how tables add up: exact algebra, and trying every possibility.

They share no code with what withholds, nor with the attacker that the product itself runs.

Generous to the attacker: the names of groups shown only together count as known. Which combinations nobody is in does not: neither
those nor the very small ones are printed.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from folkmoot.stats.counts import NONE_COUNTED, Counts, CountsTable, Key
from folkmoot.stats.disclosure import SMALL_GROUPS

Variable = tuple[str, Key]
Equation = tuple[list[Variable], int]


def equations(document: dict[str, Any], atoms: Iterable[Key], by: tuple[str, ...]) -> list[Equation]:
    """What the shown numbers of one table say about the cells of the finest table."""
    atoms = list(atoms)
    places = [by.index(column) for column in document["by"]]
    projected = {atom: tuple(atom[place] for place in places) for atom in atoms}
    named = {row["group"] for row in document["groups"]}
    known: list[Equation] = []
    for row in [*document["groups"], document["not_recorded"], document["overall"]]:
        cells = [atom for atom in atoms if _belongs(row["group"], projected[atom], named)]
        known += [([(kind, cell) for cell in cells], value) for kind, value in _numbers(row)]
    return known


def _belongs(group: str, key: Key, named: set[str]) -> bool:
    name = " · ".join(str(part) for part in key)
    if group == "Everyone":
        return True
    if group == "Not recorded":
        return None in key
    if group == SMALL_GROUPS:
        return None not in key and name not in named
    return group == name


def _numbers(row: dict[str, Any]) -> list[tuple[str, int]]:
    """Shown counts, and a count worked out from a rate beside its base."""
    found = [(kind, row[kind]) for kind in ("base", "with_outcome") if row[kind] != "[c]"]
    if row["with_outcome"] == "[c]" and row["base"] != "[c]" and isinstance(row["rate"], dict):
        found.append(("with_outcome", round(row["rate"]["value"] * row["base"])))
    return found


def solved(known: Iterable[Equation]) -> dict[Variable, Fraction]:
    """Every variable that the equations fix: Gauss-Jordan elimination in exact fractions."""
    reduced: list[tuple[Variable, dict[Variable, Fraction], Fraction]] = []
    for variables, total in known:
        row, value = {variable: Fraction(1) for variable in variables}, Fraction(total)
        for pivot, other, other_value in reduced:
            row, value = _less(row, value, pivot, other, other_value)
        if row:
            pivot = next(iter(row))
            scale = row[pivot]
            row, value = {key: part / scale for key, part in row.items()}, value / scale
            reduced = [(name, *_less(other, known_value, pivot, row, value)) for name, other, known_value in reduced]
            reduced.append((pivot, row, value))
    return {pivot: value for pivot, row, value in reduced if len(row) == 1}


def _less(
    row: dict[Variable, Fraction], value: Fraction, pivot: Variable, other: dict[Variable, Fraction], other_value: Fraction
) -> tuple[dict[Variable, Fraction], Fraction]:
    factor = row.get(pivot)
    if not factor:
        return row, value
    left = {key: row.get(key, Fraction(0)) - factor * other.get(key, Fraction(0)) for key in row.keys() | other.keys()}
    return {key: part for key, part in left.items() if part}, value - factor * other_value


def small_counts_found(documents: list[dict[str, Any]], truth: CountsTable, threshold: int = 5) -> list[Variable]:
    """Small counts of one outcome, of any cell, that can be worked out from the tables together."""
    grid = list(product(*({key[place]: None for key in truth.cells} for place in range(len(truth.by)))))
    fixed = solved(equation for document in documents for equation in equations(document, grid, truth.by))
    return [variable for variable in fixed if _is_small(variable, truth.cells.get(variable[1], NONE_COUNTED), fixed, threshold)]


def _is_small(variable: Variable, counts: Counts, fixed: dict[Variable, Fraction], threshold: int) -> bool:
    kind, key = variable
    value = getattr(counts, kind)
    assert fixed[variable] == value, "the attacker's arithmetic is wrong"
    rest = counts.without_outcome if ("base", key) in fixed and kind == "with_outcome" else 0
    return 0 < value < threshold or 0 < rest < threshold


def widths(document: dict[str, Any]) -> dict[str, int]:
    """For each group of a one-way table with a withheld outcome, how many values its count could still take, less one."""
    rows = [*document["groups"], document["not_recorded"]]
    hidden = [row for row in rows if row["with_outcome"] == "[c]"]
    overall = document["overall"]
    if "[c]" in (overall["base"], overall["with_outcome"]):
        return {}
    shown = sum(row["with_outcome"] for row in rows if row["with_outcome"] != "[c]")
    free = overall["base"] - sum(row["base"] for row in rows if row["base"] != "[c]")
    left = overall["with_outcome"] - shown
    room = {row["group"]: free if row["base"] == "[c]" else row["base"] for row in hidden}
    bases_unknown = [row["group"] for row in hidden if row["base"] == "[c]"]
    return {group: _width(group, room, left, free, bases_unknown) for group in room}


def _width(group: str, room: dict[str, int], left: int, free: int, bases_unknown: list[str]) -> int:
    others = sum(room[name] for name in room if name != group and name not in bases_unknown)
    others += free if any(name != group for name in bases_unknown) else 0
    return min(room[group], left) - max(0, left - others)


_PRIME = (1 << 61) - 1  # arithmetic is done modulo a large prime: exact, and wrong only with a probability of about 1 in 10^18

_Row = dict[Hashable, int]


def recoverable(hidden: Collection[Hashable], published: Iterable[Collection[Hashable]], targets: Iterable[Collection[Hashable]]) -> bool:
    """Whether the total of any target is fixed by the totals of the published sets once all but the hidden cells are known.

    A target is fixed when it is a linear combination of what was published. Targets without a hidden cell are not asked about.
    """
    basis = _reduced(_restricted(published, hidden))
    return any(not _remainder(target, basis) for target in _restricted(targets, hidden))


def _restricted(sets: Iterable[Collection[Hashable]], hidden: Collection[Hashable]) -> list[_Row]:
    wanted = set(hidden)
    rows = ({cell: 1 for cell in cells if cell in wanted} for cells in sets)
    return [row for row in rows if row]


def _reduced(rows: Sequence[_Row]) -> dict[Hashable, _Row]:
    basis: dict[Hashable, _Row] = {}
    for row in rows:
        rest = _remainder(row, basis)
        if rest:
            pivot = next(iter(rest))
            inverse = pow(rest[pivot], -1, _PRIME)
            basis[pivot] = {cell: value * inverse % _PRIME for cell, value in rest.items()}
    return basis


def _remainder(row: _Row, basis: dict[Hashable, _Row]) -> _Row:
    """What is left of a row after every pivot of the basis is cleared out of it, in the order the pivots were made."""
    rest = dict(row)
    for pivot, known in basis.items():
        factor = rest.get(pivot)
        if factor:
            for cell, value in known.items():
                left = (rest.get(cell, 0) - factor * value) % _PRIME
                if left:
                    rest[cell] = left
                else:
                    rest.pop(cell, None)
    return rest


def every_table(members: Sequence[Sequence[int]], totals: Sequence[int], cells: int) -> Iterator[tuple[int, ...]]:
    """Every way to fill `cells` cells with whole numbers so that each set of members has its total: for tiny tables only."""
    last = [max(row) for row in members]

    def fill(filled: tuple[int, ...], left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        place = len(filled)
        if place == cells:
            yield filled
            return
        mine = [row for row, own in enumerate(members) if place in own]
        for value in range(min((left[row] for row in mine), default=0) + 1):
            rest = tuple(number - value if row in mine else number for row, number in enumerate(left))
            if all(rest[row] == 0 for row in mine if last[row] == place):
                yield from fill((*filled, value), rest)

    yield from fill((), tuple(totals))
