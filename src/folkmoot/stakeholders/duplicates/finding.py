"""The search in the background: every pair that may be one, found out of core with Splink on DuckDB.

Source of the method: R. Linacre and others, “Splink: free software for probabilistic record linkage at scale”, International Journal of
Population Data Science 7 (2022). Names stay on this machine: they are copied into a file that only this account can read, in a folder
that is removed at the end whatever happens. Pairs that share a key are compared; keys that too many rows share are left out, as a
name that thousands bear tells nothing.
"""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from folkmoot.engines.bolts import shut
from folkmoot.stakeholders.duplicates import learning
from folkmoot.stakeholders.duplicates.names import person_name
from folkmoot.stakeholders.duplicates.organisation_names import organisation_name
from folkmoot.stakeholders.duplicates.rules import Entry, Kind, finer_keys, keys
from folkmoot.stakeholders.duplicates.sounds import sound

AT_ONCE = 20_000
CROWD = 60  # a key that more rows share is left out of the comparing; most of those rows share another, rarer one
MEMORY = "1GB"

_RESULT = "least(unique_id_l, unique_id_r) AS lower_id, greatest(unique_id_l, unique_id_r) AS higher_id, match_probability AS probability"

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Scored:
    """Two rows, the first with the smaller id, and how likely they are one."""

    left: int
    right: int
    probability: float


def search(
    kind: Kind, rows: Iterable[tuple[int, Entry]], *, threshold: float, progress: Progress | None = None, memory: str = MEMORY,
    crowd: int = CROWD,
) -> Iterator[Scored]:  # fmt: skip
    """All pairs at least as likely as `threshold`, likeliest first. `rows`: id and entry. The same rows give the same pairs."""
    import duckdb

    said = progress or _nobody
    with _folder() as folder, duckdb.connect(str(folder / "names.duckdb")) as database:
        (folder / "names.duckdb").chmod(0o600)
        for name, value in (("memory_limit", memory), ("temp_directory", str(folder / "spill")), ("preserve_insertion_order", False)):
            database.execute(f"SET {name}=?", [value])
        shut(database)
        count = _read(database, kind, rows, said)
        if count < 2:
            return
        said("comparing", count)
        _block(database, crowd)
        yield from _score(database, kind, count, threshold)


def _nobody(step: str, done: int) -> None:
    """Where nobody asked how far it is."""


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that only this account can open, gone at the end; files made meanwhile can be read by nobody else either."""
    before = os.umask(0o077)
    try:
        with tempfile.TemporaryDirectory(prefix="folkmoot-search-") as folder:
            yield Path(folder)
    finally:
        os.umask(before)


def _read(database: Any, kind: Kind, rows: Iterable[tuple[int, Entry]], progress: Progress) -> int:
    """Copy the rows into the file, in the form that comparing needs."""
    import pyarrow

    database.execute(f"CREATE TABLE people ({', '.join(f'{name} {sort}' for name, sort in learning.COLUMNS.items())})")
    database.execute("CREATE TABLE keys (key BIGINT, unique_id BIGINT)")
    waiting, done = iter(rows), 0
    while some := list(islice(waiting, AT_ONCE)):
        columns = list(zip(*(_columns(pk, each) for pk, each in some), strict=True))
        held = pyarrow.table(dict(zip(learning.COLUMNS, map(list, columns), strict=True)), schema=learning.schema())
        database.register("batch", held)
        database.execute("INSERT INTO people SELECT * FROM batch")
        links = [(key, pk) for pk, each in some for key in (*keys(each), *finer_keys(each))]
        database.register("batch", pyarrow.table({"key": [key for key, _pk in links], "unique_id": [pk for _key, pk in links]}))
        database.execute("INSERT INTO keys SELECT hash(key)::HUGEINT - 9223372036854775808, unique_id FROM batch")
        database.unregister("batch")
        done += len(some)
        progress("reading", done)
    return done


def _columns(pk: int, each: Entry) -> tuple[object, ...]:
    name = person_name(each.name) if each.kind is Kind.PERSON else None
    body = organisation_name(each.name) if name is None else None
    said = name.words if name else body.words if body else ()
    forms = name.forms if name else said
    telling = name.telling if name else forms
    sort = " ".join(sorted([*body.numbers, *body.tiers])) if body else ""
    return (
        pk, " ".join(said) or None, " ".join(sorted(forms)) or None, sorted(set(telling)), sorted({sound(word) for word in telling}),
        list(name.initials) if name else [], sort, each.email or None, each.phone or None, each.postcode or None,
        each.birth_year, each.domain or None, each.town or None,
    )  # fmt: skip


def _block(database: Any, crowd: int) -> None:
    """The pairs to compare: those that share a key which few share. A crowded key alone is not enough."""
    database.execute(
        "CREATE TABLE few AS SELECT key, unique_id FROM keys "
        "WHERE key IN (SELECT key FROM keys GROUP BY key HAVING count(*) BETWEEN 2 AND ?)",
        [crowd],
    )
    database.execute("DROP TABLE keys")
    database.execute(
        "CREATE TABLE blocked AS SELECT DISTINCT l.unique_id AS join_key_l, r.unique_id AS join_key_r, '0' AS match_key "
        "FROM few l JOIN few r USING (key) WHERE l.unique_id < r.unique_id"
    )


def _score(database: Any, kind: Kind, count: int, threshold: float) -> Iterator[Scored]:
    table = learning.predict(database, kind, count, threshold)
    if table is None:
        return
    asked = f"SELECT {_RESULT} FROM {table} ORDER BY probability DESC, lower_id, higher_id"  # noqa: S608 - Splink names the table
    cursor = database.execute(asked)
    while some := cursor.fetchmany(AT_ONCE):
        yield from (Scored(*row) for row in some)
