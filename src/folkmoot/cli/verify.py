"""`folkmoot verify`: check that the running service is whole. It changes nothing."""

import argparse
import sys


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "check the database, the audit trail, decisions and files; exit code 1 if something is wrong"


def run(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    from pathlib import Path

    from django.conf import settings

    from folkmoot.cli.health import database
    from folkmoot.cli.health.finding import State
    from folkmoot.keeping.checking import checked

    database.reachable()
    tables = database.migrations()
    if tables.state is State.WRONG:
        print(f"{tables.words} {tables.do}", file=sys.stderr)
        return 1
    found = checked(Path(settings.HOME))
    for fault in found.faults:
        print(fault, file=sys.stderr)
    print(", ".join(f"{number:,} {what}" for what, number in found.looked_at.items()) + f": {len(found.faults)} fault(s) found.")
    return 1 if found.faults else 0
