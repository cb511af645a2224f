"""`folkmoot casework`: data sources and their loads, and the monthly search for signals."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from folkmoot.casework.sources.models import Source
    from folkmoot.casework.sources.report import Report

EPILOG = """\
examples:
  folkmoot casework sources
  folkmoot casework load 3 april.csv --as-of 2026-04-30
  folkmoot casework load 3 april-corrected.csv --as-of 2026-05-20 --replace
  folkmoot casework take-back 17 --why "It was the extract of another Area."
  folkmoot casework fetch
  folkmoot casework signals --month 2026-04

A source is declared, and its columns are mapped, in the pages of the product. A file is counted and stays where it is; only the
counts are kept. It is loaded whole or not at all.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(title="what to do", metavar="COMMAND", dest="do", required=True)
    sources = commands.add_parser("sources", help="list the data sources, those that are late first")
    load = commands.add_parser("load", help="count files and keep the counts")
    load.add_argument("source", help="the source: its number or its title")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV, Parquet, XLSX or ODS; of published tables several")
    load.add_argument("--as-of", type=_day, required=True, metavar="DAY", help="the day to which the data run, such as 2026-04-30")
    load.add_argument("--replace", action="store_true", help="take the place of months that are loaded already, with a revision mark")
    load.add_argument("--vouch", action="store_true", help="load it although something looks wrong: I have read what")
    load.add_argument("--period", default="", help="period of a published table that does not say it: 2018-03, Q2 22/23, 2018-19")
    load.add_argument("--force", default="", help="police force of a file of searches that does not say it")
    load.add_argument("--breakdown", default="", help="which of several breakdowns of a workbook is counted, such as sex")
    back = commands.add_parser("take-back", help="take a load out of every figure")
    back.add_argument("load", type=int, metavar="LOAD", help="the number of the load")
    back.add_argument("--why", required=True, metavar="WORDS", help="the reason, which stays with it")
    fetch = commands.add_parser("fetch", help="load what the tables and folders in the settings offer")
    signals = commands.add_parser("signals", help="look in every source for differences that meet a rule")
    signals.add_argument("--month", metavar="MONTH", help="as of this month (2026-04) in place of the latest")
    for one in (sources, load, back, fetch, signals):
        one.add_argument("--as", dest="who", metavar="EMAIL", help="the account that does it (default: the command line)")


def run(args: argparse.Namespace) -> int:
    """Raises FolkmootError for what the person can put right."""
    from folkmoot.cli.product import start

    start()
    doing = {"sources": _sources, "load": _load, "take-back": _take_back, "fetch": _fetch, "signals": _signals}
    return doing[args.do](args)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _sources(args: argparse.Namespace) -> int:
    """1 where a source is late, so that a schedule notices."""
    from django.utils import timezone

    from folkmoot.casework.sources.queries import listed
    from folkmoot.cli.product import viewer

    rows = listed(viewer(args.who), timezone.localdate())
    for row in rows:
        standing = row.standing
        late = f"LATE: {standing.period} was due on {standing.due_on}" if standing.late else standing.standing.value.replace("_", " ")
        as_of = f", data as of {row.data_as_of}" if row.data_as_of else ""
        print(f"{row.source.pk}  {row.source.title}\n  {late}; last month {row.last_month or 'none'}{as_of}; owner {row.source.owner}")
    if not rows:
        print("No data source has been declared yet. Declare one under Casework, Data sources.")
    return 1 if any(row.standing.late for row in rows) else 0


