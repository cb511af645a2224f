"""The `folkmoot` command: parse, one call into a room, print. Subcommands are imported only when they are asked for."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from folkmoot.errors import FolkmootError

# name -> (module, one line of help). The module offers configure(parser) and run(args) -> exit code.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("folkmoot.cli.demo", "build a fictional year, write its Board report and serve it"),
    "setup": ("folkmoot.cli.setup", "make or update the database, the styles' files and the reference data"),
    "invite": ("folkmoot.cli.invite", "invite a person, and print the link with which they join"),
    "serve": ("folkmoot.cli.serve", "run the product on this machine"),
    "doctor": ("folkmoot.cli.doctor", "say in plain words what is wrong with this set-up, and what to do"),
    "audit": ("folkmoot.cli.audit", "check the audit trail, keep its head off the machine, take out a period of it"),
    "disparity": ("folkmoot.cli.disparity", "compare outcomes between groups in a case file, with intervals, base and completeness"),
    "cube": ("folkmoot.cli.cube", "count a case file once into a cube, add months together, say what a cube holds"),
    "casework": ("folkmoot.cli.casework", "list data sources, load files, take a load back, fetch tables, look for signals"),
    "sample": ("folkmoot.cli.sample", "draw cases so that nobody can choose them, and check that nobody did"),
    "redact": ("folkmoot.cli.redact", "suggest what to take out of a document of a case, and what to put in its place"),
    "import": ("folkmoot.cli.imports", "bring organisations, contacts, activities or points in from a file: all of it or nothing"),
    "export": ("folkmoot.cli.exports", "take organisations, contacts, activities or points out as CSV, XLSX or ODS"),
    "backup": ("folkmoot.cli.backup", "take the whole service as one encrypted file while it runs, and try restores"),
    "restore": ("folkmoot.cli.restore", "bring a backup back into an empty place: all of it or nothing"),
    "verify": ("folkmoot.cli.verify", "check that the database, the audit trail, decisions and files are whole"),
    "everything": ("folkmoot.cli.everything", "the whole service as documented open files, and back into an empty one"),
    "duplicates": ("folkmoot.cli.duplicates", "search for people and organisations known twice"),
    "subject": ("folkmoot.cli.subject", "give somebody everything that is held about them"),
    "mailbox": ("folkmoot.cli.mailbox", "read the service's own mailbox, and send the invitations that wait"),
    "daily": ("folkmoot.cli.daily", "say reminders, write digests and send the post: once a day"),
    "post": ("folkmoot.cli.post", "send the letters that wait"),
    "decisions": ("folkmoot.cli.decisions", "check that the decisions taken are still what they were when they were taken"),
    "report": ("folkmoot.cli.report", "make the six-monthly Board report from live records, in every format"),
    "themes": ("folkmoot.cli.themes", "the coding list, learning from codings, and how good suggestions are"),
    "search": ("folkmoot.cli.search", "make the index of search anew, or bring it level with the records"),
    "census": ("folkmoot.cli.census", "bring published tables of population and deprivation in, list them, check them"),
    "reference": ("folkmoot.cli.reference", "load or check the Areas, category schemes and strategies that ship with the product"),
    "places": ("folkmoot.cli.places", "bring in published lookups, outlines and postcodes of local authorities"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; return 0 for success, 1 for a plain error, 2 for wrong usage."""
    os.environ.pop("FOLKMOOT_FENCED", None)  # a command that the server starts is not held to what a page may see
    words = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(asked_for=next((word for word in words if not word.startswith("-")), None))
    args = parser.parse_args(words)
    if "run" not in args:
        parser.print_help()
        return 0
    try:
        return int(args.run(args) or 0)
    except FolkmootError as error:
        print(f"folkmoot: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


def _parser(asked_for: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="folkmoot", description="Inclusion and community engagement for prosecution services.")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (module, summary) in COMMANDS.items():
        sub = subparsers.add_parser(name, help=summary, description=summary)
        if name == asked_for:
            command = importlib.import_module(module)
            command.configure(sub)
            sub.set_defaults(run=command.run)
    return parser
