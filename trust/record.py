"""What was measured last, kept as docs/trust.json, and docs/trust.md made from it."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEASURED, PAGE = ROOT / "docs" / "trust.json", ROOT / "docs" / "trust.md"
HEAD = """# Trust, proved by figures

Every promise below is a check: `make trust` runs all of them, `python -m trust 11` one by its number, `make trust-gate` those small enough
to run with each change. A figure says how many went wrong of how many tried. Each check has controls that break the product on
purpose; a control that finds nothing wrong fails the run. What could not be measured says why, and counts as not proved.

This page is made from `docs/trust.json`, which `--keep` writes; do not edit it.
"""


def keep(results: list[dict[str, Any]]) -> None:
    """Put these results in place of earlier ones of the same checks, and make the page anew."""
    known = read()
    stamp = {"on": datetime.now(UTC).date().isoformat(), "version": _version(), "machine": _machine()}
    known |= {result["name"]: result | stamp for result in results}
    ordered = {name: known[name] for name in sorted(known)}
    MEASURED.write_text(json.dumps(ordered, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    PAGE.write_text(page(read()), encoding="utf-8")


def read() -> dict[str, dict[str, Any]]:
    return json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}


def page(known: dict[str, dict[str, Any]]) -> str:
    """docs/trust.md for these results, by number."""
    ordered = sorted(known.values(), key=lambda result: (result["number"], result["name"]))
    return HEAD + _at_a_glance(ordered) + "".join(_section(result) for result in ordered)


def _at_a_glance(ordered: list[dict[str, Any]]) -> str:
    """A line for each check: what it promises, its figure, how large it was tried, whether its controls went red."""
    if not ordered:
        return ""
    lines = ["\n## At a glance\n", "| Check | Promise | Figure | Tried | Controls seen red |", "| --- | --- | --- | --- | --- |"]
    for one in ordered:
        red = f"{sum(each['red'] for each in one['controls'])} of {len(one['controls'])}"
        tried = "whole" if one["size"] == "whole" else "small"
        lines.append(f"| {one['name']} | {one['promise']} | {_figure(one)} | {tried} | {red} |")
    return "\n".join(lines) + "\n"


def _section(result: dict[str, Any]) -> str:
    lines = [f"\n## {result['name']}. {result['promise']}\n", f"Target: {result['target']}.\n", f"**{_figure(result)}**"]
    lines += [f"- {name}: {value}" for name, value in result.get("more", {}).items()]
    lines += [f"- found: {place}" for place in result.get("found", ())]
    for each in result["controls"]:
        lines.append(f"- control, {'seen red' if each['red'] else 'NOT red'}: {each['breaks']} ({_figure(each)})")
    size = "as large as the target asks" if result["size"] == "whole" else "the small size that runs with each change"
    lines.append(f"\n{result['on']}, version {result['version']}, {result['machine']}, {size}, {result['seconds']} seconds.")
    return "\n".join(lines) + "\n"


def _figure(told: dict[str, Any]) -> str:
    if told.get("cannot"):
        return f"Not measured: {told['cannot']}"
    if told.get("error"):
        return "Broke off."
    return f"{'Holds' if told['holds'] else 'Does not hold'}: {told['wrong']:,} of {told['tried']:,} {told['unit']}"


def _version() -> str:
    """The short name of the commit, with "+" where files were changed since."""
    ask = ["git", "describe", "--always", "--dirty=+", "--exclude", "*"]
    return subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GB, Python {platform.python_version()}"
