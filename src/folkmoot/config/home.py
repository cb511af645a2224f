"""The data folder a user can see and back up (FOLKMOOT_HOME), and what lies in it."""

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The data folder; created on first use, readable by its owner alone."""
    folder = Path(os.environ.get("FOLKMOOT_HOME") or Path.home() / "folkmoot").expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The signing key: from SECRET_KEY, else made once and kept in the data folder."""
    from_environment = os.environ.get("SECRET_KEY")
    if from_environment:
        return from_environment
    kept = folder / "secret.key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return kept.read_text()
