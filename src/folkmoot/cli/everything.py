"""`folkmoot everything`: the whole service as documented open files, and back into an empty one."""

import argparse
import re
from pathlib import Path

from folkmoot.errors import FolkmootError

EPILOG = """\
examples:
  folkmoot everything out /media/safe/folkmoot-2026-09-01.zip --for "Records, head office" --why "Move to the new server"
  folkmoot everything out for-the-evaluators --without-personal --for "Our evaluators" --why "Agreement of 3 March 2026"
  folkmoot setup && folkmoot everything in /media/safe/folkmoot-2026-09-01.zip

What is in it, and what is not, stands in its README.txt and in docs/everything.md. That it was taken out, by whom, for whom and why,
stands in the audit trail as a disclosure. Passwords and what opens sealed things never leave: people choose new passwords.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    out = tasks.add_parser("out", help="write everything to a folder, or to a zip where the name ends in .zip; recorded as a disclosure")
    out.add_argument("to", type=Path, metavar="FOLDER|FILE.zip", help="a place where nothing lies yet")
    out.add_argument("--for", dest="recipient", required=True, metavar="WHO", help="who receives it, for the record of the disclosure")
    out.add_argument("--why", required=True, metavar="REASON", help="why it is taken out, for the same record")
    out.add_argument("--without-personal", action="store_true", help="leave out what is about people and cases; cannot be brought back in")
    out.add_argument("--by", metavar="EMAIL", help="the administrator who takes it out (default: the command line)")
    into = tasks.add_parser("in", help="bring it into an empty service: all of it, or nothing")
    into.add_argument("place", type=Path, metavar="FOLDER|FILE.zip")
    into.add_argument("--fingerprint", default="", metavar="SHA256", help="refuse any package but the one with this fingerprint")
    tables = tasks.add_parser("tables", help="print the list of tables that leave, and of what does not, as it stands in the documents")
    tables.add_argument("--into", type=Path, metavar="FILE", help="write it between the marks of this document")


def run(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    return {"out": _out, "in": _in, "tables": _tables}[args.task](args)


def _out(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from folkmoot.cli.product import viewer
    from folkmoot.wholesale.operations import take_everything_out

    taken = take_everything_out(
        by=viewer(args.by), at=timezone.now(), to=args.to, recipient=args.recipient, reason=args.why,
        without_personal=args.without_personal,
    )  # fmt: skip
    print(f"{taken.tables} tables, {taken.rows} rows and {taken.files} files written to {args.to}")
    print(f"Fingerprint: {taken.fingerprint}")
    print("It is confidential: read its README.txt, keep it locked, and delete it when it has served.")
    return 0


def _in(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.overview.search.keeping import rebuild as make_search
    from folkmoot.stakeholders.duplicates.keeping import rebuild as make_keys
    from folkmoot.stakeholders.duplicates.models import ORGANISATION, PERSON
    from folkmoot.wholesale.operations import bring_everything_in

    brought = bring_everything_in(
        by=THE_PRODUCT, at=timezone.now(), place=args.place, fingerprint=args.fingerprint, say=lambda words: print(words, flush=True)
    )
    print(f"{brought.rows} rows and {brought.files} files brought in; {brought.gave_way} rows that setup had written gave way")
    print(f"Fingerprint: {brought.fingerprint}")
    names = sum(make_keys(kind) for kind in (PERSON, ORGANISATION))
    print(f"Indexes made: search ({make_search()} things), names for finding duplicates ({names})")
    print("Everybody comes back without a password, and chooses a new one with “Forgotten your password?” on the sign-in page.")
    print("Next: folkmoot audit verify; put cases.key back beside the database if cases were sealed; then folkmoot doctor")
    return 0


def _tables(args: argparse.Namespace) -> int:
    from folkmoot.wholesale.describing import listing

    if args.into is None:
        print(listing())
        return 0
    try:
        text = args.into.read_text(encoding="utf-8")
        written, met = re.subn(
            r"(<!-- made: tables -->\n).*?(\n<!-- /made -->)", lambda found: found[1] + listing() + found[2], text, flags=re.S
        )
        if not met:
            raise FolkmootError(f"{args.into} has no place for the list.", "It stands between two marks named “tables”.")
        args.into.write_text(written, encoding="utf-8")
    except OSError as error:
        raise FolkmootError(f"{args.into} could not be written.", str(error)) from error
    return 0
