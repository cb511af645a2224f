"""`folkmoot report`: make the six-monthly Board report from live records, as a web page, a tagged PDF, a Word document and tables."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from folkmoot.accounts.scope import Viewer
    from folkmoot.areas.models import Area
    from folkmoot.reports.models import Report

EPILOG = """\
examples:
  folkmoot report --period 2026-H1 --out reports
  folkmoot report --period 2026-H1 --area east-of-england --by nia.rowe@example.org --out reports
  folkmoot report --period 2026-H1 --out reports --lang cy --reason "Two activities of May were recorded late"
  folkmoot report --period 2026-H1 --out reports --format docx ods
  folkmoot report --status 2026-H1

A report is frozen when it is made. Making it again gives the same report where nothing changed, or else one that restates it.
"""
_STEPS = {
    "actions": "counting actions …",
    "engagement": "counting engagement …",
    "voice": "counting what communities said …",
    "fairness": "reading case files …",
    "measures": "reading measures …",
    "decisions": "reading decisions …",
    "panels": "reading panels …",
    "scrutiny": "reading scrutiny …",
    "signals": "reading differences that need review …",
    "workforce": "reading the workforce …",
    "partners": "reading partnerships …",
    "assurance": "reading assurance …",
    "files": "writing the files …",
}
# format -> what it is, for the line that says what was written
_FORMATS = {"html": "web page", "pdf": "tagged PDF", "docx": "Word document", "ods": "tables as a spreadsheet"}
_LANGUAGES = {"en": "English", "cy": "Welsh"}


class CannotWrite(FolkmootError):
    """A file cannot be written, or was never made."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    doing = parser.add_mutually_exclusive_group(required=True)
    doing.add_argument("--period", metavar="2026-H1", help="the half-year to report on")
    doing.add_argument("--status", metavar="2026-H1", help="make nothing: say of each report of a half-year where it stands")
    parser.set_defaults(refuse=parser.error)
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder to write the files to; made where it is absent")
    parser.add_argument("--area", metavar="CODE", help="one Area by its code, such as east-of-england (default: England and Wales)")
    parser.add_argument("--by", metavar="EMAIL", help="the account that makes the report (default: the command line itself)")
    parser.add_argument("--lang", choices=("en", "cy"), default="en", help="the language of the files: English or Welsh (default: en)")
    parser.add_argument(
        "--format", nargs="+", choices=tuple(_FORMATS), default=tuple(_FORMATS), metavar="FORMAT",
        help="which files to write: html, pdf, docx, ods (default: all)",
    )  # fmt: skip
    parser.add_argument("--reason", default="", help="why the report is made again, where it was made before")


def run(args: argparse.Namespace) -> int:
    """Make the report, write its files, say where. Returns 0; raises FolkmootError for what the person can put right."""
    from folkmoot.cli import product

    product.start()
    from django.utils import timezone

    from folkmoot.areas.queries import get_area
    from folkmoot.foundation.periods import parse_half_year
    from folkmoot.reports.operations import make_report

    if args.status:
        return _status(args)
    if args.out is None:
        args.refuse("the following arguments are required: --out")
    by, period = product.viewer(args.by), parse_half_year(args.period)
    _check_folder(args.out)
    area: Area | None = get_area(by, args.area) if args.area else None
    at = timezone.now()
    try:
        made = make_report(by=by, at=at, period=period, area=area, reason=args.reason, tell=_tell)
    finally:
        _clear()
    if not made.new:
        print(f"Nothing has changed since report {made.report.number} was made: it stands, and no new one was made.")
    for path in _written(by, made.report, args):
        print(f"{path}  ({_FORMATS[path.suffix[1:]]}, {_LANGUAGES[args.lang]}, {_size(path)})")
    return 0


def _size(path: Path) -> str:
    return f"{max(1, round(path.stat().st_size / 1000)):,} kB"


def _status(args: argparse.Namespace) -> int:
    """Say of each report of a half-year where it stands, as lines of text."""
    from django.utils import timezone

    from folkmoot.areas.queries import get_area
    from folkmoot.cli import product
    from folkmoot.foundation.periods import parse_half_year
    from folkmoot.reports.release.telling import told_of

    by, period = product.viewer(args.by), parse_half_year(args.status)
    area_code = get_area(by, args.area).code if args.area else ""
    lines = told_of(by, period=period, area_code=area_code, today=timezone.localdate())
    print("\n".join(lines) or "No report of that half-year was made. Make one with --period.")
    return 0


def _check_folder(folder: Path) -> None:
    """Before anything is made: the nearest folder there is above the files can be written to. Raises CannotWrite."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not there.is_dir():
        raise CannotWrite(f"No report was made: “{there}” is a file, not a folder.", "", "Give another folder with --out.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise CannotWrite(f"No report was made: the folder “{there}” cannot be written to.", "", "Give another folder with --out.")


def _write(path: Path, content: bytes) -> None:
    """Write a file, or leave the one that says the same already. Raises CannotWrite, and never writes over another."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        if path.is_file() and path.read_bytes() == content:
            return
        raise CannotWrite(
            f"“{path}” is there already and holds something else.",
            "It may be the draft of a report that was signed since. Nothing was written over. The report itself was kept.",
            "Move the file away, or give another folder with --out.",
        ) from error
    except OSError as error:
        raise CannotWrite(
            f"“{path}” could not be written.", f"{error.strerror}. The report itself was kept.", "Give another folder with --out."
        ) from error


def _written(by: "Viewer", report: "Report", args: argparse.Namespace) -> list[Path]:
    from django.utils import timezone

    from folkmoot.reports.models import ReportFile
    from folkmoot.reports.operations import take_file

    paths = []
    for kind in dict.fromkeys(args.format):
        try:
            file = take_file(by=by, at=timezone.now(), report_id=report.pk, kind=kind, language=args.lang, route="folkmoot report")
        except ReportFile.DoesNotExist as error:
            raise CannotWrite(
                f"Report {report.number} has no {_FORMATS[kind]}.", "It was made before the product wrote that format.",
                "Leave it out of --format. A report made from records that changed since has them all.",
            ) from error  # fmt: skip
        path = args.out / file.name
        _write(path, bytes(file.content))
        paths.append(path)
    return paths


def _tell(step: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{_STEPS[step]}", end="", file=sys.stderr, flush=True)


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
