"""When a backup, or the last trial of restoring one, is too old."""

from dataclasses import dataclass
from datetime import datetime, timedelta

BACKUP_LATE_AFTER = timedelta(days=2)
DRILL_LATE_AFTER = timedelta(days=35)
KEPT = timedelta(days=35)


@dataclass(frozen=True)
class Standing:
    """The last backup, the last drill, and the last drill that went well; None where there was none."""

    backup_at: datetime | None
    drill_at: datetime | None
    drill_good: bool
    good_drill_at: datetime | None

    def backup_late(self, at: datetime) -> bool:
        return self.backup_at is None or at - self.backup_at > BACKUP_LATE_AFTER

    def drill_late(self, at: datetime) -> bool:
        """Also where the last one failed, however recent a good one is."""
        failed = self.drill_at is not None and not self.drill_good
        return failed or self.good_drill_at is None or at - self.good_drill_at > DRILL_LATE_AFTER
