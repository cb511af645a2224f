"""One encrypted file, written and read piece by piece: any byte changed, any piece moved or missing is noticed.

Each piece is sealed with AES-256-GCM under a key made for this file alone; its nonce counts the pieces and says which is the last
(the construction STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015). The first line of the file can be read by anybody.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO

from folkmoot.errors import FolkmootError

MAGIC = b"FOLKMOOT BACKUP 1\n"
KEY_LINE = "folkmoot-backup-key-1:"
PIECE = 1024 * 1024
_TAG = 16
_LONGEST_HEAD = 64 * 1024


class Unreadable(FolkmootError):
    """The file is no backup, is not whole, was changed, or belongs to another key."""

    def __init__(self, why: str, do: str = "Use another copy of it, or an earlier backup.") -> None:
        super().__init__("This backup cannot be used.", why, do)


@dataclass(frozen=True)
class Key:
    """The secret with which backups are sealed. `mark` names it without giving it away."""

    secret: bytes

    @property
    def mark(self) -> str:
        return hmac.digest(self.secret, b"folkmoot backup, mark", "sha256").hex()[:16]

    def for_file(self, head: bytes, salt: bytes) -> bytes:
        """The key of one file, bound to every byte of its first line."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), 32, salt=salt, info=b"folkmoot backup, pieces" + hashlib.sha256(head).digest()).derive(self.secret)


def make_key(path: Path) -> Key:
    """Write a new key to a file that does not exist yet, readable by its owner alone. Raises FolkmootError."""
    key = Key(secrets.token_bytes(32))
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise FolkmootError(
            f"{path} could not be made.", str(error), "Name a file that does not exist, in a folder you can write to."
        ) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(KEY_LINE + base64.urlsafe_b64encode(key.secret).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def read_key(path: Path) -> Key:
    """Raises FolkmootError where the file is not there or holds no key."""
    try:
        line = path.read_text(encoding="ascii").strip()
        secret = base64.urlsafe_b64decode(line.removeprefix(KEY_LINE))
    except (OSError, ValueError) as error:
        raise FolkmootError(
            f"The key of backups, {path}, cannot be read.", str(error), "Put it back from where its copy is kept."
        ) from error
    if not line.startswith(KEY_LINE) or len(secret) != 32:
        raise FolkmootError(f"{path} holds no key of backups.", "", "One is made with: folkmoot backup key FILE")
    return Key(secret)


@contextmanager
def sealed(out: BinaryIO, key: Key, said: dict[str, Any]) -> Iterator["_Sealing"]:
    """What is written is sealed into `out`; `said` stands in the first line, unsealed but bound to the rest.

    Without an error inside, the last piece is written, and marked as the last.
    """
    salt = secrets.token_bytes(32)
    head = json.dumps({**said, "key": key.mark, "salt": salt.hex(), "piece": PIECE}).encode() + b"\n"
    out.write(MAGIC + head)
    writing = _Sealing(out, key.for_file(head, salt))
    yield writing
    writing.finish()


def head_of(file: BinaryIO) -> dict[str, Any]:
    """The first line of a backup; the file stands behind it. Raises Unreadable."""
    return _head(file)[1]


def opened(file: BinaryIO, key: Key) -> BufferedIOBase:
    """What was sealed, to be read once from start to end. Raises Unreadable, now and while it is read."""
    head, said = _head(file)
    if said["key"] != key.mark:
        why = f"It was sealed with the key marked {said['key']}; the one given is marked {key.mark}."
        raise Unreadable(why, "Give the key with which it was made.")
    return _Opening(file, key.for_file(head, bytes.fromhex(said["salt"])), int(said["piece"]))


def _head(file: BinaryIO) -> tuple[bytes, dict[str, Any]]:
    if file.read(len(MAGIC)) != MAGIC:
        raise Unreadable("It does not begin as a backup of Folkmoot does.")
    head = file.readline(_LONGEST_HEAD)
    try:
        said = json.loads(head)
        bytes.fromhex(said["salt"])
        if not (isinstance(said["key"], str) and 0 < int(said["piece"]) <= 64 * PIECE):
            raise ValueError("its first line says something else")
    except (ValueError, TypeError, KeyError) as error:
        raise Unreadable(f"Its first line cannot be read ({error}).") from error
    return head, said


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class _Sealing(RawIOBase):
    def __init__(self, out: BinaryIO, secret: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._out, self._sealer, self._held, self._number = out, AESGCM(secret), bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        while len(self._held) > PIECE:  # the last piece is held back: only at the end is it known to be the last
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._held), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._sealer.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


class _Opening(BufferedIOBase):
    def __init__(self, file: BinaryIO, secret: bytes, piece: int) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._file, self._opener, self._size = file, AESGCM(secret), piece + _TAG
        self._next, self._number, self._held = file.read(self._size), 0, b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted = -1 if size is None else size
        found = bytearray()
        while wanted < 0 or len(found) < wanted:
            if not self._held and not self._more():
                break
            taken = self._held if wanted < 0 else self._held[: wanted - len(found)]
            found += taken
            self._held = self._held[len(taken) :]
        return bytes(found)

    def _more(self) -> bool:
        """Open the next piece; False behind the last."""
        from cryptography.exceptions import InvalidTag

        while not self._ended and not self._held:
            piece, self._next = self._next, self._file.read(self._size)
            self._ended = not self._next
            try:
                self._held = self._opener.decrypt(_nonce(self._number, last=self._ended), piece, None)
            except (InvalidTag, ValueError) as error:
                raise Unreadable(self._why()) from error
            self._number += 1
        return bool(self._held)

    def _why(self) -> str:
        if self._ended:
            return f"It ends too early, or its end was changed: piece {self._number + 1} is not the last that was written."
        return f"It was changed after it was made: piece {self._number + 1} is not what was written there."
