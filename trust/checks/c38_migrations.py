"""Steps of the database: none is missing, past releases come up whole on both engines, the engines are alike, nobody waits long."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from trust.checks.keeping_apart import Ask, asking
from trust.checks.releases import Release, columns_of, made_by, releases, rows_of
from trust.figures import Figure, Size, check, control
from trust.places import Place, empty, folder, postgresql, use

RESTORED = "new"
LONGEST_WAIT = 2.5  # seconds: lock_timeout is 2, and the machine may be busy


@check(38, "The steps of the database say all that the models say", target="0 changes without a step", gate=True)
def no_drift(size: Size) -> Figure:
    use(Place(folder()))
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    found = [f"{app}: {step.describe()}" for app, steps in changes.items() for each in steps for step in each.operations]
    models = len(apps.get_models(include_auto_created=True))
    return Figure(len(found), models, "models", {"steps": len(loader.disk_migrations)}, tuple(found), least=100)


@control("38", "the last step of a room is taken away")
def step_taken_away(size: Size) -> Figure:
    use(Place(folder()))
    from django.db.migrations.loader import MigrationLoader

    load = MigrationLoader.load_disk

    def all_but_one(self: Any) -> None:
        load(self)
        del self.disk_migrations[max(key for key in self.disk_migrations if key[0] == "overview" and "daily" in key[1])]
        for key in [key for key in self.disk_migrations if key[0] == "overview" and key[1] > "0004"]:
            del self.disk_migrations[key]

    with patch.object(MigrationLoader, "load_disk", all_but_one):
        return no_drift(size)


@control("38", "a field is added to a model without a step")
def field_added(size: Size) -> Figure:
    use(Place(folder()))
    from django.db import models

    from folkmoot.overview.reminders.models import DailyRun

    models.IntegerField(default=0).contribute_to_class(DailyRun, "added_on_purpose")
    return no_drift(size)


@check(
    38,
    "Services made by past releases come up to this one with every row as it was",
    target="0 rows lost or changed, both engines",
    part="r",
)
def from_past_releases(size: Size) -> Figure:
    every = releases(8 if size is Size.WHOLE else 1)
    found, tried, came = [], 0, []
    for release in every:
        for on_postgresql in (False, True) if size is Size.WHOLE else (False,):
            wrong, rows = _brought_up(release, on_postgresql=on_postgresql)
            where = f"{release.commit[:8]} ({release.migrations} steps) on {'PostgreSQL' if on_postgresql else 'SQLite'}"
            found += [f"{where}: {one}" for one in wrong]
            tried += rows
            came.append(where)
    more = {"services": len(came), "came up": "; ".join(came), "not measured": "a million rows; requests answered while it comes up"}
    return Figure(len(found), tried, "rows compared", more, tuple(found), least=500)


@control("38r", "a step loses rows on the way")
def rows_lost(size: Size) -> Figure:
    """Of the accounts that the past release made, one is not where the backup was brought up."""

    def restored_without(home: Path, database: str = "") -> AbstractContextManager[Ask]:
        if home.name == RESTORED and not database:
            with closing(sqlite3.connect(home / "folkmoot.sqlite3")) as copy, copy:
                copy.execute("DELETE FROM accounts_account WHERE id = (SELECT max(id) FROM accounts_account)")
        return ask_it(home, database)

    ask_it = asking
    with patch(f"{__name__}.asking", restored_without):
        return from_past_releases(size)


@check(38, "Both engines have the same tables, columns and guards, and they are those of the models", target="0 differences", part="e")
def engines_alike(size: Size) -> Figure:
    del size
    return _compared()


@control("38e", "a column and the guards of a table are missing on PostgreSQL")
def engines_unlike(size: Size) -> Figure:
    del size
    unguarded = "DROP TRIGGER IF EXISTS audit_no_change ON foundation_auditevent"
    return _compared("ALTER TABLE stakeholders_organisation DROP COLUMN town CASCADE", unguarded)


def _compared(*spoiling: str) -> Figure:
    import psycopg

    with postgresql() as address:
        one, other = empty(), empty(address)
        for statement in spoiling:
            with psycopg.connect(address) as connection:
                connection.execute(statement)
        with asking(one.home) as ask:
            sqlite = columns_of(ask, postgresql=False)
            guards = {table for (table,) in ask("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")}
        with asking(other.home, address) as ask:
            postgres = columns_of(ask, postgresql=True)
            others = {table for (table,) in ask("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")}
    use(one)
    from django.apps import apps

    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    said = {table: sorted(field.column for field in model._meta.local_concrete_fields) for table, model in models.items()}
    found, tried = [], 0
    for table in sorted(name for name in said if name in sqlite or name in postgres):
        tried += len(said[table])
        found += [f"{table} on {name}" for name, there in (("SQLite", sqlite), ("PostgreSQL", postgres)) if there.get(table) != said[table]]
    # By table: the engines cut the same guard into triggers of their own.
    found += [f"{table} is guarded on one engine alone" for table in sorted(guards ^ others) if not _of_search(table)]
    return Figure(len(found), tried + len(guards), "columns and guarded tables", {"tables": len(said)}, tuple(found), least=1000)


@check(
    38, "A step that waits for a table stops nobody for longer than two seconds, and says so plainly", target="no wait over 2 s", part="l"
)
def nobody_waits(size: Size) -> Figure:
    with postgresql() as address:
        return _waits(address, turns=3 if size is Size.WHOLE else 2)


@control("38l", "steps wait for a table as long as it takes")
def waiting_long(size: Size) -> Figure:
    with postgresql() as address:
        use(Place(folder(), database=address))
        with patch("folkmoot.cli.setup._waiting_little", nullcontext):
            return _waits(address, turns=1)


def _of_search(name: str) -> bool:
    return name.startswith("overview_found")


def _brought_up(release: Release, *, on_postgresql: bool) -> tuple[list[str], int]:
    """What is wrong after a service of a release was taken as a backup, brought up where it stands, and restored elsewhere."""
    with ExitStack() as open_now:
        address = open_now.enter_context(postgresql()) if on_postgresql else ""
        place = made_by(release, address)
        with asking(place.home, address) as ask:
            columns = columns_of(ask, postgresql=on_postgresql)
            before = rows_of(ask, columns)
        keys = folder()
        place.run("backup", "key", str(keys / "a.key"))
        place.run("backup", "take", str(keys / "safe"), "--key", str(keys / "a.key"))
        new = Place(folder() / RESTORED, database=open_now.enter_context(postgresql()) if on_postgresql else "")
        said = new.run(
            "restore", str(next((keys / "safe").glob("*.backup"))), "--into", str(new.home), "--key", str(keys / "a.key"), code=None
        )
        if "No fault was found" not in said:
            return [said.strip()[-400:]], sum(map(len, before.values()))
        with asking(new.home, new.database) as ask:
            after = columns_of(ask, postgresql=on_postgresql)
            same = {table: [name for name in names if name in after[table]] for table, names in columns.items() if table in after}
            found = [
                f"the table {table} is gone, with {len(before[table])} rows" for table in columns if table not in after and before[table]
            ]
            with asking(place.home, address) as ask_old:
                found += _differences(rows_of(ask_old, same), rows_of(ask, same), before)
        place.run("setup", "--quiet")
        checked = place.run("verify", code=None)
        if "0 fault(s)" not in checked:
            found.append(f"after folkmoot setup: {checked.strip()[-300:]}")
    return found, sum(map(len, before.values()))


def _differences(old: dict[str, list[Any]], new: dict[str, list[Any]], first: dict[str, list[Any]]) -> Iterator[str]:
    """`old` is the service after its backup was taken: of the audit trail it holds one event more than the backup."""
    for table, rows in old.items():
        kept = [row for row in rows if row in new[table]] if rows != new[table] else rows
        lost = len(first[table]) - len(kept)
        if lost > 0:
            yield f"{table}: {lost} of {len(first[table])} rows are lost or changed"


def _waits(address: str, turns: int) -> Figure:
    """Somebody reads a table for long, a step wants to alter it, and others want to read it too."""
    import psycopg

    use(Place(folder(), database=address))
    from django.db import connection

    from folkmoot.cli import setup
    from folkmoot.errors import FolkmootError

    with psycopg.connect(address, autocommit=True) as others:
        others.execute("CREATE TABLE held (id int)")

    def alter(*_words: Any, **_options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE held ADD COLUMN more int")

    said = ""
    steps = patch("django.core.management.call_command", alter)
    with _long_reader(address), _readers(address) as waited, steps, patch.object(setup, "LOCK_TURNS", turns):
        try:
            setup._migrate()
        except FolkmootError as error:
            said = str(error)
    slow = [wait for wait in waited if wait > LONGEST_WAIT]
    found = [f"a reader waited {wait:.1f} s" for wait in slow] + (
        [] if "a table was in use" in said else [f"it was said: {said or 'nothing'}"]
    )
    more = {"longest wait of a reader": f"{max(waited):.2f} s", "the step was tried": turns}
    return Figure(len(found), len(waited) + 1, "readings and one sentence", more, tuple(found), least=20)


@contextmanager
def _long_reader(address: str) -> Iterator[None]:
    """Somebody who holds the table for twelve seconds at most."""
    import psycopg

    connection = psycopg.connect(address)
    connection.execute("SELECT * FROM held")
    timer = threading.Timer(12, connection.close)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()


@contextmanager
def _readers(address: str) -> Iterator[list[float]]:
    """Readings of the table, one after the other, with how long each took in seconds."""
    import psycopg

    waited: list[float] = []
    ended = threading.Event()

    def read() -> None:
        with psycopg.connect(address, autocommit=True) as connection:
            while not ended.is_set():
                begun = time.monotonic()
                connection.execute("SELECT count(*) FROM held")
                waited.append(time.monotonic() - begun)
                time.sleep(0.05)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        time.sleep(0.5)
        yield waited
    finally:
        ended.set()
        thread.join(30)
