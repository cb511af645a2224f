"""`folkmoot export`: take communities, organisations, people and more out as a file that can be brought in again."""

import argparse
from pathlib import Path

from folkmoot.cli.imports import area_of
from folkmoot.errors import FolkmootError
from folkmoot.overview.importing.named import KIND_NAMES


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KIND_NAMES, metavar="KIND", help=", ".join(KIND_NAMES))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file ending in .csv, .xlsx or .ods")
    parser.add_argument("--area", metavar="CODE", help="only the rows of this Area")
    parser.add_argument("--by", metavar="EMAIL", help="the account that takes it out (default: the command line)")


def run(args: argparse.Namespace) -> int:
    """Write the file, readable by its owner alone; this is recorded as a disclosure."""
    from folkmoot.cli.product import start, viewer

    start()
    from django.db import transaction
    from django.utils import timezone

    from folkmoot.overview.importing.kinds import ending_of, taken_out

    area = area_of(args.area) if args.area else None
    with transaction.atomic():
        taken = taken_out(args.kind, ending_of(args.out), by=viewer(args.by), at=timezone.now(), area=area, route="folkmoot export")
        write(args.out, taken.data)
    print(f"{taken.rows:,} {args.kind} written to {args.out}")
    return 0


def write(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(data)
    except OSError as error:
        raise FolkmootError(f"“{path}” could not be written.", f"{error.strerror}.", "Give another file with --out.") from error
