"""One scan of a relation: the coded scan where the values of a sample make it possible, else the portable query.

In the coded scan every row becomes the number of its cell (see `duckdb_codes`). Rows without a number, because a value of theirs was not
in the sample, are counted by the portable query afterwards: the answer is exact whatever the sample was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folkmoot.engines import duckdb_counting
from folkmoot.engines.duckdb_codes import Block, blocks, levels_of_columns
from folkmoot.engines.duckdb_counting import refuse_many
from folkmoot.engines.errors import ReadingUnclear, TooManyValues
from folkmoot.engines.query import Query, name, tally_query
from folkmoot.engines.readings import levels_of
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.tallies import Tallies, joined

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from folkmoot.engines.duckdb_files import Rows
    from folkmoot.engines.waiting import Waiting

MOST_VALUES = 1_000  # more different values than this in the sample are names, numbers or dates, not groups
_MOST_TEXTS = 40_000  # and than this altogether
_SHARED_CELLS = 1 << 20


@dataclass(frozen=True)
class Scan:
    """A relation to be counted by a specification whose columns have their real names in it."""

    database: "DuckDBPyConnection"
    rows: "Rows"
    spec: CubeSpec
    waiting: "Waiting"

    def tallied(self) -> tuple[Query, Tallies]:
        """The query of the specification and its rows. Raises TooManyValues, FileProblem, StreamFailed, or what DuckDB raises."""
        query = tally_query(self.spec, self.rows.relation, self.rows.kinds)
        sampled = self._sampled()
        refuse_identifiers(self.spec, sampled)
        parts = self._parts(sampled)
        return query, (self._coded(query, parts) if parts else None) or self._portable(query)

    def _sampled(self) -> dict[str, list[str | None]]:
        """The different values of each column in the sample."""
        columns = [column for column in self.spec.columns if column != self.spec.count_column or self.spec.uses.count(column) > 1]
        names = [f"c{place}" for place in range(len(columns))]
        if not columns:
            return {}
        chosen = ", ".join(f"CAST({name(column)} AS VARCHAR) AS {short}" for column, short in zip(columns, names, strict=True))
        which = " + ".join(f"{place} * (1 - GROUPING({short}))" for place, short in enumerate(names))
        sets = ", ".join(f"({short})" for short in names)
        query = f"SELECT {which}, {', '.join(names)} FROM (SELECT {chosen} FROM {self.rows.sample}) GROUP BY GROUPING SETS ({sets})"  # noqa: S608
        found: list[list[str | None]] = [[] for _ in columns]
        for which_column, *values in self.database.execute(query).fetchall():
            found[which_column].append(values[which_column])
        return {column: sorted(values, key=_nulls_last) for column, values in zip(columns, found, strict=True)}

    def _parts(self, sampled: Mapping[str, Sequence[str | None]]) -> list[Block] | None:
        """What to count in one pass, or None if the sample does not make that possible."""
        levels = levels_of_columns(self.database, self.rows, sampled)
        if not levels or not all(each.values for each in levels):
            return None
        try:
            return blocks(self.spec, levels, min(_SHARED_CELLS, max(1_024, self.rows.rows)))
        except ReadingUnclear:  # perhaps only in rows that are not counted
            return None

    def _coded(self, query: Query, parts: Sequence[Block]) -> Tallies | None:
        """The tallies by the coded scan, or None if the sample turned out to miss too much."""
        counted = duckdb_counting.counted(self.database, self.rows, self.spec.count_column, parts, self.waiting)
        if counted is None:
            return None
        found = [each for block, cells in zip(parts, counted.cells, strict=True) for each in duckdb_counting.decoded(query, block, cells)]
        if counted.unknown:
            unknown = " OR ".join(f"{block.number} IS NULL" for block in parts)
            missed = f"(SELECT * FROM {self.rows.relation} WHERE {unknown}) AS missed"  # noqa: S608
            found.append(self._portable(tally_query(self.spec, missed, self.rows.kinds)))
        return joined(found)

    def _portable(self, query: Query) -> Tallies:
        """The rows of the query as DuckDB answers it. The answer stays in the database until its texts are numbered."""
        import numpy as np

        self.waiting.until_done(self.database, f"CREATE OR REPLACE TEMP TABLE answer AS {query.sql} LIMIT {duckdb_counting.MOST_CELLS + 1}")
        keys = [f"key{place}" for place in range(len(query.keys))]
        texts = [self._numbered(column, key) for column, key in zip(query.keys, keys, strict=True)]
        codes = "".join(f", coalesce({key}_texts.code, -1) AS {key}" for key in keys)
        joins = "".join(f" LEFT JOIN {key}_texts ON answer.{key} = {key}_texts.text" for key in keys)
        answer = self.database.execute(f"SELECT which, coalesce(rows, 0) AS rows, split{codes} FROM answer{joins}").fetchnumpy()  # noqa: S608
        refuse_many(len(answer["which"]))
        which, rows, split = (np.asarray(answer[part]).astype(np.int64) for part in ("which", "rows", "split"))
        return Tallies(which, rows, split, tuple(texts), tuple(np.asarray(answer[key]).astype(np.int32) for key in keys))

    def _numbered(self, column: str, key: str) -> tuple[str, ...]:
        """The different texts of a key in the answer, numbered in a table of their own. Raises TooManyValues."""
        different = f"SELECT DISTINCT {key} AS text FROM answer WHERE {key} IS NOT NULL LIMIT {_MOST_TEXTS + 1}"  # noqa: S608
        numbered = f"SELECT text, row_number() OVER () - 1 AS code FROM ({different})"  # noqa: S608
        self.database.execute(f"CREATE OR REPLACE TEMP TABLE {key}_texts AS {numbered}")
        found = self.database.execute(f"SELECT text FROM {key}_texts ORDER BY code").fetchall()  # noqa: S608
        if len(found) > _MOST_TEXTS:
            raise too_many_values(column, _MOST_TEXTS)
        return tuple(row[0] for row in found)


def _nulls_last(value: str | None) -> tuple[bool, str]:
    return value is None, value or ""


def refuse_identifiers(spec: CubeSpec, sampled: Mapping[str, Sequence[str | None]]) -> None:
    """Raise TooManyValues for a column of names, reference numbers or measurements given as groups or as an outcome."""
    conditions = [condition.column for outcome in spec.outcomes for condition in outcome.among]
    for column in dict.fromkeys([*spec.by, *(outcome.column for outcome in spec.outcomes), *conditions]):
        values = sampled[column]
        if len(values) > MOST_VALUES and _groups(spec, column, values) > MOST_VALUES:
            raise too_many_values(column, MOST_VALUES)


def _groups(spec: CubeSpec, column: str, values: Sequence[str | None]) -> int:
    try:
        return len({level.label for level in levels_of(spec, column, values)})
    except ReadingUnclear:
        return 0


def too_many_values(column: str, most: int) -> TooManyValues:
    return TooManyValues(
        f"The column '{column}' has more than {most:,} different values.",
        "That looks like names, reference numbers, dates or measurements, not groups, and cases are never listed one by one.",
        "Give a column of groups, such as an age band in place of an age.",
    )
