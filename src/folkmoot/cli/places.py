"""`folkmoot places`: bring in published lookups, outlines and postcode directories; say what there is and where it is published."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from folkmoot.areas.authorities.trial import Summary

EPILOG = """\
examples:
  folkmoot places sources
  folkmoot places load LAD24_CSP24_PFA24.csv LAD_DEC_24_UK_BUC.geojson
  folkmoot places load hexes.json --edition 2016 --dry-run
  folkmoot places load ONSPD_AUG_2025_UK.csv --source postcodes

Which file it is shows in its content. All of a file is stored, or nothing of it; the same file again changes nothing.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    asked = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    sources = asked.add_parser("sources", help="what can be brought in, what it makes, and where it is published")
    load = asked.add_parser("load", help="bring published files in")
    load.add_argument("files", type=Path, nargs="+", metavar="FILE", help="CSV, XLSX, ODS, GeoJSON or TopoJSON")
    load.add_argument("--source", default="", metavar="NAME", help="refuse a file that is not this source (see `folkmoot places sources`)")
    load.add_argument("--edition", default="", metavar="YEAR", help="the edition, where the file itself does not name one")
    load.add_argument("--by", metavar="EMAIL", help="the account that brings it in (default: the command line)")
    load.add_argument("--dry-run", action="store_true", help="say what would be done; store nothing")
    for each in (sources, load):
        each.add_argument("--json", action="store_true", help="print JSON instead of text")


def run(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    return _sources(args) if args.what == "sources" else _load(args)


def _sources(args: argparse.Namespace) -> int:
    from folkmoot.areas.authorities.reading import offered

    told = [{"name": one.code, "title": str(one.title), "makes": str(one.makes), "published_at": one.published_at} for one in offered()]
    if args.json:
        print(json.dumps({"schema_version": 1, "sources": told}, ensure_ascii=False, indent=2))
        return 0
    for one in told:
        print(f"{one['name']}\n  {one['title']}\n  makes: {one['makes']}\n  published at: {one['published_at']}")
    return 0


def _load(args: argparse.Namespace) -> int:
    """Each file by itself, in the order given; the first that cannot be brought in ends the command."""
    from folkmoot.cli.product import viewer

    by = viewer(args.by)
    by.require("census.load")
    _refuse_unknown(args.source)
    told = [(path, _brought(path, args, by)) for path in args.files if _there(path)]
    if args.json:
        print(json.dumps(_as_json(told, stored=not args.dry_run), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_as_text(path, summary, stored=not args.dry_run) for path, summary in told))
    return 0


def _brought(path: Path, args: argparse.Namespace, by: Any) -> "Summary":
    from django.utils import timezone

    from folkmoot.areas.authorities import operations, trial

    do = trial.try_file if args.dry_run else operations.load_file
    return do(path=path, name=path.name, by=by, at=timezone.now(), source=args.source, edition=args.edition)


def _refuse_unknown(source: str) -> None:
    from folkmoot.areas.authorities.reading import offered

    names = [one.code for one in offered()]
    if source and source not in names:
        raise FolkmootError(
            f"There is no source '{source}'.", f"The sources are: {', '.join(names)}.", "Give one of these, or leave it out."
        )


def _there(path: Path) -> bool:
    if not path.is_file():
        raise FolkmootError(f"There is no file {path}.", "", "Check the name.")
    return True


def _as_text(path: Path, summary: "Summary", *, stored: bool) -> str:
    edition = f", edition {summary.edition}" if summary.edition else ""
    lines = [f"{path.name}: {summary.source}{edition}, {summary.rows:,} rows"]
    would = "" if stored else "would be "
    for one in summary.did:
        parts = [(one.added, "added"), (one.changed, "changed"), (one.withdrawn, "withdrawn")]
        lines.append(f"  {one.table}: " + ", ".join(f"{count:,} {would}{word}" for count, word in parts if count))
    lines += [] if summary.did else ["  nothing new: everything in it is known already"]
    return "\n".join([*lines, *(f"  note: {note}" for note in summary.notes)])


def _as_json(told: "list[tuple[Path, Summary]]", *, stored: bool) -> dict[str, object]:
    return {"schema_version": 1, "stored": stored, "files": [{"file": path.name, **asdict(summary)} for path, summary in told]}
