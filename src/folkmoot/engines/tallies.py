"""From the rows of a specification's query to a cube: levels are read, outcomes decided, and what is left out is counted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from folkmoot.engines import grouping as cells
from folkmoot.engines.cube import Cube, SourceFile, ValuesRead
from folkmoot.engines.errors import NothingToCount, wrong_counts
from folkmoot.engines.grouping import Grouping
from folkmoot.engines.query import Query
from folkmoot.engines.readings import NOT_RECORDED, levels_of
from folkmoot.engines.spec import YES, CubeSpec, folded, settled
from folkmoot.engines.splits import NOT_MET, WRONG_COUNT, Splits
from folkmoot.stats.cells import Factor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from folkmoot.stats.cells import Codes, Integers

# The values of an outcome column with their rows, commonest first; asked for only where a message must list them.
Values = Callable[[str], Iterable[tuple[str | None, int]]]


@dataclass(frozen=True, eq=False)
class Tallies:
    """The rows of a query in columns, each of shape (rows of the answer,).

    `levels` holds for each key column its different texts as the engine gave them, `codes` their places (-1 for null).
    """

    which: "Integers"
    rows: "Integers"
    split: "Integers"
    levels: tuple[tuple[str, ...], ...]
    codes: "tuple[Codes, ...]"


def counted(
    query: Query, answer: Iterable[Sequence[Any]], values: Values, sources: tuple[SourceFile, ...] = (), threshold: int = 5
) -> Cube:
    """The cube of a query's rows, given as the engine fetches them: (which, rows, split, key0, key1, …).

    `threshold` decides which values an error may name. Raises FileProblem, NothingToCount, OutcomeUnclear or ReadingUnclear.
    """
    return cube_of(query, _in_columns(query, answer), values, sources, threshold)


def _in_columns(query: Query, answer: Iterable[Sequence[Any]]) -> Tallies:
    import numpy as np

    columns = list(zip(*answer, strict=True)) or [()] * (3 + len(query.keys))
    which, rows, split = (np.array(column, dtype=np.int64) for column in columns[:3])
    coded = [_coded(column) for column in columns[3:]]
    return Tallies(which, rows, split, tuple(levels for levels, _ in coded), tuple(codes for _, codes in coded))


def _coded(column: Sequence[str | None]) -> "tuple[tuple[str, ...], Codes]":
    import numpy as np

    place = {level: code for code, level in enumerate(dict.fromkeys(value for value in column if value is not None))}
    return tuple(place), np.array([-1 if value is None else place[value] for value in column], dtype=np.int32)


def joined(parts: Sequence[Tallies]) -> Tallies:
    """Tallies of the same query one after another; the same row may then stand in several."""
    import numpy as np

    which, rows, split = (np.concatenate([getattr(part, name) for part in parts]) for name in ("which", "rows", "split"))
    levels, codes = [], []
    for place in range(len(parts[0].levels)):
        number = {text: code for code, text in enumerate(dict.fromkeys(text for part in parts for text in part.levels[place]))}
        moved = [np.array([*(number[text] for text in part.levels[place]), -1], dtype=np.int32)[part.codes[place]] for part in parts]
        levels.append(tuple(number))
        codes.append(np.concatenate(moved))
    return Tallies(which, rows, split, tuple(levels), tuple(codes))


def cube_of(query: Query, tallies: Tallies, values: Values, sources: tuple[SourceFile, ...] = (), threshold: int = 5) -> Cube:
    """The cube of a query's rows held in columns. Raises as `counted` does."""
    _refuse_wrong_counts(query.spec, tallies)
    first = tallies.which == next(iter(query.groupings))
    _refuse_nothing(query.spec, int(tallies.rows[first & (tallies.split >= 0)].sum()))
    spec = _decided(query.spec, _rows_by_split(tallies, first), values, threshold)
    readers = {column: _reader(query, tallies, column) for column in query.keys}
    scanned = {by: _grouping(query, tallies, which, spec, readers) for which, by in query.groupings.items()}
    read = {column: readers[column].values for column, _ in spec.readings if column in readers}
    not_met = int(tallies.rows[first & (tallies.split == NOT_MET)].sum())
    return Cube(spec, rolled_up(scanned, spec.wanted), sources, not_met, read)


def rolled_up(scanned: Mapping[tuple[str, ...], Grouping], wanted: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], Grouping]:
    """Every wanted grouping, each summed from the smallest one at hand that holds it."""
    found = dict(scanned)
    for by in sorted(wanted, key=len, reverse=True):
        if by not in found:
            found[by] = min((each for each in found.values() if set(by) <= set(each.by)), key=len).summed(by)
    return {by: found[by] for by in wanted}


