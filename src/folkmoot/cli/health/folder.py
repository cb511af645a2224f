"""The data folder, the disk below it, the signing key, and the clock."""

import os
import shutil
import stat
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import folkmoot
from folkmoot.cli.health.finding import Finding, look, ok, wrong

LITTLE_BYTES, TOO_LITTLE_BYTES = 2 * 1024**3, 200 * 1024**2


def data_folder(folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return wrong(f"The data folder {folder} cannot be written to: {error.strerror}.", "Give it to the user that runs folkmoot.")
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return wrong(f"Other users of this machine can look into the data folder {folder}.", f"Run: chmod 700 {folder}")
    return ok(f"The data folder is {folder}; only its owner can read it.")


def free_disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    words = f"{free / 1024**3:.1f} GB are free where the data folder lies."
    if free < TOO_LITTLE_BYTES:
        return wrong(words, "Make room before anything else: a full disk stops all writing.")
    return look(words, "Make room soon.") if free < LITTLE_BYTES else ok(words)


def secret_key(folder: Path) -> Finding:
    kept = folder / "secret.key"
    if os.environ.get("SECRET_KEY"):
        if len(os.environ["SECRET_KEY"]) < 50:
            return wrong("The signing key in SECRET_KEY is too short.", "Use 50 random characters or more.")
        return ok("The signing key comes from SECRET_KEY.")
    if stat.S_IMODE(kept.stat().st_mode) & 0o077:
        return wrong(f"Other users can read the signing key {kept}.", f"Run: chmod 600 {kept}, then remove it to have a new one made.")
    return ok("The signing key lies in the data folder; only its owner can read it.")


def clock() -> Finding:
    """A clock that is behind lets old links work again; one that is ahead ends sessions and roles too early."""
    built = datetime.fromtimestamp(Path(folkmoot.__file__).stat().st_mtime, UTC)
    now = datetime.now(UTC)
    if now < built - timedelta(days=1):
        return wrong(f"The clock says {now:%-d %B %Y}, which is before this version was installed.", "Set the machine's clock.")
    return ok(f"The clock says {now:%-d %B %Y, %H:%M} UTC.")
