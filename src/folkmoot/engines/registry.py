"""The engines by name. An engine is imported only when it counts, so that none costs anything where another is used."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol, get_args

from folkmoot.engines.cube import Cube
from folkmoot.engines.errors import FileProblem
from folkmoot.engines.files import CaseFile
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.waiting import Progress

EngineName = Literal["duckdb", "postgres", "spark", "reference"]
NAMES: tuple[EngineName, ...] = get_args(EngineName)

Source = CaseFile | str  # a file; or a path, a pattern of paths, the address of a table or of files elsewhere


class Count(Protocol):
    """What every engine does: counts the sources together as one table.

    `threshold` decides which values an error may name; `progress` is called with the share done, 0 to 100, as far as the engine knows it.
    Raises FileProblem, ColumnNotFound, NothingToCount, OutcomeUnclear, ReadingUnclear or TooManyValues.
    """

    def __call__(self, sources: Sequence[Source], spec: CubeSpec, *, threshold: int = 5, progress: Progress | None = None) -> Cube: ...


def count(
    sources: Sequence[Source], spec: CubeSpec, *, engine: str | None = None, threshold: int = 5, progress: Progress | None = None
) -> Cube:
    """Count on the named engine, or on the one the sources call for. Raises as every engine does."""
    return named(engine or chosen(sources))(sources, spec, threshold=threshold, progress=progress)


def named(engine: str) -> Count:
    """The engine of that name. Raises FileProblem."""
    found = _ENGINES.get(engine)
    if found is None:
        raise FileProblem(f"There is no engine '{engine}'.", "", f"Use {', '.join(NAMES[:-1])} or {NAMES[-1]}.")
    return found


def chosen(sources: Sequence[Source]) -> EngineName:
    """PostgreSQL for postgresql://…, Spark for a table of its catalogue (#…) or files in a store (s3a://…), else DuckDB.

    Raises FileProblem where the sources call for different engines.
    """
    called_for = {_called_for(source) for source in sources}
    if len(called_for) > 1:
        raise FileProblem("The sources lie in different kinds of places.", "", "Count them one kind at a time, and add the cubes.")
    return called_for.pop() if called_for else "duckdb"


def _called_for(source: Source) -> EngineName:
    if isinstance(source, CaseFile):
        return "duckdb"
    if re.match(r"postgres(ql)?://", source):
        return "postgres"
    return "spark" if source.startswith("#") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", source) else "duckdb"


def _by_duckdb(sources: Sequence[Source], spec: CubeSpec, *, threshold: int = 5, progress: Progress | None = None) -> Cube:
    from folkmoot.engines import duckdb_engine

    return duckdb_engine.count(_files(sources), spec, threshold=threshold, progress=progress)


def _by_postgres(sources: Sequence[Source], spec: CubeSpec, *, threshold: int = 5, progress: Progress | None = None) -> Cube:
    from folkmoot.engines import postgres_engine

    if len(sources) != 1 or not isinstance(sources[0], str):
        raise FileProblem("PostgreSQL counts one table or view at a time.", "", "Make a view that joins them, and name that.")
    return postgres_engine.count(sources[0], spec, threshold=threshold, progress=progress)


def _by_spark(sources: Sequence[Source], spec: CubeSpec, *, threshold: int = 5, progress: Progress | None = None) -> Cube:
    from folkmoot.engines import spark_engine

    given = [str(source.path) if isinstance(source, CaseFile) else source for source in sources]
    return spark_engine.count(given, spec, threshold=threshold, progress=progress)


def _by_reference(sources: Sequence[Source], spec: CubeSpec, *, threshold: int = 5, progress: Progress | None = None) -> Cube:
    from folkmoot.engines import reference_engine

    return reference_engine.count(_files(sources), spec, threshold=threshold, progress=progress)


def _files(sources: Sequence[Source]) -> list[CaseFile]:
    return [source if isinstance(source, CaseFile) else CaseFile(Path(source)) for source in sources]


_ENGINES: Mapping[str, Count] = {
    "duckdb": _by_duckdb,
    "postgres": _by_postgres,
    "spark": _by_spark,
    "reference": _by_reference,
}