def _load(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from folkmoot.casework.sources.operations import keep
    from folkmoot.casework.sources.preparing import held_months, loading_problems, look_at
    from folkmoot.casework.sources.published_files import Told
    from folkmoot.casework.sources.rules import in_ranges
    from folkmoot.cli.product import viewer

    if args.as_of > timezone.localdate():
        raise FolkmootError("The data cannot be of a day still to come.", "", "Give the day to which the data run.")
    by, source = viewer(args.who), _named(args)
    _refuse_absent(args.files)
    told = Told(args.period, args.force, args.breakdown)
    prepared = look_at(by=by, source=source, paths=args.files, data_as_of=args.as_of, told=told)
    replacing = sorted(held_months(source, prepared.months)) if args.replace else []
    report = prepared.report
    _say(report)
    if report.grave and not args.vouch and "vouched" in loading_problems(source, prepared, replacing=replacing):
        raise FolkmootError("Nothing was loaded: something looks wrong.", "See above.", "Where it is right, say so with --vouch.")
    load = keep(by=by, at=timezone.now(), source=source, prepared=prepared, data_as_of=args.as_of, replacing=replacing, vouched=args.vouch)
    print(f"Load {load.pk}: {load.rows_counted:,} rows of {in_ranges(load.months)}, {load.cells:,} cells.")
    return 0


def _say(report: "Report") -> None:
    from folkmoot.casework.sources.rules import in_ranges
    from folkmoot.casework.sources.words import said, said_of_parts

    for remark in report.remarks:
        print(f"{'! ' if remark.grave else '- '}{said(remark)}")
    for renamed in report.renamed:
        print(f"- {renamed.column}: “{renamed.value}” is read as “{renamed.label}”")
    shared, each = said_of_parts(report.parts)
    for words in shared:
        print(f"- Of every file that was counted: {words}")
    for part, lines in zip(report.parts, each, strict=True):
        print(f"- {part['name']}: {in_ranges(part.get('months', [])) or 'not counted'}")
        for words in lines:
            print(f"  {words}")


def _refuse_absent(files: list[Path]) -> None:
    for path in files:
        if not path.is_file():
            raise FolkmootError(f"There is no file “{path}”.", "", "Check the name and the folder.")


def _named(args: argparse.Namespace) -> "Source":
    from folkmoot.casework.sources.models import Source
    from folkmoot.casework.sources.queries import sources
    from folkmoot.cli.product import viewer
    from folkmoot.foundation.typed import number

    rows = sources(viewer(args.who))
    pk = number(args.source)
    found = rows.filter(title__iexact=args.source) if pk is None else rows.filter(pk=pk)
    try:
        return found.get()
    except Source.DoesNotExist:
        raise FolkmootError(f"There is no data source “{args.source}”.", "", "See them with: folkmoot casework sources") from None


def _take_back(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from folkmoot.casework.sources.models import Load
    from folkmoot.casework.sources.operations import take_back
    from folkmoot.casework.sources.queries import get_load
    from folkmoot.cli.product import viewer

    by = viewer(args.who)
    try:
        load = get_load(by, args.load)
    except Load.DoesNotExist:
        raise FolkmootError(f"There is no load {args.load}.", "", "Its number stands on the page of its source.") from None
    take_back(by=by, at=timezone.now(), load=load, why=args.why)
    print(f"Load {load.pk} was taken back: its figures are in no table any more.")
    return 0


def _fetch(args: argparse.Namespace) -> int:
    """1 where a table could not be read; the others are loaded all the same."""
    from django.utils import timezone

    from folkmoot.casework.sources.fetching import fetch_tables, in_words
    from folkmoot.cli.product import viewer

    fetched = fetch_tables(by=viewer(args.who), at=timezone.now())
    print("\n".join(in_words(fetched)) or "No source is fetched from a table or a folder.")
    return 1 if any(each.problem for each in fetched) else 0


def _signals(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from folkmoot.casework.sources.rules import is_month

    if args.month and not is_month(args.month):
        raise FolkmootError(f"“{args.month}” is no month.", "", "Write it as 2026-04.")
    from folkmoot.casework.signals.runs.operations import run_signals
    from folkmoot.casework.signals.runs.rules import in_words

    print(in_words(run_signals(at=timezone.now(), month=args.month)))
    return 0
