"""What drawing and verifying cost: processor seconds and peak memory of the whole command, start to end.

    python bench/sampling.py                      lists of 1,000, 10,000 and 200,000 cases
    python bench/sampling.py --sizes 1000000

`folkmoot sample verify` of 10,000 cases may take 0.3 s of processor time. Beside it in the same run: the empty interpreter; the plain draw
that proves nothing (read the file, `random.sample` with a seed); and the second program, the one of the browser, in node.
"""

import argparse
import csv
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from os import wait4
from pathlib import Path

LIMIT, LIMIT_AT = 0.3, 10_000
FORCES = ("Avon", "Bedfordshire", "Cleveland", "Dyfed-Powys", "Essex", "Gwent", "Humberside", "Kent", "Norfolk", "Surrey")
STRANDS = ("Race", "Religion", "Homophobia", "Transphobia", "Disability", "None")
FRONTEND = Path(__file__).resolve().parents[1] / "frontend"
PLAIN = """
import csv, random, sys
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    rows = list(csv.DictReader(stream))
print([row["URN"] for row in random.Random(1).sample(rows, 20)])
"""
IN_NODE = """
import { readFileSync } from "node:fs";
import { readList, readReceipt, verify } from "./sampling.js";
const receipt = readReceipt(readFileSync(process.argv[3], "utf8"));
if (verify(readList(readFileSync(process.argv[2], "utf8"), receipt.rules.columns), receipt).length) process.exit(1);
"""


@dataclass(frozen=True)
class Cost:
    """Processor seconds and peak megabytes of one process."""

    seconds: float
    megabytes: float


def cost(command: list[str]) -> Cost:
    """Run one process to its end. Raises RuntimeError with what it said where it fails."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, used = wait4(process.pid, 0)
    process.returncode = status
    if status:
        raise RuntimeError(f"{' '.join(command)}: {said.decode()}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def median(command: list[str], times: int) -> Cost:
    costs = [cost(command) for _ in range(times)]
    return Cost(statistics.median(each.seconds for each in costs), statistics.median(each.megabytes for each in costs))


def make(path: Path, size: int) -> None:
    """A list as an Area has it: references, forces, rare and common strands, outcomes, and columns that are not needed."""
    chance = random.Random(size)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("URN", "Force", "Strand", "Outcome", "Finalised", "Offence"))
        for number in range(size):
            strand = chance.choices(STRANDS, (30, 8, 12, 2, 3, 45))[0]
            outcome = "Convicted" if chance.random() < 0.83 else "Unsuccessful"
            day = f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            writer.writerow((f"{chance.randint(1, 99):02}AB{number:07d}24", chance.choice(FORCES), strand, outcome, day, "Public order"))


def measure(size: int, times: int, folder: Path) -> float:
    """Print the costs at one size; returns the processor seconds of verifying."""
    cases, listed, receipt, script = (folder / f"{size}{ending}" for ending in (".csv", ".txt", ".receipt", ".js"))
    make(cases, size)
    folkmoot = [sys.executable, "-m", "folkmoot.cli", "sample"]
    rules = ["--id", "URN", "--strata", "Force", "--size", "20", "--least", "1", "--only", "Strand=Race", "--only", "Strand=Disability"]
    secrets = ["--out", str(folder / f"{size}.commitment"), "--secret", str(folder / f"{size}.secret"), "--list", str(listed)]
    cost([*folkmoot, "commit", str(cases), *rules, *secrets])
    drawing = [*folkmoot, "draw", str(cases), *rules, "--contribution", "one", "--contribution", "two", "--receipt", str(receipt)]
    rows = {"empty interpreter": [sys.executable, "-c", ""], "plain draw that proves nothing": [sys.executable, "-c", PLAIN, str(cases)]}
    rows |= {"draw (CSV)": drawing, "verify (CSV)": [*folkmoot, "verify", str(cases), str(receipt)]}
    rows["verify (canonical list)"] = [*folkmoot, "verify", str(listed), str(receipt)]
    node = shutil.which("node")
    if node:
        (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        for name in ("sha256", "sampling"):
            shutil.copy(FRONTEND / f"{name}.mjs", folder / f"{name}.js")
        script.write_text(IN_NODE, encoding="utf-8")
        rows["verify in node, the browser’s program"] = [node, str(script), str(cases), str(receipt)]
    costs = {name: median(command, times) for name, command in rows.items()}
    plain = costs["plain draw that proves nothing"].seconds
    print(f"\n{size:,} cases ({cases.stat().st_size / 1e6:.1f} MB)")
    for name, each in costs.items():
        print(f"  {name:40} {each.seconds:7.3f} s CPU  {each.seconds / plain:6.1f} × the plain draw  {each.megabytes:7.0f} MB")
    return costs["verify (CSV)"].seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 200_000])
    parser.add_argument("--times", type=int, default=5, help="how often each is run; medians are told")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds = {size: measure(size, args.times, Path(folder)) for size in args.sizes}
    slow = {size: each for size, each in seconds.items() if size <= LIMIT_AT and each > LIMIT}
    print(f"\nverifying up to {LIMIT_AT:,} cases within {LIMIT} s of processor time: {'no' if slow else 'yes'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
