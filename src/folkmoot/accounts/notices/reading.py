"""Marking one's own notices as read: a convenience of the inbox, and no record of anybody, so nothing is audited."""

from datetime import datetime

from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.notices.queries import inbox
from folkmoot.accounts.scope import Viewer


def mark_read(viewer: Viewer, *, at: datetime, notice: Notice | None = None) -> int:
    """Mark one own notice, or all of them, as read; returns how many were unread."""
    rows = inbox(viewer).filter(read_at=None)
    return rows.filter(pk=notice.pk).update(read_at=at) if notice else rows.update(read_at=at)
