"""Every journey in a real browser, three at a time: `python tools/journeys.py`.

The fictional year is built once and copied for each of the three; what one has visited and looked at is told to those that follow, so
that the crawl opens only what nobody has looked at, and the last journey can say whether every page was seen.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).resolve().parents[1]
JOURNEYS = "tests/journeys"
CRAWL, ACCOUNT = f"{JOURNEYS}/test_every_page.py", f"{JOURNEYS}/test_visited_all.py"
STAGES = (
    ("-n", "3", "--dist", "loadfile", JOURNEYS, f"--ignore={CRAWL}", f"--ignore={ACCOUNT}"),
    ("-n", "3", "--dist", "load", CRAWL),
    (ACCOUNT, "src/folkmoot/disparity/tests/test_in_a_browser.py"),
)


def main() -> int:
    """Run the stages one after another, whatever became of the one before; 0 where all passed. Without Chromium all are skipped."""
    if CHROMIUM is None:
        return subprocess.run([sys.executable, "-m", "pytest", "-q", JOURNEYS], cwd=ROOT, check=False).returncode
    with TemporaryDirectory(prefix="folkmoot-journeys-") as folder:
        environment = dict(os.environ)
        home = environment.setdefault("FOLKMOOT_JOURNEYS_HOME", f"{folder}/fictional")
        environment["FOLKMOOT_JOURNEYS_SEEN"] = f"{folder}/seen"
        Path(environment["FOLKMOOT_JOURNEYS_SEEN"]).mkdir()
        if not Path(home).exists():
            built = subprocess.run(
                [sys.executable, "-m", "folkmoot.cli", "demo", "--build-only"],
                env={**environment, "FOLKMOOT_HOME": home},
                stdout=subprocess.DEVNULL,
                check=False,
            )
            if built.returncode:
                return built.returncode
        command = [sys.executable, "-m", "pytest", "-q", "--durations=10"]
        codes = [subprocess.run([*command, *stage], env=environment, cwd=ROOT, check=False).returncode for stage in STAGES]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
