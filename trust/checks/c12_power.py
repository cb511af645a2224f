"""A power cut: killing a process leaves what the system has not yet written in memory, so every write is followed to the disk instead.

The production server is traced. At each answer that says “stored”, nothing that was written for it may still wait to be synced: no page of
the database, no byte of a file, no name made in or taken from a folder. A file system that drops what was not synced (LazyFS, FUSE) would
be the other way; it is not needed for this one.
"""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from trust.checks import breaking
from trust.checks.breaking import broken
from trust.checks.killing import KINDS
from trust.checks.writing import Writer
from trust.figures import Cannot, Figure, Size, check, control
from trust.places import Place, fictional, folder, served, use

CALLS = "openat,rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync,write,pwrite64,writev,pwritev,ftruncate,sendto"
NOT_KEPT = ("/server.log", "/cache/", "/static/", "-shm", "/incoming/")
_WRITES = re.compile(r"^(?:write|pwrite64|writev|pwritev|ftruncate)\(\d+<([^>]+)>")
_SYNCS = re.compile(r"^(?:fsync|fdatasync)\(\d+<([^>]+)>\) += 0")
_MAKES = re.compile(r'^openat\([^"]*"[^"]*", [^)]*O_CREAT[^)]*\) = \d+<([^>]+)>')
_REMOVES = re.compile(r'^unlink(?:at)?\([^"]*"([^"]+)"[^)]*\) = 0')
_MOVES = re.compile(r'^rename(?:at2?)?\([^"]*"([^"]+)"[^"]*"([^"]+)"[^)]*\) = 0')


@dataclass
class Disk:
    """What was written below `home` and has not been synced, and how often something was since the last answer."""

    home: str
    known: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    syncs: int = 0

    def sees(self, call: str) -> None:
        if found := _SYNCS.match(call):
            self.waiting.discard(found[1])
            self.syncs += found[1].startswith(self.home)
        elif found := _WRITES.match(call):
            self._waits(found[1])
        elif (found := _MAKES.match(call)) and found[1] not in self.known:
            self.known.add(found[1])
            self._waits(os.path.dirname(found[1]), found[1])
        elif found := _REMOVES.match(call):
            self.known.discard(found[1])
            self.waiting.discard(found[1])
            self._waits(os.path.dirname(found[1]), found[1])
        elif found := _MOVES.match(call):
            self._waits(os.path.dirname(found[2]), found[2])

    def _waits(self, path: str, about: str = "") -> None:
        if path.startswith(self.home) and not any(each in (about or path) for each in NOT_KEPT):
            self.waiting.add(path)


def _calls(trace: Iterable[str]) -> Iterable[str]:
    """The calls of a trace in the order in which they ended; one that another process interrupted is put together again."""
    begun: dict[str, str] = {}
    for line in trace:
        who, _space, call = line.rstrip("\n").partition(" ")
        call = call.strip()
        if call.endswith("<unfinished ...>"):
            begun[who] = call.removesuffix("<unfinished ...>").rstrip()
        elif call.startswith("<... "):
            yield begun.pop(who, "") + call.partition("resumed>")[2]
        else:
            yield call


def _measured(size: Size, environment: dict[str, str] | None = None, kinds: tuple[str, ...] = KINDS) -> Figure:
    if shutil.which("strace") is None:
        raise Cannot("strace is not installed: apt-get install strace")
    place, writes = fictional(), 400 if size is Size.WHOLE else 12
    trace = folder() / "trace"
    with served(place, **(environment or {})) as server:
        writer = Writer(place, "maya.fenwick@example.org", "east-of-england")
        writer.sign_in()
        for kind in kinds:
            writer.send(writer.form(kind))
        tracer = _trace(server.pid, trace)
        sent = [writer.form(kinds[turn % len(kinds)]) for turn in range(writes)]
        stored = sum(writer.send(each) for each in sent)
        tracer.send_signal(signal.SIGINT)
        tracer.wait(30)
    return _figure(place, trace, stored)


def _trace(group: int, into: Path) -> "subprocess.Popen[bytes]":
    """Follow every process of the group. Raises Cannot where the system does not let one process follow another."""
    listed = subprocess.run(["ps", "-o", "pid=", "-g", str(group)], capture_output=True, text=True, check=True).stdout.split()
    command = ["strace", "-f", "-y", "-s", "24", "-e", f"trace={CALLS}", "-o", str(into), *(word for pid in listed for word in ("-p", pid))]
    tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(3)
    if tracer.poll() is not None:
        raise Cannot("strace may not follow another process here (ptrace is forbidden)")
    return tracer


