"""A mail server that speaks SMTP on this machine, takes messages, and fails at the step a test names."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 fake ready")
        while line := self.rfile.readline().decode(errors="replace").strip():
            word = line.split(":")[0].split()[0].upper()
            answer = self.server.answers.get(word)
            if answer == "hang up":
                return
            if word == "DATA" and not answer:
                if not self._take():
                    return
            else:
                self._say(answer or ("221 bye" if word == "QUIT" else "250 fine"))

    def _take(self) -> bool:
        """Take the words; False where the connection ends after they were taken and before that is said."""
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.taken.append(b"".join(lines).decode())
        if self.server.answers.get("after the words") == "hang up":
            return False
        self._say(self.server.answers.get("after the words") or "250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class FakeSmtp(socketserver.ThreadingTCPServer):
    """`answers`: by command (RCPT, MAIL, DATA, "after the words") what to say in place of yes, or "hang up"."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.answers: dict[str, str] = {}
        self.taken: list[str] = []


@contextmanager
def smtp_server() -> Iterator[FakeSmtp]:
    with FakeSmtp() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
