"""The files of what was learned: in the data folder, readable by the service alone, checked against the hash kept in the database."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from folkmoot.voice.themes.learning import Learned, UnreadableModel, packed, unpacked
from folkmoot.voice.themes.models import Suggester


def path_of(number: int) -> Path:
    return Path(settings.HOME) / "themes" / f"learned-{number}.zip"


def keep(learned: Learned, number: int) -> str:
    """Write what was learned; returns the hash of the file."""
    content = packed(learned)
    path = path_of(number)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    unfinished.replace(path)
    return hashlib.sha256(content).hexdigest()


def learned_by(suggester: Suggester) -> Learned | None:
    """What a suggester learned; None where its file is missing or is not the one kept: cue words serve until it is learned anew."""
    path = path_of(suggester.number)
    return _read(path, suggester.file_hash) if path.is_file() else None


@lru_cache(maxsize=2)
def _read(path: Path, file_hash: str) -> Learned | None:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != file_hash:
        return None
    try:
        return unpacked(content)
    except UnreadableModel:
        return None
