"""Runs a command with DATABASE_URL pointing to a throw-away PostgreSQL, then removes it: `python tools/with_postgres.py pytest -q`.

The command's role owns its database and may make others, but is no superuser, as in real use. It is fast and loses all in a power cut;
FOLKMOOT_POSTGRES_DURABLE=1 keeps what is confirmed, as in real use. FOLKMOOT_POSTGRES_FOLDER tells the command where it lies.
Exit code 77 where PostgreSQL is not installed, else the command's own.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ABSENT = 77
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off "
SETTINGS = ("" if os.environ.get("FOLKMOOT_POSTGRES_DURABLE") else FAST) + "-c jit=off -c max_connections=60 -c unix_socket_directories="


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    programs = find_programs()
    if programs is None:
        print("PostgreSQL is not installed (no initdb in /usr/lib/postgresql or on the path)", file=sys.stderr)
        return ABSENT
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="folkmoot-postgres-", dir="/tmp" if os.geteuid() == 0 else None))
    try:
        return run_in(folder, programs, command)
    finally:
        as_owner([programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-s", "stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs, or None."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    on_path = shutil.which("initdb")
    found = installed[-1] if installed else Path(on_path).resolve() if on_path else None
    return found.parent if found else None


def run_in(folder: Path, programs: Path, command: list[str]) -> int:
    owner_password, password, port = secrets.token_hex(16), secrets.token_hex(16), free_port()
    (folder / "password").write_text(owner_password)
    if os.geteuid() == 0:
        for path in (folder, folder / "password"):
            shutil.chown(path, "postgres")
    as_owner([
        programs / "initdb", "-D", folder / "data", "-U", "owner", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}",
        "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions",
    ])  # fmt: skip
    as_owner([
        programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-s", "start",
        "-o", f"{SETTINGS} -c listen_addresses=127.0.0.1 -c port={port}",
    ])  # fmt: skip
    for statement in (
        f"CREATE ROLE folkmoot LOGIN CREATEDB PASSWORD '{password}'", "CREATE DATABASE folkmoot OWNER folkmoot",
        f"CREATE ROLE folkmoot_web LOGIN PASSWORD '{password}'",  # owns nothing and may nothing until it is told
    ):  # fmt: skip
        subprocess.run(
            [programs / "psql", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "owner", "-d", "postgres", "-c", statement],
            check=True, env=os.environ | {"PGPASSWORD": owner_password},
        )  # fmt: skip
    environment = os.environ | {"DATABASE_URL": f"postgres://folkmoot:{password}@127.0.0.1:{port}/folkmoot"}
    environment |= {"FOLKMOOT_POSTGRES_FOLDER": str(folder)}
    return subprocess.run(command, env=environment, check=False).returncode


def as_owner(command: list[Path | str], check: bool = True) -> None:
    """PostgreSQL refuses to run as root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    result = subprocess.run([*prefix, *map(str, command)], check=False, cwd="/", capture_output=True, text=True)
    if check and result.returncode:
        sys.exit(f"PostgreSQL could not be started: {result.stdout}{result.stderr}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
