"""The embedded database written anew after an erasure, so that not a byte of what was erased stays in its file.

`secure_delete` clears the place of a deleted row; but where SQLite moves rows about within a page, it leaves copies of them between the
rows. Written anew, a page holds its rows alone. Source: https://sqlite.org/lang_vacuum.html ("VACUUM … removes all traces of deleted
content"). PostgreSQL sees to its own pages.
"""

import shutil
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.keeping.queries import BACKUP, REWRITTEN

ROOM = 2.5  # times the file: SQLite writes a new one beside it and keeps the old pages until the new ones are on the disk


def rewrite_if_erased(*, by: Viewer, at: datetime) -> str:
    """Write the database anew if something was erased since the last time; what was done, in words.

    Others wait while it runs, about a second for each 100 MB. Raises NotAllowed, and FolkmootError where the disk has no room.
    """
    by.require_national("everything.take")
    if connection.vendor != "sqlite":
        return "Database: PostgreSQL clears its own pages."
    up_to = _erasures().aggregate(last=Max("seq"))["last"]
    if up_to is None:
        return "Database: nothing was erased since it was last written anew."
    before, after = _rewrite()
    with transaction.atomic():
        detail = {"up to": up_to, "bytes before": before, "bytes after": after}
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=REWRITTEN, detail=detail)
    return f"Database: written anew after erasures, {before:,} bytes before and {after:,} after."


def _erasures() -> QuerySet[AuditEvent]:
    """What was erased since the database was last written anew; backups that were removed were never in it."""
    last = AuditEvent.objects.filter(subject_kind=REWRITTEN).order_by("-seq").first()
    since = int(last.detail["up to"]) if last else 0
    return AuditEvent.objects.filter(kind=AuditEvent.Kind.ERASURE, seq__gt=since).exclude(subject_kind=BACKUP)


def _rewrite() -> tuple[int, int]:
    """The size of the database in bytes, before and after."""
    before = _size()
    free = shutil.disk_usage(settings.HOME).free
    if free < ROOM * before:
        raise FolkmootError(
            f"The database was not written anew after erasures: {free:,} bytes are free on its disk.",
            f"It takes {ROOM * before:,.0f} for a while.", "Make room; it is tried again.",
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the old pages stand in the write-ahead log, where there is one
    return before, _size()


def _size() -> int:
    with connection.cursor() as cursor:
        return int(cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").fetchone()[0])
