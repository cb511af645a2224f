"""Counting where Spark can read: Parquet and CSV in any store its session knows, and the tables of its catalogue.

The session is the one there is (of spark-submit, of a notebook, or at SPARK_REMOTE), else a local one, which is left running for the
next count. Settings that decide how values are read and written are set for the count and put back after it. What Spark says of an
error may quote a row, so it is not repeated.
"""

import csv
import functools
import hashlib
import json
import os
import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from folkmoot.engines import dialects, remote
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.errors import FileProblem
from folkmoot.engines.files import CaseFile, fingerprint, matched
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.waiting import Progress

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from folkmoot.engines.query import Kind

VERSIONS = "pyspark 4.0 or newer, with Java 17 or newer"
_DELIMITERS = ",;\t|"
_TEXT_FILE = re.compile(r"(?i)\.(csv|tsv|txt)(\.(gz|bz2|zst))?$")
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.csv.parser.columnPruning.enabled": "false",  # else rows with too few or too many values are not noticed
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
}


def count(sources: Sequence[str], spec: CubeSpec, *, threshold: int = 5, progress: Progress | None = None) -> Cube:
    """Count sources as one table: paths, patterns and addresses of Parquet or CSV that the session can read, or `#catalog.schema.table`.

    What ends in .csv, .tsv or .txt (also compressed) is CSV in UTF-8 with one line of headings; anything else is Parquet. Column names of
    the specification are matched to each source's own. Not every session says how far a query has come, so `progress` is told only the
    end. Files of this machine are fingerprinted as by the other engines; any other source is named as it was given, with the SHA-256 of
    its columns, its files and its number of rows, and a size of 0. `threshold` decides which values an error may name.
    Raises FileProblem, ColumnNotFound, NothingToCount, OutcomeUnclear, ReadingUnclear or TooManyValues.
    """
    session = _session()
    with _quiet(), _settings(session):
        given = [_Source.opened(session, source) for source in sources]
        real = spec.renamed(lambda column: matched(column, given[0].frame.columns, f"'{given[0].shown}'"))
        with _view(given, real) as (view, kinds), _plain_errors(given[0].shown):

            def ask(query: str) -> Sequence[Sequence[Any]]:
                put, literals = dialects.put_with_literals_apart(query, "spark")
                return list(session.sql(put, args=literals).collect())

            found = tuple(file for source in given for file in source.fingerprints())
            cube = remote.cube(ask, real, view, kinds, found, threshold)
    _refuse_other_encodings(given, cube)
    if progress:
        progress(100.0)
    return cube


def _session() -> "SparkSession":
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise FileProblem(
            "Spark cannot be asked: it is not installed.", f"Counting there needs {VERSIONS}.", "Run: pip install 'pyspark~=4.0'"
        ) from error
    active = SparkSession.getActiveSession()
    if active:
        return active
    elsewhere = "SPARK_REMOTE" in os.environ or "PYSPARK_GATEWAY_PORT" in os.environ  # a server's, or that of spark-submit
    builder = SparkSession.builder.appName("folkmoot")
    try:
        return builder.getOrCreate() if elsewhere else _local(builder)
    except Exception as error:  # whatever keeps Java from starting
        raise FileProblem(
            "Spark could not be started.", f"It needs {VERSIONS}, or a server named in SPARK_REMOTE.", "Check that `java -version` answers."
        ) from error


