"""`folkmoot census`: bring published tables in, list those that are known, and check what is in against the published totals."""

import argparse
from pathlib import Path

EPILOG = """\
examples:
  folkmoot census sources
  folkmoot census load census2021-ts021-ltla.csv census2021-ts030-ltla.csv
  folkmoot census load downloaded.csv --source census-2021-ts021-ons
  folkmoot census check

A table is recognised by its headings. It is brought in whole or not at all; the same file again changes nothing.
Authorities must be there first: folkmoot places.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("what", choices=("load", "sources", "check"), help="load files, list the known tables, or check what is in")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="CSV, XLSX, XLS or ODS as published")
    parser.add_argument("--source", default="", metavar="NAME", help="which table the files are, where the headings do not tell")
    parser.add_argument("--by", metavar="EMAIL", help="the account that brings them in (default: the command line)")


def run(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    if args.what == "load":
        return _load(args)
    return _sources() if args.what == "sources" else _check(args)


def _load(args: argparse.Namespace) -> int:
    """All files in one transaction: where one is refused, none is kept."""
    from django.db import transaction
    from django.utils import timezone

    from folkmoot.census.files import open_file
    from folkmoot.census.operations import bring_in
    from folkmoot.cli.product import viewer
    from folkmoot.errors import FolkmootError

    if not args.files:
        raise FolkmootError("No file was named.", "", "Name the files to bring in: folkmoot census load FILE…")
    by, said = viewer(args.by), []
    with transaction.atomic():
        for path in args.files:
            file = open_file(by, path, source=args.source)
            done = bring_in(by=by, at=timezone.now(), reading=file.reading, file_name=file.name, sha256=file.sha256)
            said.append(f"{file.name}: {file.reading.source.title} ({len(file.reading.authorities)} authorities)")
            changed = "" if done.changed is None else f"; {done.changed} figures differ from the table before, which is kept"
            said.append("  nothing to do: these figures are in already" if done.nothing else f"  brought in{changed}")
            said += [f"  {note}" for note in file.reading.notes]
    print("\n".join(said))
    return 0


def _sources() -> int:
    from folkmoot.census.sources import SOURCES

    for source in SOURCES.values():
        print(f"{source.name}\n  {source.title}\n  {source.address}")
    return 0


def _check(args: argparse.Namespace) -> int:
    """1 where a figure lies further from the published one than the publisher's own changes allow, or nothing is in."""
    from folkmoot.census.queries import reconciliations
    from folkmoot.cli.product import viewer

    failed, found = 0, reconciliations(viewer(args.by))
    for table in found:
        print(f"{table.source.title}{' (a part)' if table.table.partial else ''}")
        for line in table.lines:
            failed += not line.checked.holds
            verdict = "holds" if line.checked.holds else "FAILS"
            print(f"  {verdict}  {line.words}: {line.ours} here, {line.published} published, {line.allowed} allowed")
        if not table.lines:
            print("  no published total is declared for it")
    if not found:
        print("No published table is in. Start with: folkmoot census sources")
    return 1 if failed or not found else 0
