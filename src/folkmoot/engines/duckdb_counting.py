"""Counting the numbers of the coded scan: in arrays while rows stream by, or, for too many cells, by letting DuckDB group them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from folkmoot.engines import grouping as columnar
from folkmoot.engines.arrow_stream import Column
from folkmoot.engines.arrow_stream import blocks as stream
from folkmoot.engines.duckdb_codes import Axis, Block
from folkmoot.engines.errors import TooManyValues, wrong_counts
from folkmoot.engines.query import Query, weight
from folkmoot.engines.splits import NOT_MET
from folkmoot.engines.tallies import Tallies

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from folkmoot.engines.duckdb_files import Rows
    from folkmoot.engines.waiting import Waiting
    from folkmoot.stats.cells import Codes, Integers

MOST_CELLS = 2_000_000
_MOST_COUNTERS = 1 << 24
_WORTH_A_LOOK = 500_000  # rows after which the sample is given up if it misses a quarter of them


@dataclass(frozen=True, eq=False)
class Cells:
    """The numbers of a block's cells that occur, and the rows in each; both of shape (cells that occur,)."""

    numbers: "Integers"
    rows: "Integers"


@dataclass(frozen=True, eq=False)
class Counted:
    """The cells of each block, and how many rows had no number."""

    cells: list[Cells]
    unknown: int


def counted(
    database: "DuckDBPyConnection", rows: "Rows", count_column: str | None, parts: Sequence[Block], waiting: "Waiting"
) -> Counted | None:
    """One pass over the rows. None where more than a quarter of them turn out to have no number.

    Raises FileProblem for a column of counts that holds something else, TooManyValues, StreamFailed, or what DuckDB raises.
    """
    query = _numbers(rows, count_column, parts)
    if sum(block.cells for block in parts) <= min(_MOST_COUNTERS, max(1 << 16, 8 * rows.rows)):
        found = _in_arrays(database.sql(query), rows.rows, count_column, parts, waiting)
    else:
        found = _grouped(database, query, count_column, parts, waiting)
    if found:
        refuse_many(sum(len(cells.numbers) for cells in found.cells))
    return found


def _numbers(rows: "Rows", count_column: str | None, parts: Sequence[Block]) -> str:
    numbers = [f"{block.number} AS n{place}" for place, block in enumerate(parts)]
    weights = [f"{weight(count_column, rows.kinds)} AS weight"] if count_column else []
    return f"SELECT {', '.join([*numbers, *weights])} FROM {rows.relation}"  # noqa: S608


def _in_arrays(relation: Any, rows: int, count_column: str | None, parts: Sequence[Block], waiting: "Waiting") -> Counted | None:
    import numpy as np

    small = not count_column and rows < 1 << 31
    number = np.uint32 if small else np.int64
    arrays = [np.zeros(block.cells, dtype=number) for block in parts]
    one = number(1)  # of the array's own type: adding anything else is forty times slower
    widths = [*(block.width for block in parts), *([8] if count_column else [])]
    seen = unknown = 0
    for columns in stream(relation, widths):
        weights = _weights(columns.pop(), count_column) if count_column else None
        known = _all_known(columns)
        seen += len(columns[0].numbers)
        unknown += 0 if known is None else int((~known).sum())
        if seen > _WORTH_A_LOOK and unknown > seen / 4:
            return None
        chosen = slice(None) if known is None else known
        for array, column in zip(arrays, columns, strict=True):
            np.add.at(array, column.numbers[chosen], one if weights is None else weights[chosen])
        waiting.tell(100.0 * seen / max(1, rows))
    return Counted([_occurring(array) for array in arrays], unknown)


def _occurring(array: "NDArray[Any]") -> Cells:
    import numpy as np

    places = np.flatnonzero(array)
    return Cells(places, array[places].astype(np.int64))


def _weights(column: Column, count_column: str) -> "NDArray[np.signedinteger[Any]]":
    if column.known is not None:
        raise wrong_counts(count_column)
    return column.numbers


def _all_known(columns: Sequence[Column]) -> "NDArray[np.bool_] | None":
    """Where all the numbers are known; None if that is everywhere."""
    import numpy as np

    known = [column.known for column in columns if column.known is not None]
    return np.logical_and.reduce(known) if known else None


