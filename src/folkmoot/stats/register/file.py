"""The register as a file: one line of JSON a released table, only ever added to."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from folkmoot.errors import FolkmootError
from folkmoot.stats.register.records import Record


class DamagedRegister(FolkmootError):
    """A line that cannot be read: nothing may be released beside what is not known."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(
            f"Line {line} of the register of released tables '{path.name}' cannot be read.",
            f"{why}.",
            "Put back an undamaged copy. Do not take the line out: what it says has been released.",
        )
        self.line = line


class RegisterNotWritten(FolkmootError):
    """The file or its folder cannot be written."""


def read_register(path: Path) -> list[Record]:
    """Every record, in the order of release; none where there is no file yet. Raises DamagedRegister."""
    try:
        with path.open("rb") as stream, _locked(stream.fileno(), shared=True):
            content = stream.read()
    except FileNotFoundError:
        return []
    return list(_records(path, content))


def _records(path: Path, content: bytes) -> Iterator[Record]:
    lines = content.split(b"\n")
    if lines.pop():
        raise DamagedRegister(path, len(lines) + 1, "It is not complete: writing it was interrupted")
    for number, line in enumerate(lines, start=1):
        try:
            yield Record.from_dict(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedRegister(path, number, "It is not a record of a released table") from error


def add_to_register(path: Path, records: Iterable[Record]) -> None:
    """Add all the records or none. Others who add at the same time wait. Raises DamagedRegister and RegisterNotWritten."""
    text = "".join(json.dumps(record.to_dict(), ensure_ascii=False, separators=(",", ":")) + "\n" for record in records).encode()
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise RegisterNotWritten(f"The register '{path}' could not be written.", f"{error.strerror}.", "Give another file.") from error
    try:
        with _locked(descriptor, shared=False):
            _append(path, descriptor, text)
    finally:
        os.close(descriptor)


def _append(path: Path, descriptor: int, text: bytes) -> None:
    """In one write, made to last; whatever stands there of a write that failed is taken back."""
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        list(_records(path, os.pread(descriptor, size, 0)))  # names the line
    try:
        if os.write(descriptor, text) != len(text):
            raise OSError(0, "The disk is full")
        os.fsync(descriptor)
    except OSError as error:
        os.ftruncate(descriptor, size)
        raise RegisterNotWritten(
            f"The register '{path}' could not be written.", f"{error.strerror}.", "Make room and release again."
        ) from error


@contextmanager
def _locked(descriptor: int, *, shared: bool) -> Iterator[None]:
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
