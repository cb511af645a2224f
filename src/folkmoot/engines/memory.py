"""The slow, obvious engine: one row after another. It is the referee of every other engine."""

from collections.abc import Iterable, Mapping

from folkmoot.engines.cube import Cell, Cells, Cube
from folkmoot.engines.errors import FileProblem, NothingToCount
from folkmoot.engines.spec import CubeSpec, settled
from folkmoot.stats.counts import Key


def count(rows: Iterable[Mapping[str, str | None]], spec: CubeSpec) -> Cube:
    """Count rows given as column -> text. Raises NothingToCount, OutcomeUnclear and FileProblem as the other engines do."""
    kept = [row for row in rows if all(condition.holds(row[condition.column]) for condition in spec.where)]
    weighted = [(row, _weight(row, spec)) for row in kept]
    if not sum(weight for _, weight in weighted):
        raise NothingToCount("There is no row to count.")
    spec = settled(spec, {outcome.column: _tally(weighted, outcome.column, spec) for outcome in spec.outcomes})
    groupings: dict[tuple[str, ...], Cells] = {grouping: {} for grouping in spec.wanted}
    for row, weight in weighted:
        cell = _cell(row, weight, spec)
        for grouping, cells in groupings.items():
            key: Key = tuple(spec.recorded(row[column]) for column in grouping)
            cells[key] = cells[key] + cell if key in cells else cell
    return Cube(spec, groupings)


def _cell(row: Mapping[str, str | None], weight: int, spec: CubeSpec) -> Cell:
    states = [spec.classify(outcome, row) for outcome in spec.outcomes]
    eligible, recorded, had = (tuple(weight * state[place] for state in states) for place in range(3))
    return Cell(weight, eligible, recorded, had)


def _weight(row: Mapping[str, str | None], spec: CubeSpec) -> int:
    if spec.count_column is None:
        return 1
    text = (row[spec.count_column] or "").strip().replace(",", "")
    if not text.isdecimal():
        raise FileProblem(f"The column '{spec.count_column}' holds something that is not a whole number.")
    return int(text)


def _tally(rows: Iterable[tuple[Mapping[str, str | None], int]], column: str, spec: CubeSpec) -> dict[str, int]:
    tally: dict[str, int] = {}
    for row, weight in rows:
        value = spec.recorded(row[column])
        if value is not None:
            tally[value] = tally.get(value, 0) + weight
    return tally
