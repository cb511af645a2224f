"""What checks run against: a copy of the fictional year, an empty service, a server that answers, a PostgreSQL of its own.

The fictional year is built once for each version of the product, and copied. Everything else is in the folder of the check's own process.
"""

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tools.with_postgres import find_programs

from trust.figures import Cannot

ROOT = Path(__file__).resolve().parents[1]
KEPT = Path(os.environ.get("FOLKMOOT_TRUST_HOME", ROOT / "data" / "trust"))


@dataclass
class Place:
    """A service: its data folder, its address, and the database where that is not in the folder."""

    home: Path
    address: str = ""
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
        said = {"FOLKMOOT_HOME": str(self.home), "FOLKMOOT_DAILY_AT": "off"}
        said |= {"DATABASE_URL": self.database} if self.database else {}
        said |= {"FOLKMOOT_URL": self.address} if self.address else {}
        return kept | said

    def run(self, *words: str, code: int | None = 0, **extra: str) -> str:
        """Run `folkmoot words…` on it; returns what it printed. Any other exit code than `code` raises; None allows any."""
        command = [sys.executable, "-m", "folkmoot.cli", *words]
        done = subprocess.run(command, env=self.environment | extra, capture_output=True, text=True, check=False)
        if code is not None and done.returncode != code:
            raise RuntimeError(f"folkmoot {' '.join(words)} ended with {done.returncode}: {done.stderr or done.stdout}")
        return done.stdout + done.stderr


def folder() -> Path:
    """A new empty folder, removed with the check's process."""
    return Path(tempfile.mkdtemp())


def empty(database: str = "") -> Place:
    """A service as `folkmoot setup` makes it."""
    place = Place(folder(), database=database)
    place.run("setup")
    return place


def fictional() -> Place:
    """A copy of the fictional year. FOLKMOOT_TRUST_FICTIONAL names one that is built already; where none lies there, it is built here."""
    place = Place(folder() / "fictional")
    named = Path(os.environ.get("FOLKMOOT_TRUST_FICTIONAL") or "")
    shutil.copytree(named if (named / "fictional").exists() else _built(), place.home)
    return place


def _built() -> Path:
    home = KEPT / f"fictional-{_fingerprint()}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several checks at a time build it once
        if not (home / "done").exists():
            for old in KEPT.glob("fictional-*"):
                shutil.rmtree(old)
            Place(home).run("demo", "--build-only")
            (home / "done").touch()
    return home


def _fingerprint() -> str:
    """Of every file that makes the fictional year what it is."""
    summed = hashlib.sha256()
    for file in sorted((ROOT / "src").rglob("*.py")):
        summed.update(file.read_bytes())
    return summed.hexdigest()[:16]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(place: Place, **extra: str) -> Iterator[subprocess.Popen[bytes]]:
    """The production server on a place, in a process group of its own; `place.address` says where it answers."""
    place.address = f"http://localhost:{free_port()}"
    server = start(place, **extra)
    try:
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, 15)
        with suppress(subprocess.TimeoutExpired):
            server.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, 9)


def start(place: Place, **extra: str) -> "subprocess.Popen[bytes]":
    """Start the server and wait until it answers. Raises RuntimeError with its log."""
    port = place.address.rsplit(":", 1)[1]
    log = place.home / "server.log"
    with log.open("ab") as out:
        command = [sys.executable, "-m", "folkmoot.cli", "serve", "--port", port]
        server = subprocess.Popen(command, env=place.environment | extra, stdout=out, stderr=out, start_new_session=True)
    for _ in range(600):
        try:
            urllib.request.urlopen(place.address + "/accessibility", timeout=5).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return server
    raise RuntimeError("the server did not answer: " + log.read_text(errors="replace")[-2000:])


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[str]:
    """The address of a database on a PostgreSQL of its own. Raises Cannot where none is installed.

    `durable`: what it confirms is on the disk, as in real use; its folder is then in FOLKMOOT_POSTGRES_FOLDER.
    """
    if find_programs() is None:
        raise Cannot("PostgreSQL is not installed: apt-get install postgresql")
    script = "import os,sys; print(os.environ['DATABASE_URL'], os.environ['FOLKMOOT_POSTGRES_FOLDER'], flush=True); sys.stdin.read()"
    command = [sys.executable, str(ROOT / "tools" / "with_postgres.py"), sys.executable, "-c", script]
    environment = os.environ | ({"FOLKMOOT_POSTGRES_DURABLE": "1"} if durable else {})
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        address, _space, os.environ["FOLKMOOT_POSTGRES_FOLDER"] = holder.stdout.readline().strip().partition(" ")
        if not address:
            raise Cannot("PostgreSQL could not be started")
        yield address
    finally:
        holder.stdin.close()
        holder.wait(60)


def use(place: Place) -> None:
    """Set Django up on a place within this process; once, before anything of the product is imported."""
    os.environ.update(place.environment | {"DJANGO_SETTINGS_MODULE": "folkmoot.config.settings", "FOLKMOOT_URL": "http://testserver"})
    import django

    django.setup()
