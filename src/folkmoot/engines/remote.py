"""What the engines that count elsewhere have in common: they are asked in SQL and answer with counts."""

from collections.abc import Callable, Sequence
from typing import Any

from folkmoot.engines import duckdb_counting
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.duckdb_counting import refuse_many
from folkmoot.engines.duckdb_scan import MOST_VALUES, refuse_identifiers
from folkmoot.engines.query import Kinds, name, tally_query, values_query
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.tallies import counted

RELATION = "folkmoot_rows"  # what an engine calls the rows to count
_SAMPLE = 50_000

Ask = Callable[[str], Sequence[Sequence[Any]]]  # puts a query in DuckDB's dialect to the engine


def cube(ask: Ask, spec: CubeSpec, relation: str, kinds: Kinds, sources: tuple[SourceFile, ...], threshold: int) -> Cube:
    """The cube of a specification whose columns have their real names in the relation, as canonical text or of a kind.

    Raises as `tallies.counted` does, and TooManyValues.
    """
    refuse_identifiers(spec, _many_valued(ask, spec, relation))
    query = tally_query(spec, relation, kinds)
    columns = ["which", "COALESCE(rows, 0) AS rows", "split", *(f"key{place}" for place in range(len(query.keys)))]
    most = duckdb_counting.MOST_CELLS
    answer = ask(f"SELECT {', '.join(columns)} FROM ({query.sql}) AS answer LIMIT {most + 1}")  # noqa: S608
    refuse_many(len(answer))
    return counted(query, answer, lambda column: _values(ask(values_query(spec, relation, column, kinds))), sources, threshold)


def _values(answer: Sequence[Sequence[Any]]) -> list[tuple[str | None, int]]:
    return [(value, int(rows or 0)) for value, rows in answer]


def _many_valued(ask: Ask, spec: CubeSpec, relation: str) -> dict[str, list[str]]:
    """The different values in the first rows, of the columns that have more than groups have; of the others, nothing is asked."""
    columns = [column for column in spec.columns if column != spec.count_column]
    sample = f"(SELECT * FROM {relation} LIMIT {_SAMPLE}) AS sample"  # noqa: S608
    distinct = ", ".join(f"COUNT(DISTINCT {name(column)})" for column in columns)
    sizes = ask(f"SELECT {distinct} FROM {sample}")[0] if columns else ()  # noqa: S608
    many = {column for column, size in zip(columns, sizes, strict=True) if size > MOST_VALUES}
    return {column: _different(ask, column, sample) if column in many else [] for column in spec.columns}


def _different(ask: Ask, column: str, sample: str) -> list[str]:
    return [row[0] for row in ask(f"SELECT DISTINCT CAST({name(column)} AS VARCHAR) AS v FROM {sample}") if row[0] is not None]  # noqa: S608
