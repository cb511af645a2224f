"""Delivery in words: lines by strategy and aim, and actions by Area."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.commitments.queries import Tracked
from folkmoot.actions.models import Action
from folkmoot.actions.queries import state_of_row
from folkmoot.actions.web.presenters import Line, line_of
from folkmoot.areas.models import Area
from folkmoot.strategy.models import Standing, Strategy

LEVEL_COLOURS = {
    Standing.Level.NOT_STARTED: "grey", Standing.Level.IN_PROGRESS: "light-blue", Standing.Level.SUBSTANTIAL: "blue",
    Standing.Level.ACHIEVED: "turquoise", Standing.Level.CANNOT_BE_MET: "orange",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One commitment as a line. `here` is whether something is happening in the Area asked about; None where none was."""

    tracked: Tracked
    level: Promise | str
    colour: str
    here: bool | None


@dataclass
class Part:
    """The lines under one aim, or under one heading where the document names no aim."""

    heading: str
    language: str
    aim_id: int | None
    rows: list[Row] = field(default_factory=list)


@dataclass
class StrategyPart:
    strategy: Strategy
    parts: list[Part] = field(default_factory=list)


def row_of(tracked: Tracked, area_id: int | None) -> Row:
    level, colour = level_of(tracked.standing)
    here = None
    if area_id in tracked.reach.something or area_id in tracked.reach.nothing:
        here = area_id in tracked.reach.something
    return Row(tracked, level, colour, here)


def level_of(standing: Standing | None) -> tuple[Promise | str, str]:
    """Where a commitment stands, in words, and the colour of its tag."""
    if standing is None:
        return _("Nothing reported yet"), "grey"
    return Standing.Level(standing.level).label, LEVEL_COLOURS[Standing.Level(standing.level)]


def grouped(rows: Iterable[Row]) -> list[StrategyPart]:
    """The lines by strategy, and in it by aim or heading, in document order."""
    found: dict[int, StrategyPart] = {}
    for row in rows:
        line = row.tracked.commitment
        of = found.setdefault(line.strategy_id, StrategyPart(line.strategy))
        heading, language = (line.aim.name, line.aim.language) if line.aim else (line.heading, "en")
        if not of.parts or of.parts[-1].heading != heading:
            of.parts.append(Part(heading, language, line.aim_id))
        of.parts[-1].rows.append(row)
    return list(found.values())


@dataclass
class AreaPart:
    """The actions of one Area for one commitment; no Area: of the whole service."""

    area: Area | None
    lines: list[Line] = field(default_factory=list)


def by_area(actions: Iterable[Action], today: date) -> list[AreaPart]:
    """Actions by Area: those of the whole service first, then by the name of the Area."""
    found: dict[int | None, AreaPart] = {}
    for action in actions:
        part = found.setdefault(action.area_id, AreaPart(action.area))
        part.lines.append(line_of(action, state_of_row(action, today), today))
    return sorted(found.values(), key=lambda part: ("", "") if part.area is None else ("1", part.area.name))
