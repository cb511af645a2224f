"""Writing the package, into a folder or a zip, piece by piece: nothing of a table or a file is ever held whole.

It is written under a name that ends in `.part`, read by its owner only, and takes its own name when it is complete.
"""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from folkmoot.errors import FolkmootError
from folkmoot.wholesale.rules import Part, place_problem


class Sink(Protocol):
    """A file of the package while it is written."""

    def write(self, data: bytes, /) -> object: ...


class Counted:
    """Passes on what is written, and keeps its size and SHA-256."""

    def __init__(self, into: BinaryIO) -> None:
        self._into, self._hash, self.bytes = into, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._into.write(data)
        self._hash.update(data)
        self.bytes += len(data)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Pack:
    """A package that is being written. `parts` says what it holds so far."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

    @contextmanager
    def file(self, path: str) -> Iterator[Sink]:
        """A new file of the package at `path`. Raises FolkmootError for a name that could not be brought in again."""
        problem = place_problem(path)
        if problem:
            raise FolkmootError(f"The file {path} cannot be taken out.", f"{problem[0].upper()}{problem[1:]}.", "Give it another name.")
        with self._opened(path) as raw:
            counted = Counted(raw)
            yield counted
        self.parts.append(Part(path, counted.bytes, counted.sha256))

    def put(self, path: str, text: str) -> Part:
        with self.file(path) as file:
            file.write(text.encode())
        return self.parts[-1]

    @contextmanager
    def _opened(self, path: str) -> Iterator[BinaryIO]:
        raise NotImplementedError
        yield


class _Folder(Pack):
    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    @contextmanager
    def _opened(self, path: str) -> Iterator[BinaryIO]:
        place = self._root / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file


class _Zip(Pack):
    def __init__(self, archive: zipfile.ZipFile, at: datetime) -> None:
        super().__init__()
        self._archive, self._at = archive, at.timetuple()[:6]

    @contextmanager
    def _opened(self, path: str) -> Iterator[BinaryIO]:
        entry = zipfile.ZipInfo(path, self._at)
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self._archive.open(entry, "w", force_zip64=True) as file:
            yield cast(BinaryIO, file)


@contextmanager
def writing(target: Path, at: datetime) -> Iterator[Pack]:
    """A package at `target`: a zip where its name ends in .zip, else a folder. Nothing is left of one that is not finished.

    Raises FolkmootError where something lies there already, or the place cannot be written to.
    """
    part = target.with_name(f"{target.name}.part")
    for place in (target, part):
        if place.exists() or place.is_symlink():
            raise FolkmootError(f"{place} is there already.", "Nothing is ever written over.", "Name a place where nothing lies.")
    try:
        with _zip(part, at) if target.suffix.lower() == ".zip" else _folder(part) as pack:
            yield pack
        os.rename(part, target)
    except BaseException as error:
        _remove(part)
        if isinstance(error, OSError):
            raise FolkmootError(f"{target} could not be written.", str(error), "Nothing was left behind. Name another place.") from error
        raise


@contextmanager
def _folder(part: Path) -> Iterator[Pack]:
    part.mkdir(mode=0o700)
    yield _Folder(part)


@contextmanager
def _zip(part: Path, at: datetime) -> Iterator[Pack]:
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as file, zipfile.ZipFile(file, "w") as archive:
        yield _Zip(archive, at)


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        part.unlink(missing_ok=True)
