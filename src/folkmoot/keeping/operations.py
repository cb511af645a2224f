"""Taking a backup and letting old ones go, and trying a restore; each is recorded in the audit trail."""

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from folkmoot.accounts.scope import Viewer
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.product import product_version
from folkmoot.keeping import postgres, rules
from folkmoot.keeping.queries import BACKUP, DRILL
from folkmoot.keeping.taking import Taken, key_apart, lying_in, remove_old, write_backup

log = logging.getLogger("folkmoot.keeping")
DRILLS = ".drill-"


@dataclass(frozen=True)
class Drilled:
    """A restore that was tried: of which backup, whether it went well, what was said, and how long it took in seconds."""

    path: Path
    good: bool
    said: str
    seconds: float


def take_backup(*, by: Viewer, at: datetime, folder: Path, key_file: Path, keep: timedelta = rules.KEPT) -> tuple[Taken, list[str]]:
    """Take a backup into `folder`, then remove those older than `keep`; what was taken, and the names of those removed.

    Old ones go only once the new one was written and read back. Raises NotAllowed and FolkmootError.
    """
    by.require_national("everything.take")
    key = key_apart(key_file, folder)
    taken = write_backup(Path(settings.HOME), folder, key, product=product_version(), at=at)
    detail: dict[str, object] = {
        "name": taken.path.name, "size": taken.size, "sha256": taken.sha256, "key": key.mark, "rows": taken.about.rows,
        "files": taken.files, "events": taken.about.holding.events, "lost before": len(taken.about.missing), "seconds": str(taken.seconds),
    }  # fmt: skip
    with transaction.atomic():
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=BACKUP, detail=detail)
    removed = remove_old(folder, before=at - keep)
    if removed:
        with transaction.atomic():
            audit.record(audit.Kind.ERASURE, by=by, at=at, subject=BACKUP, detail={"names": removed, "days": keep.days})
    return taken, removed


def try_restore(*, by: Viewer, at: datetime, folder: Path, key_file: Path, database: str = "") -> Drilled:
    """Restore the newest backup of `folder` into a throw-away place and check it; recorded, however it went.

    `database`: the address of an empty PostgreSQL database, where the role may not make one itself. Raises NotAllowed, and
    FolkmootError where there is nothing to try.
    """
    by.require_national("everything.take")
    newest = next(iter(lying_in(folder)), None)
    if newest is None:
        raise FolkmootError(f"No backup lies in {folder}.", "", "Take one first: folkmoot backup take FOLDER")
    begun = time.monotonic()
    with _throw_away(database) as address, tempfile.TemporaryDirectory(prefix=DRILLS, dir=settings.HOME) as place:
        command = [sys.executable, "-m", "folkmoot.cli", "restore", str(newest.path), "--into", str(Path(place) / "home")]
        environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "FOLKMOOT_HOME"}}
        environment |= {"DATABASE_URL": address} if address else {}
        done = subprocess.run(  # noqa: S603
            [*command, "--key", str(key_file.resolve())], env=environment, capture_output=True, text=True, check=False
        )
    drilled = Drilled(newest.path, done.returncode == 0, (done.stdout + done.stderr).strip(), round(time.monotonic() - begun, 2))
    detail: dict[str, object] = {
        "name": newest.path.name, "made": newest.made_at.isoformat(), "good": drilled.good, "seconds": str(drilled.seconds),
    }  # fmt: skip
    with transaction.atomic():
        audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=DRILL, detail=detail)
    return drilled


@contextmanager
def _throw_away(database: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database; empty where the product uses SQLite."""
    if connection.vendor == "sqlite":
        yield ""
    elif database:
        yield database
    else:
        with postgres.throw_away() as address:
            yield address
