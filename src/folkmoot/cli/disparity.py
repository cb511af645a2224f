"""`folkmoot disparity`: compare outcomes between groups in a case file."""

import argparse
import csv
import io
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from folkmoot.engines.cube import Cube
    from folkmoot.engines.files import CaseFile
    from folkmoot.engines.spec import Condition, CubeSpec, Outcome
    from folkmoot.stats.released import ReleasedTable

SCHEMA_VERSION = 1
WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"})

EPILOG = """\
examples:
  folkmoot disparity cases.parquet --outcome charge --by ethnicity --by sex
  folkmoot disparity cases.csv --outcome "Outcome=Charge,Caution" --by ethnicity --among "Stage=Decision" --reference "White British"
  folkmoot disparity cases.csv --outcome charge --by ethnicity,sex --json --out result.json

Groups of fewer than --threshold people are never shown, nor anything from which they could be worked out.
A difference is a reason to look at the cases, not evidence of bias.
"""


class WrongRequest(FolkmootError):
    """The options contradict each other or cannot be understood."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="CSV, Parquet, XLSX or ODS; several files are counted as one table")
    add(
        "--outcome", action="append", required=True, metavar="COLUMN[=VALUE[,VALUE]]",
        help="what is compared; without values the column must hold yes and no. May be repeated",
    )  # fmt: skip
    add(
        "--by", action="append", required=True, metavar="COLUMN[,COLUMN]", help="a characteristic; a,b is the intersection. May be repeated"
    )
    add(
        "--reference", action="append", default=[], metavar="VALUE or COLUMN=VALUE", help="the group to compare with (default: the largest)"
    )
    add("--where", action="append", default=[], metavar="COLUMN=VALUE[,VALUE]", help="count only these rows")
    add(
        "--among", action="append", default=[], metavar="COLUMN=VALUE[,VALUE]", help="who is at risk of the outcome (default: all with one)"
    )
    add("--count", metavar="COLUMN", help="the file is already tabulated, and this column holds the number of cases in each row")
    add("--missing", action="append", default=[], metavar="CODE", help="a further value that means not recorded")
    add("--level", type=_level, default=0.95, metavar="0.95", help="confidence level of the intervals")
    add("--threshold", type=_threshold, default=5, metavar="5", help="counts below this are withheld; 3 or more")
    add("--adverse", choices=("yes", "no"), default="yes", help="whether having the outcome is the adverse side (default: yes)")
    add("--json", action="store_true", help="print JSON instead of text")
    add("--out", type=Path, metavar="FILE", help="write to a file instead of the screen")


def _level(text: str) -> float:
    level = float(text)
    if not 0.5 <= level < 1:
        raise argparse.ArgumentTypeError("give a level between 0.5 and 1, such as 0.95")
    return level


def _threshold(text: str) -> int:
    threshold = int(text)
    if threshold < 3:
        raise argparse.ArgumentTypeError("small numbers are always withheld: give 3 or more")
    return threshold


def run(args: argparse.Namespace) -> int:
    """Count the files, compare, and print. Returns 0; raises FolkmootError for what the person can put right."""
    with _case_files(args.files) as files:
        cube = _counted(files, _specification(args), args.threshold)
    tables = _released(cube, args)
    _write(_as_json(cube, tables, args) if args.json else _as_text(cube, tables, args), args.out)
    return 0


def _specification(args: argparse.Namespace) -> "CubeSpec":
    from folkmoot.engines.spec import MISSING_CODES, CubeSpec, folded

    groupings = tuple(dict.fromkeys(tuple(_split(group)) for group in args.by))
    if any(len(set(group)) != len(group) or not group for group in groupings):
        raise WrongRequest("A characteristic is combined with itself.", "", "Name different columns, as in --by ethnicity,sex.")
    by = tuple(dict.fromkeys(column for group in groupings for column in group))
    among = tuple(_condition(text, "--among") for text in args.among)
    return CubeSpec(
        by,
        tuple(_outcome(text, among) for text in dict.fromkeys(args.outcome)),
        tuple(_condition(text, "--where") for text in args.where),
        MISSING_CODES | {folded(code) for code in args.missing},
        args.count,
        groupings,
    )


def _outcome(text: str, among: "tuple[Condition, ...]") -> "Outcome":
    from folkmoot.engines.spec import Outcome

    column, equals, values = text.partition("=")
    return Outcome(text, column.strip(), frozenset(_split(values)) if equals else None, among)


def _condition(text: str, option: str) -> "Condition":
    from folkmoot.engines.spec import Condition

    column, equals, values = text.partition("=")
    if not equals or not _split(values):
        raise WrongRequest(f"{option} {text} names no value.", "", f'Write {option} "{column}=VALUE".')
    return Condition(column.strip(), frozenset(_split(values)))


def _split(text: str) -> list[str]:
    """Values between commas; a value that holds a comma stands in quotation marks."""
    row = next(csv.reader(io.StringIO(text), skipinitialspace=True), [])
    return [value.strip() for value in row if value.strip()]


@contextmanager
def _case_files(names: Sequence[str]) -> "Iterator[list[CaseFile]]":
    with tempfile.TemporaryDirectory(prefix="folkmoot-") as folder:
        yield [_case_file(Path(name), Path(folder) / str(place)) for place, name in enumerate(names)]


def _case_file(path: Path, copy: Path) -> "CaseFile":
    from folkmoot.engines.files import CaseFile, checked

    if path.suffix.lower() not in WORKBOOKS:
        return CaseFile(path)
    checked(CaseFile(path))
    _workbook_to_csv(path, copy)
    return CaseFile(copy, path)


def _workbook_to_csv(path: Path, copy: Path) -> None:
    from folkmoot.foundation.tables.reading import read_table

    table = read_table(path, name_headings=True)
    with copy.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.columns)
        writer.writerows(row.values for row in table.rows)


def _counted(files: "list[CaseFile]", spec: "CubeSpec", threshold: int) -> "Cube":
    from folkmoot.engines import duckdb_engine

    shows_progress = sys.stderr.isatty()
    try:
        return duckdb_engine.count(files, spec, threshold=threshold, progress=_tell if shows_progress else None)
    finally:
        if shows_progress:
            print("\r\033[K", end="", file=sys.stderr)


def _tell(share: float) -> None:
    print(f"\rcounting … {share:3.0f} %", end="", file=sys.stderr, flush=True)


def _released(cube: "Cube", args: argparse.Namespace) -> "list[ReleasedTable]":
    from folkmoot.stats.disparity import Settings, disparity_tables
    from folkmoot.stats.released import release_all

    counts = [cube.counts(by, outcome.name) for by in cube.spec.wanted for outcome in cube.spec.outcomes]
    settings = Settings(_references(args.reference, cube), args.level, least_named=args.threshold)
    return release_all(disparity_tables(counts, settings), args.threshold)


def _references(given: Sequence[str], cube: "Cube") -> dict[str, str]:
    from folkmoot.engines.files import matched

    references: dict[str, str] = {}
    for text in given:
        column, equals, value = text.partition("=")
        if equals:
            references[matched(column.strip(), cube.spec.by, "the characteristics given by --by")] = value.strip()
        elif len(cube.spec.wanted) == 1 and len(cube.spec.by) == 1:
            references[cube.spec.by[0]] = text.strip()
        else:
            raise WrongRequest(
                f"It is not clear which characteristic the reference '{text}' belongs to.",
                "There is more than one.",
                f'Write --reference "{cube.spec.by[0]}={text}".',
            )
    return references


def _as_json(cube: "Cube", tables: "list[ReleasedTable]", args: argparse.Namespace) -> str:
    document = {
        "schema_version": SCHEMA_VERSION,
        "sources": [{"name": source.name, "sha256": source.sha256} for source in cube.sources],
        "where": [{"column": condition.column, "values": sorted(condition.values)} for condition in cube.spec.where],
        "among": [{"column": condition.column, "values": sorted(condition.values)} for condition in cube.spec.outcomes[0].among],
        "adverse": "having the outcome" if args.adverse == "yes" else "not having the outcome",
        "symbols": {"[c]": "withheld so that no small number can be seen or worked out", "null": "not defined or without limit"},
        "tables": [table.to_dict() for table in tables],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _as_text(cube: "Cube", tables: "list[ReleasedTable]", args: argparse.Namespace) -> str:
    from folkmoot.cli.disparity_text import report

    return report(tables, [source.name for source in cube.sources], cube.spec, args.adverse == "yes")


def _write(text: str, target: Path | None) -> None:
    if target is None:
        print(text, end="")
        return
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongRequest(f"'{target}' could not be written.", f"{error.strerror}.", "Give another file with --out.") from error
