"""Run the checks of trust: `python -m trust` all of them, `python -m trust 11 23` some, `--gate` those that run with each change.

    --size gate|whole   how much each tries (--gate means gate; otherwise whole)
    --controls          controls too: each breaks the product on purpose, and fails the run where nothing is found wrong
    --keep              write what was measured into docs/trust.json and docs/trust.md
    --list              say what there is
    --jobs N            so many checks at a time (default 1: what is measured in time is then not disturbed)

Each check and each control runs in a process of its own. The run fails where a figure does not hold or a control finds nothing; what could
not be measured here is named and does not pass, but does not fail the run.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from trust.checks import load
from trust.figures import CHECKS, Cannot, Check, Size
from trust.record import keep

ROOT = Path(__file__).resolve().parents[1]
LIMIT_SECONDS = 3 * 3600


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    load()
    size = Size.GATE if asked.gate else Size(asked.size)
    if asked.one:
        return _one(CHECKS[asked.one], size, asked.control)
    chosen = [each for each in _ordered() if _wanted(each, asked)]
    if asked.list:
        for each in chosen:
            print(f"{each.name:>4}  {each.promise}  [{each.target}]")
        return 0
    with ThreadPoolExecutor(max_workers=asked.jobs) as workers:
        results = list(workers.map(lambda each: _measured(each, size, with_controls=asked.controls or asked.gate), chosen))
    if asked.keep:
        keep(results)
    return int(any(result["failed"] for result in results) or not results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m trust", description="Check what Folkmoot promises, with figures.")
    parser.add_argument("names", nargs="*", help="numbers of checks; none: all")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--size", choices=[size.value for size in Size], default=Size.WHOLE.value)
    parser.add_argument("--controls", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--control", type=int, help=argparse.SUPPRESS)
    return parser


def _ordered() -> list[Check]:
    return sorted(CHECKS.values(), key=lambda each: (each.number, each.part))


def _wanted(each: Check, asked: argparse.Namespace) -> bool:
    named = not asked.names or each.name in asked.names or str(each.number) in asked.names
    return named and (each.gate or not asked.gate)


def _measured(each: Check, size: Size, *, with_controls: bool) -> dict[str, Any]:
    """The figure of a check and of each of its controls, said as they come."""
    told = _in_a_process(each, size, None)
    lines = [f"{each.name:>4}  {each.promise}", f"      {_said(told)}  [{each.target}]"]
    result = {"name": each.name, "number": each.number, "promise": each.promise, "target": each.target, "size": size.value} | told
    result["controls"] = []
    failed = not told.get("cannot") and not told.get("holds")
    for place, broken in enumerate(each.controls if with_controls else []):
        seen = _in_a_process(each, size, place)
        red = not seen.get("cannot") and not seen.get("error") and not seen["holds"]
        failed = failed or not (red or seen.get("cannot"))
        lines.append(f"      {'red, as it must be' if red else 'NOT RED'}: {broken.breaks}: {_said(seen, most=1 if red else 20)}")
        result["controls"].append({"breaks": broken.breaks, "red": red} | seen)
    print("\n".join(lines), flush=True)
    return result | {"failed": failed}


def _said(told: dict[str, Any], most: int = 20) -> str:
    if told.get("cannot"):
        return f"not measured: {told['cannot']}"
    if told.get("error"):
        return f"broke off: {told['error']}"
    more = "".join(f" · {name} {value}" for name, value in told["more"].items())
    places = "".join(f"\n        {place}" for place in told["found"][:most])
    return f"{'holds' if told['holds'] else 'DOES NOT HOLD'}: {told['wrong']:,} of {told['tried']:,} {told['unit']}{more}{places}"


def _in_a_process(each: Check, size: Size, broken: int | None) -> dict[str, Any]:
    """What a process of its own measured: the fields of its figure, or `cannot`, or `error` with the last it wrote."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-trust-") as folder:
        out = Path(folder) / "figure.json"
        command = [sys.executable, "-m", "trust", "--one", each.name, "--size", size.value]
        command += [] if broken is None else ["--control", str(broken)]
        environment = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
        environment |= {"FOLKMOOT_TRUST_OUT": str(out), "TMPDIR": folder, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
        started = time.monotonic()
        try:
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
            last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        except subprocess.TimeoutExpired:
            last = f"took longer than {LIMIT_SECONDS // 3600} hours"
        told = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {"error": last or "ended without a figure", "holds": False}
    return told | {"seconds": round(time.monotonic() - started, 1)}


def _one(each: Check, size: Size, broken: int | None) -> int:
    measure = each.measure if broken is None else each.controls[broken].measure
    try:
        told = measure(size).stored()
    except Cannot as reason:
        told = {"cannot": str(reason), "holds": False}
    Path(os.environ["FOLKMOOT_TRUST_OUT"]).write_text(json.dumps(told, default=str), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
