"""A clamd that plays four parts: it finds what it is told to, says a file is too large, breaks off, or knows nothing harmful."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# The file that every scanner calls harmful although it is not (eicar.org), put together here so that none takes this file for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd:
    """`mode`: "scan" (finds EICAR and nothing else), "found" (always), "limit" (above `limit` bytes), "down" (breaks off)."""

    def __init__(self, mode: str = "scan", limit: int = 0) -> None:
        self.mode, self.limit = mode, limit
        self.seen: list[bytes] = []
        self._line = socket.create_server(("127.0.0.1", 0))
        self.address = f"clamd://127.0.0.1:{self._line.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._line.shutdown(socket.SHUT_RDWR)  # whoever waits in accept() lets go of it
        self._line.close()

    def _serve(self) -> None:
        while True:
            try:
                asking, _ = self._line.accept()
            except OSError:
                return
            with asking:
                self._answer(asking)

    def _answer(self, asking: socket.socket) -> None:
        command = _until_nul(asking)
        if command == b"zPING":
            asking.sendall(b"PONG\0")
        if command != b"zINSTREAM":
            return
        data = b""
        while length := struct.unpack("!I", _exactly(asking, 4))[0]:
            data += _exactly(asking, length)
            if self.mode == "down":
                return
            if self.mode == "limit" and len(data) > self.limit:
                asking.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.seen.append(data)
        found = self.mode == "found" or EICAR in data
        asking.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


def _until_nul(asking: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and (one := asking.recv(1)):
        said += one
    return said[:-1]


def _exactly(asking: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        piece = asking.recv(length - len(data))
        if not piece:
            return bytes(length)
        data += piece
    return data


@contextmanager
def clamd(mode: str = "scan", limit: int = 0) -> Iterator[FakeClamd]:
    """A fake scanner that answers at `address` until the block ends."""
    fake = FakeClamd(mode, limit)
    try:
        yield fake
    finally:
        fake.close()
