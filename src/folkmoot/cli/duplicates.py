"""`folkmoot duplicates`: search for people and organisations known twice, and keep the keys by which they are looked up."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from folkmoot.stakeholders.duplicates.models import DuplicateRun

KINDS = {"people": "person", "organisations": "organisation"}
EPILOG = """\
examples:
  folkmoot duplicates find --kind people --area east-of-england
  folkmoot duplicates keys

What is found is shown on the page “Duplicates”, where people decide; nothing is merged by itself. Names never leave this machine.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("what", choices=("find", "keys"), metavar="WHAT", help="find: search for pairs; keys: write all keys afresh")
    parser.add_argument("--kind", choices=tuple(KINDS), help="people or organisations (default: both)")
    parser.add_argument("--area", metavar="CODE", help="only the rows of one Area (default: all, pairs across Areas among them)")
    parser.add_argument("--by", metavar="EMAIL", help="the account that searches (default: the command line)")
    parser.add_argument("--memory", metavar="SIZE", default="1GB", help="memory to use before the disk (default: 1GB)")
    parser.add_argument("--run", dest="waiting", type=int, metavar="NUMBER", help="carry out a search that was started on the page")


def run(args: argparse.Namespace) -> int:
    """Search, or write the keys afresh, saying how far it is."""
    from folkmoot.cli.product import start

    start()
    if args.waiting is not None:
        return _carry_out(_waiting(args.waiting), args.memory, quiet=True)
    kinds = [KINDS[args.kind]] if args.kind else list(KINDS.values())
    return sum(_keys(kind) if args.what == "keys" else _find(kind, args) for kind in kinds)


def _waiting(number: int) -> "DuplicateRun":
    from folkmoot.errors import FolkmootError
    from folkmoot.stakeholders.duplicates.models import DuplicateRun

    found = DuplicateRun.objects.filter(pk=number, state=DuplicateRun.State.WAITING).first()
    if found is None:
        raise FolkmootError(f"No search numbered {number} is waiting to start.", "", "Leave --run out to start a search of your own.")
    return found


def _find(kind: str, args: argparse.Namespace) -> int:
    from django.utils import timezone

    from folkmoot.cli.imports import area_of
    from folkmoot.cli.product import viewer
    from folkmoot.stakeholders.duplicates.operations import start_search

    area = area_of(args.area) if args.area else None
    return _carry_out(start_search(by=viewer(args.by), at=timezone.now(), kind=kind, area=area), args.memory)


def _carry_out(search: "DuplicateRun", memory: str, *, quiet: bool = False) -> int:
    from django.utils import timezone

    from folkmoot.stakeholders.duplicates.job import alive, carry_out

    with alive(search, clock=timezone.now):
        kept = carry_out(search, clock=timezone.now, memory=memory)
    if not quiet:
        print(f"{search.get_kind_display()}: {search.rows_total:,} rows searched, {kept:,} pairs to look at")
    return 0


def _keys(kind: str) -> int:
    from folkmoot.stakeholders.duplicates.keeping import rebuild

    print(f"{kind}: keys of {rebuild(kind):,} rows written")
    return 0
