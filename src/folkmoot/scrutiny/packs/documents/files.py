"""The files themselves, each sealed with the key of the cases, under random names in the data folder."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from folkmoot.scrutiny.identities.keeping import seal_bytes, unseal_bytes
from folkmoot.scrutiny.packs.documents.models import PackDocument

FOLDER = "cases"
ENDING = "sealed"
ORPHAN_AFTER = timedelta(hours=2)


def keep(data: bytes) -> str:
    """Seal and store a file; returns the name under which it lies. Raises KeyLost."""
    kept = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}.{ENDING}", ContentFile(seal_bytes(data)))
    return kept.removeprefix(f"{FOLDER}/")


def read(document: PackDocument) -> bytes:
    """The file as it was sent. Raises FileNotFoundError, and KeyLost also where it is not what was stored."""
    if not document.kept_as:
        raise FileNotFoundError(f"document {document.pk} of a pack was erased")
    with default_storage.open(f"{FOLDER}/{document.kept_as}") as opened:
        sealed: bytes = opened.read()
    return unseal_bytes(sealed)


def discard(kept_as: str) -> None:
    if kept_as:
        default_storage.delete(f"{FOLDER}/{kept_as}")


def sweep(at: datetime) -> int:
    """Remove every file that no row points at and that is older than two hours; returns how many."""
    pointed_at = set(PackDocument.objects.exclude(kept_as="").values_list("kept_as", flat=True))
    orphans = [
        name for name in _names() if name not in pointed_at and at - default_storage.get_modified_time(f"{FOLDER}/{name}") > ORPHAN_AFTER
    ]
    for name in orphans:
        discard(name)
    return len(orphans)


def _names() -> Iterator[str]:
    try:
        yield from default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
