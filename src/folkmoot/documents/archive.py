"""Zip files of strangers, unpacked in memory and never beyond a limit, whatever their tables promise."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from folkmoot.documents.contract import LIMITS, DocumentError, NeedsPassword

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, struct.error, LookupError)
_LOCAL_HEADER = b"PK\x03\x04"
_ENCRYPTED = 0x1


class Archive:
    """The members of a zip file by name. `entries` keeps all of them, also those that no name leads to."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.data = data
        self._left = LIMITS.unpacked_bytes
        with refusing_damage(name):
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.entries = self._zip.infolist()
        self._check()
        self.members = {entry.filename: entry for entry in self.entries}

    def _check(self) -> None:
        if len(self.entries) > LIMITS.members:
            raise too_large(self.name)
        names = [entry.filename for entry in self.entries]
        if any(_leads_outside(name) for name in names):
            raise DocumentError(
                f"{self.name} names files outside itself.",
                "Such a file is made to do harm, or is damaged.",
                "Do not open it; ask for it anew.",
            )
        if len(set(names)) != len(names):
            raise DocumentError(
                f"{self.name} holds two parts of the same name.",
                "Programs would show different ones of them.",
                "Save it again, and bring that in.",
            )
        if any(entry.flag_bits & _ENCRYPTED for entry in self.entries):
            raise NeedsPassword(f"{self.name} opens only with a password.", "", "Save it without a password, and bring that copy in.")

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def read(self, name: str) -> bytes:
        """One member. Raises DocumentError where it is absent, damaged or too large."""
        entry = self.members.get(name)
        if entry is None:
            raise damaged(self.name)
        return self.unpacked(entry)

    def unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        """One entry's bytes, stopped at the limits. Raises DocumentError."""
        with refusing_damage(self.name), self._zip.open(entry) as member:
            most = min(LIMITS.member_bytes, self._left)
            found = member.read(most + 1)
        if len(found) > most or (len(found) > 1_000_000 and len(found) > LIMITS.ratio * max(1, entry.compress_size)):
            raise too_large(self.name)
        self._left -= len(found)
        return found

    def strays(self) -> Iterator[bytes]:
        """Members whose bytes lie in the file although its table does not list them, unpacked as far as they can be."""
        listed = {entry.header_offset for entry in self.entries}
        start = self.data.find(_LOCAL_HEADER)
        while start >= 0:
            if start not in listed:
                yield from self._stray(start)
            start = self.data.find(_LOCAL_HEADER, start + 4)

    def _stray(self, start: int) -> Iterator[bytes]:
        header = self.data[start : start + 30]
        if len(header) < 30:
            return
        method, name_length, extra_length = struct.unpack("<8xH16xHH", header)
        begins = start + 30 + name_length + extra_length
        yield self.data[start + 30 : start + 30 + name_length]
        if method == zipfile.ZIP_DEFLATED:
            found = unpacked_as_far_as_possible(self.data[begins:], -zlib.MAX_WBITS, min(self._left, LIMITS.member_bytes))
            self._left -= len(found)
            yield found


def unpacked_as_far_as_possible(data: bytes, window: int, most: int) -> bytes:
    """The beginning of a deflated stream, at most `most` bytes of it; nothing where it is none."""
    try:
        return zlib.decompressobj(window).decompress(data, max(1, most))
    except zlib.error:
        return b""


def _leads_outside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


@contextmanager
def refusing_damage(name: str) -> Iterator[None]:
    """What goes wrong inside a damaged file becomes one plain error."""
    try:
        yield
    except DocumentError:
        raise
    except _DAMAGED:
        raise damaged(name) from None


def damaged(name: str) -> DocumentError:
    """The error for a file that breaks off or contradicts itself."""
    return DocumentError(
        f"{name} could not be read.", "The file is damaged or incomplete.", "Open it, save it again, and bring that copy in."
    )


def too_large(name: str) -> DocumentError:
    """The error for a file that unpacks to more than anybody would have written."""
    return DocumentError(
        f"{name} unpacks to far more than a document holds.",
        "Such a file is damaged, or made to stop the service.",
        "Ask for it anew, or split it.",
    )
