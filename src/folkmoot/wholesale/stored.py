"""The files that the product keeps beside its database: everything in its store, and what suggesting themes has learned."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from folkmoot.errors import FolkmootError
from folkmoot.wholesale.rules import FILES

LEARNED = "themes"  # a folder of the data folder, beside the store
IN_STORE, IN_LEARNED = f"{FILES}store/", f"{FILES}{LEARNED}/"


def kept() -> Iterator[str]:
    """The place in the package of every file, in a fixed order."""
    yield from (IN_STORE + path for path in sorted(_in_store("")))
    folder = _learned()
    if folder.is_dir():
        yield from (IN_LEARNED + path.name for path in sorted(folder.iterdir()) if path.is_file() and not path.is_symlink())


def opened(place: str) -> BinaryIO:
    """A file by its place in the package. Raises OSError where it went away."""
    if place.startswith(IN_LEARNED):
        return (_learned() / place.removeprefix(IN_LEARNED)).open("rb")
    return cast(BinaryIO, default_storage.open(place.removeprefix(IN_STORE)))


def known_place(place: str) -> bool:
    """Whether a file of a package has a place in the data folder."""
    learned = place.removeprefix(IN_LEARNED)
    return place.startswith(IN_STORE) or (place.startswith(IN_LEARNED) and "/" not in learned)


def put_back(place: str, pieces: Iterable[bytes]) -> bool:
    """Write a file where it lay; returns False where the very same file is there already. Raises FolkmootError for another there."""
    try:
        with opened(place) as there:
            same = _fingerprint(iter(lambda: there.read(1024 * 1024), b"")) == _fingerprint(pieces)
    except FileNotFoundError:
        _write(place, pieces)
        return True
    if not same:
        raise FolkmootError(
            f"The data folder holds another file at {place}.", "", "Bring everything into an empty service, with an empty folder “files”."
        )
    return False


def take_away(place: str) -> None:
    """Undo `put_back`."""
    if place.startswith(IN_LEARNED):
        (_learned() / place.removeprefix(IN_LEARNED)).unlink(missing_ok=True)
    else:
        default_storage.delete(place.removeprefix(IN_STORE))


def _write(place: str, pieces: Iterable[bytes]) -> None:
    if place.startswith(IN_LEARNED):
        _learned().mkdir(mode=0o700, exist_ok=True)
        path = _learned() / place.removeprefix(IN_LEARNED)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(pieces)
        return
    name = place.removeprefix(IN_STORE)
    kept_as = default_storage.save(name, _Pieces(pieces))
    if kept_as != name:
        default_storage.delete(kept_as)
        raise FolkmootError(f"The file {place} could not be put where it lay.", f"The store wanted to name it {kept_as}.")


class _Pieces(File):  # type: ignore[type-arg]
    """A file of which only the next piece is held."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__(None)
        self._pieces = pieces

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return iter(self._pieces)


def _fingerprint(pieces: Iterable[bytes]) -> bytes:
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(piece)
    return whole.digest()


def _learned() -> Path:
    return Path(settings.HOME) / LEARNED


def _in_store(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        yield from _in_store(f"{folder}{name}/")
