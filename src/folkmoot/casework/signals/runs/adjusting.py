"""What is left of a difference once like is compared with like, in the window of a run."""

from collections.abc import Sequence

from folkmoot.casework.signals.rules import Left
from folkmoot.casework.signals.runs.counting import Asked, Counted
from folkmoot.casework.workbench.projection import Axis, projected, small_cube
from folkmoot.casework.workbench.shape import quarter_of, year_of
from folkmoot.errors import FolkmootError
from folkmoot.stats.adjusted import Control, adjust
from folkmoot.stats.cells import CellTable
from folkmoot.stats.released import may_compare

DECIMALS = 3  # a model at full precision is a fingerprint of every cell behind it
_WINDOW, _INSIDE, _OUTSIDE = "Window", "inside", "outside"
_AREA = "Place"


def adjusted(asked: Asked, of: Counted, group: str, controls: Sequence[str]) -> Left | None:
    """What is left of the gap of a group that is shown; None where no model can be made, or one side may not be shown."""
    taken = [column for column in dict.fromkeys(controls) if column and column != of.column]
    if not taken or not may_compare(of.table, group):
        return None
    title = asked.shape.title(of.column)
    names = [asked.shape.title(column) for column in taken]
    try:
        cells = _cells(asked, of, [Axis(of.column, title), *(Axis(one, name) for one, name in zip(taken, names, strict=True))])
        found = adjust(cells, title, tuple(Control(name) for name in names), reference=of.table.reference, level=of.table.settings.level)
    except FolkmootError:
        return None
    effect = found.groups[group].average_marginal_effect if group in found.groups else None
    if effect is None:
        return None
    gap, low, high = (round(each, DECIMALS) for each in (effect.value, effect.low, effect.high))
    return Left(gap, low, high, tuple(names))


def _cells(asked: Asked, of: Counted, axes: Sequence[Axis]) -> CellTable:
    inside = {level for period in asked.window.periods for level in _months(asked, period)}
    only = [(Axis(asked.shape.area, _AREA), of.place.level)] if of.place.level else []
    if inside:
        only.append((Axis(asked.shape.month, _WINDOW, lambda month: _INSIDE if month in inside else _OUTSIDE), _INSIDE))
    found = projected(asked.cube, of.stage.name, axes, only)
    return small_cube(asked.cube, [[(asked.cube.outcome(of.stage.name), found)]]).cell_table(found.names, of.stage.name)


def _months(asked: Asked, period: str) -> list[str]:
    """The months of the source that lie in a quarter, or in a financial year."""
    return [month for month in asked.shape.months if period in (year_of(month), quarter_of(month))]
