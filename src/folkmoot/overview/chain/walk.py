"""Walking the links from one row: up to all that led to it, and down to all that came of it. Bounded, and safe in a circle."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from folkmoot.accounts.scope import Viewer
from folkmoot.overview.chain.kinds import KINDS
from folkmoot.overview.chain.links import LINKS, Link, Node, Pair

MOST_LEVELS = 10
MOST_OF_A_KIND = 20  # found at one level; of more the newest are shown, and the others counted


@dataclass
class Walked:
    """The rows in sight, the start first. `pairs` are all links met, those to rows out of sight too: they are for rules, never shown.

    `hidden` says that something linked is out of the viewer's sight; `more` how many rows of a kind are in sight and not shown.
    """

    start: Node
    rows: dict[Node, Any]
    pairs: set[Pair] = field(default_factory=set)
    hidden: bool = False
    more: dict[str, int] = field(default_factory=dict)

    def of(self, kind: str) -> list[Any]:
        return [row for (each, _pk), row in self.rows.items() if each == kind]

    def led_to(self, node: Node, kinds: Collection[str]) -> bool:
        """Whether a row of one of these kinds led straight to it, in sight or not."""
        return any(below == node and above[0] in kinds for above, below in self.pairs)

    def came_of(self, node: Node, kinds: Collection[str]) -> bool:
        """Whether a row of one of these kinds came straight of it, in sight or not."""
        return any(above == node and below[0] in kinds for above, below in self.pairs)

    @property
    def kinds_met(self) -> set[str]:
        """The kinds of everything linked, in sight or not."""
        return {self.start[0]} | {node[0] for pair in self.pairs for node in pair}


def walk(viewer: Viewer, kind: str, row_id: int) -> Walked | None:
    """The chain of one row; None where there is no such kind, or the row is out of the viewer's sight."""
    if kind not in KINDS or (row := KINDS[kind].seen(viewer, [row_id]).first()) is None:
        return None
    walked = Walked((kind, row_id), {(kind, row_id): row})
    for upwards in (True, False):
        frontier = {walked.start}
        for _level in range(MOST_LEVELS):
            frontier = _next(viewer, walked, frontier, upwards)
            if not frontier:
                break
    return walked


def _next(viewer: Viewer, walked: Walked, frontier: Iterable[Node], upwards: bool) -> set[Node]:
    """The rows in sight that stand one step further and were not met before."""
    found: set[Pair] = set()
    for kind, ids in _by_kind(frontier).items():
        for link in LINKS:
            found |= set(_pairs(link, kind, ids, walked.start, upwards))
    walked.pairs |= found
    reached = {(above if upwards else below) for above, below in found} - walked.rows.keys()
    new: set[Node] = set()
    for kind, ids in _by_kind(reached).items():
        new |= _take_in(viewer, walked, kind, ids)
    return new


def _pairs(link: Link, kind: str, ids: list[int], start: Node, upwards: bool) -> Iterable[Pair]:
    from_start = link.up_from_start if upwards else link.down_from_start
    if kind not in (link.below if upwards else link.above) or (from_start and (kind, ids) != (start[0], [start[1]])):
        return ()
    return (link.up if upwards else link.down)(kind, ids)


def _take_in(viewer: Viewer, walked: Walked, kind: str, ids: list[int]) -> set[Node]:
    """Read what is in sight of these rows; what is not is only noted to be there."""
    seen = KINDS[kind].seen(viewer, ids)
    rows = list(seen[: MOST_OF_A_KIND + 1])
    total = len(rows) if len(rows) <= MOST_OF_A_KIND else seen.count()
    if total < len(ids) and KINDS[kind].exists(ids) > total:
        walked.hidden = True
    if total > MOST_OF_A_KIND:
        walked.more[kind] = walked.more.get(kind, 0) + total - MOST_OF_A_KIND
    taken = {(kind, row.pk): row for row in rows[:MOST_OF_A_KIND]}
    walked.rows |= taken
    return set(taken)


def _by_kind(nodes: Iterable[Node]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for kind, pk in sorted(nodes):
        found[kind].append(pk)
    return dict(found)
