"""What was taken out and brought in, read from the audit trail."""

from collections.abc import Sequence

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.models import AuditEvent
from folkmoot.wholesale.operations import SUBJECT

MOST = 20


def taken_and_brought(viewer: Viewer, most: int = MOST) -> Sequence[AuditEvent]:
    """The latest events of taking everything out or bringing it in, newest first; none for whoever may not take it."""
    if not viewer.sight("everything.take").national:
        return []
    return list(AuditEvent.objects.filter(subject_kind=SUBJECT).order_by("-seq")[:most])
