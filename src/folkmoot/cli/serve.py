"""`folkmoot serve`: the product on this machine."""

import argparse
import os
import sys
from typing import NoReturn

from folkmoot.errors import FolkmootError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to answer on (default 8000)")
    parser.add_argument(
        "--bind", default="127.0.0.1", metavar="ADDRESS", help="address to answer on (default 127.0.0.1: this machine only)"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--threads", type=int, default=4, help="threads in each process (default 4)")


def run(args: argparse.Namespace) -> NoReturn:
    """Serve until stopped. Raises FolkmootError where the product is not set up."""
    from folkmoot.cli.product import start

    os.environ.setdefault("FOLKMOOT_URL", f"http://localhost:{args.port}")
    start()
    _must_be_set_up()
    os.environ |= {
        "FOLKMOOT_BIND": args.bind, "FOLKMOOT_PORT": str(args.port), "FOLKMOOT_WORKERS": str(args.workers),
        "FOLKMOOT_THREADS": str(args.threads),
    }  # fmt: skip
    from django.conf import settings

    print(f"Folkmoot is on {settings.PUBLIC_URL} (stop it with Ctrl+C)", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "python:folkmoot.config.server"])  # noqa: S606


def _must_be_set_up() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, ImproperlyConfigured) as error:
        raise FolkmootError("The database cannot be reached.", str(error).strip(), "Run: folkmoot doctor") from error
    if waiting:
        raise FolkmootError("The database is not set up for this version.", f"{len(waiting)} steps are missing.", "Run: folkmoot setup")
