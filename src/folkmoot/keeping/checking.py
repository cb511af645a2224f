"""Whether a service is whole: the database sound, the audit trail unbroken, decisions as they were taken, every row's file there."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.decisions.queries import decisions
from folkmoot.decisions.records import faults_of
from folkmoot.foundation import audit
from folkmoot.keeping.moments import Holding, ask_here, holding
from folkmoot.keeping.pointing import pointed_at

MOST_TOLD = 40


@dataclass
class Checked:
    """What was looked at, by its name in words and how many of it, and what is wrong, in sentences."""

    looked_at: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def checked(home: Path, *, missing: Iterable[str] = (), head: audit.Head | None = None) -> Checked:
    """Look through the service in `home` and its database. `missing` files were lost before the backup; `head`: see audit.faults."""
    done = Checked()
    done.faults += list(sound())
    done.looked_at["events of the audit trail"] = audit.head().seq
    done.faults += [f"audit trail: {fault}" for fault in audit.faults(head)]
    taken = 0
    for decision in decisions(THE_PRODUCT).filter(taken_at__isnull=False).iterator(chunk_size=200):
        taken += 1
        done.faults += [f"decision {decision.pk}: {fault}" for fault in faults_of(decision)]
    done.looked_at["decisions"] = taken
    files = dict(pointed_at(ask_here, connection.introspection.table_names()))
    done.looked_at["files"] = len(files)
    done.faults += list(file_faults(home, files, set(missing)))
    return done


def sound() -> Iterator[str]:
    """What SQLite itself finds wrong with its file; PostgreSQL holds its rules at every moment, and checks its pages when it reads them."""
    if connection.vendor != "sqlite":
        return
    for (said,) in ask_here("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the database file is damaged: {said}"
    for table, row, target, _number in ask_here("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points at a row of {target} that is not there"


def unlike(said: Holding) -> Iterator[str]:
    """What the database holds that differs from what was said of it when it was taken."""
    here = holding(ask_here)
    for table in sorted(said.counts.keys() | here.counts.keys()):
        if said.counts.get(table) != here.counts.get(table):
            yield f"the table {table} has {here.counts.get(table, 'no')} rows, where {said.counts.get(table, 'no')} were taken"
    for name in sorted(set(said.guards) ^ set(here.guards)):
        yield f"the guard {name} was {'taken, and is not there' if name in said.guards else 'not taken, and is there'}"
    if (said.events, said.head) != (here.events, here.head):
        yield f"the audit trail ends at event {here.events}, not at the event {said.events} that was taken"
    if said.migrations != here.migrations:
        yield "the steps of the database are not those that were taken"


def file_faults(home: Path, files: dict[str, str], missing: set[str]) -> Iterator[str]:
    """Each file that a row points at and that is not there, or is not what was stored."""
    for place, mark in sorted(files.items()):
        if place in missing:
            continue
        try:
            with (home / place).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            yield f"the file {place} is not there, and a row points at it"
            continue
        if mark and found != mark:
            yield f"the file {place} is not what was stored"
