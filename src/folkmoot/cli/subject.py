"""`folkmoot subject`: give somebody everything that is held about them."""

import argparse
from pathlib import Path

from folkmoot.cli.exports import write

EPILOG = """\
examples:
  folkmoot subject find "Amina Yusuf"
  folkmoot subject give contact-12 --for "Amina Yusuf" --out held-about-you.html --by dot.ainsley@example.org

Other people's names are left out, and what was left out is said with the reason. Read the file before it is given: words that
somebody wrote may tell of others without naming them.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    find = tasks.add_parser("find", help="say where somebody stands: as a person we know, a member, an account, an answer on a form")
    find.add_argument("words", metavar="WORDS", help="a name, an e-mail address, or the reference of an answer")
    give = tasks.add_parser("give", help="write everything that is held about one person to a file; recorded as a disclosure")
    give.add_argument("key", metavar="KEY", help="where they stand, as `find` prints it, for example contact-12")
    give.add_argument("--for", dest="recipient", required=True, metavar="WHO", help="who receives it, for the record of the disclosure")
    give.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file ending in .html, .ods or .json")
    for task in (find, give):
        task.add_argument("--by", metavar="EMAIL", help="the account that asks (default: the command line)")


def run(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start, viewer

    start()
    from django.db import transaction
    from django.utils import timezone

    from folkmoot.foundation import audit
    from folkmoot.overview.subjects.operations import give
    from folkmoot.overview.subjects.people import find

    by, at = viewer(args.by), timezone.now()
    with transaction.atomic():
        if args.task == "find":
            found = find(by, args.words)
            audit.consulted(by=by, at=at, rows=[each.row for each in found], route="folkmoot subject find")
            for each in found:
                print(f"{each.key}  {each.what}: {each.name}{f', {each.email}' if each.email else ''}")
            print(f"{len(found)} found. Next: folkmoot subject give KEY --for WHO --out FILE" if found else "Nobody is found by that.")
            return 0 if found else 1
        given = give(
            by=by, at=at, key=args.key, recipient=args.recipient, ending=args.out.suffix.removeprefix("."), route="folkmoot subject give"
        )
        write(args.out, given.data)
    print(f"{sum(len(kind.rows) for kind in given.about.kinds)} records of {len(given.about.kinds)} kinds written to {args.out}")
    return 0
