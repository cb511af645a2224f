"""Backups taken while a process writes, restored into an empty place, and looked at without the product's own checks."""

import hashlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trust.checks.writing_until_ended import Write, read
from trust.places import Place, folder

Ask = Callable[[str], list[tuple[Any, ...]]]


@contextmanager
def writer(place: Place) -> Iterator[Path]:
    """A process that writes into the place; its log. Raises RuntimeError where it stopped by itself."""
    log, errors = folder() / "writes.log", folder() / "errors"
    with errors.open("w") as out:
        command = [sys.executable, "-m", "trust.checks.writing_until_ended", str(log)]
        running = subprocess.Popen(command, env=place.environment, stdout=out, stderr=out)
        try:
            _wait_for(log, running, 12)
            yield log
            if running.poll() is not None:
                raise RuntimeError("the writer stopped: " + errors.read_text()[-2000:])
        finally:
            running.kill()
            running.wait(30)


def _wait_for(log: Path, running: "subprocess.Popen[bytes]", number: int) -> None:
    for _ in range(1200):
        if len(read(log)) >= number or running.poll() is not None:
            return
        time.sleep(0.05)


@dataclass(frozen=True)
class Backup:
    """A backup with the time before it was begun and after it was there (seconds since 1970), and what was lost of it."""

    path: Path
    begun: float
    ended: float
    missing: tuple[str, ...]
    rows: dict[str, int]


def problems(ask: Ask, home: Path, log: list[Write], backup: Backup) -> list[str]:
    """What is wrong with a restored service; each looked at by plain SQL and by the files."""
    found = [f"missing from the backup: {place}" for place in backup.missing]
    found += [f"{table}: {number} rows, not {rows}" for table, rows in backup.rows.items() if (number := _count(ask, table)) != rows]
    found += _files(ask, home)
    found += _one_moment(ask, log, backup)
    events = ask("SELECT count(*), max(seq) FROM foundation_auditevent")[0]
    broken = ask(
        "SELECT count(*) FROM foundation_auditevent a JOIN foundation_auditevent b ON b.seq = a.seq + 1 WHERE b.previous_hash <> a.hash"
    )[0][0]
    if events[0] != events[1] or broken:
        found.append(f"the audit trail has {events[0]} events up to {events[1]}, {broken} of them not chained")
    return found


def _count(ask: Ask, table: str) -> int:
    return int(ask(f'SELECT count(*) FROM "{table}"')[0][0])


def _files(ask: Ask, home: Path) -> list[str]:
    """The papers: as many files as rows, each what was stored."""
    rows = dict(ask("SELECT kept_as, sha256 FROM engagement_paper WHERE removed_at IS NULL"))
    lying = {path.name: path for path in (home / "files" / "papers").glob("*")}
    found = [f"a row without its file: {name}" for name in sorted(rows.keys() - lying.keys())]
    found += [f"a file without a row: {name}" for name in sorted(lying.keys() - rows.keys())]
    both = sorted(rows.keys() & lying.keys())
    return found + [f"changed: {name}" for name in both if hashlib.sha256(lying[name].read_bytes()).hexdigest() != rows[name]]


def _one_moment(ask: Ask, log: list[Write], backup: Backup) -> list[str]:
    """Nothing acknowledged before is lost, and of one writer's writes the first so many are there, and none after them."""
    papers = {int(pk): removed is not None for pk, removed in ask("SELECT id, removed_at FROM engagement_paper")}
    contacts = {int(pk) for (pk,) in ask("SELECT id FROM engagement_activity")}

    def there(write: Write) -> bool:
        return write.pk in contacts if write.did == "contact" else write.pk in papers and (write.did == "add" or papers[write.pk])

    kept = [there(write) for write in log]
    lost = sum(write.at < backup.begun and not is_there for write, is_there in zip(log, kept, strict=True))
    last = max((number for number, is_there in enumerate(kept) if is_there), default=-1)
    gaps = kept[: last + 1].count(False)
    return ([f"{lost} acknowledged writes are lost"] if lost else []) + ([f"{gaps} writes are missing before later ones"] if gaps else [])


@contextmanager
def asking(home: Path, database: str = "") -> Iterator[Ask]:
    """Ask a restored database, without Django."""
    if database:
        import psycopg

        with psycopg.connect(database, options="-c folkmoot.areas=all") as connection:
            yield lambda statement: connection.execute(statement).fetchall()
        return
    with closing(sqlite3.connect(home / "folkmoot.sqlite3")) as copy:
        yield lambda statement: copy.execute(statement).fetchall()


def sound(ask: Ask) -> list[str]:
    """What SQLite finds wrong with a database."""
    try:
        said = [str(row[0]) for row in ask("PRAGMA integrity_check") if row[0] != "ok"]
        return said + [f"{row[0]} points at nothing" for row in ask("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
