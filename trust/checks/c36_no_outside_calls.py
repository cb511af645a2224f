"""36, second part: the product runs on a machine that can reach nothing, and tries to reach nothing."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from trust.figures import Cannot, Figure, Size, check, control


def _alone(size: Size, breaks: str = "") -> Figure:
    apart = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare") or subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        raise Cannot("a network of its own needs unshare and a kernel that lets it: run as root, or allow user namespaces")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "told.json"
        command = [*apart, sys.executable, "-m", "trust.checks.alone", str(out), "300" if size is Size.WHOLE else "10", breaks]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not out.exists():
            raise RuntimeError((done.stderr or done.stdout)[-2000:])
        told = json.loads(out.read_text())
    reached = told.pop("reached")
    told["not seen"] = "attempts by libraries that do not go through Python; they could reach nothing either"
    return Figure(
        len(reached), sum(value for value in told.values() if isinstance(value, int)), "requests, commands and addresses in forms",
        found=tuple(sorted(set(reached))), more=told, least=100,
    )  # fmt: skip


@check(36, "Nothing of the product reaches beyond its machine", target="0 attempts but to mail, scanner and database", part="b")
def alone(size: Size) -> Figure:
    return _alone(size)


@control("36b", "each page reported to a counter of visits")
def telling(size: Size) -> Figure:
    return _alone(Size.GATE, "Telling")
