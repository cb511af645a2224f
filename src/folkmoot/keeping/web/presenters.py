"""How backups stand, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.models import AuditEvent
from folkmoot.keeping.queries import DRILL, standing
from folkmoot.keeping.rules import DRILL_LATE_AFTER, Standing


@dataclass(frozen=True)
class Told:
    """How backups stand, and which of it is too old."""

    standing: Standing
    backup_late: bool
    drill_late: bool
    days: int = DRILL_LATE_AFTER.days

    @property
    def last_failed(self) -> bool:
        return self.standing.drill_at is not None and not self.standing.drill_good


def told(viewer: Viewer, at: datetime) -> Told | None:
    """None for whoever may not know."""
    found = standing(viewer)
    return Told(found, found.backup_late(at), found.drill_late(at)) if found else None


@dataclass(frozen=True)
class Line:
    """One backup, removal or drill. `size` in bytes; None where it says nothing of it."""

    at: datetime
    what: Promise
    names: str
    size: int | None
    seconds: str


def lines_of(events: Iterable[AuditEvent]) -> list[Line]:
    return [_line(event) for event in events]


def _line(event: AuditEvent) -> Line:
    said = event.detail
    names = ", ".join(said.get("names", [])) or str(said.get("name", ""))
    return Line(event.at, _what(event), names, said.get("size"), str(said.get("seconds", "")))


def _what(event: AuditEvent) -> Promise:
    if event.subject_kind == DRILL:
        return _("Restore tried: it went well") if event.detail.get("good") else _("Restore tried: it FAILED")
    return _("Removed, being too old") if event.kind == AuditEvent.Kind.ERASURE else _("Backup taken")
