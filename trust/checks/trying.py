"""Trouble made on purpose, and how a server answers in it: a worker killed, a database stopped, a disk filled. For check 40."""

import ctypes
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests
from tools.with_postgres import as_owner, find_programs

from trust.checks.killing import Looked, look
from trust.checks.writing import Crowd, Sent, Writer
from trust.figures import Cannot
from trust.places import Place, folder

PLAIN = "Try again in a moment"
BACK = 10.0  # seconds
_READ = ("/organisations/", "/engagement/", "/voice/", "/actions/")
_NEW_PLACES = 0x00020000  # CLONE_NEWNS of unshare(2): mounts of this process and its children are theirs alone


@dataclass
class Answered:
    """How many were asked while there was trouble, how many got through all the same, and what was answered otherwise than plainly."""

    asked: int = 0
    through: int = 0
    wrong: list[str] = field(default_factory=list)
    back: float = 0.0


def ask_in_trouble(crowd: Crowd, kinds: tuple[str, ...], answered: Answered) -> None:
    """Each writer opens a page and sends a form of each kind; what was not stored waits in `crowd.unanswered` to be sent again."""
    for writer in crowd.writers:
        for turn, kind in enumerate(kinds):
            address = _READ[turn % len(_READ)]
            _note(answered, f"opening {address}", _got(writer, address))
            sent = writer.form(kind)
            crowd.book.append(sent)
            _note(answered, f"sending a {kind}", _sent(writer, sent))
            if not sent.acknowledged:
                crowd.unanswered.append((writer, sent))


def _note(answered: Answered, what: str, fault: str | None) -> None:
    answered.asked += 1
    answered.through += fault is None
    answered.wrong += [f"{what}: {fault}"] if fault else []


def _got(writer: Writer, address: str) -> str | None:
    """None where the page was given; what is wrong with the answer, "" where it asks plainly to try again."""
    try:
        answer = writer.browser.get(writer.place.address + address, timeout=30)
    except requests.RequestException as error:
        return type(error).__name__
    return None if answer.status_code == 200 else _plain(answer)


def _sent(writer: Writer, sent: Sent) -> str | None:
    files = {"file": ("programme.txt", sent.file, "text/plain")} if sent.file else None
    try:
        answer = writer.browser.post(writer.place.address + sent.path, data=sent.values, files=files, timeout=30, allow_redirects=False)
    except requests.RequestException as error:
        return type(error).__name__
    sent.acknowledged = answer.status_code == 302 and "/account/login" not in answer.headers["Location"]
    if sent.acknowledged:
        return None
    fault = _plain(answer)
    return fault or ("" if sent.tag in answer.text and sent.values["mark"] in answer.text else "what was typed is not in the answer")


def _plain(answer: requests.Response) -> str:
    if answer.status_code != 503 or PLAIN not in answer.text:
        return f"status {answer.status_code}, not “try again”"
    return "" if answer.headers.get("Retry-After") else "no Retry-After"


def come_back(crowd: Crowd, answered: Answered, looked: Looked) -> None:
    """After the trouble: how long until a page is given again; what was not answered is sent again, and all must be there once."""
    began = time.monotonic()
    while _got(crowd.writers[0], "/engagement/") is not None and time.monotonic() < began + 60:
        time.sleep(0.2)
    answered.back = time.monotonic() - began
    if answered.back > BACK:
        answered.wrong.append(f"back only after {answered.back:.0f} s")
    looked.cut += crowd.send_again()
    answered.wrong += [f"{sent.tag}: sent again, and not taken" for _writer, sent in crowd.unanswered]
    answered.wrong += [f"{sent.kind} was refused: {sent.refused}" for sent in crowd.book if sent.refused]
    look(crowd.book, looked, whole=True)


def workers(server: int) -> list[int]:
    """The processes that answer, children of the server's own."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=False).stdout
    return [int(each) for each in listed.split()]


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def stopped(space: Path) -> Iterator[None]:
    """The PostgreSQL of a folder is stopped at once, its connections cut, and started again as it was started."""
    data, programs = space / "data", find_programs()
    assert programs is not None
    options = shlex.split((data / "postmaster.opts").read_text())[1:]
    kept = " ".join(shlex.quote(word) for word in options if word not in ("-D", str(data)))
    as_owner([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "-s", "stop"])
    try:
        yield
    finally:
        as_owner([programs / "pg_ctl", "-D", data, "-l", space / "log", "-w", "-s", "start", "-o", kept])


def on_a_small_disk(place: Place, spare: int) -> Place:
    """A copy of a place on a disk of its own with so many spare bytes, that only this process and its children see."""
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_PLACES):
        raise Cannot("a small disk of its own takes the rights of root (mount)")
    needed = sum(each.stat().st_blocks * 512 for each in place.home.rglob("*"))
    disk = folder()
    for command in (["--make-rprivate", "/"], ["-t", "tmpfs", "-o", f"size={needed + spare}", "none", str(disk)]):
        if subprocess.run(["mount", *command], capture_output=True, check=False).returncode:
            raise Cannot("a small disk of its own takes the rights of root (mount)")
    moved = Place(disk / "fictional")
    shutil.copytree(place.home, moved.home)
    return moved


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not one byte is free on the disk."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as out, suppress(OSError):
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    out.write(b"x" * size)
    try:
        yield
    finally:
        ballast.unlink()
