"""The backup that the daily job takes."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.errors import FolkmootError
from folkmoot.keeping.operations import take_backup
from folkmoot.keeping.queries import standing


def take_the_days(*, by: Viewer, at: datetime) -> str:
    """Take the backup of the day where one is asked for and was not taken yet; what was done, in words. Raises FolkmootError."""
    if not settings.BACKUPS:
        return "Backup: none, since FOLKMOOT_BACKUPS names no folder."
    found = standing(by)
    if found and found.backup_at and timezone.localdate(found.backup_at) == timezone.localdate(at):
        return "Backup: taken today already."
    if not settings.BACKUP_KEY:
        raise FolkmootError("No key of backups was named.", "", "Set FOLKMOOT_BACKUP_KEY. One is made with: folkmoot backup key FILE")
    folder, key_file = Path(settings.BACKUPS), Path(settings.BACKUP_KEY)
    taken, removed = take_backup(by=by, at=at, folder=folder, key_file=key_file, keep=timedelta(days=settings.BACKUPS_KEPT))
    if taken.about.missing:
        raise FolkmootError(
            f"{len(taken.about.missing)} files that rows point at are not in the backup.", "They are not in the data folder."
        )
    return f"Backup: {taken.path.name}, {taken.size:,} bytes; {len(removed)} old ones removed."
