"""The slow, obvious engine: one row after another. It is the referee of every other engine."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from folkmoot.engines.cube import Cube, ValuesRead
from folkmoot.engines.errors import FileProblem, NothingToCount
from folkmoot.engines.grouping import Cell, Cells, from_cells
from folkmoot.engines.readings import Level, levels_of
from folkmoot.engines.spec import SPACE, CubeSpec, settled
from folkmoot.stats.counts import Key

Row = Mapping[str, str | None]
_WHOLE = re.compile(r"[0-9]{1,15}([.]0+)?\Z")


def count(rows: Iterable[Row], spec: CubeSpec) -> Cube:
    """Count rows given as column -> text. Raises NothingToCount, OutcomeUnclear, ReadingUnclear and FileProblem as other engines do."""
    weighted = [(row, weight) for row in rows if (weight := _weight(row, spec))]
    kept = [(row, weight) for row, weight in weighted if all(condition.holds(row[condition.column]) for condition in spec.where)]
    if not kept:
        raise NothingToCount("There is no row to count.")
    grouped = {column for grouping in spec.wanted for column in grouping}
    spec = settled(spec, {outcome.column: _tally(kept, outcome.column, spec) for outcome in spec.outcomes})
    levels = {column: _levels(kept, column, spec) for column in grouped}
    groupings: dict[tuple[str, ...], Cells] = {grouping: {} for grouping in spec.wanted}
    for row, weight in kept:
        cell = _cell(row, weight, spec)
        for grouping, cells in groupings.items():
            key: Key = tuple(levels[column][row[column]].label for column in grouping)
            cells[key] = cells[key] + cell if key in cells else cell
    not_met = sum(weight for _, weight in weighted) - sum(weight for _, weight in kept)
    values = {column: _values(kept, column, levels[column]) for column, _ in spec.readings if column in grouped}
    columns = {grouping: from_cells(grouping, cells, len(spec.outcomes)) for grouping, cells in groupings.items()}
    return Cube(spec, columns, (), not_met, values)


def _cell(row: Row, weight: int, spec: CubeSpec) -> Cell:
    states = [spec.classify(outcome, row) for outcome in spec.outcomes]
    eligible, recorded, had = (tuple(weight * state[place] for state in states) for place in range(3))
    return Cell(weight, eligible, recorded, had)


def _weight(row: Row, spec: CubeSpec) -> int:
    if spec.count_column is None:
        return 1
    text = (row[spec.count_column] or "").strip(SPACE).replace(",", "")
    if not _WHOLE.match(text):
        raise FileProblem(f"The column '{spec.count_column}' holds something that is not a whole number.")
    return int(text.partition(".")[0])


def _levels(rows: Sequence[tuple[Row, int]], column: str, spec: CubeSpec) -> dict[str | None, Level]:
    values = list(dict.fromkeys(row[column] for row, _ in rows))
    return dict(zip(values, levels_of(spec, column, values), strict=True))


def _values(rows: Sequence[tuple[Row, int]], column: str, levels: Mapping[str | None, Level]) -> ValuesRead:
    unmapped: Counter[str] = Counter()
    invalid = 0
    for row, weight in rows:
        level = levels[row[column]]
        if level.status == "unmapped" and level.label is not None:
            unmapped[level.label] += weight
        invalid += weight * (level.status == "invalid")
    return ValuesRead(dict(unmapped), invalid)


def _tally(rows: Iterable[tuple[Row, int]], column: str, spec: CubeSpec) -> dict[str, int]:
    tally: dict[str, int] = {}
    for row, weight in rows:
        value = spec.recorded(row[column])
        if value is not None:
            tally[value] = tally.get(value, 0) + weight
    return tally
