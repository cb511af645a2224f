"""What other packages need for the work of `folkmoot disparity`, each as a whole process, in the same run on the same invented cases.

    python bench/peers.py [--rows 1000000] [--small-rows 100000] [--repeats 3] [--work NAME]... [--peers-python PATH]...

A peer runs in the first of the given Pythons that has its packages (this one is tried last), and is left out with a line saying so where
none has. Seconds and megabytes are medians. The ratio is the peer's cost over Folkmoot's: above 1, Folkmoot needs less. Folkmoot is
measured twice: showing every number, which is the same work, and as it releases results, with small numbers withheld and the tables
attacked, which no peer does; the last ratio is to that.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases import CHARACTERISTICS, CONTROLS, INTERSECTION, STAGES, written
from measure import Cost, Failed, measured, median


@dataclass(frozen=True)
class Peer:
    """Who does the work, by which function of `peer_work.py`, with which packages; and the ratio of seconds wanted at least."""

    name: str
    piece: str
    needs: tuple[str, ...]
    target: float


@dataclass(frozen=True)
class Work:
    """What Folkmoot is asked for, and who else does the same; `small` where peers cannot do many rows."""

    name: str
    options: tuple[str, ...]
    peers: tuple[Peer, ...]
    small: bool = False


SAME, RELEASED = "Folkmoot, every number", "Folkmoot, as released"
_CHAIN = tuple(word for stage in STAGES for word in ("--outcome", stage))
_RATES = (*_CHAIN, "--by", *CHARACTERISTICS)

WORKS = (
    Work(
        "rates",
        (*_RATES, "--intersect", ",".join(INTERSECTION)),
        (Peer("pandas, statsmodels' intervals", "rates_and_intersection_with_pandas", ("pandas", "pyarrow", "statsmodels"), 7),),
    ),
    Work(
        "model",
        ("--outcome", "charge", "--by", "ethnicity", "--adjust", ",".join(CONTROLS)),
        (
            Peer("statsmodels GLM, row by row", "model_with_glm", ("pandas", "pyarrow", "statsmodels"), 25),
            Peer("statsmodels Logit, row by row", "model_with_logit", ("pandas", "pyarrow", "statsmodels"), 8),
        ),
    ),
    Work(
        "small",
        _RATES,
        (
            Peer("Aequitas (no intervals)", "rates_with_aequitas", ("aequitas", "pyarrow"), 5),
            Peer("Fairlearn (no intervals)", "rates_with_fairlearn", ("fairlearn", "pyarrow"), 25),
        ),
        small=True,
    ),
)
_TITLES = {
    "rates": f"{len(CHARACTERISTICS)} characteristics x {len(STAGES)} stages, and {' x '.join(INTERSECTION)}; rates, ratios, intervals",
    "model": f"charge by ethnicity, adjusted for {', '.join(CONTROLS)} (Folkmoot gives marginal effects too, the peers do not)",
    "small": f"{len(CHARACTERISTICS)} characteristics x {len(STAGES)} stages; rates and ratios",
}


def main() -> None:
    """Read the options, write the cases, and print one table for each piece of work."""
    args = _arguments()
    pythons = [*args.peers_python, sys.executable]
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as name:
        folder = Path(name)
        files = {rows: written(rows, folder) for rows in {args.small_rows if work.small else args.rows for work in args.work}}
        for work in args.work:
            rows = args.small_rows if work.small else args.rows
            print(f"\n{_TITLES[work.name]}: {rows:,} rows, medians of {args.repeats}, {os.cpu_count()} cores")
            _print_table(work, files[rows], pythons, args.repeats)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--small-rows", type=int, default=100_000, help="for packages that cannot do many")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--work", action="append", choices=[work.name for work in WORKS], help="only this; may be repeated")
    parser.add_argument("--peers-python", action="append", default=[], metavar="PATH", help="a Python that has peers; may be repeated")
    args = parser.parse_args()
    args.work = [work for work in WORKS if not args.work or work.name in args.work]
    return args


def _print_table(work: Work, file: Path, pythons: list[str], repeats: int) -> None:
    print(f"{'':34}{'s':>9}{'MB':>9}{'ratio s':>10}{'ratio MB':>10}{'target s':>10}{'released':>10}")
    places = {peer: _python_with(peer.needs, pythons) for peer in work.peers}
    commands = {peer.name: _peer_command(python, peer, file) for peer, python in places.items() if python}
    own = {SAME: _own_command(work, file, SAME, "--no-suppression"), RELEASED: _own_command(work, file, RELEASED)}
    costs = _costs({**own, **commands}, repeats)
    for name in own:
        _print_row(name, costs[name])
    for peer in work.peers:
        if peer.name not in commands:
            print(f"{peer.name:34} left out: none of the Pythons has {', '.join(peer.needs)} (give --peers-python)")
            continue
        if peer.name in costs:
            _print_row(peer.name, costs[peer.name], _ratios(costs[peer.name], costs, peer.target))
    _print_agreement(_out(file, SAME), [_out(file, peer.piece) for peer in work.peers])


def _python_with(packages: tuple[str, ...], pythons: list[str]) -> str | None:
    """The first Python that has all the packages; found without importing them."""
    test = "import sys, importlib.util as u; sys.exit(not all(u.find_spec(name) for name in sys.argv[1:]))"
    return next((python for python in pythons if subprocess.run([python, "-c", test, *packages], check=False).returncode == 0), None)


def _out(file: Path, name: str) -> Path:
    return file.with_name(f"{file.stem}-{name.replace(', ', '-').replace(' ', '-')}.json")


def _own_command(work: Work, file: Path, name: str, *more: str) -> list[str]:
    program = str(Path(sys.executable).with_name("folkmoot"))
    return [program, "disparity", str(file), *work.options, *more, "--format", "json", "--out", str(_out(file, name))]


def _peer_command(python: str, peer: Peer, file: Path) -> list[str]:
    return [python, str(Path(__file__).with_name("peer_work.py")), peer.piece, str(file), str(_out(file, peer.piece))]


def _costs(commands: dict[str, list[str]], repeats: int) -> dict[str, Cost]:
    """Medians by name. The commands take turns, so that a busy minute is everybody's; one that fails is reported and left out."""
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name in list(found):
            try:
                found[name].append(measured(commands[name]))
            except Failed as failed:
                if name in (SAME, RELEASED):
                    raise SystemExit(f"Folkmoot failed: {failed}") from failed
                print(f"{name:34} failed: {failed}")
                del found[name]
    return {name: median(costs) for name, costs in found.items()}


