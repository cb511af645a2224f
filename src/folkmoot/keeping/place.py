"""The empty place into which a backup is brought back; it knows no Django, which is set up on that very place afterwards."""

import shutil
from pathlib import Path

from folkmoot.errors import FolkmootError

ASIDE = ".restoring"


def check_place(home: Path) -> None:
    """Raise FolkmootError where something lies in the place already."""
    if (home / ASIDE).exists():
        raise FolkmootError(
            f"An earlier restore into {home} was cut off.",
            "What it had put aside is still there.",
            f"Remove {home / ASIDE}, then try again.",
        )
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise FolkmootError(
            f"{home} is not empty.", "A backup is only brought back into an empty place, so that nothing is written over.",
            "Name a folder that is empty or does not exist, with --into.",
        )  # fmt: skip


def clear(home: Path, *, made: bool) -> None:
    """Take away what a restore that failed had put aside, and the folder where it was `made` for it."""
    shutil.rmtree(home / ASIDE, ignore_errors=True)
    if made and home.is_dir() and not any(home.iterdir()):
        home.rmdir()
