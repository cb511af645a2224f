"""Which rows of a list are the cases of a signal: by the headings, values and readings from which its figures were counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.queries import areas_by_key
from folkmoot.areas.rules import name_key
from folkmoot.casework.models import Analysis
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.runs.windows import months_between
from folkmoot.casework.sources.columns import Column, Role, Roles, from_plain
from folkmoot.casework.sources.queries import current_layout
from folkmoot.casework.stages.outcomes import outcomes_for
from folkmoot.casework.stages.scheme import stage
from folkmoot.engines.readings import Bands, Level, Periods, Reader, Reading, Scheme
from folkmoot.errors import FolkmootError


class NoCases(FolkmootError):
    """A signal that has no list of cases: its source is read in another way now, or it is about staff."""


@dataclass(frozen=True)
class CasesOf:
    """By these headings: the groups, the outcome, what rows are limited to, and how values are read as groups (others as they stand)."""

    by: tuple[str, ...]
    outcome_column: str
    outcome_values: frozenset[str]
    adverse_with: bool
    restricted: Mapping[str, frozenset[str]]
    readings: Mapping[str, Reading] = field(default_factory=dict)


def cases_of(signal: Signal) -> CasesOf:
    """How the cases of a signal are found in a list. Raises NoCases."""
    if signal.analysis is not None:
        return _of_analysis(signal, signal.analysis)
    if signal.source is None:
        raise NoCases("This signal has no cases.", "It is about figures that are not counted from cases.", "Answer it by an action.")
    return _of_source(signal)


def _of_analysis(signal: Signal, analysis: Analysis) -> CasesOf:
    restricted = {column: frozenset(values) for column, values in analysis.restricted_to.items()}
    return CasesOf(
        tuple(signal.by_columns), analysis.outcome_column, frozenset(analysis.outcome_values), analysis.adverse == Analysis.Adverse.WITH,
        restricted,
    )  # fmt: skip


def _of_source(signal: Signal) -> CasesOf:
    assert signal.source is not None
    layout = current_layout(signal.source)
    found = Roles(from_plain(layout.columns) if layout else ())
    outcome = next((one for one in outcomes_for(found.stages) if one.name == signal.stage), None)
    columns = {column.name: column for column in found.counted_by}
    if outcome is None or any(name not in columns for name in signal.by_columns):
        raise NoCases("The cases of this signal cannot be found in a list.", "Its source is read in another way now.", "Raise it anew.")
    restricted: dict[str, frozenset[str]] = {}
    for condition in outcome.among:
        restricted[condition.column] = restricted.get(condition.column, condition.folded_values) & condition.folded_values
    restricted |= _where_and_when(signal, columns)
    used = [column for name, column in columns.items() if name in signal.by_columns or column.heading in restricted]
    readings = {column.heading: reading for column in used if (reading := _reading(column)) is not None}
    return CasesOf(
        tuple(columns[name].heading for name in signal.by_columns), outcome.column, outcome.positive or frozenset(),
        stage(signal.stage).adverse, restricted, readings,
    )  # fmt: skip


def _where_and_when(signal: Signal, columns: Mapping[str, Column]) -> dict[str, frozenset[str]]:
    """The Area and the months of the signal, where its source tells them, as its columns are read."""
    found: dict[str, frozenset[str]] = {}
    area, month = columns.get(Role.AREA.value), columns.get(Role.MONTH.value)
    if area is not None and signal.area is not None and signal.source is not None and signal.source.area_id is None:
        found[area.heading] = frozenset({signal.area.name_en})
    if month is not None and signal.window_first:
        found[month.heading] = frozenset(months_between(signal.window_first, signal.window_last))
    for name, level in signal.restricted_to.items():
        if name in columns:
            found[columns[name].heading] = frozenset({level})
    return found


def _reading(column: Column) -> Reading | None:
    """How the values of a column are read, as its file was read when it was counted."""
    if column.role is Role.MONTH:
        return Periods("month")
    if column.role is Role.AREA:
        return _Areas()
    if column.bands:
        return Bands.parsed(column.bands)
    return Scheme.of(column.scheme, dict(column.labels)) if column.scheme else None


class _Areas:
    """Values that are one of the names of an Area, however written, are that Area."""

    def reader(self, column: str, values: Iterable[str]) -> Reader:
        known = {key: area.name_en for key, area in areas_by_key(THE_PRODUCT).items()}
        return lambda value: Level(known.get(name_key(value), value))

    def plain(self) -> dict[str, object]:
        return {"kind": "areas"}
