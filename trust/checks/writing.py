"""People who write through the real pages of a running server, and a book of what they were told was stored. Shared by several checks."""

import contextlib
import hashlib
import random
import re
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import requests

from trust.places import Place

PASSWORD = "marigold-lantern-42"
WRITERS = {
    "maya.fenwick@example.org": "east-of-england", "nia.rowe@example.org": "cymru-wales", "jaspreet.gill@example.org": "east-midlands",
    "tunde.akande@example.org": "london-north", "claire.osei@example.org": "london-south", "alan.thirlwell@example.org": "north-east",
}  # fmt: skip
PATIENCE = 30.0  # seconds


@dataclass
class Sent:
    """One form that was sent: what it was, the words by which its row is known again, its mark, and how it was answered."""

    kind: str
    tag: str
    values: dict[str, str]
    path: str
    file: bytes = b""
    acknowledged: bool = False
    repeated: bool = False
    refused: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.file).hexdigest()


@dataclass
class Writer:
    """A person with a browser: signs in once, and sends forms as the page gave them, each with its mark and its CSRF token."""

    place: Place
    email: str
    area: str
    browser: requests.Session = field(default_factory=requests.Session)
    activity: int = 0

    def sign_in(self) -> None:
        page = self._get("/account/login/")
        self._post("/account/login/", {"login": self.email, "password": PASSWORD, **_hidden(page.text)})
        if "sessionid" not in self.browser.cookies:
            raise RuntimeError(f"{self.email} could not sign in")
        self.activity = self._contact_of_own()

    def form(self, kind: str) -> Sent:
        """The next form of a kind, filled in; every value that the page itself gives is read from the page the first time."""
        tag = f"{kind} {secrets.token_hex(6)}"
        path = {
            "contact": f"/engagement/log?area={self.area}", "organisation": f"/organisations/new?area={self.area}",
            "point": f"/engagement/{self.activity}/point", "paper": f"/engagement/{self.activity}/papers/new",
        }[kind]  # fmt: skip
        given = self._given(path)
        filled = {
            "contact": {
                "title": tag, "kind": "meeting", "held_on": datetime.now(UTC).date().isoformat(), "said_1": f"{tag} one",
                "said_2": f"{tag} two", "said_1_kind": "concern", "said_2_kind": "concern",
            },
            "organisation": {"name": f"{secrets.token_hex(5)} {tag}", "kind": "community", "known": "another"},
            "point": {"words": tag, "nature": "concern"},
            "paper": {"title": tag, "consent": "", "transcript": ""},
        }[kind]  # fmt: skip
        file = f"Programme: {tag}. {random.randbytes(900).hex()}".encode() if kind == "paper" else b""
        return Sent(kind, tag, given | filled | {"mark": secrets.token_urlsafe(24)}, path, file)

    def send(self, sent: Sent) -> bool:
        """Send it; True where the server said that it is stored. A cut connection leaves it not acknowledged."""
        files = {"file": ("programme.txt", sent.file, "text/plain")} if sent.file else None
        try:
            answer = self._post(sent.path, sent.values, files)
        except requests.RequestException:
            return False
        if answer.status_code >= 500:
            return False
        sent.acknowledged = answer.status_code == 302 and "/account/login" not in answer.headers["Location"]
        if not sent.acknowledged:
            sent.refused = f"{answer.status_code} {answer.headers.get('Location', '')} {_problems(answer.text)}"
        return sent.acknowledged

    def _contact_of_own(self) -> int:
        made = self.form("contact")
        answer = self._post(made.path, made.values)
        return int(answer.headers["Location"].strip("/").split("/")[-1])

    def _given(self, path: str) -> dict[str, str]:
        known = self.__dict__.setdefault("_pages", {})
        if path not in known:
            page = self._get(path)
            if page.status_code != 200:
                raise RuntimeError(f"{self.email} cannot open {path}: {page.status_code}")
            known[path] = _hidden(page.text)
        return dict(known[path])

    def _get(self, path: str) -> requests.Response:
        return self.browser.get(self.place.address + path, timeout=PATIENCE)

    def _post(self, path: str, values: dict[str, str], files: object = None) -> requests.Response:
        return self.browser.post(self.place.address + path, data=values, files=files, timeout=PATIENCE, allow_redirects=False)  # type: ignore[arg-type]


def _hidden(page: str) -> dict[str, str]:
    """What a page's form carries unseen: its CSRF token, mark, version."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] not in {"language", "next"}:
            found[name[1]] = value[1] if value else ""
    return found


def _problems(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", each).strip() for each in re.findall(r'error-message"[^>]*>(.*?)</', page, re.DOTALL))[:200]


class Crowd:
    """Writers who write at once, each one form after the other, until the server is gone or `enough` says so."""

    def __init__(self, place: Place, kinds: Iterable[str], writers: int = 6) -> None:
        self.place, self.kinds = place, list(kinds)
        self.writers = [Writer(place, email, area) for email, area in list(WRITERS.items())[:writers]]
        self.book: list[Sent] = []
        self.unanswered: list[tuple[Writer, Sent]] = []
        self._lock = threading.Lock()

    def sign_in(self) -> None:
        for writer in self.writers:
            writer.sign_in()

    def acknowledged(self) -> int:
        return sum(each.acknowledged for each in self.book)

    def write_until(self, stop: Callable[[], bool]) -> None:
        """Blocks until every writer has stopped: each at its first unanswered form, or when `stop` says so."""
        threads = [threading.Thread(target=self._write, args=(writer, stop)) for writer in self.writers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def send_again(self) -> int:
        """Send each form whose connection was cut once more, with the same mark, as a person would; returns how many."""
        again, self.unanswered = self.unanswered, []
        for writer, sent in again:
            sent.repeated = True
            writer.browser.close()  # the connections of the server that is gone
            if not writer.send(sent):
                self.unanswered.append((writer, sent))
        return len(again)

    def _write(self, writer: Writer, stop: Callable[[], bool]) -> None:
        while not stop():
            sent = writer.form(random.choice(self.kinds))
            answered = writer.send(sent)
            with self._lock:
                self.book.append(sent)
                if not answered and not sent.refused:
                    self.unanswered.append((writer, sent))
            if not answered:
                return


def told_by(book: Iterable[Sent]) -> list[Sent]:
    return [each for each in book if each.acknowledged]


def until(moment: float) -> Callable[[], bool]:
    return lambda: time.monotonic() > moment


def integrity(database: str) -> str:
    """What SQLite says of a file, looked at as any program would; "ok" where it is whole."""
    with contextlib.closing(sqlite3.connect(database, timeout=30)) as opened:
        return str(opened.execute("PRAGMA integrity_check").fetchone()[0])
