"""The answer of a view: its tables released together with what its filters could give away withheld, and the document they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from folkmoot.casework.workbench.asking import WITHIN, Ask, ask
from folkmoot.casework.workbench.held import PROJECTIONS, Held
from folkmoot.casework.workbench.projection import Axis, Projection, projected, small_cube
from folkmoot.casework.workbench.protection import Guard, guard
from folkmoot.casework.workbench.rules import View, reference_for
from folkmoot.casework.workbench.shape import Shape
from folkmoot.disparity.analysis.document import document_of
from folkmoot.disparity.analysis.tables import Tables
from folkmoot.engines.cube import Cube
from folkmoot.errors import FolkmootError
from folkmoot.stats.counts import Key
from folkmoot.stats.released import Release, released

THRESHOLD = 5


class TooNearTheWhole(FolkmootError):
    """The choice holds, or leaves out, so few people that not even its total may be shown."""

    def __init__(self) -> None:
        super().__init__(
            "This choice cannot be shown.",
            "So few people are in it, or are left out by it, that their number could be worked out from the page without it.",
            "Choose a longer period, or leave out a filter.",
        )


@dataclass(frozen=True)
class TablesOfView(Tables):
    """The tables of a view; `also` are groups withheld because of its filters."""

    also: Mapping[tuple[str, ...], frozenset[Key]] = field(default_factory=dict)

    @cached_property
    def release(self) -> Release:
        return released(self._prepared, self.request.threshold or 1, also=self.also)


@dataclass(frozen=True)
class Answer:
    """A view answered. `document` is of `folkmoot.disparity`: everything that may be shown, and nothing else."""

    view: View
    shape: Shape
    tables: TablesOfView
    document: Mapping[str, Any]


def answered(view: View, shape: Shape, cube: Cube, *, threshold: int = THRESHOLD, held: Held = PROJECTIONS) -> Answer:
    """The answer of a settled view.

    Raises NotInSource, TooNearTheWhole, TooMuchAtOnce, and NothingToCompare where nothing is left to compare.
    """
    tables = tables_of(view, shape, cube, threshold=threshold, held=held)
    return Answer(view, shape, tables, document_of(tables))


def tables_of(view: View, shape: Shape, cube: Cube, *, threshold: int = THRESHOLD, held: Held = PROJECTIONS) -> TablesOfView:
    """The released tables alone, without models, funnels and charts. Raises as `answered` does."""
    asked = ask(view, shape, cube, threshold)
    counter = _Counter(view.source, cube, asked, held)
    also = counter.withheld(threshold)
    small = small_cube(cube, [[(one, counter.family(stage.name, names)) for one, stage in counter.pairs] for names in asked.families])
    request = asked.request
    found = TablesOfView(small, request, None, also)
    if view.reference:
        first = (request.by[0],)
        wanted = reference_for(found.counts(first, request.outcomes[0].name), view.reference)
        found = replace(found, request=replace(request, references={request.by[0]: wanted} if wanted else {}))
    return found


def guarding(found: Projection, threshold: int) -> Guard:
    """What to withhold in every slice of a projection whose quarters lie within years."""
    return guard(found, threshold, WITHIN)


@dataclass(frozen=True)
class _Counter:
    """Counts what a plan needs: tables with every slice of their filters, so that both the view and its siblings are in one pass."""

    source: int
    cube: Cube
    asked: Ask
    held: Held

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        return list(zip(self.asked.request.outcomes, self.asked.stages, strict=True))

    def family(self, stage: str, names: Sequence[str]) -> Projection:
        """The counts by these names under the filters."""
        if tuple(names) in self.asked.printed:
            return self._with_slices(stage, names).fixed(self.asked.chosen).summed(names)
        axes = [self.asked.axes[name] for name in names]
        return self._held(stage, axes, self.asked.filters)

    def withheld(self, threshold: int) -> dict[tuple[str, ...], frozenset[Key]]:
        """For every table the groups withheld because of the filters, at any of its stages. Raises TooNearTheWhole."""
        also: dict[tuple[str, ...], frozenset[Key]] = {}
        for names in self.asked.printed if self.asked.filters and threshold > 1 else ():
            found = [self._guard(stage.name, names, threshold).kept(names, self.asked.chosen) for stage in self.asked.stages]
            if any(one.everyone for one in found):
                raise TooNearTheWhole
            also[names] = frozenset().union(*(one.groups for one in found))
        return also

    def _guard(self, stage: str, names: Sequence[str], threshold: int) -> Guard:
        found = self._with_slices(stage, names)
        return self.held.guard(found, lambda: guarding(found, threshold))

    def _with_slices(self, stage: str, names: Sequence[str]) -> Projection:
        """The table `names` is in, with every slice of the filters."""
        family = next((one for one in self.asked.families if set(names) <= set(one) and one in self.asked.printed), tuple(names))
        axes = [*(self.asked.axes[name] for name in family), *(axis for axis, _ in self.asked.filters)]
        return self._held(stage, axes, ())

    def _held(self, stage: str, axes: Sequence[Axis], only: Sequence[tuple[Axis, str]]) -> Projection:
        key = (stage, tuple(axis.called for axis in axes), tuple((axis.called, level) for axis, level in only))
        return self.held.get(self.source, self.cube, key, lambda: projected(self.cube, stage, axes, only))
