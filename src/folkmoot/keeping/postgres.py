"""PostgreSQL's own programs for dumping and restoring, found where they are, and databases to try a restore in."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import DatabaseError, connection

from folkmoot.errors import FolkmootError
from folkmoot.foundation import fence

INSTALLED = Path("/usr/lib/postgresql")


def program(name: str) -> Path:
    """The oldest `pg_dump` or `pg_restore` here that is not older than the server. Raises FolkmootError."""
    server = connection.pg_version // 10_000  # type: ignore[attr-defined]
    on_path = shutil.which(name)
    here = [*INSTALLED.glob(f"*/bin/{name}"), *([Path(on_path)] if on_path else [])]
    fitting = sorted((version, str(path)) for path in here if (version := _version(path)) >= server)
    if not fitting:
        raise FolkmootError(
            f"{name} of PostgreSQL {server} or newer is not on this machine.",
            "It is what takes and brings back a PostgreSQL database; an older one than the server refuses.",
            f"Install the package postgresql-client-{server}.",
        )
    return Path(fitting[0][1])


def _version(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"(\d+)", said.partition("(PostgreSQL)")[2])
    return int(found[1]) if found else 0


def dump(target: Path, moment: str) -> None:
    """Write the database as it was at an exported moment. Raises FolkmootError."""
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={target}", "--lock-wait-timeout=20s"]
    options.append("--enable-row-security")  # else it refuses what stands behind the second fence, which is open to it
    _run(program("pg_dump"), *options, what="The database could not be taken.")


def bring_back(source: Path) -> None:
    """Fill the empty database: all of it, or nothing. Raises FolkmootError."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname={_name()}", str(source)]
    _run(program("pg_restore"), *options, what="The database could not be brought back; it is as empty as before.", name=False)


def is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        return not cursor.fetchone()[0]


def make_empty() -> None:
    """Take everything away again that was brought into a database which was empty before."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


@contextmanager
def throw_away() -> Iterator[str]:
    """The address of an empty database on the same server, removed afterwards. Raises FolkmootError where the role may make none."""
    name = f"folkmoot_drill_{secrets.token_hex(6)}"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    except DatabaseError as error:
        raise FolkmootError(
            "No database could be made to try the restore in.", str(error).strip(),
            "Let the role make one (ALTER ROLE … CREATEDB), or name an empty database with --database.",
        ) from error  # fmt: skip
    try:
        yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(path: Path, *options: str, what: str, name: bool = True) -> None:
    said = connection.settings_dict
    by = {"PGHOST": said["HOST"], "PGPORT": said["PORT"], "PGUSER": said["USER"], "PGPASSWORD": said["PASSWORD"]}
    environment = os.environ | {key: str(value) for key, value in by.items() if value} | {"PGOPTIONS": fence.OPEN}
    command = [str(path), *options, *([_name()] if name else [])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise FolkmootError(what, done.stderr.strip()[-500:], "Nothing was changed.")
