"""Where uploaded files are kept: on the disk itself before the row that names them is stored, so that a power cut takes neither alone."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class SyncedStorage(FileSystemStorage):
    """Files in a folder, each written through to the disk, with its place in its folder, before `save` returns.

    Source: https://man7.org/linux/man-pages/man2/fsync.2.html (syncing a file does not sync the folder that names it).
    """

    def _save(self, name: str, content: Any) -> str:
        kept: str = super()._save(name, content)  # type: ignore[misc]  # Django calls it, its stubs leave it out
        whole = Path(self.path(kept))
        sync(whole)
        for folder in whole.parents:
            sync(folder)
            if folder == Path(self.location):
                break
        return kept


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk. A system that cannot sync a folder needs no such step."""
    try:
        opened = os.open(path, os.O_RDONLY)
    except PermissionError:
        if path.is_dir():  # Windows does not open folders
            return
        raise
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
