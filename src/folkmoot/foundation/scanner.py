"""The antivirus scanner that looks at every file before anything reads it: a clamd, asked by its INSTREAM command.

FOLKMOOT_SCANNER says where it answers: clamd://host:port, or clamd:///run/clamav/clamd.ctl for a socket of this machine. A file that
was not scanned to its end is never passed: a scanner that is silent, breaks off or says that a file is above its limit refuses it.
Source of the protocol: clamd(8), “INSTREAM” and “PING”; commands and answers here end with a NUL (the “z” form).
"""

import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.errors import FolkmootError

PORT = 3310
SECONDS = 60.0  # for one answer: of the largest file, a recording of 100 MB
A_PIECE = 256 * 1024
_LONGEST_ANSWER = 4096


class NotPassed(FolkmootError):
    """A file that goes no further: something harmful was found in it, or it could not be scanned to its end."""


class Harmful(NotPassed):
    """The scanner knows what is in it. `signature` is the scanner's own name for it."""

    def __init__(self, signature: str) -> None:
        super().__init__(
            _("This file was refused."), _("The virus scanner found something harmful in it. Nothing of it was kept."),
            _("Do not send it again, and tell whoever looks after your computer where it came from."),
        )  # fmt: skip
        self.signature = signature


class TooLargeToScan(NotPassed):
    """The scanner's own limit is smaller than the file; its StreamMaxLength says how large that is."""

    def __init__(self) -> None:
        super().__init__(
            _("This file was refused."), _("It is larger than the virus scanner looks at, and no file is taken unscanned."),
            _("Send a smaller file, or ask whoever runs the service to raise the scanner’s limit."),
        )  # fmt: skip


class ScannerSilent(NotPassed):
    """The scanner cannot be reached, broke off, or gave an answer that nobody can read."""

    def __init__(self) -> None:
        super().__init__(
            _("This file cannot be taken now."), _("The virus scanner does not answer, and no file is taken unscanned."),
            _("Try again later. If it stays so, tell whoever runs the service."),
        )  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where the scanner answers: a host and a port, or a socket of this machine."""

    host: str = ""
    port: int = PORT
    path: str = ""


def place() -> Place | None:
    """Where it answers; None where none is set. Raises ValueError for an address that cannot be read."""
    address = str(settings.SCANNER).strip()
    if not address:
        return None
    said = urlsplit(address)
    if said.scheme != "clamd" or not (said.hostname or said.path):
        raise ValueError("FOLKMOOT_SCANNER is clamd://host:port, or clamd:///path/of/the/socket")
    return Place(said.hostname, said.port or PORT) if said.hostname else Place(path=said.path)


def scan(pieces: Iterable[bytes]) -> None:
    """Have a file scanned, piece by piece; returns where it is clean or where no scanner is set. Raises NotPassed."""
    try:
        where = place()
    except ValueError as error:
        raise ScannerSilent from error
    if where is not None:
        _judge(_asked(where, pieces))


def answers() -> bool:
    """Whether the scanner answers at all. Raises ValueError for an address that cannot be read."""
    where = place()
    if where is None:
        return False
    with suppress(OSError), _connected(where) as line:
        line.sendall(b"zPING\0")
        return _answer(line) == "PONG"
    return False


def _judge(answer: str) -> None:
    """Clean is only what the scanner calls clean: every other answer refuses."""
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        raise Harmful(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if "size limit exceeded" in answer:
        raise TooLargeToScan
    raise ScannerSilent


def _asked(where: Place, pieces: Iterable[bytes]) -> str:
    try:
        with _connected(where) as line:
            # A scanner that has had enough answers and closes its end while we still send: what it said is read all the same.
            with suppress(BrokenPipeError, ConnectionResetError):
                line.sendall(b"zINSTREAM\0")
                for piece in pieces:
                    for start in range(0, len(piece), A_PIECE):
                        part = piece[start : start + A_PIECE]
                        line.sendall(struct.pack("!I", len(part)) + part)
                line.sendall(struct.pack("!I", 0))
            return _answer(line)
    except OSError as error:
        raise ScannerSilent from error


def _connected(where: Place) -> socket.socket:
    if not where.path:
        return socket.create_connection((where.host, where.port), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(SECONDS)
    try:
        line.connect(where.path)
    except BaseException:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    """One answer, up to its NUL; what breaks off before is no answer."""
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER and (piece := line.recv(_LONGEST_ANSWER)):
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip() if b"\0" in said else ""
