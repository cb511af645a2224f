"""Which people a table is about, as the register asks it: so that it is known how those of two releases overlap."""

from folkmoot.casework.models import Analysis
from folkmoot.casework.workbench.answering import TablesOfView
from folkmoot.casework.workbench.asking import QUARTER, YEAR
from folkmoot.casework.workbench.opening import Opened
from folkmoot.casework.workbench.rules import View
from folkmoot.casework.workbench.shape import quarter_of, year_of
from folkmoot.stats.register import Population


def population_of(row: Analysis, months: frozenset[str] | None = None) -> Population:
    """The people of an analysis. Without months it is not known of which they are."""
    where = {column.lower(): frozenset(str(value).lower() for value in values) for column, values in row.restricted_to.items()}
    return Population(frozenset({row.file_sha256}), where, months or None, frozenset({row.area.code}) if row.area else None)


def population_of_view(opened: Opened, view: View, found: TablesOfView) -> Population:
    """The people of a view: its months where the source says when, its Area by code, and every other filter by what it is called."""
    shape = opened.shape
    timed, placed = {YEAR, QUARTER}, shape.title(shape.area) if shape.area else ""
    where = {one.column: one.folded_values for one in found.request.where if one.column not in {*timed, placed}}
    months = frozenset(month for month in shape.months if _inside(month, view.period))
    area = opened.area_of(view)
    places = frozenset({area.code if area else view.area}) if area or view.area else None
    return Population(frozenset(file.sha256 for file in opened.cube.sources), where, months or None, places)


def _inside(month: str, period: str) -> bool:
    return not period or period in {year_of(month), quarter_of(month)}