def _grouped(database: "DuckDBPyConnection", query: str, count_column: str | None, parts: Sequence[Block], waiting: "Waiting") -> Counted:
    names = [f"n{place}" for place in range(len(parts))]
    known = " AND ".join(f"{each} IS NOT NULL" for each in names)
    chosen = ", ".join(f"CASE WHEN {known} THEN {each} END AS {each}" for each in names)
    which = " + ".join(f"{place} * (1 - GROUPING({each}))" for place, each in enumerate(names))
    rows = "CAST(sum(weight) AS BIGINT) AS rows, count(*) - count(weight) AS wrong" if count_column else "count(*) AS rows, 0 AS wrong"
    answer = waiting.until_done(
        database,
        f"SELECT {which} AS which, count(*) AS seen, {', '.join(names)}, {rows} "  # noqa: S608
        f"FROM (SELECT {chosen}{', weight' if count_column else ''} FROM ({query})) "
        f"GROUP BY GROUPING SETS ({', '.join(f'({each})' for each in names)}) LIMIT {MOST_CELLS + 1}",
    ).fetchnumpy()
    refuse_many(len(answer["which"]))
    if count_column and answer["wrong"].any():
        raise wrong_counts(count_column)
    found = [_of_set(answer, place, each) for place, each in enumerate(names)]
    return Counted([cells for cells, _ in found], found[0][1])


def _of_set(answer: dict[str, "NDArray[Any]"], place: int, column: str) -> tuple[Cells, int]:
    """The cells of one grouping set, and the rows without a number."""
    import numpy as np

    own = np.asarray(answer["which"]) == place
    numbers = np.ma.asarray(answer[column])
    missed = np.ma.getmaskarray(numbers)
    rows = np.ma.filled(answer["rows"], 0).astype(np.int64)
    chosen = own & ~missed & (rows > 0)
    return Cells(numbers.data[chosen].astype(np.int64), rows[chosen]), int(answer["seen"][own & missed].sum())


def refuse_many(cells: int) -> None:
    """Raise TooManyValues for more cells than an analysis can use."""
    if cells > MOST_CELLS:
        raise TooManyValues(
            f"There are more than {MOST_CELLS:,} combinations of these characteristics.", "", "Combine fewer characteristics at once."
        )


def decoded(query: Query, block: Block, cells: Cells) -> list[Tallies]:
    """The rows of the query for each grouping of a block."""
    import numpy as np

    codes = [code.astype(np.int32) for code in np.unravel_index(cells.numbers, block.shape)] if block.axes else []
    return [_tallies(query, block, grouping, codes, cells.rows) for grouping in block.groupings]


def _tallies(query: Query, block: Block, grouping: Sequence[str], codes: "Sequence[Codes]", rows: "Integers") -> Tallies:
    import numpy as np

    wanted = [place for place, axis in enumerate(block.axes) if axis.column in grouping or _decides(axis)]
    if len(wanted) < len(block.axes):
        codes, sums = columnar.sums([codes[place] for place in wanted], [block.shape[place] for place in wanted], rows[None, :])
        rows = sums[0]
    axes = [block.axes[place] for place in wanted]
    always = [axis.classes[0] for place, axis in enumerate(block.axes) if place not in wanted]
    split = np.full(len(rows), sum(each.split for each in always), dtype=np.int64)
    met = np.full(len(rows), all(each.met for each in always))
    for axis, code in zip(axes, codes, strict=True):
        split += np.array([each.split for each in axis.classes], dtype=np.int64)[code]
        met &= np.array([each.met for each in axis.classes], dtype=bool)[code]
    code_of = {axis.column: (axis, code) for axis, code in zip(axes, codes, strict=True) if axis.column in grouping}
    keys = [_key(*code_of[column]) if column in code_of else ((), np.full(len(rows), -1, dtype=np.int32)) for column in query.keys]
    which = next(which for which, by in query.groupings.items() if by == tuple(grouping))
    levels, places = tuple(level for level, _ in keys), tuple(place for _, place in keys)
    return Tallies(np.full(len(rows), which, dtype=np.int64), rows, np.where(met, split, NOT_MET), levels, places)


def _decides(axis: Axis) -> bool:
    """Whether more depends on the column than the group."""
    return len({(each.split, each.met) for each in axis.classes}) > 1


def _key(axis: Axis, code: "Codes") -> "tuple[tuple[str, ...], Codes]":
    """The texts of an axis, and the place of each cell's among them (-1: not recorded)."""
    import numpy as np

    levels = tuple(dict.fromkeys(each.key for each in axis.classes if each.key is not None))
    place = {level: number for number, level in enumerate(levels)}
    return levels, np.array([-1 if each.key is None else place[each.key] for each in axis.classes], dtype=np.int32)[code]