def _print_row(name: str, cost: Cost, ratios: str = "") -> None:
    print(f"{name:34}{cost.seconds:>9.2f}{cost.megabytes:>9.0f}{ratios}")


def _ratios(cost: Cost, costs: dict[str, Cost], target: float) -> str:
    """A peer's cost over Folkmoot's for the same work, and over Folkmoot's with everything a release takes."""
    same, released = costs[SAME], costs[RELEASED]
    ratio = cost.seconds / same.seconds
    text = f"{ratio:>10.1f}{cost.megabytes / same.megabytes:>10.1f}{target:>10.0f}{cost.seconds / released.seconds:>10.1f}"
    return text if ratio >= target else text + "  missed"


def _print_agreement(own: Path, peers: list[Path]) -> None:
    """How far the adjusted odds ratios lie apart, where both sides gave some."""
    if not own.exists():
        return
    ours = dict(_odds_ratios(json.loads(own.read_text(encoding="utf-8"))))
    for peer in peers:
        theirs = json.loads(peer.read_text(encoding="utf-8")) if peer.exists() else None
        if not isinstance(theirs, dict) or not ours:
            continue
        apart = [abs(ours[group] / ratio - 1) for group, ratio in theirs["odds_ratios"].items() if group in ours]
        if apart:
            print(f"    {len(apart)} odds ratios of {theirs['parameters']} parameters, at most {max(apart):.1e} apart from {peer.stem}")


def _odds_ratios(document: Any) -> Iterator[tuple[str, float]]:
    """Group and adjusted odds ratio of the first stage's first characteristic."""
    for group in document["stages"][0]["characteristics"][0]["groups"]:
        adjusted = group.get("adjusted")
        if isinstance(adjusted, dict) and isinstance(adjusted.get("odds_ratio"), float):
            yield group["group"], adjusted["odds_ratio"]


if __name__ == "__main__":
    main()