def _refuse_wrong_counts(spec: CubeSpec, tallies: Tallies) -> None:
    if bool((tallies.split == WRONG_COUNT).any()):
        raise wrong_counts(spec.count_column or "")


def _refuse_nothing(spec: CubeSpec, rows: int) -> None:
    if not rows:
        raise NothingToCount(
            "There is no row to count.",
            "No row meets the conditions given." if spec.where else "The file has a header and nothing below it.",
            "Check the values asked for." if spec.where else "Export it again.",
        )


def _rows_by_split(tallies: Tallies, chosen: "NDArray[np.bool_]") -> dict[int, int]:
    import numpy as np

    splits, places = np.unique(tallies.split[chosen], return_inverse=True)
    rows = np.zeros(len(splits), dtype=np.int64)
    np.add.at(rows, places, tallies.rows[chosen])
    return dict(zip(splits.tolist(), rows.tolist(), strict=True))


def _decided(spec: CubeSpec, rows_by_split: Mapping[int, int], values: Values, threshold: int) -> CubeSpec:
    """The specification with every outcome decided, or the error that lists the values there are."""
    splits = Splits(spec)
    for outcome in spec.outcomes:
        present = splits.present(outcome.column, rows_by_split)
        found = {value for members in present for value in members}
        absent = {folded(value) for value in outcome.positive or ()} - found
        if absent or (outcome.positive is None and frozenset() in present):
            tally = _recorded_values(spec, values(outcome.column))
            settled(replace(spec, outcomes=(outcome,)), {outcome.column: tally}, threshold)
    return replace(spec, outcomes=tuple(replace(outcome, positive=outcome.positive or YES) for outcome in spec.outcomes))


def _recorded_values(spec: CubeSpec, values: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for value, rows in values:
        recorded = spec.recorded(value)
        if recorded is not None and rows:
            tally[recorded] = tally.get(recorded, 0) + rows
    return tally


@dataclass(frozen=True, eq=False)
class _Reader:
    """The groups of a column, the place of each of the engine's texts among them (last: of null), and what did not fit the reading."""

    groups: tuple[str | None, ...]
    places: "Codes"
    values: ValuesRead

    def factor(self, column: str, codes: "Codes") -> Factor:
        return Factor(column, self.groups, self.places[codes])


def _reader(query: Query, tallies: Tallies, column: str) -> _Reader:
    import numpy as np

    place = query.keys.index(column)
    texts = tallies.levels[place]
    rows = _rows_by_level(query, tallies, column, place) if query.spec.reading(column) else [1] * len(texts)
    levels = [*levels_of(query.spec, column, [text if count else None for text, count in zip(texts, rows, strict=True)]), NOT_RECORDED]
    groups = tuple(dict.fromkeys(level.label for level in levels))
    place_of = {group: code for code, group in enumerate(groups)}
    unmapped: dict[str, int] = {}
    for level, count in zip(levels, rows, strict=False):
        if level.status == "unmapped" and level.label is not None:
            unmapped[level.label] = unmapped.get(level.label, 0) + count
    invalid = sum(count for level, count in zip(levels, rows, strict=False) if level.status == "invalid")
    return _Reader(groups, np.array([place_of[level.label] for level in levels], dtype=np.int32), ValuesRead(unmapped, invalid))


def _rows_by_level(query: Query, tallies: Tallies, column: str, place: int) -> list[int]:
    """Rows that meet the conditions by each of the engine's texts, from one grouping."""
    import numpy as np

    which = next(which for which, by in query.groupings.items() if column in by)
    chosen = (tallies.which == which) & (tallies.split >= 0) & (tallies.codes[place] >= 0)
    rows = np.zeros(len(tallies.levels[place]), dtype=np.int64)
    np.add.at(rows, tallies.codes[place][chosen], tallies.rows[chosen])
    return [int(count) for count in rows]


def _grouping(query: Query, tallies: Tallies, which: int, spec: CubeSpec, readers: Mapping[str, _Reader]) -> Grouping:
    import numpy as np

    chosen = (tallies.which == which) & (tallies.split >= 0) & (tallies.rows > 0)
    factors = [readers[column].factor(column, tallies.codes[query.keys.index(column)][chosen]) for column in query.groupings[which]]
    rows = tallies.rows[chosen]
    different, place = np.unique(tallies.split[chosen], return_inverse=True)
    states = [Splits(query.spec).classify(outcome, different) for outcome in query.spec.outcomes]
    parts = [np.array([rows * state[part][place] for state in states], dtype=np.int64).reshape(len(states), len(rows)) for part in range(3)]
    return cells.made(factors, rows, *parts)
