"""The released tables of a window: every stage by every characteristic of one place, shown together and judged nowhere yet.

A group's figure in a window is the sum of its quarters. It is shown only where each of these quarters may be shown by itself, by the same
rule and the same slices as in the workbench: so neither a window nor the difference of two tells more than the pages of the quarters do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from folkmoot.casework.signals.runs.windows import Window
from folkmoot.casework.workbench.answering import THRESHOLD, guarding
from folkmoot.casework.workbench.asking import filters_of
from folkmoot.casework.workbench.held import PROJECTIONS
from folkmoot.casework.workbench.projection import Axis, Projection, projected, small_cube
from folkmoot.casework.workbench.rules import View
from folkmoot.casework.workbench.shape import Shape, Stage
from folkmoot.engines.cube import Cube
from folkmoot.engines.spec import Outcome
from folkmoot.stats.counts import CountsTable, Key
from folkmoot.stats.disparity import Settings, label, unread_table
from folkmoot.stats.released import Also, ReleasedTable, released


@dataclass(frozen=True)
class Place:
    """Where is looked at: `level` of the source's Area column, or "" for all that it holds."""

    level: str = ""


@dataclass(frozen=True)
class Asked:
    """What is counted of a source: its cube and shape, which stages and characteristics, the window, and the groups compared with."""

    source: int
    cube: Cube
    shape: Shape
    stages: tuple[Stage, ...]
    characteristics: tuple[str, ...]
    window: Window
    settings: Settings


@dataclass(frozen=True)
class Counted:
    """One characteristic at one stage in one place: the counts, for judging alone, and the table that may be shown."""

    place: Place
    stage: Stage
    column: str
    counts: CountsTable
    table: ReleasedTable


def counted(asked: Asked, place: Place) -> list[Counted]:
    """Every table of a place, released together. Nothing where not even the totals of a place may be shown, or nobody is in it."""
    families = []
    also: dict[tuple[str, ...], frozenset[Key]] = {}
    for column in asked.characteristics:
        found = [_slices(asked, place, stage, column) for stage in asked.stages]
        kept = _kept_back(asked, place, column, found)
        if kept is None:
            return []
        also[(asked.shape.title(column),)] = kept
        families.append([(_outcome(asked, stage), _whole(asked, place, one)) for stage, one in zip(asked.stages, found, strict=True)])
    return _released(asked, place, families, also)


def _released(asked: Asked, place: Place, families: list[list[tuple[Outcome, Projection]]], also: Also) -> list[Counted]:
    cube = small_cube(asked.cube, families)
    wanted = [(stage, column) for column in asked.characteristics for stage in asked.stages]
    counts = [cube.counts((asked.shape.title(column),), stage.title) for stage, column in wanted]
    there = [(pair, one) for pair, one in zip(wanted, counts, strict=True) if one.total.base]
    tables = released([unread_table(one, _settings(asked, one)) for _, one in there], THRESHOLD, also=also).tables
    return [Counted(place, stage, column, one, table) for ((stage, column), one), table in zip(there, tables, strict=True)]


def _settings(asked: Asked, counts: CountsTable) -> Settings:
    """The group to compare with where this table has it; the largest where not."""
    name = counts.by[0]
    wanted = asked.settings.references.get(name, "")
    known = {label(key).casefold() for key in counts.recorded()}
    return replace(asked.settings, references={name: wanted} if wanted.casefold() in known else {})


def _outcome(asked: Asked, stage: Stage) -> Outcome:
    return replace(asked.cube.outcome(stage.name), name=stage.title)


def filters(asked: Asked, place: Place, period: str) -> list[tuple[Axis, str]]:
    """The axes and levels of a place and a period, as the workbench has them."""
    return filters_of(View(asked.source, area=place.level, period=period), asked.shape)


def _slices(asked: Asked, place: Place, stage: Stage, column: str) -> Projection:
    """The characteristic by the Area and the periods, with every slice of them."""
    title = asked.shape.title(column)
    period = asked.window.periods[0] if asked.window.periods else ""
    axes = [Axis(column, title), *(axis for axis, _ in filters(asked, place, period))]
    key = (stage.name, tuple(axis.called for axis in axes), ())
    return PROJECTIONS.get(asked.source, asked.cube, key, lambda: projected(asked.cube, stage.name, axes))


def _chosen(asked: Asked, place: Place) -> list[list[tuple[str, str]]]:
    """For every period of the window the levels that are looked at."""
    periods = asked.window.periods or ("",)
    return [[(axis.called, level) for axis, level in filters(asked, place, period)] for period in periods]


def _kept_back(asked: Asked, place: Place, column: str, found: Sequence[Projection]) -> frozenset[Key] | None:
    """The groups that may not be shown in one of the periods, at one of the stages; None where a total may not."""
    title, kept = asked.shape.title(column), frozenset[Key]()
    for one in found:
        if len(one.names) == 1:
            continue
        guard = PROJECTIONS.guard(one, lambda one=one: guarding(one, THRESHOLD))  # type: ignore[misc]
        for chosen in _chosen(asked, place):
            held = guard.kept((title,), chosen)
            if held.everyone:
                return None
            kept |= held.groups
    return kept


def _whole(asked: Asked, place: Place, found: Projection) -> Projection:
    """The counts by the characteristic alone, all periods of the window together."""
    parts = [found.fixed(chosen) for chosen in _chosen(asked, place)]
    return replace(parts[0], counts=sum(part.counts for part in parts))  # type: ignore[arg-type]
