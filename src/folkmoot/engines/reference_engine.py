"""The referee as an engine: files read row by row in Python and counted by `memory`. Slow, obvious, for files of modest size."""

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from folkmoot.engines import dialects, memory
from folkmoot.engines.bolts import shut
from folkmoot.engines.cube import Cube
from folkmoot.engines.dialects import Held
from folkmoot.engines.errors import FileProblem
from folkmoot.engines.files import CaseFile, TextTable, as_utf8, fingerprint, found, is_duckdb, is_parquet, matched, text_table, transcoded
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.waiting import Progress

MOST_ROWS = 1_000_000

Row = Mapping[str, str | None]


def count(files: Sequence[CaseFile], spec: CubeSpec, *, threshold: int = 5, progress: Progress | None = None) -> Cube:
    """Count CSV and Parquet files of at most MOST_ROWS rows together as one table.

    Column names of the specification are matched to the files' own. `progress` is told only the end. An error may name values of five
    rows or more, whatever the `threshold`. Raises FileProblem, ColumnNotFound, NothingToCount, OutcomeUnclear or ReadingUnclear.
    """
    given = found(files)
    if any(is_duckdb(file) for file in given):
        raise FileProblem("The referee does not read DuckDB files.", "", "Use the engine duckdb.")
    with tempfile.TemporaryDirectory(prefix="folkmoot-") as folder:
        tables = [_ParquetTable.opened(file) if is_parquet(file) else _CsvTable.opened(file, Path(folder)) for file in given]
        real = spec.renamed(lambda column: matched(column, tables[0].columns, f"'{given[0].name}'"))
        rows = list(islice((row for table in tables for row in table.rows(real.columns)), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise FileProblem(f"There are more than {MOST_ROWS:,} rows.", "The referee holds them all in memory.", "Use the engine duckdb.")
    cube = memory.count(rows, real)
    if progress:
        progress(100.0)
    return Cube(cube.spec, cube.groupings, tuple(fingerprint(file) for file in given), cube.not_met, cube.values)


@dataclass(frozen=True)
class _CsvTable:
    file: CaseFile
    table: TextTable

    @classmethod
    def opened(cls, file: CaseFile, folder: Path) -> "_CsvTable":
        readable = as_utf8(file, folder)
        readable = readable if _is_utf8(readable.path) else transcoded(readable, "cp1252", folder)
        return cls(readable, text_table(readable))

    @property
    def columns(self) -> tuple[str, ...]:
        return self.table.columns

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        places = [self.columns.index(matched(column, self.columns, f"'{self.file.name}'")) for column in columns]
        with self.file.path.open(encoding="utf-8-sig", newline="") as stream:
            for _ in range(self.table.skip):
                stream.readline()
            reader = csv.reader(stream, delimiter=self.table.delimiter)
            filled = (values for values in reader if values)
            next(filled)
            for values in filled:
                if len(values) != len(self.columns):
                    raise FileProblem(
                        f"'{self.file.name}' is ragged on line {reader.line_num}: "
                        f"{len(values)} values where the header names {len(self.columns)} columns.",
                        "A delimiter or a quotation mark in that row is out of place.",
                        "Correct the row, or export the file again.",
                    )
                yield {column: values[place] for column, place in zip(columns, places, strict=True)}


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as stream:
            for _ in iter(lambda: stream.read(1 << 20), ""):
                pass
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class _ParquetTable:
    file: CaseFile
    types: Mapping[str, str]

    @classmethod
    def opened(cls, file: CaseFile) -> "_ParquetTable":
        import duckdb

        try:
            described = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file.path)]).fetchall()
        except duckdb.Error as error:
            raise FileProblem(
                f"'{file.name}' could not be read as a table.", "The file is damaged or in an unexpected form.", "Export it again."
            ) from error
        return cls(file, {row[0]: row[1] for row in described})

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.types)

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        import duckdb

        own = [matched(column, self.columns, f"'{self.file.name}'") for column in columns]
        chosen = ", ".join(["1", *(_chosen(column, self.types[column]) for column in own)])
        with duckdb.connect() as database:
            shut(database, [self.file.path])
            database.execute(f"SELECT {chosen} FROM read_parquet(?)", [str(self.file.path)])  # noqa: S608
            for _, *values in iter(database.fetchone, None):
                yield dict(zip(columns, map(dialects.plain_text, values), strict=True))


def _chosen(column: str, type_name: str) -> str:
    """The value itself, but for two types that Python has not: short floating-point numbers and times with a zone."""
    name, what = dialects.name(column, "duckdb"), dialects.held(column, type_name, "duckdb")
    if what is Held.FLOAT:
        return f"CAST(CAST({name} AS VARCHAR) AS DOUBLE)"
    return f"make_timestamp(epoch_us({name}))" if what is Held.ZONED else name
