"""Bringing a backup back into an empty place: all is put aside, checked and brought up to date first; all of it stands, or nothing."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import Head
from folkmoot.keeping import checking, package, postgres
from folkmoot.keeping.moments import ask_here
from folkmoot.keeping.place import ASIDE
from folkmoot.keeping.sealing import Key

DATABASE_FILE = "folkmoot.sqlite3"


class NotRestored(FolkmootError):
    """The backup does not fit here, or what came out of it is not whole."""

    def __init__(self, why: str, do: str = "") -> None:
        super().__init__("The backup was not restored; nothing was left behind.", why, do)


@dataclass(frozen=True)
class Restored:
    """What came back. Time in seconds; `steps`: by how many the database was brought up to this version."""

    about: package.About
    files: int
    steps: int
    checked: checking.Checked
    seconds: float


def restore(file: Path, key: Key, home: Path, *, say: Callable[[str], None] = lambda _words: None) -> Restored:
    """Bring a backup back into `home`, whose folder ASIDE the settings name as the data folder. Raises Unreadable and FolkmootError."""
    begun, aside, database_filled = time.monotonic(), home / ASIDE, False
    try:
        with package.reading(file, key) as (about, pack):
            _check_fits(about)
            say(f"Unpacking {file.name}, made at {about.made_at}")
            files = len(pack.unpack(aside)) - 1
        _lay_out(aside)
        say("Filling the database")
        database_filled = connection.vendor == "postgresql"
        _fill(aside)
        say("Checking, and bringing it up to this version")
        found, steps = _proved(about, aside)
        connections.close_all()
        _move_up(aside, home)
    except BaseException as error:
        if database_filled:
            postgres.make_empty()
        connections.close_all()
        if isinstance(error, OSError):
            raise NotRestored(str(error), "Make room, or choose another place.") from error
        raise
    return Restored(about, files, steps, found, round(time.monotonic() - begun, 2))


def _check_fits(about: package.About) -> None:
    engine = about.holding.engine
    if engine != connection.vendor:
        words = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise NotRestored(
            f"It was taken from {words.get(engine, engine)}, and this place uses {words[connection.vendor]}.",
            "Leave DATABASE_URL out for SQLite, or set it for PostgreSQL. To change from one to the other use folkmoot everything.",
        )
    known = set(MigrationLoader(None).disk_migrations)
    newer = sorted(f"{app} {name}" for app, names in about.holding.migrations.items() for name in names if (app, name) not in known)
    if newer:
        raise NotRestored(
            f"It was made by a later Folkmoot than this one (version {about.product}), which knows {', '.join(newer[:3])}"
            + (" and other steps" if len(newer) > 3 else "") + ".",
            "Install that version or a later one, then restore.",
        )  # fmt: skip
    if engine == "postgresql" and not postgres.is_empty():
        raise NotRestored("The database in DATABASE_URL holds tables already.", "Make an empty one, and name it in DATABASE_URL.")


def _lay_out(aside: Path) -> None:
    """What stood in the backup as files of the data folder lies where it belongs."""
    inside = aside / package.HOME.rstrip("/")
    for path in list(inside.iterdir()) if inside.is_dir() else []:
        path.rename(aside / path.name)
    if inside.is_dir():
        inside.rmdir()


def _fill(aside: Path) -> None:
    taken = aside / package.DATABASE
    if connection.vendor == "postgresql":
        postgres.bring_back(taken)
        taken.unlink()
    else:
        taken.rename(aside / DATABASE_FILE)


def _proved(about: package.About, aside: Path) -> tuple[checking.Checked, int]:
    """What was checked, and by how many steps the database was brought up. Raises NotRestored."""
    faults = [*checking.sound(), *checking.unlike(about.holding)]
    steps = 0
    if not faults:
        before = sum(map(len, about.holding.migrations.values()))
        call_command("migrate", interactive=False, verbosity=0)
        steps = len(ask_here("SELECT 1 FROM django_migrations")) - before
        found = checking.checked(aside, missing=about.missing, head=Head(about.holding.events, about.holding.head))
        faults = found.faults
    if faults:
        told = "; ".join(faults[: checking.MOST_TOLD])
        raise NotRestored(f"What came out of it is not whole: {told}.", "Use an earlier backup.")
    found.looked_at |= {"tables": len(about.holding.counts), "rows": about.rows}
    return found, steps


def _move_up(aside: Path, home: Path) -> None:
    """The database comes last: until it lies there, what lies there is no service."""
    for path in sorted(aside.iterdir(), key=lambda path: path.name.startswith(DATABASE_FILE)):
        path.rename(home / path.name)
    aside.rmdir()
    descriptor = os.open(home, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
