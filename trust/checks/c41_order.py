"""Check 41b: in whatever order the tests run, each gives the same answer; none leans on what another left behind."""

import os
import re
import subprocess
import sys
from pathlib import Path

from trust.figures import Figure, Size, check, control
from trust.places import ROOT, folder

SOURCE = ROOT / "src" / "folkmoot"
LEANING = """
SEEN = []


def test_first():
    assert not SEEN


def test_second():
    SEEN.append(1)
"""


@check(
    41, "In whatever order the tests run, each gives the same answer", part="b",
    target="0 tests that fail, in 20 orders",
)  # fmt: skip
def any_order(size: Size) -> Figure:
    if size is Size.GATE:
        return _run_in_orders(3, [str(SOURCE / "foundation"), str(SOURCE / "accounts")])
    return _run_in_orders(5, [str(SOURCE)], "-n", "2", "--dist", "loadfile")


@control("41b", "a test leans on what another has not done yet")
def leaning(_size: Size) -> Figure:
    file = folder() / "test_leaning.py"
    file.write_text(LEANING, encoding="utf-8")
    return _run_in_orders(6, [str(file)])


def _run_in_orders(orders: int, where: list[str], *more: str) -> Figure:
    wrong: list[str] = []
    tests = 0
    for number in range(orders):
        done = _run(number, where, *more)
        told = done.stdout
        wrong += [f"order {number}: {name}" for name in re.findall(r"^(?:FAILED|ERROR) (\S+)", told, re.MULTILINE)]
        if done.returncode not in (0, 1):
            wrong.append(f"order {number} ended with {done.returncode}: {told[-200:]}")
        tests += sum(int(count) for count in re.findall(r"(\d+) (?:passed|failed|error)", told))
    told_more = {"orders": orders, "not measured": "tests that need a database run in their one order; 20 orders were asked for"}
    return Figure(len(wrong), tests, "runs of a test", told_more, tuple(wrong), 12)


def _run(order: int, where: list[str], *more: str) -> "subprocess.CompletedProcess[str]":
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-m",
        "not journey and not django_db",
        "-p",
        "trust.shuffled",
        "-p",
        "no:cacheprovider",
    ]
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "FOLKMOOT_HOME"}}
    said = {
        "TRUST_ORDER": str(order), "DJANGO_SETTINGS_MODULE": "folkmoot.config.settings_for_tests", "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}:{Path(where[0]).parent}", "FOLKMOOT_REPEATABLE": "1",
    }  # fmt: skip
    return subprocess.run([*command, *more, *where], env=kept | said, cwd=ROOT, capture_output=True, text=True, check=False)
