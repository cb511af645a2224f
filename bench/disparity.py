"""What `folkmoot disparity` costs beside DuckDB's own scan of the same columns, both as whole processes in the same run.

    python bench/disparity.py [--rows 1000000] [--repeats 3]

The case file is invented here, by DuckDB alone and the same in every run. The bare scan touches every value of the columns that the
command reads. Wall seconds are medians; the ratio is what to look at, because machines differ. Memory is each process's own peak.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHARACTERISTICS = ("ethnicity", "sex", "age_band", "disability", "religion", "area")
OUTCOME = "charge"

# Numbers from 0 to 9,999 that depend on the row and on nothing else; {salt} makes each column its own.
_DRAW = "CAST(hash(i * 31 + {salt}) % 10000 AS INTEGER)"
_CASES = f"""
    SELECT i AS case_number,
        CASE WHEN {_DRAW.format(salt=1)} < 1500 THEN NULL WHEN {_DRAW.format(salt=2)} < 6600 THEN 'White British'
             ELSE 'Group ' || (1 + {_DRAW.format(salt=3)} % 18) END AS ethnicity,
        CASE WHEN {_DRAW.format(salt=4)} < 8200 THEN 'Male' WHEN {_DRAW.format(salt=4)} < 9850 THEN 'Female' ELSE 'Other' END AS sex,
        ['10-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'][1 + {_DRAW.format(salt=5)} % 7] AS age_band,
        CASE WHEN {_DRAW.format(salt=6)} < 2500 THEN NULL WHEN {_DRAW.format(salt=7)} < 1700 THEN 'Yes' ELSE 'No' END AS disability,
        CASE WHEN {_DRAW.format(salt=8)} < 4000 THEN NULL ELSE 'Religion ' || (1 + {_DRAW.format(salt=9)} % 8) END AS religion,
        'Area ' || (1 + {_DRAW.format(salt=10)} % 14) AS area,
        CAST({_DRAW.format(salt=11)} < 6800 + 300 * ({_DRAW.format(salt=2)} % 3) AS TINYINT) AS charge
    FROM range({{rows}}) cases(i)
"""

_WRITE = """
import sys, duckdb
duckdb.sql("SET enable_progress_bar = false")
duckdb.sql(sys.argv[1])
"""

_SCAN = """
import sys, duckdb
duckdb.sql("SET enable_progress_bar = false")
columns = ", ".join(f'bit_xor(hash("{name}"))' for name in sys.argv[2:])
reader = "read_parquet" if sys.argv[1].endswith(".parquet") else "read_csv"
options = "" if reader == "read_parquet" else ", all_varchar = true"
duckdb.sql(f"SELECT {columns} FROM {reader}('{sys.argv[1]}'{options})").fetchall()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        print(f"{args.rows:,} rows, {len(CHARACTERISTICS)} characteristics, 1 outcome, medians of {args.repeats}, {os.cpu_count()} cores\n")
        print(f"{'file':10}{'scan s':>10}{'scan MB':>10}{'folkmoot s':>12}{'folkmoot MB':>13}{'ratio':>8}")
        for path in _written(args.rows, Path(folder)):
            _print_row(path, args.repeats)


def _written(rows: int, folder: Path) -> list[Path]:
    """Write the files in a process of their own: a child's peak memory starts at its parent's, so this process must stay small."""
    parquet, text = folder / "cases.parquet", folder / "cases.csv"
    for query in (
        f"COPY ({_CASES.format(rows=rows)}) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)",
        f"COPY (FROM '{parquet}') TO '{text}' (FORMAT csv, HEADER)",
    ):
        subprocess.run([sys.executable, "-c", _WRITE, query], check=True)
    return [parquet, text]


def _print_row(path: Path, repeats: int) -> None:
    scan = [sys.executable, "-c", _SCAN, str(path), *CHARACTERISTICS, OUTCOME]
    command = [str(Path(sys.executable).with_name("folkmoot")), "disparity", str(path), "--outcome", OUTCOME]
    command += [word for name in CHARACTERISTICS for word in ("--by", name)]
    measured = [(_measured(scan), _measured(command)) for _ in range(repeats)]
    (scan_s, scan_mb), (own_s, own_mb) = (_medians([pair[side] for pair in measured]) for side in (0, 1))
    print(f"{path.suffix[1:]:10}{scan_s:>10.2f}{scan_mb:>10.0f}{own_s:>12.2f}{own_mb:>13.0f}{own_s / scan_s:>8.2f}")


def _measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def _medians(measurements: list[tuple[float, float]]) -> tuple[float, float]:
    seconds, megabytes = zip(*measurements, strict=True)
    return statistics.median(seconds), statistics.median(megabytes)


if __name__ == "__main__":
    main()
