"""Can a hidden count be worked out from published sums? Exact linear algebra, used as the last check before a release."""

from collections.abc import Collection, Hashable, Iterable, Sequence

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