def _local(builder: "SparkSession.Builder") -> "SparkSession":
    """A session on this machine that shows no pages and no progress and writes no log (which would quote rows)."""
    session = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what pyspark writes of a failed query to the terminal."""
    from pyspark.logger import PySparkLogger

    logger = PySparkLogger.getLogger("SQLQueryContextLogger")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


@contextmanager
def _settings(session: "SparkSession") -> Iterator[None]:
    before = {name: session.conf.get(name, None) for name in _SETTINGS}
    try:
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)
        yield
    finally:
        for name, value in before.items():
            session.conf.unset(name) if value is None else session.conf.set(name, value)


@dataclass(frozen=True)
class _Source:
    """One source as Spark reads it, and what to call it in messages: never with a password."""

    frame: "DataFrame"
    shown: str
    text: bool

    @classmethod
    def opened(cls, session: "SparkSession", source: str) -> "_Source":
        shown = re.sub(r"//[^/@]*@", "//", source)
        with _plain_errors(shown):
            if source.startswith("#"):
                parts = re.findall(r"`(?:[^`]|``)+`|[^.`]+", source[1:])
                quoted = ".".join(part if part.startswith("`") else dialects.name(part, "spark") for part in parts)
                return cls(session.table(quoted), shown, False)
            if _TEXT_FILE.search(source):
                return cls(_csv(session, source, shown), shown, True)
            return cls(session.read.parquet(source), shown, False)

    def selected(self, columns: Sequence[str]) -> "dict[str, tuple[str, str, Kind]]":
        """For each column its own name, the expression that selects it, and in which form that is."""
        types = dict(self.frame.dtypes)
        own = {column: matched(column, self.frame.columns, f"'{self.shown}'") for column in columns}
        return {column: (real, *dialects.selected(real, types[real], "spark")) for column, real in own.items()}

    def fingerprints(self) -> list[SourceFile]:
        files = [] if self.shown.startswith("#") else sorted(self.frame.inputFiles())
        paths = [Path(unquote(urlsplit(file).path)) for file in files if file.startswith("file:")]
        if files and len(paths) == len(files) and all(path.is_file() for path in paths):
            return [fingerprint(CaseFile(path)) for path in paths]
        told = json.dumps([self.frame.schema.simpleString(), files, self.frame.count()], ensure_ascii=False)
        return [SourceFile(self.shown, hashlib.sha256(told.encode()).hexdigest(), 0)]


def _csv(session: "SparkSession", source: str, shown: str) -> "DataFrame":
    """Every value as text. Files whose headings differ, and rows that are too short or too long, fail when they are read."""
    from pyspark.sql.types import StringType, StructField, StructType

    first = session.read.text(source).first()
    if first is None or not first[0].strip():
        raise FileProblem(f"'{shown}' holds no rows.", "", "Export it again.")
    line = first[0].removeprefix("\ufeff")
    if line.lower().startswith("sep="):
        raise FileProblem(f"'{shown}' begins with '{line[:5]}'.", "Spark reads the first line as the headings.", "Take that line out.")
    delimiter = max(_DELIMITERS, key=re.sub(r'"[^"]*"', "", line).count)
    headings = next(csv.reader([line], delimiter=delimiter))
    names = [heading.strip() for heading in headings]
    if "" in names or len(set(names)) < len(names):
        raise FileProblem(f"'{shown}' has a column without a heading, or two with the same.", "", "Give each column a heading of its own.")
    schema = StructType([StructField(heading, StringType()) for heading in headings])
    reader = session.read.schema(schema).options(header=True, enforceSchema=False, mode="FAILFAST", multiLine=True, encoding="UTF-8")
    return reader.options(sep=delimiter, quote='"', escape='"').csv(source).toDF(*names)


@contextmanager
def _view(given: Sequence[_Source], spec: CubeSpec) -> "Iterator[tuple[str, dict[str, Kind]]]":
    """The rows of all sources under one name, and which columns of them are more than text."""
    chosen = [source.selected(spec.columns) for source in given]
    kinds: dict[str, Kind] = {}
    for column in spec.columns:
        found = {source[column][2] for source in chosen}
        kinds[column] = found.pop() if len(found) == 1 else "text"
    frames = [
        source.frame.selectExpr(*(_expression(form, column, kinds[column]) for column, form in own.items()))
        for source, own in zip(given, chosen, strict=True)
    ]
    rows = functools.reduce(lambda above, below: above.unionAll(below), frames)
    view = f"{remote.RELATION}_{uuid.uuid4().hex}"
    rows.createTempView(view)
    try:
        yield view, kinds
    finally:
        rows.sparkSession.catalog.dropTempView(view)


def _expression(form: "tuple[str, str, Kind]", column: str, kind: "Kind") -> str:
    _, expression, own_kind = form
    text = f"CAST({expression} AS STRING)" if kind != own_kind else expression
    return f"{text} AS {dialects.name(column, 'spark')}"


def _refuse_other_encodings(given: Sequence[_Source], cube: Cube) -> None:
    """Spark puts the replacement character where bytes are no UTF-8, and says nothing."""
    levels = (level for grouping in cube.groupings.values() for factor in grouping.factors for level in factor.levels)
    if any(source.text for source in given) and any("\ufffd" in (level or "") for level in levels):
        raise FileProblem(f"'{given[0].shown}' is not in UTF-8.", "Spark reads no other encoding here.", "Export it again as UTF-8.")


@contextmanager
def _plain_errors(shown: str) -> Iterator[None]:
    """Spark's words about a source it cannot read, put plainly."""
    from pyspark.errors import PySparkException

    failures: list[type[Exception]] = [PySparkException]
    with suppress(ImportError):  # a client of a server has no Java
        from py4j.protocol import Py4JError

        failures.append(Py4JError)
    try:
        yield
    except tuple(failures) as error:
        raise _plainly(str(error), shown) from None


_REASONS = (
    ("PATH_NOT_FOUND", "There is no file '{}' that Spark can see.", "", "Check the name and the folder."),
    ("TABLE_OR_VIEW_NOT_FOUND", "There is no table or view '{}'.", "", "Check its catalogue, its schema and its name."),
    ("CSV header does not conform", "The files of '{}' have different headings.", "", "Give them one by one."),
    (
        "MALFORMED_RECORD",
        "'{}' is ragged: a row has more or fewer values than there are headings.",
        "",
        "Correct the row, or export it again.",
    ),
    ("PERMISSION", "You may not read '{}'.", "The store does not allow it.", "Ask whoever runs it."),
    ("AccessDenied", "You may not read '{}'.", "The store does not allow it.", "Ask whoever runs it."),
    (
        "ClassNotFound",
        "Spark does not know how to reach '{}'.",
        "Its session lacks the store's connector.",
        "Start Spark with the connector.",
    ),
)


def _plainly(message: str, shown: str) -> FileProblem:
    for words, what, why, do in _REASONS:
        if words in message:
            return FileProblem(what.format(shown), why, do)
    return FileProblem(f"Spark could not read or count '{shown}'.", "It is damaged, or in an unexpected form.", "Export it again.")
