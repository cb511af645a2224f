"""Taking a backup: files held, the database of one moment, everything sealed into one file that is there whole or not at all."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from folkmoot.errors import FolkmootError
from folkmoot.keeping import package
from folkmoot.keeping.contents import Held
from folkmoot.keeping.moments import Moment, take_moment
from folkmoot.keeping.pointing import POINTERS
from folkmoot.keeping.sealing import Key, Unreadable, head_of, read_key

BEGINS, ENDS = "folkmoot-", ".backup"
SCRATCH = ".backup-"
_TURNS = 5
_LEFT_OVER_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Taken:
    """A backup that was written and read back. Size in bytes, time in seconds; `missing` files were lost before it was taken."""

    path: Path
    about: package.About
    size: int
    sha256: str
    files: int
    seconds: float


def write_backup(home: Path, folder: Path, key: Key, *, product: str, at: datetime) -> Taken:
    """Take a backup of the running service into `folder`. Raises FolkmootError where it cannot be written or does not read back."""
    begun = time.monotonic()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with _scratch(home, at) as scratch:
            moment, files = _moment_with_files(home, scratch, folder)
            missing = sorted(set(moment.files) - set(files))
            about = package.About(at.astimezone(UTC).isoformat(timespec="seconds"), product, moment.holding, missing)
            path, size, sha256 = _written(folder, key, about, moment.file, files)
    except OSError as error:
        raise FolkmootError("The backup could not be written.", str(error), "Earlier backups are as they were.") from error
    return Taken(path, about, size, sha256, len(files), round(time.monotonic() - begun, 2))


def _moment_with_files(home: Path, scratch: Path, folder: Path) -> tuple[Moment, dict[str, Path]]:
    """A moment, and every file that its rows point at.

    The product writes a file before its row, and removes it after: so files are held before the moment, that none goes while it is
    taken, and those that came meanwhile after it. One that came and went between the two would be missing: then all is taken anew.
    """
    for turn in range(1, _TURNS + 1):
        held = Held(home, scratch / "home", folder)
        held.take()
        moment = take_moment(scratch / package.DATABASE)
        held.take()
        files = {place: path for place, path in held.found.items() if place in moment.files or not _pointed_at_by_nature(place)}
        if set(moment.files) <= set(files):
            break
        if turn < _TURNS:
            shutil.rmtree(scratch / "home", ignore_errors=True)
            time.sleep(0.2)
    return moment, files


def _pointed_at_by_nature(place: str) -> bool:
    """Whether such a file belongs to a row; without one it was never finished, or is about to be removed."""
    return any(place.startswith(pointer.before.rpartition("/")[0] + "/") for pointer in POINTERS)


def _written(folder: Path, key: Key, about: package.About, database: Path, files: dict[str, Path]) -> tuple[Path, int, str]:
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".folkmoot-", suffix=".part")  # readable by its owner alone
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            counting = _Counting(out)
            package.write(counting, key, about, database, files)  # type: ignore[arg-type]
            out.flush()
            os.fsync(out.fileno())
        check(unfinished, key)
        path = unfinished.replace(_named(folder, about.made_at))
    finally:
        unfinished.unlink(missing_ok=True)
    _keep(folder)
    return path, counting.size, counting.whole.hexdigest()


def check(path: Path, key: Key) -> tuple[package.About, int]:
    """Read a backup from start to end; what it says of itself, and how many files it holds. Raises Unreadable."""
    with package.reading(path, key) as (about, pack):
        return about, len(pack.unpack(None))


@dataclass(frozen=True)
class Lying:
    """A backup that lies in a folder, as its first line has it."""

    path: Path
    made_at: datetime


def lying_in(folder: Path) -> list[Lying]:
    """The backups in a folder, newest first; what is none is passed over."""
    found = []
    for path in folder.glob(f"{BEGINS}*{ENDS}"):
        try:
            with path.open("rb") as file:
                found.append(Lying(path, datetime.fromisoformat(head_of(file)["made_at"])))
        except (OSError, Unreadable, KeyError, ValueError):
            continue
    return sorted(found, key=lambda one: (one.made_at, one.path.name), reverse=True)


def remove_old(folder: Path, *, before: datetime) -> list[str]:
    """Remove the backups made before that time, but never the newest; returns their names."""
    old = [one.path for one in lying_in(folder)[1:] if one.made_at < before]
    for path in old:
        path.unlink()
    if old:
        _keep(folder)
    return [path.name for path in old]


@contextmanager
def _scratch(home: Path, at: datetime) -> Iterator[Path]:
    """A folder on the disk of the data folder, so that holding a file costs nothing; what an earlier one that was cut off left goes."""
    for left in home.glob(f"{SCRATCH}*"):
        if at - datetime.fromtimestamp(left.stat().st_mtime, UTC) > _LEFT_OVER_AFTER:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=home) as scratch:
        yield Path(scratch)


def _named(folder: Path, made_at: str) -> Path:
    """A name of its own, held by an empty file until the backup takes its place."""
    stamp = made_at.partition("+")[0].replace("-", "").replace(":", "")
    for number in range(1, 1000):
        path = folder / f"{BEGINS}{stamp}Z{'' if number == 1 else f'-{number}'}{ENDS}"
        with suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)
            return path
    raise FolkmootError(f"Too many backups of the same second lie in {folder}.")


def _keep(folder: Path) -> None:
    """Put the names in a folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Counting:
    def __init__(self, file: BinaryIO) -> None:
        self._file, self.whole, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.whole.update(data)
        self.size += len(data)
        return self._file.write(data)


def key_apart(key_file: Path, folder: Path) -> Key:
    """The key of backups. Raises FolkmootError where it lies beside what it opens."""
    where = key_file.resolve().parent
    for beside in (Path(settings.HOME).resolve(), folder.resolve()):
        if where == beside or beside in where.parents:
            raise FolkmootError(
                f"The key {key_file} lies in {beside}.", "Whoever takes the backups would take the key too, or lose both together.",
                "Keep it in a folder of its own, and a copy of it on another machine.",
            )  # fmt: skip
    return read_key(key_file)