def _figure(place: Place, trace: Path, stored: int) -> Figure:
    disk = Disk(str(place.home), {str(path) for path in place.home.rglob("*")})
    wrong, answers, syncs = [], 0, []
    with trace.open(encoding="utf-8", errors="replace") as lines:
        for call in _calls(lines):
            disk.sees(call)
            if call.startswith("sendto(") and '"HTTP/1.1 ' in call:
                if '"HTTP/1.1 302' in call:
                    answers += 1
                    syncs.append(disk.syncs)
                    left = sorted(path.replace(str(place.home), "…").replace("/folkmoot.sqlite3", "/database") for path in disk.waiting)
                    wrong += [f"answer {answers}: {disk.syncs} syncs, not on the disk yet: {', '.join(left) or 'nothing'}"] * (
                        bool(left) or not disk.syncs
                    )
                disk.syncs = 0
                disk.waiting.clear()
    if answers != stored:
        wrong.append(f"{stored} forms were stored, and {answers} answers were seen in the trace")
    more = {"fewest and most syncs for one answer": f"{min(syncs, default=0)}, {max(syncs, default=0)}", "SQLite": sqlite3.sqlite_version}
    return Figure(len(wrong), answers, "acknowledged writes followed to the disk", more, tuple(wrong), least=10)


@check(
    12, "What is acknowledged is on the disk, not only in memory: a power cut takes none of it",
    target="0 answers before everything written for them was synced; a control with synchronous=NORMAL is seen",
)  # fmt: skip
def on_the_disk(size: Size) -> Figure:
    return _measured(size)


@control(12, "synchronous=FULL with a rollback journal: its removal is not synced")
def full_only(size: Size) -> Figure:
    return _measured(Size.GATE, broken(folder(), "folkmoot.config.sqlite", breaking.FULL_ONLY))


@control(12, "a write-ahead log with synchronous=NORMAL")
def normal(size: Size) -> Figure:
    return _measured(Size.GATE, broken(folder(), "folkmoot.config.sqlite", breaking.WAL_NORMAL), ("organisation", "point"))


@control(12, "files are left for the system to write when it likes")
def not_synced(size: Size) -> Figure:
    return _measured(Size.GATE, broken(folder(), "folkmoot.foundation.storage", breaking.NOT_SYNCED), ("paper",))


def _spared(version: tuple[int, ...]) -> bool:
    """From the list on sqlite.org/wal.html#walresetbug, written down once more and differently than in the product."""
    words = ".".join(f"{part:03d}" for part in version)
    fixed_lines = ("003.044.006", "003.044.999"), ("003.050.007", "003.050.999"), ("003.051.003", "999.999.999")
    return words < "003.007.000" or any(first <= words <= last for first, last in fixed_lines)


def _versions(size: Size) -> Figure:
    place = fictional()
    _leave_in_wal(place)
    use(place)
    from django.db import connection

    from folkmoot.config import sqlite

    every = [(3, minor, patch) for minor in range(70) for patch in range(12)] + [(4, 0, 0)]
    wrong = []
    for version in every:
        said = str(sqlite.options(version)["init_command"])
        if ("journal_mode=WAL" in said) != _spared(version) or "synchronous=EXTRA" not in said or "mmap" in said:
            wrong.append(f"SQLite {version}: {said}")
    asked = {}
    with connection.cursor() as cursor:
        for name in ("journal_mode", "synchronous", "mmap_size"):
            asked[name] = cursor.execute(f"PRAGMA {name}").fetchone()[0]
    mode = "wal" if _spared(sqlite3.sqlite_version_info) else "delete"
    if asked != {"journal_mode": mode, "synchronous": 3, "mmap_size": 0}:
        wrong.append(f"SQLite {sqlite3.sqlite_version} as it is opened here: {asked}")
    return Figure(len(wrong), len(every) + 1, "versions of SQLite and the one here", {"opened here": asked}, tuple(wrong), least=800)


def _leave_in_wal(place: Place) -> None:
    """As another program, or another version, may have left it."""
    with sqlite3.connect(place.home / "folkmoot.sqlite3") as opened:
        opened.execute("PRAGMA journal_mode=WAL")
    opened.close()


@check(
    12, "The write-ahead log is used only where SQLite is free of the fault that corrupts it; no memory map", part="b", gate=True,
    target="0 versions from 3.7.0 to 3.51.2 with WAL (patched lines 3.44.6 and 3.50.7 excepted)",
)  # fmt: skip
def versions(size: Size) -> Figure:
    return _versions(size)


@control("12b", "every version counts as free of the fault")
def all_spared(size: Size) -> Figure:
    from folkmoot.config import sqlite

    sqlite.wal_is_safe = lambda _version: True
    return _versions(size)
