"""What stands in a backup, in which order: `about.json`, the database, the files of the data folder, and last `members.json`."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from folkmoot.keeping.moments import Holding
from folkmoot.keeping.sealing import Key, Unreadable, opened, sealed

FORMAT = 1
ABOUT, DATABASE, MEMBERS, HOME = "about.json", "database", "members.json", "home/"
_AT_ONCE = 1024 * 1024
_MOST_WORDS = 64 * 1024 * 1024
DAMAGED = (tarfile.TarError, zlib.error, EOFError)


@dataclass(frozen=True)
class About:
    """What is said of a backup inside it. `made_at` in ISO 8601; `missing` names files that were lost before it was taken."""

    made_at: str
    product: str
    holding: Holding
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(self.holding.counts.values())


@dataclass(frozen=True)
class Member:
    """A file in a backup: its size in bytes and its SHA-256."""

    size: int
    sha256: str


def write(out: BinaryIO, key: Key, about: About, database: Path, files: Mapping[str, Path]) -> None:
    """Seal everything into `out`: `files` by their place in the data folder. Raises OSError."""
    said = {"made_at": about.made_at, "product": about.product, "engine": about.holding.engine}
    with (
        sealed(out, key, said) as sealing,
        gzip.GzipFile(fileobj=sealing, mode="wb", compresslevel=1, mtime=0) as small,
        tarfile.open(fileobj=small, mode="w|") as pack,
    ):
        _add_words(pack, ABOUT, asdict(about))
        members = {DATABASE: _add(pack, DATABASE, database)}
        for place, path in sorted(files.items()):
            members[HOME + place] = _add(pack, HOME + place, path)
        _add_words(pack, MEMBERS, {name: asdict(member) for name, member in members.items()})


@contextmanager
def reading(path: Path, key: Key) -> Iterator[tuple[About, "Pack"]]:
    """Open a backup; what it says of itself, and what is behind it. Raises Unreadable."""
    try:
        with path.open("rb") as file, gzip.GzipFile(fileobj=opened(file, key)) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            pack = Pack(tar, plain)  # type: ignore[arg-type]
            yield pack.about(), pack
    except DAMAGED as error:
        raise Unreadable(f"What is in it cannot be read ({error}).") from error
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error}).") from error


class Pack:
    """The members of a backup, read once in their order."""

    def __init__(self, tar: tarfile.TarFile, plain: BinaryIO) -> None:
        self._tar, self._plain = tar, plain

    def about(self) -> About:
        info = self._tar.next()
        said = self._words(info, ABOUT)
        if said.get("format") != FORMAT:
            raise Unreadable(
                f"It is of the form {said.get('format')}, and this Folkmoot reads form {FORMAT}.",
                "Use the version that made it, or a later one.",
            )
        return About(**(said | {"holding": Holding(**said["holding"])}))

    def unpack(self, into: Path | None) -> dict[str, Member]:
        """Write every member below `into` (None: only read), and compare each with what was said of it. Raises Unreadable, OSError."""
        found: dict[str, Member] = {}
        while info := self._tar.next():
            if info.name == MEMBERS:
                self._compare(found, {name: Member(**member) for name, member in self._words(info, MEMBERS).items()})
                self._to_the_end()
                return found
            if not info.isreg() or not _safe(info.name) or info.name in found:
                raise Unreadable(f"It holds “{info.name[:80]}”, which is not a file of the product.")
            found[info.name] = self._copy(info, into / info.name if into else None)
        raise Unreadable("It ends without the list of what is in it.")

    def _to_the_end(self) -> None:
        """Nothing comes after the list; reading on asks the seal whether this was the end."""
        if self._tar.next() is not None:
            raise Unreadable("Something stands behind the list of what is in it.")
        while self._plain.read(_AT_ONCE):
            pass

    def _copy(self, info: tarfile.TarInfo, target: Path | None) -> Member:
        source, whole = self._tar.extractfile(info), hashlib.sha256()
        assert source is not None
        if target:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _new(target) if target else io.BytesIO() as out:
            while piece := source.read(_AT_ONCE):
                whole.update(piece)
                if target:
                    out.write(piece)
        if target:
            os.utime(target, (info.mtime, info.mtime))
        return Member(info.size, whole.hexdigest())

    def _words(self, info: tarfile.TarInfo | None, name: str) -> dict[str, Any]:
        file = self._tar.extractfile(info) if info and info.name == name and info.size <= _MOST_WORDS else None
        if file is None:
            raise Unreadable(f"It has no {name} where it belongs.")
        said: dict[str, Any] = json.loads(file.read())
        return said

    @staticmethod
    def _compare(found: dict[str, Member], said: dict[str, Member]) -> None:
        wrong = sorted(name for name in found.keys() | said.keys() if found.get(name) != said.get(name))
        if wrong:
            raise Unreadable(f"{len(wrong)} of its files are not what was put into it, the first of them {wrong[0]}.")


def _safe(name: str) -> bool:
    parts = name.split("/")
    return name == DATABASE or (name.startswith(HOME) and all(part not in {"", ".", ".."} for part in parts) and "\0" not in name)


def _new(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _add(pack: tarfile.TarFile, name: str, path: Path) -> Member:
    with path.open("rb") as file:
        info = tarfile.TarInfo(name)
        there = os.fstat(file.fileno())
        info.size, info.mtime = there.st_size, int(there.st_mtime)
        counting = _Counting(file)
        pack.addfile(info, counting)
    return Member(info.size, counting.whole.hexdigest())


def _add_words(pack: tarfile.TarFile, name: str, said: Mapping[str, Any]) -> None:
    words = json.dumps(said).encode()
    info = tarfile.TarInfo(name)
    info.size = len(words)
    pack.addfile(info, io.BytesIO(words))


class _Counting:
    def __init__(self, file: BinaryIO) -> None:
        self._file, self.whole = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.whole.update(piece)
        return piece
