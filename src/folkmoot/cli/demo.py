"""`folkmoot demo`: build the fictional year, write its Board report, and serve it."""

import argparse
import os
import sys
import time
from pathlib import Path

from folkmoot.cli import product


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=2020, help="the same seed on the same day gives the same year (default 2020)")
    parser.add_argument("--build-only", action="store_true", help="build the year and stop; do not serve it")
    parser.add_argument("--port", type=int, default=8000, help="where to serve it (default 8000)")
    parser.add_argument("--fresh", action="store_true", help="build anew even where the data folder already holds a fictional year")


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("FOLKMOOT_URL", f"http://localhost:{args.port}")
    product.start()
    from django.conf import settings

    folder: Path = settings.HOME
    _refuse_a_real_service(folder)
    if args.fresh or not (folder / "fictional").exists():
        _build(folder, args.seed)
    else:
        print(f"The fictional year is there already, in {folder} (--fresh builds it anew).")
    print(f"Board report: {folder / 'reports'}")
    if args.build_only:
        return 0
    from folkmoot.cli import serve

    print(f"\nOpen http://localhost:{args.port} — the sign-in page lists whom you can be.\n", flush=True)
    return serve.run(argparse.Namespace(port=args.port, bind="127.0.0.1", workers=2, threads=4))


def _refuse_a_real_service(folder: Path) -> None:
    from folkmoot.errors import FolkmootError

    if (folder / "folkmoot.sqlite3").exists() and not (folder / "fictional").exists() and not (folder / "building").exists():
        raise FolkmootError(
            f"{folder} holds a service of your own.", "A fictional year would be mixed into it.", "Set FOLKMOOT_HOME to an empty folder."
        )


def _build(folder: Path, seed: int) -> None:
    """Build from nothing. A build that was cut off leaves the mark `building`, and the next one starts again."""
    for old in (folder / "folkmoot.sqlite3", folder / "folkmoot.sqlite3-journal", folder / "fictional"):
        old.unlink(missing_ok=True)
    (folder / "building").touch()
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:5.1f} s  {words}", file=sys.stderr, flush=True)

    from folkmoot.demo.build import build

    build(folder, seed=seed, say=say)
    (folder / "building").unlink()
