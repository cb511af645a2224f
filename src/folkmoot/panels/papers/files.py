"""The files themselves, under random names in the data folder. Pictures are drawn anew, so that what a camera wrote beside them is gone."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from folkmoot.panels.papers.models import PanelFile

FOLDER = "panels"
ORPHAN_AFTER = timedelta(hours=2)


def keep(data: bytes, ending: str) -> tuple[str, str]:
    """Store a file under a random name; returns that name and the SHA-256 of the file."""
    kept = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}.{ending}", ContentFile(data))
    return kept.removeprefix(f"{FOLDER}/"), hashlib.sha256(data).hexdigest()


def read(file: PanelFile) -> bytes:
    """What the file holds. Raises FileNotFoundError, and ValueError where it is no longer what was stored."""
    with default_storage.open(f"{FOLDER}/{file.kept_as}") as opened:
        data: bytes = opened.read()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ValueError(f"file {file.pk} of a panel has changed since it was stored")
    return data


def discard(kept_as: str) -> None:
    default_storage.delete(f"{FOLDER}/{kept_as}")


def sweep(at: datetime) -> int:
    """Remove every file that no row points at and that is older than two hours; returns how many."""
    names = list(_names())
    pointed_at = set(PanelFile.objects.filter(removed_at__isnull=True).values_list("kept_as", flat=True))
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
