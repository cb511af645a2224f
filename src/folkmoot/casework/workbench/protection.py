"""What a filter may not give away. A view of one Area, one offence or one quarter is a slice of a larger view that the same person can
open; whoever takes from the larger one the slices that are shown is left with those that are not.

So all slices are looked at together, as one table with a total along every side: groups down, the values of each filter across. A small
count is withheld wherever it stands, and along every line through it as many others as it takes for the sum of what is withheld to be
no secret: at least two, and together not small. The rule sees every slice alike, so it gives the same answer whichever of them is opened,
and in whatever order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from folkmoot.casework.workbench.projection import Projection
from folkmoot.stats.counts import Key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Marks: TypeAlias = NDArray[np.bool_]
    Parts: TypeAlias = NDArray[np.int32]

NOTHING_WITHIN: Mapping[str, str] = {}
Chosen: TypeAlias = tuple[str, str]  # the name of an axis, and the level chosen of it
_ROUNDS = 200
_NEVER = (1 << 31) - 1  # larger than any count


@dataclass(frozen=True)
class Kept:
    """Groups to withhold in a view because of its filters; `everyone` where not even its total may stand."""

    groups: frozenset[Key]
    everyone: bool = False


NOTHING_KEPT = Kept(frozenset())


@dataclass(frozen=True, eq=False)
class Guard:
    """What is withheld in every slice of a projection. `marks` has its axes, each with one place more at the end: the total."""

    found: Projection
    marks: "Marks"

    def kept(self, by: Sequence[str], chosen: Sequence[Chosen]) -> Kept:
        """What to withhold of the table `by` under the chosen levels; other axes are summed over."""
        levels = dict(chosen)
        place = tuple(slice(None) if name in by else self._place(name, levels.get(name)) for name in self.found.names)
        inside = [name for name in self.found.names if name in by]
        marks = self.marks[place].transpose([inside.index(name) for name in by])
        total = bool(marks[(-1,) * len(by)])
        keys = self._keys(by)
        shown = marks[(slice(0, -1),) * len(by)].ravel().tolist()
        return Kept(frozenset(key for key, gone in zip(keys, shown, strict=True) if gone and (len(by) == 1 or None not in key)), total)

    def _place(self, name: str, level: str | None) -> int:
        """Where a level stands; the total where none is chosen, or where it does not occur."""
        found = self.found.place(name, level) if level is not None else None
        return -1 if found is None else found

    def _keys(self, by: Sequence[str]) -> list[Key]:
        keys: list[Key] = [()]
        for name in by:
            keys = [(*key, level) for key in keys for level in self.found.levels[self.found.names.index(name)]]
        return keys


def guard(found: Projection, threshold: int, within: Mapping[str, str] = NOTHING_WITHIN) -> Guard:
    """What to withhold in every slice. `within` names the axis inside which another divides (a quarter its year): its total alone over
    that axis is on no page."""
    import numpy as np

    counts = _with_totals(found.counts[1:].astype(np.int32))
    parts = np.stack([counts[0], counts[1], counts[0] - counts[1]])
    never = _never(found, within, parts.shape[1:])
    marks = ((parts > 0) & (parts < threshold)).any(axis=0) & ~never
    return Guard(found, closed(parts, marks, never, threshold) & ~never)


def _with_totals(counts: "Parts") -> "Parts":
    """The same with a total at the end of every axis but the first."""
    import numpy as np

    for axis in range(1, counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts


def _never(found: Projection, within: Mapping[str, str], shape: tuple[int, ...]) -> "Marks":
    """The places that are on no page: a part of a year (a quarter) summed over all years."""
    import numpy as np

    never = np.zeros(shape, dtype=bool)
    for inner, outer in within.items():
        if inner in found.names and outer in found.names:
            place: list[slice | int] = [slice(None)] * len(shape)
            place[found.names.index(inner)], place[found.names.index(outer)] = slice(0, -1), -1
            never[tuple(place)] = True
    return never


def closed(parts: "Parts", marks: "Marks", never: "Marks", threshold: int) -> "Marks":
    """The marks, and along every line with one as many more as it needs. `parts` has shape (3, …): base, with and without the outcome,
    with a total at the end of every axis; `marks` and `never` (what nobody sees) have shape (…)."""
    import numpy as np

    found = marks.copy()
    looked_at = [np.zeros_like(found) for _ in range(found.ndim)]  # the marks there were when the lines along an axis were last closed
    for _ in range(_ROUNDS):
        for axis in range(found.ndim):
            changed = np.argwhere((found & ~looked_at[axis]).any(axis=axis))
            along = np.moveaxis(parts, axis + 1, -1), np.moveaxis(found, axis, -1), np.moveaxis(never, axis, -1)
            _close_lines(*along, changed, threshold)
            looked_at[axis] = found.copy()
        if all((one == found).all() for one in looked_at):
            break
    return found


def _close_lines(parts: "Parts", marks: "Marks", never: "Marks", lines: "NDArray[np.int64]", threshold: int) -> None:
    """Mark more, in place, until none of these lines along the last axis has too little withheld. The last of a line is the total of
    the others."""
    import numpy as np

    while len(lines):
        place = tuple(lines.T)
        inside, hidden, unseen = parts[(slice(None), *place)], marks[place], never[place]
        unknown = hidden | unseen
        withheld = (inside[:, :, :-1] * unknown[:, :-1]).sum(axis=-1)
        known_total = ~unknown[:, -1]
        few = (unknown & (inside[0] > 0)).sum(axis=-1) < 2
        small = ((withheld > 0) & (withheld < threshold)).any(axis=0) & known_total
        short = hidden.any(axis=-1) & (few | small)
        sizes = np.where(unknown | (inside[0] <= 0), _NEVER, inside[0])
        sizes[:, -1] = np.where(sizes[:, -1] < _NEVER, _NEVER - 1, _NEVER)  # the total only as the last resort
        following = sizes.argmin(axis=-1)
        short &= sizes[np.arange(len(sizes)), following] < _NEVER
        if not short.any():
            return
        lines = lines[short]
        marks[(*tuple(lines.T), following[short])] = True
