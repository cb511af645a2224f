"""The files themselves, under random names in the data folder; kept piece by piece, for a film is too large for the memory of a page."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from folkmoot.errors import FolkmootError
from folkmoot.languages.media.models import Rendition

FOLDER = "media"
ORPHAN_AFTER = timedelta(hours=2)
A_PIECE = 256 * 1024


class FileGone(FolkmootError):
    """The file is missing from the data folder, or is not what was stored."""

    def __init__(self) -> None:
        super().__init__(
            _("This file cannot be handed over."), _("It is missing, or it was changed outside Folkmoot."),
            _("Ask whoever runs the service to restore it from a backup."),
        )  # fmt: skip


def keep(file: "File[Any]", ending: str) -> tuple[str, str]:
    """Store a file under a random name; returns that name and the SHA-256 of the file."""
    made = hashlib.sha256()
    for piece in file.chunks(A_PIECE):
        made.update(piece)
    file.seek(0)
    kept = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}.{ending}", file)
    return kept.removeprefix(f"{FOLDER}/"), made.hexdigest()


def opened(row: Rendition) -> "File[Any]":
    """The file, to be read and closed. Raises FileGone."""
    try:
        return default_storage.open(f"{FOLDER}/{row.kept_as}")
    except OSError as error:
        raise FileGone from error


def check_whole(row: Rendition) -> None:
    """Raise FileGone where the file is no longer the one that was stored."""
    made = hashlib.sha256()
    with opened(row) as file:
        for piece in file.chunks(A_PIECE):
            made.update(piece)
    if made.hexdigest() != row.sha256:
        raise FileGone


def pieces(row: Rendition, first: int, last: int) -> Iterator[bytes]:
    """The bytes from `first` to `last`, both counted, piece by piece."""
    with opened(row) as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(left, A_PIECE))):
            left -= len(piece)
            yield piece


def discard(kept_as: str) -> None:
    default_storage.delete(f"{FOLDER}/{kept_as}")


def sweep(at: datetime) -> int:
    """Remove every file that no row points at and that is older than two hours; returns how many."""
    names = list(_names())
    pointed_at = set(Rendition.objects.filter(removed_at__isnull=True).values_list("kept_as", flat=True))
    orphans = [
        name for name in names if name not in pointed_at and at - default_storage.get_modified_time(f"{FOLDER}/{name}") > ORPHAN_AFTER
    ]
    for name in orphans:
        discard(name)
    return len(orphans)


def _names() -> Iterator[str]:
    try:
        yield from default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
