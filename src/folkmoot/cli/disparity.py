"""`folkmoot disparity`: compare outcomes between groups in a case file."""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.cli.disparity_options import WrongOption, add_counting_options, add_looking_options, counting_request, looking_request

if TYPE_CHECKING:
    from folkmoot.disparity.analysis.tables import Register

EPILOG = """\
examples:
  folkmoot disparity cases.parquet --outcome charge --by ethnicity sex
  folkmoot disparity cases.csv --outcome "Outcome=Charge,Caution" --at-risk "Stage=Decision" --by ethnicity --reference "White British"
  folkmoot disparity cases.parquet --outcome charge --outcome convicted --outcome custody --by ethnicity \\
      --adjust sex,age_band,offence_group,prior_convictions:linear --cluster police_force \\
      --intersect ethnicity,sex --area area --period date:quarter --out result.html
  folkmoot disparity year.cube --outcome charge --by ethnicity --format json
  folkmoot disparity postgresql://analyst@server/cases#public.decisions --outcome charge --by ethnicity

A source is a CSV, Parquet, XLSX or ODS file, a pattern such as 'cases-*.parquet', a DuckDB file (cases.duckdb#table), a cube made by
`folkmoot cube build`, or a PostgreSQL or Spark table. Several are counted as one.

Groups of fewer than --threshold people are never shown, nor anything from which they could be worked out.
A difference is a reason to look at the cases, not evidence of bias.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("files", nargs="+", metavar="FILE", help="what to count; several files are counted as one table")
    add_counting_options(parser, required=False)
    add_looking_options(parser)


def run(args: argparse.Namespace) -> int:
    """Count, compare, and print. Returns 0; raises FolkmootError for what the person can put right."""
    from folkmoot.cli.counted import counted_or_read
    from folkmoot.disparity.analysis.document import document_of
    from folkmoot.disparity.analysis.tables import Tables

    form = _form(args)
    if args.breaks and not args.period:
        raise WrongOption("--break was given without --period.", "", "Name the column of dates: --period COLUMN.")
    request = looking_request(args, counting_request(args))
    cube, request = counted_or_read(args.files, request, args.engine)
    tables = Tables(cube, request, _register(args))
    document = document_of(tables)
    if args.register and tables.beside:
        from folkmoot.stats.register import add_to_register

        for warning in tables.beside.warnings:
            print(f"folkmoot: warning: {warning}", file=sys.stderr)
        add_to_register(args.register, tables.beside.records)  # before anything is shown: what is seen is always on record
    # Without the mark at its beginning, a spreadsheet takes a CSV file for one without accents.
    _write(WRITERS[form](document), args.out, "utf-8-sig" if form == "csv" else "utf-8")
    return 0


def _register(args: argparse.Namespace) -> "Register | None":
    """What the register holds. Raises DamagedRegister; and WrongOption where nothing is withheld, which is no release."""
    if not args.register:
        return None
    if args.no_suppression:
        raise WrongOption(
            "--register and --no-suppression were given together.", "What shows every number is no release.", "Leave one out."
        )
    import datetime

    from folkmoot.disparity.analysis.tables import Register
    from folkmoot.stats.register import read_register

    return Register(args.register.name, read_register(args.register), datetime.datetime.now(datetime.UTC).date().isoformat())


def _form(args: argparse.Namespace) -> str:
    """The form asked for, or the one the name of the file to write ends in, or text."""
    ending = args.out.suffix.lower().lstrip(".") if args.out else ""
    if ending and not args.format and ending not in (*WRITERS, "txt"):
        raise WrongOption(f"It is not clear in what form to write '{args.out.name}'.", "", f"Say it: --format {' or '.join(WRITERS)}.")
    form = str(args.format or (ending if ending in WRITERS else "text"))
    if form == "ods" and args.out is None:
        raise WrongOption("A workbook cannot be printed on the screen.", "", "Give a file: --out result.ods.")
    return form


def _as_json(document: Mapping[str, Any]) -> str:
    """One line for each part of the document: it can be read, and is written ten times as fast as with every value on its own line."""
    parts = (f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False, allow_nan=False)}" for name, part in document.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _as_text(document: Mapping[str, Any]) -> str:
    from folkmoot.disparity.text import as_text

    return as_text(document, width=max(80, min(120, shutil.get_terminal_size((100, 24)).columns)))


def _as_html(document: Mapping[str, Any]) -> str:
    from folkmoot.disparity.html import as_html

    return as_html(document)


def _as_csv(document: Mapping[str, Any]) -> str:
    from folkmoot.disparity.sheets import as_csv

    return as_csv(document)


def _as_ods(document: Mapping[str, Any]) -> bytes:
    from folkmoot.disparity.sheets import as_ods

    return as_ods(document)


WRITERS: dict[str, Callable[[Mapping[str, Any]], str | bytes]] = {
    "text": _as_text, "json": _as_json, "html": _as_html, "csv": _as_csv, "ods": _as_ods,
}  # fmt: skip


def _write(told: str | bytes, target: Path | None, encoding: str) -> None:
    if target is None:
        sys.stdout.write(told if isinstance(told, str) else told.decode())
        return
    try:
        target.write_bytes(told if isinstance(told, bytes) else told.encode(encoding))
    except OSError as error:
        raise WrongOption(f"'{target}' could not be written.", f"{error.strerror}.", "Give another file with --out.") from error
