"""Backups taken while the service is written to, each restored and looked at; and backups that must be refused."""

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit, urlunsplit

from trust.checks.keeping_apart import Backup, asking, problems, sound, writer
from trust.checks.spoiling import refusals
from trust.checks.writing_until_ended import Write, read
from trust.figures import Figure, Size, check, control
from trust.places import Place, empty, fictional, folder, postgresql, use

PROMISE = "A backup taken while people work is restored whole, and a bad one is refused with its reason"
TARGET = "20 of 20 restored whole (sound, trail unbroken, files = rows, counts equal, nothing acknowledged lost); every bad one refused"


@check(37, PROMISE, target=TARGET)
def on_sqlite(size: Size) -> Figure:
    return _measured(fictional(), 2 if size is Size.GATE else 20)


@check(37, PROMISE + ": PostgreSQL", target=TARGET, part="p")
def on_postgresql(size: Size) -> Figure:
    with postgresql() as address:
        return _measured(empty(address), 2 if size is Size.GATE else 20)


@control("37", "the file of the database is copied piece by piece while it is written to, instead of by SQLite's own means")
def copied_plainly(size: Size) -> Figure:
    place = fictional()
    use(place)

    def plainly(source: Any, file: Path) -> None:
        with (place.home / "folkmoot.sqlite3").open("rb") as there, file.open("wb") as here:
            while piece := there.read(64 * 1024):
                here.write(piece)
                time.sleep(0.004)

    with patch("folkmoot.keeping.moments.copy_sqlite", plainly):
        return _measured(place, 1, with_bad_ones=False)


@control("37", "whether a piece is the one that was sealed is not asked when a backup is opened")
def seal_not_checked(size: Size) -> Figure:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    place = fictional()
    use(place)
    from folkmoot.keeping import sealing

    begin = sealing._Opening.__init__

    def begun(self: Any, file: Any, secret: bytes, piece: int) -> None:
        self.secret = secret
        begin(self, file, secret, piece)

    def opened_anyhow(self: Any) -> bool:
        if not self._next:
            return False
        piece, self._next = self._next, self._file.read(self._size)
        counter = sealing._nonce(self._number, last=not self._next) + (2).to_bytes(4, "big")
        self._held = Cipher(algorithms.AES(self.secret), modes.CTR(counter)).decryptor().update(piece[:-16])
        self._number += 1
        return True

    with patch.object(sealing._Opening, "__init__", begun), patch.object(sealing._Opening, "_more", opened_anyhow):
        return _measured(place, 1, restored=False)


@control("37", "files are taken before the database alone, without those that came meanwhile")
def files_first(size: Size) -> Figure:
    del size
    return _files_first(fictional())


@control("37p", "files are taken before the database alone, without those that came meanwhile")
def files_first_on_postgresql(size: Size) -> Figure:
    del size
    with postgresql() as address:
        return _files_first(empty(address))


def _files_first(place: Place) -> Figure:
    use(place)
    from folkmoot.keeping import contents, taking

    take, moment = contents.Held.take, taking.take_moment

    def once(self: Any) -> None:
        if not self.found:
            take(self)

    def slowly(file: Path) -> Any:
        time.sleep(0.5)
        return moment(file)

    with patch.object(contents.Held, "take", once), patch.object(taking, "take_moment", slowly):
        return _measured(place, 1, with_bad_ones=False)


def _measured(place: Place, number: int, *, with_bad_ones: bool = True, restored: bool = True) -> Figure:
    use(place)
    keys = folder()
    place.run("backup", "key", str(keys / "a.key"))
    found: list[str] = []
    backups: list[Backup] = []
    with writer(place) as log:
        for turn in range(number):
            try:
                backups.append(_taken(place, keys / "a.key"))
            except Exception as error:
                found.append(f"backup {turn + 1} could not be taken: {type(error).__name__}: {error}")
            time.sleep(0.2)
    writes = read(log)
    seconds = []
    for turn, backup in enumerate(backups if restored else []):
        wrong, took = _restored(place, backup, writes, keys / "a.key")
        seconds.append(took)
        found += [f"backup {turn + 1}: {'; '.join(wrong)}"] if wrong else []
    bad = refusals(place, backups[-1].path, keys) if with_bad_ones and backups else []
    found += [f"{what}: {said}" for what, said in bad if said]
    last = backups[-1] if backups else None
    more = {
        "backups": f"{number}", "bad backups": f"{len(bad)}",
        "written meanwhile": f"{len(writes)} writes of one process, the slowest {max(write.at - write.begun for write in writes):.2f} s",
        "slowest backup": f"{max((each.ended - each.begun for each in backups), default=0):.1f} s of {_megabytes(last)} MB sealed",
        "slowest restore, with every check": f"{max(seconds, default=0):.1f} s (the time for 10 GB was not measured)",
    }  # fmt: skip
    return Figure(len(found), number + len(bad), "backups restored or refused", more, tuple(found))


def _taken(place: Place, key_file: Path) -> Backup:
    from django.utils import timezone

    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.keeping.operations import take_backup

    begun = time.time()
    taken, _removed = take_backup(by=THE_PRODUCT, at=timezone.now(), folder=place.home.parent / "safe", key_file=key_file)
    return Backup(taken.path, begun, time.time(), tuple(taken.about.missing), taken.about.holding.counts)


def _restored(place: Place, backup: Backup, writes: list[Write], key_file: Path) -> tuple[list[str], float]:
    """What is wrong with what comes out of a backup, and how long bringing it back took."""
    if backup.missing:
        return [f"{len(backup.missing)} files of its rows are missing from it, the first {backup.missing[0]}"], 0.0
    with ExitStack() as closing:
        database = closing.enter_context(_another(place.database)) if place.database else ""
        new = Place(folder() / "new", database=database)
        begun = time.monotonic()
        said = new.run("restore", str(backup.path), "--into", str(new.home), "--key", str(key_file), code=None)
        took = time.monotonic() - begun
        if "No fault was found" not in said:
            return [said.strip()[-300:]], took
        ask = closing.enter_context(asking(new.home, database))
        return ([] if database else sound(ask)) + problems(ask, new.home, writes, backup), took


class _another:
    """Another empty database on the same PostgreSQL."""

    def __init__(self, address: str) -> None:
        self._address, self._name = address, "restored"

    def __enter__(self) -> str:
        self._do(f"CREATE DATABASE {self._name}")
        return urlunsplit(urlsplit(self._address)._replace(path=f"/{self._name}"))

    def __exit__(self, *_error: object) -> None:
        self._do(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement)


def _megabytes(backup: Backup | None) -> str:
    return f"{backup.path.stat().st_size / 1e6:.1f}" if backup else "0"
