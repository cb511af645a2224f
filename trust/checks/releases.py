"""Past releases of the product, from its own history, and services as they made them."""

import io
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trust.checks.keeping_apart import Ask
from trust.figures import Cannot
from trust.places import ROOT, Place, folder

MADE_ANEW = ("django_", "overview_found", "overview_readsofar", "auth_permission", "sqlite_", "stakeholders_namekey")


@dataclass(frozen=True)
class Release:
    """A commit whose migrations differ from those before it, and how many there were."""

    commit: str
    migrations: int


def releases(most: int) -> list[Release]:
    """Up to `most` of them, spread evenly from the first that could be set up to the last before this one. Raises Cannot."""
    if not (ROOT / ".git").exists() or _git("rev-parse", "--is-shallow-repository").strip() == "true":
        raise Cannot("the history of the repository is not here: past releases are taken from it (git clone without --depth)")
    found: list[Release] = []
    seen: set[str] = set()
    for commit in _git("rev-list", "--reverse", "--first-parent", "HEAD", "--", "src").split():
        listed = _git("ls-tree", "-r", "--name-only", commit, "--", "src").splitlines()
        steps = sorted(name for name in listed if "/migrations/0" in name)
        if "src/folkmoot/cli/setup.py" in listed and str(steps) not in seen:
            seen.add(str(steps))
            found.append(Release(commit, len(steps)))
    found = found[:-1] or found
    if len(found) <= most:
        return found
    return [found[round(number * (len(found) - 1) / max(most - 1, 1))] for number in range(most)] if most > 1 else [found[-1]]


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def made_by(release: Release, database: str = "") -> Place:
    """A service that the release's own code set up and wrote to. Raises RuntimeError."""
    source = folder()
    packed = subprocess.run(["git", "archive", release.commit, "src"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(source, filter="data")
    place = Place(folder(), database=database)
    _run(place, source, "setup", "--quiet")
    for number in range(3):
        _run(place, source, "invite", f"person{number}@example.org", "--name", f"Invented Person {number}", "--role", "administrator")
    return place


def _run(place: Place, source: Path, *words: str) -> None:
    environment = place.environment | {"PYTHONPATH": str(source / "src")}
    command = [sys.executable, "-m", "folkmoot.cli", *words]
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the old folkmoot {words[0]} ended with {done.returncode}: {done.stderr[-500:]}")


def rows_of(ask: Ask, columns: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of these columns of these tables, in one order."""
    return {
        table: sorted(ask("SELECT " + ", ".join(f'"{name}"' for name in names) + f' FROM "{table}"'), key=repr)
        for table, names in columns.items()
    }


def columns_of(ask: Ask, *, postgresql: bool) -> dict[str, list[str]]:
    """The columns of every table of the product, without what is made anew."""
    if postgresql:
        listed = ask("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    else:
        tables = ask("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        listed = [(table, row[1]) for (table,) in tables for row in ask(f'PRAGMA table_info("{table}")')]
    found: dict[str, list[str]] = {}
    for table, column in sorted(listed):
        if not table.startswith(MADE_ANEW):
            found.setdefault(table, []).append(column)
    return found
