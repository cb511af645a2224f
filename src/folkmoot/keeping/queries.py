"""What was taken, removed and tried, read from the audit trail."""

from collections.abc import Sequence

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.models import AuditEvent
from folkmoot.keeping.rules import Standing

BACKUP, DRILL, REWRITTEN = "keeping.backup", "keeping.drill", "keeping.rewriting"
MOST = 40


def standing(viewer: Viewer) -> Standing | None:
    """How backups stand; None for whoever may not know."""
    if not viewer.sight("everything.take").national:
        return None
    taken = AuditEvent.objects.filter(subject_kind=BACKUP, kind=AuditEvent.Kind.COLLECTION).order_by("-at").first()
    drills = AuditEvent.objects.filter(subject_kind=DRILL).order_by("-at")
    last = drills.first()
    good = last if last and last.detail.get("good") else drills.filter(detail__good=True).first()
    return Standing(
        taken.at if taken else None, last.at if last else None, bool(last and last.detail.get("good")), good.at if good else None
    )


def events(viewer: Viewer, most: int = MOST) -> Sequence[AuditEvent]:
    """The latest backups, removals and drills, newest first; none for whoever may not know."""
    if not viewer.sight("everything.take").national:
        return []
    return list(AuditEvent.objects.filter(subject_kind__in=[BACKUP, DRILL]).order_by("-at", "-seq")[:most])
