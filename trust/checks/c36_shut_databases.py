"""36: a statement that got into a DuckDB of the product reaches no file, no network and no setting."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from trust.figures import Figure, Size, check, control

CANARY = "canary-heather-4711"
# {other}: a file that was not named; {allowed}: the one that was; {folder}: where both lie; {new}: a file that must not come to be.
ESCAPES = (
    "SELECT * FROM read_csv('{other}.csv')", "SELECT * FROM read_csv('/etc/passwd', header=false)",
    "SELECT * FROM read_text('{other}.csv')",
    "SELECT * FROM read_blob('{other}.csv')", "FROM '{other}.csv'", "SELECT * FROM read_json_auto('{other}.json')",
    "SELECT * FROM read_parquet('{other}.parquet')", "SELECT * FROM glob('/etc/*')", "SELECT * FROM read_csv('{folder}/*.csv')",
    "SELECT * FROM read_csv('{folder}/../{name}/other.csv')", "SELECT * FROM sniff_csv('{other}.csv')",
    "SELECT * FROM parquet_schema('{other}.parquet')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')", "SELECT * FROM read_csv('/proc/self/environ', header=false)",
    "ATTACH '{new}.db'", "ATTACH '{other}.duckdb' AS stolen (READ_ONLY)", "COPY (SELECT 1) TO '{new}.csv'",
    "CREATE TABLE taken (a VARCHAR); COPY taken FROM '{other}.csv'", "EXPORT DATABASE '{new}'", "IMPORT DATABASE '{folder}'",
    "INSTALL httpfs",
    "LOAD httpfs", "LOAD '{new}.duckdb_extension'", "SET enable_external_access = true", "RESET enable_external_access",
    "SET allowed_paths = ['{other}.csv']",
    "SET allowed_directories = ['/']", "SET temp_directory = '{new}'", "SET lock_configuration = false",
    "RESET lock_configuration", "SET custom_extension_repository = 'http://127.0.0.1:9'", "SET autoinstall_known_extensions = true",
    "SET log_query_path = '{new}.log'", "PRAGMA profiling_output = '{new}.json'", "SET python_enable_replacements = true",
    "SELECT * FROM a_python_variable", "SELECT getenv('HOME')", "CREATE SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
    "SET secret_directory = '{new}'", "SET home_directory = '{new}'",
)  # fmt: skip
Opened = Callable[[Path, Path], AbstractContextManager[Any]]


@contextmanager
def _engine(folder: Path, allowed: Path) -> Iterator[Any]:
    from folkmoot.engines.duckdb_files import Settings, locked_database
    from folkmoot.engines.files import CaseFile

    with locked_database([CaseFile(allowed)], Settings(str(folder / "spill"))) as database:
        yield database


@contextmanager
def _looking(folder: Path, allowed: Path) -> Iterator[Any]:
    from folkmoot.casework.looking import _locked_database

    with _locked_database(allowed, folder / "spill") as database:
        yield database


@contextmanager
def _postcodes(folder: Path, allowed: Path) -> Iterator[Any]:
    import duckdb

    from folkmoot.areas.authorities.postcodes import _limit

    with duckdb.connect() as database:
        _limit(database, str(folder / "spill"), allowed)
        yield database


@contextmanager
def _duplicates(folder: Path, allowed: Path) -> Iterator[Any]:
    """The database in which people are compared, taken at the moment at which their names would be read into it."""
    from folkmoot.stakeholders.duplicates import finding
    from folkmoot.stakeholders.duplicates.rules import Kind

    held: list[Any] = []

    def taken(database: Any, *_rest: Any) -> int:
        held.append(database.cursor())
        return 2

    def never(*_rest: Any) -> Iterator[Any]:
        yield None

    with patch.object(finding, "_read", taken), patch.object(finding, "_block", lambda *_: None), patch.object(finding, "_score", never):
        search = finding.search(Kind.PERSON, [], threshold=0.5)
        next(search)
        yield held[0]
        search.close()


PLACES: tuple[tuple[str, Opened], ...] = (
    ("counting case files", _engine), ("looking at a case file", _looking),
    ("reading postcodes", _postcodes), ("comparing people", _duplicates),
)  # fmt: skip


def _prepared(folder: Path) -> Path:
    import duckdb

    (folder / "spill").mkdir()
    allowed = folder / "allowed.csv"
    allowed.write_text("pcd,ladcd\nAB1 2CD,E06000001\n")
    (folder / "other.csv").write_text(f"a\n{CANARY}\n")
    (folder / "other.json").write_text(f'{{"a": "{CANARY}"}}\n')
    (folder / "schema.sql").write_text("CREATE TABLE a (b INT);")
    (folder / "load.sql").write_text("")
    with duckdb.connect(str(folder / "other.duckdb")) as made:
        made.execute(f"CREATE TABLE a AS SELECT '{CANARY}' AS a; COPY a TO '{folder / 'other.parquet'}' (FORMAT parquet)")
    return allowed


def _escaped(database: Any, statement: str) -> bool:
    """Whether the statement did anything; a refusal by the database is the answer wanted."""
    import duckdb

    a_python_variable = __import__("pyarrow").table({"a": [CANARY]})  # what a replacement would find by its name
    try:
        database.execute(statement)
        database.fetchall()
    except duckdb.Error:
        return False
    finally:
        del a_python_variable
    return True


def _tried(_size: Size, broken: Callable[[], AbstractContextManager[Any]] = nullcontext) -> Figure:
    import os

    import django

    os.environ |= {"DJANGO_SETTINGS_MODULE": "folkmoot.config.settings", "FOLKMOOT_HOME": tempfile.mkdtemp()}
    django.setup()
    found, tried = [], 0
    for words, opened in PLACES:
        for escape in ESCAPES:
            with tempfile.TemporaryDirectory() as name, broken():
                folder = Path(name)
                allowed = _prepared(folder)
                statement = escape.format(other=folder / "other", allowed=allowed, folder=folder, name=folder.name, new=folder / "new")
                with opened(folder, allowed) as database:
                    tried += 1
                    if _escaped(database, statement) or any(folder.glob("new*")):
                        found.append(f"{words}: {escape}")
    return Figure(len(found), tried, "statements in the product's databases", found=tuple(found), least=100)


@check(36, "No DuckDB of the product can be made to read, write, ask or load anything", target="0 of 25 escapes, in each", gate=True)
def escapes(size: Size) -> Figure:
    return _tried(size)


@contextmanager
def _without(*left_out: str) -> Iterator[None]:
    """Every bolt but these."""
    import contextlib

    from folkmoot.engines import bolts

    whole = bolts.shut

    class Passing:
        def __init__(self, database: Any) -> None:
            self.database = database

        def execute(self, statement: str) -> Any:
            return None if any(each in statement for each in left_out) else self.database.execute(statement)

    def partly(database: Any, paths: Any = ()) -> None:
        whole(Passing(database), paths)  # type: ignore[arg-type]

    users = ("engines.duckdb_files", "casework.looking", "areas.authorities.postcodes", "stakeholders.duplicates.finding")
    with contextlib.ExitStack() as patches:
        for user in users:
            patches.enter_context(patch(f"folkmoot.{user}.shut", partly))
        yield


@control(36, "external access left on")
def access_on(size: Size) -> Figure:
    return _tried(size, lambda: _without("enable_external_access", "allowed_paths"))


@control(36, "the configuration not locked")
def not_locked(size: Size) -> Figure:
    return _tried(size, lambda: _without("lock_configuration"))
