"""What the whole of `folkmoot disparity` costs beside DuckDB's own scan of the same columns, both as whole processes in the same run.

    python bench/disparity.py [--rows 1000000] [--repeats 3] [--only parquet|csv]

The work: six characteristics at three stages, with intervals and ratios both ways; one adjusted model of about 60 parameters with
standardised effects; one intersection of four. Three rows are printed for each kind of file: the counting alone (`folkmoot cube build`),
the work showing every number, and the work as it is released, with small numbers withheld and everything attacked. The scan touches every
value of every column that is read. Seconds are medians of wall time; the ratio is what to look at. Memory is each process's own peak.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from cases import CHARACTERISTICS, CONTROLS, INTERSECTION, STAGES, as_csv, written
from measure import Cost, measured, median

_SCAN = """
import sys, duckdb
duckdb.sql("SET enable_progress_bar = false")
columns = ", ".join(f'bit_xor(hash("{name}"))' for name in sys.argv[2:])
reader = "read_parquet" if sys.argv[1].endswith(".parquet") else "read_csv"
options = "" if reader == "read_parquet" else ", all_varchar = true"
duckdb.sql(f"SELECT {columns} FROM {reader}('{sys.argv[1]}'{options})").fetchall()
"""
_COLUMNS = tuple(dict.fromkeys([*CHARACTERISTICS, *CONTROLS, *STAGES]))
_CHAIN = tuple(word for stage in STAGES for word in ("--outcome", stage))
_WORK = (
    *_CHAIN, "--by", *CHARACTERISTICS, "--adjust", ",".join(CONTROLS), "--model", "ethnicity", "--intersect", ",".join(INTERSECTION),
)  # fmt: skip
_TARGETS = {"parquet": "2.5 at 10 million rows, 2 at 100 million", "csv": "1.5 at 10 million rows"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=("parquet", "csv"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        parquet = written(args.rows, Path(folder))
        print(f"{args.rows:,} rows, medians of {args.repeats}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
        print(f"{'file':9}{'work':36}{'s':>8}{'MB':>7}{'ratio':>8}")
        for path in [parquet, as_csv(parquet)]:
            if args.only in (None, path.suffix[1:]):
                _print(path, Path(folder), args.repeats)


def _print(path: Path, folder: Path, repeats: int) -> None:
    folkmoot = str(Path(sys.executable).with_name("folkmoot"))
    shown = (folkmoot, "disparity", str(path), *_WORK, "--model-outcome", STAGES[0], "--format", "json", "--out", str(folder / "out.json"))
    works = {
        "scan": (sys.executable, "-c", _SCAN, str(path), *_COLUMNS),
        "counting alone": (folkmoot, "cube", "build", str(path), *_WORK, "--out", str(folder / "out.cube")),
        "everything, every number": (*shown, "--no-suppression"),
        "everything, as released": shown,
    }
    costs: dict[str, list[Cost]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, command in works.items():
            costs[name].append(measured(list(command)))
    scan = median(costs["scan"])
    for name, found in costs.items():
        cost = median(found)
        print(f"{path.suffix[1:]:9}{name:36}{cost.seconds:>8.2f}{cost.megabytes:>7.0f}{cost.seconds / scan.seconds:>8.2f}")
    print(f"{'':9}wanted of everything: {_TARGETS[path.suffix[1:]]}\n")


if __name__ == "__main__":
    main()
