"""What a goal reads now: from the released tables of the latest complete window, as the monthly run counts them."""

from dataclasses import dataclass
from datetime import date

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.models import Area
from folkmoot.casework.goals.rules import Measured
from folkmoot.casework.signals.runs.counting import Asked, Place, counted
from folkmoot.casework.signals.runs.windows import Missing, Window, window_of
from folkmoot.casework.sources.models import Source
from folkmoot.casework.workbench.opening import Opened, open_source
from folkmoot.errors import FolkmootError
from folkmoot.stats.disparity import Settings
from folkmoot.stats.figures import Row
from folkmoot.stats.intervals import Estimate


class CannotMeasure(FolkmootError):
    """The source has no complete period, no such stage, characteristic or Area."""


@dataclass(frozen=True)
class What:
    """What is measured: of which source, where, at which stage, of which group beside which, as a gap, a ratio or a rate."""

    source: Source
    area: Area | None
    stage: str
    column: str
    group: str
    reference: str
    measure: str
    months: int = 12


@dataclass(frozen=True)
class Reading:
    """A window, its data's day, the outcome in words, and the figure; None where it may not be shown."""

    window: Window
    as_of: date | None
    outcome: str
    figure: Measured | None


def measured(what: What, *, month: str) -> Reading:
    """The figure of the latest complete window up to `month`. Raises CannotMeasure, or what opening the source raises."""
    opened = open_source(THE_PRODUCT, what.source.pk)
    window = window_of(opened.shape.months, cadence=what.source.cadence, length=what.months, upto=month)
    if isinstance(window, Missing):
        raise CannotMeasure(
            "It cannot be measured yet.", "No complete period is loaded: " + ", ".join(window.periods), "Load its data first."
        )
    stages = tuple(one for one in opened.shape.stages if one.name == what.stage)
    if not stages or what.column not in opened.shape.characteristics:
        raise CannotMeasure("The source does not hold what this goal measures.", "Its columns may have changed.", "End the goal.")
    settings = Settings({opened.shape.title(what.column): what.reference})
    asked = Asked(opened.source, opened.cube, opened.shape, stages, (what.column,), window, settings)
    found = counted(asked, _place(opened, what.area))
    figure = None
    if found and (found[0].table.reference == what.reference or what.measure == "rate"):
        figure = _figure(next((row for row in found[0].table.rows if row.group == what.group), None), what.measure)
    return Reading(window, opened.data_as_of, stages[0].title, figure)


def _place(opened: Opened, area: Area | None) -> Place:
    if area is None or area == opened.home:
        return Place()
    level = next((level for level, one in opened.areas.items() if one.pk == area.pk), None)
    if level is None:
        raise CannotMeasure(f"The source has no figures of {area.name}.", "", "Choose another Area, or all of England and Wales.")
    return Place(level)


def _figure(row: Row | None, measure: str) -> Measured | None:
    """A figure of a row of a released table; None where it is withheld, or not defined."""
    counts = row.shown.counts if row else None
    if row is None or counts is None:
        return None
    found = {"gap": row.difference, "ratio": row.relative_rate, "rate": row.rate}[measure]
    if not isinstance(found, Estimate) or found.high == float("inf"):
        return None
    return Measured(found.value, found.low, found.high, counts.base)
