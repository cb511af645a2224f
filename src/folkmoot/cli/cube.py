"""`folkmoot cube`: count once, keep the counts, add each month's to those before it."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.cli.disparity_options import add_counting_options, counting_request

if TYPE_CHECKING:
    from folkmoot.engines.cube import Cube

EPILOG = """\
examples:
  folkmoot cube build april.parquet --outcome charge --by ethnicity sex --period date --out april.cube
  folkmoot cube add year.cube april.cube
  folkmoot cube show year.cube
  folkmoot disparity year.cube --by ethnicity

A cube holds counts only: no case, name or reference number. Its counts can be small, so keep it as you keep the case file.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(title="what to do", metavar="COMMAND", dest="do", required=True)
    build = commands.add_parser("build", help="count files, or a table where it lies, into a cube", description="Count into a cube.")
    build.add_argument("files", nargs="+", metavar="FILE", help="what to count; several files are counted as one table")
    add_counting_options(build, required=True)
    build.add_argument("--out", type=Path, required=True, metavar="FILE.cube", help="where the cube is written")
    add = commands.add_parser("add", help="add cubes of the same specification to the first", description="Add cubes to the first one.")
    add.add_argument("cube", type=Path, metavar="CUBE", help="the cube that is added to")
    add.add_argument("more", type=Path, nargs="+", metavar="CUBE", help="the cubes to add")
    add.add_argument("--out", type=Path, metavar="FILE.cube", help="write the sum here, and leave the first cube as it is")
    show = commands.add_parser(
        "show", help="say what a cube holds: sources, rows, columns, completeness", description="Say what a cube holds."
    )
    show.add_argument("cube", type=Path, metavar="CUBE", help="the cube")
    show.add_argument("--json", action="store_true", help="as JSON instead of text")


def run(args: argparse.Namespace) -> int:
    """Build, add or show. Returns 0; raises FolkmootError for what the person can put right."""
    return {"build": _build, "add": _add, "show": _show}[args.do](args)


def _build(args: argparse.Namespace) -> int:
    from folkmoot.cli.counted import counted
    from folkmoot.engines import cubefile

    cube = counted(args.files, counting_request(args), args.engine)
    cubefile.write(cube, args.out)
    print(f"Counted {cube.rows_read:,} rows into {args.out}: {_cells(cube):,} cells.")
    return 0


def _add(args: argparse.Namespace) -> int:
    from folkmoot.engines import cubefile

    total = cubefile.read(args.cube)
    for more in args.more:
        total = cubefile.added(total, cubefile.read(more))
    target = args.out or args.cube
    cubefile.write(total, target)
    print(f"{target} now holds {total.rows_read:,} rows from {len(total.sources)} sources.")
    return 0


def _show(args: argparse.Namespace) -> int:
    from folkmoot.engines import cubefile

    held = _held(cubefile.read(args.cube))
    print(json.dumps(held, ensure_ascii=False, indent=2) if args.json else _as_text(held))
    return 0


def _cells(cube: "Cube") -> int:
    return sum(len(grouping) for grouping in cube.groupings.values())


def _held(cube: "Cube") -> dict[str, Any]:
    """What may be said of a cube to anyone: no count below the threshold."""
    from folkmoot.disparity.request import DEFAULT_THRESHOLD

    missing = cube.completeness.missing
    return {
        "rows": cube.rows_read,
        "counted": cube.rows,
        "cells": _cells(cube),
        "sources": [{"name": source.name, "sha256": source.sha256} for source in cube.sources],
        "outcomes": [outcome.name for outcome in cube.spec.outcomes],
        "counted_by": [list(grouping) for grouping in cube.spec.wanted],
        "not_recorded": {column: _safe(rows, DEFAULT_THRESHOLD) for column, rows in missing.items()},
    }


def _safe(rows: int, threshold: int) -> int | str:
    return "[c]" if 0 < rows < threshold else rows


def _as_text(held: dict[str, Any]) -> str:
    lines = [f"{held['rows']:,} rows read, {held['counted']:,} counted, {held['cells']:,} cells.", "", "From"]
    lines += [f"  {source['name']}  {source['sha256'][:16]}" for source in held["sources"]]
    lines += ["", "Outcomes", *(f"  {name}" for name in held["outcomes"]), "", "Counted by"]
    lines += [f"  {' and '.join(grouping)}" for grouping in held["counted_by"]]
    lines += ["", "Not recorded"]
    lines += [f"  {column}: {rows:,}" if isinstance(rows, int) else f"  {column}: {rows}" for column, rows in held["not_recorded"].items()]
    return "\n".join(lines)
