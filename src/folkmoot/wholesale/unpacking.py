"""Reading a package without trusting it: no name leads out of it, no link is followed, nothing swells beyond what it said it is."""

import hashlib
import json
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from folkmoot.errors import FolkmootError
from folkmoot.wholesale.rules import MANIFEST, MOST_LINE, MOST_MANIFEST, Manifest, Part, place_problem, read_manifest, squeeze_problem

CHUNK = 1024 * 1024
_ENCRYPTED = 0x1
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class NotAPackage(FolkmootError):
    """The package cannot be brought in; `why` names the file in it, and what of it."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "This cannot be brought in.", why, "Nothing was written. Take it out again, or copy it again from where it was taken out."
        )


class Source(Protocol):
    """A package that is read: the size of each file by its place, and its bytes."""

    @property
    def sizes(self) -> dict[str, int]: ...

    def open(self, path: str) -> IO[bytes]: ...


@dataclass(frozen=True)
class _Folder:
    root: Path
    sizes: dict[str, int]

    def open(self, path: str) -> IO[bytes]:
        return os.fdopen(os.open(self.root / path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


@dataclass(frozen=True)
class _Zip:
    archive: zipfile.ZipFile
    sizes: dict[str, int]

    def open(self, path: str) -> IO[bytes]:
        return self.archive.open(path)


@contextmanager
def reading(place: Path) -> Iterator[Source]:
    """The package at `place`, a folder or a zip. Raises NotAPackage."""
    if place.is_symlink():
        raise NotAPackage(f"{place} is a link to something else.")
    if place.is_dir():
        yield _Folder(place, dict(_of_folder(place)))
        return
    try:
        archive = zipfile.ZipFile(place)
    except UNREADABLE as error:
        raise NotAPackage(f"{place} is neither a folder nor a whole zip file: {error}.") from error
    with archive:
        yield _Zip(archive, dict(_of_zip(archive)))


def _of_folder(root: Path) -> Iterator[tuple[str, int]]:
    waiting = [root]
    while waiting:
        with os.scandir(waiting.pop()) as folder:
            entries = list(folder)
        for entry in entries:
            path = Path(entry.path).relative_to(root).as_posix()
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                waiting.append(Path(entry.path))
                continue
            if not stat.S_ISREG(mode):
                raise NotAPackage(f"{path} is a link or a device, not a file.")
            _check_place(path)
            yield path, entry.stat(follow_symlinks=False).st_size


def _of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, int]]:
    met = set()
    for entry in archive.infolist():
        path, mode = entry.filename, entry.external_attr >> 16
        if entry.is_dir():
            _check_place(path.rstrip("/"))
            continue
        _check_place(path)
        if path in met:
            raise NotAPackage(f"{path} is in the zip twice.")
        met.add(path)
        if entry.flag_bits & _ENCRYPTED:
            raise NotAPackage(f"{path} is locked with a password.")
        if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise NotAPackage(f"{path} is a link or a device, not a file.")
        problem = squeeze_problem(packed=entry.compress_size, unpacked=entry.file_size)
        if problem:
            raise NotAPackage(f"{path}: {problem}.")
        yield path, entry.file_size


def _check_place(path: str) -> None:
    problem = place_problem(path)
    if problem:
        raise NotAPackage(f"{path[:200]!r}: {problem}.")


def manifest_of(source: Source) -> tuple[Manifest, str]:
    """What the package says of itself, and the SHA-256 of that: the fingerprint of the whole. Raises NotAPackage."""
    if MANIFEST not in source.sizes:
        raise NotAPackage(f"It has no {MANIFEST}: it was not taken out with `folkmoot everything out`, or only a part of it was copied.")
    try:
        with source.open(MANIFEST) as file:
            data = file.read(MOST_MANIFEST + 1)
        if len(data) > MOST_MANIFEST:
            raise ValueError("it is larger than a manifest can be")
        return read_manifest(json.loads(data)), hashlib.sha256(data).hexdigest()
    except (*UNREADABLE, ValueError, RecursionError) as error:
        raise NotAPackage(f"{MANIFEST}: {error}.") from error


def chunks(source: Source, part: Part) -> Iterator[bytes]:
    """The bytes of a file, in pieces; after the last it is certain that they are what the manifest says. Raises NotAPackage."""
    with _checked(source, part) as file:
        while data := file.read(CHUNK):
            yield data


def lines(source: Source, part: Part) -> Iterator[bytes]:
    """The lines of a file, likewise. Raises NotAPackage, also for a line beyond MOST_LINE or one that does not end."""
    with _checked(source, part) as file:
        number = 0
        while data := file.readline(MOST_LINE):
            number += 1
            if not data.endswith(b"\n"):
                raise NotAPackage(f"{part.path}, row {number}: the row does not end; the file was cut off, or the row is too long.")
            yield data


class _Checked:
    """Reads on, counting and hashing, and stops at the first byte too many."""

    def __init__(self, file: IO[bytes], part: Part) -> None:
        self._file, self._part, self._hash, self._read = file, part, hashlib.sha256(), 0

    def read(self, size: int) -> bytes:
        return self._met(self._file.read(size))

    def readline(self, size: int) -> bytes:
        return self._met(self._file.readline(size))

    def _met(self, data: bytes) -> bytes:
        self._read += len(data)
        if self._read > self._part.bytes:
            raise NotAPackage(f"{self._part.path} is longer than the manifest says ({self._part.bytes} bytes).")
        self._hash.update(data)
        return data

    def finish(self) -> None:
        if self._read != self._part.bytes:
            raise NotAPackage(f"{self._part.path} has {self._read} bytes; the manifest says {self._part.bytes}.")
        if self._hash.hexdigest() != self._part.sha256:
            raise NotAPackage(f"{self._part.path} is not what was taken out: its SHA-256 is not the one in the manifest.")


@contextmanager
def _checked(source: Source, part: Part) -> Iterator[_Checked]:
    try:
        with source.open(part.path) as raw:
            file = _Checked(raw, part)
            yield file
            file.finish()
    except UNREADABLE as error:
        raise NotAPackage(f"{part.path} cannot be read: {error}.") from error
