"""`folkmoot restore`: bring a backup back into an empty place; all of it, or nothing."""

import argparse
import os
from pathlib import Path

from folkmoot.cli.backup import add_key, key_of


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup made by folkmoot backup take")
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="a data folder that is empty or does not exist")
    add_key(parser)


def run(args: argparse.Namespace) -> int:
    """A database of PostgreSQL, empty too, is named by DATABASE_URL."""
    from folkmoot.cli.product import start
    from folkmoot.keeping import place
    from folkmoot.keeping.sealing import read_key

    home, key = args.into.expanduser().resolve(), read_key(key_of(args))
    place.check_place(home)
    made = not home.exists()
    os.environ["FOLKMOOT_HOME"] = str(home / place.ASIDE)
    try:
        start()
        from folkmoot.keeping import restoring

        restored = restoring.restore(args.file, key, home, say=lambda words: print(words, flush=True))
    finally:
        place.clear(home, made=made)
    looked_at = ", ".join(f"{number:,} {what}" for what, number in restored.checked.looked_at.items())
    print(f"Restored into {home} in {restored.seconds} seconds: {looked_at}. No fault was found.")
    if restored.steps:
        print(f"It came from version {restored.about.product}; the database was brought up by {restored.steps} steps.")
    for lost in restored.about.missing:
        print(f"Not in it: {lost}, which was lost before the backup was made.")
    print("Next: put cases.key back into it; then FOLKMOOT_HOME to it, folkmoot setup, folkmoot doctor. People sign in anew.")
    return 0
