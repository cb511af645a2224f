"""Check 41: what guards privacy is broken in one small place after another, and its tests notice."""

import ast
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from trust.figures import Figure, Size, check, control
from trust.mutants import mutated, places
from trust.places import ROOT, folder

SOURCE = ROOT / "src" / "folkmoot"
ALIVE = 0.1  # so many of a hundred may live: some turn round what makes no difference
# Modules by what they guard, and the tests that ought to notice; those marked with a database need one.
GUARDS: dict[str, tuple[bool, tuple[str, ...], tuple[str, ...]]] = {
    "access": (
        True, ("accounts/scope.py", "accounts/rules.py"),
        ("accounts/tests/test_scope.py", "accounts/tests/test_rules.py", "accounts/tests/test_queries.py"),
    ),
    "audit": (True, ("foundation/audit.py",), ("foundation/tests/test_audit.py", "foundation/tests/test_append_only.py")),
    "saving": (
        True, ("foundation/saving.py", "foundation/once.py"), ("foundation/tests/test_saving.py", "foundation/tests/test_once.py")
    ),
    "imports": (
        True, tuple(f"foundation/importing/{name}.py" for name in ("cells", "matching", "plan")),
        ("foundation/importing/tests", "stakeholders/tests/test_imports.py"),
    ),
    "suppression": (
        False, tuple(f"stats/disclosure/{name}.py" for name in ("guard", "one_way", "rule", "intersections", "planning")),
        tuple(f"stats/tests/test_{name}.py" for name in ("disclosure", "suppression", "released", "stages")),
    ),
    "redaction": (
        False, tuple(f"redaction/{name}.py" for name in ("spans", "people", "dates", "codes", "settling", "rules")), ("redaction/tests",)
    ),
}  # fmt: skip


@check(
    41, "What guards access, audit, imports, suppression and redaction is broken in one small place after another, and its tests notice",
    target="90 of 100 mutants noticed",
)  # fmt: skip
def mutants(size: Size) -> Figure:
    return _noticed(size)


@control(41, "the tests are collected and not run")
def not_run(_size: Size) -> Figure:
    return _noticed(Size.GATE, "--collect-only")


def _noticed(size: Size, *more: str) -> Figure:
    drawn, lived, by = random.Random(41), [], Counter[str]()
    tried = 0
    for guard, (database, modules, tests) in GUARDS.items():
        if size is Size.GATE and guard != "suppression":
            continue
        base = _database(tests) if database else None
        chosen = _chosen(modules, 4 if size is Size.GATE else 25, drawn)
        for module, place in chosen:
            tried += 1
            by[guard] += 1
            if _passes(tests, base, module, place, *more):
                by[f"{guard}, not noticed"] += 1
                _tree, what = mutated((SOURCE / module).read_text(encoding="utf-8"), place)
                lived.append(f"{module}, {what}")
    allowed = int(tried * ALIVE)
    told = dict(by) | {"lived": len(lived), "may live": allowed}
    return Figure(max(0, len(lived) - allowed), tried, "mutants", told, tuple(lived), 100 if size is Size.WHOLE else 4)


def _chosen(modules: tuple[str, ...], most: int, drawn: random.Random) -> list[tuple[str, tuple[int, str]]]:
    """Places of these modules, drawn at random, the same each time."""
    every = [(module, place) for module in modules for place in places(ast.parse((SOURCE / module).read_text(encoding="utf-8")))]
    return drawn.sample(every, min(most, len(every)))


def _database(tests: tuple[str, ...]) -> Path:
    """A database made once, on copies of which the tests run. Raises RuntimeError where they fail before anything was broken."""
    base = folder() / "base.sqlite3"
    done = _run(tests, base, {}, "--create-db")
    if done.returncode:
        raise RuntimeError("the tests fail with nothing broken: " + done.stdout[-1500:])
    return base


def _passes(tests: tuple[str, ...], base: Path | None, module: str, place: tuple[int, str], *more: str) -> bool:
    """Whether the tests notice nothing of the mutant. One that goes on for ever is noticed."""
    name = "folkmoot." + module.removesuffix(".py").replace("/", ".")
    mutant = {"TRUST_MUTANT": name, "TRUST_MUTANT_PLACE": f"{place[0]}:{place[1]}"}
    copied = folder() / "copy.sqlite3"
    if base is not None:
        shutil.copyfile(base, copied)
    try:
        return _run(tests, copied, mutant, *more).returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        copied.unlink(missing_ok=True)


def _run(tests: tuple[str, ...], database: Path, mutant: dict[str, str], *more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "trust.mutants", "-p", "no:cacheprovider", "--reuse-db", "-n", "0", *more]
    command += [str(SOURCE / each) for each in tests]
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "FOLKMOOT_HOME"}}
    said = {
        "DJANGO_SETTINGS_MODULE": "trust.mutant_settings", "TRUST_TEST_DATABASE": str(database), "FOLKMOOT_REPEATABLE": "1",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    return subprocess.run(command, env=kept | said | mutant, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
