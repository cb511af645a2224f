"""`folkmoot import`: bring communities, organisations, people and more in from a file: all of it or nothing."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.errors import FolkmootError
from folkmoot.overview.importing.named import KIND_NAMES

if TYPE_CHECKING:
    from datetime import datetime

    from folkmoot.foundation.importing.columns import ImportSpec
    from folkmoot.foundation.importing.plan import Plan
    from folkmoot.foundation.importing.running import Source

EPILOG = """\
examples:
  folkmoot import organisations groups.xlsx --area east-of-england --dry-run
  folkmoot import organisations councils.csv --area east-of-england --match "url=website" --match "id="

A column is matched by its heading; --match "Their column=our field" changes that, and nothing after the sign leaves it out.
Where a row cannot be brought in, no row is: every problem is named by row and column.
Bringing the same file twice changes nothing. An empty cell leaves what is stored as it is.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("kind", choices=KIND_NAMES, metavar="KIND", help=", ".join(KIND_NAMES))
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX, XLSM, XLS, XLSB or ODS")
    parser.add_argument("--area", metavar="CODE", help="the Area of rows that name none")
    parser.add_argument("--by", metavar="EMAIL", help="the account that brings it in (default: the command line)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and every problem; store nothing")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (default: the first that holds anything)")
    parser.add_argument("--header-row", type=int, metavar="N", help="the row of the headings (default: the first that holds anything)")
    parser.add_argument("--match", action="append", default=[], metavar='"THEIRS=OURS"', help="match a column of the file; may be repeated")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def run(args: argparse.Namespace) -> int:
    """Bring the file in and say what was done; 1 where it was refused."""
    from folkmoot.cli.product import start, viewer

    start()
    from django.utils import timezone

    from folkmoot.overview.importing.kinds import spec_of

    spec, by, at = spec_of(args.kind), viewer(args.by), timezone.now()
    by.require("imports.run")
    if args.file.is_file():
        from folkmoot.foundation.uploads import scan_path

        scan_path(args.file, by=by, at=at, route="folkmoot import")
    source = _source(args, spec, by)
    by.require("imports.run", source.area_id)
    plan = _plan(spec, source, by, at, dry_run=args.dry_run)
    done = not plan.problems and not args.dry_run
    print(_as_json(plan, source, done) if args.json else _as_text(plan, spec, source, done))
    return 1 if plan.problems else 0


def _plan(spec: "ImportSpec", source: "Source", by: Any, at: "datetime", *, dry_run: bool) -> "Plan":
    """Bring the file in, or only look at it; what was planned, with every problem."""
    from folkmoot.foundation.importing.running import NotBroughtIn, bring_in, check

    if dry_run:
        return check(spec, source, by=by, at=at)
    try:
        return bring_in(spec, source, by=by, at=at).plan
    except NotBroughtIn as error:
        return error.plan


def _source(args: argparse.Namespace, spec: "ImportSpec", by: Any) -> "Source":
    from folkmoot.foundation.importing.running import Source, sha256_of
    from folkmoot.foundation.tables.reading import read_table
    from folkmoot.overview.importing.kinds import likely_matching

    area = area_of(args.area) if args.area else _only_area(by)
    table = read_table(args.file, sheet=args.sheet, header_row=args.header_row, name_headings=True)
    matching = likely_matching(spec, table.columns, by=by, wishes=args.match)
    return Source(table, matching, args.file.name, sha256_of(args.file), area)


def area_of(code: str) -> Any:
    """The Area of this code. Raises FolkmootError with the codes that exist."""
    from folkmoot.areas.models import Area

    area = Area.objects.filter(code=code, withdrawn_on__isnull=True).first()
    if area is None:
        known = ", ".join(Area.objects.filter(withdrawn_on__isnull=True).values_list("code", flat=True)) or "none: run folkmoot setup first"
        raise FolkmootError(f"There is no Area “{code}”.", "", f"The codes are: {known}.")
    return area


def _only_area(by: Any) -> Any:
    """The Area of a person who works in one and no more."""
    from folkmoot.areas.models import Area

    sight = by.sight("imports.run")
    return Area.objects.get(pk=next(iter(sight.area_ids))) if not sight.national and len(sight.area_ids) == 1 else None


def _as_text(plan: "Plan", spec: "ImportSpec", source: "Source", done: bool) -> str:
    from folkmoot.foundation.importing.matching import left_out
    from folkmoot.foundation.importing.plan import SHOWN

    lines = [f"{source.file_name}: {plan.rows:,} rows"]
    names = {column.field: column.english for column in spec.columns}
    matched = [f"{heading} → {names[field]}" for heading, field in zip(source.table.columns, source.matching, strict=True) if field]
    lines.append(f"columns: {'; '.join(matched)}")
    lines += [f"will not be brought in: {', '.join(out)}" for out in [left_out(source.table.columns, source.matching)] if out]
    lines += [f"note: {note}" for note in plan.notes]
    if plan.problems:
        lines += [str(problem) for problem in plan.problems[:SHOWN]]
        lines += [f"… and {len(plan.problems) - SHOWN:,} more"] if len(plan.problems) > SHOWN else []
        return "\n".join([*lines, f"{len(plan.problems):,} problems: nothing was brought in"])
    would = "" if done else "would be "
    counts = f"{len(plan.added):,} {would}added, {len(plan.changed):,} {would}changed, {plan.unchanged:,} known already"
    lines += [f"row {step.number}: changes {', '.join(names[name] for name in step.changed)}" for step in plan.changed[:SHOWN]]
    return "\n".join([*lines, counts])


def _as_json(plan: "Plan", source: "Source", done: bool) -> str:
    from dataclasses import asdict

    from folkmoot.foundation.importing.matching import left_out
    from folkmoot.foundation.importing.plan import SHOWN

    document = {
        "schema_version": 1,
        "file": {"name": source.file_name, "sha256": source.sha256, "sheet": source.table.sheet},
        "brought_in": done,
        "rows": plan.rows,
        "added": len(plan.added),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "columns": dict(zip(source.table.columns, source.matching, strict=True)),
        "left_out": left_out(source.table.columns, source.matching),
        "notes": plan.notes,
        "problem_count": len(plan.problems),
        "problems": [asdict(problem) for problem in plan.problems[:SHOWN]],
        "changes": [{"row": step.number, "fields": list(step.changed)} for step in plan.changed],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
