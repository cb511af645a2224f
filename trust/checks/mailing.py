"""A mail server that is in no good mood, in a process of its own: it refuses, does not answer, or takes a message and says nothing."""

import email
import json
import multiprocessing
import random
import socketserver
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOODS = ("refuses the address", "refuses for now", "takes it and hangs up", "hangs up before the end", "does not answer")


def without_letters() -> None:
    """A fictional year in which no letter waits or was sent, so that only those of a trial are counted."""
    from folkmoot.accounts.notices.models import Letter
    from folkmoot.voice.models import Telling

    Telling.objects.exclude(letter=None).update(letter=None)
    Letter.objects.all().delete()


@dataclass
class Server:
    """`port` to send to; `moody`: how many of a hundred messages meet a bad mood; `taken` what was delivered so far."""

    port: int
    moody: Any
    book: Path

    def taken(self) -> list[dict[str, Any]]:
        """One for each message that was taken: its envelope's recipients, its Message-ID, its subject, whom its head shows."""
        return [json.loads(line) for line in self.book.read_text(encoding="utf-8").splitlines()] if self.book.exists() else []


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.to: list[str] = []
        mood = ""
        self._say("220 ready")
        while line := self.rfile.readline().decode(errors="replace").strip():
            word = line.split(":")[0].split()[0].upper()
            if word == "MAIL":
                self.to, mood = [], random.choice(MOODS) if random.random() * 100 < self.server.moody.value else ""
            if word == "RCPT":
                if mood.startswith("refuses"):
                    self._say("550 no such person" if mood == MOODS[0] else "451 try later")
                    continue
                self.to.append(line.partition(":")[2].strip("<> "))
            if word == "DATA":
                if not self._take(mood):
                    return
            else:
                self._say("221 bye" if word == "QUIT" else "250 fine")

    def _take(self, mood: str) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if mood == "does not answer":
            time.sleep(1.5)
        if mood in ("hangs up before the end", "does not answer") or not line:
            return False
        self._keep(email.message_from_bytes(b"".join(lines)))
        if mood == "takes it and hangs up":
            return False
        self._say("250 taken")
        return True

    def _keep(self, message: Any) -> None:
        shown = [address for name in ("To", "Cc", "Bcc") for value in message.get_all(name, []) for address in value.split(",")]
        kept = {"to": self.to, "id": message["Message-ID"], "subject": message["Subject"], "shown": shown}
        with self.server.book.open("a", encoding="utf-8") as book:
            book.write(json.dumps(kept) + "\n")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class _Listening(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that was killed while it spoke is what is being tried."""


def _serve(listening: _Listening) -> None:
    listening.serve_forever(poll_interval=0.01)


@contextmanager
def mail_server(book: Path) -> Iterator[Server]:
    """Started as a process, so that the one that forks the senders has no threads."""
    forking = multiprocessing.get_context("fork")
    listening = _Listening(("127.0.0.1", 0), _Talk)
    listening.moody, listening.book = forking.Value("i", 0), book  # type: ignore[attr-defined]
    process = forking.Process(target=_serve, args=(listening,), daemon=True)
    process.start()
    try:
        yield Server(listening.server_address[1], listening.moody, book)  # type: ignore[attr-defined]
    finally:
        process.kill()
        process.join()
        listening.server_close()
